#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/ids.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/survey/recheck.hpp"

/// What an admin's screens ask of the server. Encoding as in sync/messages.hpp: `encode(message)`, `decode<T>(frame)`.
namespace motcua::survey {

inline constexpr const char* kOverviewPath = "/v1/admin/overview";
inline constexpr const char* kResponseListPath = "/v1/admin/responses";
inline constexpr const char* kResponseReviewPath = "/v1/admin/responses/review";
inline constexpr const char* kResponseExportPath = "/v1/admin/responses/export";

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
  std::uint64_t responses_unseen = 0;  ///< Final responses that nobody has marked as seen since they last changed.
  std::uint64_t dossiers_overdue = 0;  ///< dossier::DossierRow::overdue, at `server_time`.
  /// How often citizens gave each score, from the worst to the best, as it was at the end of a week; see
  /// feedback::RatingStore::past_weeks with kFewestRatings. Empty when there is no such week.
  std::vector<std::uint64_t> ratings{};
  std::uint64_t feedback_unanswered = 0;
  std::uint64_t ratings_through = 0;  ///< The last day that `ratings` counts, in days since 1970-01-01; 0: not said.
};
inline constexpr std::uint64_t kFewestRatings = 5;

/// Which responses a list has. All that is asked for must hold.
struct ResponseQuery {
  std::string search{};    ///< As typed: words of the surveyor's name or of the survey's title.
  bool broken = false;     ///< That break a rule of their form.
  bool unseen = false;     ///< That nobody has marked as seen since they last changed.
  bool ascending = false;  ///< First received first; else last received first.
  friend bool operator==(const ResponseQuery&, const ResponseQuery&) = default;
};
/// Some responses: these, or all that a query has.
struct ResponseSelection {
  std::vector<EntityId> ids{};
  std::optional<ResponseQuery> all{};
  std::uint64_t newest = 0;  ///< With `all`: ResponseListReply::newest, so that what came or changed later is not in
                             ///< it; 0: it is.
};

struct ResponseListRequest {
  std::uint32_t offset = 0;
  std::uint32_t limit = 50;
  ResponseQuery query{};
};
struct ResponseRow {
  std::string id;      ///< Hex.
  std::string survey;  ///< Title.
  std::string version;
  std::string surveyor;  ///< Account name.
  Instant received;
  std::uint64_t broken = 0;         ///< How many rules of its form it breaks.
  std::vector<BrokenRule> rules{};  ///< The first of them.
  std::string seen_by{};            ///< Account name; empty while nobody has.
  std::optional<Instant> seen_at{};
};
struct ResponseListReply {
  std::uint64_t total = 0;
  std::vector<ResponseRow> rows;
  std::uint64_t newest = 0;  ///< Stands for the responses that the office had then, all of them.
};

/// Marks responses as seen, in the name of who asks.
struct ResponseReviewRequest {
  ResponseSelection selection{};
  /// Not 0: instead takes back what this person marked with that number, as far as nobody has marked it since.
  std::uint64_t undo = 0;
};
struct ResponseReviewReply {
  std::uint64_t number = 0;  ///< Of what was done now, for `undo`.
  std::uint64_t changed = 0;
};

/// Those of the selection as the CSV files of `motcua export responses`.
struct ResponseExportRequest {
  ResponseSelection selection{};
};
struct ExportedFile {
  std::string name;  ///< "sipas-member.csv"
  std::string csv;
};
struct ResponseExportReply {
  std::vector<ExportedFile> files;
};

[[nodiscard]] Bytes encode(const OverviewRequest& message);
[[nodiscard]] Bytes encode(const OverviewReply& message);
[[nodiscard]] Bytes encode(const ResponseListRequest& message);
[[nodiscard]] Bytes encode(const ResponseListReply& message);
[[nodiscard]] Bytes encode(const ResponseReviewRequest& message);
[[nodiscard]] Bytes encode(const ResponseReviewReply& message);
[[nodiscard]] Bytes encode(const ResponseExportRequest& message);
[[nodiscard]] Bytes encode(const ResponseExportReply& message);
template <class Message>
[[nodiscard]] Result<Message> decode(ByteView frame_bytes);

}  // namespace motcua::survey
