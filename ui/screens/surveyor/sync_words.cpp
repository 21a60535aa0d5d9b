#include "screens/surveyor/sync_words.hpp"

#include <vector>

namespace motcua::ui {
namespace {

/// "3 phiếu, 2 lần đến thăm và 1 thay đổi"
std::string counts_text(const Ui& ui, const sync::SyncCounts& counts) {
  std::vector<std::string> parts;
  const auto add = [&](std::int64_t n, Text one, Text many) {
    if (n > 0) parts.push_back(n == 1 ? ui.tr(one) : ui.tr(many, std::to_string(n)));
  };
  add(counts.responses, Text::run_response, Text::run_responses);
  add(counts.visits, Text::run_visit, Text::run_visits);
  add(counts.assignments, Text::run_address, Text::run_addresses);
  add(counts.withdrawn, Text::run_withdrawn, Text::run_withdrawns);
  add(counts.forms, Text::run_form, Text::run_forms);
  add(counts.other, Text::run_change, Text::run_changes);
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == 0) {
      out = parts[i];
    } else {
      out = ui.tr(i + 1 == parts.size() ? Text::run_and : Text::run_comma, out, parts[i]);
    }
  }
  return out;
}

}  // namespace

std::string run_text(const Ui& ui, const sync::SyncRun& run) {
  const std::string sent = counts_text(ui, run.sent);
  const std::string received = counts_text(ui, run.received);
  if (sent.empty() && received.empty()) return {};
  if (received.empty()) return ui.tr(Text::run_sent, sent);
  if (sent.empty()) return ui.tr(Text::run_received, received);
  return ui.tr(Text::run_both, sent, received);
}

}  // namespace motcua::ui
