// Run at configure time. GCC 12 destroys an aggregate that is made inside a co_await
// full-expression twice, at every optimisation level and without a warning; a daemon built by it
// crashes at random. This program exits 0 where the compiler is right.
#include <coroutine>
#include <exception>
#include <utility>

namespace {

int alive = 0;

struct Counted {
  Counted() { ++alive; }
  Counted(const Counted&) { ++alive; }
  Counted(Counted&&) noexcept { ++alive; }
  Counted& operator=(const Counted&) = default;
  Counted& operator=(Counted&&) = default;
  ~Counted() { --alive; }
};

struct Aggregate {
  Counted counted;
  int number = 0;
};

struct Task {
  struct promise_type {
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> handle;
};

struct Ready {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  int await_resume() const noexcept { return 0; }
};

Ready by_value(Aggregate) {
  return {};
}

template <class Function>
Ready with_function(Function) {
  return {};
}

Task probe() {
  co_await by_value(Aggregate{{}, 1});
  Counted captured;
  co_await with_function([captured] { return sizeof captured; });
}

} // namespace

int main() {
  Task task = probe();
  task.handle.resume();
  task.handle.resume();
  task.handle.destroy();
  return alive == 0 ? 0 : 1;
}
