#pragma once
#include <string>
#include <string_view>

#include "motcua/forms/form_session.hpp"
#include "xpath/value.hpp"

namespace motcua::forms {

// What each data type takes and stores (ODK XForms, "Data Types", which follows XML Schema).

/// Checks a lexical form. The detail of the error is an example of a right one. A blank is right.
[[nodiscard]] Status check_type(DataType type, std::string_view value);
/// What people typed as it is stored: NFC, "\n" line ends, no control characters. Of other types than text also
/// without white space around it and in the type's own form: "08:30" is "08:30:00", an open shape is closed; what is
/// none of the type stays for check_type to refuse. Fails with answer_type on invalid UTF-8.
[[nodiscard]] Result<std::string> clean_answer(DataType type, std::string_view value);
/// A default value of the form as it is stored: the date of "1999-11-23T23:30:05" where the type is date; blank where
/// it is none of the type.
[[nodiscard]] std::string default_text(DataType type, std::string_view text);
/// A calculated value as the node's type stores it: whole numbers are cut, "not a number" is blank, a number is a date
/// where the type is date.
[[nodiscard]] std::string computed_text(DataType type, xpath::Value value);

}  // namespace motcua::forms
