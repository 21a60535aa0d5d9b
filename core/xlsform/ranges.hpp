#pragma once
#include "form.hpp"

namespace motcua::xlsform {

/// The parameters of a question of the type range. Fails with xlsform_parameter.
[[nodiscard]] Status read_range(Form& form, Element& element);

}  // namespace motcua::xlsform
