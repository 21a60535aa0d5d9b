#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "motcua/base/bytes.hpp"

namespace motcua::ui {

/// A node's identity: stable from frame to frame for the same thing on screen. 0 is none; 1 is the root.
using NodeId = std::uint32_t;

/// What a node is. The mirror makes the native element for it; numbers are shared with mirror.js.
enum class Role : std::uint8_t {
  root = 0,
  heading = 1,     ///< h1…h6 by `level`; the h1 takes focus after navigation.
  text = 2,        ///< Plain text, selectable.
  button = 3,      ///< `value`: what pressing it puts on the clipboard; empty: nothing.
  link = 4,        ///< `value` is the href ("#/…").
  text_field = 5,  ///< <input>; `field` says of what kind.
  text_area = 6,
  checkbox = 7,
  radio_group = 8,  ///< Holds `radio`s.
  radio = 9,
  list = 10,
  list_item = 11,
  region = 12,    ///< A named section or card.
  dialog = 13,    ///< Modal: everything outside it is inert.
  scroller = 14,  ///< Native overflow; `content_height` is the height of what it holds.
  status = 15,    ///< Polite live region.
  alert = 16,     ///< Assertive live region.
  progress = 17,  ///< `value` is 0…100, empty while unknown.
  navigation = 18,
  image = 19,  ///< Named picture or icon that carries meaning.
  group = 20,
  banner = 21,  ///< The app bar.
  main = 22,
  table = 23,  ///< `value`: how many rows there are in all, head and all, when not each is here.
  row = 24,    ///< `value`: which of them this is, counted from 1, in such a table.
  cell = 25,
  column_header = 26,  ///< `value`: "ascending", "descending" or "none" in a table that can be sorted by it.
  file_field = 28,     ///< A button that chooses or takes a file; `value` is "accept|capture|pixels|target": the first
                       ///< two as the attributes of <input type=file>, at most so many pixels a side (empty: as it is),
                       ///< and what App::file_kept is told.
  slider =
      27,  ///< `value` is "lowest|highest|step|number|words": no number while unanswered; words are what is spoken.
  toggle_switch = 29,  ///< On or off, at once: kChecked.
  toggle_button = 30,  ///< Stays pressed: kChecked. Filters.
  tab_list = 31,       ///< Holds `tab`s; arrow keys go from one to the next.
  tab = 32,            ///< kSelected: its `tab_panel` is shown.
  tab_panel = 33,
  list_box = 34,  ///< Holds `option`s; arrow keys go from one to the next, Enter chooses.
  option = 35,    ///< kSelected: chosen. `value`: "which|of how many" where not each is here; a `list_item`'s too.
  // What the page does itself, in the person's own gesture; it tells the app of it as text (App::set_text).
  pad = 36,           ///< Takes strokes: "x y x y …" of each, in dp from the upper left corner, "end" where one ends.
  handle = 37,        ///< Is dragged up and down, by pointers only: dp from where it was taken, then "drop".
  keep_drawing = 38,  ///< A button that stores a picture of strokes as if it were a chosen file: "target|width|height|
                      ///< strokes", as an SVG path has them.
  locator = 39,       ///< A button that begins and ends measuring the place: "latitude longitude altitude accuracy" for
                      ///< each reading, "on", "off", "denied" or "failed".
  recorder = 40,      ///< A button that begins and ends a recording, which is stored as a chosen file; `value` is the
                      ///< target. "on", "off" or "denied".
  player = 41,        ///< The browser's own player; `value` is "digest|media type".
  scanner = 42,       ///< The camera's picture, while it is there; each code that it sees, or "denied".
  row_group = 43,     ///< Rows of a table in a box of their own.
};

enum Flags : std::uint32_t {
  kDisabled = 1U << 0U,
  kChecked = 1U << 1U,
  kExpanded = 1U << 2U,
  kSelected = 1U << 3U,  ///< aria-current on navigation entries, aria-selected on tabs, options and kChoosable rows.
  kRequired = 1U << 4U,
  kInvalid = 1U << 5U,
  kBusy = 1U << 6U,
  kReadonly = 1U << 7U,
  kMultiline = 1U << 8U,
  kExpandable = 1U << 9U,    ///< Shows and hides something: collapsed without kExpanded.
  kOpensDialog = 1U << 10U,  ///< A button after which a dialog stands there: what is chosen, is chosen in it.
  kTakesKeys = 1U << 11U,    ///< The root: the app has a use for keys that are a character, and for Escape.
  kRoving = 1U << 12U,   ///< A table whose rows take the focus, and those rows: the app moves it from one to the next.
  kTabStop = 1U << 13U,  ///< Of such rows the one that Tab finds.
  kChoosable = 1U << 14U,  ///< Rows that can be selected, and their table.
  kSkipped = 1U << 15U,    ///< Tab passes over it: a key of the row that it is in does the same.
};

/// The text of a painted field begins kFieldPadding to the right of the node's left edge; a text_field's is centred
/// between top and bottom, a text_area's begins kFieldPaddingTop below the top with lines of 1.5 × font_px.
inline constexpr float kFieldPadding = 16;
inline constexpr float kFieldPaddingTop = 14;

/// What a text field takes: decides type, inputmode, autocomplete, autocapitalize, enterkeyhint of the real <input>.
enum class Field : std::uint8_t {
  none = 0,
  text = 1,
  integer = 2,
  decimal = 3,
  date = 4,
  code = 5,
  user_name = 6,
  password = 7,
  search = 8,
  one_time_code = 9,
  telephone = 10,
  time = 11,       ///< "08:30"
  date_time = 12,  ///< "2026-11-23T08:30"
  month = 13,      ///< "2026-11"
};

/// One node, emitted by a widget in the pass that paints it. Rectangles are in CSS px relative to the parent; inside a
/// scroller they are content coordinates, so scrolling changes nothing.
struct Node {
  NodeId id = 0;
  NodeId parent = 0;
  Role role = Role::text;
  std::uint32_t flags = 0;
  float x = 0, y = 0, w = 0, h = 0;
  std::uint8_t level = 0;  ///< Heading level.
  Field field = Field::none;
  float content_height = 0;   ///< Scrollers.
  float font_px = 0;          ///< CSS font size of fields, so that typed text matches the painted.
  std::string name{};         ///< Accessible name; for `text` and `heading` the text itself.
  std::string value{};        ///< A field's text, a link's href, a progress value.
  std::string description{};  ///< Hint or problem, tied by aria-describedby.
  std::string language{};     ///< "vi"/"en" when it differs from the page's.
  friend bool operator==(const Node&, const Node&) = default;
};

/// All nodes of a frame in reading order; a parent comes before its children.
using SemanticTree = std::vector<Node>;

/// The difference between two trees for mirror.js, little-endian, no padding; strings are `u32 length | UTF-8`:
///   u32 magic 'MCM1' | u32 number of removed ids n, n × u32
///   u32 number of changed or new nodes, each:
///     u32 id, u32 parent, u8 role, u32 flags, f32 x y w h, u8 level, u8 field, f32 content_height, f32 font_px,
///     string name, string value, string description, string language
///   u32 number of parents whose list of children changed, each: u32 parent, u32 n, n × u32 child ids in order
/// Empty when nothing changed: then nothing is posted.
[[nodiscard]] Bytes encode_mirror_update(const SemanticTree& before, const SemanticTree& now);

/// The tree as indented text, one line a node: what golden files hold and what people read in a failing test, e.g.
/// `button "Tra cứu" [disabled]`. Geometry is left out.
[[nodiscard]] std::string dump(const SemanticTree& tree);

}  // namespace motcua::ui
