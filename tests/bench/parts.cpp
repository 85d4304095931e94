// The parts of a backfill, each by itself: what a page of 100 enrolments with 500 history entries
// takes to read, to store when it is new, and to store again when it is not.
#include "daemon/learn/parse.hpp"
#include "daemon/store/store.hpp"
#include "tests/bench/pages.hpp"
#include "tests/unit/temporary_folder.hpp"

#include <benchmark/benchmark.h>

namespace trainsync::bench {
namespace {

constexpr Tenant tenant{.rows = 10'000'000, .rows_per_assignment = 1'000};
constexpr model::Stamp now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

model::Page page(std::int64_t number) {
  const std::int64_t assignment = number / 10;
  return *learn::parse_enrolments(enrolments_page(tenant, assignment, number % 10 + 1),
                                  assignment_id(assignment));
}

// A file with one source and a run.
class File {
public:
  File() : store_(*schema::open_writer(folder_ / "t.db"), {}) {
    const auto registered = store_.register_source({"learn", "learn", "host", "t", "{}"}, now);
    benchmark::DoNotOptimize(registered);
    run_ = store_.begin_run("learn", true, now);
    stream_ = store_.stream({"learn", "enrolments", "a"}).id;
  }

  void store(model::Page page) {
    store_.store_page(
        {{run_, now}, "learn", {"learn", "enrolments", "a"}, stream_, std::move(page), {}});
  }

private:
  test::TemporaryFolder folder_;
  store::Store store_;
  std::int64_t run_ = 0, stream_ = 0;
};

void format_stamp(benchmark::State& state) {
  model::Stamp stamp = now;
  for (auto _ : state)
    benchmark::DoNotOptimize(model::format_stamp(stamp += std::chrono::milliseconds(86'399'999)));
}
BENCHMARK(format_stamp);

void read_page(benchmark::State& state) {
  const std::string body = enrolments_page(tenant, 0, 1);
  for (auto _ : state)
    benchmark::DoNotOptimize(learn::parse_enrolments(body, assignment_id(0)));
  state.SetItemsProcessed(state.iterations() * page_rows);
}
BENCHMARK(read_page)->Unit(benchmark::kMillisecond);

void store_new_page(benchmark::State& state) {
  File file;
  std::int64_t number = 0;
  for (auto _ : state) {
    state.PauseTiming();
    model::Page next = page(number++);
    state.ResumeTiming();
    file.store(std::move(next));
  }
  state.SetItemsProcessed(state.iterations() * page_rows);
}
BENCHMARK(store_new_page)->Unit(benchmark::kMillisecond)->Iterations(200);

void store_unchanged_page(benchmark::State& state) {
  File file;
  for (std::int64_t number = 0; number < 100; ++number)
    file.store(page(number));
  std::int64_t number = 0;
  for (auto _ : state) {
    state.PauseTiming();
    model::Page next = page(number++ % 100);
    state.ResumeTiming();
    file.store(std::move(next));
  }
  state.SetItemsProcessed(state.iterations() * page_rows);
}
BENCHMARK(store_unchanged_page)->Unit(benchmark::kMillisecond)->Iterations(200);

} // namespace
} // namespace trainsync::bench

BENCHMARK_MAIN();
