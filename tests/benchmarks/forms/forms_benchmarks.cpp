// forms_benchmarks FORM.xml FORM.script FORM.results [--every K] [--steps N] [--seconds S] [--rounds R]
// Fills the form as the script says (its steps are explained in forms.mjs), R times or until S seconds are over, at
// least once, and prints JSON lines: what each filling cost, and the values of the nodes that FORM.results names.
// The first filling is the cold one. With --every K only each K-th of the steps that answer is done, with --steps N
// only the first N steps.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "motcua/base/text.hpp"
#include "motcua/forms/form_session.hpp"
#include "process_use.hpp"

namespace motcua::bench {
namespace {

using Steady = std::chrono::steady_clock;

double ms_since(Steady::time_point start) {
  return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

[[noreturn]] void die(std::string_view what) {
  fmt::print(stderr, "forms_benchmarks: {}\n", what);
  std::exit(1);
}

template <class T>
T must(Result<T> result, std::string_view what) {
  if (!result) die(fmt::format("{}: {}", what, message(result.error(), Language::en)));
  return *std::move(result);
}

std::string read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) die(fmt::format("cannot read {}", path));
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The words of each line that is not empty; they point into `text`.
std::vector<std::vector<std::string_view>> lines_of(std::string_view text) {
  std::vector<std::vector<std::string_view>> out;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) out.push_back(split(line, '\t'));
  }
  return out;
}

struct Options {
  std::size_t every = 1;
  std::size_t steps = SIZE_MAX;
  std::size_t rounds = 1;
  double seconds = 0;
};

struct Work {
  std::string form;
  std::vector<std::vector<std::string_view>> steps;
  std::vector<std::vector<std::string_view>> results;
};

double percentile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[rank == 0 ? 0 : rank - 1];
}

void print_times(std::size_t round, std::string_view name, const std::vector<double>& times) {
  if (times.empty()) return;
  const std::vector<double> last(times.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(times.size(), 10)),
                                 times.end());
  fmt::print(R"({{"round":{0},"{1}s":{2},"{1}_p50_ms":{3},"{1}_p95_ms":{4},"{1}_last_ms":{5}}})"
             "\n",
             round, name, times.size(), percentile(times, 0.5), percentile(times, 0.95), percentile(last, 0.5));
}

void fill(const Work& work, const Options& options, std::size_t round) {
  ManualClock clock;
  SeededRandom random(1);
  const double processor = processor_ms();
  auto start = Steady::now();
  auto form = must(forms::FormDefinition::parse(work.form), "parse");
  fmt::print(R"({{"round":{},"parse_ms":{}}})"
             "\n",
             round, ms_since(start));
  start = Steady::now();
  auto session = must(forms::FormSession::create(form, {&clock, &random, {}, {}}), "create");
  fmt::print(R"({{"round":{},"create_ms":{},"open_processor_ms":{}}})"
             "\n",
             round, ms_since(start), processor_ms() - processor);
  std::vector<double> answers;
  std::vector<double> cascades;
  std::vector<double> adds;
  const std::size_t count = std::min(options.steps, work.steps.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto& words = work.steps[i];
    const std::string_view step = words[0];
    const std::string_view ref = words[1];
    if (step == "answer" && i % options.every == 0) {
      start = Steady::now();
      const auto changed = session.answer(ref, words[2]);
      answers.push_back(ms_since(start));
      if (!changed) die(fmt::format("answer {}: {}", ref, message(changed.error(), Language::en)));
    } else if (step == "cascade") {
      start = Steady::now();
      const auto changed = session.answer(ref, words[2]);
      const auto next = session.item(words[3]);
      cascades.push_back(ms_since(start));
      if (!changed || !next || next->choices.empty()) die(fmt::format("no choices of {}", words[3]));
    } else if (step == "add") {
      start = Steady::now();
      const auto changed = session.add_repeat(ref);
      adds.push_back(ms_since(start));
      if (!changed) die(fmt::format("add {}: {}", ref, message(changed.error(), Language::en)));
    }
  }
  print_times(round, "answer", answers);
  print_times(round, "cascade", cascades);
  print_times(round, "add", adds);
  fmt::print(R"({{"round":{},"rss_mb":{}}})"
             "\n",
             round, peak_memory_mb());
  std::string values;
  for (const auto& words : work.results) {
    values += fmt::format(R"({}"{}")", values.empty() ? "" : ",", session.value(words[0]).value_or("(no such node)"));
  }
  fmt::print(R"({{"round":{},"steps":{},"results":[{}]}})"
             "\n",
             round, count, values);
}

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  using namespace motcua::bench;
  if (argc < 4) die("FORM.xml FORM.script FORM.results [--every K] [--steps N] [--seconds S] [--rounds R]");
  Options options;
  for (int i = 4; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const auto value = static_cast<std::size_t>(std::strtoull(argv[i + 1], nullptr, 10));
    if (name == "--every") options.every = std::max<std::size_t>(value, 1);
    if (name == "--steps") options.steps = value;
    if (name == "--rounds") options.rounds = value;
    if (name == "--seconds") options.seconds = static_cast<double>(value);
  }
  const std::string script = read_file(argv[2]);
  const std::string results = read_file(argv[3]);
  const Work work{read_file(argv[1]), lines_of(script), lines_of(results)};
  const auto start = Steady::now();
  for (std::size_t round = 0; round == 0 || (round < options.rounds && ms_since(start) < options.seconds * 1000);
       ++round) {
    fill(work, options, round);
  }
  return 0;
}
