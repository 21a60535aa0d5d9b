#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "motcua/base/result.hpp"
#include "motcua/storage/database.hpp"

namespace motcua::server {

struct WriterLimits {
  std::size_t batch_operations = 1000;  ///< A commit carries at most these many operations…
  std::int64_t batch_ms = 5;            ///< …and takes up no new task after this long.
  std::size_t queued_tasks = 4096;      ///< Beyond these a task is refused with server_busy.
  std::size_t queued_bytes = 64U * 1024 * 1024;
};

/// The one thread that writes. Tasks that wait when a commit begins share it: one fsync carries many of them (group
/// commit), and each is answered only after the commit. A task that fails is undone alone; a commit that fails, or a
/// disk that is full, fails every task of its commit, and nothing of them is kept.
class Writer {
 public:
  struct Task {
    std::function<Status()> run;              ///< On the writer's thread, inside its transaction.
    std::function<void(const Status&)> done;  ///< On the writer's thread, after the commit or its failure.
    std::size_t operations = 1;
    std::size_t bytes = 0;
  };

  /// `database` must be used by nothing else while the writer lives.
  Writer(storage::Database& database, WriterLimits limits = {});
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();

  /// False when the queue is full or the writer stops: then nothing of the task is called. Any thread.
  [[nodiscard]] bool submit(Task task);
  /// Takes no more tasks, finishes those that wait, moves the log into the main file. Any thread but the writer's.
  void stop();

  struct Counters {
    std::uint64_t commits = 0;
    std::uint64_t tasks = 0;
    std::uint64_t failed_commits = 0;
  };
  [[nodiscard]] Counters counters() const;

 private:
  void work();
  void run_batch();
  /// The next task if it has at most `room` operations.
  [[nodiscard]] std::optional<Task> take(std::size_t room);
  [[nodiscard]] Status run_alone(const Task& task);
  void checkpoint();

  storage::Database& database_;
  WriterLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;
  std::size_t queued_bytes_ = 0;
  bool stopping_ = false;
  Counters counters_;
  std::thread thread_;
};

}  // namespace motcua::server
