#include "motcua/ui/software_renderer.hpp"

#include <doctest/doctest.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <functional>

#include "support/fonts.hpp"

using namespace motcua;
using namespace motcua::ui;

namespace {

constexpr ImU32 kWhite = IM_COL32_WHITE;
constexpr ImU32 kRed = IM_COL32(255, 0, 0, 255);

/// A frame of Dear ImGui of 20 × 10 with nothing in it but what a test draws.
class Paper {
 public:
  explicit Paper(float density = 1) : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    io.DisplaySize = {20, 10};
    io.DisplayFramebufferScale = {density, density};
    // The build for the web has no font of Dear ImGui's own.
    const ByteView font = test::test_fonts().regular;
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    io.Fonts->AddFontFromMemoryTTF(const_cast<std::byte*>(font.data()), static_cast<int>(font.size()), 16, &config);
  }
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;
  ~Paper() { ImGui::DestroyContext(context_); }

  const Picture& draw(const std::function<void(ImDrawList&)>& paint) {
    ImGui::NewFrame();
    paint(*ImGui::GetBackgroundDrawList());
    ImGui::Render();
    return renderer.draw(*ImGui::GetDrawData(), kWhite);
  }
  SoftwareRenderer renderer;

 private:
  ImGuiContext* context_;
};

std::uint32_t at(const Picture& picture, int x, int y) {
  return picture.pixels[static_cast<std::size_t>(y * picture.width + x)];
}

long count(const Picture& picture, std::uint32_t colour) { return std::ranges::count(picture.pixels, colour); }

}  // namespace

TEST_CASE("software renderer: a rectangle covers its pixels, at the density of the screen, and no others") {
  for (const int density : {1, 2, 3}) {
    Paper paper(static_cast<float>(density));
    const Picture& picture = paper.draw([](ImDrawList& list) { list.AddRectFilled({2, 3}, {7, 5}, kRed); });
    CHECK(picture.width == 20 * density);
    CHECK(picture.height == 10 * density);
    CHECK(count(picture, kRed) == 5 * 2 * density * density);
    CHECK(count(picture, kWhite) == (20 * 10 - 5 * 2) * density * density);
    CHECK(at(picture, 2 * density, 3 * density) == kRed);
  }
}

TEST_CASE("software renderer: triangles with a common edge leave no pixel out and blend none twice") {
  Paper paper;
  const Picture& picture = paper.draw([](ImDrawList& list) {
    const ImDrawListFlags flags = list.Flags;
    list.Flags = ImDrawListFlags_None;  // No soft edges.
    const std::array<ImVec2, 6> corners{{{1, 1}, {12, 0}, {19, 3}, {17, 9}, {8, 10}, {2, 7}}};
    list.AddConvexPolyFilled(corners.data(), static_cast<int>(corners.size()), IM_COL32(0, 0, 0, 128));
    list.Flags = flags;
  });
  const std::uint32_t grey = at(picture, 9, 5);
  CHECK(std::abs(static_cast<int>(grey & 0xFFU) - 127) <= 1);
  CHECK(count(picture, grey) + count(picture, kWhite) == 200);
  CHECK(at(picture, 3, 3) == grey);
  CHECK(at(picture, 0, 9) == kWhite);
}

TEST_CASE("software renderer: what is clipped or outside the window is not drawn") {
  Paper paper;
  const Picture& picture = paper.draw([](ImDrawList& list) {
    list.PushClipRect({4, 2}, {10, 4});
    list.AddRectFilled({-100, -100}, {1000, 1000}, kRed);
    list.PopClipRect();
  });
  CHECK(count(picture, kRed) == 6 * 2);
  CHECK(at(picture, 4, 2) == kRed);
  CHECK(at(picture, 9, 3) == kRed);
}

TEST_CASE("software renderer: colours run from corner to corner") {
  Paper paper;
  const Picture& picture = paper.draw([](ImDrawList& list) {
    list.AddRectFilledMultiColor({0, 0}, {20, 10}, IM_COL32_BLACK, kRed, kRed, IM_COL32_BLACK);
  });
  for (int x = 1; x < 20; ++x) CHECK((at(picture, x, 5) & 0xFFU) > (at(picture, x - 1, 5) & 0xFFU));
  CHECK((at(picture, 0, 0) & 0xFFU) < 10);
  CHECK((at(picture, 19, 9) & 0xFFU) > 245);
}

TEST_CASE("software renderer: a picture is shown pixel for pixel, and between pixels when it is larger") {
  Paper paper;
  const std::array<std::uint32_t, 4> pixels{kRed, IM_COL32(0, 255, 0, 255), IM_COL32(0, 0, 255, 255),
                                            IM_COL32(0, 0, 0, 0)};
  const ImTextureRef texture(static_cast<ImTextureID>(paper.renderer.add_texture(2, 2, pixels)));
  const Picture& picture = paper.draw([&](ImDrawList& list) {
    list.AddImage(texture, {4, 4}, {6, 6});
    list.AddImage(texture, {10, 0}, {18, 8});
  });
  CHECK(at(picture, 4, 4) == pixels[0]);
  CHECK(at(picture, 5, 4) == pixels[1]);
  CHECK(at(picture, 4, 5) == pixels[2]);
  CHECK(at(picture, 5, 5) == kWhite);  // See-through.
  CHECK(at(picture, 10, 0) == pixels[0]);
  const std::uint32_t between = at(picture, 13, 0);  // More red than green.
  CHECK((between & 0xFFU) > ((between >> 8U) & 0xFFU));
  CHECK(((between >> 8U) & 0xFFU) > 0);
}

TEST_CASE("software renderer: the textures of letters are made when they are wanted") {
  Paper paper;
  const Picture& picture = paper.draw([](ImDrawList& list) { list.AddText({1, 0}, IM_COL32_BLACK, "M"); });
  CHECK(count(picture, kWhite) < 200);
  CHECK(count(picture, kWhite) > 100);
}
