#include "pushed_list.hpp"

namespace motcua::sync {

void save(wire::WireOut& out, const PushedList& pushed) {
  out.write_varint(pushed.list.empty() ? 0 : pushed.list.front().seq);
  out.write_varint(pushed.list.size());
  for (const auto& operation : pushed.list) out(operation.bytes);
}

void load(wire::WireIn& in, PushedList& pushed) {
  std::uint64_t seq = in.read_varint();
  pushed.list.clear();
  for (std::size_t count = in.read_count(1, sizeof(records::Sequencer::Pushed)); count > 0; --count) {
    pushed.list.push_back({seq++, {}});
    in(pushed.list.back().bytes);
  }
}

}  // namespace motcua::sync
