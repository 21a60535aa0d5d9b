#pragma once
#include <string>

#include "ui.hpp"

/// The table that every chart is to a screen reader: its rows and cells are boxes of the chart.
namespace motcua::ui {

Ui::Scope chart_table(Ui& ui, Key key, const std::string& name, Box box);
Ui::Scope chart_row(Ui& ui, Key key, Flow flow, Box box);
/// A cell that shows its text.
void chart_cell(Ui& ui, Key key, const std::string& text, TextOptions options, Box box = {});
/// A column's title; small and quiet.
void chart_header(Ui& ui, Key key, const std::string& text, Box box = {}, Align align = Align::start);
/// In place of a chart with nothing in it.
void chart_empty(Ui& ui);

}  // namespace motcua::ui
