#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/survey/recheck.hpp"

/// What an admin's screens ask of the server. Encoding as in sync/messages.hpp: `encode(message)`, `decode<T>(frame)`.
namespace motcua::survey {

inline constexpr const char* kOverviewPath = "/v1/admin/overview";
inline constexpr const char* kResponseListPath = "/v1/admin/responses";

struct OverviewRequest {};
struct OverviewReply {
  std::uint64_t surveys = 0;
  std::uint64_t responses = 0;  ///< Final responses.
  std::uint64_t quarantined = 0;
  std::uint64_t devices = 0;
  std::uint64_t dossiers = 0;
  std::uint64_t dossiers_open = 0;
  Instant server_time;
  std::uint64_t responses_broken = 0;  ///< Final responses that break a rule of their form.
};

struct ResponseListRequest {
  std::uint32_t offset = 0;
  std::uint32_t limit = 50;
};
struct ResponseRow {
  std::string id;      ///< Hex.
  std::string survey;  ///< Title.
  std::string version;
  std::string surveyor;  ///< Account name.
  Instant received;
  std::uint64_t broken = 0;         ///< How many rules of its form it breaks.
  std::vector<BrokenRule> rules{};  ///< The first of them.
};
struct ResponseListReply {
  std::uint64_t total = 0;
  std::vector<ResponseRow> rows;
};

[[nodiscard]] Bytes encode(const OverviewRequest& message);
[[nodiscard]] Bytes encode(const OverviewReply& message);
[[nodiscard]] Bytes encode(const ResponseListRequest& message);
[[nodiscard]] Bytes encode(const ResponseListReply& message);
template <class Message>
[[nodiscard]] Result<Message> decode(ByteView frame_bytes);

}  // namespace motcua::survey
