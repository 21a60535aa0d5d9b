#include "motcua/ui/software_renderer.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace motcua::ui {
namespace {

constexpr std::uint64_t kOwnTexture = 1;  ///< What ImGui's own textures are called; those of pictures come after it.

unsigned channel(std::uint32_t colour, unsigned shift) { return (colour >> shift) & 0xFFU; }

/// `colour` over `under`, with its alpha; opaque. Two channels at a time, each rounded to nearest.
std::uint32_t over(std::uint32_t colour, std::uint32_t under) {
  unsigned alpha = channel(colour, IM_COL32_A_SHIFT);
  alpha += alpha >> 7U;  // 0…256
  const unsigned rest = 256 - alpha;
  const std::uint32_t even = ((colour & 0xFF00FFU) * alpha + (under & 0xFF00FFU) * rest + 0x800080U) >> 8U;
  const std::uint32_t odd = ((colour >> 8U) & 0xFFU) * alpha + ((under >> 8U) & 0xFFU) * rest + 0x80U;
  return (even & 0xFF00FFU) | (odd & 0xFF00U) | IM_COL32_A_MASK;
}

/// The part of the target that may be drawn on, in pixels; right and bottom are outside.
struct Clip {
  int left, top, right, bottom;
};

struct Texture {
  const std::uint32_t* pixels;
  int width, height;
};

/// A value at each corner of a triangle is a plane over the target: its value at (x, y) is at + x * dx + y * dy.
struct Plane {
  float at = 0, dx = 0, dy = 0;
  [[nodiscard]] float value(float x, float y) const { return at + x * dx + y * dy; }
};

/// The red, green, blue and alpha of a texture between its pixels, 0…255.
std::array<float, 4> sample(const Texture& texture, float x, float y) {
  const float left = std::floor(x);
  const float top = std::floor(y);
  const float right_share = x - left;
  const float lower_share = y - top;
  const auto pixel = [&texture](int px, int py) {
    const auto row = static_cast<std::size_t>(std::clamp(py, 0, texture.height - 1));
    return texture.pixels[row * static_cast<std::size_t>(texture.width) +
                          static_cast<std::size_t>(std::clamp(px, 0, texture.width - 1))];
  };
  const int x0 = static_cast<int>(left);
  const int y0 = static_cast<int>(top);
  const std::array<std::uint32_t, 4> corners{pixel(x0, y0), pixel(x0 + 1, y0), pixel(x0, y0 + 1),
                                             pixel(x0 + 1, y0 + 1)};
  const std::array<float, 4> shares{(1 - right_share) * (1 - lower_share), right_share * (1 - lower_share),
                                    (1 - right_share) * lower_share, right_share * lower_share};
  std::array<float, 4> out{};
  for (std::size_t corner = 0; corner < 4; ++corner) {
    for (unsigned i = 0; i < 4; ++i) {
      out[i] += shares[corner] * static_cast<float>(channel(corners[corner], 8 * i));
    }
  }
  return out;
}

/// One triangle after the other on one target.
class Triangles {
 public:
  Triangles(Picture& target, float scale) : target_(target), scale_(scale) {}

  void draw(const std::array<const ImDrawVert*, 3>& corners, const Texture& texture, const Clip& clip) {
    const auto [a, b, c] = corners;
    const bool one_colour = a->col == b->col && a->col == c->col;
    const bool one_texel =
        a->uv.x == b->uv.x && a->uv.x == c->uv.x && a->uv.y == b->uv.y && a->uv.y == c->uv.y;  // ImGui's white pixel
    if (one_colour && channel(a->col, IM_COL32_A_SHIFT) == 0) return;
    if (one_colour && one_texel) {
      rows(corners, clip, [colour = a->col](std::uint32_t* row, int from, int to, int) {
        if (channel(colour, IM_COL32_A_SHIFT) == 255) {
          std::fill(row + from, row + to, colour);
        } else {
          for (int x = from; x < to; ++x) row[x] = over(colour, row[x]);
        }
      });
      return;
    }
    std::array<Plane, 4> colours;
    for (unsigned i = 0; i < 4; ++i) {
      colours[i] = plane(corners, [i](const ImDrawVert& v) { return static_cast<float>(channel(v.col, 8 * i)); });
    }
    const auto width = static_cast<float>(texture.width);
    const auto height = static_cast<float>(texture.height);
    const Plane u = plane(corners, [width](const ImDrawVert& v) { return v.uv.x * width - 0.5F; });
    const Plane v = plane(corners, [height](const ImDrawVert& w) { return w.uv.y * height - 0.5F; });
    rows(corners, clip, [&](std::uint32_t* row, int from, int to, int y) {
      const float cy = static_cast<float>(y) + 0.5F;
      for (int x = from; x < to; ++x) {
        const float cx = static_cast<float>(x) + 0.5F;
        std::array<float, 4> texel{255, 255, 255, 255};
        if (!one_texel) {
          texel = sample(texture, u.value(cx, cy), v.value(cx, cy));
          if (texel[3] == 0) continue;
        }
        std::uint32_t colour = 0;
        for (unsigned i = 0; i < 4; ++i) {
          const float mixed = colours[i].value(cx, cy) * texel[i] / 255.0F;
          colour |= static_cast<std::uint32_t>(std::clamp(mixed + 0.5F, 0.0F, 255.0F)) << (8 * i);
        }
        row[x] = over(colour, row[x]);
      }
    });
  }

 private:
  /// Calls `fill(row, from, to, y)` for each row of pixels whose centres lie in the triangle. What is between two edges
  /// counts half open, so that triangles with a common edge have no pixel in common and leave none out.
  template <class Fill>
  void rows(std::array<const ImDrawVert*, 3> corners, const Clip& clip, Fill fill) {
    std::ranges::sort(corners, {}, [](const ImDrawVert* v) { return std::pair(v->pos.y, v->pos.x); });
    const auto [high, middle, low] = corners;
    const auto first_centre = [](float edge) { return static_cast<int>(std::ceil(edge - 0.5F)); };
    const int from = std::max(first_centre(high->pos.y * scale_), clip.top);
    const int to = std::min(first_centre(low->pos.y * scale_), clip.bottom);
    const int bend = first_centre(middle->pos.y * scale_);
    for (int y = from; y < to; ++y) {
      const float centre = static_cast<float>(y) + 0.5F;
      const float one = crossing(*high, *low, centre);
      const float other = y < bend ? crossing(*high, *middle, centre) : crossing(*middle, *low, centre);
      const int left = std::max(first_centre(std::min(one, other)), clip.left);
      const int right = std::min(first_centre(std::max(one, other)), clip.right);
      if (left < right) {
        fill(&target_.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(target_.width)], left, right, y);
      }
    }
  }

  /// Where the edge from `upper` to `lower` crosses the row's middle; the same for both triangles that have the edge.
  [[nodiscard]] float crossing(const ImDrawVert& upper, const ImDrawVert& lower, float y) const {
    const float slope = (lower.pos.x - upper.pos.x) / (lower.pos.y - upper.pos.y);
    return upper.pos.x * scale_ + (y - upper.pos.y * scale_) * slope;
  }

  template <class Get>
  [[nodiscard]] Plane plane(const std::array<const ImDrawVert*, 3>& corners, Get get) const {
    const ImVec2& p = corners[0]->pos;
    const float x1 = (corners[1]->pos.x - p.x) * scale_;
    const float y1 = (corners[1]->pos.y - p.y) * scale_;
    const float x2 = (corners[2]->pos.x - p.x) * scale_;
    const float y2 = (corners[2]->pos.y - p.y) * scale_;
    const float area = x1 * y2 - x2 * y1;
    const float value = get(*corners[0]);
    if (area == 0) return {value, 0, 0};  // Has no pixels.
    const float along1 = get(*corners[1]) - value;
    const float along2 = get(*corners[2]) - value;
    Plane out{0, (along1 * y2 - along2 * y1) / area, (along2 * x1 - along1 * x2) / area};
    out.at = value - p.x * scale_ * out.dx - p.y * scale_ * out.dy;
    return out;
  }

  Picture& target_;
  float scale_;
};

}  // namespace

std::uint64_t SoftwareRenderer::add_texture(int width, int height, std::span<const std::uint32_t> pixels) {
  const std::uint64_t id = kOwnTexture + 1 + textures_.size();
  textures_.emplace(id, Picture{width, height, {pixels.begin(), pixels.end()}});
  return id;
}

void SoftwareRenderer::accept_textures(const ImDrawData& data) {
  if (data.Textures == nullptr) return;
  for (ImTextureData* texture : *data.Textures) {
    if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(kOwnTexture);
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else {
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
}

const Picture& SoftwareRenderer::draw(const ImDrawData& data, std::uint32_t background) {
  accept_textures(data);
  const float scale = data.FramebufferScale.x;
  picture_.width = static_cast<int>(std::lround(data.DisplaySize.x * scale));
  picture_.height = static_cast<int>(std::lround(data.DisplaySize.y * scale));
  picture_.pixels.assign(static_cast<std::size_t>(picture_.width) * static_cast<std::size_t>(picture_.height),
                         background | IM_COL32_A_MASK);
  Triangles triangles(picture_, scale);
  for (const ImDrawList* list : data.CmdLists) {
    for (const ImDrawCmd& command : list->CmdBuffer) {
      Texture texture{};
      if (const ImTextureData* own = command.TexRef._TexData; own != nullptr) {
        texture = {reinterpret_cast<const std::uint32_t*>(own->Pixels), own->Width, own->Height};
      } else if (const auto found = textures_.find(command.TexRef._TexID); found != textures_.end()) {
        texture = {found->second.pixels.data(), found->second.width, found->second.height};
      }
      if (texture.pixels == nullptr) continue;
      const Clip clip{std::max(static_cast<int>(command.ClipRect.x * scale), 0),
                      std::max(static_cast<int>(command.ClipRect.y * scale), 0),
                      std::min(static_cast<int>(command.ClipRect.z * scale), picture_.width),
                      std::min(static_cast<int>(command.ClipRect.w * scale), picture_.height)};
      const auto corner = [&](unsigned index) {
        const auto offset = static_cast<int>(command.IdxOffset + index);
        return &list->VtxBuffer[static_cast<int>(command.VtxOffset + list->IdxBuffer[offset])];
      };
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        triangles.draw({corner(i), corner(i + 1), corner(i + 2)}, texture, clip);
      }
    }
  }
  return picture_;
}

}  // namespace motcua::ui
