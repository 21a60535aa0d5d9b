#include "motcua/sync/messages.hpp"
#include "motcua/wire/message.hpp"
#include "world.hpp"

namespace motcua::simulation {
namespace {

constexpr int kMaxRound = 60;
constexpr std::size_t kMaxLate = 12;

HttpReply wrong_answer(std::uint32_t noise) {
  switch (noise % 4) {
    case 0:
      return {200, to_bytes("<html>Sign in to the Wi-Fi</html>")};
    case 1:
      return {503, {}};
    case 2:
      return {500, wire::encode_error({ErrorCode::server_failed, ""})};
    default:
      return {401, wire::encode_error({ErrorCode::not_signed_in, ""})};
  }
}

}  // namespace

void World::round(Device& device) {
  device.machine->wake();
  for (int i = 0; i < kMaxRound; ++i) {
    if (!exchange(device, Fate::arrives, 1)) return;
  }
}

bool World::exchange(Device& device, Fate fate, std::uint32_t noise) {
  time_ += 3;
  Packet packet;
  if (device.held) {
    packet = *std::exchange(device.held, std::nullopt);
  } else {
    auto request = device.machine->next();
    if (!request) return false;
    packet = {device.slot, device.starts, *std::move(request), std::nullopt};
  }
  const std::uint64_t number = packet.request.number;
  if (trace_) trace("  " + packet.request.path + " " + std::to_string(number), &device);
  const auto lose = [&](std::string_view what, bool keep) {
    tally_.fault(what);
    device.machine->on_lost(number);
    check_position(device);
    if (keep && late_.size() < kMaxLate) late_.push_back(std::move(packet));
  };

  if (!packet.reply) {
    if (fate == Fate::request_lost) return lose("request_lost", false), true;
    if (fate == Fate::request_late) return lose("request_delayed", true), true;
    if (fate == Fate::request_held) {
      tally_.fault("request_held");
      device.held = std::move(packet);
      return true;
    }
    if (fate == Fate::request_twice) {
      tally_.fault("request_duplicated");
      (void)serve(packet, noise);
    }
    const Bytes whole = packet.request.body;
    if (fate == Fate::request_cut || fate == Fate::request_corrupt) {
      tally_.fault(fate == Fate::request_cut ? "request_cut" : "request_corrupted");
      damage(packet.request.body, noise, fate == Fate::request_cut);
    }
    packet.reply = serve(packet, noise);
    packet.request.body = whole;
    if (!packet.reply) return lose("reply_never_sent", true), true;
  }
  if (fate == Fate::reply_lost) return lose("reply_lost", true), true;
  if (fate == Fate::reply_late) return lose("reply_delayed", true), true;
  if (fate == Fate::reply_held) {
    tally_.fault("reply_held");
    device.held = std::move(packet);
    return true;
  }
  if (fate == Fate::reply_cut || fate == Fate::reply_corrupt) {
    tally_.fault(fate == Fate::reply_cut ? "reply_cut" : "reply_corrupted");
    damage(packet.reply->body, noise, fate == Fate::reply_cut);
  }
  if (fate == Fate::wrong_answer) {
    tally_.fault("wrong_answer");
    packet.reply = wrong_answer(noise);
  }
  deliver(device, number, *packet.reply, noise);
  return true;
}

void World::damage(Bytes& body, std::uint32_t noise, bool cut) {
  if (body.empty()) return;
  const std::size_t at = noise % body.size();
  if (cut) {
    body.resize(at);
  } else {
    body[at] ^= std::byte{1} << (noise / 7 % 8);
  }
}

std::optional<HttpReply> World::serve(Packet& packet, std::uint32_t noise) {
  // Pushes that wait at the same time share a commit.
  std::vector<Packet*> group{&packet};
  if (packet.request.path == sync::kPushPath && noise % 4 != 0) {
    for (auto& other : devices_) {
      if (other->held && !other->held->reply && other->held->request.path == sync::kPushPath) {
        group.push_back(&*other->held);
      }
    }
    if (group.size() > 1) Tally::count(tally_.faults, "pushes_in_one_commit");
  }
  std::vector<const sync::HttpRequest*> requests;
  for (const Packet* one : group) requests.push_back(&one->request);

  latest_server_time_ = std::max(latest_server_time_, server_->clock.now().ms);
  auto replies = server_->handle(requests);
  if (server_->faulty_steps > 0 && --server_->faulty_steps == 0) heal(server_->disk);
  if (replies.empty()) {
    must_open_server();
    check_promises();
    return std::nullopt;
  }
  for (std::size_t i = 0; i < group.size(); ++i) note_served(*requests[i], replies[i]);
  for (std::size_t i = 1; i < group.size(); ++i) group[i]->reply = std::move(replies[i]);
  return std::move(replies.front());
}

void World::note_served(const sync::HttpRequest& request, const HttpReply& reply) {
  if (reply.status != 200) return;
  if (request.path == sync::kChangesPath) check_page(request, reply.body);
  if (request.path != sync::kPushPath) return;
  const auto sent = sync::decode<sync::PushRequest>(request.body);
  const auto told = sync::decode<sync::PushReply>(reply.body);
  if (!sent || !told || told->receipt.forked) return;
  promises_[sent->device] = {told->epoch, told->receipt.acked_through};
}

void World::deliver(Device& device, std::uint64_t number, const HttpReply& reply, std::uint32_t noise) {
  std::optional<std::uint64_t> told_epoch;
  const auto page = sync::decode<sync::ChangesReply>(reply.body);
  if (const auto push = sync::decode<sync::PushReply>(reply.body)) told_epoch = push->epoch;
  if (page) told_epoch = page->epoch;
  if (const auto hello = sync::decode<sync::HelloReply>(reply.body)) told_epoch = hello->epoch;
  const std::int64_t unseen = device.count_forgotten_unseen();
  device.machine->on_reply(number, reply.status, reply.body);
  if (told_epoch && !page) {
    tally_.expect("saved_is_shown", device.count_forgotten_unseen() <= unseen, [&] {
      return "device " + std::to_string(device.slot) + " forgot an operation that had not come back";
    });
  }
  if (trace_) trace("  reply " + std::to_string(number) + " " + std::to_string(reply.status), &device);
  check_position(device, told_epoch);

  if (!page || noise % 4 != 0 || device.faulty_steps > 0 || device.disk.is_off()) return;
  const auto position = device.position();
  if (!position || position->epoch != page->epoch || position->cursor < page->page.next) return;
  const auto before = device.dump();
  const auto again = device.log->apply_page(page->epoch, page->page, page->left);
  tally_.expect("idempotence", !again || device.dump() == before,
                [&] { return "a page changed device " + std::to_string(device.slot) + " the second time"; });
}

void World::deliver_late(std::uint32_t which, std::uint32_t noise) {
  if (late_.empty()) return;
  const std::size_t at = which % late_.size();
  Packet packet = std::move(late_[at]);
  late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(at));
  tally_.fault(packet.reply ? "reply_came_late" : "request_came_late");
  auto reply = packet.reply ? std::move(packet.reply) : serve(packet, noise);
  Device& to = *devices_.at(static_cast<std::size_t>(packet.slot));
  if (!reply || packet.start != to.starts) return;
  to.machine->on_reply(packet.request.number, reply->status, reply->body);
  check_position(to);
}

}  // namespace motcua::simulation
