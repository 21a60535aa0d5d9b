#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "http/reply.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/sync/messages.hpp"

namespace motcua::server {

/// Everything under /v1/: authenticates, limits, reads on the caller's thread, writes through the one writer.
/// Any thread may call; a serving thread passes its own number, below `threads`.
class Api {
 public:
  /// Opens the office in `folder`. Another `motcua serve` on the same folder makes this fail with database_busy.
  /// `facts` are told to every device.
  [[nodiscard]] static Result<std::unique_ptr<Api>> open(const std::string& folder, std::size_t threads, Clock& clock,
                                                         Random& random, sync::ServerFacts facts = {});
  ~Api();

  /// Bytes that the body of a request to `path` may have, whatever its encoding.
  [[nodiscard]] static std::size_t max_body(std::string_view path);
  /// Answers now, or later from the writer's thread: a push only after its commit.
  void handle(const ApiRequest& request, Respond respond);
  /// Finishes what waits. Requests that come later get server_busy.
  void stop();

 private:
  struct Impl;
  struct Route;
  [[nodiscard]] static const Route* find(std::string_view path);
  explicit Api(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::server
