#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screens/surveyor/form_guide.hpp"
#include "ui.hpp"

namespace motcua::ui {

struct RepeatCardOptions {
  std::string_view language{};  ///< Tag of the form's language when it is not the interface's.
  bool hide_label = false;      ///< The page's title says it already.
  std::size_t shown = 0;        ///< Instances beyond the first that are shown, because somebody asked for them.
  std::function<const std::string&(const std::string& instance_ref)> summary{};
};

struct RepeatAction {
  enum class Kind : std::uint8_t { open, add, remove, show_more } kind = Kind::open;
  std::string ref{};  ///< Of the instance, or of the repeat.
};

/// The overview of a repeat: how many instances there are, each with what tells it from the others and how far it is
/// answered, ways to open and to remove it, and one to add another. Returns what was pressed in this build.
[[nodiscard]] std::optional<RepeatAction> repeat_card(Ui& ui, const forms::ItemOutline& repeat,
                                                      const std::vector<InstanceLine>& instances,
                                                      const RepeatCardOptions& options);

/// What an instance is called: "Member 2", or its own label where the form's tells it from the others.
[[nodiscard]] std::string instance_name(const Ui& ui, const InstanceLine& line);
/// How far an instance is answered, in words: "12/15 questions, 2 required left".
[[nodiscard]] std::string tally_text(const Ui& ui, const Tally& tally);

}  // namespace motcua::ui
