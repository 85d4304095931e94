// A round over one source: its run in the file, its passes, and what came of them.
#pragma once

#include "daemon/sync/agenda.hpp"
#include "daemon/sync/drive.hpp"

namespace trainsync::sync {

struct RoundOptions {
  bool full = false; // every pass is a full one, due or not
};

// What the rounds of both platforms share: opens and ends the run, runs single passes, keeps the
// score.
class Round {
public:
  Round(World world, Fetcher& fetcher, Agenda& agenda, std::string source);

  boost::asio::awaitable<bool> begin(bool full); // false: the file failed, see `result`
  boost::asio::awaitable<RoundResult> end();

  using Candidates = std::vector<store::Candidate>;
  struct Plan {
    store::StreamKey key;
    Duration interval{0};      // of the stream, as configured
    std::int64_t requests = 0; // that a round takes; where a day's budget has no room for as many
                               // rounds as that, the interval is stretched
    bool reads_all = false;    // each pass takes as many requests as this one's pages
    bool optional =
        false; // where the account may not read it, that is said once, and it is left out
    std::string leaves_out{}; // the line of the config that leaves it out
    int workers = 1;
    std::function<std::string(const model::Fetch&)> target;
    Parse parse;
    // What a whole full pass can judge; nothing where absences mean nothing (directories).
    std::optional<store::JudgedRows> judged{};
    store::Brake brake{};
    // Of rows that seem to be gone, those that really are; nothing where that could not be asked.
    std::function<boost::asio::awaitable<std::optional<Candidates>>(Candidates)> confirm{};
    // A 404 means that all of the stream is gone.
    bool gone_if_not_found = false;
    bool may_rest = false; // see store::PassEnd
  };
  struct Begun {
    std::unique_ptr<model::Pass> pass;
    bool full;
  };
  // Runs the pass that `begin` makes of the stream's state, if the stream is due; none where that
  // failed.
  boost::asio::awaitable<void>
  run_pass(Plan plan, std::function<boost::asio::awaitable<Begun>(store::Stream)> begin);

  // Something failed that would make every further pass fail too.
  bool must_stop() const { return must_stop_; }
  // Runs `work` in the file; a failure there becomes the round's.
  template <std::invocable<store::Store&> Work>
  auto in_file(Work work)
      -> boost::asio::awaitable<std::optional<std::invoke_result_t<Work, store::Store&>>> {
    auto done = co_await world_.writer.run(std::move(work));
    if (!done) {
      fail(file_failure(std::move(done.error())));
      co_return std::nullopt;
    }
    co_return std::move(*done);
  }
  void fail(Failure failure);
  // Of a request beside the passes: only the file's own trouble is the round's.
  void heed(const Failure& failure);
  // Stores rows that were read outside a pass.
  boost::asio::awaitable<bool> keep(const store::StreamKey& key, model::Page page);
  std::int64_t run_id() const { return run_id_; }

private:
  struct Walk {
    bool full;
    std::int64_t began_in; // see store::PassEnd
  };

  boost::asio::awaitable<void> delete_confirmed(const Plan& plan, store::Judgement judgement,
                                                Candidates candidates);
  std::optional<store::Judgement> judgement(const Plan& plan, const store::PassEnd& end,
                                            const PassResult& pass) const;
  model::Stamp plan_next(const Plan& plan, const store::PassEnd& end, const PassResult& pass);
  void score(const Plan& plan, const store::Stream& stream, const store::PassEnd& end,
             const PassResult& pass);
  Duration interval(const Plan& plan, const PassResult& pass) const;
  store::PassEnd judge(const Plan& plan, const store::Stream& stream, const Walk& walk,
                       const PassResult& pass) const;
  static void judge_outcome(const Plan& plan, const PassResult& pass, store::PassEnd& end);
  boost::asio::awaitable<void> count_unread();
  boost::asio::awaitable<void> end_run();

  World world_;
  Fetcher& fetcher_;
  Agenda& agenda_;
  RoundResult result_;
  std::int64_t run_id_ = 0;
  std::int64_t rejected_ = 0; // by passes that read all else
  Duration began_{0};
  bool must_stop_ = false;
};

} // namespace trainsync::sync
