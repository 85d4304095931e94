#include "daemon/sync/drive.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace trainsync::sync {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// One pass under way, shared by its workers; all on one thread.
class Driver {
public:
  Driver(World world, Fetcher& fetcher, model::Pass& pass, const PassJob& job,
         const asio::any_io_executor& executor)
      : world_(world), fetcher_(fetcher), pass_(pass), job_(job),
        news_(executor, asio::steady_timer::time_point::max()) {}

  awaitable<PassResult> run() {
    std::vector<awaitable<void>> workers;
    workers.reserve(static_cast<std::size_t>(job_.workers));
    for (int i = 0; i < job_.workers; ++i)
      workers.push_back(work());
    co_await run_all(std::move(workers));
    co_return std::move(result_);
  }

private:
  awaitable<void> work() {
    while (!result_.failure) {
      const model::Action action = pass_.next();
      if (const auto* finished = std::get_if<model::Finished>(&action)) {
        result_.finished = *finished;
        co_return;
      }
      if (const auto* fetch = std::get_if<model::Fetch>(&action))
        co_await handle(*fetch);
      else
        co_await wait_for_news();
    }
  }

  awaitable<void> handle(model::Fetch fetch) {
    const Duration steady = world_.clock.steady();
    auto page = co_await fetcher_.get(job_.target(fetch), job_.run_id, job_.parse);
    if (!page) {
      result_.failure = std::move(page.error());
      news_.cancel();
      co_return;
    }
    store::PageWrite write{{job_.run_id, world_.clock.now()},
                           job_.key.source,
                           job_.key,
                           job_.stream_id,
                           std::move(*page),
                           {}};
    const auto known = co_await server_at(steady);
    if (result_.failure) {
      news_.cancel();
      co_return;
    }
    write.commit = pass_.on_page(fetch, write.page, known);
    result_.unidentified += write.page.rows - std::ssize(write.page.ids);
    const std::int64_t left = pass_.pages_left();
    auto counts = co_await save(std::move(write));
    if (!counts) {
      result_.failure = file_failure(std::move(counts.error()));
    } else if (*counts) {
      result_.counts += **counts;
      world_.observer.page_stored(job_.key, **counts, left);
    }
    news_.cancel();
  }

  // By this answer's Date, too. Of a server that sends none the newest update in the file, as it
  // was before the pass, has to tell.
  awaitable<std::optional<model::Stamp>> server_at(Duration steady) {
    const auto known = fetcher_.server_at(steady);
    if (known || newest_update_)
      co_return known ? known : *newest_update_;
    const auto newest = co_await world_.writer.run(
        [source = job_.key.source](store::Store& store) { return store.newest_update(source); });
    if (!newest) {
      result_.failure = Failure{Failure::Kind::file, newest.error().message};
      co_return std::nullopt;
    }
    const model::Stamp now = world_.clock.now();
    newest_update_ = *newest ? std::optional(std::min(**newest, now)) : std::nullopt;
    co_return *newest_update_;
  }

  // Other workers may go on while the page is written. They run after this has posted the write, so
  // pages reach the file in the order in which the pass heard of them. After one that could not be
  // written none is: what it commits would say that the walk is past them both.
  awaitable<std::expected<std::optional<store::Counts>, store::Error>>
  save(store::PageWrite write) {
    news_.cancel();
    auto work = [write = std::move(write),
                 broken = broken_](store::Store& store) -> std::optional<store::Counts> {
      if (std::exchange(*broken, true))
        return std::nullopt;
      const store::Counts counts = store.store_page(write);
      *broken = false;
      return counts;
    };
    co_return co_await world_.writer.run(std::move(work));
  }

  awaitable<void> wait_for_news() {
    boost::system::error_code ignored;
    co_await news_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }

  World world_;
  Fetcher& fetcher_;
  model::Pass& pass_;
  const PassJob& job_;
  asio::steady_timer news_; // cancelled whenever the pass may have changed its mind
  std::optional<std::optional<model::Stamp>> newest_update_; // once it was asked for
  PassResult result_;
  std::shared_ptr<bool> broken_ = std::make_shared<bool>(false); // touched on the writer's executor
};

} // namespace

awaitable<void> run_all(std::vector<awaitable<void>> tasks) {
  if (tasks.empty())
    co_return;
  const auto executor = co_await asio::this_coro::executor;
  using Operation = decltype(asio::co_spawn(executor, std::move(tasks.front()), asio::deferred));
  std::vector<Operation> operations;
  operations.reserve(tasks.size());
  for (awaitable<void>& task : tasks)
    operations.push_back(asio::co_spawn(executor, std::move(task), asio::deferred));
  auto [order, exceptions] =
      co_await asio::experimental::make_parallel_group(std::move(operations))
          .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
  for (const std::exception_ptr& exception : exceptions)
    if (exception)
      std::rethrow_exception(exception);
}

awaitable<PassResult> drive(World world, Fetcher& fetcher, model::Pass& pass, const PassJob& job) {
  Driver driver(world, fetcher, pass, job, co_await asio::this_coro::executor);
  co_return co_await driver.run();
}

} // namespace trainsync::sync
