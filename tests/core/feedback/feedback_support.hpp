#pragma once
#include <doctest/doctest.h>

#include "motcua/feedback/office.hpp"
#include "motcua/feedback/outbox.hpp"

namespace motcua::feedback::test {

/// Made of one repeated byte.
template <class AnyId>
AnyId id_of(int byte) {
  AnyId id;
  id.value.fill(std::byte(byte));
  return id;
}

inline Rating rated(int id, Score score, std::vector<Reason> reasons = {}, std::string comment = {}) {
  return {id_of<RatingId>(id), score, std::move(reasons), std::move(comment)};
}

inline Feedback written(int id, std::string text, std::string phone = {}) {
  return {id_of<FeedbackId>(id), Subject::papers, std::move(text), std::move(phone)};
}

inline dossier::PublicView view_of(std::string code) {
  dossier::PublicView view;
  view.code = std::move(code);
  view.procedure_code = "1.004873";
  view.procedure_name = "Đăng ký khai sinh";
  view.unit = "UBND phường Mẫu";
  view.state = dossier::State::returned;
  return view;
}

}  // namespace motcua::feedback::test
