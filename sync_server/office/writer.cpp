#include "office/writer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace motcua::server {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kCheckpointPages = 16 * 1024;  // 64 MiB.

// A failure after which nothing more of the transaction can be trusted to be written.
bool dooms_batch(const Error& error) {
  return error.code == ErrorCode::disk_full || error.code == ErrorCode::disk_io ||
         error.code == ErrorCode::database_corrupt;
}

}  // namespace

Writer::Writer(storage::Database& database, WriterLimits limits) : database_(database), limits_(limits) {
  // Moving the log into the main file stops the writing for as long as it takes: rarely, and when nothing waits.
  if (auto set = database_.execute("PRAGMA wal_autocheckpoint=" + std::to_string(kCheckpointPages)); !set)
    spdlog::warn("checkpoint: {}", name(set.error().code));
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() { stop(); }

bool Writer::submit(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= limits_.queued_tasks || queued_bytes_ + task.bytes > limits_.queued_bytes)
      return false;
    queued_bytes_ += task.bytes;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

Writer::Counters Writer::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

void Writer::work() {
  bool idle_checkpoint_due = false;
  while (true) {
    std::unique_lock lock(mutex_);
    const auto ready = [this] { return stopping_ || !queue_.empty(); };
    if (idle_checkpoint_due) {
      if (!wake_.wait_for(lock, std::chrono::seconds(2), ready)) {
        lock.unlock();
        checkpoint();
        idle_checkpoint_due = false;
        continue;
      }
    } else {
      wake_.wait(lock, ready);
    }
    if (queue_.empty()) break;  // Stopping, and nothing waits.
    lock.unlock();
    run_batch();
    idle_checkpoint_due = true;
  }
  checkpoint();
}

std::optional<Writer::Task> Writer::take(std::size_t room) {
  const std::lock_guard lock(mutex_);
  if (queue_.empty() || queue_.front().operations > room) return std::nullopt;
  Task task = std::move(queue_.front());
  queue_.pop_front();
  queued_bytes_ -= task.bytes;
  return task;
}

// A savepoint of its own, so that what a failing task wrote is undone and its neighbours are not.
Status Writer::run_alone(const Task& task) {
  MOTCUA_TRY(database_.execute("SAVEPOINT task"));
  Status outcome = task.run();
  if (outcome) return database_.execute("RELEASE task");
  if (database_.in_transaction()) {
    if (auto undone = database_.execute("ROLLBACK TO task; RELEASE task"); !undone) return undone;
  }
  return outcome;
}

void Writer::run_batch() {
  struct Finished {
    Task task;
    Status outcome;
  };
  std::vector<Finished> finished;
  std::optional<Error> doomed;
  const auto until = SteadyClock::now() + std::chrono::milliseconds(limits_.batch_ms);

  auto transaction = storage::Transaction::begin(database_);
  if (!transaction) doomed = transaction.error();
  std::size_t room = limits_.batch_operations;
  // The first task is taken whatever its size.
  for (auto task = take(static_cast<std::size_t>(-1)); task; task = take(room)) {
    Status outcome;
    if (!doomed) {
      outcome = run_alone(*task);
      if (!outcome && (dooms_batch(outcome.error()) || !database_.in_transaction())) doomed = outcome.error();
    }
    room -= std::min(room, task->operations);
    finished.push_back({std::move(*task), std::move(outcome)});
    if (room == 0 || SteadyClock::now() >= until) break;
  }
  if (!doomed) {
    if (auto committed = transaction->commit(); !committed) doomed = committed.error();
  }
  if (doomed) {
    transaction = std::unexpected(*doomed);  // Rolls back before anyone is told.
    spdlog::error("commit of {} tasks failed: {}", finished.size(), name(doomed->code));
  }
  {
    const std::lock_guard lock(mutex_);
    doomed ? ++counters_.failed_commits : ++counters_.commits;
    counters_.tasks += finished.size();
  }
  for (auto& [task, outcome] : finished) {
    if (doomed) {
      task.done(std::unexpected(*doomed));
    } else {
      task.done(outcome);
    }
  }
}

void Writer::checkpoint() {
  // Failure is no loss: the log stays beside the file and is read with it.
  if (auto done = database_.execute("PRAGMA wal_checkpoint(TRUNCATE)"); !done)
    spdlog::warn("checkpoint: {}", name(done.error().code));
}

}  // namespace motcua::server
