#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/records/store.hpp"
#include "motcua/survey/responses.hpp"
#include "motcua/survey/surveys.hpp"
#include "motcua/sync/client_machine.hpp"
#include "motcua/sync/messages.hpp"

/// The program `motcua` as a child process, and clients that talk to it over real HTTP on loopback.
namespace motcua::test {

/// The password of each account that `make_office` makes.
inline constexpr const char* kPassword = "mat-khau-quan-tri";

/// A folder that goes away with the test.
class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();
  [[nodiscard]] std::string path(std::string_view name = {}) const;
  /// Writes a file in it and returns its path.
  [[nodiscard]] std::string write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string read_file(const std::string& path);

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};
/// Runs `motcua` with the arguments to its end. `input` becomes its standard input.
[[nodiscard]] Outcome run(const std::vector<std::string>& arguments, std::string_view input = {});

struct ServerOptions {
  std::vector<std::string> arguments;
  std::uint64_t file_limit = 0;  ///< Bytes that any file may have (RLIMIT_FSIZE); 0: no limit.
};

/// A running `motcua serve`.
class Server {
 public:
  explicit Server(const std::string& data, ServerOptions options = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The disk has room again: lifts ServerOptions::file_limit.
  void lift_file_limit() const;
  /// Sends the signal and waits; the exit code, or 128 + the signal that ended it.
  int stop(int signal);

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::uint16_t port_ = 0;
};

struct HttpReply {
  int status = 0;                              ///< 0: the connection ended without a reply.
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;
  std::string head;  ///< Status line and headers as they came.
};
/// One request on a connection of its own; `raw` is sent as it is.
[[nodiscard]] HttpReply http_raw(std::uint16_t port, std::string_view raw);
using Headers = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] HttpReply get(std::uint16_t port, const std::string& path, const Headers& headers = {});
[[nodiscard]] HttpReply post(std::uint16_t port, const std::string& path, ByteView body, const std::string& token = {},
                             const Headers& headers = {});

/// A form with two questions, the first required.
[[nodiscard]] std::string small_form(std::string_view version = "1");

/// An office with an admin (password "mat-khau-quan-tri"), an officer "canbo" (same password), a surveyor "lan", and
/// the small form.
void make_office(const std::string& data);
/// A new one-time code of the surveyor.
[[nodiscard]] std::string enrolment_code(const std::string& data, const std::string& user = "lan");
[[nodiscard]] std::string sign_in(std::uint16_t port, const std::string& user);

/// A surveyor's device with its own database.
class Device {
 public:
  explicit Device(std::uint64_t seed);

  [[nodiscard]] Result<sync::EnrolReply> enrol(std::uint16_t port, const std::string& code);
  /// Sync rounds until nothing is to do; false when the machine waits after a failure.
  bool sync(std::uint16_t port);
  /// One exchange; with `drop_reply` the server's answer never arrives. False when the machine had nothing to send.
  bool exchange(std::uint16_t port, bool drop_reply);
  /// A finished response to the small form.
  EntityId answer(std::string_view text);

  [[nodiscard]] DeviceId id() const { return log->device(); }

  ManualClock clock{{1'795'000'000'000}};
  SeededRandom random;
  storage::Database database;
  std::unique_ptr<records::LocalLog> log;
  std::unique_ptr<sync::ClientMachine> machine;
  std::string token;
};

/// A push of final responses numbered `first_seq` on, made without a device's log.
[[nodiscard]] sync::PushRequest made_up_push(const DeviceId& device, std::uint64_t first_seq, std::size_t count,
                                             Random& random);
[[nodiscard]] Result<sync::HelloReply> hello(std::uint16_t port, const std::string& token, const DeviceId& device);

}  // namespace motcua::test
