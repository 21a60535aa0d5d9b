// Any bytes as a form: it is refused with an error, or it opens, takes answers and gives a submission.
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "motcua/forms/form_session.hpp"

namespace {

using motcua::forms::ItemView;

constexpr std::array<std::string_view, 8> kAnswers = {
    "1", "abc", "2026-02-28", "08:30", "21.0285 105.8542 0 0", "p1", "-99999999999999999999.5", "á\nb",
};
constexpr std::size_t kMostAnswers = 60;

void fill(motcua::forms::FormSession& session) {
  std::size_t answers = 0;
  for (std::size_t turn = 0; turn < kAnswers.size() && answers < kMostAnswers; ++turn) {
    for (const ItemView& item : session.items()) {
      if (item.ref.empty() || ++answers > kMostAnswers) continue;
      const auto value =
          item.choices.empty() ? kAnswers[(turn + answers) % kAnswers.size()] : item.choices.back().value;
      if (!session.answer(item.ref, value)) continue;
      if (turn == 3) (void)session.answer(item.ref, "");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto form = motcua::forms::FormDefinition::parse({reinterpret_cast<const char*>(data), size});
  if (!form) return 0;
  motcua::ManualClock clock;
  motcua::SeededRandom random(1);
  motcua::forms::SessionOptions options;
  options.clock = &clock;
  options.random = &random;
  auto session = motcua::forms::FormSession::create(*form, options);
  if (!session) return 0;
  fill(*session);
  (void)session->problems();
  for (const auto& language : (*form)->languages()) (void)session->set_language(language);
  (void)session->finalise();
  (void)session->submission_xml();
  options.restore = session->values();
  if (!motcua::forms::FormSession::create(*form, options)) __builtin_trap();  // What a session stored opens again.
  return 0;
}
