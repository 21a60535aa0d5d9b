#include <json/json.h>

#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "form_tools/canonical_xml.hpp"
#include "motcua/base/ports.hpp"
#include "motcua/forms/form_session.hpp"

namespace motcua::server {
namespace {

/// A row's answer as the session takes it: lists are the choices of a select, null clears, a truth value is 1 or 0 (as
/// ODK's programs store it).
std::string text_of(const Json::Value& value) {
  if (value.isArray()) {
    std::string out;
    for (const auto& item : value) out += (out.empty() ? "" : " ") + text_of(item);
    return out;
  }
  if (value.isNull() || value.isObject()) return {};
  if (value.isBool()) return value.asBool() ? "1" : "0";
  return value.asString();
}

/// What a step found that differs from what it expects.
struct Difference {
  Json::Value actual;
};

class Drive {
 public:
  Drive(forms::FormSession session, const std::string& form) : session_(std::move(session)), loose_(form) {}

  /// nullopt: the step went as expected.
  std::optional<Difference> run(const Json::Value& step) {
    const std::string op = step["op"].asString();
    const std::string ref = step.get("ref", "").asString();
    const Json::Value& expected = step["expected"];
    if (op == "value") {
      auto value = session_.value(ref);
      // The session keeps what is not relevant for when it is relevant again; to all who read it, it is blank.
      if (const auto status = session_.status(ref); value && status && !status->relevant) value->clear();
      if (value && same_value(ref, *value, text_of(expected))) return std::nullopt;
      return Difference{value ? Json::Value(*value) : Json::Value()};
    }
    if (op == "node") return check_node(ref, expected);
    if (op == "count_repeat") {
      const std::string count = session_.value(ref).value_or("");
      return count == text_of(expected) ? std::nullopt : std::optional(Difference{count});
    }
    if (op == "instance") return check_instance(expected.asString());
    return act(op, ref, step);
  }

 private:
  std::optional<Difference> act(const std::string& op, const std::string& ref, const Json::Value& step) {
    std::optional<Error> error;
    const auto note = [&error](const auto& result) {
      if (!result) error = result.error();
    };
    if (op == "answer") {
      note(give(ref, step["value"]));
    } else if (op == "add_repeat") {
      note(session_.add_repeat(ref));
    } else if (op == "remove_repeat") {
      note(session_.remove_repeat(ref));
    } else if (op == "language") {
      note(session_.set_language(step["value"].asString()));
    } else {
      return Difference{"op " + op};
    }
    // An answer that is refused may be what the row shows: then the instance after it says so.
    if (step["instance"].isString()) {
      auto difference = check_instance(step["instance"].asString());
      if (difference && error) difference->actual["refused"] = message(*error, Language::en);
      return difference;
    }
    if (error) return Difference{message(*error, Language::en)};
    return std::nullopt;
  }

  /// Answers as a program that hands over values does: a number for a question of whole numbers is made whole, and
  /// where the session does not take the answer, the question has none.
  Result<std::vector<forms::NodeValue>> give(const std::string& ref, const Json::Value& value) {
    const auto item = session_.item(ref);
    const bool makes_whole = value.type() == Json::realValue && item && item->type == forms::DataType::integer;
    auto given = session_.answer(
        ref, makes_whole ? text_of(static_cast<Json::Int64>(std::trunc(value.asDouble()))) : text_of(value));
    if (!given && given.error().code == ErrorCode::answer_type) MOTCUA_TRY(session_.answer(ref, ""));
    return given;
  }

  [[nodiscard]] std::optional<Difference> check_node(const std::string& ref, const Json::Value& expected) const {
    const auto state = session_.status(ref);
    if (!state) return Difference{Json::Value()};
    Json::Value actual(Json::objectValue);
    actual["relevant"] = state->relevant;
    actual["readonly"] = state->readonly;
    actual["required"] = state->required;
    for (const auto& name : expected.getMemberNames()) {
      if (expected[name] != actual[name]) return Difference{actual};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Difference> check_instance(const std::string& expected) const {
    const std::string actual = session_.submission_xml();
    if (canonical_instance(actual, loose_) == canonical_instance(expected, loose_)) return std::nullopt;
    Json::Value out(Json::objectValue);
    out["instance"] = actual;
    return Difference{out};
  }

  [[nodiscard]] bool same_value(const std::string& ref, const std::string& actual, const std::string& expected) const {
    return loose_.canonical(ref, actual) == loose_.canonical(ref, expected);
  }

  forms::FormSession session_;
  LooseNodes loose_;
};

bool parse(const std::string& line, Json::Value& row) {
  Json::CharReaderBuilder builder;
  const std::unique_ptr<Json::CharReader> reader(builder.newCharReader());
  std::string errors;
  return reader->parse(line.data(), line.data() + line.size(), &row, &errors) && row.isObject();
}

std::string write(const Json::Value& value) {
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "";
  builder["emitUTF8"] = true;
  return Json::writeString(builder, value);
}

Result<Drive> open(const std::string& xml) {
  MOTCUA_TRY_ASSIGN(const auto form, forms::FormDefinition::parse(xml));
  MOTCUA_TRY_ASSIGN(auto session, forms::FormSession::create(form, {&system_clock(), &system_random(), {}, {}}));
  return Drive(std::move(session), xml);
}

/// One row's result. A row that cannot be read, or whose form cannot be opened, did not pass and says why.
Json::Value result_of(const std::string& line, Language language) {
  Json::Value out(Json::objectValue);
  out["pass"] = false;
  try {
    Json::Value row;
    if (!parse(line, row)) {
      out["error"] = std::string(text(Text::drive_row_unreadable, language));
      return out;
    }
    out["test"] = row.get("test", "");
    auto drive = open(row["form"].asString());
    if (!drive) {
      out["error"] = message(drive.error(), language);
      return out;
    }
    Json::ArrayIndex index = 0;
    for (const auto& step : row["steps"]) {
      if (auto difference = drive->run(step)) {
        out["step"] = index;
        out["actual"] = std::move(difference->actual);
        return out;
      }
      ++index;
    }
    out["pass"] = true;
    out["actual"] = Json::Value();
  } catch (const Json::Exception&) {  // A field of another type than the rows have.
    out["error"] = std::string(text(Text::drive_row_unreadable, language));
  }
  return out;
}

}  // namespace

Status run_form_drive(const Options& options) {
  std::size_t rows = 0;
  std::size_t passed = 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const Json::Value result = result_of(line, options.language);
    ++rows;
    if (result["pass"].asBool()) ++passed;
    print_line(write(result));
  }
  const std::string summary = text(Text::drive_summary, options.language, passed, rows);
  std::fprintf(stderr, "%s\n", summary.c_str());
  return {};
}

}  // namespace motcua::server
