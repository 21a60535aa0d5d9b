#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "fonts.hpp"
#include "icons.hpp"
#include "tokens.hpp"

/// Layout: a tree of boxes made anew each frame, measured, then placed. Knows nothing of painting or of meaning.
namespace motcua::ui {

struct Edges {
  float left = 0, top = 0, right = 0, bottom = 0;
  [[nodiscard]] static constexpr Edges all(float v) { return {v, v, v, v}; }
  [[nodiscard]] static constexpr Edges symmetric(float horizontal, float vertical) {
    return {horizontal, vertical, horizontal, vertical};
  }
  [[nodiscard]] float across() const { return left + right; }
  [[nodiscard]] float down() const { return top + bottom; }
};

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
};

enum class Flow : std::uint8_t {
  column,
  row,
  wrap,   ///< A row that goes on in the next line.
  grid,   ///< Equal columns: as many as `columns` says, fewer where one would be narrower than `column_width`.
  stack,  ///< Children lie over each other.
};
enum class Align : std::uint8_t { stretch, start, centre, end };
enum class Justify : std::uint8_t { start, centre, end, between };

/// How a box is sized and what is painted behind its children. Lengths in dp; 0 is "as its content needs".
struct Box {
  float gap = 0;
  Edges padding{};
  Align align = Align::stretch;      ///< Of children, across the flow.
  Justify justify = Justify::start;  ///< Of children, along the flow.
  std::optional<Align> self{};       ///< Overrides the parent's `align` for this box.
  float grow = 0;                    ///< Share of the room that is left along the parent's flow.
  float width = 0, height = 0;
  float min_width = 0, min_height = 0;
  float max_width = 0;  ///< A narrower box is centred in the room of its parent.
  /// As high as its content up to this, and less where there is less room: a scroller, or what a scroller is in.
  float max_height = 0;
  std::uint8_t columns = 1;  ///< Of a grid, at most.
  float column_width = 0;    ///< Of a grid, at least; 0: the widest child's own.
  Colour fill = Colour::none;
  Colour fill_bottom = Colour::none;  ///< With `fill`, a vertical gradient.
  Colour ground = Colour::none;       ///< In place of a fill, what `paint` puts behind what is inside: for the lint.
  Colour border = Colour::none;
  float border_width = 1;
  float radius = 0;
  int elevation = elevation::flat;
  float slide = 0;         ///< Painted so much lower, with all that is inside: what is coming in.
  float reach = 0;         ///< What is painted is so much lower than what is pressed, above and below.
  bool frameless = false;  ///< A field whose frame, and the frame's focus, is painted by the box that holds it.
};

class Painter;

/// One box. Filled by the builder, then by measure and arrange.
struct Element {
  Flow flow = Flow::column;
  Box box;
  // A leaf with text (wrapped to its width) or an icon.
  std::string text{};
  TypeStyle style = type::body;
  Colour colour = Colour::on_surface;
  Align text_align = Align::start;
  std::uint8_t max_lines = 0;  ///< 0: as many as there are.
  Icon icon = Icon::none;
  float icon_size = 0;
  bool may_break_words = false;                      ///< Codes and addresses: breaking them is no layout problem.
  std::function<void(Painter&, const Rect&)> paint;  ///< Over the fill, under the children.
  bool scroller = false;
  int node = -1;  ///< Index of its semantic node, -1 for none.
  // Tree.
  int parent = -1, first = -1, last = -1, next = -1;
  // Results. `rect` is in the coordinates of the nearest scroller's content (or of the screen).
  Rect rect;
  float content_height = 0;  ///< Scrollers.
  float natural_width = -1;
  float measured_for = -1, measured_height = 0;
};

/// Measures and places the tree whose root is element 0 into `screen`.
class Layout {
 public:
  Layout(std::vector<Element>& elements, FontSet& fonts) : elements_(elements), fonts_(fonts) {}
  void run(const Rect& screen);

 private:
  [[nodiscard]] float natural_width(int index);
  [[nodiscard]] float height_for(int index, float width);
  void arrange(int index, const Rect& rect);
  void arrange_column(Element& element, const Rect& inner);
  void arrange_row(Element& element, const Rect& inner);
  void arrange_wrap(Element& element, const Rect& inner);
  void arrange_grid(Element& element, const Rect& inner);
  /// The height of a scroller's content at this width.
  [[nodiscard]] float content_height(int index, float width);
  /// Width that a child takes in a column of width `room`.
  [[nodiscard]] float child_width(const Element& parent, int child, float room);
  /// Widths of a row's children in `room`, in order.
  [[nodiscard]] std::vector<float> row_widths(const Element& element, float room);
  /// Takes `by` from the widths of a row's children that may be narrower.
  void shrink_row(const Element& element, std::vector<float>& widths, float by);
  struct Line {
    std::vector<int> children;
    std::vector<float> widths;
    float height = 0;
  };
  [[nodiscard]] std::vector<Line> wrap_lines(const Element& element, float room);
  [[nodiscard]] std::vector<Line> grid_lines(const Element& element, float room);

  std::vector<Element>& elements_;
  FontSet& fonts_;
};

}  // namespace motcua::ui
