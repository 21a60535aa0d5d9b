#include "support/picture.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <string_view>

namespace motcua::ui::test {
namespace {

struct Texel {
  float r, g, b, a;
};

/// Bilinear, as the browser's renderer samples.
Texel sample(const ImTextureData& texture, float u, float v) {
  const float x = u * static_cast<float>(texture.Width) - 0.5F;
  const float y = v * static_cast<float>(texture.Height) - 0.5F;
  const int x0 = static_cast<int>(std::floor(x));
  const int y0 = static_cast<int>(std::floor(y));
  const float fx = x - static_cast<float>(x0);
  const float fy = y - static_cast<float>(y0);
  Texel out{};
  for (int dy = 0; dy < 2; ++dy) {
    for (int dx = 0; dx < 2; ++dx) {
      const int px = std::clamp(x0 + dx, 0, texture.Width - 1);
      const int py = std::clamp(y0 + dy, 0, texture.Height - 1);
      const std::uint8_t* p = texture.Pixels + (py * texture.Width + px) * texture.BytesPerPixel;
      const float w = (dx == 0 ? 1 - fx : fx) * (dy == 0 ? 1 - fy : fy) / 255.0F;
      if (texture.BytesPerPixel == 4) {
        out.r += w * p[0];
        out.g += w * p[1];
        out.b += w * p[2];
        out.a += w * p[3];
      } else {
        out.a += w * p[0];
        out.r = out.g = out.b = 1;
      }
    }
  }
  return out;
}

float channel(ImU32 colour, unsigned shift) { return static_cast<float>((colour >> shift) & 0xFFU) / 255.0F; }

struct Canvas {
  Picture& picture;
  float scale;

  void triangle(const std::array<ImDrawVert, 3>& v, const ImTextureData& texture, const ImVec4& clip) {
    const auto edge = [](const ImVec2& a, const ImVec2& b, float x, float y) {
      return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    };
    std::array<ImVec2, 3> p;
    for (std::size_t i = 0; i < 3; ++i) p[i] = {v[i].pos.x * scale, v[i].pos.y * scale};
    const float area = edge(p[0], p[1], p[2].x, p[2].y);
    if (area == 0) return;
    const auto low = [](float a, float b, float c) { return std::min({a, b, c}); };
    const auto high = [](float a, float b, float c) { return std::max({a, b, c}); };
    const int x0 = std::max(static_cast<int>(std::floor(low(p[0].x, p[1].x, p[2].x))), static_cast<int>(clip.x));
    const int x1 = std::min(static_cast<int>(std::ceil(high(p[0].x, p[1].x, p[2].x))), static_cast<int>(clip.z));
    const int y0 = std::max(static_cast<int>(std::floor(low(p[0].y, p[1].y, p[2].y))), static_cast<int>(clip.y));
    const int y1 = std::min(static_cast<int>(std::ceil(high(p[0].y, p[1].y, p[2].y))), static_cast<int>(clip.w));
    for (int y = std::max(y0, 0); y < std::min(y1, picture.height); ++y) {
      for (int x = std::max(x0, 0); x < std::min(x1, picture.width); ++x) {
        const float cx = static_cast<float>(x) + 0.5F;
        const float cy = static_cast<float>(y) + 0.5F;
        const float a = edge(p[1], p[2], cx, cy) / area;
        const float b = edge(p[2], p[0], cx, cy) / area;
        const float c = 1 - a - b;
        if (a < 0 || b < 0 || c < 0) continue;
        const auto mix = [&](auto get) { return a * get(v[0]) + b * get(v[1]) + c * get(v[2]); };
        const Texel t = sample(texture, mix([](const ImDrawVert& q) { return q.uv.x; }),
                               mix([](const ImDrawVert& q) { return q.uv.y; }));
        const float alpha = t.a * mix([](const ImDrawVert& q) { return channel(q.col, IM_COL32_A_SHIFT); });
        const std::array rgb{t.r * mix([](const ImDrawVert& q) { return channel(q.col, IM_COL32_R_SHIFT); }),
                             t.g * mix([](const ImDrawVert& q) { return channel(q.col, IM_COL32_G_SHIFT); }),
                             t.b * mix([](const ImDrawVert& q) { return channel(q.col, IM_COL32_B_SHIFT); })};
        std::uint8_t* out = &picture.rgb[static_cast<std::size_t>((y * picture.width + x) * 3)];
        for (std::size_t i = 0; i < 3; ++i) {
          out[i] = static_cast<std::uint8_t>(
              std::lround(std::clamp(rgb[i] * alpha * 255 + static_cast<float>(out[i]) * (1 - alpha), 0.0F, 255.0F)));
        }
      }
    }
  }
};

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

void accept_textures(const ImDrawData& data) {
  if (data.Textures == nullptr) return;
  for (ImTextureData* texture : *data.Textures) {
    if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else {
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
}

Picture rasterise(const ImDrawData& data) {
  const float scale = data.FramebufferScale.x;
  Picture picture{static_cast<int>(data.DisplaySize.x * scale), static_cast<int>(data.DisplaySize.y * scale), {}};
  picture.rgb.assign(static_cast<std::size_t>(picture.width * picture.height * 3), 255);
  Canvas canvas{picture, scale};
  for (const ImDrawList* list : data.CmdLists) {
    for (const ImDrawCmd& command : list->CmdBuffer) {
      const ImTextureData* texture = command.TexRef._TexData;
      if (texture == nullptr || texture->Pixels == nullptr) continue;
      const ImVec4 clip{command.ClipRect.x * scale, command.ClipRect.y * scale, command.ClipRect.z * scale,
                        command.ClipRect.w * scale};
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        std::array<ImDrawVert, 3> corners;
        for (unsigned j = 0; j < 3; ++j) {
          corners[j] = list->VtxBuffer[static_cast<int>(command.VtxOffset +
                                                        list->IdxBuffer[static_cast<int>(command.IdxOffset + i + j)])];
        }
        canvas.triangle(corners, *texture, clip);
      }
    }
  }
  accept_textures(data);
  return picture;
}

void write_png(const Picture& picture, const std::string& path) {
  std::string raw;
  for (int y = 0; y < picture.height; ++y) {
    raw += '\0';
    const auto* row = &picture.rgb[static_cast<std::size_t>(y * picture.width * 3)];
    raw.append(row, row + picture.width * 3);
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
