#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "motcua/base/ports.hpp"
#include "motcua/base/result.hpp"

namespace motcua::forms {

/// What clocks show in a place whose distance from UTC changes.
class ZoneRules {
 public:
  virtual ~ZoneRules() = default;
  /// Minutes that civil time is ahead of UTC at that moment.
  [[nodiscard]] virtual int minutes_ahead(Instant instant) const = 0;
};

/// One expression over one XML document, outside any form: for tools that try expressions and compare engines.
struct XPathProbe {
  enum class As : std::uint8_t { boolean, number, string, nodes };

  std::string_view xml;         ///< White space counts. A document type without declarations is skipped.
  std::string_view context;     ///< The context node as a location path: "/", "/*[1]/text()[2]", "/*[1]/@id".
  std::string_view expression;  ///< UTF-8.
  As as = As::string;
  /// True: plain XPath 1.0, where a name without prefix is in no namespace. False: as forms have it. If the document is
  /// then an XForm, absolute paths start at its primary instance, and instance() and jr:itext() know its content.
  bool plain = false;
  /// Prefixes of the expression and their namespaces, before those that the document declares.
  std::vector<std::pair<std::string, std::string>> prefixes{};
  const ZoneRules* zone = nullptr;  ///< nullptr: civil time in Vietnam.
  Clock* clock = nullptr;           ///< nullptr: the system's.
  Random* random = nullptr;         ///< nullptr: the system's.
};

/// The value in the shape that the probe asked for; the other fields are as they were made.
struct XPathAnswer {
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<std::string> nodes;  ///< Location paths, in the order of the node-set.
};

/// Fails with form_not_xml, xpath_syntax, or with xpath_unknown_function and xpath_arguments when such a call is
/// evaluated: as in XPath 1.0, `true() or nothing()` is true.
[[nodiscard]] Result<XPathAnswer> probe_xpath(const XPathProbe& probe);

}  // namespace motcua::forms
