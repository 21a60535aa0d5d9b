#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "motcua/ui/app.hpp"
#include "tokens.hpp"

struct ImFont;

namespace motcua::ui {

/// Dear ImGui's font size is ascent + descent; of Be Vietnam Pro that is 1.265 em. Without the factor painted text
/// would be smaller than the same text in the <input> over it.
inline constexpr float kImGuiSizeFactor = 1.265F;
/// The same of Material Symbols.
inline constexpr float kIconSizeFactor = 1.2F;

/// The user's text size as far as decoration and the words of the navigation follow it.
[[nodiscard]] constexpr float capped_scale(float text_scale) { return text_scale < 1.3F ? text_scale : 1.3F; }

/// A text broken into lines.
struct TextLines {
  struct Line {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    float width = 0;
  };
  std::vector<Line> lines;
  float width = 0;          ///< Of the widest line.
  bool broke_word = false;  ///< A word alone was wider than the room.
};

/// The faces in Dear ImGui's atlas, and text measured and broken with them. Needs the current ImGui context; measuring
/// only between NewFrame and Render.
class FontSet {
 public:
  /// Adds the faces to the current context's atlas. `fonts` must outlive the context.
  void load(const Fonts& fonts);
  /// At the start of each frame: the density to rasterise at and the user's text size.
  void begin_frame(float text_scale);

  /// Greedy line breaking at spaces and line feeds; a word that is too wide is broken between characters. Cached.
  [[nodiscard]] const TextLines& wrap(std::string_view text, TypeStyle style, float width);
  /// Width of the text on one line.
  [[nodiscard]] float width(std::string_view text, TypeStyle style);
  [[nodiscard]] float line_height(TypeStyle style) const { return style.line * text_scale_; }
  /// dp of the type scale, with the user's text size.
  [[nodiscard]] float css_size(TypeStyle style) const { return style.size * text_scale_; }
  [[nodiscard]] ImFont* face(Weight weight) const { return weight == Weight::regular ? regular_ : semibold_; }
  [[nodiscard]] ImFont* icons() const { return icons_; }
  /// Icons and their plates grow less than text: they decorate it.
  [[nodiscard]] float icon_scale() const { return capped_scale(text_scale_); }

 private:
  [[nodiscard]] float measure(ImFont* face, float size, const char* begin, const char* end) const;

  ImFont* regular_ = nullptr;
  ImFont* semibold_ = nullptr;
  ImFont* icons_ = nullptr;
  float text_scale_ = 1;
  std::unordered_map<std::uint64_t, TextLines> cache_;
};

}  // namespace motcua::ui
