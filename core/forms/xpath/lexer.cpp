#include "xpath/lexer.hpp"

#include <string>

namespace motcua::forms::xpath {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
/// Letters and everything beyond ASCII: the finer rules of XML names do not matter to a reader of valid XML.
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_name(char c) { return is_name_start(c) || is_digit(c) || c == '-' || c == '.'; }

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Result<std::vector<Token>> run() {
    while (true) {
      while (at_ < source_.size() && is_space(source_[at_])) ++at_;
      if (at_ == source_.size()) break;
      MOTCUA_TRY(next());
    }
    push(TokenKind::end, at_, 0);
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 1) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  void push(TokenKind kind, std::size_t start, std::size_t length) {
    tokens_.push_back({kind, source_.substr(start, length), start});
  }
  Status take(TokenKind kind, std::size_t length) {
    push(kind, at_, length);
    at_ += length;
    return {};
  }

  /// Section 3.7: after a token that ends an operand, a name or "*" is an operator.
  [[nodiscard]] bool after_operand() const {
    if (tokens_.empty()) return false;
    switch (tokens_.back().kind) {
      case TokenKind::number:
      case TokenKind::text:
      case TokenKind::name:
      case TokenKind::any:
      case TokenKind::close:
      case TokenKind::close_bracket:
      case TokenKind::dot:
      case TokenKind::double_dot:
        return true;
      default:
        return false;
    }
  }

  Status next() {
    const char c = source_[at_];
    switch (c) {
      case '(':
        return take(TokenKind::open, 1);
      case ')':
        return take(TokenKind::close, 1);
      case '[':
        return take(TokenKind::open_bracket, 1);
      case ']':
        return take(TokenKind::close_bracket, 1);
      case '@':
        return take(TokenKind::at, 1);
      case ',':
        return take(TokenKind::comma, 1);
      case '|':
        return take(TokenKind::union_, 1);
      case '+':
        return take(TokenKind::plus, 1);
      case '-':
        return take(TokenKind::minus, 1);
      case '=':
        return take(TokenKind::equal, 1);
      case '*':
        return take(after_operand() ? TokenKind::multiply : TokenKind::any, 1);
      case '/':
        return peek() == '/' ? take(TokenKind::double_slash, 2) : take(TokenKind::slash, 1);
      case '<':
        return peek() == '=' ? take(TokenKind::less_equal, 2) : take(TokenKind::less, 1);
      case '>':
        return peek() == '=' ? take(TokenKind::greater_equal, 2) : take(TokenKind::greater, 1);
      case '!':
        if (peek() == '=') return take(TokenKind::not_equal, 2);
        break;
      case ':':
        if (peek() == ':') return take(TokenKind::axis_separator, 2);
        break;
      case '"':
      case '\'':
        return literal(c);
      case '.':
        if (is_digit(peek())) return number();
        return peek() == '.' ? take(TokenKind::double_dot, 2) : take(TokenKind::dot, 1);
      default:
        if (is_digit(c)) return number();
        if (is_name_start(c)) return name();
    }
    return fail(ErrorCode::xpath_syntax,
                "unexpected '" + std::string(1, c) + "' at character " + std::to_string(at_ + 1));
  }

  Status literal(char quote) {
    const auto end = source_.find(quote, at_ + 1);
    if (end == std::string_view::npos) {
      return fail(ErrorCode::xpath_syntax, "the quote at character " + std::to_string(at_ + 1) + " is not closed");
    }
    push(TokenKind::text, at_ + 1, end - at_ - 1);
    tokens_.back().position = at_;
    at_ = end + 1;
    return {};
  }

  Status number() {
    std::size_t end = at_;
    while (end < source_.size() && is_digit(source_[end])) ++end;
    if (end < source_.size() && source_[end] == '.') {
      for (++end; end < source_.size() && is_digit(source_[end]);) ++end;
    }
    // An exponent, which XPath 1.0 has not: only when digits follow.
    if (end < source_.size() && (source_[end] == 'e' || source_[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < source_.size() && (source_[exponent] == '-' || source_[exponent] == '+')) ++exponent;
      if (exponent < source_.size() && is_digit(source_[exponent])) {
        for (end = exponent; end < source_.size() && is_digit(source_[end]);) ++end;
      }
    }
    return take(TokenKind::number, end - at_);
  }

  Status name() {
    const std::size_t start = at_;
    std::size_t end = at_;
    while (end < source_.size() && is_name(source_[end])) ++end;
    const std::string_view word = source_.substr(start, end - start);
    if (after_operand()) {  // No name may stand here, so "2mod1" is "2 mod 1".
      if (word.starts_with("and")) return take(TokenKind::both, 3);
      if (word.starts_with("or")) return take(TokenKind::either, 2);
      if (word.starts_with("div")) return take(TokenKind::divide, 3);
      if (word.starts_with("mod")) return take(TokenKind::modulo, 3);
    }
    if (end + 1 < source_.size() && source_[end] == ':' && source_[end + 1] != ':') {
      if (source_[end + 1] == '*') return take(TokenKind::name, end + 2 - start);
      if (is_name_start(source_[end + 1])) {
        for (++end; end < source_.size() && is_name(source_[end]);) ++end;
      }
    }
    return take(TokenKind::name, end - start);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> tokenise(std::string_view source) { return Lexer(source).run(); }

}  // namespace motcua::forms::xpath
