#pragma once
#include <string>
#include <vector>

#include "ui.hpp"

/// Charts: painted on the canvas, and a table of the same numbers to whoever does not see them. Never is a meaning in a
/// colour alone: each number is in words beside what is drawn of it.
namespace motcua::ui {

struct Bar {
  std::string label{};
  double value = 0;     ///< Not negative.
  std::string shown{};  ///< The number in words: "1.204", "87 %".
};
struct BarsOptions {
  std::string name{};         ///< What is counted; spoken.
  std::string label_title{};  ///< Over the labels: "Đơn vị".
  std::string value_title{};  ///< Over the numbers: "Phiếu".
  std::vector<Bar> bars{};
  double whole = 0;  ///< What a full bar is; 0: the longest.
};

/// A bar for each number, in the order given. Says so when there are none.
void bars(Ui& ui, Key key, const BarsOptions& options);

}  // namespace motcua::ui
