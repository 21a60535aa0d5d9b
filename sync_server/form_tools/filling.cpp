#include "form_tools/filling.hpp"

#include <set>

namespace motcua::server {
namespace {

using forms::ControlKind;
using forms::DataType;

constexpr std::size_t kMaxPasses = 100;

std::string all_values(const std::vector<forms::Choice>& choices) {
  std::string out;
  for (const auto& choice : choices) out += (out.empty() ? "" : " ") + choice.value;
  return out;
}

std::vector<std::string> of_type(DataType type) {
  switch (type) {
    case DataType::integer:
      return {"1", "5", "18", "30", "60", "0", "100", "1990", "2020", "1000", "1000000"};
    case DataType::decimal:
      return {"1.5", "10", "36.6", "50", "160", "0.5", "1000"};
    case DataType::boolean:
      return {"true", "false"};
    case DataType::date:
      return {"2026-01-15", "2026-12-31", "1990-05-17", "2020-02-29"};
    case DataType::time:
      return {"08:30:00.000+07:00"};
    case DataType::date_time:
      return {"2026-01-15T08:30:00.000+07:00", "1990-05-17T08:30:00.000+07:00"};
    case DataType::geopoint:
      return {"21.0285 105.8542 0 0"};
    case DataType::geotrace:
      return {"21.0285 105.8542 0 0; 21.0300 105.8560 0 0"};
    case DataType::geoshape:
      return {"21.0285 105.8542 0 0; 21.0300 105.8560 0 0; 21.0290 105.8600 0 0; 21.0285 105.8542 0 0"};
    case DataType::binary:
      return {"anh.jpg"};
    case DataType::barcode:
      return {"8934567890123"};
    default:
      return {"Nguyễn Văn A", "0912345678", "001090012345", "a@example.vn", "A", "123456", "1"};
  }
}

std::vector<std::string> candidates(const forms::ItemView& item) {
  std::vector<std::string> out;
  switch (item.control) {
    case ControlKind::select1:
    case ControlKind::select:
      for (const auto& choice : item.choices) {
        out.push_back(choice.value);
        if (out.size() == 20) break;
      }
      return out;
    case ControlKind::rank:
      if (!item.choices.empty()) out.push_back(all_values(item.choices));
      return out;
    case ControlKind::trigger:
      return {"OK"};
    case ControlKind::upload:
      return {"anh.jpg"};
    case ControlKind::input:
    case ControlKind::range:
      return of_type(item.type);
    default:
      return {};
  }
}

bool starts_below(std::string_view ref, std::string_view folder) {
  return folder.empty() || ref == folder ||
         (ref.starts_with(folder) && (ref[folder.size()] == '/' || ref[folder.size()] == '['));
}

}  // namespace

Result<std::size_t> fill_form(forms::FormSession& session, const FillingOptions& options, const FillingStep& answer) {
  std::set<std::string, std::less<>> tried;
  std::size_t given = 0;
  bool grown = true;
  for (std::size_t pass = 0; pass < kMaxPasses && grown; ++pass) {
    grown = false;
    for (const auto& seen : session.items()) {
      if (seen.control == ControlKind::repeat && seen.can_add && seen.count < options.instances &&
          starts_below(seen.ref, options.below)) {
        for (std::size_t count = seen.count; count < options.instances; ++count)
          MOTCUA_TRY(session.add_repeat(seen.ref));
        grown = true;
        continue;
      }
      if (seen.ref.empty() || !starts_below(seen.ref, options.below) || tried.contains(seen.ref)) continue;
      const auto item = session.item(seen.ref);  // As it is now: an answer before may have hidden it.
      if (!item || item->readonly || (options.only_empty && !item->value.empty())) continue;
      for (const std::string& value : candidates(*item)) {
        tried.insert(seen.ref);
        if (const Status answered = answer(seen.ref, value); !answered) {
          if (answered.error().code != ErrorCode::answer_type) return std::unexpected(answered.error());
          continue;
        }
        ++given;
        grown = true;
        const auto after = session.item(seen.ref);
        if (!after || after->valid) break;
      }
    }
  }
  return given;
}

}  // namespace motcua::server
