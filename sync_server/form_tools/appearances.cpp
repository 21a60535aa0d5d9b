#include "form_tools/appearances.hpp"

#include <algorithm>
#include <array>

#include "form_tools/nearest.hpp"

namespace motcua::server {
namespace {

// docs.getodk.org/form-question-types and Enketo's grid theme.
constexpr std::array<std::string_view, 71> kWords = {"field-list",
                                                     "table-list",
                                                     "multiline",
                                                     "numbers",
                                                     "url",
                                                     "masked",
                                                     "thousands-sep",
                                                     "counter",
                                                     "bearing",
                                                     "hidden-answer",
                                                     "no-calendar",
                                                     "month-year",
                                                     "year",
                                                     "ethiopian",
                                                     "coptic",
                                                     "islamic",
                                                     "bikram-sambat",
                                                     "myanmar",
                                                     "persian",
                                                     "buddhist",
                                                     "minimal",
                                                     "quick",
                                                     "autocomplete",
                                                     "columns",
                                                     "columns-pack",
                                                     "columns-flex",
                                                     "no-buttons",
                                                     "image-map",
                                                     "map",
                                                     "likert",
                                                     "label",
                                                     "list-nolabel",
                                                     "list",
                                                     "compact",
                                                     "quickcompact",
                                                     "horizontal",
                                                     "horizontal-compact",
                                                     "vertical",
                                                     "picker",
                                                     "no-ticks",
                                                     "rating",
                                                     "new",
                                                     "new-front",
                                                     "signature",
                                                     "annotate",
                                                     "draw",
                                                     "selfie",
                                                     "maps",
                                                     "placement-map",
                                                     "hide-input",
                                                     "streets",
                                                     "satellite",
                                                     "front",
                                                     "comment",
                                                     "pages",
                                                     "analog-scale",
                                                     "distress",
                                                     "show-scale",
                                                     "no-collapse",
                                                     "accordion",
                                                     "summary",
                                                     "w1",
                                                     "w2",
                                                     "w3",
                                                     "w4",
                                                     "w5",
                                                     "w6",
                                                     "w7",
                                                     "w8",
                                                     "w9",
                                                     "w10"};

bool is_numbered(std::string_view word, std::string_view stem) {
  return word.starts_with(stem) && word.size() > stem.size() &&
         std::ranges::all_of(word.substr(stem.size()), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_known_appearance(std::string_view word) {
  if (std::ranges::find(kWords, word) != kWords.end()) return true;
  if (is_numbered(word, "columns-") || is_numbered(word, "compact-") || is_numbered(word, "quickcompact-")) return true;
  // Another program, a search or a printer: what follows is in brackets, and may have been parted at its spaces.
  return word.find_first_of("(){}'\",:=") != std::string_view::npos;
}

std::string nearest_appearance(std::string_view word) { return nearest(word, kWords); }

}  // namespace motcua::server
