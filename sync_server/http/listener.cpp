#include "http/listener.hpp"

#include <arpa/inet.h>
#include <drogon/drogon.h>
#include <netinet/in.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <latch>
#include <mutex>
#include <thread>

#include "http/client_key.hpp"
#include "http/connection_guard.hpp"
#include "http/encoding.hpp"
#include "http/limits.hpp"
#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

constexpr std::string_view kFrameType = "application/x-motcua-frame";
/// From here on gzip, whose own frame takes 18 bytes, makes a reply smaller.
constexpr std::size_t kCompressFrom = 300;
constexpr auto kDrainAtMost = std::chrono::seconds(10);
constexpr double kSweepSeconds = 1;

// sync.md 4: 'wasm-unsafe-eval' is what compiles WebAssembly; nothing else may be evaluated.
constexpr const char* kContentSecurityPolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' "
    "blob: data:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Counts requests that are under way, so that a stop can wait for their replies.
class InFlight {
 public:
  void enter() { ++count_; }
  void leave() {
    if (--count_ == 0) {
      const std::lock_guard lock(mutex_);
      empty_.notify_all();
    }
  }
  void wait_until_empty() {
    std::unique_lock lock(mutex_);
    empty_.wait_for(lock, kDrainAtMost, [this] { return count_ == 0; });
  }

 private:
  std::atomic<std::int64_t> count_ = 0;
  std::mutex mutex_;
  std::condition_variable empty_;
};

drogon::HttpStatusCode status_code(int status) { return static_cast<drogon::HttpStatusCode>(status); }

void add_security_headers(const drogon::HttpResponsePtr& response) {
  response->addHeader("X-Content-Type-Options", "nosniff");
  // No browser shows a frame as a page, and on a 2G line each reply's headers would weigh more than the reply.
  if (response->contentTypeString() == kFrameType) return;
  response->addHeader("Content-Security-Policy", kContentSecurityPolicy);
  response->addHeader("Referrer-Policy", "no-referrer");
  response->addHeader("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()");
  response->addHeader("Cross-Origin-Opener-Policy", "same-origin");
  response->addHeader("Cross-Origin-Resource-Policy", "same-origin");
}

drogon::HttpResponsePtr frame_response(const ApiReply& reply, bool accepts_gzip) {
  auto response = drogon::HttpResponse::newHttpResponse();
  response->setStatusCode(status_code(reply.status));
  response->setContentTypeString(kFrameType);
  response->addHeader("Cache-Control", "no-store");
  if (reply.retry_after_s > 0) response->addHeader("Retry-After", std::to_string(reply.retry_after_s));
  const auto text = as_text(reply.body);
  if (accepts_gzip && text.size() >= kCompressFrom) {
    response->addHeader("Content-Encoding", "gzip");
    response->setBody(std::string(as_text(gzip(reply.body))));
  } else {
    response->setBody(std::string(text));
  }
  return response;
}

drogon::HttpResponsePtr plain_response(int status, std::string_view type, std::string body) {
  auto response = drogon::HttpResponse::newHttpResponse();
  response->setStatusCode(status_code(status));
  response->setContentTypeString(type);
  response->addHeader("Cache-Control", "no-store");
  response->setBody(std::move(body));
  return response;
}

drogon::HttpResponsePtr file_response(const StaticFiles::File& file, const drogon::HttpRequestPtr& request) {
  auto response = drogon::HttpResponse::newHttpResponse();
  response->addHeader("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response->addHeader("ETag", file.etag);
  response->addHeader("Vary", "Accept-Encoding");
  if (request->getHeader("if-none-match") == file.etag) {
    response->setStatusCode(drogon::k304NotModified);
    return response;
  }
  response->setContentTypeString(file.content_type);
  const auto encoding = StaticFiles::choose_encoding(file, request->getHeader("accept-encoding"));
  const auto& body = encoding == "br" ? file.brotli : encoding == "gzip" ? file.gzip : file.body;
  if (!encoding.empty()) response->addHeader("Content-Encoding", std::string(encoding));
  response->setBody(*body);
  return response;
}

std::size_t header_bytes(const drogon::HttpRequestPtr& request) {
  std::size_t size = request->path().size() + request->query().size();
  for (const auto& [name, value] : request->headers()) size += name.size() + value.size() + 4;
  for (const auto& [name, value] : request->cookies()) size += name.size() + value.size() + 4;
  return size;
}

/// What one request becomes: an answer under /v1/, or a file of the app.
class Router {
 public:
  Router(const ListenOptions& options, Api& api, const StaticFiles* app) : options_(options), api_(api), app_(app) {}

  void route(const drogon::HttpRequestPtr& request, drogon::AdviceCallback&& answer) {
    guard_.on_request(request->getConnectionPtr());
    if (header_bytes(request) > kMaxHeaders) {
      return answer(plain_response(431, "text/plain; charset=utf-8", "Request headers too large\n"));
    }
    const std::string& path = request->path();
    if (path == "/v1/health")
      return answer(plain_response(200, "application/json",
                                   R"({"status":"ok","protocol":1})"
                                   "\n"));
    if (path.starts_with("/v1/")) return route_api(request, std::move(answer));
    if (request->method() != drogon::Get)
      return answer(plain_response(405, "text/plain; charset=utf-8", "Method not allowed\n"));
    const StaticFiles::File* file = app_ != nullptr ? app_->find(path) : nullptr;
    if (file == nullptr)
      return answer(plain_response(404, "text/plain; charset=utf-8", "Không tìm thấy. Not found.\n"));
    answer(file_response(*file, request));
  }

  InFlight& in_flight() { return in_flight_; }
  ConnectionGuard& guard() { return guard_; }

 private:
  void route_api(const drogon::HttpRequestPtr& request, drogon::AdviceCallback&& answer) {
    if (request->method() != drogon::Post) return answer(plain_response(405, "text/plain; charset=utf-8", "POST\n"));
    const std::string& authorization = request->getHeader("authorization");
    constexpr std::string_view kBearer = "Bearer ";
    ApiRequest call;
    call.path = request->path();
    call.body = as_bytes(request->body());
    const std::string& encoding = request->getHeader("content-encoding");
    Bytes decoded;
    if (!encoding.empty()) {
      auto content = decode_content(encoding, call.body, Api::max_body(call.path));
      if (!content) return answer(frame_response(error_reply(content.error()), false));
      decoded = *std::move(content);
      call.body = decoded;
    }
    if (authorization.starts_with(kBearer)) call.token = authorization.substr(kBearer.size());
    call.client = client_key(
        client_address(request->peerAddr().toIp(), request->getHeader("x-forwarded-for"), options_.trusted_proxies));
    call.thread = std::min(drogon::app().getCurrentThreadIndex(), options_.threads - 1);
    const bool accepts_gzip = accepts(request->getHeader("accept-encoding"), "gzip");
    in_flight_.enter();
    api_.handle(call, [this, accepts_gzip, answer = std::move(answer)](const ApiReply& reply) {
      answer(frame_response(reply, accepts_gzip));
      in_flight_.leave();
    });
  }

  const ListenOptions& options_;
  Api& api_;
  const StaticFiles* app_;
  InFlight in_flight_;
  ConnectionGuard guard_{{options_.connections_per_address, std::chrono::seconds(options_.patience_seconds),
                          kLeastBytesPerSecond, options_.trusted_proxies}};
};

// The replies were handed to the serving threads; once each has run what was queued before, they are written out.
void flush_serving_threads(std::size_t threads) {
  std::atomic<std::size_t> left = threads;
  std::mutex mutex;
  std::condition_variable done;
  for (std::size_t i = 0; i < threads; ++i) {
    drogon::app().getIOLoop(i)->queueInLoop([&] {
      const std::lock_guard lock(mutex);
      if (--left == 0) done.notify_all();
    });
  }
  std::unique_lock lock(mutex);
  done.wait(lock, [&] { return left == 0; });
}

// A fresh folder: the library makes subfolders for uploaded files, which this server never has.
std::string scratch_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "motcua-XXXXXX").string();
  return ::mkdtemp(path.data()) != nullptr ? path : std::string("/tmp");
}

sockaddr_storage socket_address(const std::string& text, std::uint16_t port, socklen_t& size) {
  sockaddr_storage storage{};
  auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  size = 0;
  if (::inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    size = sizeof(*v4);
  } else if (::inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    size = sizeof(*v6);
  }
  return storage;
}

}  // namespace

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<std::string>& trusted) {
  const auto is_trusted = [&](std::string_view address) {
    return std::ranges::find(trusted, address) != trusted.end();
  };
  std::string_view address = peer;
  // Each proxy appends whom it heard from: the last entry that is not a proxy of ours is the client.
  auto hops = split(forwarded_for, ',');
  while (is_trusted(address) && !hops.empty()) {
    const auto hop = trim(hops.back());
    hops.pop_back();
    if (hop.empty()) break;
    address = hop;
  }
  return std::string(address);
}

Result<std::uint16_t> claim_port(const ListenOptions& options) {
  socklen_t size = 0;
  auto address = socket_address(options.address, options.port, size);
  if (size == 0) return fail(ErrorCode::invalid_argument, options.address);
  const int probe = ::socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return fail(ErrorCode::server_failed, "socket");
  const int on = 1;
  ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  const bool bound = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), size) == 0 && ::listen(probe, 1) == 0;
  const int reason = errno;
  const bool named = bound && ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(probe);
  if (!bound && (reason == EADDRINUSE || reason == EACCES))
    return fail(ErrorCode::port_in_use, std::to_string(options.port));
  if (!bound || !named) return fail(ErrorCode::invalid_argument, options.address);
  const auto port = address.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in*>(&address)->sin_port
                                                 : reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port;
  return ntohs(port);
}

void serve_http(const ListenOptions& options, Api& api, const StaticFiles* app, const std::function<void()>& on_ready) {
  Router router(options, api, app);
  trantor::Logger::setLogLevel(trantor::Logger::kFatal);  // Its messages name clients' addresses.
  const std::string scratch = scratch_folder();

  std::latch listening(1);
  auto& http = drogon::app();
  http.disableSigtermHandling()
      .setThreadNum(options.threads)
      .setUploadPath(scratch)
      // The library's own refusal of a large body is no frame, so ours comes first, up to twice the limit.
      .setClientMaxBodySize(2 * kMaxRequestBody)
      .setClientMaxMemoryBodySize(2 * kMaxRequestBody)
      .setMaxConnectionNum(kMaxConnections)
      .setIdleConnectionTimeout(kIdleSeconds)
      .setKeepaliveRequestsNumber(0)
      .enableServerHeader(false)
      .enableGzip(false)
      .enableBrotli(false)
      .addListener(options.address, options.port);
  http.registerPreRoutingAdvice([&router](const drogon::HttpRequestPtr& request, drogon::AdviceCallback&& answer,
                                          drogon::AdviceChainCallback&&) { router.route(request, std::move(answer)); });
  http.registerPreSendingAdvice(
      [](const drogon::HttpRequestPtr&, const drogon::HttpResponsePtr& response) { add_security_headers(response); });
  http.setConnectionCallback(
      [&router](const trantor::TcpConnectionPtr& connection) { router.guard().on_change(connection); });
  // Listening begins on the serving threads after this advice: what is queued there behind it runs when all listen.
  http.registerBeginningAdvice([&] {
    http.getLoop()->queueInLoop([&] {
      for (std::size_t i = 0; i < options.threads; ++i) {
        auto* loop = http.getIOLoop(i);
        loop->runEvery(kSweepSeconds, [&router, loop] { router.guard().sweep(loop); });
      }
      flush_serving_threads(options.threads);
      on_ready();
      listening.count_down();
    });
  });

  std::thread stopper([&] {
    listening.wait();  // A signal that comes earlier stays pending: there is nothing to stop yet.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    int received = 0;
    sigwait(&signals, &received);
    spdlog::info("stopping: finishing what is under way");
    api.stop();  // From now on requests get server_busy.
    router.in_flight().wait_until_empty();
    flush_serving_threads(options.threads);
    http.quit();
  });
  http.run();
  stopper.join();
  std::error_code ignored;
  if (scratch != "/tmp") std::filesystem::remove_all(scratch, ignored);
}

}  // namespace motcua::server
