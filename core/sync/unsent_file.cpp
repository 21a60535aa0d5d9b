#include "motcua/sync/unsent_file.hpp"

#include <algorithm>

#include "motcua/wire/record.hpp"
#include "pushed_list.hpp"

namespace motcua::sync {
namespace {

constexpr std::uint32_t kMagic = 0x3155434D;  // "MCU1" in little-endian order.
constexpr std::size_t kHead = 12;
constexpr std::size_t kEnd = sizeof(Hash);

/// A list that is fixed: what grows is the record around it.
struct DraftList {
  std::vector<UnsentDraft>& list;
};

void save(wire::WireOut& out, const DraftList& drafts) {
  out.write_varint(drafts.list.size());
  for (const UnsentDraft& draft : drafts.list) {
    out(draft.type, draft.entity, draft.definition.id, draft.definition.version);
    out.write_varint(draft.fields.size());
    for (const records::FieldChange& change : draft.fields) {
      out(change.field, change.value.has_value());
      if (change.value) out.write_counted(as_bytes(*change.value));
      out(change.base);
    }
  }
}

void load(wire::WireIn& in, DraftList& drafts) {
  drafts.list.clear();
  for (std::size_t count = in.read_count(20, sizeof(UnsentDraft)); count > 0; --count) {
    UnsentDraft& draft = drafts.list.emplace_back();
    in(draft.type, draft.entity, draft.definition.id, draft.definition.version);
    for (std::size_t fields = in.read_count(10, sizeof(records::FieldChange)); fields > 0; --fields) {
      records::FieldChange& change = draft.fields.emplace_back();
      bool has_value = false;
      in(change.field, has_value);
      if (has_value) change.value = std::string(as_text(in.read_counted()));
      in(change.base);
    }
  }
}

}  // namespace

template <class Archive>
void serialize(Archive& archive, UnsentFile& file) {
  PushedList operations{file.operations};
  DraftList drafts{file.drafts};
  wire::record(archive, wire::field(1, file.device), wire::field(2, file.account_name),
               wire::field(3, file.office_name), wire::field(4, file.written), wire::field(5, operations),
               wire::field(6, drafts));
}

Bytes encode_unsent_file(const UnsentFile& file) {
  const Bytes body = wire::encode_body(file);
  wire::WireOut out;
  out(kMagic, kUnsentFileVersion, std::uint16_t{0}, static_cast<std::uint32_t>(body.size()));
  out.write(body);
  out.write(sha256(out.bytes()));
  return out.take();
}

Result<UnsentFile> decode_unsent_file(ByteView bytes) {
  const auto malformed = [](std::string_view what) {
    return fail(ErrorCode::unsent_file_malformed, std::string(what));
  };
  if (bytes.size() < kHead + kEnd) return malformed("length");
  wire::WireIn in(bytes.first(kHead));
  if (in.read_integer<std::uint32_t>() != kMagic) return malformed("MCU1");
  const auto version = in.read_integer<std::uint16_t>();
  const auto flags = in.read_integer<std::uint16_t>();
  const auto length = in.read_integer<std::uint32_t>();
  if (version > kUnsentFileVersion) return fail(ErrorCode::unsent_file_version, std::to_string(version));
  if (version == 0 || flags != 0) return malformed("MCU1");
  if (length != bytes.size() - kHead - kEnd) return malformed("length");
  if (!std::ranges::equal(sha256(bytes.first(kHead + length)), bytes.last(kEnd))) return malformed("SHA-256");
  auto file = wire::decode_body<UnsentFile>(bytes.subspan(kHead, length));
  if (!file) return malformed(name(file.error().code));
  if (!file->operations.empty() && file->operations.front().seq == 0) return malformed("seq");
  return file;
}

Result<UnsentFile> collect_unsent(const records::LocalLog& log) {
  UnsentFile file;
  file.device = log.device();
  MOTCUA_TRY_ASSIGN(const std::uint64_t acked, log.acked_through());
  MOTCUA_TRY_ASSIGN(auto sealed, log.read_sealed(acked + 1, INT32_MAX, SIZE_MAX));
  for (auto& operation : sealed) file.operations.push_back({operation.seq, std::move(operation.bytes)});
  MOTCUA_TRY_ASSIGN(auto open, log.open_operations());
  for (auto& draft : open)
    file.drafts.push_back({draft.entity_type, draft.entity, std::move(draft.definition), std::move(draft.fields)});
  return file;
}

}  // namespace motcua::sync
