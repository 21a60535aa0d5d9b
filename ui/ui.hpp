#pragma once
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "layout.hpp"
#include "messages.hpp"
#include "motcua/ui/semantics.hpp"

struct ImDrawList;

namespace motcua::ui {

/// What names a node among its siblings: a word of the screen ("save") or the key of a record, never a row's number.
struct Key {
  std::uint32_t hash = 0;
  Key(const char* text) : Key(std::string_view(text)) {}         // NOLINT(google-explicit-constructor)
  Key(const std::string& text) : Key(std::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  Key(std::string_view text);                                    // NOLINT(google-explicit-constructor)
};

/// What a box means to people who do not see it.
struct Meaning {
  Role role = Role::group;
  std::string name{};
  std::string value{};
  std::string description{};
  std::uint32_t flags = 0;
  std::uint8_t level = 0;
  Field field = Field::none;
  float font_px = 0;
  std::string language{};
};

struct TextOptions {
  TypeStyle style = type::body;
  Colour colour = Colour::on_surface;
  Align align = Align::start;
  bool silent = false;           ///< Painted only: its words are in the name of the control that it stands in.
  bool may_break_words = false;  ///< Codes and addresses.
  std::uint8_t heading = 0;      ///< 1…6: a heading of that level.
  float grow = 0;
  std::uint8_t lines = 0;  ///< At most so many, the last with "…"; 0: all. Its node has the whole text.
  bool capped = false;     ///< Grows no further than 1.3 times: words under the icons of the navigation.
  std::string language{};  ///< When it differs from the interface's.
};

/// Builds one frame. A screen calls it from top to bottom, each call adds a box; a scope's destructor closes it. When
/// the screen is through, `finish` measures, places, paints and emits the semantic nodes, all from the same boxes.
///
///   const auto card = ui.column({.gap = space::m, .padding = Edges::all(space::l), .fill = Colour::surface});
///   ui.text(ui.tr(Text::lookup_title), {.style = type::headline, .heading = 2});
///   if (button(ui, "go", {.label = ui.tr(Text::look_up)})) look_up();
class Ui {
 public:
  explicit Ui(FontSet& fonts) : fonts_(fonts) {}

  class [[nodiscard]] Scope {
   public:
    enum Closes : std::uint8_t { box = 1, keys = 2, both = 3 };
    Scope(Ui& ui, Closes closes) : ui_(&ui), closes_(closes) {}
    Scope(Scope&& other) noexcept : ui_(std::exchange(other.ui_, nullptr)), closes_(other.closes_) {}
    Scope& operator=(Scope&&) = delete;
    /// Lets go without closing.
    void release() { ui_ = nullptr; }
    ~Scope() {
      if (ui_ != nullptr) ui_->close(closes_);
    }

   private:
    Ui* ui_;
    Closes closes_;
  };

  // Plain boxes: layout and looks, no meaning.
  Scope column(Box box = {}) { return open(Flow::column, std::move(box)); }
  Scope row(Box box = {}) { return open(Flow::row, std::move(box)); }
  Scope wrap(Box box = {}) { return open(Flow::wrap, std::move(box)); }
  Scope stack(Box box = {}) { return open(Flow::stack, std::move(box)); }
  Scope grid(Box box = {}) { return open(Flow::grid, std::move(box)); }
  /// A box that is also a semantic node; ids of what is inside hang on `key`.
  Scope node(Key key, Flow flow, Box box, Meaning meaning);
  /// Only a namespace for keys, e.g. one a record.
  Scope keyed(Key key);
  /// A vertically scrolling box; give it `grow`. Its content is laid out as one column.
  Scope scroller(Key key, Box box, std::string name);

  /// Text, wrapped. Emits a `text` node (a heading with `heading`) unless `silent`.
  void text(std::string text, TextOptions options = {});
  /// Decoration; a meaning must be in words beside it.
  void icon(Icon icon, float size = 24, Colour colour = Colour::on_surface);
  void gap(float size);
  void spring() { auto s = column({.grow = 1}); }
  /// Paints with `painter` over the open box's fill.
  void paint(std::function<void(Painter&, const Rect&)> painter) {
    elements_[static_cast<std::size_t>(open_.back())].paint = std::move(painter);
  }

  /// The id that `key` has here.
  [[nodiscard]] NodeId id(Key key) const;
  /// The id of the innermost open box that has a meaning.
  [[nodiscard]] NodeId current() const;

  // Events. Each is delivered to one build and is gone after it.
  [[nodiscard]] bool activated(NodeId id) const { return event_.kind == Event::activate && event_.node == id; }
  /// The new value if it was typed into this field now.
  [[nodiscard]] std::optional<std::string> typed(NodeId id) const;
  [[nodiscard]] bool focused(NodeId id) const { return focus_ == id; }
  /// The focus is shown: the person uses the keyboard.
  [[nodiscard]] bool uses_keyboard() const { return focus_visible_; }
  /// The key that was pressed now while no field had the focus, as KeyboardEvent.key names it; "" in other builds.
  [[nodiscard]] std::string_view key() const {
    return event_.kind == Event::press ? std::string_view(event_.text) : std::string_view();
  }
  /// This screen has a use for keys that are a character, and for Escape. Rows of a table hear theirs without that.
  void take_keys() { nodes_.front().flags |= kTakesKeys; }
  [[nodiscard]] bool pressed(NodeId id) const { return pointer_ == id && pointer_down_; }
  [[nodiscard]] bool hovered(NodeId id) const { return pointer_ == id; }

  // The reader.
  [[nodiscard]] Language language() const { return language_; }
  /// The text in the reader's language, "{}" filled in.
  template <std::convertible_to<std::string_view>... Arguments>
  [[nodiscard]] std::string tr(Text text, const Arguments&... arguments) const {
    return translate(language_, text, {std::string_view(arguments)...});
  }
  [[nodiscard]] const Viewport& viewport() const { return viewport_; }
  /// Room for a rail and for tables.
  [[nodiscard]] bool wide() const { return viewport_.width >= kRailFrom * viewport_.text_scale; }
  [[nodiscard]] float text_scale() const { return viewport_.text_scale; }
  [[nodiscard]] float icon_scale() const { return capped_scale(viewport_.text_scale); }
  /// Text so large that decoration beside it is left out.
  [[nodiscard]] bool huge_text() const { return viewport_.text_scale > 1.5F; }
  /// Milliseconds, for what moves; frozen when the reader wants no motion.
  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
  /// `target`, reached over `ms` from where it was: what a screen paints of something that changes. At once when the
  /// reader wants no motion. What was not there before begins at `first`, or at the target.
  [[nodiscard]] float eased(NodeId id, float target, int ms = motion::quick, std::optional<float> first = {});
  /// Asks for frames to follow: something on screen moves.
  void animate() { animating_ = animating_ || !viewport_.reduced_motion; }
  /// For the gallery: the node is painted as if it had the focus, or were held down.
  enum class Pose : std::uint8_t { focused, pressed };
  void pose(NodeId id, Pose pose) { poses_[id] = pose; }
  /// Asks for the keyboard focus to go to this node after the frame.
  void want_focus(NodeId id) { wanted_focus_ = id; }
  /// Where the node lay in the last frame, in its scroller's content; nullopt when it was not there.
  [[nodiscard]] std::optional<Rect> last_rect(NodeId id) const;
  [[nodiscard]] float scroll_of(NodeId scroller) const;
  /// The innermost open box is its parent's first child.
  [[nodiscard]] bool is_first() const;
  /// The id of the innermost open scroller; 0 outside of one.
  [[nodiscard]] NodeId current_scroller() const;

  // For the app
  // --------------------------------------------------------------------------------------------------------
  struct Event {
    enum Kind : std::uint8_t { none, activate, type, press } kind = none;
    NodeId node = 0;
    std::string text;
  };
  void begin(Language language, const Viewport& viewport, std::int64_t now_ms, Event event);
  /// Measures, places, paints on `list` and fills `tree()`.
  void finish(ImDrawList& list, const Theme& theme);
  [[nodiscard]] const SemanticTree& tree() const { return tree_; }
  /// What is wrong with the last finished frame, in sentences for a developer: an id used twice; a box that leaves its
  /// parent; a word that does not fit, text that is cut off; text or an icon that is too weak on what it stands on.
  [[nodiscard]] std::vector<std::string> problems();
  void set_focus(NodeId node, bool visible) {
    focus_ = node;
    focus_visible_ = visible;
  }
  void set_pointer(NodeId node, bool down) {
    pointer_ = node;
    pointer_down_ = down;
  }
  void set_scroll(NodeId scroller, float y) { scroll_[scroller] = y; }
  [[nodiscard]] bool animating() const { return animating_; }
  [[nodiscard]] NodeId take_wanted_focus() { return std::exchange(wanted_focus_, 0); }

 private:
  friend class Scope;
  Scope open(Flow flow, Box box);
  int add(Element element);
  void close(Scope::Closes closes);
  void mean(int element, NodeId id, Meaning meaning);
  void paint_element(Painter& painter, int index, float shift, const Rect& clip, int node_parent);
  void paint_state(Painter& painter, const Element& element, const Rect& pressed) const;
  [[nodiscard]] float height_of_text(const Element& element);
  /// The colours that `element` stands on.
  [[nodiscard]] std::vector<Colour> grounds(const Element& element) const;
  FontSet& fonts_;
  Language language_ = Language::vi;
  Viewport viewport_;
  std::int64_t now_ms_ = 0;
  Event event_;
  NodeId focus_ = 0, pointer_ = 0, wanted_focus_ = 0;
  bool focus_visible_ = false, pointer_down_ = false, animating_ = false;
  std::unordered_map<NodeId, float> scroll_;
  std::unordered_map<NodeId, Rect> rects_;
  struct Easing {
    float from = 0, to = 0;
    std::int64_t since = 0;
    bool used = true;  ///< In this frame.
  };
  std::unordered_map<NodeId, Easing> easings_;
  std::unordered_map<NodeId, Pose> poses_;

  std::vector<Element> elements_;
  std::vector<int> open_;
  std::vector<std::uint32_t> id_stack_;
  std::vector<std::uint32_t> text_counters_;
  SemanticTree nodes_;            ///< In build order, which is reading order.
  SemanticTree tree_;             ///< Of the last finished frame.
  const Theme* theme_ = nullptr;  ///< Of the last finished frame.
};

}  // namespace motcua::ui
