#include "daemon/cli/polling.hpp"

#include "daemon/cli/exit_code.hpp"
#include "daemon/service/log.hpp"
#include "daemon/sync/drive.hpp"

namespace trainsync::cli {

using boost::asio::awaitable;

namespace {

// A server that asks for a longer wait may have made a mistake.
constexpr auto longest_obeyed = std::chrono::hours(1);

} // namespace

Polling::Polling(config::Config config, const boost::asio::any_io_executor& executor,
                 std::function<void()> changed)
    : config_(std::move(config)), log_(service::make_logger(config_.log, service::log_target())),
      changed_(std::move(changed)), observer_(*log_, clock_, changed_), stop_(executor) {}

std::expected<std::unique_ptr<Polling>, Refusal>
Polling::prepare(config::Config config, const boost::asio::any_io_executor& executor,
                 const boost::asio::any_io_executor& writer_executor,
                 std::function<void()> changed) {
  // The sources refer to the config where it will stay.
  std::unique_ptr<Polling> self(new Polling(std::move(config), executor, std::move(changed)));
  auto client = make_client(executor, self->config_);
  if (!client)
    return std::unexpected(client.error());
  self->client_ = sync::make_stoppable(std::move(*client), self->stop_);
  auto sources = make_sources(self->config_, std::nullopt, *self->client_, environment);
  if (!sources)
    return std::unexpected(Refusal{bad_usage, std::move(sources.error())});
  self->sources_ = std::move(*sources);
  auto store = open_store(self->config_);
  if (!store)
    return std::unexpected(store.error());
  self->store_ = std::move(*store);
  self->writer_.emplace(writer_executor, *self->store_, self->config_.database.path);
  if (auto refusal = self->look_into_file())
    return std::unexpected(std::move(*refusal));
  const sync::World world{*self->client_, self->clock_,    self->random_,
                          *self->writer_, self->observer_, self->stop_};
  for (Source& source : self->sources_) {
    source.fetcher.max_wait.reset(); // the daemon waits out whatever it has to
    source.fetcher.longest_wait = longest_obeyed;
    self->pollers_.push_back(std::make_unique<Poller>(world, source));
  }
  return self;
}

// Whether the file takes the sources, and when each was read, for the status.
std::optional<Refusal> Polling::look_into_file() {
  try {
    Refusal refusal{bad_usage, {}};
    for (const Source& source : sources_)
      if (auto why = store_->contradiction(source.pin))
        refusal.messages.push_back(std::move(*why));
    if (!refusal.messages.empty())
      return refusal;
    for (const Source& source : sources_)
      recall(source);
    return std::nullopt;
  } catch (const SQLite::Exception& error) {
    return Refusal{bad_file, {schema::explain(config_.database.path, error).message}};
  }
}

void Polling::recall(const Source& source) {
  std::optional<model::Stamp> whole_at;
  bool unfinished = false;
  for (const store::DueStream& stream : store_->due_streams(source.name)) {
    unfinished = unfinished || stream.unfinished;
    if (stream.key == source.polled)
      whole_at = stream.last_whole_at;
  }
  observer_.recall(source.name, whole_at, unfinished);
}

awaitable<std::optional<sync::Failure>> Polling::run() {
  std::vector<awaitable<void>> tasks;
  tasks.reserve(pollers_.size());
  for (const auto& poller : pollers_)
    tasks.push_back(poll(*poller));
  co_await sync::run_all(std::move(tasks));
  co_return failure_;
}

awaitable<void> Polling::poll(Poller& poller) {
  auto failure = co_await poller.run(changed_, [this] { return write_metrics(); });
  if (failure)
    end_by(std::move(*failure));
}

void Polling::end_by(sync::Failure failure) {
  if (stop_.requested())
    return;
  failure_ = std::move(failure);
  stop();
}

bool Polling::check_file() {
  auto changed = writer_->files().changed();
  if (changed)
    end_by(sync::file_failure(std::move(*changed)));
  return !changed;
}

schema::FileSet Polling::close_file() {
  schema::FileSet files = writer_->files();
  if (files.changed())
    store_->empty_wal();
  writer_.reset();
  store_.reset();
  return files;
}

void Polling::stop() {
  stop_.request();
  clock_.wake();
}

void Polling::wake() {
  for (const auto& poller : pollers_)
    poller->wake();
  clock_.wake();
}

std::string Polling::status() {
  std::vector<service::SourceStatus> sources;
  const model::Stamp now = clock_.now();
  for (const auto& poller : pollers_) {
    service::SourceStatus status = observer_.status(poller->source().name);
    if (poller->next_round() > sync::Duration(0))
      status.next_at = now + (poller->next_round() - clock_.steady());
    status.requests_left = poller->requests_left();
    status.requests_per_day = poller->source().budget.per_day;
    sources.push_back(std::move(status));
  }
  return service::status_line(sources, now);
}

void Polling::tell_file_fails() {
  std::vector<service::SourceMetrics> figures;
  for (const auto& poller : pollers_) {
    figures.push_back(observer_.metrics(poller->source().name));
    figures.back().file_fails = true;
  }
  write(figures);
}

awaitable<void> Polling::write_metrics() {
  if (!config_.metrics.textfile)
    co_return;
  std::vector<service::SourceMetrics> figures;
  for (const auto& poller : pollers_) {
    const std::string name = poller->source().name;
    const auto health =
        co_await writer_->run([name](store::Store& store) { return store.health(name); });
    service::SourceMetrics metrics = observer_.metrics(name);
    if (health) { // else the round has said what is wrong with the file
      metrics.streams_by_state = health->streams_by_state;
      metrics.oldest_whole_at = health->oldest_whole_at;
      metrics.rows = health->rows;
      metrics.held = health->held;
      metrics.rejected = health->rejected;
    }
    metrics.requests_left = poller->requests_left();
    figures.push_back(std::move(metrics));
  }
  write(figures);
}

void Polling::write(const std::vector<service::SourceMetrics>& figures) {
  if (!config_.metrics.textfile)
    return;
  const auto written = service::write_metrics(*config_.metrics.textfile,
                                              service::render_metrics(figures, TRAINSYNC_VERSION));
  if (!written && !metrics_fail_)
    log_->warn("{}", written.error());
  metrics_fail_ = !written;
}

} // namespace trainsync::cli
