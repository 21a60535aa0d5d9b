#include "server_support.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "motcua/base/text.hpp"

namespace motcua::test {
namespace {

std::vector<char*> pointers(std::vector<std::string>& arguments) {
  std::vector<char*> out;
  for (auto& argument : arguments) out.push_back(argument.data());
  out.push_back(nullptr);
  return out;
}

[[noreturn]] void become_program(std::vector<std::string>& arguments) {
  ::setenv("LC_ALL", "en_US.UTF-8", 1);
  auto argv = pointers(arguments);
  ::execv(MOTCUA_PROGRAM, argv.data());
  ::_exit(127);
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string drain(int fd) {
  std::string out;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(fd, buffer, sizeof(buffer))) > 0;) out.append(buffer, static_cast<std::size_t>(n));
  ::close(fd);
  return out;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

HttpReply parse(const std::string& raw) {
  HttpReply reply;
  const auto end = raw.find("\r\n\r\n");
  if (end == std::string::npos || !raw.starts_with("HTTP/1.1 ")) return reply;
  reply.head = raw.substr(0, end);
  reply.status = std::stoi(raw.substr(9, 3));
  for (const auto line : split(std::string_view(reply.head), '\n')) {
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos)
      reply.headers[lower(std::string(line.substr(0, colon)))] = std::string(trim(line.substr(colon + 2)));
  }
  reply.body = raw.substr(end + 4);
  return reply;
}

}  // namespace

TempFolder::TempFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "motcua-test-XXXXXX").string();
  REQUIRE(::mkdtemp(path.data()) != nullptr);
  path_ = path;
}
TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}
std::string TempFolder::path(std::string_view name) const {
  return name.empty() ? path_.string() : (path_ / name).string();
}
std::string TempFolder::write(std::string_view name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Outcome run(const std::vector<std::string>& arguments, std::string_view input) {
  const TempFolder files;
  std::vector<std::string> all = {"motcua"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const std::string in = files.write("in", input);
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    ::dup2(::open(in.c_str(), O_RDONLY), 0);
    ::dup2(::open(files.path("out").c_str(), O_WRONLY | O_CREAT, 0600), 1);
    ::dup2(::open(files.path("err").c_str(), O_WRONLY | O_CREAT, 0600), 2);
    become_program(all);
  }
  Outcome outcome;
  outcome.code = wait_for(pid);
  outcome.out = read_file(files.path("out"));
  outcome.err = read_file(files.path("err"));
  return outcome;
}

Server::Server(const std::string& data, ServerOptions options) {
  std::vector<std::string> all = {"motcua", "serve", "--data", data, "--port", "0"};
  all.insert(all.end(), options.arguments.begin(), options.arguments.end());
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    if (options.file_limit > 0) {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{options.file_limit, RLIM_INFINITY};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ::dup2(ends[1], 1);
    ::close(ends[0]);
    ::close(ends[1]);
    become_program(all);
  }
  ::close(ends[1]);
  out_ = ends[0];
  std::string line;
  for (char c = 0; ::read(out_, &c, 1) == 1 && c != '\n';) line.push_back(c);
  const auto colon = line.rfind(':');
  REQUIRE_MESSAGE(colon != std::string::npos, line);
  port_ = static_cast<std::uint16_t>(std::atoi(line.c_str() + colon + 1));
  REQUIRE(port_ != 0);
}

Server::~Server() {
  if (pid_ > 0) stop(SIGKILL);
}

void Server::lift_file_limit() const {
  const rlimit limit{RLIM_INFINITY, RLIM_INFINITY};
  REQUIRE(::prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr) == 0);
}

int Server::stop(int signal) {
  ::kill(pid_, signal);
  const int code = wait_for(pid_);
  pid_ = -1;
  ::close(out_);
  return code;
}

HttpReply http_raw(std::uint16_t port, std::string_view raw) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{30, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(fd);
    return {};
  }
  while (!raw.empty()) {
    const ssize_t n = ::send(fd, raw.data(), raw.size(), MSG_NOSIGNAL);
    if (n <= 0) break;
    raw.remove_prefix(static_cast<std::size_t>(n));
  }
  return parse(drain(fd));
}

HttpReply get(std::uint16_t port, const std::string& path, const Headers& headers) {
  std::string raw = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers) raw += name + ": " + value + "\r\n";
  return http_raw(port, raw + "\r\n");
}

HttpReply post(std::uint16_t port, const std::string& path, ByteView body, const std::string& token,
               const Headers& headers) {
  std::string raw = "POST " + path +
                    " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-motcua-frame\r\n";
  if (!token.empty()) raw += "Authorization: Bearer " + token + "\r\n";
  for (const auto& [name, value] : headers) raw += name + ": " + value + "\r\n";
  raw += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  raw += as_text(body);
  return http_raw(port, raw);
}

std::string small_form(std::string_view version) {
  return R"xml(<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head><h:title>Phiếu thử</h:title>
    <model>
      <instance><data id="thu" version=")xml" +
         std::string(version) + R"xml("><name/><group><age/></group><meta><instanceID/></meta></data></instance>
      <bind nodeset="/data/name" type="string" required="true()"/>
      <bind nodeset="/data/group/age" type="int"/>
    </model>
  </h:head>
  <h:body>
    <input ref="/data/name"><label>Tên</label></input>
    <group ref="/data/group"><label>Thêm</label><input ref="/data/group/age"><label>Tuổi</label></input></group>
  </h:body>
</h:html>)xml";
}

void make_office(const std::string& data) {
  const TempFolder files;
  const auto check = [](const Outcome& outcome) { REQUIRE_MESSAGE(outcome.code == 0, outcome.err); };
  check(run({"init", "--data", data, "--name", "UBND phường Thử", "--password-stdin"}, std::string(kPassword) + "\n"));
  check(run({"user", "add", "lan", "--data", data}));
  check(run({"user", "add", "canbo", "--role", "officer", "--data", data, "--password-stdin"},
            std::string(kPassword) + "\n"));
  check(run({"form", "publish", files.write("form.xml", small_form()), "--data", data}));
}

std::string enrolment_code(const std::string& data, const std::string& user) {
  const auto outcome = run({"device", "code", "--user", user, "--data", data});
  REQUIRE_MESSAGE(outcome.code == 0, outcome.err);
  const auto at = outcome.out.find(user + ": ");
  REQUIRE(at != std::string::npos);
  return outcome.out.substr(at + user.size() + 2, 9);
}

std::string sign_in(std::uint16_t port, const std::string& user) {
  const auto reply = post(port, sync::kSignInPath, sync::encode(sync::SignInRequest{user, kPassword}));
  const auto message = sync::decode<sync::SignInReply>(as_bytes(reply.body));
  REQUIRE(message);
  return message->token;
}

Device::Device(std::uint64_t seed) : random(seed), database(*storage::Database::open(":memory:")) {
  log = std::make_unique<records::LocalLog>(*records::LocalLog::open(database, clock, random));
  machine = std::make_unique<sync::ClientMachine>(*sync::ClientMachine::open(*log, clock, random));
}

Result<sync::EnrolReply> Device::enrol(std::uint16_t port, const std::string& code) {
  const auto reply = post(port, sync::kEnrolPath, sync::encode(sync::EnrolRequest{code, id()}));
  MOTCUA_TRY_ASSIGN(auto message, sync::decode<sync::EnrolReply>(as_bytes(reply.body)));
  token = message.token;
  MOTCUA_TRY(machine->set_enrolment({message.token, message.account_name, message.office_name, message.account}));
  return message;
}

bool Device::exchange(std::uint16_t port, bool drop_reply) {
  const auto request = machine->next();
  if (!request) return false;
  const auto reply = post(port, request->path, request->body, request->token);
  if (drop_reply || reply.status == 0) {
    machine->on_lost(request->number);
  } else {
    machine->on_reply(request->number, reply.status, as_bytes(reply.body));
  }
  return true;
}

bool Device::sync(std::uint16_t port) {
  machine->wake();
  while (exchange(port, false)) {
  }
  return !machine->status().last_error.has_value();
}

EntityId Device::answer(std::string_view text) {
  survey::SurveyCatalog catalog(database);
  survey::Responses responses(*log, catalog, clock, random);
  auto draft = responses.start("thu", "1");
  REQUIRE(draft);
  REQUIRE(draft->answer("/data/name", text));
  REQUIRE(draft->answer("/data/group/age", "41"));
  REQUIRE(draft->finish());
  return draft->id();
}

sync::PushRequest made_up_push(const DeviceId& device, std::uint64_t first_seq, std::size_t count, Random& random) {
  sync::PushRequest push;
  push.device = device;
  for (std::size_t i = 0; i < count; ++i) {
    records::Operation operation;
    operation.device = device;
    operation.seq = first_seq + i;
    operation.hlc = Hlc::at({1'795'000'000'000 + static_cast<std::int64_t>(operation.seq)});
    operation.entity = EntityId::random(random);
    operation.definition = {"thu", "1"};
    operation.fields = {{"/data/name", "Mẫu " + std::to_string(operation.seq), {}},
                        {survey::kStatusField, "final", {}}};
    push.operations.push_back({operation.seq, records::encode_operation(operation)});
  }
  return push;
}

Result<sync::HelloReply> hello(std::uint16_t port, const std::string& token, const DeviceId& device) {
  const auto reply = post(port, sync::kHelloPath, sync::encode(sync::HelloRequest{device, 0}), token);
  return sync::decode<sync::HelloReply>(as_bytes(reply.body));
}

}  // namespace motcua::test
