#include "motcua/index/definition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <ranges>

#include "motcua/base/csv.hpp"
#include "motcua/base/text.hpp"

namespace motcua::index {
namespace {

constexpr std::array<std::string_view, 6> kColumns = {"kind", "id", "parent", "value", "vi", "en"};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) out.emplace_back(word);
  }
  return out;
}

std::optional<Level> level_of(std::string_view kind) {
  if (kind == "part") return Level::part;
  if (kind == "factor") return Level::factor;
  if (kind == "criterion") return Level::criterion;
  return std::nullopt;
}

Node* find(Node& node, std::string_view id) {
  if (node.id == id) return &node;
  for (Node& child : node.children) {
    if (Node* found = find(child, id)) return found;
  }
  return nullptr;
}

/// The first node without children that is not a criterion.
const Node* find_hollow(const Node& node) {
  if (node.level == Level::criterion) return nullptr;
  if (node.children.empty()) return &node;
  for (const Node& child : node.children) {
    if (const Node* found = find_hollow(child)) return found;
  }
  return nullptr;
}

class Parser {
 public:
  Status read(const CsvRow& row) {
    line_ = row.line;
    if (row.cells.size() != kColumns.size()) return wrong(fmt::format("{} cells", row.cells.size()));
    const std::string& kind = row.cells[0];
    const std::string& id = row.cells[1];
    const std::string& value = row.cells[3];
    const Label label{row.cells[4], row.cells[5]};
    if (id.empty()) return wrong("id");
    if (kind == "index") {
      if (!out_.id.empty()) return wrong("a second index");
      out_.id = id;
      out_.version = value;
      out_.root = {Level::overall, id, label, {}, {}};
    } else if (kind == "form") {
      out_.form_id = id;
      out_.form_versions = words(value);
    } else if (kind == "formula") {
      out_.formula.name = id;
      out_.formula.version = value;
      out_.formula.label = label;
    } else if (kind == "aggregate") {
      return read_aggregation(id, value);
    } else if (kind == "rule") {
      return read_rule(id, value);
    } else if (const auto level = level_of(kind)) {
      return read_node(*level, row);
    } else {
      return wrong("kind " + kind);
    }
    return {};
  }

  Result<IndexDefinition> finish() && {
    const auto missing = [](std::string_view what) { return fail(ErrorCode::csv_row, fmt::format("no {}", what)); };
    if (out_.id.empty() || out_.version.empty()) return missing("index");
    if (out_.form_id.empty() || out_.form_versions.empty()) return missing("form");
    if (out_.formula.name.empty() || out_.formula.version.empty()) return missing("formula");
    if (out_.valid.empty()) return missing("rule valid");
    if (out_.satisfied.empty()) return missing("rule satisfied");
    if (!std::ranges::includes(out_.valid, out_.satisfied)) {
      return fail(ErrorCode::csv_row, "rule satisfied: a level that is not valid");
    }
    if (const Node* hollow = find_hollow(out_.root)) return missing("criterion in " + hollow->id);
    return std::move(out_);
  }

 private:
  Status wrong(std::string_view what) const { return fail(ErrorCode::csv_row, fmt::format("{}: {}", line_, what)); }

  Status read_aggregation(std::string_view level, std::string_view value) {
    if (value != "mean" && value != "pooled") return wrong(fmt::format("value {}", value));
    const Aggregation aggregation = value == "mean" ? Aggregation::mean : Aggregation::pooled;
    if (level == "overall") {
      out_.formula.overall = aggregation;
    } else if (level == "part") {
      out_.formula.part = aggregation;
    } else if (level == "factor") {
      out_.formula.factor = aggregation;
    } else {
      return wrong(fmt::format("id {}", level));
    }
    return {};
  }

  Status read_rule(std::string_view rule, const std::string& value) {
    if (rule == "valid" || rule == "satisfied") {
      const auto levels = words(value);
      (rule == "valid" ? out_.valid : out_.satisfied) = {levels.begin(), levels.end()};
    } else if (rule == "small-cell") {
      const char* end = value.data() + value.size();
      const auto [stop, error] = std::from_chars(value.data(), end, out_.small_cell);
      if (error != std::errc{} || stop != end) return wrong("value " + value);
    } else {
      return wrong(fmt::format("id {}", rule));
    }
    return {};
  }

  Status read_node(Level level, const CsvRow& row) {
    const std::string& id = row.cells[1];
    const std::string& field = row.cells[3];
    Node* parent = find(out_.root, row.cells[2]);
    const int above = static_cast<int>(level) - 1;
    if (parent == nullptr || static_cast<int>(parent->level) != above) return wrong("parent " + row.cells[2]);
    if (find(out_.root, id) != nullptr) return wrong(id + " twice");
    if ((level == Level::criterion) == field.empty()) return wrong("value " + field);
    if (level == Level::criterion && !fields_.insert(field).second) return wrong(field + " twice");
    parent->children.push_back({level, id, {row.cells[4], row.cells[5]}, field, {}});
    return {};
  }

  IndexDefinition out_;
  std::set<std::string> fields_;
  std::size_t line_ = 0;
};

}  // namespace

Result<IndexDefinition> IndexDefinition::parse(std::string_view csv) {
  MOTCUA_TRY_ASSIGN(const std::vector<CsvRow> rows, parse_csv(csv));
  if (rows.empty() || !std::ranges::equal(rows.front().cells, kColumns)) {
    return fail(ErrorCode::csv_row, fmt::format("1: {}", fmt::join(kColumns, ",")));
  }
  Parser parser;
  for (const CsvRow& row : rows | std::views::drop(1)) MOTCUA_TRY(parser.read(row));
  return std::move(parser).finish();
}

}  // namespace motcua::index
