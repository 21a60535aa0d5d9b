#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "motcua/ui/app.hpp"

namespace motcua::ui {

/// A place of the app as the address has it: "#/dossier/H26.18-1~remove" is the path {dossier, H26.18-1} with the
/// dialog "remove" open over it; "#/admin/dossiers?state=4&q=khai" is a list and what it is narrowed to. Parts, keys
/// and values are percent-encoded.
struct Route {
  std::vector<std::string> path;
  std::string overlay;
  std::vector<std::pair<std::string, std::string>> query{};  ///< In the order of the address; a key stands in it once.
  friend bool operator==(const Route&, const Route&) = default;
  /// The part at `index`, or "".
  [[nodiscard]] std::string_view part(std::size_t index) const {
    return index < path.size() ? std::string_view(path[index]) : std::string_view();
  }
  /// The query's value for `key`, or "". A screen asks for the keys that it knows; others mean nothing.
  [[nodiscard]] std::string_view asked(std::string_view key) const;
};

[[nodiscard]] Route parse_route(std::string_view hash);
[[nodiscard]] std::string to_hash(const Route& route);
/// "#/dossier/…" with each part encoded.
[[nodiscard]] std::string link_to(std::initializer_list<std::string_view> parts);

/// Where the app is and where a screen wants to go. A wish is carried out after the build that made it.
class Navigator {
 public:
  [[nodiscard]] const Route& route() const { return route_; }
  /// A new history entry; `replace` instead takes the place of the current one.
  void go(std::string hash, bool replace = false) { wish_ = Wish{std::move(hash), replace}; }
  void back() { back_ = true; }
  /// Opens a dialog as its own history entry, so that Back closes it; the screen sees `overlay()`.
  void open_overlay(std::string_view name);
  /// Closes the dialog: goes back to the entry under it.
  void close_overlay() { back_ = true; }
  [[nodiscard]] const std::string& overlay() const { return route_.overlay; }

  // For the app.
  struct Wish {
    std::string hash;
    bool replace = false;
  };
  void arrive(Route route) { route_ = std::move(route); }
  [[nodiscard]] std::optional<Wish> take_wish() { return std::exchange(wish_, std::nullopt); }
  [[nodiscard]] bool take_back() { return std::exchange(back_, false); }

 private:
  Route route_;
  std::optional<Wish> wish_;
  bool back_ = false;
};

}  // namespace motcua::ui
