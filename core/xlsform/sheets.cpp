#include "sheets.hpp"

#include <algorithm>
#include <array>

namespace motcua::xlsform {
namespace {

constexpr std::array<std::string_view, 6> kSheets{"survey",           "choices",  "settings",
                                                  "external_choices", "entities", "osm"};

}  // namespace

const SheetWords& survey_words() {
  static const SheetWords words{{"type",
                                 "name",
                                 "label",
                                 "hint",
                                 "guidance_hint",
                                 "default",
                                 "choice_filter",
                                 "parameters",
                                 "trigger",
                                 "disabled",
                                 "media",
                                 "bind",
                                 "control",
                                 "instance",
                                 "intent",
                                 "list_name",
                                 "save_to",
                                 "required",
                                 "relevant",
                                 "constraint",
                                 "calculation",
                                 "appearance",
                                 "constraint_message",
                                 "required_message",
                                 "readonly",
                                 "repeat_count",
                                 "read_only",
                                 "relevance",
                                 "image",
                                 "audio",
                                 "video",
                                 "big-image",
                                 "body"},
                                {{"caption", "label"},
                                 {"command", "type"},
                                 {"tag", "name"},
                                 {"value", "name"},
                                 {"read_only", "bind::readonly"},
                                 {"readonly", "bind::readonly"},
                                 {"relevant", "bind::relevant"},
                                 {"relevance", "bind::relevant"},
                                 {"required", "bind::required"},
                                 {"constraint", "bind::constraint"},
                                 {"constraining_message", "bind::jr:constraintMsg"},
                                 {"constraint_message", "bind::jr:constraintMsg"},
                                 {"required_message", "bind::jr:requiredMsg"},
                                 {"requiredmsg", "bind::jr:requiredMsg"},
                                 {"noapperrorstring", "bind::jr:noAppErrorString"},
                                 {"no_app_error_string", "bind::jr:noAppErrorString"},
                                 {"calculation", "bind::calculate"},
                                 {"calculate", "bind::calculate"},
                                 {"appearance", "control::appearance"},
                                 {"image", "media::image"},
                                 {"big-image", "media::big-image"},
                                 {"audio", "media::audio"},
                                 {"video", "media::video"},
                                 {"count", "control::jr:count"},
                                 {"repeat_count", "control::jr:count"},
                                 {"jr:count", "control::jr:count"},
                                 {"autoplay", "control::autoplay"},
                                 {"rows", "control::rows"},
                                 {"body", "control"},
                                 {"compact_tag", "instance::odk:tag"},
                                 {"save_to", "bind::entities:saveto"}},
                                true};
  return words;
}

const SheetWords& choices_words() {
  static const SheetWords words{{"list_name", "name", "label", "media", "image", "audio", "video"},
                                {{"caption", "label"},
                                 {"value", "name"},
                                 {"image", "media::image"},
                                 {"big-image", "media::big-image"},
                                 {"audio", "media::audio"},
                                 {"video", "media::video"}}};
  return words;
}

const SheetWords& settings_words() {
  static const SheetWords words{{"form_title",
                                 "form_id",
                                 "version",
                                 "instance_name",
                                 "default_language",
                                 "public_key",
                                 "submission_url",
                                 "allow_choice_duplicates",
                                 "style",
                                 "name",
                                 "omit_instanceID",
                                 "namespaces",
                                 "prefix",
                                 "delimiter",
                                 "auto_send",
                                 "auto_delete",
                                 "instance_xmlns",
                                 "instance_id",
                                 "attribute",
                                 "clean_text_values",
                                 "sms_keyword",
                                 "sms_separator",
                                 "sms_allow_media",
                                 "sms_date_format",
                                 "sms_datetime_format",
                                 "sms_response",
                                 "flat",
                                 "add_none_option",
                                 "client_editable",
                                 "id_string",
                                 "title"},
                                {{"title", "form_title"},
                                 {"set_form_title", "form_title"},
                                 {"set_form_id", "form_id"},
                                 {"omit_instanceid", "omit_instanceID"}},
                                true};
  return words;
}

const SheetWords& entities_words() {
  static const SheetWords words{{"list_name", "label", "entity_id", "create_if", "update_if", "repeat"},
                                {{"dataset", "list_name"}}};
  return words;
}

const Sheet* find_sheet(const Workbook& workbook, std::string_view name) {
  const Sheet* found = nullptr;
  for (const Sheet& sheet : workbook.sheets) {
    if (sheet.name == name) return &sheet;
    if (found == nullptr && lower(sheet.name) == name) found = &sheet;
  }
  return found;
}

std::string similar_sheets(const Workbook& workbook, std::string_view name) {
  std::string out;
  for (const Sheet& sheet : workbook.sheets) {
    const std::string word = lower(sheet.name);
    if (word.starts_with('_') || std::find(kSheets.begin(), kSheets.end(), word) != kSheets.end()) continue;
    if (distance(word, name, 2) <= 2) out += (out.empty() ? " → " : ", ") + quoted(sheet.name);
  }
  return out;
}

}  // namespace motcua::xlsform
