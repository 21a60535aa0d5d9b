#include "expression.hpp"

#include "motcua/base/text.hpp"
#include "table.hpp"

namespace motcua::xlsform {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_name(char c) { return is_name_start(c) || is_digit(c) || c == '-' || c == '.'; }

std::size_t name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name(text[at])) ++at;
  return at;
}

/// Follows brackets while a text is read from left to right, to know where a reference stands. Texts may be prose: a
/// quotation mark is an apostrophe unless it closes.
class Brackets {
 public:
  explicit Brackets(std::string_view text) : text_(text) {}

  /// Reads on to `end`, over references too.
  void advance(std::size_t end) {
    while (at_ < end) step();
  }
  [[nodiscard]] bool in_instance_predicate() const { return !frames_.empty() && frames_.back().in_predicate; }
  [[nodiscard]] bool absolute() const {
    if (frames_.empty() || frames_.back().open != '(') return false;
    const Frame& frame = frames_.back();
    if (frame.function == "indexed-repeat") return frame.argument == 0 || frame.argument % 2 == 1;
    return frame.function.empty() && frame.around_absolute;
  }

 private:
  struct Frame {
    char open;
    bool instance = false;  ///< The path before it begins with instance().
    std::string_view function;
    std::size_t argument = 0;
    bool in_predicate = false;  ///< This one or one around it is a predicate of a path from instance().
    bool around_absolute = false;
  };

  void open(char bracket, std::string_view function) {
    const bool predicate = bracket == '[' && instance_;
    frames_.push_back({bracket, instance_, function, 0, in_instance_predicate() || predicate, absolute()});
    instance_ = false;
  }

  void step() {
    const char c = text_[at_];
    if (is_name_start(c)) {
      const std::size_t end = name_end(text_, at_);
      word_ = text_.substr(at_, end - at_);
      at_ = end;
      return;
    }
    ++at_;
    switch (c) {
      case '(':
        open(c, word_);
        break;
      case '[':
        open(c, {});
        break;
      case ')':
        if (!frames_.empty() && frames_.back().open == '(') {
          instance_ = frames_.back().function == "instance";
          frames_.pop_back();
        }
        break;
      case ']':
        if (!frames_.empty() && frames_.back().open == '[') {
          instance_ = frames_.back().instance;
          frames_.pop_back();
        }
        break;
      case ',':
        if (!frames_.empty()) ++frames_.back().argument;
        instance_ = false;
        break;
      case '/':
      case ':':
      case '@':
      case '*':
        break;
      default:
        if (is_space(c)) {
          const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
          if (next != std::string_view::npos && (text_[next] == '[' || text_[next] == '/')) return;
        }
        if (c != '.') instance_ = false;
    }
    word_ = {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Frame> frames_;
  std::string_view word_;  ///< The name just read.
  bool instance_ = false;
};

}  // namespace

Result<std::vector<Reference>> find_references(std::string_view text, const std::string& place) {
  std::vector<Reference> out;
  std::size_t at = text.find("${");
  if (at == std::string_view::npos) return out;
  Brackets brackets(text);
  for (; at != std::string_view::npos; at = text.find("${", at)) {
    const std::size_t end = text.find('}', at);
    const auto bad = [&] {
      const std::size_t after = end == std::string_view::npos ? text.size() : end + 1;
      return fail(ErrorCode::xlsform_reference_syntax, place + " " + quoted(text.substr(at, after - at)));
    };
    if (end == std::string_view::npos) return bad();
    std::string_view name = trim(text.substr(at + 2, end - at - 2));
    Reference reference{at, end + 1, {}, false, false, false};
    if (name.starts_with("last-saved#")) {
      reference.last_saved = true;
      name = trim(name.substr(11));
    }
    if (!is_xml_name(name)) return bad();
    reference.name = name;
    brackets.advance(at);
    reference.in_instance_predicate = brackets.in_instance_predicate();
    reference.absolute = brackets.absolute();
    out.push_back(std::move(reference));
    at = end + 1;
  }
  return out;
}

std::size_t instance_path_end(std::string_view text, std::size_t start) {
  const std::string_view rest = text.substr(start);
  if (!rest.starts_with("instance(") || (start > 0 && is_name(text[start - 1]))) return start;
  std::size_t depth = 0;
  std::size_t end = start;
  for (std::size_t at = start; at < text.size();) {
    const char c = text[at];
    if (c == '\'' || c == '"') {
      const std::size_t close = text.find(c, at + 1);
      if (close == std::string_view::npos || depth == 0) break;
      at = close + 1;
    } else if (c == '(' || c == '[') {
      ++depth;
      ++at;
    } else if (c == ')' || c == ']') {
      if (depth == 0) break;
      ++at;
      if (--depth == 0) end = at;
    } else if (depth > 0) {
      ++at;
    } else if (c == '/' || c == '@' || c == '*') {
      ++at;
    } else if (is_name(c)) {
      const bool first = at == start;
      at = name_end(text, at);
      // A full stop after a path in prose ends the sentence.
      while (!first && text[at - 1] == '.') --at;
      if (at <= end) break;
      if (!first) end = at;
      if (at < text.size() && text[at] == '.') break;
    } else {
      break;
    }
  }
  return depth == 0 ? end : start;
}

std::vector<std::string> pulldata_instances(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = text.find("pulldata"); at != std::string_view::npos; at = text.find("pulldata", at + 1)) {
    if (at > 0 && is_name(text[at - 1])) continue;
    const std::size_t open = text.find_first_not_of(" \t", at + 8);
    if (open == std::string_view::npos || text[open] != '(') continue;
    const std::size_t quote = text.find_first_not_of(" \t", open + 1);
    if (quote == std::string_view::npos || (text[quote] != '\'' && text[quote] != '"')) continue;
    const std::size_t close = text.find(text[quote], quote + 1);
    if (close == std::string_view::npos) continue;
    const std::string_view name = trim(text.substr(quote + 1, close - quote - 1));
    if (is_xml_name(name)) out.emplace_back(name);
  }
  return out;
}

namespace {

/// Reads a text as an expression only as far as to tell whether it is one: operands and operators take turns and
/// brackets match.
class ExpressionGuess {
 public:
  explicit ExpressionGuess(std::string_view text) : text_(text) {}

  bool computes() {
    while (ok_ && at_ < text_.size()) step();
    return ok_ && depth_ == 0 && operand_ && computes_;
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_space(c)) {
      ++at_;
      return;
    }
    if (c == '\'' || c == '"') {
      const std::size_t close = text_.find(c, at_ + 1);
      if (close == std::string_view::npos) return stop();
      at_ = close + 1;
      return operand();
    }
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
    if (is_name_start(c)) return name();
    switch (c) {
      case '(':
      case '[':
        // A bracket after an operand is a predicate; a call's was read with its name.
        if (operand_ != (c == '[')) return stop();
        ++depth_;
        operand_ = false;
        ++at_;
        return;
      case ')':
      case ']':
        if (depth_ == 0 || (!operand_ && !call_)) return stop();
        --depth_;
        operand_ = true;
        call_ = false;
        ++at_;
        return;
      case '.':
        at_ += text_.substr(at_).starts_with("..") ? 2 : 1;
        return operand();
      case '/':
        at_ += text_.substr(at_).starts_with("//") ? 2 : 1;
        operand_ = false;
        return;
      case '@':
        ++at_;
        return;
      case ',':
        if (depth_ == 0 || !operand_) return stop();
        operand_ = false;
        ++at_;
        return;
      case '*':
      case '+':
      case '|':
        ++at_;
        if (!operand_) return c == '*' ? operand() : stop();
        return operation();
      case '-':
        return minus();
      case '=':
      case '<':
      case '>':
      case '!':
        ++at_;
        if (at_ < text_.size() && text_[at_] == '=') ++at_;
        if (!operand_) return stop();
        operand_ = false;
        return;
      default:
        return stop();
    }
  }

  void stop() { ok_ = false; }
  void operand() {
    if (operand_) return stop();
    operand_ = true;
    call_ = false;
  }
  void operation() {
    operand_ = false;
    computes_ = true;
  }
  void number() {
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    operand();
  }
  void minus() {
    const bool spaces = at_ > 0 && is_space(text_[at_ - 1]) && at_ + 1 < text_.size() && is_space(text_[at_ + 1]);
    ++at_;
    if (!operand_) return;  // A sign.
    if (spaces) return operation();
    operand_ = false;  // "1-1" is a name or a range more often than a difference.
  }
  void name() {
    std::size_t end = name_end(text_, at_);
    if (end + 1 < text_.size() && text_[end] == ':' && is_name_start(text_[end + 1])) end = name_end(text_, end + 1);
    const std::string_view word = text_.substr(at_, end - at_);
    at_ = end;
    if (operand_) {
      if (word == "div" || word == "mod") return operation();
      if (word != "and" && word != "or") return stop();
      operand_ = false;
      return;
    }
    if (at_ < text_.size() && text_[at_] == '(') {
      ++at_;
      ++depth_;
      call_ = true;
      computes_ = true;
      return;
    }
    operand();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool operand_ = false;   ///< An operand was just read.
  bool call_ = false;      ///< A call was just opened.
  bool computes_ = false;  ///< A function or an operator was seen.
  bool ok_ = true;
};

}  // namespace

bool is_dynamic(std::string_view text) {
  if (text.find("${") != std::string_view::npos) return true;
  return ExpressionGuess(text).computes();
}

}  // namespace motcua::xlsform
