#pragma once
#include <cstddef>

#include "http/rate_limit.hpp"
#include "motcua/wire/frame.hpp"

/// What the server takes from one client, in one place.
namespace motcua::server {

inline constexpr std::size_t kMaxRequestBody = wire::kHeaderSize + wire::kMaxBody;
inline constexpr std::size_t kMaxSmallRequestBody = wire::kHeaderSize + wire::kMaxSmallRequest;
inline constexpr std::size_t kMaxHeaders = 16U * 1024;
inline constexpr std::size_t kMaxConnections = 4096;
/// A surveyor's 2G line needs minutes for a batch of answers; a connection on which nothing moves for a minute is dead.
inline constexpr std::size_t kIdleSeconds = 60;
/// Behind one address may be a whole mobile network, but not half of all connections.
inline constexpr std::size_t kConnectionsPerAddress = 256;
/// A request may take this long to arrive, and as long again as its bytes need on the slowest line that is of any use.
inline constexpr std::size_t kPatienceSeconds = 60;
inline constexpr std::size_t kLeastBytesPerSecond = 256;

/// Behind one address may be a whole mobile network, so the limits per address are wide; a secret that is tried again
/// and again is the attack that matters. A name or a dossier's code is no secret: who knows it must not be able to lock
/// its owner out, so the narrow limit on it counts one address only, and all addresses together share a wide one.
/// "Address" is `client_key`: 64 bits of an IPv6 one.
inline constexpr RateLimiter::Rule kLookupByAddress{60, 1};
inline constexpr RateLimiter::Rule kLookupByCodeAndAddress{20, 1.0 / 30};
inline constexpr RateLimiter::Rule kLookupByCode{200, 1.0 / 3};
/// A rating needs both codes, so it is one more way to try them out: as narrow as lookup.
inline constexpr RateLimiter::Rule kRateByAddress{60, 1.0 / 2};
inline constexpr RateLimiter::Rule kRateByCodeAndAddress{10, 1.0 / 60};
inline constexpr RateLimiter::Rule kRateByCode{60, 1.0 / 10};
inline constexpr RateLimiter::Rule kFeedbackByAddress{30, 1.0 / 10};
/// Who has many addresses writes no faster than this: each feedback is kept for good, and phones send it again later.
inline constexpr RateLimiter::Rule kFeedbackOfAll{300, 5};
inline constexpr RateLimiter::Rule kAnswersByAddress{60, 1.0 / 2};
inline constexpr RateLimiter::Rule kEnrolByAddress{20, 1.0 / 10};
inline constexpr RateLimiter::Rule kEnrolByCode{5, 1.0 / 60};
inline constexpr RateLimiter::Rule kSignInByAddress{20, 1.0 / 10};
inline constexpr RateLimiter::Rule kSignInByUserAndAddress{10, 1.0 / 30};
inline constexpr RateLimiter::Rule kSignInByUser{100, 1.0 / 3};

inline constexpr std::int64_t kSessionMs = 12LL * 3600 * 1000;

}  // namespace motcua::server
