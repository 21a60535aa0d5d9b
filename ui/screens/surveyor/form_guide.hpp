#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "screens/surveyor/form_pages.hpp"

namespace motcua::ui {

/// One instance of a repeat, as the overview tells of it.
struct InstanceLine {
  std::string ref;
  std::string label;           ///< Of the form: "Member", or "Member: Lan" when its label tells of the answers.
  bool has_own_label = false;  ///< The label differs from the repeat's: it tells the instances apart.
  std::size_t position = 1;
  Tally tally;
  bool can_remove = false;
};

/// Where a person is in a form: on one page of the whole form, or of one instance of a repeat, which is a small form of
/// its own inside. Reads the session only when told that it changed, and of it in full only what the page shows.
class FormGuide {
 public:
  /// Reads the session again, after an answer or a change of language. The place stays; when its page is gone it is
  /// the page of `near`, and when its instance is gone, the repeat that held it.
  void refresh(const forms::FormSession& session, std::string_view near = {});

  /// Goes to the page of a control, or to the first page of an instance. False, and nothing changes, when it is not
  /// asked now.
  bool show(const forms::FormSession& session, std::string_view ref);
  /// Goes to the first page with an open question, into the instance that has it.
  void show_first_open(const forms::FormSession& session);
  /// Goes to another page of this level.
  void turn_to(const forms::FormSession& session, std::size_t page);

  [[nodiscard]] bool empty() const { return pages_.pages.empty(); }
  /// The reference of the instance whose pages these are; empty: the whole form.
  [[nodiscard]] const std::string& level() const { return level_; }
  [[nodiscard]] const FormPages& pages() const { return pages_; }
  [[nodiscard]] std::size_t page_number() const { return page_; }
  [[nodiscard]] const FormPage& page() const { return pages_.pages[page_]; }
  /// What the page shows, in order. Repeats, and groups inside the page, have only their outline.
  struct Entry {
    forms::ItemOutline outline;
    forms::ItemView view{};
  };
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

  /// The instances of a repeat of this page.
  [[nodiscard]] std::vector<InstanceLine> instances(std::string_view repeat_ref) const;
  /// The instance whose pages these are.
  [[nodiscard]] InstanceLine instance(std::string_view instance_ref) const;
  /// What tells an instance from the others: its first answers, "Lan · 35". Read once after each refresh.
  [[nodiscard]] const std::string& summary(const forms::FormSession& session, const std::string& instance_ref);

  /// The page of this place as the parts of an address after the form's own; none for the first page of the form. An
  /// instance is its repeat's name and its number: "/data/a/member[2]/b" is a, member, 2, b.
  [[nodiscard]] std::vector<std::string> address() const;
  /// The reference that an address has; the form's root for no parts.
  [[nodiscard]] std::string ref_of(const std::vector<std::string>& address) const;

 private:
  struct Range {
    std::size_t from = 0, to = 0;
    bool together = false;
  };
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view ref) const;
  [[nodiscard]] std::optional<Range> range_of(std::string_view level) const;
  [[nodiscard]] std::string_view root() const;
  void read_entries(const forms::FormSession& session);
  [[nodiscard]] InstanceLine line(std::size_t instance, std::string_view repeat_label) const;

  std::vector<forms::ItemOutline> outline_;
  std::string level_;
  FormPages pages_;
  std::size_t page_ = 0;
  std::vector<Entry> entries_;
  std::map<std::string, std::string, std::less<>> summaries_;
};

/// The instance that a control stands in, itself for an instance; empty outside of repeats.
[[nodiscard]] std::string_view level_of(std::string_view ref);
/// The reference of an instance without its number: the repeat.
[[nodiscard]] std::string_view repeat_of(std::string_view instance_ref);

}  // namespace motcua::ui
