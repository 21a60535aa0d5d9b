#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "motcua/records/state.hpp"

namespace motcua::records {

/// How far a reader of the feed has come in one scope.
struct ScopeCursor {
  std::string scope;
  std::uint64_t after = 0;
  friend bool operator==(const ScopeCursor&, const ScopeCursor&) = default;
};

/// A scope that a page was cut from, and the sum of everything in it up to the page's end.
struct ScopeSum {
  std::string scope;
  std::uint64_t sum = 0;  ///< Of the feed's last page only: 0 while there is more.
  friend bool operator==(const ScopeSum&, const ScopeSum&) = default;
};

/// One page of the feed, as the server cuts it and a device applies it.
struct FeedPage {
  std::vector<SequencedOperation> operations;  ///< In commit order.
  std::uint64_t next = 0;                      ///< The cursor after this page, also when nothing in it was visible.
  bool has_more = false;
  std::vector<ScopeSum> scopes{};  ///< Every scope that was asked for.
};

/// What one operation adds to the sum of its scope: 64 bits of SHA-256 over its place, its reading, its device and its
/// bytes. Sums are added up modulo 2^64, so that a scope's sum tells whether a device has the same operations as the
/// server, whatever the pages were. It guards against faults, not against a server that lies.
[[nodiscard]] std::uint64_t feed_sum(const SequencedOperation& operation, ByteView bytes);

}  // namespace motcua::records
