#include "error_reply.hpp"

#include "motcua/base/text.hpp"

namespace motcua::wire {
namespace {

constexpr std::size_t kMaxDetail = 1000;

}  // namespace

void save(WireOut& out, const SentError& sent) {
  // A detail may quote what a stranger sent; a reply that its receiver cannot decode would block its queue for ever.
  const std::string& detail = sent.error.detail;
  const bool fit = detail.size() <= kMaxDetail && is_valid_utf8(detail);
  out(static_cast<std::uint16_t>(sent.error.code), fit ? detail : std::string());
}

void load(WireIn& in, SentError& sent) {
  std::uint16_t code = 0;
  in(code, sent.error.detail);
  sent.error.code = error_code_from_wire(code);
}

}  // namespace motcua::wire
