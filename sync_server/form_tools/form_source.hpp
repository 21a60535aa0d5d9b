#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/error.hpp"
#include "motcua/base/result.hpp"
#include "motcua/forms/form_definition.hpp"

namespace motcua::server {

/// A form as an author keeps it: the XForm and the files that its external instances are read from.
struct FormSource {
  std::string xml;
  std::vector<forms::FormFile> files;
  std::vector<std::string> missing;  ///< Files that the form names and that are nowhere.
  std::vector<Error> warnings;       ///< What is legal but unwise in an XLSForm.
};

/// Reads a form file: an XForm (`.xml`), or an XLSForm (`.xlsx`, `.md`, `.csv`), which is converted. Its data files are
/// looked for in `folder`; when that is empty, in the form's own folder and in `STEM-media` beside the form. Fails with
/// file_read, with form_unsupported for another kind of file, and as the conversion does.
[[nodiscard]] Result<FormSource> read_form_source(const std::string& path, const std::string& folder);

}  // namespace motcua::server
