#include "http/client_key.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace motcua::server {
namespace {

constexpr std::size_t kNetworkBytes = 8;
constexpr std::size_t kMappedAt = 12;  ///< Where the IPv4 address is in one that is mapped.

std::string text_of(int family, const void* address) {
  char text[INET6_ADDRSTRLEN];
  return ::inet_ntop(family, address, text, sizeof(text)) != nullptr ? text : "";
}

/// Some proxies write "[2001:db8::7]:443".
std::string_view without_brackets(std::string_view address) {
  if (!address.starts_with('[')) return address;
  return address.substr(1, address.find(']') - 1);
}

}  // namespace

std::string client_key(std::string_view address) {
  const std::string plain(without_brackets(address));
  in6_addr v6{};
  if (::inet_pton(AF_INET6, plain.c_str(), &v6) != 1) return std::string(address);
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return text_of(AF_INET, &v6.s6_addr[kMappedAt]);
  std::fill(std::begin(v6.s6_addr) + kNetworkBytes, std::end(v6.s6_addr), std::uint8_t{0});
  return text_of(AF_INET6, &v6) + "/64";
}

}  // namespace motcua::server
