#pragma once
#include "motcua/records/store.hpp"
#include "motcua/wire/archive.hpp"

namespace motcua::sync {

/// The operations of a push: the first seq once, then each one's bytes.
struct PushedList {
  std::vector<records::Sequencer::Pushed>& list;
};

void save(wire::WireOut& out, const PushedList& pushed);
void load(wire::WireIn& in, PushedList& pushed);

}  // namespace motcua::sync
