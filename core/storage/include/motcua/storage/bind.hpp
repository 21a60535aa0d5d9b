#pragma once
#include <concepts>
#include <optional>
#include <type_traits>

#include "motcua/storage/database.hpp"

namespace motcua::storage {
namespace detail {

template <class Value>
void bind_one(Statement& statement, int index, const Value& value) {
  if constexpr (std::is_same_v<Value, std::nullopt_t>) {
    statement.bind_null(index);
  } else if constexpr (std::is_enum_v<Value> || std::is_integral_v<Value>) {
    statement.bind(index, static_cast<std::int64_t>(value));
  } else if constexpr (std::is_floating_point_v<Value>) {
    statement.bind(index, static_cast<double>(value));
  } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
    statement.bind(index, std::string_view(value));
  } else {
    static_assert(std::is_convertible_v<const Value&, ByteView>, "a type that SQLite cannot hold");
    statement.bind_blob(index, ByteView(value));
  }
}

template <class Value>
void bind_one(Statement& statement, int index, const std::optional<Value>& value) {
  if (value) {
    bind_one(statement, index, *value);
  } else {
    statement.bind_null(index);
  }
}

}  // namespace detail

template <class... Values>
Statement& Statement::bind_all(const Values&... values) {
  int index = 0;
  (detail::bind_one(*this, ++index, values), ...);
  return *this;
}

}  // namespace motcua::storage
