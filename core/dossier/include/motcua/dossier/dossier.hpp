#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"

namespace motcua::dossier {

/// The ten states of the national public service portal, with its numbers.
enum class State : std::uint8_t {
  registered = 1,            ///< Mới đăng ký
  accepted = 2,              ///< Được tiếp nhận
  not_accepted = 3,          ///< Không được tiếp nhận
  processing = 4,            ///< Đang xử lý
  supplement_requested = 5,  ///< Yêu cầu bổ sung giấy tờ
  payment_requested = 6,     ///< Yêu cầu thực hiện nghĩa vụ tài chính
  withdrawn = 7,             ///< Công dân yêu cầu rút hồ sơ
  stopped = 8,               ///< Dừng xử lý
  processed = 9,             ///< Đã xử lý xong
  returned = 10,             ///< Đã trả kết quả
};

[[nodiscard]] std::optional<State> state_from_number(int number);
/// True for the states in which a dossier may begin: registered (online), accepted or not accepted (at the desk).
[[nodiscard]] bool may_start(State state);
/// True when a dossier may go from one to the other (table and source in dossier/state.cpp).
[[nodiscard]] bool may_follow(State from, State to);
/// True for 3, 7, 8 and 10.
[[nodiscard]] bool is_terminal(State state);

/// The dossier code as it is stored and compared: NFC, trimmed, upper case, inner spaces removed, every Unicode dash as
/// "-". Otherwise opaque (no check digit exists in any variant). Fails with invalid_argument when empty, longer than 64
/// characters or holding control characters.
[[nodiscard]] Result<std::string> normalise_code(std::string_view typed);
/// The lookup code printed on the receipt: upper case letters and digits, spaces and dashes removed.
[[nodiscard]] Result<std::string> normalise_lookup_code(std::string_view typed);

/// What follows the app's address in the link on a receipt ("https://…/" and "#/d/CODE/LOOKUP", as a QR code): a
/// phone's own camera opens the dossier with it. After "#" nothing of an address reaches a server or its log. Codes
/// normalised.
[[nodiscard]] std::string receipt_link(std::string_view code, std::string_view lookup_code);

/// One thing that happened to a dossier. Only ever appended.
struct Event {
  State state = State::registered;
  Instant at;
  std::string unit;  ///< The office that acted; never a person.
  std::string note;  ///< For the citizen, e.g. what to supplement. Holds no personal data.
  friend bool operator==(const Event&, const Event&) = default;
};

/// What the public may see: no names, no ids, no addresses. The unit of caching on a citizen's phone.
struct PublicView {
  std::string code;
  std::string procedure_code;
  std::string procedure_name;
  State state = State::registered;
  std::optional<Instant> received;
  std::optional<Instant> due;
  std::optional<Instant> finished;
  std::string unit;           ///< Agency that resolves it.
  std::string collect_at;     ///< Where the result is handed out.
  std::vector<Event> events;  ///< Oldest first.
  Instant as_of;              ///< When the server read it.
  friend bool operator==(const PublicView&, const PublicView&) = default;
};

}  // namespace motcua::dossier
