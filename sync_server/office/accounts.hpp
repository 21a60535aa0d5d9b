#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/ids.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

/// Numbers are stored: never reused.
enum class Role : std::uint8_t { admin = 1, officer = 2, surveyor = 3 };
[[nodiscard]] std::string_view name(Role role);
[[nodiscard]] std::optional<Role> role_from_name(std::string_view name);

struct Account {
  AccountId id;
  std::string name;
  Role role = Role::surveyor;
  bool disabled = false;
};

/// How a token was obtained, which decides what it may be used for.
enum class TokenKind : std::uint8_t { device = 1, session = 2 };

/// Who makes a request, as their token tells.
struct Caller {
  Account account;
  TokenKind kind = TokenKind::session;
};

struct EnrolledDevice {
  DeviceId id;
  std::string account;
  Instant enrolled;
  Instant last_seen;
  std::uint64_t unsent = 0;  ///< As the device said in its last hello.
  bool revoked = false;      ///< Cut off: it has no token any more.
  std::string build{};       ///< Of its program, as far as it said.
};

/// What a device says of itself with a hello or a question.
struct DeviceReport {
  DeviceId device;
  std::uint64_t unsent = 0;
  std::optional<std::string> build{};  ///< nullopt: it did not say; what it said before stays.
};

/// People, their devices, one-time codes and tokens, in the server's own tables. Methods that write join the caller's
/// transaction.
class Accounts {
 public:
  explicit Accounts(storage::Database& database) : database_(&database) {}
  [[nodiscard]] static Status migrate(storage::Database& database);

  /// Names are compared without regard to case. An empty `password_hash`: an account that only enrols devices.
  /// Fails with already_exists; with invalid_argument unless the name has 2 to 64 letters, digits, ".", "_" or "-".
  [[nodiscard]] Result<Account> add(std::string_view user, Role role, std::string_view password_hash, Random& random,
                                    Instant now);
  /// Fails with not_found.
  [[nodiscard]] Result<Account> find(std::string_view user) const;
  [[nodiscard]] Result<std::vector<Account>> list() const;
  /// Also ends the account's sessions.
  [[nodiscard]] Status set_password(const AccountId& account, std::string_view password_hash);
  /// A disabled account's tokens stop working at once; its devices keep their data.
  [[nodiscard]] Status set_disabled(const AccountId& account, bool disabled);
  /// What check_password needs: empty when there is no such user, it has no password, or it is disabled.
  [[nodiscard]] Result<std::string> password_hash(std::string_view user) const;

  /// A session's token. `lifetime_ms` from `now`.
  [[nodiscard]] Result<std::string> start_session(const AccountId& account, Random& random, Instant now,
                                                  std::int64_t lifetime_ms);
  /// Fails with not_signed_in for a token that is unknown or expired, or whose account is disabled.
  [[nodiscard]] Result<Caller> caller(std::string_view token, Instant now) const;

  /// A one-time code for one device of `account`.
  [[nodiscard]] Result<std::string> make_enrolment(const AccountId& account, Random& random, Instant now,
                                                   Instant expires);
  struct Enrolled {
    Account account;
    std::string token;
    /// The account's other devices that had something unsent when they were last heard of. Among them may be this one,
    /// before its browser deleted what was on it.
    std::vector<EnrolledDevice> former{};
  };
  /// Uses the code up and gives the device its token. Fails with enrol_code_invalid whatever is wrong with the code.
  /// The same device may repeat it for 15 minutes: its reply may have been lost on the way.
  [[nodiscard]] Result<Enrolled> enrol(std::string_view typed_code, const DeviceId& device, Random& random,
                                       Instant now);

  /// A device that is nobody's yet is the account's from now on (a forked device takes a new id with its old token).
  /// False, and nothing changes, when it is another account's: it may not speak for this one.
  [[nodiscard]] Result<bool> claim_device(const AccountId& account, const DeviceId& device, Instant now);
  /// What a device of the account said of itself, and the token with which it spoke. A device that is nobody's becomes
  /// the account's; of one that is another's nothing is noted.
  [[nodiscard]] Status note_device(const AccountId& account, const DeviceReport& report, std::string_view token,
                                   Instant now);
  /// Whether `note_device` would tell nothing worth a commit. Reads only.
  [[nodiscard]] Result<bool> is_noted(const AccountId& account, const DeviceReport& report, Instant now) const;
  /// So many of the operations that it said were unsent have come since.
  [[nodiscard]] Status note_pushed(const DeviceId& device, std::uint64_t operations);
  /// Cuts off a lost device: its token is worth nothing from now on, nor is the code that it enrolled with. What it
  /// sent stays. `id` is the beginning of its id, at least eight digits. Fails with not_found; with invalid_argument
  /// when several begin so.
  [[nodiscard]] Result<EnrolledDevice> revoke_device(std::string_view id, Instant now);
  [[nodiscard]] Result<std::vector<EnrolledDevice>> devices() const;
  [[nodiscard]] Result<std::int64_t> device_count() const;

 private:
  storage::Database* database_;
};

}  // namespace motcua::server
