// Runs the writes on an executor of their own, in the program a thread that owns the writing
// connection. The passes await their writes, so that a slow disk holds the network back instead of
// filling memory.
#pragma once

#include "daemon/store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <SQLiteCpp/Exception.h>

#include <concepts>
#include <utility>

namespace trainsync::store {

// What `run` answers where SQLite failed: the file's own trouble, in words that say what to do.
using Error = schema::Error;

class Writer {
public:
  // `executor` must run one thing at a time. `path` is for messages.
  Writer(boost::asio::any_io_executor executor, Store& store, std::filesystem::path path)
      : executor_(std::move(executor)), store_(store), path_(std::move(path)) {}

  // Runs `work` on the writer's executor, in the order of the calls.
  template <std::invocable<Store&> Work>
  auto run(Work work)
      -> boost::asio::awaitable<std::expected<std::invoke_result_t<Work, Store&>, Error>> {
    return boost::asio::co_spawn(executor_, perform(std::move(work)), boost::asio::use_awaitable);
  }

private:
  template <class Work>
  auto perform(Work work)
      -> boost::asio::awaitable<std::expected<std::invoke_result_t<Work, Store&>, Error>> {
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
};

} // namespace trainsync::store
