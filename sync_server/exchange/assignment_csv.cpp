#include "exchange/assignment_csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "exchange/office_time.hpp"
#include "form_tools/field_finder.hpp"
#include "motcua/base/text.hpp"
#include "motcua/survey/assignments.hpp"
#include "motcua/survey/surveys.hpp"
#include "office/sample.hpp"

namespace motcua::server {
namespace {

enum Column : std::size_t { key, label, address, form, unit, notes, due, order, reserve, kColumns };

constexpr std::array<CsvHeading, kColumns> kHeadings = {{{"ma", "key", true},
                                                         {"ho hoac nguoi", "label", true},
                                                         {"dia chi", "address", true},
                                                         {"ma bieu mau", "form", false},
                                                         {"don vi", "unit", false},
                                                         {"ghi chu", "notes", false},
                                                         {"han", "due", false},
                                                         {"thu tu", "order", false},
                                                         {"du bi", "reserve", false}}};
constexpr std::array<std::string_view, 2> kAnswers = {"tra loi", "answer"};
constexpr std::array<std::string_view, 6> kYes = {"x", "co", "1", "yes", "true", "du bi"};
constexpr std::array<std::string_view, 5> kNo = {"", "0", "khong", "no", "false"};

constexpr std::size_t kMaxKey = 64;    // Bytes.
constexpr std::size_t kMaxLine = 500;  // Bytes of what stands in one line.
constexpr std::size_t kMaxNotes = 2000;

/// What the question of an answer column is called; nullopt for another column.
std::optional<std::string> question_of(std::string_view heading) {
  const auto colon = heading.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  if (std::ranges::find(kAnswers, fold(heading.substr(0, colon))) == kAnswers.end()) return std::nullopt;
  return std::string(trim(heading.substr(colon + 1)));
}

/// A published form, as far as answers to it are checked.
struct Form {
  std::shared_ptr<const forms::FormDefinition> definition;
  FieldFinder fields;
};

struct Row {
  std::size_t line = 0;
  survey::Assignment assignment;
};

class Import {
 public:
  Import(storage::Database& database, std::string_view scope, std::string_view form_id, Clock& clock, Random& random)
      : database_(database), catalog_(database), scope_(scope), form_id_(form_id), clock_(clock), random_(random) {}

  Result<AssignmentImport> run(std::string_view csv) {
    MOTCUA_TRY_ASSIGN(const auto rows, parse_csv(csv));
    MOTCUA_TRY_ASSIGN(columns_, CsvColumns::read(rows, kHeadings));
    for (const auto& other : columns_.others()) {
      if (const auto question = question_of(other.heading)) {
        answers_.push_back({other.place, other.heading, *question});
      } else {
        report_.ignored_columns.push_back(other.heading);
      }
    }
    MOTCUA_TRY(choose_form());
    // Filling the form once a row may take minutes, and while a transaction is open a served office cannot write.
    for (std::size_t i = 1; i < rows.size(); ++i) MOTCUA_TRY(read_row(rows[i], i));
    MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database_));
    MOTCUA_TRY(find_ids());
    if (!report_.problems.empty()) return std::move(report_);  // The transaction rolls back.
    MOTCUA_TRY(store());
    MOTCUA_TRY(transaction.commit());
    report_.committed = true;
    return std::move(report_);
  }

 private:
  struct AnswerColumn {
    std::size_t place;
    std::string heading;
    std::string question;
  };
  struct Known {
    EntityId id;
    std::string scope;
    std::string assigned_to;
    std::size_t line = 0;  ///< Of the row of this file that has the code; 0: none yet.
  };

  /// By line, whatever is found first.
  void report(std::size_t line, std::string column, Error error) {
    const auto place = std::ranges::upper_bound(report_.problems, line, {}, &RowProblem::line);
    report_.problems.insert(place, {line, std::move(column), std::move(error)});
  }
  void report(const CsvRow& row, Column column, Error error) {
    report(row.line, columns_.heading(column), std::move(error));
  }

  Status choose_form() {
    MOTCUA_TRY_ASSIGN(surveys_, catalog_.current());
    if (!form_id_.empty()) {
      if (std::ranges::find(surveys_, form_id_, &survey::SurveyVersion::form_id) == surveys_.end())
        return fail(ErrorCode::not_found, form_id_);
    } else if (surveys_.size() == 1) {
      form_id_ = surveys_.front().form_id;
    }
    return {};
  }

  Status read_known() {
    MOTCUA_TRY_ASSIGN(const auto sample, read_sample(database_));
    for (const Sampled& one : sample) {
      if (!one.removed)
        known_[{one.assignment.form_id, one.assignment.key}] = {one.assignment.id, one.scope, one.assigned_to, 0};
    }
    return {};
  }

  /// nullptr when it is not published.
  Result<const Form*> find_form(const std::string& id) {
    if (const auto found = forms_.find(id); found != forms_.end()) return &found->second;
    const auto survey = std::ranges::find(surveys_, id, &survey::SurveyVersion::form_id);
    if (survey == surveys_.end()) return nullptr;
    MOTCUA_TRY_ASSIGN(auto definition, catalog_.form(survey->form_id, survey->version));
    FieldFinder fields(*definition);
    return &forms_.emplace(id, Form{std::move(definition), std::move(fields)}).first->second;
  }

  std::string text(const CsvRow& row, Column column, std::size_t limit) {
    std::string out = columns_.cell(row, column);
    if (out.size() > limit) report(row, column, {ErrorCode::invalid_argument, "> " + std::to_string(limit)});
    if (kHeadings[column].required && out.empty()) report(row, column, {ErrorCode::invalid_argument, "–"});
    return out;
  }

  Status read_row(const CsvRow& row, std::size_t place) {
    Row read{row.line, {}};
    survey::Assignment& out = read.assignment;
    if (row.cells.size() > columns_.width())
      report(
          row, key,
          {ErrorCode::invalid_argument, std::to_string(row.cells.size()) + " > " + std::to_string(columns_.width())});
    out.key = text(row, key, kMaxKey);
    out.label = text(row, label, kMaxLine);
    out.address = text(row, address, kMaxLine);
    out.unit = text(row, unit, kMaxLine);
    out.notes = text(row, notes, kMaxNotes);
    read_due(row, out);
    read_order(row, out, place);
    const std::string is_reserve = fold(columns_.cell(row, reserve));
    out.reserve = std::ranges::find(kYes, is_reserve) != kYes.end();
    if (!out.reserve && std::ranges::find(kNo, is_reserve) == kNo.end())
      report(row, reserve, {ErrorCode::invalid_argument, columns_.cell(row, reserve)});
    out.form_id = columns_.cell(row, form);
    if (out.form_id.empty()) out.form_id = form_id_;
    MOTCUA_TRY_ASSIGN(const Form* const asked, find_form(out.form_id));
    if (asked == nullptr) {
      report(row, form,
             out.form_id.empty() ? Error{ErrorCode::invalid_argument, "–"} : Error{ErrorCode::not_found, out.form_id});
    } else {
      MOTCUA_TRY(read_answers(row, *asked, out));
    }
    rows_.push_back(std::move(read));
    return {};
  }

  void read_due(const CsvRow& row, survey::Assignment& out) {
    const std::string typed = columns_.cell(row, due);
    if (typed.empty()) return;
    if (const auto time = parse_office_time(typed)) {
      out.due = format_date(to_civil(time->instant).date);
    } else {
      report(row, due, {ErrorCode::invalid_argument, typed});
    }
  }

  void read_order(const CsvRow& row, survey::Assignment& out, std::size_t place) {
    const std::string typed = columns_.cell(row, order);
    out.order = static_cast<std::int64_t>(place);
    if (typed.empty()) return;
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), out.order);
    if (error != std::errc{} || end != typed.data() + typed.size())
      report(row, order, {ErrorCode::invalid_argument, typed});
  }

  /// The answers as the form itself takes them, each after those before it: what one allows, another may have asked
  /// for.
  Status read_answers(const CsvRow& row, const Form& asked, survey::Assignment& out) {
    std::optional<forms::FormSession> session;
    for (const AnswerColumn& column : answers_) {
      const std::string value = clean_cell(row, column.place);
      if (value.empty()) continue;
      const auto match = asked.fields.find(column.question);
      if (match.ref.empty()) {
        report(row.line, column.heading,
               {ErrorCode::form_reference, column.question + (match.near.empty() ? "" : " → " + match.near)});
        continue;
      }
      if (!session) {
        MOTCUA_TRY_ASSIGN(session,
                          forms::FormSession::create(asked.definition, {.clock = &clock_, .random = &random_}));
      }
      if (const auto answered = session->answer(match.ref, value); !answered) {
        report(row.line, column.heading, answered.error());
        continue;
      }
      const auto item = session->item(match.ref);
      if (item && !item->valid) {
        report(row.line, column.heading, {ErrorCode::answer_invalid, value});
        continue;
      }
      out.answers.push_back({match.ref, value});
    }
    return {};
  }

  Status find_ids() {
    MOTCUA_TRY(read_known());
    for (Row& row : rows_) {
      if (!row.assignment.key.empty()) find_id(row.line, row.assignment);
    }
    return {};
  }

  void find_id(std::size_t line, survey::Assignment& out) {
    auto [found, fresh] = known_.try_emplace({out.form_id, out.key});
    Known& known = found->second;
    if (fresh) {
      known = {EntityId::random(random_), scope_, {}, 0};
    } else if (known.scope != scope_) {
      // Whoever it is assigned to has it on their device: it is taken back first.
      return report(line, columns_.heading(key), {ErrorCode::already_exists, out.key + " (" + known.assigned_to + ")"});
    } else if (known.line != 0) {
      return report(line, columns_.heading(key), {ErrorCode::csv_row, out.key + " = " + std::to_string(known.line)});
    }
    known.line = line;
    out.id = known.id;
  }

  Status store() {
    MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database_, clock_, random_));
    for (const Row& row : rows_) {
      MOTCUA_TRY_ASSIGN(const auto done, survey::assign(sequencer, row.assignment, scope_));
      ++(done == survey::Assigned::added     ? report_.added
         : done == survey::Assigned::changed ? report_.changed
                                             : report_.unchanged);
    }
    return {};
  }

  storage::Database& database_;
  survey::SurveyCatalog catalog_;
  std::string scope_;
  std::string form_id_;
  Clock& clock_;
  Random& random_;
  CsvColumns columns_;
  std::vector<AnswerColumn> answers_;
  std::vector<survey::SurveyVersion> surveys_;
  std::map<std::string, Form, std::less<>> forms_;
  std::map<std::pair<std::string, std::string>, Known> known_;
  std::vector<Row> rows_;
  AssignmentImport report_;
};

}  // namespace

Result<AssignmentImport> import_assignments(storage::Database& database, std::string_view csv, std::string_view scope,
                                            std::string_view form_id, Clock& clock, Random& random) {
  return Import(database, scope, form_id, clock, random).run(csv);
}

}  // namespace motcua::server
