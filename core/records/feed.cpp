#include "motcua/records/feed.hpp"

#include <algorithm>

#include "motcua/base/sabotage.hpp"
#include "motcua/wire/archive.hpp"
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
Status read_scope(storage::Database& reader, const ServerScope& scope, const ScopeCursor& cursor, std::size_t max_count,
                  std::size_t max_bytes, std::uint64_t& complete_through, std::vector<Row>& rows) {
  MOTCUA_TRY_ASSIGN(auto query, reader.cached("SELECT o.commit_seq, o.effective, d.id, o.bytes FROM log_operation o "
                                              "JOIN log_device d ON d.number = o.device "
                                              "WHERE o.scope = ? AND o.commit_seq > ? AND o.commit_seq <= ? "
                                              "ORDER BY o.commit_seq"));
  query->bind_all(scope.number, cursor.after, complete_through);
  std::size_t count = 0;
  std::size_t bytes = 0;
  for (;;) {
    MOTCUA_TRY_ASSIGN(const bool row, query->step());
    if (!row) return {};
    const auto commit_seq = static_cast<std::uint64_t>(query->integer(0));
    const ByteView blob = query->blob(3);
    rows.push_back({commit_seq,
                    &cursor.scope,
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

Result<FeedPage> read_page(storage::Database& reader, std::span<const ScopeCursor> scopes, std::size_t max_count,
                           std::size_t max_bytes) {
  MOTCUA_TRY_ASSIGN(const std::uint64_t last, server::last_commit_seq(reader));
  std::uint64_t complete_through = last;
  std::vector<Row> rows;
  FeedPage page;
  for (const ScopeCursor& cursor : scopes) {
    MOTCUA_TRY_ASSIGN(const auto scope, server::find_scope(reader, cursor.scope));
    page.scopes.push_back({cursor.scope, scope ? scope->sum : 0});
    if (scope) MOTCUA_TRY(read_scope(reader, *scope, cursor, max_count, max_bytes, complete_through, rows));
  }
  std::ranges::sort(rows, {}, &Row::commit_seq);

  page.next = complete_through;
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
  if (page.has_more) {
    for (ScopeSum& scope : page.scopes) scope.sum = 0;
  }
  return page;
}

}  // namespace

std::uint64_t feed_sum(const SequencedOperation& operation, ByteView bytes) {
  wire::WireOut out;
  out(operation.commit_seq, operation.effective, operation.operation.device);
  out.write(bytes);
  const Hash hash = sha256(out.bytes());
  return wire::WireIn(hash).read_integer<std::uint64_t>();
}

Result<FeedPage> Sequencer::read(storage::Database& reader, std::span<const ScopeCursor> scopes, std::size_t max_count,
                                 std::size_t max_bytes) {
  // One snapshot: the rows, the last number and the sums must be of the same commit.
  const bool outer = reader.in_transaction();
  if (!outer) MOTCUA_TRY(reader.execute("BEGIN"));
  auto page = read_page(reader, scopes, max_count, max_bytes);
  if (!outer) MOTCUA_TRY(reader.execute("COMMIT"));
  return page;
}

}  // namespace motcua::records
