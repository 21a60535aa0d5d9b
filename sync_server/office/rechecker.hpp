#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "motcua/storage/database.hpp"
#include "motcua/survey/surveys.hpp"
#include "office/response_index.hpp"

namespace motcua::server {

struct CheckedResponse {
  ResponseIndex::Unchecked response;
  std::vector<survey::BrokenRule> broken;
};

/// Fills the next final responses that nobody has checked again, at most `limit`. Reads only.
[[nodiscard]] Result<std::vector<CheckedResponse>> recheck_next(storage::Database& database,
                                                                survey::SurveyCatalog& catalog, std::size_t limit);

/// Checks everything that waits and writes what it finds, in the caller's thread. `database` must be writable.
[[nodiscard]] Status recheck_all(storage::Database& database);

/// The thread of a running server that fills final responses again after they are stored. It stands in nobody's way: a
/// push is answered before, with another connection, and its thread yields to those that serve. What it has not come to
/// when the server stops is checked when the server runs again.
class Rechecker {
 public:
  /// Hands results to the writer and returns when they are committed.
  using Save = std::function<Status(std::vector<CheckedResponse>)>;

  Rechecker(storage::Database reader, Save save);
  Rechecker(const Rechecker&) = delete;
  Rechecker& operator=(const Rechecker&) = delete;
  ~Rechecker() { stop(); }

  /// There may be something new. Any thread.
  void wake();
  /// Leaves what waits. Before the writer stops.
  void stop();

 private:
  void work();
  /// False when nothing waited or something failed: then it rests until it is woken.
  bool check_some(survey::SurveyCatalog& catalog);

  storage::Database reader_;
  Save save_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  bool woken_ = true;   // What a server before this one left.
  std::thread thread_;  // Last: it uses what stands above.
};

}  // namespace motcua::server
