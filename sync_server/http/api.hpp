#pragma once
#include <memory>
#include <string>

#include "http/reply.hpp"
#include "motcua/base/ports.hpp"

namespace motcua::server {

/// Everything under /v1/: authenticates, limits, reads on the caller's thread, writes through the one writer.
/// Any thread may call; a serving thread passes its own number, below `threads`.
class Api {
 public:
  /// Opens the office in `folder`. Another `motcua serve` on the same folder makes this fail with database_busy.
  [[nodiscard]] static Result<std::unique_ptr<Api>> open(const std::string& folder, std::size_t threads, Clock& clock,
                                                         Random& random);
  ~Api();

  /// Answers now, or later from the writer's thread: a push only after its commit.
  void handle(const ApiRequest& request, Respond respond);
  /// Finishes what waits. Requests that come later get server_busy.
  void stop();

 private:
  struct Impl;
  explicit Api(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::server
