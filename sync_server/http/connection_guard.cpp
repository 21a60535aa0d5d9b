#include "http/connection_guard.hpp"

#include <algorithm>

#include "http/client_key.hpp"
#include "http/reply.hpp"

namespace motcua::server {
namespace {

/// A whole reply: there is no request yet that the library could answer.
std::string refusal() {
  const ApiReply reply = error_reply({ErrorCode::too_many_connections, ""});
  return "HTTP/1.1 " + std::to_string(reply.status) +
         " Too Many Requests\r\nContent-Type: application/x-motcua-frame\r\nCache-Control: no-store\r\n"
         "Retry-After: 30\r\nConnection: close\r\nContent-Length: " +
         std::to_string(reply.body.size()) + "\r\n\r\n" + std::string(as_text(reply.body));
}

}  // namespace

void ConnectionGuard::on_change(const trantor::TcpConnectionPtr& connection) {
  const std::lock_guard lock(mutex_);
  if (connection->connected()) {
    const std::string address = connection->peerAddr().toIp();
    Held held{connection, client_key(address), 0, Clock::now()};
    const std::size_t count = ++by_client_[held.client];
    held.refused = count > rules_.per_address && std::ranges::find(rules_.exempt, address) == rules_.exempt.end();
    if (held.refused) {
      --by_client_[held.client];  // It only waits to go.
      connection->send(refusal());
      connection->shutdown();
    }
    held_.insert_or_assign(connection.get(), std::move(held));
    return;
  }
  const auto found = held_.find(connection.get());
  if (found == held_.end()) return;
  const auto client = by_client_.find(found->second.client);
  if (!found->second.refused && --client->second == 0) by_client_.erase(client);
  held_.erase(found);
}

void ConnectionGuard::on_request(const std::weak_ptr<trantor::TcpConnection>& weak) {
  const auto connection = weak.lock();
  if (!connection) return;
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(connection.get());
  if (found == held_.end()) return;
  found->second.at_last_request = connection->bytesReceived();
  found->second.quiet = Clock::now();
}

void ConnectionGuard::sweep(const trantor::EventLoop* loop) {
  std::vector<trantor::TcpConnectionPtr> slow;
  {
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    for (auto& [key, held] : held_) {
      auto connection = held.connection.lock();
      if (!connection || connection->getLoop() != loop) continue;
      const std::size_t part = connection->bytesReceived() - held.at_last_request;
      if (part == 0 && !held.refused) {
        held.quiet = now;
        continue;
      }
      const std::chrono::milliseconds for_bytes(part * 1000 / rules_.least_rate);
      if (now - held.quiet > rules_.patience + for_bytes) slow.push_back(std::move(connection));
    }
  }
  for (const auto& connection : slow) connection->forceClose();
}

}  // namespace motcua::server
