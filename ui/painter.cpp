#include "painter.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace motcua::ui {
namespace {

float rounding(const Rect& rect, float radius) { return std::min(radius, std::min(rect.w, rect.h) / 2); }

}  // namespace

std::uint32_t Painter::pack(Colour colour, float alpha) const {
  const Rgb c = theme_[colour];
  return IM_COL32(c.r, c.g, c.b, static_cast<int>(std::lround(alpha * 255)));
}

float Painter::snap(float v) const { return std::round(v * density_) / density_; }

void Painter::fill(const Rect& rect, Colour colour, float radius, float alpha) {
  if (colour == Colour::none) return;
  list_.AddRectFilled({snap(rect.x), snap(rect.y)}, {snap(rect.x + rect.w), snap(rect.y + rect.h)}, pack(colour, alpha),
                      rounding(rect, radius));
}

void Painter::gradient(const Rect& rect, Colour top, Colour bottom, float radius) {
  const ImVec2 a{snap(rect.x), snap(rect.y)};
  const ImVec2 b{snap(rect.x + rect.w), snap(rect.y + rect.h)};
  const int first = list_.VtxBuffer.Size;
  list_.AddRectFilled(a, b, pack(top), rounding(rect, radius));
  // Recolour the vertices by height: this keeps the round corners, which AddRectFilledMultiColor has not.
  const Rgb from = theme_[top];
  const Rgb to = theme_[bottom];
  const auto mix = [](std::uint8_t u, std::uint8_t v, float t) {
    return static_cast<int>(std::lround(static_cast<float>(u) + (static_cast<float>(v) - static_cast<float>(u)) * t));
  };
  for (int i = first; i < list_.VtxBuffer.Size; ++i) {
    ImDrawVert& vertex = list_.VtxBuffer[i];
    const float t = std::clamp((vertex.pos.y - a.y) / std::max(1.0F, b.y - a.y), 0.0F, 1.0F);
    const auto alpha = static_cast<int>(vertex.col >> IM_COL32_A_SHIFT);
    vertex.col = IM_COL32(mix(from.r, to.r, t), mix(from.g, to.g, t), mix(from.b, to.b, t), alpha);
  }
}

void Painter::outline(const Rect& rect, Colour colour, float width, float radius) {
  if (colour == Colour::none) return;
  const float half = width / 2;
  list_.AddRect({snap(rect.x) + half, snap(rect.y) + half},
                {snap(rect.x + rect.w) - half, snap(rect.y + rect.h) - half}, pack(colour),
                std::max(0.0F, rounding(rect, radius) - half), 0, width);
}

void Painter::shadow(const Rect& rect, float radius, int elevation) {
  if (elevation <= 0) return;
  // Rings of rising size and falling strength look like a blurred edge.
  static constexpr int kSteps = 6;
  const float reach = elevation == 1 ? 7.0F : elevation == 2 ? 12.0F : 26.0F;
  const float drop = elevation == 1 ? 2.0F : elevation == 2 ? 3.0F : 9.0F;
  const float strength = (theme_.dark ? 0.34F : 0.085F) * (elevation == 3 ? 1.6F : 1.0F) / kSteps;
  for (int i = kSteps; i >= 1; --i) {
    const float out = reach * static_cast<float>(i) / kSteps;
    const float inset = out - reach * 0.35F;
    list_.AddRectFilled({rect.x - inset, rect.y - inset + drop},
                        {rect.x + rect.w + inset, rect.y + rect.h + inset + drop},
                        IM_COL32(8, 20, 30, static_cast<int>(std::lround(strength * 255 * 1.6F))),
                        rounding(rect, radius) + std::max(0.0F, inset));
  }
}

void Painter::circle(float x, float y, float radius, Colour colour) {
  list_.AddCircleFilled({x, y}, radius, pack(colour));
}

void Painter::ring(float x, float y, float radius, Colour colour, float width) {
  list_.AddCircle({x, y}, radius - width / 2, pack(colour), 0, width);
}

void Painter::arc(float x, float y, float radius, float from, float to, Colour colour, float width) {
  const float turn = 2 * std::numbers::pi_v<float>;
  list_.PathArcTo({x, y}, radius - width / 2, from * turn - turn / 4, to * turn - turn / 4);
  list_.PathStroke(pack(colour), 0, width);
}

void Painter::triangle(float x, float y, float radius, Colour colour) {
  const float half = radius * std::numbers::sqrt3_v<float> / 2;
  list_.AddTriangleFilled({x, y - radius}, {x + half, y + radius / 2}, {x - half, y + radius / 2}, pack(colour));
}

void Painter::line(float x0, float y0, float x1, float y1, Colour colour, float width) {
  list_.AddLine({x0, y0}, {x1, y1}, pack(colour), width);
}

void Painter::icon(const Rect& rect, Icon icon, float size, Colour colour) {
  const float px = size * fonts_.icon_scale() * kIconSizeFactor;
  const std::string glyph = utf8(icon);
  ImFont* const font = fonts_.icons();
  ImGui::PushFont(font, px);
  const ImVec2 extent = font->CalcTextSizeA(px, 1e9F, 0, glyph.c_str());
  list_.AddText(font, px, {snap(rect.x + (rect.w - extent.x) / 2), snap(rect.y + (rect.h - px) / 2)}, pack(colour),
                glyph.c_str());
  ImGui::PopFont();
}

std::string Painter::shortened(std::string text, TypeStyle style, float width) {
  constexpr std::string_view kMore = "…";
  while (!text.empty() && fonts_.width(text + std::string(kMore), style) > width) {
    while ((static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();  // The rest of a character.
    text.pop_back();
  }
  while (text.ends_with(' ')) text.pop_back();
  return text + std::string(kMore);
}

void Painter::text(const Rect& rect, std::string_view text, TypeStyle style, Colour colour, Align align,
                   std::size_t max_lines) {
  const TextLines& lines = fonts_.wrap(text, style, rect.w);
  const float line_height = fonts_.line_height(style);
  const float size = fonts_.css_size(style) * kImGuiSizeFactor;
  ImFont* const font = fonts_.face(style.weight);
  float y = rect.y;
  const std::size_t shown = max_lines > 0 ? std::min(max_lines, lines.lines.size()) : lines.lines.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& line = lines.lines[i];
    std::string_view words = text.substr(line.begin, line.end - line.begin);
    std::string cut;
    if (i + 1 == shown && shown < lines.lines.size()) words = cut = shortened(std::string(words), style, rect.w);
    float x = rect.x;
    if (align == Align::centre) x += (rect.w - line.width) / 2;
    if (align == Align::end) x += rect.w - line.width;
    list_.AddText(font, size, {snap(x), snap(y + (line_height - size) / 2)}, pack(colour), words.data(),
                  words.data() + words.size());
    y += line_height;
  }
}

void Painter::picture(const Rect& rect, const Thumbnail& picture, float radius) {
  // Of the longer side the ends are left out.
  const float shape = rect.w * picture.height / (rect.h * picture.width);
  const float x = shape < 1 ? (1 - shape) / 2 : 0;
  const float y = shape > 1 ? (1 - 1 / shape) / 2 : 0;
  list_.AddImageRounded(ImTextureRef(static_cast<ImTextureID>(picture.texture)), {rect.x, rect.y},
                        {rect.x + rect.w, rect.y + rect.h}, {x, y}, {1 - x, 1 - y}, IM_COL32_WHITE,
                        rounding(rect, radius));
}

void Painter::push_clip(const Rect& rect) {
  list_.PushClipRect({rect.x, rect.y}, {rect.x + rect.w, rect.y + rect.h}, true);
}
void Painter::pop_clip() { list_.PopClipRect(); }

}  // namespace motcua::ui
