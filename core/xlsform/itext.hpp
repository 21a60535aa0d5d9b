#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <pugixml.hpp>

#include "form.hpp"

namespace motcua::xlsform {

/// The form's translated texts: gathered while the rest is written, written at the end.
class Itext {
 public:
  explicit Itext(const Form& form) : form_(form) {}

  /// A text of the entry `id`. `kind` is "" for the text itself, "guidance", or a kind of media.
  void add(const std::string& id, std::string_view kind, const Text& text, const Element& context, std::string place);
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  /// Writes <itext> as the first child of `model`. Fails as references do.
  [[nodiscard]] Status write(pugi::xml_node model) const;
  [[nodiscard]] const std::vector<std::string>& languages() const { return languages_; }

 private:
  struct Value {
    std::string kind;
    Text text;
    const Element* context = nullptr;
    std::string place;
  };
  struct Entry {
    std::string id;
    std::vector<Value> values;
  };

  Status write_value(pugi::xml_node text, const Value& value, const std::string& language) const;

  const Form& form_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::string> languages_;
};

/// Appends `text` to `node` with references and instance() expressions as <output>. Fails as references do.
[[nodiscard]] Status write_prose(const Form& form, pugi::xml_node node, std::string_view text, const Element& context,
                                 const std::string& place);

}  // namespace motcua::xlsform
