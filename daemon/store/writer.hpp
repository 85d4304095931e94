// Runs the writes on an executor of their own, in the program a thread that owns the writing
// connection. The passes await their writes, so that a slow disk holds the network back instead of
// filling memory.
#pragma once

#include "daemon/store/error.hpp"
#include "daemon/store/store.hpp"
#include "schema/file_set.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <SQLiteCpp/Exception.h>

#include <concepts>
#include <utility>

namespace trainsync::store {

class Writer {
public:
  // `executor` must run one thing at a time. `path`: where `store` has just been opened.
  Writer(boost::asio::any_io_executor executor, Store& store, std::filesystem::path path)
      : executor_(std::move(executor)), store_(store), path_(std::move(path)), files_(path_) {}

  // The files that it writes, as they were when they were opened.
  const schema::FileSet& files() const { return files_; }

  // Runs `work` on the writer's executor, in the order of the calls. An error: SQLite failed, or the
  // file is not the one that was opened.
  template <std::invocable<Store&> Work>
  auto run(Work work)
      -> boost::asio::awaitable<std::expected<std::invoke_result_t<Work, Store&>, Error>> {
    return boost::asio::co_spawn(executor_, perform(std::move(work)), boost::asio::use_awaitable);
  }

private:
  template <class Work>
  auto perform(Work work)
      -> boost::asio::awaitable<std::expected<std::invoke_result_t<Work, Store&>, Error>> {
    if (auto changed = files_.changed())
      co_return std::unexpected(std::move(*changed));
    try {
      if constexpr (std::is_void_v<std::invoke_result_t<Work, Store&>>) {
        work(store_);
        co_return std::expected<void, Error>();
      } else {
        co_return work(store_);
      }
    } catch (const SQLite::Exception& error) {
      co_return std::unexpected(schema::explain(path_, error));
    } catch (const NoForgetKey& error) {
      co_return std::unexpected(Error{schema::Errc::unusable, error.what()});
    }
  }

  boost::asio::any_io_executor executor_;
  Store& store_;
  std::filesystem::path path_;
  schema::FileSet files_;
};

} // namespace trainsync::store
