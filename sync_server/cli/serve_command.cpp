#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <sys/resource.h>

#include <algorithm>
#include <optional>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "http/listener.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

/// Each connection is a file; systems often begin a program with leave for 1,024.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = 2 * kMaxConnections;
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Status run_serve(const Options& options) {
  // Before any thread is started: they inherit it, and one thread waits for these signals.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  allow_many_files();

  auto logger = std::make_shared<spdlog::logger>("motcua", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  spdlog::set_default_logger(std::move(logger));

  sync::ServerFacts facts;
  std::optional<StaticFiles> app;
  if (!options.app.empty()) {
    MOTCUA_TRY_ASSIGN(app, StaticFiles::load(options.app));
    // Written by the web build.
    if (const auto* build = app->find("/build.txt"); build != nullptr) facts.app_build = trim(*build->body);
  }
  ListenOptions listen{
      options.listen,          options.port, options.threads, options.proxies, options.connections_per_address,
      options.patience_seconds};
  MOTCUA_TRY_ASSIGN(auto api,
                    Api::open(options.data, options.threads, system_clock(), system_random(), std::move(facts)));
  MOTCUA_TRY_ASSIGN(listen.port, claim_port(listen));
  serve_http(listen, *api, app ? &*app : nullptr, [&] { say(options, Text::serving, listen.address, listen.port); });
  say(options, Text::stopped);
  return {};
}

}  // namespace motcua::server
