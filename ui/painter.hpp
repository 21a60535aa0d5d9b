#pragma once
#include <string>
#include <string_view>

#include "layout.hpp"

struct ImDrawList;

namespace motcua::ui {

/// Draws in token colours on Dear ImGui's draw list. Positions are screen dp.
class Painter {
 public:
  Painter(ImDrawList& list, const Theme& theme, FontSet& fonts, float density)
      : list_(list), theme_(theme), fonts_(fonts), density_(density) {}

  void fill(const Rect& rect, Colour colour, float radius = 0, float alpha = 1);
  void gradient(const Rect& rect, Colour top, Colour bottom, float radius = 0);
  void outline(const Rect& rect, Colour colour, float width, float radius);
  void shadow(const Rect& rect, float radius, int elevation);
  void circle(float x, float y, float radius, Colour colour);
  void ring(float x, float y, float radius, Colour colour, float width);
  /// Part of a ring, angles in turns from the top, clockwise.
  void arc(float x, float y, float radius, float from, float to, Colour colour, float width);
  /// Pointing up, `radius` from its middle to each corner.
  void triangle(float x, float y, float radius, Colour colour);
  void line(float x0, float y0, float x1, float y1, Colour colour, float width);
  /// Centred in `rect`, `size` dp high (without the user's text size).
  void icon(const Rect& rect, Icon icon, float size, Colour colour);
  /// At most `max_lines` (0: all), the last of them with "…" for what is left out.
  void text(const Rect& rect, std::string_view text, TypeStyle style, Colour colour, Align align,
            std::size_t max_lines = 0);
  /// Fills `rect` with the middle of the picture.
  void picture(const Rect& rect, const Thumbnail& picture, float radius);
  void push_clip(const Rect& rect);
  void pop_clip();
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] FontSet& fonts() { return fonts_; }

 private:
  [[nodiscard]] std::uint32_t pack(Colour colour, float alpha = 1) const;
  [[nodiscard]] float snap(float v) const;
  /// The beginning of `text` that fits with "…" behind it.
  [[nodiscard]] std::string shortened(std::string text, TypeStyle style, float width);

  ImDrawList& list_;
  const Theme& theme_;
  FontSet& fonts_;
  float density_;
};

}  // namespace motcua::ui
