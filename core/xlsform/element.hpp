#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parameters.hpp"

namespace motcua::xlsform {

/// A text of the form: one for all languages, or one a language, in the order of the columns.
struct Text {
  std::string plain;
  std::vector<std::pair<std::string, std::string>> translations;

  [[nodiscard]] bool empty() const { return plain.empty() && translations.empty(); }
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What the column `type` stands for.
struct QuestionType {
  std::string_view word, control, data_type, mediatype, preload, preload_params;
  bool readonly = false;
};

[[nodiscard]] const QuestionType* find_question_type(std::string_view word);
[[nodiscard]] std::vector<std::string_view> question_type_words();

enum class Kind : std::uint8_t { survey, group, repeat, question, instance };

/// Something that happens by itself: an element of the model or of the control that sets it off.
struct Action {
  std::string tag;  ///< "setvalue", "odk:setgeopoint", "odk:recordaudio"
  std::string event;
  std::string value;  ///< Expression, references replaced; empty for none.
  Pairs attributes;
};

struct Element {
  Kind kind = Kind::question;
  std::string name;
  std::string path;
  const QuestionType* type = nullptr;
  Element* parent = nullptr;
  std::vector<std::unique_ptr<Element>> children;
  std::size_t row = 0;  ///< In the sheet survey; of what is made by itself, the row that it is made for.
  int depth = 0;

  Text label, hint, guidance;
  std::vector<std::pair<std::string, Text>> media;     ///< "image", "big-image", "audio", "video"
  std::vector<std::pair<std::string, Text>> messages;  ///< Bind attributes that people read: "jr:constraintMsg"
  Pairs bind;                                          ///< Other bind attributes, as written.
  Pairs control;                                       ///< Attributes of the control, as written.
  Pairs attributes;                                    ///< Attributes of the node in the instance.
  std::string default_value;                           ///< As written.
  bool dynamic_default = false;
  std::vector<std::string> triggers;  ///< Names.
  std::vector<Action> actions;        ///< Of the model.
  bool hidden = false;                ///< No control in spite of its type.

  std::string list;       ///< Of selects and ranges; of a select from answers, the name of the question.
  std::string extension;  ///< ".csv", ".xml", ".geojson" of a select from a file.
  bool from_answers = false;
  bool search = false;    ///< Choices stand in the control, for search().
  bool external = false;  ///< select_one_external
  std::string choice_filter;
  Parameters parameters;
  std::string reference_geometry;  ///< Instance, or the name of a repeat in "${}".
  std::string osm_list;
  std::string save_to;  ///< Property of an entity.

  [[nodiscard]] Element* enclosing_repeat() {
    Element* at = parent;
    while (at != nullptr && at->kind != Kind::repeat) at = at->parent;
    return at;
  }
  [[nodiscard]] bool is_section() const { return kind == Kind::survey || kind == Kind::group || kind == Kind::repeat; }
  [[nodiscard]] const std::string* find_bind(std::string_view key) const {
    for (const auto& [attribute, value] : bind) {
      if (attribute == key) return &value;
    }
    return nullptr;
  }
  [[nodiscard]] const std::string* find_control(std::string_view key) const {
    for (const auto& [attribute, value] : control) {
      if (attribute == key) return &value;
    }
    return nullptr;
  }
};

inline void set(Pairs& pairs, std::string_view key, std::string value) {
  for (auto& [name, old] : pairs) {
    if (name == key) {
      old = std::move(value);
      return;
    }
  }
  pairs.emplace_back(key, std::move(value));
}

}  // namespace motcua::xlsform
