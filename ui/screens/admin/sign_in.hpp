#pragma once
#include "requests.hpp"
#include "screens/page.hpp"

namespace motcua::ui {

/// Asks who is there. Part of every screen of the desk, in its place while nobody is signed in.
class SignIn {
 public:
  explicit SignIn(Services& services) : services_(services), request_(services.requests) {}
  void build(Ui& ui);
  /// The server did not know the token any more: says so above the form.
  void expired(const Error& error) { problem_ = error; }

 private:
  void send(Ui& ui);

  Services& services_;
  Pending request_;
  std::string user_, password_;
  std::optional<Error> problem_;
  bool tried_ = false;
};

}  // namespace motcua::ui
