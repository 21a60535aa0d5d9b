#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/result.hpp"
#include "motcua/records/store.hpp"
#include "motcua/wire/frame.hpp"

/// The messages of sync and of accounts. Each has `encode(message) -> Bytes` (a whole frame) and
/// `decode<Message>(bytes)`; the byte layouts are in core/sync/PROTOCOL.md. A refused request is answered by
/// `wire::encode_error`.
namespace motcua::sync {

inline constexpr const char* kHelloPath = "/v1/hello";
inline constexpr const char* kPushPath = "/v1/push";
inline constexpr const char* kChangesPath = "/v1/changes";
inline constexpr const char* kEnrolPath = "/v1/enrol";
inline constexpr const char* kSignInPath = "/v1/sign-in";

/// The oldest protocol whose devices see everything that is done now. An older one may still push and pull; its app
/// tells its user to update.
inline constexpr std::uint16_t kMinClientProtocol = 1;

/// What the server tells of itself beside the answer.
struct ServerFacts {
  std::uint16_t min_client_protocol = kMinClientProtocol;
  std::string app_build{};  ///< Of the web app that it serves; empty when it serves none.
};

struct HelloRequest {
  DeviceId device;
  std::uint64_t unsent = 0;  ///< The server remembers it: an evicted store is at least noticed.
  std::uint16_t protocol = wire::kProtocol;
  std::string build{};  ///< Of the program on the device, for the office's list of devices.
};
struct HelloReply {
  std::uint64_t epoch = 0;
  std::uint64_t acked_through = 0;
  std::uint64_t stable_through = 0;
  std::uint64_t last_commit_seq = 0;
  Instant server_time;
  ServerFacts server{};
};

/// What one push may hold; a server refuses more with `frame_too_large`.
inline constexpr std::size_t kMaxPushOperations = 512;

struct PushRequest {
  /// As the hello said. A server with another one takes nothing: it must be greeted first. 0 is not compared.
  std::uint64_t epoch = 0;
  DeviceId device;
  std::vector<records::Sequencer::Pushed> operations;  ///< Contiguous, rising: only the first seq is sent.
};
struct PushReply {
  std::uint64_t epoch = 0;
  records::Sequencer::Receipt receipt;
  std::uint64_t stable_through = 0;
};

struct ChangesRequest {
  std::uint64_t epoch = 0;  ///< Of the cursors; when it is not the server's, everything is read from its beginning.
  std::uint64_t after = 0;  ///< Of a device that knows no scopes: its one cursor.
  DeviceId device{};
  std::uint64_t unsent = 0;
  /// What the device reads and how far it is; nullopt: it knows no scopes.
  std::optional<std::vector<records::ScopeCursor>> scopes{};
};
struct ChangesReply {
  std::uint64_t epoch = 0;
  records::FeedPage page;
  std::vector<std::string> left{};  ///< Scopes of the request that the account may not read (any more).
  std::optional<records::Sequencer::Delivered> delivered{};  ///< Of the device of the request.
  ServerFacts server{};
};

/// A one-time code becomes a device's token.
struct EnrolRequest {
  std::string code;  ///< As typed; the server normalises case, spaces and dashes.
  DeviceId device;
};
/// Another device of the account, which had unsent work when it was last heard of.
struct FormerDevice {
  DeviceId device;
  std::uint64_t unsent = 0;
  Instant last_seen;
  friend bool operator==(const FormerDevice&, const FormerDevice&) = default;
};
struct EnrolReply {
  std::string token;
  AccountId account;
  std::string account_name;
  std::string office_name;
  std::vector<FormerDevice> former{};
};

struct SignInRequest {
  std::string user;
  std::string password;
};
struct SignInReply {
  std::string token;
  std::string account_name;
  std::string role;  ///< "admin", "officer", "surveyor".
  std::string office_name;
};

[[nodiscard]] Bytes encode(const HelloRequest& message);
[[nodiscard]] Bytes encode(const HelloReply& message);
[[nodiscard]] Bytes encode(const PushRequest& message);
[[nodiscard]] Bytes encode(const PushReply& message);
[[nodiscard]] Bytes encode(const ChangesRequest& message);
[[nodiscard]] Bytes encode(const ChangesReply& message);
[[nodiscard]] Bytes encode(const EnrolRequest& message);
[[nodiscard]] Bytes encode(const EnrolReply& message);
[[nodiscard]] Bytes encode(const SignInRequest& message);
[[nodiscard]] Bytes encode(const SignInReply& message);

/// `decode<PushRequest>(bytes)` checks the frame, its kind and its body. A frame of kind `error` fails with the error
/// it carries, so a caller handles a refused request and a damaged one alike.
template <class Message>
[[nodiscard]] Result<Message> decode(ByteView frame_bytes);

}  // namespace motcua::sync
