#include "fonts.hpp"

#include <imgui.h>

#include <algorithm>
#include <bit>
#include <cfloat>

namespace motcua::ui {
namespace {

constexpr std::size_t kCacheLimit = 4096;

ImFont* add_face(ByteView bytes) {
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  // ImGui takes a mutable pointer but only reads what it does not own.
  auto* data = const_cast<std::byte*>(bytes.data());
  return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(data, static_cast<int>(bytes.size()), 16.0F, &config);
}

std::uint64_t hash(std::string_view text, TypeStyle style, float width) {
  std::uint64_t h = 1469598103934665603ULL;  // FNV-1a
  const auto mix = [&h](std::uint64_t v) { h = (h ^ v) * 1099511628211ULL; };
  for (const char c : text) mix(static_cast<unsigned char>(c));
  mix(std::bit_cast<std::uint32_t>(style.size));
  mix(static_cast<std::uint64_t>(style.weight) + 1);
  mix(std::bit_cast<std::uint32_t>(width));
  return h;
}

const char* next_character(const char* at, const char* end) {
  ++at;
  while (at < end && (static_cast<unsigned char>(*at) & 0xC0U) == 0x80U) ++at;
  return at;
}

}  // namespace

void FontSet::load(const Fonts& fonts) {
  regular_ = add_face(fonts.regular);
  semibold_ = add_face(fonts.semibold);
  icons_ = add_face(fonts.icons);
  ImGui::GetIO().FontDefault = regular_;
}

void FontSet::begin_frame(float text_scale) {
  if (text_scale != text_scale_ || cache_.size() > kCacheLimit) cache_.clear();
  text_scale_ = text_scale;
  for (ImFont* face : {semibold_, icons_, regular_}) {  // Tells each face the density of this frame.
    ImGui::PushFont(face, 16.0F);
    ImGui::PopFont();
  }
}

float FontSet::measure(ImFont* face, float size, const char* begin, const char* end) const {
  return begin == end ? 0 : face->CalcTextSizeA(size, FLT_MAX, 0, begin, end).x;
}

float FontSet::width(std::string_view text, TypeStyle style) {
  float widest = 0;
  for (const auto& line : wrap(text, style, FLT_MAX).lines) widest = std::max(widest, line.width);
  return widest;
}

const TextLines& FontSet::wrap(std::string_view text, TypeStyle style, float width) {
  const std::uint64_t key = hash(text, style, width);
  if (const auto found = cache_.find(key); found != cache_.end()) return found->second;

  ImFont* const font = face(style.weight);
  const float size = css_size(style) * kImGuiSizeFactor;
  const char* const start = text.data();
  const char* const end = start + text.size();
  const float room = width + 0.5F;  // Natural widths come back as the room: rounding must not break them.
  static constexpr char kBlank[] = " ";
  const float blank = measure(font, size, kBlank, kBlank + 1);
  TextLines out;
  TextLines::Line line;
  const auto offset = [start](const char* at) { return static_cast<std::uint32_t>(at - start); };
  const auto close = [&](const char* next) {
    out.lines.push_back(line);
    out.width = std::max(out.width, line.width);
    line = {offset(next), offset(next), 0};
  };

  const char* at = start;
  while (at < end) {
    if (*at == '\n') {
      close(++at);
      continue;
    }
    if (*at == ' ') {
      ++at;
      continue;
    }
    const char* word_end = at;
    while (word_end < end && *word_end != ' ' && *word_end != '\n') ++word_end;
    const float word = measure(font, size, at, word_end);
    const bool first = line.begin == line.end;
    const float gap = first ? 0 : blank * static_cast<float>(offset(at) - line.end);
    if (first) line.begin = offset(at);
    if (line.width + gap + word <= room) {
      line.width += gap + word;
      line.end = offset(word_end);
    } else if (!first) {
      close(at);
      continue;  // The same word again, on a new line.
    } else {
      out.broke_word = true;
      const char* cut = at;
      float taken = 0;
      while (cut < word_end) {
        const char* const next = next_character(cut, word_end);
        const float more = measure(font, size, cut, next);
        if (cut != at && taken + more > room) break;
        taken += more;
        cut = next;
      }
      line.end = offset(cut);
      line.width = taken;
      if (cut < word_end) close(cut);
      word_end = cut;
    }
    at = word_end;
  }
  close(end);
  return cache_.emplace(key, std::move(out)).first->second;
}

}  // namespace motcua::ui
