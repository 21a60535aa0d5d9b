#include "form_content.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "motcua/base/text.hpp"

namespace motcua::survey {
namespace {

constexpr const char* kBytesField = "@bytes";

std::optional<ContentPart> parse_part(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto entity = EntityId::from_hex(text.substr(0, colon));
  const auto digest = from_hex(text.substr(colon + 1));
  ContentPart part;
  if (!entity || !digest || digest->size() != part.hash.size()) return std::nullopt;
  part.entity = *entity;
  std::ranges::copy(*digest, part.hash.begin());
  return part;
}

std::optional<EntityId> known_part(const ContentList& known, const Hash& hash) {
  for (const ContentItem& item : known) {
    const auto found = std::ranges::find(item.parts, hash, &ContentPart::hash);
    if (found != item.parts.end()) return found->entity;
  }
  return std::nullopt;
}

}  // namespace

std::string format_content_list(const ContentList& list) {
  std::string out;
  for (const ContentItem& item : list) {
    out += std::to_string(item.size) + '\t' + item.name;
    for (const ContentPart& part : item.parts) out += '\t' + part.entity.hex() + ':' + to_hex(part.hash);
    out += '\n';
  }
  return out;
}

Result<ContentList> parse_content_list(std::string_view text) {
  const auto damaged = [] { return fail(ErrorCode::database_corrupt, "form content"); };
  ContentList list;
  std::size_t total = 0;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty()) continue;
    const auto cells = split(line, '\t');
    if (cells.size() < 2) return damaged();
    ContentItem item;
    item.name = cells[1];
    const auto [end, error] = std::from_chars(cells[0].data(), cells[0].data() + cells[0].size(), item.size);
    if (error != std::errc() || end != cells[0].data() + cells[0].size() || item.size > kMaxContentBytes ||
        (total += item.size) > kMaxContentBytes)
      return damaged();
    for (std::size_t i = 2; i < cells.size(); ++i) {
      const auto part = parse_part(cells[i]);
      if (!part) return damaged();
      item.parts.push_back(*part);
    }
    list.push_back(std::move(item));
  }
  if (list.empty() || !list.front().name.empty()) return damaged();
  return list;
}

Result<ContentItem> append_content(records::Sequencer& sequencer, const std::string& name, std::string_view bytes,
                                   const ContentList& known, Random& random) {
  ContentItem item{name, bytes.size(), {}};
  for (std::size_t at = 0; at < bytes.size(); at += kPartBytes) {
    const std::string_view piece = bytes.substr(at, kPartBytes);
    ContentPart part;
    part.hash = sha256(as_bytes(piece));
    if (const auto there = known_part(known, part.hash)) {
      part.entity = *there;
    } else {
      part.entity = EntityId::random(random);
      const records::FieldChange change{kBytesField, std::string(piece), {}};
      MOTCUA_TRY(sequencer.append_own(records::EntityType::form_part, part.entity, {}, {&change, 1}));
    }
    item.parts.push_back(part);
  }
  return item;
}

Result<std::string> read_content(const records::StateStore& store, const ContentItem& item) {
  std::string out;
  out.reserve(item.size);
  for (const ContentPart& part : item.parts) {
    MOTCUA_TRY_ASSIGN(const auto state, store.read(part.entity));
    if (!state || state->type != records::EntityType::form_part)
      return fail(ErrorCode::not_found, "form part " + part.entity.hex());
    const std::string bytes = records::field_text(*state, kBytesField);
    if (sha256(as_bytes(bytes)) != part.hash || out.size() + bytes.size() > item.size)
      return fail(ErrorCode::database_corrupt, "form part " + part.entity.hex());
    out += bytes;
  }
  if (out.size() != item.size) return fail(ErrorCode::database_corrupt, "form content");
  return out;
}

}  // namespace motcua::survey
