#include "xpath/regex.hpp"

#include <algorithm>
#include <string>

namespace motcua::forms::xpath {
namespace {

constexpr char32_t kNoChar = 0xFFFF'FFFF;
constexpr std::size_t kMaxProgram = 20'000;
/// Instructions and ranges that building may move or copy, also those that end up dropped, as of "(a{1000}){0}".
constexpr std::size_t kMaxWork = 50 * kMaxProgram;
constexpr int kMaxRepeat = 1000;
constexpr int kMaxDepth = 50;

/// Decodes one code point of valid UTF-8; a stray byte counts as itself.
char32_t decode(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  char32_t value = more == 0 ? lead : lead & (0x3FU >> static_cast<unsigned>(more));
  for (int i = 0; i < more && at < text.size(); ++i)
    value = (value << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return value;
}

bool is_word(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

/// Builds the program by recursive descent. A piece is its instructions, whose exits are jumps to the piece's end.
class RegexParser {
 public:
  using Kind = Regex::Kind;
  using Instruction = Regex::Instruction;
  using Piece = std::vector<Instruction>;

  explicit RegexParser(std::string_view pattern) {
    for (std::size_t at = 0; at < pattern.size();) chars_.push_back(decode(pattern, at));
  }

  /// Instructions and ranges that were moved or copied.
  [[nodiscard]] std::size_t work() const { return work_; }

  Result<std::vector<Instruction>> run() {
    MOTCUA_TRY_ASSIGN(Piece program, alternatives(0));
    if (at_ < chars_.size()) return error("')' without '('");
    program.push_back({});
    return program;
  }

 private:
  static std::unexpected<Error> error(const std::string& what) {
    return fail(ErrorCode::xpath_syntax, "regular expression: " + what);
  }
  [[nodiscard]] bool more() const { return at_ < chars_.size(); }
  bool accept(char32_t c) {
    if (!more() || chars_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// Targets inside a piece are relative to its start; this moves a piece behind another.
  static void append(Piece& to, Piece piece) {
    const auto base = static_cast<std::uint32_t>(to.size());
    for (auto& instruction : piece) {
      instruction.next += base;
      instruction.other += base;
      to.push_back(std::move(instruction));
    }
  }
  static Instruction jump(Kind kind, std::size_t next, std::size_t other = 0) {
    Instruction out;
    out.kind = kind;
    out.next = static_cast<std::uint32_t>(next);
    out.other = static_cast<std::uint32_t>(other);
    return out;
  }

  Result<Piece> alternatives(int depth) {
    if (depth > kMaxDepth) return error("nested too deeply");
    std::vector<Piece> branches;
    std::size_t size = 0;
    do {
      MOTCUA_TRY_ASSIGN(Piece branch, sequence(depth));
      size += branch.size() + (branches.empty() ? 0 : 2);  // A split and a jump between two.
      if (size > kMaxProgram) return error("too large");
      branches.push_back(std::move(branch));
    } while (accept('|'));
    if (branches.size() == 1) return std::move(branches.front());
    MOTCUA_TRY(spend(size));
    Piece all;
    for (std::size_t i = 0; i < branches.size(); ++i) {
      const bool last = i + 1 == branches.size();
      if (!last) all.push_back(jump(Kind::split, all.size() + 1, all.size() + branches[i].size() + 2));
      append(all, std::move(branches[i]));
      if (!last) all.push_back(jump(Kind::jump, size));
    }
    return all;
  }

  Status spend(std::size_t work) {
    work_ += work;
    if (work_ > kMaxWork) return error("too large");
    return {};
  }
  static std::size_t weight(const Piece& piece) {
    std::size_t total = piece.size();
    for (const auto& instruction : piece) total += instruction.ranges.size();
    return total;
  }

  Result<Piece> sequence(int depth) {
    Piece all;
    while (more() && chars_[at_] != '|' && chars_[at_] != ')') {
      MOTCUA_TRY_ASSIGN(Piece piece, atom(depth));
      MOTCUA_TRY_ASSIGN(piece, repeated(std::move(piece)));
      if (all.size() + piece.size() > kMaxProgram) return error("too large");
      MOTCUA_TRY(spend(piece.size()));
      append(all, std::move(piece));
    }
    return all;
  }

  Result<Piece> repeated(Piece piece) {
    while (more()) {
      int least = 0;
      int most = -1;
      if (accept('*')) {
      } else if (accept('+')) {
        least = 1;
      } else if (accept('?')) {
        most = 1;
      } else if (!counts(least, most)) {
        break;
      }
      accept('?');  // Lazy or possessive: the same texts match.
      if (least > kMaxRepeat || most > kMaxRepeat) return error("repeats more than 1000 times");
      if (most >= 0 && most < least) return error("a count from large to small");
      const auto copies = static_cast<std::size_t>(std::max(least, most)) + 1;
      if (piece.size() * copies > kMaxProgram) return error("too large");
      MOTCUA_TRY(spend((weight(piece) + 1) * copies));
      piece = repeat(piece, least, most);
    }
    return piece;
  }

  static Piece repeat(const Piece& piece, int least, int most) {
    Piece out;
    for (int i = 0; i < least; ++i) append(out, piece);
    if (most < 0) {
      const std::size_t start = out.size();
      out.push_back(jump(Kind::split, start + 1, start + piece.size() + 2));
      append(out, piece);
      out.push_back(jump(Kind::jump, start));
      return out;
    }
    for (int i = least; i < most; ++i) {
      const std::size_t start = out.size();
      out.push_back(jump(Kind::split, start + 1, start + piece.size() + 1));
      append(out, piece);
    }
    return out;
  }

  /// "{m}", "{m,}" or "{m,n}"; anything else leaves "{" to be a literal.
  bool counts(int& least, int& most) {
    const std::size_t start = at_;
    if (!accept('{')) return false;
    const auto number = [this](int& out) {
      const std::size_t first = at_;
      for (out = 0; more() && chars_[at_] >= '0' && chars_[at_] <= '9'; ++at_) {
        out = std::min(out * 10 + static_cast<int>(chars_[at_] - '0'), kMaxRepeat + 1);
      }
      return at_ > first;
    };
    if (number(least)) {
      most = least;
      if (accept(',') && !number(most)) most = -1;
      if (accept('}')) return true;
    }
    at_ = start;
    return false;
  }

  Result<Piece> atom(int depth) {
    const char32_t c = chars_[at_++];
    switch (c) {
      case '(':
        return group(depth);
      case '[':
        return char_class();
      case '\\':
        return escape();
      case '.':
        return single(Kind::any);
      case '^':
        return single(Kind::start);
      case '$':
        return single(Kind::end);
      case '*':
      case '+':
      case '?':
        return error("nothing to repeat");
      default:
        return set({{c, c}}, false);
    }
  }

  Result<Piece> group(int depth) {
    if (accept('?') && !accept(':')) return error("look-around and flags are not supported");
    MOTCUA_TRY_ASSIGN(Piece inner, alternatives(depth + 1));
    if (!accept(')')) return error("'(' is not closed");
    return inner;
  }

  static Piece single(Kind kind) { return {jump(kind, 1)}; }
  static Piece set(std::vector<Regex::Range> ranges, bool negated) {
    Instruction out = jump(Kind::set, 1);
    out.ranges = std::move(ranges);
    out.negated = negated;
    Piece piece;
    piece.push_back(std::move(out));
    return piece;
  }

  /// The ranges of \d, \w, \s; empty for another letter.
  static std::vector<Regex::Range> shorthand(char32_t c) {
    switch (c) {
      case 'd':
      case 'D':
        return {{'0', '9'}};
      case 'w':
      case 'W':
        return {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}};
      case 's':
      case 'S':
        return {{' ', ' '}, {'\t', '\r'}, {0xA0, 0xA0}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x3000, 0x3000}};
      default:
        return {};
    }
  }
  static Result<char32_t> control(char32_t c) {
    switch (c) {
      case 'f':
        return U'\f';
      case 'v':
        return U'\v';
      case '0':
        return U'\0';
      case 'n':
        return U'\n';
      case 't':
        return U'\t';
      case 'r':
        return U'\r';
      default:
        // A letter that means nothing here means something elsewhere, as \p{L}: better no match than a wrong one.
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
          return error("'\\" + std::string(1, static_cast<char>(c)) + "' is not supported");
        }
        return c;
    }
  }

  Result<Piece> escape() {
    if (!more()) return error("ends with '\\'");
    const char32_t c = chars_[at_++];
    if (c == 'b') return single(Kind::boundary);
    if (c == 'B') return single(Kind::no_boundary);
    if (c >= '1' && c <= '9') return error("back references are not supported");
    auto ranges = shorthand(c);
    if (!ranges.empty()) return set(std::move(ranges), c < 'a');
    MOTCUA_TRY_ASSIGN(const char32_t literal, escaped(c));
    return set({{literal, literal}}, false);
  }

  /// \xhh and \uhhhh, else the character itself.
  Result<char32_t> escaped(char32_t c) {
    if (c != 'x' && c != 'u') return control(c);
    char32_t value = 0;
    for (int i = c == 'x' ? 2 : 4; i > 0; --i) {
      if (!more()) return error("a code ends too early");
      const char32_t digit = chars_[at_++];
      const char32_t lower = digit | 0x20U;
      if (digit >= '0' && digit <= '9')
        value = value * 16 + (digit - '0');
      else if (lower >= 'a' && lower <= 'f')
        value = value * 16 + (lower - 'a' + 10);
      else
        return error("a code with other than hexadecimal digits");
    }
    return value;
  }

  Result<Piece> char_class() {
    const bool negated = accept('^');
    std::vector<Regex::Range> ranges;
    while (!accept(']')) {
      if (!more()) return error("'[' is not closed");
      char32_t low = chars_[at_++];
      if (low == '\\') {
        if (!more()) return error("ends with '\\'");
        const char32_t c = chars_[at_++];
        auto known = shorthand(c);
        if (!known.empty()) {
          add_shorthand(ranges, std::move(known), c < 'a');
          continue;
        }
        MOTCUA_TRY_ASSIGN(low, escaped(c));
      }
      char32_t high = low;
      if (at_ + 1 < chars_.size() && chars_[at_] == '-' && chars_[at_ + 1] != ']') {
        ++at_;
        high = chars_[at_++];
        if (high == '\\') {
          if (!more()) return error("ends with '\\'");
          const char32_t c = chars_[at_++];
          MOTCUA_TRY_ASSIGN(high, escaped(c));
        }
        if (high < low) return error("a range from large to small");
      }
      ranges.push_back({low, high});
    }
    return set(std::move(ranges), negated);
  }

  static void add_shorthand(std::vector<Regex::Range>& to, std::vector<Regex::Range> known, bool negated) {
    if (!negated) {
      to.insert(to.end(), known.begin(), known.end());
      return;
    }
    std::ranges::sort(known, {}, &Regex::Range::first);
    char32_t from = 0;
    for (const auto& range : known) {
      if (range.first > from) to.push_back({from, range.first - 1});
      from = range.last + 1;
    }
    to.push_back({from, 0x10'FFFF});
  }

  std::u32string chars_;
  std::size_t at_ = 0;
  std::size_t work_ = 0;
};

Result<Regex> Regex::compile(std::string_view pattern, std::uint64_t* budget) {
  RegexParser parser(pattern);
  auto program = parser.run();
  if (budget != nullptr) *budget -= std::min<std::uint64_t>(*budget, pattern.size() + parser.work());
  if (!program) return std::unexpected(std::move(program).error());
  Regex regex;
  regex.program_ = std::move(*program);
  return regex;
}

/// The states that a search is in, between two characters.
class Regex::Walk {
 public:
  Walk(const std::vector<Instruction>& program, std::uint64_t& budget)
      : program_(program), budget_(budget), seen_(program.size()) {}

  /// Before states are added at a new place.
  void clear() {
    states_.clear();
    ++round_;
  }
  /// Adds what can be reached from `first` without reading: `before` and `after` are the characters around. True when
  /// that ends a match.
  bool add(std::uint32_t first, char32_t before, char32_t after) {
    open_.push_back(first);
    while (!open_.empty()) {
      const std::uint32_t state = open_.back();
      open_.pop_back();
      if (seen_[state] == round_) continue;
      if (budget_ == 0) return false;
      --budget_;
      seen_[state] = round_;
      const Instruction& instruction = program_[state];
      const bool at_boundary = is_word(before) != is_word(after);
      switch (instruction.kind) {
        case Kind::match:
          return true;
        case Kind::jump:
          open_.push_back(instruction.next);
          break;
        case Kind::split:
          open_.push_back(instruction.next);
          open_.push_back(instruction.other);
          break;
        case Kind::start:
          if (before == kNoChar) open_.push_back(instruction.next);
          break;
        case Kind::end:
          if (after == kNoChar) open_.push_back(instruction.next);
          break;
        case Kind::boundary:
          if (at_boundary) open_.push_back(instruction.next);
          break;
        case Kind::no_boundary:
          if (!at_boundary) open_.push_back(instruction.next);
          break;
        default:
          states_.push_back(state);
      }
    }
    return false;
  }
  [[nodiscard]] const std::vector<std::uint32_t>& states() const { return states_; }

 private:
  const std::vector<Instruction>& program_;
  std::uint64_t& budget_;
  std::vector<std::uint32_t> seen_;  ///< The round in which a state was last added.
  std::vector<std::uint32_t> states_;
  std::vector<std::uint32_t> open_;
  std::uint32_t round_ = 0;
};

bool Regex::search(std::string_view text, std::uint64_t& budget) const {
  Walk first(program_, budget);
  Walk second(program_, budget);
  Walk* current = &first;
  Walk* following = &second;
  const auto peek = [&](std::size_t at) { return at < text.size() ? decode(text, at) : kNoChar; };
  char32_t before = kNoChar;
  std::size_t at = 0;
  current->clear();
  while (budget > 0) {
    const char32_t here = peek(at);
    if (current->add(0, before, here)) return true;  // A match may begin anywhere.
    if (here == kNoChar) return false;
    decode(text, at);
    const char32_t after = peek(at);
    following->clear();
    for (const std::uint32_t state : current->states()) {
      const Instruction& instruction = program_[state];
      bool fits = instruction.kind == Kind::any && here != '\n';
      if (instruction.kind == Kind::set) {
        budget -= std::min<std::uint64_t>(budget, instruction.ranges.size());
        fits = instruction.negated != std::ranges::any_of(instruction.ranges, [here](const Range& range) {
                 return range.first <= here && here <= range.last;
               });
      }
      if (fits && following->add(instruction.next, here, after)) return true;
    }
    std::swap(current, following);
    before = here;
  }
  return false;
}

}  // namespace motcua::forms::xpath
