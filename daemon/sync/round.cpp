#include "daemon/sync/round.hpp"

#include <algorithm>

namespace trainsync::sync {
namespace {

using boost::asio::awaitable;
using store::Outcome;

// A stream is fresh for twice its interval and a little, so that one failed poll alarms nobody.
constexpr auto grace = std::chrono::minutes(5);

bool stops_everything(Failure::Kind kind) {
  return kind == Failure::Kind::unreachable || kind == Failure::Kind::unauthorised ||
         kind == Failure::Kind::limited || kind == Failure::Kind::file ||
         kind == Failure::Kind::replaced || kind == Failure::Kind::stopped;
}

std::string in_words(Duration duration) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration).count();
  return seconds < 120 ? std::to_string(seconds) + " s"
                       : std::to_string((seconds + 59) / 60) + " min";
}

std::string unread_words(std::int64_t count) {
  return std::to_string(count) +
         (count == 1
              ? " record could not be read: the file may lack it, or have it as it was before"
              : " records could not be read: the file may lack them, or have them as they "
                "were before") +
         "; see the table rejected_records";
}

bool is_out_of_reach(const std::optional<Failure>& failure) {
  return failure &&
         (failure->kind == Failure::Kind::forbidden || failure->kind == Failure::Kind::not_found);
}

} // namespace

Round::Round(World world, Fetcher& fetcher, Agenda& agenda, std::string source)
    : world_(world), fetcher_(fetcher), agenda_(agenda) {
  result_.source = std::move(source);
}

void Round::fail(Failure failure) {
  must_stop_ = must_stop_ || stops_everything(failure.kind);
  result_.outcome = Outcome::failed;
  // What the file suffers from is never hidden behind what a platform does.
  if (!result_.failure || (failure.is_of_file() && !result_.failure->is_of_file()))
    result_.failure = std::move(failure);
}

void Round::heed(const Failure& failure) {
  if (failure.is_of_file())
    fail(failure);
}

awaitable<bool> Round::begin(bool full) {
  began_ = world_.clock.steady();
  agenda_.begin_round(began_);
  const model::Stamp now = world_.clock.now();
  const auto id = co_await in_file([source = result_.source, full, now](store::Store& store) {
    return store.begin_run(source, full, now);
  });
  run_id_ = id.value_or(0);
  const auto kept = co_await in_file(
      [source = result_.source](store::Store& store) { return store.kept_clock(source); });
  if (kept && *kept && !fetcher_.server_now())
    fetcher_.recall_server_clock((*kept)->first + (now - (*kept)->second));
  if (id)
    world_.observer.round_began(result_.source, full);
  co_return id.has_value();
}

awaitable<RoundResult> Round::end() {
  co_await count_unread();
  co_await in_file([](store::Store& store) {
    store.checkpoint();
    return true;
  });
  if (result_.outcome == Outcome::failed && result_.whole + result_.partial > 0)
    result_.outcome = Outcome::partial;
  const bool file_fails = result_.failure && result_.failure->is_of_file();
  if (run_id_ > 0 && !(file_fails && world_.stop.requested())) // the next run ends this one, too
    co_await end_run();
  result_.took = world_.clock.steady() - began_;
  world_.observer.round_ended(result_);
  co_return result_;
}

// What could not be read is missing from the file, or old in it, until it is healed, also where
// later passes had no reason to ask for it again.
awaitable<void> Round::count_unread() {
  const auto unread =
      co_await in_file([id = run_id_](store::Store& store) { return store.unread_records(id); });
  const std::int64_t count = unread && *unread > 0 ? *unread : rejected_;
  if (count > 0)
    fail({Failure::Kind::unusable, unread_words(count)});
}

awaitable<void> Round::end_run() {
  const std::string error = result_.failure ? result_.failure->message : "";
  const auto counts =
      co_await in_file([id = run_id_, outcome = result_.outcome, full = result_.full, error,
                        now = world_.clock.now()](store::Store& store) {
        return store.end_run(id, outcome, full, error, now);
      });
  if (counts)
    result_.counts = *counts;
  if (const auto server = fetcher_.server_now(); server && counts)
    co_await in_file(
        [source = result_.source, server, now = world_.clock.now()](store::Store& store) {
          store.keep_clock(source, *server, now);
          return true;
        });
  if (!result_.failure || result_.failure->kind != Failure::Kind::stopped)
    co_await in_file([&stop = world_.stop](store::Store& store) {
      store.complete_indexes([&] { return stop.requested(); });
      return true;
    });
  const auto held = co_await in_file(
      [source = result_.source](store::Store& store) { return store.held_deletions(source); });
  result_.held = held.value_or(0);
}

awaitable<void> Round::run_pass(Plan plan, std::function<awaitable<Begun>(store::Stream)> begin) {
  if (!agenda_.is_due(plan.key))
    co_return;
  const auto stream =
      co_await in_file([key = plan.key](store::Store& store) { return store.stream(key); });
  if (!stream)
    co_return;
  const PassJob job{plan.key, stream->id, run_id_, plan.target, plan.parse, plan.workers};
  const Begun begun = co_await begin(*stream);
  if (!begun.pass)
    co_return;
  const Walk walk{begun.full, stream->progress ? 0 : run_id_};
  result_.full = result_.full || (begun.full && plan.judged);
  PassResult done = co_await drive(world_, fetcher_, *begun.pass, job);
  if (done.failure && (done.failure->kind == Failure::Kind::stopped || done.failure->is_of_file()))
    co_return fail(std::move(*done.failure)); // the stream stays as a kill would leave it, and due
  if (plan.gone_if_not_found && done.failure && done.failure->kind == Failure::Kind::not_found) {
    done.failure.reset();
    done.finished.whole = true;
    done.finished.judges_absence = begun.full;
    done.finished.remark = "the platform does not know this assignment any more";
    done.shown_nothing = true;
  }
  store::PassEnd end = judge(plan, *stream, walk, done);
  end.next_due = plan_next(plan, end, done);
  score(plan, *stream, end, done);
  const auto judged = judgement(plan, end, done);
  if (begun.full && !judged)
    end.changed_something = true; // that it is quiet is not known: something may be gone
  auto candidates =
      co_await in_file([&](store::Store& store) { return store.end_pass(end, judged); });
  if (candidates && !candidates->empty())
    co_await delete_confirmed(plan, *judged, std::move(*candidates));
}

void Round::score(const Plan& plan, const store::Stream& stream, const store::PassEnd& end,
                  const PassResult& pass) {
  const bool unavailable = end.outcome == Outcome::unavailable;
  result_.passes += unavailable ? 0 : 1;
  result_.whole += end.outcome == Outcome::whole ? 1 : 0;
  result_.partial += end.outcome == Outcome::partial ? 1 : 0;
  if (end.outcome == Outcome::partial && pass.finished.whole)
    rejected_ += pass.counts.rejected;
  else if (end.outcome != Outcome::whole && !unavailable)
    fail(pass.failure.value_or(Failure{Failure::Kind::unusable, end.error}));
  if (unavailable && stream.unavailable)
    return;
  world_.observer.pass_ended(plan.key, end.outcome,
                             !end.error.empty()            ? end.error
                             : end.remark == stream.remark ? ""
                                                           : end.remark);
  if (unavailable)
    result_.unavailable.push_back(plan.key.stream + ": " + end.error);
}

std::optional<store::Judgement> Round::judgement(const Plan& plan, const store::PassEnd& end,
                                                 const PassResult& pass) const {
  if (!plan.judged || pass.failure || !pass.finished.judges_absence || pass.unidentified > 0)
    return std::nullopt;
  store::Judgement judgement{{run_id_, end.at}, *plan.judged, plan.brake};
  judgement.rows.until = pass.finished.absent_until;
  judgement.shown_nothing = pass.shown_nothing;
  return judgement;
}

awaitable<bool> Round::keep(const store::StreamKey& key, model::Page page) {
  const store::PageWrite write{
      {run_id_, world_.clock.now()}, key.source, key, 0, std::move(page), {}};
  const auto counts =
      co_await in_file([&](store::Store& store) { return store.store_page(write); });
  co_return counts.has_value();
}

awaitable<void> Round::delete_confirmed(const Plan& plan, store::Judgement judgement,
                                        Candidates candidates) {
  if (plan.confirm) {
    auto gone = co_await plan.confirm(std::move(candidates));
    if (!gone)
      co_return;
    candidates = std::move(*gone);
  }
  judgement.seen.at = world_.clock.now();
  co_await in_file([&](store::Store& store) {
    store.delete_rows(judgement, candidates);
    return true;
  });
}

Duration Round::interval(const Plan& plan, const PassResult& pass) const {
  const std::int64_t requests =
      plan.reads_all ? std::max(plan.requests, pass.counts.pages) : plan.requests;
  return stretched_interval(plan.interval, requests, fetcher_.requests_per_day());
}

// When the stream is due again; a server or a budget may have said to wait longer.
model::Stamp Round::plan_next(const Plan& plan, const store::PassEnd& end, const PassResult& pass) {
  const Duration steady = world_.clock.steady();
  Duration not_before{0};
  if (pass.failure && pass.failure->until)
    not_before = steady + (*pass.failure->until - end.at);
  agenda_.ended(plan.key, end.outcome != Outcome::failed, interval(plan, pass), not_before);
  return end.at + (agenda_.due(plan.key) - steady);
}

store::PassEnd Round::judge(const Plan& plan, const store::Stream& stream, const Walk& walk,
                            const PassResult& pass) const {
  store::PassEnd end;
  end.stream_id = stream.id;
  end.full = walk.full;
  end.began_in = walk.began_in;
  end.at = world_.clock.now();
  const Duration interval = this->interval(plan, pass);
  end.fresh_until = end.at + 2 * interval + grace;
  end.changed_something = pass.counts.inserted + pass.counts.changed > 0;
  end.may_rest = plan.may_rest;
  end.remark = pass.finished.remark;
  if (interval > plan.interval && end.remark.empty())
    end.remark = "polled every " + in_words(interval) + " instead of every " +
                 in_words(plan.interval) + ": the day's budget of requests allows no more";
  end.longest_page = pass.finished.longest_page;
  judge_outcome(plan, pass, end);
  return end;
}

void Round::judge_outcome(const Plan& plan, const PassResult& pass, store::PassEnd& end) {
  if (plan.optional && is_out_of_reach(pass.failure)) {
    end.outcome = Outcome::unavailable;
    end.error = pass.failure->message;
    if (!plan.leaves_out.empty())
      end.error += " (" + plan.leaves_out + " leaves this list out)";
  } else if (pass.failure) {
    end.outcome = Outcome::failed;
    end.error = pass.failure->message;
  } else if (!pass.finished.whole) {
    end.outcome = Outcome::partial;
    end.error = pass.finished.reason;
  } else if (pass.counts.rejected > 0) {
    end.outcome = Outcome::partial;
    end.error = unread_words(pass.counts.rejected);
  }
}

} // namespace trainsync::sync
