#include "support/picture.hpp"

#include <cstdint>
#include <fstream>
#include <string_view>

namespace motcua::ui::test {
namespace {

void put_u32(std::string& out, std::uint32_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((v >> static_cast<unsigned>(shift)) & 0xFFU);
}

std::uint32_t crc32(std::string_view data) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : data) {
    crc ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

void put_chunk(std::string& out, const std::string& type, const std::string& data) {
  put_u32(out, static_cast<std::uint32_t>(data.size()));
  out += type + data;
  put_u32(out, crc32(type + data));
}

}  // namespace

void write_png(const Picture& picture, const std::string& path) {
  std::string raw;
  for (int y = 0; y < picture.height; ++y) {
    raw += '\0';
    for (int x = 0; x < picture.width; ++x) {
      const std::uint32_t pixel = picture.pixels[static_cast<std::size_t>(y * picture.width + x)];
      for (const unsigned shift : {0U, 8U, 16U}) raw += static_cast<char>((pixel >> shift) & 0xFFU);
    }
  }
  std::string stream = "\x78\x01";  // zlib with stored blocks
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (std::size_t at = 0; at < raw.size(); at += 65535) {
    const std::string_view block = std::string_view(raw).substr(at, 65535);
    const auto size = static_cast<std::uint16_t>(block.size());
    stream += static_cast<char>(at + size >= raw.size());
    for (const std::uint16_t v : {size, static_cast<std::uint16_t>(~size)}) {
      stream += static_cast<char>(v & 0xFFU);
      stream += static_cast<char>(v >> 8U);
    }
    stream += block;
    for (const char c : block) {
      a = (a + static_cast<unsigned char>(c)) % 65521;
      b = (b + a) % 65521;
    }
  }
  put_u32(stream, (b << 16U) | a);
  std::string header;
  put_u32(header, static_cast<std::uint32_t>(picture.width));
  put_u32(header, static_cast<std::uint32_t>(picture.height));
  header += std::string("\x08\x02\x00\x00\x00", 5);
  std::string out = "\x89PNG\r\n\x1A\n";
  put_chunk(out, "IHDR", header);
  put_chunk(out, "IDAT", stream);
  put_chunk(out, "IEND", {});
  std::ofstream(path, std::ios::binary) << out;
}

}  // namespace motcua::ui::test
