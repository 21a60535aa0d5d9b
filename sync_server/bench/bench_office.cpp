#include "bench/bench_office.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "motcua/survey/surveys.hpp"
#include "office/accounts.hpp"
#include "office/office.hpp"

namespace motcua::server {
namespace {

std::string form_xml() {
  std::string nodes;
  std::string body;
  for (int i = 1; i <= kBenchFields; ++i) {
    const std::string name = "q" + std::to_string(i);
    nodes += "<" + name + "/>";
    body += "<input ref=\"/data/" + name + "\"><label>" + name + "</label></input>";
  }
  return R"xml(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>)xml"
         "<h:title>bench</h:title><model><instance><data id=\"" +
         std::string(kBenchForm) + "\" version=\"1\">" + nodes + "</data></instance></model></h:head><h:body>" + body +
         "</h:body></h:html>";
}

}  // namespace

Result<std::vector<BenchDevice>> enrol_bench_devices(const std::string& folder, std::size_t count) {
  MOTCUA_TRY_ASSIGN(auto database, open_office(folder, system_random()));
  MOTCUA_TRY_ASSIGN(auto sequencer, records::Sequencer::open(database, system_clock(), system_random()));
  MOTCUA_TRY_ASSIGN(auto transaction, storage::Transaction::begin(database));
  const auto published = survey::publish(sequencer, database, form_xml(), system_random());
  if (!published && published.error().code != ErrorCode::already_exists) return std::unexpected(published.error());
  Accounts accounts(database);
  const Instant now = system_clock().now();
  const Instant soon{now.ms + 60'000};
  const std::string run = DeviceId::random(system_random()).hex().substr(0, 8);
  std::vector<BenchDevice> out;
  for (std::size_t i = 0; i < count; ++i) {
    BenchDevice device{DeviceId::random(system_random()), {}, "bench-" + run + "-" + std::to_string(i), {}};
    MOTCUA_TRY_ASSIGN(const auto account, accounts.add(device.account, Role::surveyor, "", system_random(), now));
    MOTCUA_TRY_ASSIGN(const auto code, accounts.make_enrolment(account.id, system_random(), now, soon));
    MOTCUA_TRY_ASSIGN(auto enrolled, accounts.enrol(code, device.id, system_random(), now));
    device.account_id = account.id;
    device.token = std::move(enrolled.token);
    out.push_back(std::move(device));
  }
  MOTCUA_TRY(transaction.commit());
  return out;
}

BenchServer::BenchServer(BenchServer&& other) noexcept
    : folder_(std::exchange(other.folder_, {})),
      pid_(std::exchange(other.pid_, -1)),
      out_(std::exchange(other.out_, -1)),
      port_(other.port_) {}

Result<BenchServer> BenchServer::start() {
  BenchServer server;
  std::string folder = (std::filesystem::temp_directory_path() / "motcua-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return fail(ErrorCode::file_write, folder);
  server.folder_ = std::move(folder);
  MOTCUA_TRY(create_office(server.folder_, "bench", system_random()));
  int ends[2];
  if (::pipe(ends) != 0) return fail(ErrorCode::server_failed, "pipe");
  server.pid_ = ::fork();
  if (server.pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execl("/proc/self/exe", "motcua", "serve", "--data", server.folder_.c_str(), "--port", "0", nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  server.out_ = ends[0];
  std::string line;
  for (char c = 0; ::read(server.out_, &c, 1) == 1 && c != '\n';) line.push_back(c);
  const auto colon = line.rfind(':');
  if (colon == std::string::npos) return fail(ErrorCode::server_failed, line);
  server.port_ = static_cast<std::uint16_t>(std::strtoul(line.c_str() + colon + 1, nullptr, 10));
  return server;
}

BenchServer::~BenchServer() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  if (out_ >= 0) ::close(out_);
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

}  // namespace motcua::server
