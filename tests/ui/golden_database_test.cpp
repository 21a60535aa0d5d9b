#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "motcua/base/text.hpp"
#include "support/survey_scene.hpp"

// Databases as they lay on devices, one for each schema that there was, in tests/golden/database, each beside what is
// in it. With MOTCUA_UPDATE_GOLDEN=1 one of the present schema is made when there is none; those that are there are
// never changed.

using namespace motcua;
using namespace motcua::ui;
using namespace motcua::ui::test;

namespace {

const std::filesystem::path kFolder = std::filesystem::path(MOTCUA_SOURCE_DIR) / "tests/golden/database";

/// "local_log2-saved_dossier1-…"
std::string schema_of(storage::Database& database) {
  auto query = database.prepare("SELECT component, version FROM schema_version ORDER BY component").value();
  std::string out;
  while (query.step().value()) {
    if (!out.empty()) out += '-';
    out += std::string(query.text(0)) + std::to_string(query.integer(1));
  }
  return out;
}

/// Everything that the surveyor would miss, as text.
std::string content_of(storage::Database& database, Clock& clock) {
  SeededRandom random{1};
  auto log = records::LocalLog::open(database, clock, random).value();
  survey::SurveyCatalog catalog(database);
  survey::Responses responses(log, catalog, clock, random);
  std::string out = "device " + log.device().hex() + "\nunsent " + std::to_string(log.unsent_count().value()) + "\n";
  const auto responses_of_device = responses.list().value();
  for (const auto& response : responses_of_device) {
    constexpr const char* kStates[] = {"draft", "unsent", "sent", "refused"};
    out += std::string("response ") + response.id.hex() + ' ' + kStates[static_cast<int>(response.state)] + ' ' +
           response.form_id + ' ' + response.version + "\n";
    const auto state = log.visible(response.id).value();
    for (const auto& [field, value] : state->fields) out += "  " + field + " = " + value.value.value_or("–") + "\n";
  }
  for (const auto& survey : catalog.current().value()) out += "survey " + survey.form_id + ' ' + survey.version + "\n";
  return out;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void fill(AppScene& scene, bool finish) {
  scene.open("#/survey");
  press_starting(scene, "Làm phiếu mới");
  scene.type("Lĩnh vực của thủ tục đã làm", "Hộ tịch");
  answer_page(scene);
  if (!finish) return;
  while (scene.has(Role::button, "Tiếp tục")) {
    scene.press(Role::button, "Tiếp tục");
    answer_page(scene);
  }
  scene.press(Role::button, "Hoàn tất");
}

void make_golden(AppScene& scene) {
  scene.office.publish("ward-9-items");
  enrol(scene);
  fill(scene, true);
  scene.wait_ms(1000);
  scene.office.refuse_all = true;
  fill(scene, true);
  scene.wait_ms(1000);
  scene.office.refuse_all = false;
  scene.set_online(false);
  scene.wait_ms(60'000);
  fill(scene, true);
  scene.wait_ms(60'000);
  fill(scene, false);
  // The names of the end-to-end tests' office, so that its scenes can go on with this data.
  REQUIRE(
      scene.database().execute("UPDATE sync_client SET account_name = 'khaosat1', office_name = 'Phường Thử Nghiệm'"));
}

}  // namespace

TEST_CASE("a database of the present schema can be kept as a golden") {
  AppScene scene;
  make_golden(scene);
  const std::string content = content_of(scene.database(), scene.clock);
  for (const char* state : {" draft ", " unsent ", " sent ", " refused "})
    CHECK_MESSAGE(content.find(state) != std::string::npos, content);
  if (std::getenv("MOTCUA_UPDATE_GOLDEN") == nullptr) return;
  const auto path = kFolder / (schema_of(scene.database()) + ".db");
  if (std::filesystem::exists(path)) return;
  REQUIRE(scene.database().execute("VACUUM INTO '" + path.string() + "'"));
  std::ofstream(std::filesystem::path(path).replace_extension(".txt")) << content;
}

TEST_CASE("a database of every earlier schema is opened with all that was in it, and is worked on with") {
  std::size_t opened = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".db") continue;
    INFO(entry.path().filename().string());
    const auto copy = std::filesystem::temp_directory_path() / ("motcua-golden-" + std::to_string(::getpid()) + ".db");
    std::filesystem::copy_file(entry.path(), copy, std::filesystem::copy_options::overwrite_existing);
    {
      ManualClock clock;
      auto database = storage::Database::open(copy.string()).value();
      CHECK(content_of(database, clock) == read_file(std::filesystem::path(entry.path()).replace_extension(".txt")));
    }
    {
      AppScene scene(storage::Database::open(copy.string()).value());
      ++opened;
      scene.set_online(false);
      scene.open("#/survey/responses");
      REQUIRE(scene.has(Role::text, "Nháp"));
      press_starting(scene, "Làm tiếp");
      scene.type("Lĩnh vực của thủ tục đã làm", "Đất đai");
      scene.restart();
      scene.open("#/survey/responses");
      press_starting(scene, "Làm tiếp");
      CHECK(scene.find(Role::text_field, "Lĩnh vực của thủ tục đã làm")->value == "Đất đai");
    }
    for (const char* suffix : {"", "-wal", "-journal"}) std::filesystem::remove(copy.string() + suffix);
  }
  CHECK(opened > 0);
}
