#include "exchange/response_csv.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include "exchange/repeat_paths.hpp"
#include "motcua/base/civil_time.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/survey/responses.hpp"
#include "motcua/survey/surveys.hpp"

namespace motcua::server {
namespace {

/// Of one response, with all its repeats: more instances that are only counted are no form's doing, and counts inside
/// counts would multiply.
constexpr std::size_t kMaxInstances = 10'000;

/// A file to be: the main one, or that of a repeat.
struct Table {
  std::string repeat;               ///< Path without positions; empty: the main one.
  std::vector<std::string> fields;  ///< Paths without positions.
  std::unordered_map<std::string, std::size_t> columns;
};

std::string below(std::string_view path, std::string_view around) {
  if (around.empty()) {
    const auto below_root = path.find('/', 1);
    return std::string(below_root == std::string_view::npos ? path : path.substr(below_root + 1));
  }
  return std::string(path.substr(around.size() + 1));
}

/// The tables of a form in all its versions: the newest first, each in document order.
class Tables {
 public:
  Tables() { add_table({}); }

  Status add_versions(storage::Database& database, std::string_view form_id) {
    survey::SurveyCatalog catalog(database);
    MOTCUA_TRY_ASSIGN(auto versions, catalog.current());
    MOTCUA_TRY_ASSIGN(const auto all, catalog.all());
    versions.insert(versions.end(), all.begin(), all.end());
    for (const auto& version : versions) {
      if (version.form_id != form_id) continue;
      MOTCUA_TRY_ASSIGN(const auto form, catalog.form(version.form_id, version.version));
      known_ = true;
      for (const auto& path : form->leaf_paths()) add_field(innermost_repeat(*form, path), path);
    }
    return {};
  }
  [[nodiscard]] bool known() const { return known_; }

  /// Fields of a version that is gone.
  void add_stored(const records::EntityState& state) {
    for (const auto& [ref, field] : state.fields) {
      if (!ref.starts_with('/') || !field.value) continue;
      const InstanceOf where = instance_of(ref);
      if (where.instance.empty() && repeats_.contains(ref)) continue;  // How many instances there are.
      const std::string path = without_positions(ref);
      if (fields_.contains(path) || repeats_.contains(path)) continue;
      add_field(without_positions(where.instance), path);
    }
  }

  [[nodiscard]] const std::vector<Table>& all() const { return tables_; }
  [[nodiscard]] bool is_repeat(const std::string& path) const { return repeats_.contains(path); }

 private:
  void add_table(const std::string& repeat) {
    repeats_.emplace(repeat, tables_.size());
    tables_.push_back({repeat, {}, {}});
  }
  void add_field(const std::string& repeat, const std::string& path) {
    if (!fields_.insert(path).second) return;
    if (!repeats_.contains(repeat)) add_table(repeat);
    Table& table = tables_[repeats_.at(repeat)];
    table.columns.emplace(path, table.fields.size());
    table.fields.push_back(path);
  }

  std::vector<Table> tables_;
  std::map<std::string, std::size_t, std::less<>> repeats_;
  std::set<std::string, std::less<>> fields_;
  bool known_ = false;
};

/// The instances of one response: what is in each, by its path with positions.
using Instances = std::map<std::string, std::unordered_map<std::string, std::string>, PositionLess>;

/// Every instance of every repeat, those without an answer too as far as kMaxInstances allows.
Instances instances_of(const Tables& tables, const records::EntityState& state) {
  Instances out;
  for (const auto& [ref, field] : state.fields) {
    if (!ref.starts_with('/') || !field.value) continue;
    const std::string path = without_positions(ref);
    if (tables.is_repeat(path) && !ref.ends_with(']')) {
      std::size_t count = 0;
      std::from_chars(field.value->data(), field.value->data() + field.value->size(), count);
      for (std::size_t i = 1; i <= count && out.size() < kMaxInstances; ++i) out[ref + "[" + std::to_string(i) + "]"];
    } else {
      out[instance_of(ref).instance][path] = *field.value;
    }
  }
  return out;
}

std::string rules_text(const std::vector<survey::BrokenRule>& rules) {
  std::string out;
  for (const auto& rule : rules) {
    if (!out.empty()) out += '\n';
    if (!rule.ref.empty()) out += rule.ref + " ";
    out += name(rule.error.code);
    if (!rule.error.detail.empty()) out += ": " + rule.error.detail;
  }
  return out;
}

void append_fields(std::vector<std::string>& cells, const Table& table,
                   const std::unordered_map<std::string, std::string>& values) {
  for (const auto& path : table.fields) {
    const auto found = values.find(path);
    cells.push_back(found == values.end() ? std::string() : found->second);
  }
}

std::string heading_of(const Table& table) {
  std::vector<std::string> cells = {"KEY", "PARENT_KEY", "position"};
  if (table.repeat.empty())
    cells = {"id", "form", "version", "surveyor", "received", "started", "finished", "language"};
  for (const auto& path : table.fields) cells.push_back(below(path, table.repeat));
  if (table.repeat.empty()) cells.emplace_back("rules_broken");
  std::string out(kByteOrderMark);
  append_csv_row(out, cells);
  return out;
}

/// "/data/member/child" is told apart by "-member-child"; a group around a repeat counts too.
std::string suffix_of(const Table& table) {
  if (table.repeat.empty()) return {};
  std::string suffix = "-" + below(table.repeat, {});
  std::ranges::replace(suffix, '/', '-');
  return suffix;
}

class Writer {
 public:
  explicit Writer(const Tables& tables) : tables_(tables) {
    for (const Table& table : tables.all()) files_.push_back({suffix_of(table), heading_of(table)});
  }

  void add(const ResponseIndex::Row& row, const records::EntityState& state,
           const std::vector<survey::BrokenRule>& rules) {
    const Instances instances = instances_of(tables_, state);
    const std::string id = row.id.hex();
    add_main(row, state, instances, rules);
    for (std::size_t i = 1; i < files_.size(); ++i) {
      const Table& table = tables_.all()[i];
      for (const auto& [path, values] : instances) {
        if (path.empty() || without_positions(path) != table.repeat) continue;
        const InstanceOf own = instance_of(path + "/x");
        std::vector<std::string> cells = {id + "/" + below(path, {}),
                                          own.parent.empty() ? id : id + "/" + below(own.parent, {}),
                                          std::to_string(own.position)};
        append_fields(cells, table, values);
        append_csv_row(files_[i].csv, cells);
      }
    }
  }

  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = 0;
    for (const auto& file : files_) sum += file.csv.size();
    return sum;
  }
  [[nodiscard]] std::vector<ExportedResponses::File> take() { return std::move(files_); }

 private:
  void add_main(const ResponseIndex::Row& row, const records::EntityState& state, const Instances& instances,
                const std::vector<survey::BrokenRule>& rules) {
    std::vector<std::string> cells = {row.id.hex(),
                                      row.form_id,
                                      row.version,
                                      row.surveyor,
                                      format_instant(row.received),
                                      records::field_text(state, survey::kStartedField),
                                      records::field_text(state, survey::kFinishedField),
                                      records::field_text(state, survey::kLanguageField)};
    const auto values = instances.find("");
    append_fields(cells, tables_.all().front(),
                  values == instances.end() ? std::unordered_map<std::string, std::string>() : values->second);
    cells.push_back(rules_text(rules));
    append_csv_row(files_.front().csv, cells);
  }

  const Tables& tables_;
  std::vector<ExportedResponses::File> files_;
};

Result<records::EntityState> read_state(const records::StateStore& store, const ResponseIndex::Row& row) {
  MOTCUA_TRY_ASSIGN(auto state, store.read(row.id));
  if (!state) return fail(ErrorCode::database_corrupt, row.id.hex());
  return *std::move(state);
}

Result<std::string> choose_form(storage::Database& database, std::string_view form_id) {
  if (!form_id.empty()) return std::string(form_id);
  MOTCUA_TRY_ASSIGN(auto forms, ResponseIndex(database).forms());
  if (forms.empty()) {
    MOTCUA_TRY_ASSIGN(const auto published, survey::SurveyCatalog(database).current());
    return published.size() == 1 ? published.front().form_id : std::string();
  }
  if (forms.size() == 1) return forms.front();
  std::string names;
  for (const auto& form : forms) names += (names.empty() ? "--form " : " | --form ") + form;
  return fail(ErrorCode::invalid_argument, names);
}

}  // namespace

Result<ExportedResponses> export_responses(storage::Database& database, std::string_view form_id) {
  MOTCUA_TRY_ASSIGN(const std::string form, choose_form(database, form_id));
  if (form.empty()) return ExportedResponses{};
  MOTCUA_TRY_ASSIGN(const auto rows, ResponseIndex(database).of_form(form));
  return export_responses(database, form, rows);
}

Result<ExportedResponses> export_responses(storage::Database& database, const std::string& form,
                                           std::span<const ResponseIndex::Row> rows, std::size_t most) {
  ExportedResponses out;
  out.form = form;
  Tables tables;
  MOTCUA_TRY(tables.add_versions(database, out.form));
  if (!tables.known()) return fail(ErrorCode::not_found, out.form);
  const ResponseIndex index(database);
  const records::StateStore store(database);
  // Each is read twice, first for its columns: all of them at once may be more than the memory holds.
  for (const auto& row : rows) {
    MOTCUA_TRY_ASSIGN(const auto state, read_state(store, row));
    tables.add_stored(state);
  }
  Writer writer(tables);
  for (const auto& row : rows) {
    MOTCUA_TRY_ASSIGN(const auto state, read_state(store, row));
    MOTCUA_TRY_ASSIGN(const auto rules, index.broken_rules(row));
    writer.add(row, state, rules);
    if (writer.bytes() > most) return fail(ErrorCode::frame_too_large, std::to_string(rows.size()));
  }
  out.responses = rows.size();
  out.files = writer.take();
  return out;
}

}  // namespace motcua::server
