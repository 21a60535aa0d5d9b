#include "table.hpp"

#include <algorithm>

#include "motcua/base/text.hpp"

namespace motcua::xlsform {
namespace {

std::string snake_case(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  return out;
}

std::vector<std::string> split_path(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

std::string joined(const std::vector<std::string>& path) {
  std::string out;
  for (const auto& part : path) out += (out.empty() ? "" : "::") + part;
  return out;
}

/// "bind:jr:count" split at single colons keeps the prefix with its name.
void join_jr(std::vector<std::string>& parts) {
  const auto at = std::find(parts.begin(), parts.end(), "jr");
  if (at == parts.end() || std::next(at) == parts.end()) return;
  *at += ":" + *std::next(at);
  parts.erase(std::next(at));
}

std::string_view find_alias(const SheetWords& words, std::string_view word) {
  for (const auto& [alias, path] : words.aliases) {
    if (alias == word) return path;
  }
  return {};
}

bool is_known(const SheetWords& words, std::string_view word) {
  return std::find(words.columns.begin(), words.columns.end(), word) != words.columns.end();
}

std::vector<std::string> path_of(std::string_view header, bool double_colons, const SheetWords& words) {
  std::vector<std::string> parts;
  if (is_known(words, header) && find_alias(words, header).empty()) return {std::string(header)};
  if (double_colons || header.find("::") != std::string_view::npos) {
    parts = split_path(header, "::");
  } else {
    parts = split_path(header, ":");
    join_jr(parts);
  }
  const std::string first = snake_case(parts.front());
  if (const auto alias = find_alias(words, first); !alias.empty()) {
    auto path = split_path(alias, "::");
    path.insert(path.end(), parts.begin() + 1, parts.end());
    return path;
  }
  if (is_known(words, first)) {
    parts.front() = first;
    return parts;
  }
  // An unknown column keeps its spelling: choice filters use it.
  return parts;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

void clean_cell(std::string& cell, CleanText clean) {
  if (clean == CleanText::none) return;
  if (cell.find('\xE2') != std::string::npos) {  // Word processors' quotation marks break expressions.
    replace_all(cell, "\xE2\x80\x98", "'");
    replace_all(cell, "\xE2\x80\x99", "'");
    replace_all(cell, "\xE2\x80\x9C", "\"");
    replace_all(cell, "\xE2\x80\x9D", "\"");
  }
  if (clean == CleanText::quotes_and_spaces) {
    std::string out;
    for (const char c : trim(cell)) {
      if (c != ' ' || out.empty() || out.back() != ' ') out += c;
    }
    cell = std::move(out);
  }
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return out;
}

void note(std::vector<Error>& warnings, ErrorCode code, std::string detail) {
  if (warnings.size() < kMaxWarnings) warnings.push_back({code, std::move(detail)});
}

std::string quoted(std::string_view word) {
  constexpr std::size_t kMost = 80;
  std::string out = "\"";
  if (word.size() <= kMost) {
    out += word;
  } else {
    std::size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;
    out.append(word.substr(0, end)).append("…");
  }
  return out += '"';
}

std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > 64 || b.size() > 64) return limit + 1;
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

std::string suggestion(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string wanted = lower(word);
  std::string_view best;
  std::size_t least = (wanted.size() < 4 ? 0U : wanted.size() < 7 ? 1U : 2U) + 1;
  for (const auto candidate : candidates) {
    const std::size_t changes = distance(wanted, lower(candidate), least);
    if (changes < least) {
      least = changes;
      best = candidate;
    }
  }
  return best.empty() ? "" : " → " + quoted(best);
}

bool yes_no(std::string_view text, bool otherwise) {
  const std::string word = lower(text);
  if (word == "yes" || word == "true" || word == "true()" || word == "1") return true;
  if (word == "no" || word == "false" || word == "false()" || word == "0") return false;
  return otherwise;
}

Result<Table> Table::read(const Sheet& sheet, const SheetWords& words, CleanText clean, std::vector<Error>& warnings) {
  Table table;
  table.sheet_ = sheet.name;
  if (sheet.rows.empty()) return table;
  table.rows_.assign(sheet.rows.begin() + 1, sheet.rows.end());
  for (Row& row : table.rows_) {
    for (auto& cell : row.cells) {
      if (trim(cell).empty()) cell.clear();
      clean_cell(cell, clean);
    }
  }
  MOTCUA_TRY(table.read_header(sheet.rows.front(), words, warnings));
  return table;
}

Status Table::read_header(const Row& header, const SheetWords& words, std::vector<Error>& warnings) {
  header_row_ = header.number;
  const bool double_colons = std::any_of(header.cells.begin(), header.cells.end(),
                                         [](const auto& cell) { return cell.find("::") != std::string::npos; });
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const std::string_view name = trim(header.cells[i]);
    if (name.empty()) continue;
    Column column{path_of(name, double_colons, words), i, std::string(name)};
    const auto [other, added] = by_path_.try_emplace(joined(column.path), columns_.size());
    if (!added) {
      const Column& first = columns_[other->second];
      return fail(ErrorCode::xlsform_column_twice, cell_name(sheet_, header.number, first.index) + " " +
                                                       quoted(first.header) + ", " +
                                                       cell_name(sheet_, header.number, i) + " " + quoted(name));
    }
    const std::string& first = column.path.front();
    if (words.closed && !is_known(words, first)) {
      if (const auto meant = suggestion(snake_case(first), words.columns); !meant.empty()) {
        note(warnings, ErrorCode::xlsform_note_column,
             cell_name(sheet_, header.number, i) + " " + quoted(name) + meant);
      }
    }
    columns_.push_back(std::move(column));
  }
  for (const Column& column : columns_) families_[column.path.front()].push_back(&column);
  return {};
}

const std::vector<const Column*>& Table::family(std::string_view first) const {
  static const std::vector<const Column*> none;
  const auto found = families_.find(first);
  return found == families_.end() ? none : found->second;
}

const Column* Table::find(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : &columns_[found->second];
}

std::string_view Table::text(const Row& row, std::string_view path) const {
  const Column* column = find(path);
  return column == nullptr ? std::string_view{} : text(row, *column);
}

std::string Table::place(std::size_t row, std::string_view path) const {
  if (const Column* column = find(path)) return cell_name(sheet_, row, column->index);
  const auto& relatives = family(path.substr(0, path.find("::")));
  if (!relatives.empty()) return cell_name(sheet_, row, relatives.front()->index);
  return sheet_ + "!" + std::to_string(row) + " " + std::string(path);
}

}  // namespace motcua::xlsform
