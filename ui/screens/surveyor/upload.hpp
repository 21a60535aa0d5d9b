#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "screens/surveyor/question.hpp"
#include "services.hpp"

/// Questions that are answered with a file: a photo, a recording, any other.
namespace motcua::ui {

/// What such a question shows besides its item.
struct UploadState {
  std::string target;                         ///< Of its file field.
  std::optional<records::Attachment> file{};  ///< Of its value, where this device knows it.
  std::optional<Thumbnail> thumbnail{};
  bool busy = false;      ///< A file is being stored for it.
  std::string problem{};  ///< Why the last one could not be.
};

/// The target of the question `ref` of a response, and back.
[[nodiscard]] std::string upload_target(const EntityId& response, std::string_view ref);
struct UploadTarget {
  EntityId response;
  std::string ref;
};
[[nodiscard]] std::optional<UploadTarget> parse_upload_target(std::string_view target);

[[nodiscard]] UploadState upload_state(Services& services, const survey::ResponseDraft& draft,
                                       const forms::ItemView& item);
/// The card's content; "" in the build in which the file was taken away. A new file comes by Screen::file_kept.
[[nodiscard]] std::optional<std::string> upload_question(Ui& ui, const forms::ItemView& item,
                                                         const QuestionOptions& options);

/// The file that is the answer: what it looks like, is called, and how large it is.
void shown_file(Ui& ui, const forms::ItemView& item, const UploadState& upload);

/// A file under the name that it has in the response.
struct NamedFile {
  std::string name;
  records::Attachment file;
};
/// Takes what a person chose among this device's attachments, before the response names it. Fails with
/// form_reference when the question is gone, attachment_kind, attachment_too_large, or the storage's error.
[[nodiscard]] Result<NamedFile> take_file(Services& services, const survey::ResponseDraft& draft, std::string_view ref,
                                          const KeptFile& file);
/// Puts a file that was stored after the person left the questionnaire into the draft that it was chosen for. A
/// response that was finished meanwhile stays as it is, and the person is told; the next sweep takes the file away.
void attach_to_draft(Services& services, std::string_view target, const KeptFile& file);

/// "850 KB", "1,2 MB".
[[nodiscard]] std::string size_text(Language language, double bytes);

}  // namespace motcua::ui
