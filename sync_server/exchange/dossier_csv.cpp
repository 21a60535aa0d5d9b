#include "exchange/dossier_csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "exchange/csv_columns.hpp"
#include "exchange/office_time.hpp"
#include "motcua/base/csv.hpp"
#include "motcua/base/text.hpp"
#include "motcua/dossier/store.hpp"

namespace motcua::server {
namespace {

using dossier::State;

enum Column : std::size_t {
  code,
  lookup_code,
  procedure_code,
  procedure_name,
  unit,
  collect_at,
  due,
  state,
  at,
  event_unit,
  note,
  kColumns
};

constexpr std::array<CsvHeading, kColumns> kHeadings = {{{"ma ho so", "code", true},
                                                         {"ma tra cuu", "lookup_code", false},
                                                         {"ma thu tuc", "procedure_code", false},
                                                         {"ten thu tuc", "procedure_name", false},
                                                         {"don vi giai quyet", "unit", false},
                                                         {"noi tra ket qua", "collect_at", false},
                                                         {"ngay hen tra", "due", false},
                                                         {"trang thai", "state", true},
                                                         {"thoi diem", "at", true},
                                                         {"don vi thuc hien", "event_unit", false},
                                                         {"ghi chu", "note", false}}};

constexpr std::array<std::string_view, 10> kStates = {"Mới đăng ký",
                                                      "Được tiếp nhận",
                                                      "Không được tiếp nhận",
                                                      "Đang xử lý",
                                                      "Yêu cầu bổ sung giấy tờ",
                                                      "Yêu cầu thực hiện nghĩa vụ tài chính",
                                                      "Công dân yêu cầu rút hồ sơ",
                                                      "Dừng xử lý",
                                                      "Đã xử lý xong",
                                                      "Đã trả kết quả"};

constexpr std::size_t kMinLookupCode = 6;  // fewer characters are soon guessed
constexpr std::size_t kMaxText = 2000;     // bytes of any cell that is stored

std::optional<State> parse_state(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size()) return dossier::state_from_number(value);
  static const auto kFolded = [] {
    std::array<std::string, kStates.size()> folded;
    std::ranges::transform(kStates, folded.begin(), [](std::string_view state) { return fold(state); });
    return folded;
  }();
  const auto* found = std::ranges::find(kFolded, fold(text));
  if (found == kFolded.end()) return std::nullopt;
  return dossier::state_from_number(static_cast<int>(found - kFolded.begin()) + 1);
}

struct Event {
  const CsvRow* row = nullptr;
  dossier::Event event;
};
struct Entry {
  dossier::NewDossier dossier;  // Without events: they are brought in one by one, so that a bad one has its line.
  std::vector<Event> events;
  std::vector<const CsvRow*> rows;
  bool bad = false;
};

class Import {
 public:
  Import(storage::Database& database, bool skip_bad_rows) : database_(database), skip_(skip_bad_rows) {}

  Result<ImportReport> run(std::string_view csv) {
    MOTCUA_TRY_ASSIGN(rows_, parse_csv(csv));
    MOTCUA_TRY_ASSIGN(columns_, CsvColumns::read(rows_, kHeadings));
    for (const auto& other : columns_.others()) report_.ignored_columns.push_back(other.heading);
    for (std::size_t i = 1; i < rows_.size(); ++i) read_row(rows_[i]);
    MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database_));
    for (Entry& entry : entries_) {
      if (!entry.bad) MOTCUA_TRY(store(entry));
    }
    std::ranges::sort(report_.problems, {}, [](const RowProblem& p) { return std::tie(p.line, p.column); });
    collect();
    if (!report_.problems.empty() && !skip_) return std::move(report_);  // The transaction rolls back.
    MOTCUA_TRY(transaction.commit());
    report_.committed = true;
    return std::move(report_);
  }

 private:
  std::string cell(const CsvRow& row, Column column) const { return columns_.cell(row, column); }
  std::string heading(Column column) const { return columns_.heading(column); }

  void report(Entry& entry, const CsvRow& row, Column column, Error error) {
    entry.bad = true;
    report_.problems.push_back({row.line, heading(column), std::move(error)});
  }

  Entry& entry_for(const CsvRow& row) {
    const std::string typed = cell(row, code);
    const auto normalised = dossier::normalise_code(typed);
    // Rows whose code cannot be read belong to no dossier: each is an entry of its own.
    const std::string key = normalised ? *normalised : "\n" + std::to_string(row.line);
    const auto [found, fresh] = by_code_.try_emplace(key, entries_.size());
    if (fresh) {
      entries_.emplace_back();
      entries_.back().dossier.code = normalised.value_or("");
    }
    Entry& entry = entries_[found->second];
    entry.rows.push_back(&row);
    if (!normalised) report(entry, row, code, {ErrorCode::invalid_argument, typed});
    return entry;
  }

  void read_row(const CsvRow& row) {
    Entry& entry = entry_for(row);
    if (row.cells.size() > rows_.front().cells.size()) {
      report(entry, row, code,
             {ErrorCode::invalid_argument,
              std::to_string(row.cells.size()) + " > " + std::to_string(rows_.front().cells.size())});
    }
    read_text(entry, row, procedure_code, entry.dossier.procedure_code);
    read_text(entry, row, procedure_name, entry.dossier.procedure_name);
    read_text(entry, row, unit, entry.dossier.unit);
    read_text(entry, row, collect_at, entry.dossier.collect_at);
    if (const std::string typed = cell(row, lookup_code); !typed.empty()) {
      // Only letters and digits without marks are left, so bytes are characters.
      if (auto normalised = dossier::normalise_lookup_code(typed); normalised && normalised->size() < kMinLookupCode) {
        report(entry, row, lookup_code,
               {ErrorCode::invalid_argument, typed + " (< " + std::to_string(kMinLookupCode) + ")"});
      } else if (normalised) {
        entry.dossier.lookup_code = *std::move(normalised);
      } else {
        report(entry, row, lookup_code, {ErrorCode::invalid_argument, typed});
      }
    }
    if (const std::string typed = cell(row, due); !typed.empty()) {
      if (const auto time = parse_office_time(typed)) {
        constexpr std::int64_t kEndOfOfficeHours = 17LL * 3600 * 1000;
        entry.dossier.due = Instant{time->instant.ms + (time->has_time ? 0 : kEndOfOfficeHours)};
      } else {
        report(entry, row, due, {ErrorCode::invalid_argument, typed});
      }
    }
    read_event(entry, row);
  }

  void read_text(Entry& entry, const CsvRow& row, Column column, std::string& out) {
    std::string text = cell(row, column);
    if (text.size() > kMaxText)
      return report(entry, row, column, {ErrorCode::invalid_argument, "> " + std::to_string(kMaxText)});
    if (!text.empty()) out = std::move(text);
  }

  void read_event(Entry& entry, const CsvRow& row) {
    dossier::Event event;
    const std::string typed_state = cell(row, state);
    if (const auto parsed = parse_state(typed_state)) {
      event.state = *parsed;
    } else {
      report(entry, row, state, {ErrorCode::invalid_argument, typed_state});
    }
    const std::string typed_time = cell(row, at);
    if (const auto parsed = parse_office_time(typed_time)) {
      event.at = parsed->instant;
    } else {
      report(entry, row, at, {ErrorCode::invalid_argument, typed_time});
    }
    read_text(entry, row, event_unit, event.unit);
    read_text(entry, row, note, event.note);
    entry.events.push_back({&row, std::move(event)});
  }

  // A savepoint, so that a dossier whose third event is bad does not stay with two.
  Status store(Entry& entry) {
    MOTCUA_TRY(database_.execute("SAVEPOINT dossier"));
    dossier::DossierStore store(database_);
    for (const auto& [row, event] : entry.events) {
      dossier::NewDossier one = entry.dossier;
      one.events = {event};
      if (one.events.front().unit.empty()) one.events.front().unit = one.unit;
      auto stored = store.upsert(one);
      if (stored) continue;
      const Error& error = stored.error();
      if (error.code != ErrorCode::state_transition && error.code != ErrorCode::invalid_argument) return stored;
      report(entry, *row, column_of(error), error);
      return database_.execute("ROLLBACK TO dossier; RELEASE dossier");
    }
    return database_.execute("RELEASE dossier");
  }

  static Column column_of(const Error& error) {
    if (error.code == ErrorCode::state_transition) return state;
    if (error.detail == "event.at") return at;
    const auto* found = std::ranges::find(kHeadings, error.detail, &CsvHeading::english);
    return found == kHeadings.end() ? code : static_cast<Column>(found - kHeadings.begin());
  }

  void collect() {
    std::unordered_map<std::size_t, std::string> reasons;
    for (const RowProblem& problem : report_.problems) {
      auto& reason = reasons[problem.line];
      if (!reason.empty()) reason += " ";
      reason += problem.column + ": " + message(problem.error, Language::vi);
    }
    std::vector<const CsvRow*> rejected;
    for (const Entry& entry : entries_) {
      if (entry.bad) {
        rejected.insert(rejected.end(), entry.rows.begin(), entry.rows.end());
      } else {
        ++report_.dossiers;
        report_.rows += entry.rows.size();
        const dossier::NewDossier& one = entry.dossier;
        if (!one.lookup_code.empty())
          report_.links.emplace_back(one.code, dossier::receipt_link(one.code, one.lookup_code));
      }
    }
    if (rejected.empty()) return;
    std::ranges::sort(rejected, {}, &CsvRow::line);
    auto headings = rows_.front().cells;
    headings.emplace_back("Lý do");
    report_.rejected_csv = kByteOrderMark;
    append_csv_row(report_.rejected_csv, headings);
    for (const CsvRow* row : rejected) {
      auto cells = row->cells;
      cells.resize(std::max(cells.size(), headings.size() - 1));
      cells.push_back(reasons[row->line]);
      append_csv_row(report_.rejected_csv, cells);
    }
  }

  storage::Database& database_;
  bool skip_;
  std::vector<CsvRow> rows_;
  CsvColumns columns_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_code_;
  ImportReport report_;
};

}  // namespace

std::string_view portal_name(dossier::State state) { return kStates[static_cast<std::size_t>(state) - 1]; }

Result<ImportReport> import_dossiers(storage::Database& database, std::string_view csv, bool skip_bad_rows) {
  return Import(database, skip_bad_rows).run(csv);
}

}  // namespace motcua::server
