// Any bytes as a form written as tables: refused with an error that says where, or an XForm that the engine can at
// least read. The first byte chooses: even is markdown, odd is CSV.
#include <cstdint>
#include <string_view>

#include "motcua/forms/form_session.hpp"
#include "motcua/xlsform/convert.hpp"

namespace {

using namespace motcua;

/// What the engine says of a form that an author wrote wrongly, or that asks for what it does not do. Anything else is
/// a mistake of the conversion.
bool is_the_authors(ErrorCode code) {
  switch (code) {
    case ErrorCode::form_reference:
    case ErrorCode::form_cycle:
    case ErrorCode::form_unsupported:
    case ErrorCode::form_encrypted:
    case ErrorCode::form_entities:
    case ErrorCode::form_file_missing:
    case ErrorCode::form_file_invalid:
    case ErrorCode::form_not_xform:
    case ErrorCode::form_too_large:
    case ErrorCode::xpath_syntax:
    case ErrorCode::xpath_unknown_function:
    case ErrorCode::xpath_arguments:
      return true;
    default:
      return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto workbook = data[0] % 2 == 0 ? xlsform::read_markdown(text) : xlsform::read_csv(text);
  if (!workbook) return 0;
  std::vector<Error> warnings;
  const auto converted = xlsform::convert(*workbook, {}, warnings);
  if (warnings.size() > xlsform::kMaxWarnings) __builtin_trap();
  if (!converted) {
    if (converted.error().detail.empty()) __builtin_trap();
    return 0;
  }
  (void)xlsform::check(*converted);
  const auto form = forms::FormDefinition::parse(converted->xml, converted->files);
  if (!form) {
    if (!is_the_authors(form.error().code)) __builtin_trap();
    return 0;
  }
  ManualClock clock;
  SeededRandom random(1);
  forms::SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  auto session = forms::FormSession::create(*form, options);
  if (!session) return 0;
  for (const auto& item : session->items()) {
    if (!item.ref.empty()) (void)session->answer(item.ref, item.choices.empty() ? "1" : item.choices.back().value);
  }
  (void)session->submission_xml();
  return 0;
}
