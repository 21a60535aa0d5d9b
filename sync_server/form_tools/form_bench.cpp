#include <sys/resource.h>

#include <algorithm>
#include <chrono>

#include "cli/commands.hpp"
#include "form_tools/filling.hpp"
#include "form_tools/form_source.hpp"
#include "form_tools/json_output.hpp"
#include "motcua/base/ports.hpp"

namespace motcua::server {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kRounds = 5;
constexpr std::size_t kInstances = 3;
constexpr auto kRoundsLimit = std::chrono::seconds(20);

double milliseconds_since(Steady::time_point start) {
  return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

double quantile(std::vector<double>& sorted, double part) {
  if (sorted.empty()) return 0;
  std::ranges::sort(sorted);
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

double peak_rss_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Times {
  std::vector<double> parse;
  std::vector<double> create;
  std::vector<double> answer;
  std::size_t questions = 0;
};

Status fill_once(const FormSource& source, Times& times) {
  const auto before_parse = Steady::now();
  MOTCUA_TRY_ASSIGN(const auto form, forms::FormDefinition::parse(source.xml, source.files));
  times.parse.push_back(milliseconds_since(before_parse));
  const auto before_create = Steady::now();
  MOTCUA_TRY_ASSIGN(auto session, forms::FormSession::create(form, {&system_clock(), &system_random(), {}, {}}));
  times.create.push_back(milliseconds_since(before_create));
  FillingOptions options;
  options.only_empty = false;
  options.instances = kInstances;
  MOTCUA_TRY_ASSIGN(times.questions,
                    fill_form(session, options, [&](std::string_view ref, std::string_view value) -> Status {
                      const auto before = Steady::now();
                      const auto answered = session.answer(ref, value);
                      times.answer.push_back(milliseconds_since(before));
                      if (!answered) return std::unexpected(answered.error());
                      return {};
                    }));
  return {};
}

}  // namespace

Status run_form_bench(const Options& options) {
  MOTCUA_TRY_ASSIGN(const auto source, read_form_source(options.file, options.files));
  Times times;
  const auto start = Steady::now();
  MOTCUA_TRY(fill_once(source, times));
  const double peak = peak_rss_mib();  // Of one form and one filling, before the others.
  while (times.parse.size() < kRounds && Steady::now() - start < kRoundsLimit) MOTCUA_TRY(fill_once(source, times));
  Json::Value out;
  out["file"] = options.file;
  out["rounds"] = Json::UInt64(times.parse.size());
  out["answers"] = Json::UInt64(times.questions);
  out["parse_ms"] = quantile(times.parse, 0.5);
  out["create_ms"] = quantile(times.create, 0.5);
  out["answer_p50_ms"] = quantile(times.answer, 0.5);
  out["answer_p95_ms"] = quantile(times.answer, 0.95);
  out["peak_rss_mb"] = peak;
  print_json(out);
  return {};
}

}  // namespace motcua::server
