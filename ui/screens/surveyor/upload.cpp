#include "screens/surveyor/upload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "motcua/base/text.hpp"
#include "painter.hpp"
#include "screens/surveyor/form_pages.hpp"
#include "screens/surveyor/question_parts.hpp"
#include "widgets/controls.hpp"
#include "widgets/field.hpp"
#include "widgets/surface.hpp"

namespace motcua::ui {
namespace {

using forms::ItemView;

constexpr float kPicture = 88;
constexpr std::size_t kMaxOriginalName = 200;
constexpr const char* kAnyType = "application/octet-stream";

enum class Kind : std::uint8_t { picture, sound, film, any };

Kind kind_of(std::string_view media_type) {
  if (media_type.starts_with("image/")) return Kind::picture;
  if (media_type.starts_with("audio/")) return Kind::sound;
  if (media_type.starts_with("video/")) return Kind::film;
  return Kind::any;
}

struct KindLook {
  Text choose;
  Icon choose_icon;
};

KindLook look(Kind kind) {
  switch (kind) {
    case Kind::picture:
      return {Text::upload_photo, Icon::photo_camera};
    case Kind::sound:
      return {Text::upload_audio, Icon::mic};
    case Kind::film:
      return {Text::upload_video, Icon::videocam};
    case Kind::any:
      break;
  }
  return {Text::upload_file, Icon::attach_file};
}

/// "application/*" and "*/*" are what forms say for any file; a browser would hide pictures for the first.
std::string accepted(const ItemView& item) {
  return item.mediatype == "application/*" || item.mediatype == "*/*" ? std::string() : item.mediatype;
}

/// ODK's appearances: with them the camera opens at once; without, the device offers to choose too.
std::string_view capture(const ItemView& item) {
  if (has_appearance(item.appearance, "new-front") || has_appearance(item.appearance, "selfie")) return "user";
  return has_appearance(item.appearance, "new") ? "environment" : "";
}

std::string max_pixels(const ItemView& item) {
  for (const auto& [name, value] : item.attributes) {
    if (name.substr(name.find(':') + 1) != "max-pixels") continue;
    unsigned pixels = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), pixels);
    if (error == std::errc() && end == value.data() + value.size() && pixels > 0) return std::to_string(pixels);
  }
  return {};
}

/// Whether a file of this type answers the question: what a page offers, people can choose past.
bool fits(std::string_view accept, std::string_view media_type) {
  if (accept.empty()) return true;
  for (const std::string_view entry : split(accept, ',')) {
    const std::string_view wanted = trim(entry);
    if (wanted.ends_with("/*") ? media_type.starts_with(wanted.substr(0, wanted.size() - 1)) : media_type == wanted)
      return true;
    if (wanted.starts_with('.')) return true;  // By the file's extension: the page has seen to it.
  }
  return false;
}

/// "Audio/WEBM;codecs=opus" is audio/webm.
std::string bare_type(std::string_view media_type) {
  std::string out(trim(media_type.substr(0, media_type.find(';'))));
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out.empty() ? kAnyType : out;
}

std::string bare_name(const std::string& name) {
  std::string out = to_nfc(name).value_or(std::string());
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (out.size() > kMaxOriginalName) out.resize(kMaxOriginalName);
  while (!is_valid_utf8(out)) out.pop_back();
  return std::string(trim(out));
}

void picture_box(Ui& ui, const UploadState& upload, Kind kind) {
  const auto box = ui.row({.align = Align::centre,
                           .justify = Justify::centre,
                           .self = Align::centre,
                           .width = kPicture,
                           .height = kPicture,
                           .fill = Colour::primary_container,
                           .radius = radius::m});
  if (upload.thumbnail) {
    ui.paint([picture = *upload.thumbnail](Painter& painter, const Rect& rect) {
      painter.picture(rect, picture, radius::m);
    });
  } else {
    ui.icon(kind == Kind::any ? Icon::description : look(kind).choose_icon, 36, Colour::on_primary_container);
  }
}

}  // namespace

std::string upload_target(const EntityId& response, std::string_view ref) {
  return response.hex() + " " + std::string(ref);
}

std::optional<UploadTarget> parse_upload_target(std::string_view target) {
  const auto space = target.find(' ');
  const auto response = EntityId::from_hex(target.substr(0, space));
  if (!response || space == std::string_view::npos) return std::nullopt;
  return UploadTarget{*response, std::string(target.substr(space + 1))};
}

UploadState upload_state(Services& services, const survey::ResponseDraft& draft, const ItemView& item) {
  UploadState out{.target = upload_target(draft.id(), item.ref)};
  if (const auto known = draft.files().find(item.value); known != draft.files().end()) out.file = known->second;
  if (out.file && kind_of(out.file->media_type) == Kind::picture)
    out.thumbnail = services.files.thumbnail(out.file->sha256);
  if (const auto incoming = services.incoming.find(out.target); incoming != services.incoming.end()) {
    out.busy = incoming->second.busy;
    if (incoming->second.error) out.problem = services.error_text(*incoming->second.error);
  }
  return out;
}

void shown_file(Ui& ui, const ItemView& item, const UploadState& upload) {
  const Kind kind = kind_of(upload.file ? upload.file->media_type : item.mediatype);
  const auto row = ui.row({.gap = space::l, .align = Align::centre});
  if (!ui.huge_text()) picture_box(ui, upload, kind);
  const auto words = ui.column({.gap = space::xs, .grow = 1});
  const bool named = upload.file && !upload.file->original_name.empty();
  ui.text(named ? upload.file->original_name : item.value, {.style = type::body_strong, .may_break_words = true});
  ui.text(upload.file ? size_text(ui.language(), static_cast<double>(upload.file->size)) : ui.tr(Text::upload_unknown),
          {.style = type::small, .colour = Colour::on_surface_muted});
}

namespace {

/// "0:07"
std::string duration(std::int64_t ms) { return fmt::format("{}:{:02}", ms / 60'000, ms / 1000 % 60); }

/// Records in the page; the recording comes as a chosen file does.
void record(Ui& ui, const ItemView& item, const UploadState& upload, QuestionState& state) {
  if (const auto told = ui.typed(ui.id("record"))) {
    state.device = *told;
    state.recording = *told == "on" ? std::optional(Instant{ui.now_ms()}) : std::nullopt;
  }
  const bool on = state.recording.has_value();
  const std::string label =
      on ? ui.tr(Text::record_stop, duration(ui.now_ms() - state.recording->ms)) : ui.tr(Text::record_start);
  {
    const Colour colour = on ? Colour::on_danger : Colour::on_primary;
    const auto box = ui.node("record", Flow::row,
                             {.gap = space::s,
                              .padding = Edges::symmetric(space::xl, space::m),
                              .align = Align::centre,
                              .justify = Justify::centre,
                              .min_height = kTouch,
                              .fill = upload.busy ? Colour::quiet
                                      : on        ? Colour::danger
                                                  : Colour::primary,
                              .radius = radius::full},
                             {.role = Role::recorder,
                              .name = label + ": " + name_of(item),
                              .value = upload.target,
                              .flags = upload.busy ? kDisabled : 0U});
    ui.icon(on ? Icon::stop_circle : Icon::mic, 20, upload.busy ? Colour::on_surface_muted : colour);
    ui.text(label, {.style = type::body_strong,
                    .colour = upload.busy ? Colour::on_surface_muted : colour,
                    .align = Align::centre,
                    .silent = true});
  }
  const auto status = ui.node("recorded", Flow::column, {}, {.role = Role::status});
  if (state.device == "denied") problem_line(ui, ui.tr(Text::record_denied), false);
}

void play(Ui& ui, const ItemView& item, const records::Attachment& file) {
  const auto box = ui.node("player", Flow::column, {.min_height = 54},
                           {.role = Role::player,
                            .name = ui.tr(Text::record_play) + ": " + name_of(item),
                            .value = to_hex(file.sha256) + "|" + file.media_type});
}

}  // namespace

std::optional<std::string> upload_question(Ui& ui, const ItemView& item, const QuestionOptions& options) {
  static const UploadState kNone;
  const UploadState& upload = options.upload != nullptr ? *options.upload : kNone;
  QuestionOptions shown = options;
  if (!upload.problem.empty()) shown.problem = upload.problem;
  label_line(ui, item, shown);
  hint_or_problem(ui, item, shown);
  const bool answered = !item.value.empty();
  if (answered) shown_file(ui, item, upload);
  const bool sound = kind_of(item.mediatype) == Kind::sound;
  if (answered && sound && upload.file) play(ui, item, *upload.file);
  if (sound) record(ui, item, upload, *options.state);
  const auto buttons = ui.wrap({.gap = space::s});
  if (options.focus) ui.want_focus(ui.id("answer"));
  const KindLook choose = sound ? KindLook{Text::record_choose, Icon::attach_file} : look(kind_of(item.mediatype));
  const std::string label = ui.tr(upload.busy ? Text::upload_busy : answered ? Text::upload_replace : choose.choose);
  file_button(ui, "answer",
              {.label = label,
               .icon = choose.choose_icon,
               .busy = upload.busy,
               .required = item.required,
               .name = label + ": " + name_of(item),
               .description = description_of(item, shown),
               .accept = accepted(item),
               .capture = std::string(capture(item)),
               .pixels = max_pixels(item),
               .target = upload.target});
  if (answered && button(ui, "remove",
                         {.label = ui.tr(Text::upload_remove),
                          .icon = Icon::trash,
                          .look = Look::text,
                          .name = ui.tr(Text::upload_remove) + ": " + name_of(item)}))
    return std::string();
  return std::nullopt;
}

Result<NamedFile> take_file(Services& services, const survey::ResponseDraft& draft, std::string_view ref,
                            const KeptFile& file) {
  const auto item = draft.session().item(ref);
  if (!item || item->control != forms::ControlKind::upload || item->readonly)
    return fail(ErrorCode::form_reference, std::string(ref));
  NamedFile out;
  out.file = {file.sha256, file.size, bare_type(file.media_type), bare_name(file.original_name)};
  if (!fits(accepted(*item), out.file.media_type)) return fail(ErrorCode::attachment_kind, out.file.media_type);
  if (file.size > records::kMaxAttachmentSize)
    return fail(ErrorCode::attachment_too_large, size_text(services.language, static_cast<double>(file.size)));
  if (!records::parse_attachment(records::to_text(out.file))) out.file.media_type = kAnyType;
  for (Instant when = services.now(); out.name.empty() || draft.files().contains(out.name); ++when.ms)
    out.name = records::attachment_name(when, out.file.media_type, out.file.original_name);
  MOTCUA_TRY(services.attachments().add(draft.id(), out.name, out.file));
  return out;
}

void attach_to_draft(Services& services, std::string_view target, const KeptFile& file) {
  const auto where = parse_upload_target(target);
  if (!where) return;
  auto draft = services.responses.open(where->response);
  if (!draft) return;
  if (draft->is_finished()) return services.show(translate(services.language, Text::upload_late));
  const auto taken = take_file(services, *draft, where->ref, file);
  const Status kept =
      taken ? draft->attach(where->ref, taken->name, taken->file) : Status(std::unexpected(taken.error()));
  services.show(kept ? translate(services.language, Text::upload_attached) : services.error_text(kept.error()));
}

std::string size_text(Language language, double bytes) {
  constexpr double kMega = 1'000'000;
  constexpr double kGiga = 1'000 * kMega;
  if (bytes < kMega) return fmt::format("{:.0f} KB", std::max(1.0, bytes / 1000));
  std::string out = bytes < kGiga ? fmt::format("{:.1f} MB", bytes / kMega) : fmt::format("{:.1f} GB", bytes / kGiga);
  if (language == Language::vi) std::ranges::replace(out, '.', ',');
  return out;
}

}  // namespace motcua::ui
