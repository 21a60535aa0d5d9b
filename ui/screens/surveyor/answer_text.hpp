#pragma once
#include <string>
#include <string_view>

#include "motcua/forms/form_session.hpp"
#include "motcua/ui/semantics.hpp"

/// Answers between their lexical form, what a field takes and what people read.
namespace motcua::ui {

/// An answer as people read it: choices by their labels, days as "23/11/2026", decimals as "2,5", numbers with their
/// thousands apart where the form asks for it.
[[nodiscard]] std::string answer_text(const forms::ItemView& item);

/// The kind of field that takes the answer.
[[nodiscard]] Field field_for(const forms::ItemView& item);
/// The value as the field holds it: a time without its zone, a month or a year without its day.
[[nodiscard]] std::string to_field(const forms::ItemView& item);
/// What was typed into the field, in lexical form: "8,5" is 8.5. What cannot be understood stays as it is, for the
/// session to refuse.
[[nodiscard]] std::string from_field(const forms::ItemView& item, std::string_view typed);

}  // namespace motcua::ui
