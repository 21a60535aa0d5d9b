#include "screens/surveyor/lost_work.hpp"

#include <algorithm>

#include "motcua/base/civil_time.hpp"
#include "screens/page.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

constexpr const char* kEvicted = "lost_evicted";
constexpr const char* kFormer = "lost_former";

}  // namespace

Status LostWork::note_evicted(Settings& settings, std::string_view word) {
  return parse_keepsake(word) ? settings.write(kEvicted, word) : Status();
}

Status LostWork::note_former(Settings& settings, const std::vector<sync::FormerDevice>& former,
                             const std::vector<DeviceId>& own) {
  std::string text;
  for (const sync::FormerDevice& device : former) {
    if (std::ranges::find(own, device.device) != own.end()) continue;
    // The time stands where a keepsake has its drafts, of which the server knows nothing.
    text += to_text({device.device, static_cast<std::int64_t>(device.unsent), device.last_seen.ms}) + '\n';
  }
  return settings.write(kFormer, text);
}

LostWork::Content LostWork::read() const {
  Content out;
  out.evicted = parse_keepsake(services_.settings.read(kEvicted).value_or(std::nullopt).value_or(""));
  const std::string lines = services_.settings.read(kFormer).value_or(std::nullopt).value_or("");
  for (std::string_view rest = lines; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    if (const auto one = parse_keepsake(rest.substr(0, end)))
      out.former.push_back({one->device, static_cast<std::uint64_t>(one->unsent), Instant{one->drafts}});
    rest.remove_prefix(end + 1);
  }
  return out;
}

void LostWork::dismiss(const char* key) {
  if (const Status written = services_.settings.write(key, ""); !written)
    services_.show(services_.error_text(written.error()));
}

void LostWork::build(Ui& ui) {
  const Content& content = content_.get(services_, [&] { return read(); });
  if (content.evicted) {
    const bool lost = content.evicted->unsent > 0 || content.evicted->drafts > 0;
    if (notice(ui, "evicted",
               {.tone = lost ? Tone::danger : Tone::warning,
                .icon = lost ? Icon::error : Icon::warning,
                .title = ui.tr(Text::evicted_title),
                .text = lost ? ui.tr(Text::evicted_text, std::to_string(content.evicted->unsent),
                                     std::to_string(content.evicted->drafts))
                             : ui.tr(Text::evicted_nothing_text),
                .action = ui.tr(Text::understood)}))
      dismiss(kEvicted);
  }
  bool read = false;
  for (const sync::FormerDevice& device : content.former) {
    read = notice(ui, "former " + device.device.hex(),
                  {.tone = Tone::warning,
                   .icon = Icon::warning,
                   .title = ui.tr(Text::former_title, std::to_string(device.unsent)),
                   .text = ui.tr(Text::former_text, device.device.hex().substr(0, 8),
                                 when(ui, device.last_seen, services_.now())),
                   .action = ui.tr(Text::understood)}) ||
           read;
  }
  if (read) dismiss(kFormer);
}

}  // namespace motcua::ui
