#include "motcua/dossier/messages.hpp"

#include <doctest/doctest.h>

#include "golden.hpp"
#include "motcua/wire/message.hpp"

using namespace motcua;
using namespace motcua::dossier;

namespace {

PublicView sample() {
  return {"A-1",
          "1.004873",
          "Thủ tục",
          State::processed,
          Instant{1000},
          Instant{2000},
          std::nullopt,
          "Đơn vị",
          "Quầy 3",
          {{State::accepted, Instant{1000}, "Một cửa", ""}, {State::processed, Instant{1500}, "Tư pháp", "Xong"}},
          Instant{3000}};
}

}  // namespace

TEST_CASE("lookup and list messages come back as they were sent") {
  const auto request = decode<LookupRequest>(encode(LookupRequest{"a-1", "k7m2"}));
  REQUIRE(request);
  CHECK(request->code == "a-1");
  CHECK(request->lookup_code == "k7m2");

  const auto reply = decode<LookupReply>(encode(LookupReply{sample()}));
  REQUIRE(reply);
  CHECK(reply->view == sample());

  const auto page = decode<DossierListRequest>(encode(DossierListRequest{40, 20}));
  REQUIRE(page);
  CHECK(page->query == DossierQuery{});
  CHECK(page->offset == 40);
  CHECK(page->limit == 20);

  const auto list = decode<DossierListReply>(
      encode(DossierListReply{7, {{"A-1", "Thủ tục", State::processed, Instant{5}, std::nullopt, true, "UBND"}}}));
  REQUIRE(list);
  CHECK(list->total == 7);
  REQUIRE(list->rows.size() == 1);
  CHECK(list->rows[0].state == State::processed);
  CHECK(list->rows[0] == DossierRow{"A-1", "Thủ tục", State::processed, Instant{5}, std::nullopt, true, "UBND"});
}

TEST_CASE("a reply of another kind is refused, an error frame gives its error") {
  CHECK(decode<LookupReply>(encode(LookupRequest{})).error().code == ErrorCode::frame_malformed);
  CHECK(decode<LookupReply>(wire::encode_error({ErrorCode::lookup_failed, ""})).error() ==
        Error{ErrorCode::lookup_failed, ""});
}

TEST_CASE("a query comes back as it was asked; one for a state or an order that does not exist is refused") {
  DossierQuery query{"khai sinh", State::processing, true, true, DossierOrder::due, true};
  CHECK(decode<DossierListRequest>(encode(DossierListRequest{0, 1, query}))->query == query);
  CHECK(decode<DossierExportRequest>(encode(DossierExportRequest{query}))->query == query);
  CHECK(decode<DossierExportReply>(encode(DossierExportReply{"a,b"}))->csv == "a,b");
  query.state = static_cast<State>(11);
  CHECK(!decode<DossierListRequest>(encode(DossierListRequest{0, 1, query})));
  CHECK(!decode<DossierExportRequest>(encode(DossierExportRequest{query})));
  query = {.order = static_cast<DossierOrder>(2)};
  CHECK(!decode<DossierListRequest>(encode(DossierListRequest{0, 1, query})));
}

TEST_CASE("a view with a state that does not exist is refused") {
  PublicView view = sample();
  view.state = static_cast<State>(11);
  CHECK(!decode<LookupReply>(encode(LookupReply{view})));
  view = sample();
  view.events[1].state = static_cast<State>(0);
  CHECK(!decode_view(encode_view(view)));
}

TEST_CASE("a cut or altered view is refused, never half read") {
  const Bytes whole = encode_view(sample());
  CHECK(decode_view(whole) == sample());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = decode_view(ByteView(whole).first(size));
    CHECK(!cut);
  }
}

TEST_CASE("lookup and list messages have the bytes that were released") {
  PublicView view = sample();
  view.finished = Instant{2500};
  const LookupRequest request{"H26.18-231101-0001", "ABC123"};
  const DossierQuery query{"khai sinh", State::processing, true, true, DossierOrder::due, true};
  const DossierListReply list{7,
                              {{"A-1", "Thủ tục", State::processed, Instant{5}, Instant{9}, true, "UBND", Instant{8}}}};
  const auto check = []<class Message>(const std::string& revision, const std::string& name, const Message& message) {
    CAPTURE(name);
    const Bytes released = motcua::testing::golden_frame(revision, name);
    CHECK(to_hex(encode(message)) == to_hex(released));
    const auto read = decode<Message>(released);
    REQUIRE(read);
    CHECK(encode(*read) == released);
  };
  check("v1", "lookup_request", request);
  check("v1", "lookup_reply", LookupReply{view});
  check("v1.3", "dossier_list_request", DossierListRequest{40, 20, query});
  check("v1.3", "dossier_list_reply", list);
  check("v1.3", "dossier_export_request", DossierExportRequest{query});
  check("v1.3", "dossier_export_reply", DossierExportReply{"Mã hồ sơ\r\nA-1\r\n"});
}

TEST_CASE("lists of the first revision are read: they ask for everything, and say nothing of what is overdue") {
  const auto asked = decode<DossierListRequest>(motcua::testing::golden_frame("v1", "dossier_list_request"));
  REQUIRE(asked);
  CHECK(asked->offset == 40);
  CHECK(asked->query == DossierQuery{});
  const auto list = decode<DossierListReply>(motcua::testing::golden_frame("v1", "dossier_list_reply"));
  REQUIRE(list);
  REQUIRE(list->rows.size() == 1);
  CHECK(list->rows[0] == DossierRow{"A-1", "Thủ tục", State::processed, Instant{5}, Instant{9}});
}
