#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/forms/form_definition.hpp"

namespace motcua::server {

/// Finds a field by what an author calls it: its name ("age"), the end of its path ("member/age"), or the whole path.
/// Positions of repeats are kept: "member[2]/age" becomes "/data/member[2]/age".
class FieldFinder {
 public:
  explicit FieldFinder(const forms::FormDefinition& form);

  struct Match {
    std::string ref;                      ///< Empty when there is none, or more than one.
    std::vector<std::string> candidates;  ///< Paths that fit, when there are several.
    std::string near;                     ///< A name that was probably meant, when there is none.
  };
  [[nodiscard]] Match find(std::string_view name) const;

 private:
  std::vector<std::string> paths_;                                ///< Leaves and what is around them.
  std::multimap<std::string, std::size_t, std::less<>> by_name_;  ///< Last part of the path.
};

}  // namespace motcua::server
