#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/result.hpp"
#include "motcua/forms/form_definition.hpp"

namespace motcua::server {

/// A form as an author keeps it: the XForm and the files that its external instances are read from.
struct FormSource {
  std::string xml;
  std::vector<forms::FormFile> files;
  std::vector<std::string> missing;  ///< Files that the form names and that are nowhere.
};

/// Reads a form file. `.xml` is taken as an XForm. Its data files are looked for in `folder`; when that is
/// empty, in the form's own folder and in `STEM-media` beside the form. Fails with file_read, and with
/// form_unsupported for another kind of file.
[[nodiscard]] Result<FormSource> read_form_source(const std::string& path, const std::string& folder);

}  // namespace motcua::server
