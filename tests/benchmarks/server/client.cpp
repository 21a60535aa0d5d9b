#include "client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace motcua::bench {

void die(const std::string& what) {
  std::fprintf(stderr, "server_benchmarks: %s\n", what.c_str());
  std::exit(1);
}

ServerProcess::ServerProcess(const std::string& data) {
  int ends[2];
  if (::pipe(ends) != 0) die("pipe");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[1], 1);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execl(MOTCUA_PROGRAM, "motcua", "serve", "--data", data.c_str(), "--port", "0", "--trusted-proxy", "127.0.0.1",
            nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  out_ = ends[0];
  std::string line;
  for (char c = 0; ::read(out_, &c, 1) == 1 && c != '\n';) line.push_back(c);
  const auto colon = line.rfind(':');
  if (colon == std::string::npos) die("the server did not start");
  port_ = static_cast<std::uint16_t>(std::atoi(line.c_str() + colon + 1));
}

ServerProcess::~ServerProcess() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  ::close(out_);
}

Connection::Connection(std::uint16_t port, std::string address) : address_(std::move(address)) {
  fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&server), sizeof(server)) != 0) die("connect");
}

Connection::~Connection() { ::close(fd_); }

std::string Connection::post(const char* path, ByteView body, const std::string& token) {
  std::string request = fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {}\r\nContent-Length: {}\r\n",
                                    path, address_, body.size());
  if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
  request += "\r\n";
  request += as_text(body);
  for (std::string_view rest = request; !rest.empty();) {
    const ssize_t n = ::send(fd_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (n <= 0) die("send");
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  std::string reply;
  char buffer[16 * 1024];
  while (true) {
    const ssize_t n = ::recv(fd_, buffer, sizeof(buffer), 0);
    if (n <= 0) die("recv");
    reply.append(buffer, static_cast<std::size_t>(n));
    const auto end = reply.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const auto at = reply.find("content-length: ");
    if (at == std::string::npos || at > end) die("no content-length");
    const auto length = static_cast<std::size_t>(std::atoll(reply.c_str() + at + 16));
    if (reply.size() >= end + 4 + length) return reply.substr(end + 4, length);
  }
}

void print_result(const char* name, double count, double seconds, std::vector<double> latencies,
                  const std::string& extra) {
  std::ranges::sort(latencies);
  const auto at = [&](double part) {
    return latencies.empty() ? 0.0
                             : latencies[static_cast<std::size_t>(part * static_cast<double>(latencies.size() - 1))];
  };
  fmt::print(
      "{{\"name\":\"{}\",\"per_second\":{:.0f},\"p50_ms\":{:.3f},\"p99_ms\":{:.3f},\"count\":{:.0f},\"seconds\":{:.2f}{"
      "}}}\n",
      name, count / seconds, at(0.50), at(0.99), count, seconds, extra);
  std::fflush(stdout);
}

}  // namespace motcua::bench
