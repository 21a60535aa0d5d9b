#include <array>

#include "element.hpp"

namespace motcua::xlsform {
namespace {

constexpr auto kTypes = std::to_array<QuestionType>({
#define QUESTION_TYPE(word, control, type, mediatype, preload, params, readonly) \
  QuestionType{word, control, type, mediatype, preload, params, readonly},
#include "question_types.def"
#undef QUESTION_TYPE
});

}  // namespace

const QuestionType* find_question_type(std::string_view word) {
  static const auto index = [] {
    std::unordered_map<std::string_view, const QuestionType*> out;
    for (const QuestionType& type : kTypes) out.emplace(type.word, &type);
    return out;
  }();
  const auto found = index.find(word);
  return found == index.end() ? nullptr : found->second;
}

std::vector<std::string_view> question_type_words() {
  std::vector<std::string_view> out{
      "select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file", "begin_group",
      "end_group",  "begin_repeat",    "end_repeat",           "select_one_external"};
  for (const QuestionType& type : kTypes) out.push_back(type.word);
  return out;
}

}  // namespace motcua::xlsform
