#include "motcua/base/text.hpp"
#include "motcua/feedback/office.hpp"

namespace motcua::feedback {
namespace {

std::optional<Instant> instant_at(const storage::Statement& statement, int column) {
  if (statement.is_null(column)) return std::nullopt;
  return Instant{statement.integer(column)};
}

}  // namespace

Status FeedbackStore::store(const std::optional<dossier::PublicView>& about, const Feedback& feedback, Instant now) {
  MOTCUA_TRY(check(feedback));
  {
    MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT 1 FROM feedback WHERE id = ?"));
    select->bind_all(feedback.id.bytes());
    MOTCUA_TRY_ASSIGN(const bool known, select->step());
    if (known) return {};
  }
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO feedback (id, receipt, subject, text, dossier_code, procedure_name, received)
    VALUES (?, ?, ?, ?, ?, ?, ?))sql"));
  insert->bind_all(feedback.id.bytes(), receipt_of(feedback.id), feedback.subject, feedback.text,
                   about ? std::string_view(about->code) : std::string_view(),
                   about ? std::string_view(about->procedure_name) : std::string_view(), now.ms);
  MOTCUA_TRY(insert->run());
  if (feedback.phone.empty()) return {};
  const std::int64_t number = database_->last_insert_rowid();
  MOTCUA_TRY_ASSIGN(auto contact, database_->cached("INSERT INTO feedback_contact (feedback, phone) VALUES (?, ?)"));
  contact->bind_all(number, feedback.phone);
  return contact->run();
}

Result<std::vector<Answer>> FeedbackStore::answers(std::span<const std::string> receipts) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT receipt, received, at, coalesce(feedback_answer.text, '') FROM feedback
    LEFT JOIN feedback_answer ON feedback = feedback.number WHERE receipt = ?
    ORDER BY feedback_answer.number DESC LIMIT 1)sql"));
  std::vector<Answer> out;
  for (const std::string& typed : receipts) {
    const auto receipt = normalise_receipt(typed);
    if (!receipt) continue;
    select->reset();
    select->bind_all(*receipt);
    MOTCUA_TRY_ASSIGN(const bool found, select->step());
    if (!found) continue;
    out.push_back({std::string(select->text(0)), Instant{select->integer(1)}, instant_at(*select, 2),
                   std::string(select->text(3))});
  }
  return out;
}

Result<std::vector<FeedbackRow>> FeedbackStore::list(bool unanswered_only) const {
  MOTCUA_TRY_ASSIGN(auto select, database_->cached(R"sql(
    SELECT receipt, subject, feedback.text, dossier_code, procedure_name, received, answer.at,
      coalesce(answer.text, ''), EXISTS (SELECT 1 FROM feedback_contact WHERE feedback = feedback.number)
    FROM feedback LEFT JOIN feedback_answer AS answer ON answer.feedback = feedback.number
      AND answer.number = (SELECT max(number) FROM feedback_answer WHERE feedback = feedback.number)
    ORDER BY feedback.number)sql"));
  std::vector<FeedbackRow> rows;
  while (true) {
    MOTCUA_TRY_ASSIGN(const bool more, select->step());
    if (!more) return rows;
    FeedbackRow row{std::string(select->text(0)), static_cast<Subject>(select->integer(1)),
                    std::string(select->text(2)), std::string(select->text(3)),
                    std::string(select->text(4)), Instant{select->integer(5)},
                    instant_at(*select, 6),       std::string(select->text(7)),
                    select->integer(8) != 0};
    if (!unanswered_only || !row.answered) rows.push_back(std::move(row));
  }
}

Result<std::uint64_t> FeedbackStore::count_unanswered() const {
  MOTCUA_TRY_ASSIGN(const auto count,
                    database_->query_integer("SELECT count(*) FROM feedback WHERE text <> '' "
                                             "AND number NOT IN (SELECT feedback FROM feedback_answer)"));
  return static_cast<std::uint64_t>(count.value_or(0));
}

Result<std::int64_t> FeedbackStore::find(std::string_view receipt) const {
  const auto normal = normalise_receipt(receipt);
  if (!normal) return fail(ErrorCode::not_found, std::string(receipt));
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT number FROM feedback WHERE receipt = ?"));
  select->bind_all(*normal);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  if (!found) return fail(ErrorCode::not_found, *normal);
  return select->integer(0);
}

Status FeedbackStore::answer(std::string_view receipt, std::string_view text, Instant now) {
  const auto composed = to_nfc(trim(text));
  if (!composed || composed->empty() || composed->size() > kMaxText) return fail(ErrorCode::invalid_argument, "text");
  MOTCUA_TRY_ASSIGN(const std::int64_t number, find(receipt));
  MOTCUA_TRY_ASSIGN(auto insert, database_->cached(R"sql(
    INSERT INTO feedback_answer (feedback, number, text, at)
    SELECT ?1, 1 + count(*), ?2, ?3 FROM feedback_answer WHERE feedback = ?1)sql"));
  insert->bind_all(number, *composed, now.ms);
  return insert->run();
}

Result<std::string> FeedbackStore::phone(std::string_view receipt) const {
  MOTCUA_TRY_ASSIGN(const std::int64_t number, find(receipt));
  MOTCUA_TRY_ASSIGN(auto select, database_->cached("SELECT phone FROM feedback_contact WHERE feedback = ?"));
  select->bind_all(number);
  MOTCUA_TRY_ASSIGN(const bool found, select->step());
  return found ? std::string(select->text(0)) : std::string();
}

Status FeedbackStore::forget(std::string_view receipt, bool and_text) {
  MOTCUA_TRY_ASSIGN(const std::int64_t number, find(receipt));
  MOTCUA_TRY_ASSIGN(auto contact, database_->cached("DELETE FROM feedback_contact WHERE feedback = ?"));
  contact->bind_all(number);
  MOTCUA_TRY(contact->run());
  if (!and_text) return {};
  MOTCUA_TRY_ASSIGN(auto text, database_->cached("UPDATE feedback SET text = '' WHERE number = ?"));
  text->bind_all(number);
  MOTCUA_TRY(text->run());
  MOTCUA_TRY_ASSIGN(auto answers, database_->cached("UPDATE feedback_answer SET text = '' WHERE feedback = ?"));
  answers->bind_all(number);
  return answers->run();
}

}  // namespace motcua::feedback
