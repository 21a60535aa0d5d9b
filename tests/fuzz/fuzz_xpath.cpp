// Any bytes as an expression: it is refused with an error, or it has a value of each type over a small form, within its
// budget. An even first byte asks for it as forms do, an odd one as plain XPath 1.0 with late errors.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "xml_tree.hpp"
#include "xpath/evaluator.hpp"

namespace {

using namespace motcua;
using namespace motcua::forms;
using namespace motcua::forms::xpath;

constexpr std::string_view kForm =
    R"x(<data xmlns:p="urn:p" id="d" version="1"><a>1</a><a>2</a><a>-3.5</a><b x="7" p:y="8" xml:lang="vi">hai ba</b>)x"
    R"x(<empty/><g><c>x y z</c><c>y</c><d><e>sâu</e></d></g><day>2026-11-23</day><at>2026-11-23T08:30:00.000+07:00</at>)x"
    R"x(<p>21.03 105.85 0 0</p><p>21.04 105.86 0 0</p><s>0 0;0 1;1 1;1 0;0 0</s><n>NaN</n><!--note--><?pi x?></data>)x";
constexpr std::string_view kTable =
    R"x(<root><item><name>hn</name><label>Hà Nội</label></item><item><name>dn</name><label>Đà Nẵng</label></item></root>)x";
constexpr std::uint64_t kBudget = 300'000;

/// The trees, read once.
struct World final : Host {
  World() {
    if (!read_tree(kForm, TreeContent::everything, names, form)) std::abort();
    if (!read_tree(kTable, TreeContent::values, names, table)) std::abort();
  }
  [[nodiscard]] const Document* instance(std::string_view id) const override { return id == "t" ? &table : nullptr; }
  [[nodiscard]] std::string choice_name(const std::string& value, const std::string& path,
                                        const Node* /*context*/) const override {
    return value + path;
  }
  [[nodiscard]] std::string itext(const std::string& id) const override { return id; }

  NameTable names;
  Namespaces namespaces{{"p", "urn:p"}};
  Document form;
  Document table;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Names of expressions stay in the table that they share with the trees, so that a long run needs a new one at times.
  static std::unique_ptr<World> kept;
  static int runs = 0;
  if (++runs % 20'000 == 1) kept = std::make_unique<World>();
  World& world = *kept;
  if (size == 0) return 0;
  const bool plain = data[0] % 2 != 0;
  const std::string_view source(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto compiled = compile(source, {&world.names, &world.namespaces, plain, plain});
  if (!compiled) return 0;
  ManualClock clock;
  SeededRandom random(1);
  Environment environment;
  environment.host = &world;
  environment.clock = &clock;
  environment.random = &random;
  const Node* element = world.form.element();
  const Context context{&environment, element, 1, 1, element};
  const auto fresh = [&]() -> const Context& {
    environment.budget = kBudget;
    return context;
  };
  (void)evaluate_text(compiled->root(), fresh());
  (void)evaluate_number(compiled->root(), fresh());
  (void)evaluate_boolean(compiled->root(), fresh());
  (void)evaluate_nodes(compiled->root(), fresh());
  const Value value = evaluate(compiled->root(), fresh());
  // The types that the compiler promises are those that come.
  const bool nodes = std::holds_alternative<NodeSet>(value);
  if (nodes && compiled->root().type != Type::nodes && compiled->root().type != Type::any) std::abort();
  return 0;
}
