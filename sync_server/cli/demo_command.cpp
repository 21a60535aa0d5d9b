#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "demo/demo_data.hpp"
#include "exchange/assignment_csv.hpp"
#include "form_tools/form_source.hpp"
#include "http/listener.hpp"
#include "motcua/base/text.hpp"
#include "motcua/feedback/office.hpp"
#include "motcua/survey/surveys.hpp"
#include "office/accounts.hpp"
#include "office/office.hpp"
#include "office/secrets.hpp"

namespace motcua::server {
namespace {

using dossier::State;

constexpr std::string_view kExamples = "demo_examples";  // The mark of a demo office, and what it prints again.
constexpr std::size_t kDossiers = 3000;
constexpr std::int64_t kCodeMs = 72LL * 3'600'000;
constexpr const char* kAssignedForm = "sipas-2023";
constexpr const char* kSurveyors[] = {"khaosat1", "khaosat2"};

// --assets; else beside the program, or in share/ as an installed program has it; else the source tree it was built
// from.
std::string find_assets(const Options& options) {
  if (!options.assets.empty()) return options.assets;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const auto& folder : {program / "assets", program / ".." / "share" / "motcua" / "assets"}) {
    if (std::filesystem::is_directory(folder, error)) return folder.string();
  }
  return MOTCUA_ASSETS;
}

struct Assets {
  std::vector<Procedure> procedures;
  std::vector<std::string> units;
  std::vector<FormSource> forms;
};

Result<Assets> read_assets(const std::string& folder) {
  Assets out;
  MOTCUA_TRY_ASSIGN(const auto procedures, read_whole_file(folder + "/procedures/demo.csv"));
  MOTCUA_TRY_ASSIGN(out.procedures, read_procedures(procedures));
  MOTCUA_TRY_ASSIGN(const auto units, read_whole_file(folder + "/units/hanoi.csv"));
  MOTCUA_TRY_ASSIGN(out.units, read_units(units));
  for (const char* name : {"sipas-2023.md", "ward-9-items.md", "household.md"}) {
    MOTCUA_TRY_ASSIGN(auto form, read_form_source(folder + "/forms/" + name, {}));
    out.forms.push_back(std::move(form));
  }
  return out;
}

// One dossier in each of three states, as lines "state code lookup-code".
std::string choose_examples(const std::vector<dossier::NewDossier>& dossiers) {
  std::string lines;
  for (const State state : {State::processing, State::supplement_requested, State::returned}) {
    const auto found =
        std::ranges::find_if(dossiers, [&](const auto& one) { return one.events.back().state == state; });
    if (found == dossiers.end()) continue;
    lines += std::to_string(static_cast<int>(state)) + " " + found->code + " " + found->lookup_code + "\n";
  }
  return lines;
}

// Whom the first surveyor is to visit: as an office brings them in.
Status assign_demo(const Options& options, storage::Database& database, Instant now) {
  MOTCUA_TRY_ASSIGN(const auto surveyor, Accounts(database).find(kSurveyors[0]));
  MOTCUA_TRY_ASSIGN(const auto report,
                    import_assignments(database, make_assignments(now), records::account_scope(surveyor.id),
                                       kAssignedForm, system_clock(), system_random()));
  if (!report.committed) return fail(ErrorCode::csv_row, report.problems.front().column);
  say(options, Text::demo_assigned, report.added, surveyor.name);
  return {};
}

/// Every eighth of those who have their result says how it was.
Status rate_some(storage::Database& database, const std::vector<dossier::NewDossier>& dossiers, Random& random,
                 Instant now) {
  using enum feedback::Score;
  constexpr std::array kScores{very_satisfied, satisfied, satisfied, satisfied,         very_satisfied,
                               neutral,        satisfied, neutral,   very_dissatisfied, dissatisfied};
  const dossier::DossierStore store(database);
  feedback::RatingStore ratings(database);
  for (const auto& dossier : dossiers) {
    if (dossier.events.empty() || dossier.events.back().state != dossier::State::returned) continue;
    if (random.next_u64() % 8 != 0) continue;
    MOTCUA_TRY_ASSIGN(const auto about, store.lookup(dossier.code, dossier.lookup_code, now));
    const feedback::Score score = kScores[random.next_u64() % kScores.size()];
    MOTCUA_TRY(ratings.store(about, {feedback::RatingId::random(random), score, {}, {}}, dossier.events.back().at));
  }
  return {};
}

Status make_office(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto assets, read_assets(find_assets(options)));
  Random& random = system_random();
  const Instant now = system_clock().now();
  MOTCUA_TRY_ASSIGN(auto database, create_office(options.data, text(Text::demo_office_name, options.language), random));
  MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database, system_clock(), random));
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
  for (const auto& form : assets.forms) MOTCUA_TRY(survey::publish(sequencer, database, form.xml, random, form.files));
  Accounts accounts(database);
  MOTCUA_TRY(accounts.add("admin", Role::admin, "", random, now));
  for (const char* surveyor : kSurveyors) MOTCUA_TRY(accounts.add(surveyor, Role::surveyor, "", random, now));
  SeededRandom made_up(2026);
  const auto dossiers = make_dossiers(kDossiers, assets.procedures, assets.units, made_up, now);
  dossier::DossierStore store(database);
  for (const auto& dossier : dossiers) MOTCUA_TRY(store.upsert(dossier));
  MOTCUA_TRY(rate_some(database, dossiers, made_up, now));
  MOTCUA_TRY(write_setting(database, kExamples, choose_examples(dossiers)));
  MOTCUA_TRY(transaction.commit());
  say(options, Text::demo_made, dossiers.size(), assets.units.size(), assets.forms.size(), options.data);
  return assign_demo(options, database, now);
}

void print_examples(const Options& options, std::string_view examples) {
  for (const auto line : split(examples, '\n')) {
    const auto words = split(line, ' ');
    if (words.size() != 3) continue;
    const Text state = words[0] == "4"   ? Text::demo_processing
                       : words[0] == "5" ? Text::demo_supplement
                                         : Text::demo_returned;
    say(options, Text::demo_dossier, text(state, options.language), words[1], words[2]);
  }
}

// New each time, because only their hashes are kept.
Status print_keys(const Options& options, storage::Database& database, const std::string& address) {
  Random& random = system_random();
  const Instant now = system_clock().now();
  Accounts accounts(database);
  const std::string password = make_password(random);
  MOTCUA_TRY_ASSIGN(const auto hash, hash_password(password));
  MOTCUA_TRY_ASSIGN(const auto admin, accounts.find("admin"));
  MOTCUA_TRY(accounts.set_password(admin.id, hash));
  say(options, Text::demo_admin, address, admin.name, password);
  for (const char* surveyor : kSurveyors) {
    MOTCUA_TRY_ASSIGN(const auto account, accounts.find(surveyor));
    MOTCUA_TRY_ASSIGN(const auto code, accounts.make_enrolment(account.id, random, now, {now.ms + kCodeMs}));
    say(options, Text::demo_surveyor, account.name, address, code);
  }
  return {};
}

Status ensure_office(const Options& options) {
  std::error_code error;
  if (std::filesystem::exists(database_path(options.data), error)) return {};
  auto made = make_office(options);
  if (!made) discard_unfinished_office(options.data);
  return made;
}

}  // namespace

Status run_demo(const Options& options) {
  Options serving = options;
  if (options.serve) {
    MOTCUA_TRY_ASSIGN(serving.port, claim_port({options.listen, options.port, options.threads, {}}));
  }
  std::error_code error;
  const bool kept = std::filesystem::exists(database_path(options.data), error);
  MOTCUA_TRY(ensure_office(options));
  {
    MOTCUA_TRY_ASSIGN(auto database, open_office(options.data, system_random()));
    MOTCUA_TRY_ASSIGN(const auto examples, read_setting(database, kExamples));
    if (examples.empty())
      return fail(ErrorCode::already_exists, database_path(options.data));  // Someone's real office.
    if (kept) say(options, Text::demo_kept, options.data);
    const std::string address = "http://" + serving.listen + ":" + std::to_string(serving.port) + "/";
    MOTCUA_TRY(print_keys(options, database, address));
    print_examples(options, examples);
  }
  return options.serve ? run_serve(serving) : Status{};
}

}  // namespace motcua::server
