#pragma once
#include <json/json.h>

namespace motcua::server {

/// One JSON value on standard output, indented, its text as UTF-8.
void print_json(const Json::Value& value);

}  // namespace motcua::server
