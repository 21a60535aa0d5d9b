#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "motcua/wire/message.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;

namespace {

/// A client's end of one connection.
class Socket {
 public:
  explicit Socket(std::uint16_t port, const char* from = "127.0.0.1") : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    ::inet_pton(AF_INET, from, &own.sin_addr);
    REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&own), sizeof(own)) == 0);
    sockaddr_in server = own;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{60, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    REQUIRE(::connect(fd_, reinterpret_cast<const sockaddr*>(&server), sizeof(server)) == 0);
  }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] bool send(std::string_view text) const {
    return ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  /// Whether the server has ended it, without waiting.
  [[nodiscard]] bool ended() const {
    char c = 0;
    const ssize_t n = ::recv(fd_, &c, 1, MSG_DONTWAIT | MSG_PEEK);
    return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
  }
  /// Everything until the server ends it.
  [[nodiscard]] std::string read_all() const {
    std::string out;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::recv(fd_, buffer, sizeof(buffer), 0)) > 0;)
      out.append(buffer, static_cast<std::size_t>(n));
    return out;
  }
  [[nodiscard]] std::string read_some() const {
    char buffer[4096];
    const ssize_t n = ::recv(fd_, buffer, sizeof(buffer), 0);
    return n > 0 ? std::string(buffer, static_cast<std::size_t>(n)) : std::string();
  }

 private:
  int fd_;
};

constexpr std::string_view kHealth = "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n";

struct Office {
  TempFolder folder;
  std::string data = folder.path("office");
  Office() { make_office(data); }
};

}  // namespace

TEST_CASE("a thousand connections, idle or in the middle of a request, keep nobody from being served") {
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 4096);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
  REQUIRE(limit.rlim_cur >= 2048);
  Office office;
  Server server(office.data, {.arguments = {"--connections-per-address", "2000"}});
  std::vector<Socket> sockets;
  for (int i = 0; i < 1000; ++i) {
    sockets.emplace_back(server.port());
    if (i % 2 == 0)
      REQUIRE(sockets.back().send("POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc"));
  }
  Device device(71);
  REQUIRE(device.enrol(server.port(), enrolment_code(office.data)));
  REQUIRE(device.sync(server.port()));
  (void)device.answer("Vẫn gửi được");
  REQUIRE(device.sync(server.port()));
  CHECK(device.machine->status().unsent == 0);
  // They were all really there: each idle one is served now.
  for (std::size_t i = 1; i < sockets.size(); i += 100) {
    REQUIRE(sockets[i].send(kHealth));
    CHECK(sockets[i].read_some().starts_with("HTTP/1.1 200"));
  }
}

TEST_CASE("a request that trickles in is ended, one that is only long is not, and others are served meanwhile") {
  Office office;
  Server server(office.data, {.arguments = {"--patience", "1"}});
  const Socket slow_head(server.port());
  const Socket slow_body(server.port());
  REQUIRE(slow_head.send("POST /v1/push HTTP/1.1\r\nX-Long: "));
  REQUIRE(slow_body.send("POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"));
  const Socket steady(server.port());
  bool steady_ended = false;
  auto last = std::chrono::steady_clock::now();
  while (!slow_head.ended() || !slow_body.ended()) {
    if (const auto now = std::chrono::steady_clock::now(); now - last > std::chrono::milliseconds(100)) {
      last = now;
      (void)slow_head.send("x");
      (void)slow_body.send("x");
    }
    // Whole requests, one after the other, for as long as that takes.
    if (!steady.send(kHealth) || !steady.read_some().starts_with("HTTP/1.1 200")) steady_ended = true;
  }
  CHECK_FALSE(steady_ended);
  CHECK(get(server.port(), "/v1/health").status == 200);
}

TEST_CASE("an address has so many connections; one more is told so, and other addresses are not affected") {
  Office office;
  Server server(office.data, {.arguments = {"--connections-per-address", "5"}});
  std::vector<Socket> sockets;
  for (int i = 0; i < 5; ++i) {
    sockets.emplace_back(server.port(), "127.0.0.2");
    REQUIRE(sockets.back().send(kHealth));
    REQUIRE(sockets.back().read_some().starts_with("HTTP/1.1 200"));
  }
  const Socket refused(server.port(), "127.0.0.2");
  const std::string reply = refused.read_all();
  CHECK(reply.starts_with("HTTP/1.1 429"));
  const auto body = reply.substr(reply.find("\r\n\r\n") + 4);
  const auto frame = wire::decode_frame(as_bytes(body));
  REQUIRE(frame);
  CHECK(wire::expect_kind(*frame, wire::Kind::hello_reply).error().code == ErrorCode::too_many_connections);
  CHECK(get(server.port(), "/v1/health").status == 200);

  // One goes, another may come.
  sockets.pop_back();
  std::string answer;
  while (!answer.starts_with("HTTP/1.1 200")) {
    const Socket again(server.port(), "127.0.0.2");
    (void)again.send(kHealth);
    answer = again.read_some();
  }
}

TEST_CASE("the connections of a trusted proxy are not counted: behind it are all clients") {
  Office office;
  Server server(office.data, {.arguments = {"--connections-per-address", "2", "--trusted-proxy", "127.0.0.1"}});
  std::vector<Socket> sockets;
  for (int i = 0; i < 10; ++i) {
    sockets.emplace_back(server.port());
    REQUIRE(sockets.back().send(kHealth));
    CHECK(sockets.back().read_some().starts_with("HTTP/1.1 200"));
  }
}
