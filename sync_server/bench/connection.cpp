#include "bench/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <utility>

#include "http/encoding.hpp"
#include "motcua/wire/frame.hpp"

namespace motcua::server {
namespace {

std::unexpected<Error> gone(const char* what) { return fail(ErrorCode::network_unreachable, what); }

}  // namespace

Connection::Traffic& Connection::Traffic::operator+=(const Traffic& other) {
  requests += other.requests;
  up += other.up;
  down += other.down;
  return *this;
}

Result<Connection> Connection::open(const std::string& address, std::uint16_t port) {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  if (::inet_pton(AF_INET, address.c_str(), &server.sin_addr) != 1) return fail(ErrorCode::invalid_argument, address);
  Connection connection(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(connection.socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (::connect(connection.socket_, reinterpret_cast<const sockaddr*>(&server), sizeof(server)) != 0)
    return gone("connect");
  return connection;
}

Connection::Connection(Connection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), traffic_(other.traffic_) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(socket_, other.socket_);
  traffic_ += other.traffic_;
  return *this;
}

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

Result<Connection::Reply> Connection::post(const sync::HttpRequest& request) {
  // As the browser does: packed when that makes it smaller.
  const Bytes packed = gzip(request.body);
  const bool smaller = packed.size() < request.body.size();
  const ByteView body = smaller ? packed : request.body;
  std::string out = "POST " + request.path +
                    " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\n";
  if (smaller) out += "Content-Encoding: gzip\r\n";
  if (!request.token.empty()) out += "Authorization: Bearer " + request.token + "\r\n";
  out += "\r\n";
  out += as_text(body);
  ++traffic_.requests;
  traffic_.up += out.size();
  for (std::string_view rest = out; !rest.empty();) {
    const ssize_t n = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (n <= 0) return gone("send");
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  std::string in;
  char buffer[64 * 1024];
  while (true) {
    const ssize_t n = ::recv(socket_, buffer, sizeof(buffer), 0);
    if (n <= 0) return gone("recv");
    traffic_.down += static_cast<std::uint64_t>(n);
    in.append(buffer, static_cast<std::size_t>(n));
    const auto end = in.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const auto at = in.find("content-length: ");
    if (at == std::string::npos || at > end || in.size() < 12) return gone("reply");
    const auto length = static_cast<std::size_t>(std::strtoull(in.c_str() + at + 16, nullptr, 10));
    if (in.size() < end + 4 + length) continue;
    const ByteView reply = as_bytes(in).subspan(end + 4, length);
    const int status = static_cast<int>(std::strtol(in.c_str() + 9, nullptr, 10));
    const auto encoded = in.find("content-encoding: gzip");
    if (encoded == std::string::npos || encoded > end) return Reply{status, Bytes(reply.begin(), reply.end())};
    MOTCUA_TRY_ASSIGN(Bytes unpacked, decode_content("gzip", reply, wire::kHeaderSize + wire::kMaxBody));
    return Reply{status, std::move(unpacked)};
  }
}

}  // namespace motcua::server
