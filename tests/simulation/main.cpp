#include <CLI/CLI.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "motcua/base/sabotage.hpp"
#include "run.hpp"

// Runs seeds and prints one line of JSON. See README.md.
namespace {

using namespace motcua;
using namespace motcua::simulation;

struct Named {
  const char* name;
  Defect defect;
};
#define DEFECT(name) {#name, Defect::name}
constexpr Named kDefects[] = {
    DEFECT(cursor_before_rows),     DEFECT(ack_before_commit),        DEFECT(tie_by_arrival),
    DEFECT(epoch_ignored),          DEFECT(seq_reused_after_restore), DEFECT(delete_beats_edit),
    DEFECT(page_cut_inside_commit), DEFECT(quarantine_ack_forgotten), DEFECT(unsent_dropped_on_resync),
    DEFECT(clock_not_clamped),
};
#undef DEFECT

struct Arguments {
  std::uint64_t seeds = 1000;
  std::uint64_t first = 1;
  Options options;
  std::string sabotage;
  std::string script;
  std::string kept;
  bool shrink = true;
};

constexpr std::size_t kMaxViolations = 10;

struct Outcome {
  Tally tally;
  std::uint64_t seeds = 0;
  nlohmann::ordered_json violations = nlohmann::ordered_json::array();
};

void run_one(const Arguments& arguments, std::uint64_t seed, const Script& script, Outcome& outcome) {
  Tally tally;
  const auto violation = run_script(seed, arguments.options, script, tally);
  outcome.tally.add(tally);
  ++outcome.seeds;
  if (!violation) return;
  const Script shortest = arguments.shrink ? shrink(seed, arguments.options, script, *violation) : script;
  Tally again;
  const auto shown = run_script(seed, arguments.options, shortest, again);
  outcome.violations.push_back({{"seed", seed},
                                {"invariant", violation->invariant},
                                {"text", (shown ? *shown : *violation).text},
                                {"steps", shortest.size()},
                                {"script", to_text(shortest)}});
}

Outcome run_seeds(const Arguments& arguments, std::size_t max_violations) {
  Outcome outcome;
  for (std::uint64_t i = 0; i < arguments.seeds && outcome.violations.size() < max_violations; ++i) {
    const std::uint64_t seed = arguments.first + i;
    run_one(arguments, seed, generate(seed, arguments.options.steps), outcome);
  }
  return outcome;
}

/// Lines "SEED DEVICES SCRIPT", "#" begins a comment. False when one cannot be read.
bool run_kept(const Arguments& arguments, Outcome& outcome) {
  std::ifstream file(arguments.kept);
  if (!file) return false;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream in(line);
    std::uint64_t seed = 0;
    Arguments one = arguments;
    std::string text;
    if (!(in >> seed >> one.options.devices) || !std::getline(in, text)) return false;
    const auto script = from_text(text);
    if (!script) return false;
    run_one(one, seed, *script, outcome);
  }
  return true;
}

/// Whether each defect is caught; prints the seed that does.
bool prove(Arguments arguments) {
  bool all = true;
  arguments.shrink = false;
  nlohmann::ordered_json out;
  for (const Named& defect : kDefects) {
    active_defect = defect.defect;
    const Outcome outcome = run_seeds(arguments, 1);
    all = all && !outcome.violations.empty();
    if (outcome.violations.empty()) {
      out[defect.name] = nullptr;
    } else {
      const auto& violation = outcome.violations.front();
      out[defect.name] = {{"seed", violation["seed"]}, {"invariant", violation["invariant"]}};
    }
  }
  std::cout << out.dump() << '\n';
  return all;
}

int run(const Arguments& arguments) {
  if (arguments.sabotage == "all") return prove(arguments) ? 0 : 1;
  if (!arguments.sabotage.empty()) {
    const auto* named = std::ranges::find_if(kDefects, [&](const Named& d) { return d.name == arguments.sabotage; });
    if (named == std::end(kDefects)) {
      std::cerr << "no such defect: " << arguments.sabotage << '\n';
      return 2;
    }
    active_defect = named->defect;
  }
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome;
  if (!arguments.kept.empty() && !run_kept(arguments, outcome)) {
    std::cerr << arguments.kept << " cannot be read\n";
    return 2;
  }
  if (!arguments.script.empty()) {
    const auto script = from_text(arguments.script);
    if (!script) {
      std::cerr << "not a script\n";
      return 2;
    }
    run_one(arguments, arguments.first, *script, outcome);
  } else {
    Outcome more = run_seeds(arguments, kMaxViolations);
    outcome.tally.add(more.tally);
    outcome.seeds += more.seeds;
    for (auto& violation : more.violations) outcome.violations.push_back(std::move(violation));
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const nlohmann::ordered_json out = {{"seeds", outcome.seeds},
                                      {"first_seed", arguments.first},
                                      {"devices", arguments.options.devices},
                                      {"steps", arguments.options.steps},
                                      {"seconds", seconds.count()},
                                      {"operations", outcome.tally.operations},
                                      {"faults", outcome.tally.faults},
                                      {"invariants", outcome.tally.checks},
                                      {"violations", outcome.violations}};
  std::cout << out.dump() << '\n';
  return outcome.violations.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("The sync simulation: prints one line of JSON; exit status 1 tells of violations.");
  app.add_option("--seeds", arguments.seeds, "how many seeds to run")->capture_default_str();
  app.add_option("--seed", arguments.first, "the first one")->capture_default_str();
  app.add_option("--devices", arguments.options.devices, "devices at the start")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--steps", arguments.options.steps, "steps of a script")->capture_default_str();
  app.add_option("--sabotage", arguments.sabotage, "build in this known defect, or prove that \"all\" are caught");
  app.add_option("--script", arguments.script, "run this script with --seed instead");
  app.add_option("--kept", arguments.kept, "also run the scripts of this file");
  app.add_flag("--trace", arguments.options.trace, "tell on stderr what happens");
  app.add_flag("!--no-shrink", arguments.shrink, "do not look for the shortest script");
  CLI11_PARSE(app, argc, argv);
  return run(arguments);
}
