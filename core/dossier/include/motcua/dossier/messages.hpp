#pragma once
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"
#include "motcua/base/result.hpp"
#include "motcua/dossier/store.hpp"

/// Lookup and the admin's list on the wire. Encoding as in sync/messages.hpp: `encode(message)`, `decode<T>(frame)`.
namespace motcua::dossier {

inline constexpr const char* kLookupPath = "/v1/dossiers/lookup";
inline constexpr const char* kDossierListPath = "/v1/admin/dossiers";
inline constexpr const char* kDossierExportPath = "/v1/admin/dossiers/export";

struct LookupRequest {
  std::string code;         ///< As typed.
  std::string lookup_code;  ///< As typed.
};
struct LookupReply {
  PublicView view;
};
struct DossierListRequest {
  std::uint32_t offset = 0;
  std::uint32_t limit = 50;
  DossierQuery query{};
};
struct DossierListReply {
  std::uint64_t total = 0;  ///< That the query has.
  std::vector<DossierRow> rows;
};
struct DossierExportRequest {
  DossierQuery query{};
};
struct DossierExportReply {
  std::string csv;
};

[[nodiscard]] Bytes encode(const LookupRequest& message);
[[nodiscard]] Bytes encode(const LookupReply& message);
[[nodiscard]] Bytes encode(const DossierListRequest& message);
[[nodiscard]] Bytes encode(const DossierListReply& message);
[[nodiscard]] Bytes encode(const DossierExportRequest& message);
[[nodiscard]] Bytes encode(const DossierExportReply& message);
template <class Message>
[[nodiscard]] Result<Message> decode(ByteView frame_bytes);

/// The public view as bytes, for the phone's cache.
[[nodiscard]] Bytes encode_view(const PublicView& view);
[[nodiscard]] Result<PublicView> decode_view(ByteView bytes);

}  // namespace motcua::dossier
