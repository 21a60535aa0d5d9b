#include "form_tools/test_script.hpp"

#include <algorithm>
#include <optional>

#include "form_tools/nearest.hpp"
#include "motcua/base/text.hpp"

namespace motcua::server {
namespace {

enum class Takes : std::uint8_t { none, maybe, needed };

struct WordEntry {
  TestWord word;
  std::string_view en;
  std::string_view vi;
  bool question;
  Takes value;
};
constexpr WordEntry kWords[] = {
#define TEST_WORD(id, en, vi, question, value) {TestWord::id, en, vi, question, Takes::value},
#include "form_tools/test_words.def"
#undef TEST_WORD
};

constexpr std::size_t kLongestWord = 4;  // "không có lựa chọn"

const WordEntry* find_word(std::string_view text) {
  const std::string folded = fold(text);
  const auto found = std::ranges::find_if(
      kWords, [&](const WordEntry& entry) { return folded == entry.en || folded == fold(entry.vi); });
  return found == std::end(kWords) ? nullptr : &*found;
}

std::string nearest_word(std::string_view text) {
  std::vector<std::string> known;
  for (const WordEntry& entry : kWords) {
    known.emplace_back(entry.en);
    known.push_back(fold(entry.vi));
  }
  const std::string near = nearest(fold(text), known);
  return near.empty() ? near : " (" + near + "?)";
}

std::string without_code_marks(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '`' && text.back() == '`') text = text.substr(1, text.size() - 2);
  return std::string(text);
}

/// The cells of a table row; "\|" is a bar that belongs to the text.
std::vector<std::string> cells_of(std::string_view row) {
  row = trim(row);
  row.remove_prefix(1);
  std::vector<std::string> cells(1);
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '\\' && i + 1 < row.size() && row[i + 1] == '|') {
      cells.back().push_back(row[++i]);
    } else if (row[i] == '|') {
      cells.emplace_back();
    } else {
      cells.back().push_back(row[i]);
    }
  }
  if (trim(cells.back()).empty()) cells.pop_back();
  for (std::string& cell : cells) cell = std::string(trim(cell));
  return cells;
}

bool is_ruler(std::string_view line) {
  return line.starts_with('|') && line.find('-') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

bool is_before_each(std::string_view title) {
  const std::string folded = fold(title);
  return folded == "before each" || folded == "before each scenario" || folded == "truoc moi kich ban";
}

class Reader {
 public:
  explicit Reader(std::string_view markdown) : lines_(split(markdown, '\n')) {}

  TestScript read() {
    for (at_ = 0; at_ < lines_.size(); ++at_) line(trim(lines_[at_]));
    if (script_.scenarios.empty()) complain(Text::script_no_scenarios);
    return std::move(script_);
  }

 private:
  void complain(Text id, std::string detail = {}, std::string more = {}) {
    script_.problems.push_back({at_ + 1, id, std::move(detail), std::move(more)});
  }

  void line(std::string_view line) {
    if (line.starts_with("```")) fenced_ = !fenced_;
    if (fenced_ || line.empty()) return;
    if (line.starts_with('#')) return heading(line);
    if (line.starts_with('|')) return row(line);
    const bool item = line.starts_with("- ") || line.starts_with("* ");
    if (item) line.remove_prefix(2);
    if (target_ == nullptr && setting(trim(line))) return;
    if (item) step_of(std::string(trim(line)));
  }

  void heading(std::string_view line) {
    const std::size_t level = line.find_first_not_of('#');
    const std::string title(level == std::string_view::npos ? "" : trim(line.substr(level)));
    if (level == 1) {
      target_ = nullptr;
    } else if (is_before_each(title)) {
      target_ = &script_.before_each;
    } else {
      script_.scenarios.push_back({title, at_ + 1, {}});
      target_ = &script_.scenarios.back().steps;
    }
  }

  /// "Form: household.xml" and "Files: media", above the scenarios.
  bool setting(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string key = fold(line.substr(0, colon));
    const std::string value = without_code_marks(line.substr(colon + 1));
    if (key == "form" || key == "bieu mau") {
      script_.form = value;
    } else if (key == "files" || key == "tep") {
      script_.files = value;
    } else {
      return false;
    }
    return true;
  }

  void row(std::string_view line) {
    const bool heads = at_ + 1 < lines_.size() && is_ruler(trim(lines_[at_ + 1]));
    if (heads || is_ruler(line)) return;
    const auto cells = cells_of(line);
    if (cells.empty() || cells[0].empty()) return;
    const WordEntry* entry = find_word(cells[0]);
    if (entry == nullptr) return complain(Text::script_unknown_word, cells[0], nearest_word(cells[0]));
    std::string text = cells[0];
    for (std::size_t i = 1; i < std::min<std::size_t>(cells.size(), 3); ++i) text += " | " + cells[i];
    const auto cell = [&](std::size_t i) { return i < cells.size() ? without_code_marks(cells[i]) : std::string(); };
    // A word that is about no question has its value in either column.
    if (entry->question) return add(*entry, cell(1), cell(2), std::move(text));
    add(*entry, {}, cell(2).empty() ? cell(1) : cell(2), std::move(text));
  }

  void step_of(const std::string& text) {
    // The longest run of words that is one of ours: "có lựa chọn" before "có".
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i <= text.size() && ends.size() < kLongestWord; ++i) {
      if (i == text.size() || text[i] == ' ' || text[i] == ':') ends.push_back(i);
    }
    for (std::size_t i = ends.size(); i-- > 0;) {
      if (const WordEntry* entry = find_word(std::string_view(text).substr(0, ends[i])))
        return item(*entry, std::string_view(text).substr(ends[i]), text);
    }
    const std::string first = text.substr(0, ends.front());
    complain(Text::script_unknown_word, first, nearest_word(first));
  }

  void item(const WordEntry& entry, std::string_view rest, const std::string& text) {
    std::string_view question;
    std::string_view value = rest;
    if (entry.question) {
      auto colon = rest.find(": ");
      if (colon == std::string_view::npos && rest.ends_with(':')) colon = rest.size() - 1;
      question = rest.substr(0, colon);
      value = colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
    } else if (trim(value).starts_with(':')) {
      value = trim(value).substr(1);
    }
    add(entry, without_code_marks(question), without_code_marks(value), text);
  }

  void add(const WordEntry& entry, std::string question, std::string value, std::string text) {
    if (target_ == nullptr) return complain(Text::script_outside, text);
    if (entry.question && question.empty()) return complain(Text::script_needs_question, text);
    if (entry.value == Takes::needed && value.empty()) return complain(Text::script_needs_value, text);
    if (entry.value == Takes::none && !value.empty()) return complain(Text::script_no_value, text);
    const bool has_value = !value.empty();
    target_->push_back(
        {entry.word, std::move(question), to_nfc(value).value_or(value), has_value, at_ + 1, std::move(text)});
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  bool fenced_ = false;
  std::vector<TestStep>* target_ = nullptr;
  TestScript script_;
};

}  // namespace

std::string_view name(TestWord word, Language language) {
  const WordEntry& entry = kWords[static_cast<std::size_t>(word)];
  return language == Language::vi ? entry.vi : entry.en;
}

TestScript read_test_script(std::string_view markdown) {
  if (markdown.starts_with("\xEF\xBB\xBF")) markdown.remove_prefix(3);
  return Reader(markdown).read();
}

}  // namespace motcua::server
