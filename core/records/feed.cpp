#include <algorithm>

#include "motcua/base/sabotage.hpp"
#include "server_tables.hpp"

namespace motcua::records {
namespace {

struct Row {
  std::uint64_t commit_seq;
  const std::string* scope;
  Hlc effective;
  DeviceId device;
  Bytes bytes;
};

/// Appends the next rows of one scope, a little more than a page holds. `complete_through` is lowered to the last row
/// read when there may be more behind it.
Status read_scope(storage::Database& reader, const std::string& scope, std::uint64_t after, std::size_t max_count,
                  std::size_t max_bytes, std::uint64_t& complete_through, std::vector<Row>& rows) {
  MOTCUA_TRY_ASSIGN(const auto number, server::find_scope(reader, scope));
  if (!number) return {};
  MOTCUA_TRY_ASSIGN(auto query, reader.cached("SELECT o.commit_seq, o.effective, d.id, o.bytes FROM log_operation o "
                                              "JOIN log_device d ON d.number = o.device "
                                              "WHERE o.scope = ? AND o.commit_seq > ? AND o.commit_seq <= ? "
                                              "ORDER BY o.commit_seq"));
  query->bind_all(*number, after, complete_through);
  std::size_t count = 0;
  std::size_t bytes = 0;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return {};
    const auto commit_seq = static_cast<std::uint64_t>(query->integer(0));
    const ByteView blob = query->blob(3);
    rows.push_back({commit_seq,
                    &scope,
                    {static_cast<std::uint64_t>(query->integer(1))},
                    DeviceId::from_bytes(query->blob(2)).value_or(DeviceId{}),
                    Bytes(blob.begin(), blob.end())});
    bytes += blob.size();
    if (++count >= max_count || bytes >= max_bytes) {
      complete_through = commit_seq;
      return {};
    }
  }
}

}  // namespace

Result<Sequencer::Page> Sequencer::read(storage::Database& reader, std::span<const std::string> scopes,
                                        std::uint64_t after, std::size_t max_count, std::size_t max_bytes) {
  // Read first: an operation committed later has a greater number, and the cursor must not pass it.
  MOTCUA_TRY_ASSIGN(const std::uint64_t last, server::last_commit_seq(reader));
  std::uint64_t complete_through = last;
  std::vector<Row> rows;
  for (const std::string& scope : scopes) {
    MOTCUA_TRY(read_scope(reader, scope, after, max_count, max_bytes, complete_through, rows));
  }
  std::ranges::sort(rows, {}, &Row::commit_seq);

  Page page;
  page.next = std::max(after, complete_through);
  std::size_t bytes = 0;
  for (Row& row : rows) {
    if (row.commit_seq > complete_through) break;
    bytes += row.bytes.size();
    if (!page.operations.empty() && (page.operations.size() >= max_count || bytes > max_bytes)) {
      page.next = sabotaged(Defect::page_cut_inside_commit) ? row.commit_seq : page.operations.back().commit_seq;
      break;
    }
    MOTCUA_TRY_ASSIGN(Operation operation, decode_operation(row.device, row.bytes));
    page.operations.push_back({row.commit_seq, row.effective, *row.scope, std::move(operation)});
  }
  page.has_more = page.next < last;
  return page;
}

}  // namespace motcua::records
