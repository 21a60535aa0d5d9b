#include "http/static_files.hpp"

#include <doctest/doctest.h>

#include "http/client_key.hpp"
#include "http/listener.hpp"
#include "http/rate_limit.hpp"
#include "server_support.hpp"

using namespace motcua;
using namespace motcua::test;
using namespace motcua::server;

namespace {

void write_app(const TempFolder& folder) {
  std::filesystem::create_directories(folder.path("app/assets"));
  (void)folder.write("app/index.html", "<!doctype html>");
  (void)folder.write("app/service_worker.js", "sw");
  (void)folder.write("app/assets/app.0123456789.wasm", "plain");
  (void)folder.write("app/assets/app.0123456789.wasm.br", "brotli");
  (void)folder.write("app/assets/app.0123456789.wasm.gz", "gzip");
}

}  // namespace

TEST_CASE("hashed files are kept for ever, all others asked for by tag, and everything is guarded by headers") {
  const TempFolder folder;
  write_app(folder);
  make_office(folder.path("office"));
  const Server server(folder.path("office"), {{"--app", folder.path("app")}, 0});

  auto page = get(server.port(), "/");
  CHECK(page.status == 200);
  CHECK(page.body == "<!doctype html>");
  CHECK(page.headers["cache-control"] == "no-cache");
  CHECK(page.headers["content-type"] == "text/html; charset=utf-8");
  CHECK(page.headers["content-security-policy"].starts_with(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"));
  CHECK(page.headers["x-content-type-options"] == "nosniff");
  CHECK(page.headers["referrer-policy"] == "no-referrer");
  CHECK(page.headers["permissions-policy"].starts_with("camera=(self)"));
  CHECK(!page.headers.contains("server"));

  const auto unchanged = get(server.port(), "/index.html", {{"If-None-Match", page.headers["etag"]}});
  CHECK(unchanged.status == 304);
  CHECK(unchanged.body.empty());
  CHECK(get(server.port(), "/index.html", {{"If-None-Match", "\"other\""}}).status == 200);
  CHECK(get(server.port(), "/service_worker.js").headers["cache-control"] == "no-cache");

  const std::string wasm = "/assets/app.0123456789.wasm";
  CHECK(get(server.port(), wasm).body == "plain");
  auto brotli = get(server.port(), wasm, {{"Accept-Encoding", "gzip, deflate, br"}});
  CHECK(brotli.body == "brotli");
  CHECK(brotli.headers["content-encoding"] == "br");
  CHECK(brotli.headers["content-type"] == "application/wasm");
  CHECK(brotli.headers["cache-control"] == "public, max-age=31536000, immutable");
  CHECK(brotli.headers["vary"] == "Accept-Encoding");
  CHECK(get(server.port(), wasm, {{"Accept-Encoding", "gzip"}}).body == "gzip");
  CHECK(get(server.port(), wasm, {{"Accept-Encoding", "br;q=0, gzip"}}).body == "gzip");

  auto missing = get(server.port(), "/assets/nothing.js");
  CHECK(missing.status == 404);
  CHECK(missing.headers["x-content-type-options"] == "nosniff");
  CHECK(get(server.port(), "/assets/../../office/office.db").status == 404);
  CHECK(get(server.port(), "/%2e%2e/office/office.db").status == 404);
}

TEST_CASE("an app folder without its page is refused") {
  const TempFolder folder;
  const auto loaded = StaticFiles::load(folder.path());
  REQUIRE(!loaded);
  CHECK(loaded.error().code == ErrorCode::file_read);
}

TEST_CASE("a name holds a hash only as a part of its own") {
  CHECK(has_hash("app.0123456789.js"));
  CHECK(has_hash("a.b.deadbeef.wasm"));
  CHECK(!has_hash("index.html"));
  CHECK(!has_hash("app.1234.js"));
  CHECK(!has_hash("app.0123456789"));
  CHECK(!has_hash("0123456789.js"));
}

TEST_CASE("the client behind proxies of ours is the last address that none of them has") {
  const std::vector<std::string> trusted = {"10.0.0.1", "10.0.0.2"};
  CHECK(client_address("192.0.2.7", "", trusted) == "192.0.2.7");
  CHECK(client_address("192.0.2.7", "1.1.1.1", trusted) == "192.0.2.7");
  CHECK(client_address("10.0.0.1", "6.6.6.6, 192.0.2.7", trusted) == "192.0.2.7");
  CHECK(client_address("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.2", trusted) == "192.0.2.7");
  CHECK(client_address("10.0.0.1", "", trusted) == "10.0.0.1");
}

TEST_CASE("a limit knows an IPv6 client by its network, and an IPv4 client however its address is written") {
  CHECK(client_key("2001:db8:1:2::7") == client_key("2001:db8:1:2:ffff:0:1:8"));
  CHECK(client_key("2001:db8:1:2::7") == client_key("[2001:DB8:1:2::9]:443"));
  CHECK(client_key("2001:db8:1:2::7") != client_key("2001:db8:1:3::7"));
  CHECK(client_key("::ffff:192.0.2.7") == "192.0.2.7");
  CHECK(client_key("::ffff:192.0.2.7") != client_key("::ffff:192.0.2.8"));
  CHECK(client_key("192.0.2.7") == "192.0.2.7");
  for (const char* other : {"", "unknown", "[", "[]", "fe80::1%eth0"}) CHECK(client_key(other) == other);
}

TEST_CASE("attempts come back with time, each key on its own") {
  ManualClock clock;
  SeededRandom random(1);
  RateLimiter limiter({3, 0.5}, clock, random);
  for (int i = 0; i < 3; ++i) CHECK(!limiter.take("a"));
  CHECK(limiter.take("a") == 2000);
  CHECK(!limiter.take("b"));
  clock.advance_ms(2000);
  CHECK(!limiter.take("a"));
  CHECK(limiter.take("a").has_value());
  clock.advance_ms(3'600'000);
  for (int i = 0; i < 3; ++i) CHECK(!limiter.take("a"));
  CHECK(limiter.take("a").has_value());
}
