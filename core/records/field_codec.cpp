#include "field_codec.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"
#include "motcua/records/operation.hpp"

namespace motcua::records {
namespace {

std::size_t shared_prefix(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

}  // namespace

void NameWriter::write(wire::WireOut& out, std::string_view name) {
  const std::size_t shared = shared_prefix(previous_, name);
  out.write_varint(shared);
  out.write_counted(as_bytes(name.substr(shared)));
  previous_ = name;
}

std::string NameReader::read(wire::WireIn& in) {
  const auto malformed = [](const char* why) { throw wire::DecodeFailure(ErrorCode::frame_malformed, why); };
  const std::uint64_t shared = in.read_varint();
  const std::string_view suffix = as_text(in.read_counted());
  if (shared > previous_.size() || shared + suffix.size() > kMaxFieldName) malformed("field name length");
  std::string name = previous_.substr(0, static_cast<std::size_t>(shared));
  name += suffix;
  if (!first_ && name <= previous_) malformed("field names do not rise");
  if (shared_prefix(previous_, name) != shared || !is_valid_utf8(name)) malformed("field name");
  first_ = false;
  previous_ = name;
  return name;
}

}  // namespace motcua::records
