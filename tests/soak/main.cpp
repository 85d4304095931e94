// trainsync-soak SECONDS [SEED]: the daemon against the simulator, with mischief at random. In the
// end the file must equal the simulator, and what the daemon took must not have grown.
#include "tests/integration/file_image.hpp"
#include "tests/integration/query.hpp"
#include "tests/integration/truth_image.hpp"
#include "tests/soak/mischief.hpp"

#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

namespace trainsync::soak {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using Sentences = std::vector<std::string>;

constexpr simulator::Size size{.assignments = 3,
                               .enrolments_per_assignment = 150,
                               .users = 200,
                               .contents = 8,
                               .exec_users = 40,
                               .exec_scenarios = 6,
                               .exec_programs = 2,
                               .exec_assignments = 150};

simulator::LearnAccount account() {
  simulator::LearnAccount account;
  account.tenant_id = integration::tenant;
  account.api_secret = integration::learn_secret;
  return account;
}

// What the file says otherwise than the platforms. Rows that are gone there stay in it, deleted.
Sentences untruths(simulator::Server& server, const std::filesystem::path& file) {
  const integration::Image truth =
      server.with([](simulator::Apis& apis) { return integration::truth_image(apis.company); });
  integration::Image found = integration::file_image(file);
  Sentences said;
  for (const auto& [name, fields] : found)
    if (name.first == "enrolment" && !truth.contains(name) && !fields.at("deleted_at"))
      said.push_back(name.second + " is gone, and the file has it as if it were not");
  std::erase_if(found, [&](const auto& record) { return !truth.contains(record.first); });
  for (std::string& difference : integration::differences(truth, found))
    said.push_back(std::move(difference));
  if (const std::string sound = integration::integrity(file); sound != "ok")
    said.push_back(sound);
  return said;
}

class Soak {
public:
  Soak(std::chrono::seconds duration, std::uint64_t seed)
      : duration_(duration), rng_{seed},
        server_(simulator::generate(size, seed,
                                    std::chrono::floor<std::chrono::milliseconds>(
                                        std::chrono::system_clock::now())),
                {}, account(), integration::exec_key),
        daemon_(installation_), mischief_(installation_, server_, daemon_, seed, duration / 6) {
    server_.with([](simulator::Apis& apis) { apis.exec.quirks.rate_limit = {}; });
  }

  Sentences run() {
    const auto end = steady_clock::now() + duration_;
    daemon_.start();
    while (steady_clock::now() < end && daemon_.crashes.empty()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(rng_.between(100, 2000)));
      daemon_.keep_up();
      if (const auto sample = daemon_.sample())
        samples_.push_back(*sample);
      mischief_.step();
    }
    mischief_.end();
    daemon_.stop();
    return judge();
  }

  std::string said() const {
    std::string text = summary(samples_) + "processes: " + std::to_string(daemon_.lives) + ", " +
                       std::to_string(daemon_.own_ends) + " of which ended with exit code 5\n";
    for (const auto& [what, times] : mischief_.count)
      text += what + ": " + std::to_string(times) + "\n";
    return text;
  }

private:
  Sentences judge() {
    Sentences wrong = daemon_.crashes;
    for (int i = 0; i < 2; ++i)
      if (const auto outcome = installation_.run({"sync", "--full"}); outcome.exit_code != 0)
        wrong.push_back("a last sync ended with exit code " + std::to_string(outcome.exit_code) +
                        ": " + outcome.out + outcome.err);
    for (const Sentences& more : {untruths(server_, installation_.database()), growth(samples_)})
      wrong.insert(wrong.end(), more.begin(), more.end());
    return wrong;
  }

  std::chrono::seconds duration_;
  simulator::Rng rng_;
  integration::Installation installation_;
  simulator::Server server_;
  Daemon daemon_;
  Mischief mischief_;
  std::vector<Sample> samples_;
};

int run(std::chrono::seconds duration, std::uint64_t seed) {
  std::cout << "seed " << seed << ", " << duration.count() << " s" << std::endl;
  Soak soak(duration, seed);
  const Sentences wrong = soak.run();
  std::cout << soak.said();
  for (const std::string& sentence : wrong)
    std::cerr << "WRONG: " << sentence << "\n";
  std::cout << (wrong.empty() ? "the file equals the simulator, and nothing grew\n" : "");
  return wrong.empty() ? 0 : 1;
}

} // namespace
} // namespace trainsync::soak

int main(int argc, char** argv) {
  const long seconds = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 0;
  if (argc > 3 || seconds <= 0) {
    std::cerr << "usage: trainsync-soak SECONDS [SEED]\n";
    return 2;
  }
  const std::uint64_t seed =
      argc > 2 ? std::strtoull(argv[2], nullptr, 10) : std::random_device{}();
  return trainsync::soak::run(std::chrono::seconds(seconds), seed);
}
