#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "motcua/ui/app.hpp"
#include "motcua/wire/frame.hpp"

namespace motcua::ui {

/// What came back of a request.
struct Reply {
  bool lost = false;  ///< No answer: no network.
  int status = 0;
  Bytes body{};
};

/// Requests that are on their way, each with what to do when its answer comes.
class Requests {
 public:
  using Handler = std::function<void(const Reply&)>;
  explicit Requests(Host& host) : host_(host) {}

  std::uint32_t post(const sync::HttpRequest& request, Handler handler) {
    const std::uint32_t id = ++last_;
    waiting_.emplace(id, std::move(handler));
    host_.post(id, request);
    return id;
  }
  /// The answer will be dropped.
  void forget(std::uint32_t id) { waiting_.erase(id); }
  void deliver(std::uint32_t id, const Reply& reply) {
    auto found = waiting_.extract(id);
    if (!found.empty()) found.mapped()(reply);
  }

 private:
  Host& host_;
  std::uint32_t last_ = 0;
  std::map<std::uint32_t, Handler> waiting_;
};

/// One request of a screen at a time: a new one, or the screen's end, drops the answer of the one before.
class Pending {
 public:
  explicit Pending(Requests& requests) : requests_(requests) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() { drop(); }

  void post(const sync::HttpRequest& request, Requests::Handler handler) {
    drop();
    id_ = requests_.post(request, [this, handler = std::move(handler)](const Reply& reply) {
      id_ = 0;
      handler(reply);
    });
  }
  [[nodiscard]] bool waiting() const { return id_ != 0; }
  void drop() {
    if (id_ != 0) requests_.forget(std::exchange(id_, 0));
  }

 private:
  Requests& requests_;
  std::uint32_t id_ = 0;
};

/// The message in a reply. What is no frame of ours (a captive portal, a proxy's page) counts as no network.
template <class Message, class Decode>
[[nodiscard]] Result<Message> read_reply(const Reply& reply, Decode decode) {
  if (reply.lost) return fail(ErrorCode::network_unreachable);
  if (!wire::decode_frame(reply.body))
    return fail(reply.status >= 500 ? ErrorCode::server_failed : ErrorCode::network_unreachable);
  return decode(ByteView(reply.body));
}

}  // namespace motcua::ui
