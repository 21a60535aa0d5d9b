#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace motcua::server {

/// One thread for what would hold up the threads that serve (hashing passwords).
class Worker {
 public:
  explicit Worker(std::size_t queued_tasks) : queued_tasks_(queued_tasks), thread_([this] { work(); }) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { stop(); }

  /// False when too much waits or the worker stops.
  [[nodiscard]] bool submit(std::function<void()> task);
  /// Finishes what waits.
  void stop();

 private:
  void work();

  std::size_t queued_tasks_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::thread thread_;  // Last: it uses what stands above.
};

}  // namespace motcua::server
