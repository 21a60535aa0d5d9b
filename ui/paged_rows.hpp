#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "requests.hpp"

namespace motcua::ui {

/// The rows of a list that the server has, fetched a page at a time as they come into view. Few pages are kept: those
/// that were looked at last.
///
///   rows.reload();                                  what is asked for has changed
///   rows.look();  … rows.at(i) …;  rows.fetch();    in each build
template <class Row>
class PagedRows {
 public:
  static constexpr std::uint32_t kPage = 100;
  static constexpr std::size_t kKept = 16;   ///< Pages.
  static constexpr std::size_t kAtOnce = 2;  ///< Requests on their way.

  struct Page {
    std::uint64_t total = 0;  ///< Rows of the list.
    std::vector<Row> rows;
    std::uint64_t newest = 0;  ///< As the server calls the list's state, when it does.
  };
  struct Source {
    std::function<sync::HttpRequest(std::uint32_t offset, std::uint32_t limit)> ask;
    std::function<Result<Page>(const Reply&)> read;
  };

  PagedRows(Requests& requests, Source source) : requests_(requests), source_(std::move(source)) {}
  PagedRows(const PagedRows&) = delete;
  PagedRows& operator=(const PagedRows&) = delete;
  ~PagedRows() { drop(); }

  /// Asks anew. What is there stays until the first page of the new list comes. While one such question is on its way
  /// the next waits for it: who types is not ahead of the network.
  void reload() {
    if (reloading_) {
      again_ = true;
      return;
    }
    drop();
    reloading_ = true;
    post(0, true);
  }
  /// Forgets everything, and the answers on their way.
  void forget() {
    drop();
    pages_.clear();
    total_.reset();
    newest_ = 0;
    error_.reset();
  }

  /// A build begins.
  void look() { wanted_.clear(); }
  /// Row `i`; nullptr while it is on its way, which `fetch` sees to, and when its page could not be fetched.
  [[nodiscard]] const Row* at(std::size_t i) {
    const auto number = static_cast<std::uint32_t>(i / kPage);
    wanted_.insert(number);
    const auto found = pages_.find(number);
    if (found == pages_.end() || i % kPage >= found->second.size()) return nullptr;
    return &found->second[i % kPage];
  }
  /// Asks for what was looked at and is not there.
  void fetch() {
    if (reloading_) return;
    for (const std::uint32_t number : wanted_) {
      if (asked_.size() >= kAtOnce) return;
      if (!pages_.contains(number) && !asked_.contains(number) && !failed_.contains(number)) post(number, false);
    }
  }

  /// nullopt until the first page has come.
  [[nodiscard]] std::optional<std::uint64_t> total() const { return total_; }
  /// As of the first page: what came later would stand there, and is not shown.
  [[nodiscard]] std::uint64_t newest() const { return newest_; }
  [[nodiscard]] bool reloading() const { return reloading_; }
  [[nodiscard]] bool failed(std::size_t i) const { return failed_.contains(static_cast<std::uint32_t>(i / kPage)); }
  /// Why the list could not be fetched: nothing of it is there.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  /// Asks again for what failed.
  void retry() {
    failed_.clear();
    if (error_) reload();
  }
  /// The rows that are there, from the first on without a gap.
  [[nodiscard]] std::size_t kept_pages() const { return pages_.size(); }

 private:
  void post(std::uint32_t number, bool first) {
    const std::uint32_t id =
        requests_.post(source_.ask(number * kPage, kPage), [this, number, first](const Reply& reply) {
          asked_.erase(number);
          auto page = source_.read(reply);
          first ? restart(std::move(page)) : take(number, std::move(page));
        });
    asked_.emplace(number, id);
  }
  void restart(Result<Page> page) {
    reloading_ = false;
    pages_.clear();
    failed_.clear();
    error_.reset();
    if (page) {
      total_ = page->total;
      newest_ = page->newest;
      pages_.emplace(0, std::move(page->rows));
    } else {
      total_.reset();
      error_ = page.error();
    }
    if (std::exchange(again_, false)) reload();
  }
  void take(std::uint32_t number, Result<Page> page) {
    if (!page) {
      failed_.insert(number);
      return;
    }
    total_ = page->total;
    pages_[number] = std::move(page->rows);
    while (pages_.size() > kKept) pages_.erase(farthest());
  }
  /// The page that is farthest from what was looked at last.
  [[nodiscard]] auto farthest() {
    const std::uint32_t middle = wanted_.empty() ? 0 : (*wanted_.begin() + *wanted_.rbegin()) / 2;
    return std::ranges::max_element(pages_, {}, [middle](const auto& page) {
      return page.first > middle ? page.first - middle : middle - page.first;
    });
  }
  void drop() {
    for (const auto& [number, id] : asked_) requests_.forget(id);
    asked_.clear();
    failed_.clear();
    reloading_ = again_ = false;
  }

  Requests& requests_;
  Source source_;
  std::map<std::uint32_t, std::vector<Row>> pages_;
  std::map<std::uint32_t, std::uint32_t> asked_;  ///< Page to request.
  std::set<std::uint32_t> wanted_, failed_;
  std::optional<std::uint64_t> total_;
  std::uint64_t newest_ = 0;
  std::optional<Error> error_;
  bool reloading_ = false, again_ = false;
};

}  // namespace motcua::ui
