#include "exchange/response_csv.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "motcua/base/civil_time.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/survey/responses.hpp"
#include "motcua/survey/surveys.hpp"
#include "office/response_index.hpp"

namespace motcua::server {
namespace {

std::string without_positions(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == '[') inside = true;
    if (!inside) out.push_back(c);
    if (c == ']') inside = false;
  }
  return out;
}

std::string column_name(const std::string& path) {
  const auto below_root = path.find('/', 1);
  return below_root == std::string::npos ? path : path.substr(below_root + 1);
}

// "member[2]/age" after "member[1]/name", "member[10]" after "member[9]".
bool position_less(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      std::size_t x = 0;
      std::size_t y = 0;
      while (i < a.size() && is_digit(a[i])) x = x * 10 + static_cast<std::size_t>(a[i++] - '0');
      while (j < b.size() && is_digit(b[j])) y = y * 10 + static_cast<std::size_t>(b[j++] - '0');
      if (x != y) return x < y;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
    }
  }
  return b.size() - j > a.size() - i;
}

struct Response {
  ResponseIndex::Row row;
  records::EntityState state;
};

// Every field of the form, newest version first, each in document order.
Result<std::vector<std::string>> form_fields(storage::Database& database, std::string_view form_id) {
  survey::SurveyCatalog catalog(database);
  MOTCUA_TRY_ASSIGN(const auto current, catalog.current());
  MOTCUA_TRY_ASSIGN(const auto all, catalog.all());
  auto versions = current;
  versions.insert(versions.end(), all.begin(), all.end());
  std::vector<std::string> fields;
  std::set<std::string> known;
  for (const auto& version : versions) {
    if (version.form_id != form_id) continue;
    MOTCUA_TRY_ASSIGN(const auto form, catalog.form(version.form_id, version.version));
    for (auto& path : form->leaf_paths()) {
      if (known.insert(path).second) fields.push_back(std::move(path));
    }
  }
  return fields;
}

// The form's fields, those in repeats once for each entry that some response has.
std::vector<std::string> columns(std::vector<std::string> fields, const std::vector<Response>& responses) {
  std::map<std::string, std::vector<std::string>> repeated;
  std::set<std::string> seen;
  for (const Response& response : responses) {
    for (const auto& [path, state] : response.state.fields) {
      if (!path.starts_with('/') || !seen.insert(path).second) continue;
      const std::string plain = without_positions(path);
      if (plain != path) repeated[plain].push_back(path);
      if (std::ranges::find(fields, plain) == fields.end()) fields.push_back(plain);  // of a version that is gone
    }
  }
  std::vector<std::string> out;
  for (const std::string& field : fields) {
    const auto found = repeated.find(field);
    if (found == repeated.end()) {
      out.push_back(field);
    } else {
      std::ranges::sort(found->second, position_less);
      out.insert(out.end(), found->second.begin(), found->second.end());
    }
  }
  return out;
}

Result<std::string> choose_form(const ResponseIndex& index, std::string_view form_id) {
  if (!form_id.empty()) return std::string(form_id);
  MOTCUA_TRY_ASSIGN(const auto forms, index.forms());
  if (forms.empty()) return fail(ErrorCode::not_found, "responses");
  if (forms.size() == 1) return forms.front();
  std::string names;
  for (const auto& form : forms) names += (names.empty() ? "--form " : " | --form ") + form;
  return fail(ErrorCode::invalid_argument, names);
}

}  // namespace

Result<std::string> export_responses(storage::Database& database, std::string_view form_id) {
  const ResponseIndex index(database);
  MOTCUA_TRY_ASSIGN(const std::string form, choose_form(index, form_id));
  MOTCUA_TRY_ASSIGN(auto fields, form_fields(database, form));
  if (fields.empty()) return fail(ErrorCode::not_found, form);
  MOTCUA_TRY_ASSIGN(const auto rows, index.of_form(form));
  const records::StateStore store(database);
  std::vector<Response> responses;
  for (const auto& row : rows) {
    MOTCUA_TRY_ASSIGN(auto state, store.read(row.id));
    if (!state) return fail(ErrorCode::database_corrupt, row.id.hex());
    responses.push_back({row, *std::move(state)});
  }

  const auto paths = columns(std::move(fields), responses);
  std::vector<std::string> cells = {"id", "form", "version", "surveyor", "received", "started", "finished", "language"};
  for (const auto& path : paths) cells.push_back(column_name(path));
  std::string out = "\xEF\xBB\xBF";
  append_csv_row(out, cells);
  for (const auto& [row, state] : responses) {
    cells = {row.id.hex(),
             row.form_id,
             row.version,
             row.surveyor,
             format_instant(row.received),
             records::field_text(state, survey::kStartedField),
             records::field_text(state, survey::kFinishedField),
             records::field_text(state, survey::kLanguageField)};
    for (const auto& path : paths) cells.push_back(records::field_text(state, path));
    append_csv_row(out, cells);
  }
  return out;
}

}  // namespace motcua::server
