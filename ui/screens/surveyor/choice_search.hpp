#pragma once
#include <string_view>
#include <vector>

#include "screens/surveyor/question.hpp"

namespace motcua::ui {

/// From more choices than this on, a list is searched.
inline constexpr std::size_t kLongList = 12;

/// A list that is searched, not looked through.
[[nodiscard]] bool is_long_list(const forms::ItemView& item);

/// A list that is closed until somebody opens it.
[[nodiscard]] bool is_folded_list(const forms::ItemView& item);

/// The choices whose label holds every word of `search`, with or without its marks, in their order. All for no words.
[[nodiscard]] std::vector<std::size_t> matching(const std::vector<forms::Choice>& choices, std::string_view search);

/// Which choices of a long list are shown: a field to search them by stands above, and words that say how many there
/// are. Chosen ones are always among them; after a single choice is made it stands alone until the search goes on.
[[nodiscard]] std::vector<std::size_t> search_choices(Ui& ui, const forms::ItemView& item,
                                                      const QuestionOptions& options);
/// The button below such a list that shows more of it; nothing when all are shown.
void more_choices(Ui& ui, const forms::ItemView& item, const QuestionOptions& options);

}  // namespace motcua::ui
