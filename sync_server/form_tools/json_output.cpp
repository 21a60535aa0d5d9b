#include "form_tools/json_output.hpp"

#include "cli/output.hpp"

namespace motcua::server {

void print_json(const Json::Value& value) {
  Json::StreamWriterBuilder builder;
  builder["indentation"] = "  ";
  builder["emitUTF8"] = true;
  builder["precision"] = 6;
  print_line(Json::writeString(builder, value));
}

}  // namespace motcua::server
