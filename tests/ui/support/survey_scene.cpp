#include "support/survey_scene.hpp"

#include <doctest/doctest.h>

#include <map>

namespace motcua::ui::test {

void enrol(AppScene& scene) {
  scene.open("#/survey/enrol");
  scene.type("Mã ghi danh", Office::kEnrolCode);
  scene.press(Role::button, "Ghi danh");
}

void prepare(AppScene& scene, std::initializer_list<const char*> forms) {
  for (const char* form : forms) scene.office.publish(form);
  enrol(scene);
  scene.set_online(false);
}

void choose(AppScene& scene, std::string_view question, std::string_view label) {
  const Node* group = scene.find(Role::radio_group, question);
  if (group == nullptr) FAIL("no question \"" << question << "\" on\n" << scene.screen());
  for (const Node& node : scene.app().semantics()) {
    if (node.parent != group->id || node.role != Role::radio || node.name != label) continue;
    scene.app().activate(node.id);
    scene.settle();
    return;
  }
  FAIL("no answer \"" << label << "\" to \"" << question << "\"");
}

std::size_t answer_page(AppScene& scene) {
  std::size_t given = 0;
  for (bool found = true; found;) {
    found = false;
    const SemanticTree tree = scene.app().semantics();
    std::map<NodeId, bool> answered;
    std::map<NodeId, NodeId> last;
    for (const Node& node : tree) {
      if (node.role == Role::radio_group) answered[node.id] = false;
      if (node.role == Role::radio && answered.contains(node.parent)) {
        last[node.parent] = node.id;
        if ((node.flags & kChecked) != 0) answered[node.parent] = true;
      }
    }
    for (const auto& [group, done] : answered) {
      if (done) continue;
      scene.app().activate(last.at(group));
      scene.settle();
      ++given;
      found = true;
      break;  // The answer may have asked for more.
    }
  }
  return given;
}

std::vector<std::string> buttons_starting(AppScene& scene, std::string_view start) {
  std::vector<std::string> out;
  for (const Node& node : scene.app().semantics()) {
    if (node.role == Role::button && node.name.starts_with(start)) out.push_back(node.name);
  }
  return out;
}

void press_starting(AppScene& scene, std::string_view start) {
  const auto found = buttons_starting(scene, start);
  if (found.empty()) FAIL("no button \"" << start << "…\" on\n" << scene.screen());
  scene.press(Role::button, found.front());
}

}  // namespace motcua::ui::test
