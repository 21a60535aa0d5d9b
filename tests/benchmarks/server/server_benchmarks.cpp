// server_benchmarks lookup [--dossiers 1000000] [--lookups 50000] [--clients 8]
// server_benchmarks lists [--dossiers 1000000]
// Prints JSON lines. Of lookups the server is the program itself, over HTTP on loopback, with every limit on; clients
// run on the same machine, so their own work is in the figures.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "client.hpp"
#include "motcua/dossier/messages.hpp"
#include "office/office.hpp"

namespace motcua::bench {
namespace {

using Steady = std::chrono::steady_clock;

double ms_since(Steady::time_point start) {
  return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

class TempOffice {
 public:
  TempOffice() {
    path_ = (std::filesystem::temp_directory_path() / "motcua-bench-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) die("mkdtemp");
  }
  TempOffice(const TempOffice&) = delete;
  TempOffice& operator=(const TempOffice&) = delete;
  ~TempOffice() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string data() const { return path_ + "/office"; }

 private:
  std::string path_;
};

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) die(std::string(what) + ": " + message(result.error(), Language::en));
  return *std::move(result);
}
void must(const Status& status, const char* what) {
  if (!status) die(std::string(what) + ": " + message(status.error(), Language::en));
}

std::size_t option(int argc, char** argv, const char* name, std::size_t otherwise) {
  for (int i = 2; i + 1 < argc; ++i) {
    if (std::strcmp(argv[i], name) == 0) return static_cast<std::size_t>(std::strtoull(argv[i + 1], nullptr, 10));
  }
  return otherwise;
}

std::string dossier_code(std::size_t i) {
  char text[40];
  std::snprintf(text, sizeof(text), "Z99.01-%06zu-%04zu", 260000 + i / 1000, i % 1000);
  return text;
}
std::string dossier_second(std::size_t i) { return "K" + std::to_string(i * 7919 % 1'000'003); }

void fill(storage::Database& database, std::size_t dossiers) {
  constexpr std::size_t kBatch = 20'000;
  dossier::DossierStore store(database);
  dossier::NewDossier one;
  one.procedure_code = "0.000001";
  one.procedure_name = "Thủ tục (mẫu)";
  one.unit = "UBND (mẫu)";
  one.collect_at = "Quầy 1";
  for (std::size_t i = 0; i < dossiers;) {
    auto transaction = must(storage::Transaction::begin(database), "begin");
    for (const std::size_t end = std::min(dossiers, i + kBatch); i < end; ++i) {
      const Instant at{1'790'000'000'000 + static_cast<std::int64_t>(i) * 1000};
      one.code = dossier_code(i);
      one.lookup_code = dossier_second(i);
      one.due = Instant{at.ms + 86'400'000};
      one.events = {{dossier::State::accepted, at, "Một cửa (mẫu)", ""},
                    {dossier::State::processing, {at.ms + 60'000}, "Một cửa (mẫu)", ""}};
      must(store.upsert(one), "dossier");
    }
    must(transaction.commit(), "commit");
  }
}

int lookup(std::size_t dossiers, std::size_t lookups, std::size_t clients) {
  const TempOffice office;
  const auto filling = Steady::now();
  {
    auto database = must(server::create_office(office.data(), "bench", system_random()), "office");
    fill(database, dossiers);
  }
  const double fill_seconds = ms_since(filling) / 1000;
  const ServerProcess server(office.data());
  std::vector<double> latencies;
  std::mutex mutex;
  std::vector<std::thread> threads;
  const std::size_t each = lookups / clients;
  const auto start = Steady::now();
  for (std::size_t c = 0; c < clients; ++c) {
    threads.emplace_back([&, c] {
      SeededRandom random(c + 1);
      Connection connection(server.port(), "");
      std::vector<double> own;
      for (std::size_t n = 0; n < each; ++n) {
        const std::uint64_t draw = random.next_u64();
        const std::size_t i = draw % dossiers;
        connection.set_address("10." + std::to_string(draw >> 40U & 255U) + "." + std::to_string(draw >> 48U & 255U) +
                               "." + std::to_string(draw >> 56U));
        const Bytes frame = dossier::encode(dossier::LookupRequest{dossier_code(i), dossier_second(i)});
        const auto sent = Steady::now();
        const auto reply = must(
            dossier::decode<dossier::LookupReply>(as_bytes(connection.post(dossier::kLookupPath, frame))), "lookup");
        own.push_back(ms_since(sent));
        if (reply.view.events.size() != 2) die("a dossier came back wrong");
      }
      const std::lock_guard lock(mutex);
      latencies.insert(latencies.end(), own.begin(), own.end());
    });
  }
  for (auto& thread : threads) thread.join();
  print_result("lookup", static_cast<double>(each * clients), ms_since(start) / 1000, std::move(latencies),
               ",\"dossiers\":" + std::to_string(dossiers) + ",\"clients\":" + std::to_string(clients) +
                   ",\"fill_seconds\":" + std::to_string(static_cast<int>(fill_seconds)));
  return 0;
}

/// An office of some years: of a hundred dossiers three are not at their end, and one of those is late.
void fill_years(storage::Database& database, std::size_t dossiers) {
  using enum dossier::State;
  constexpr std::size_t kBatch = 20'000;
  constexpr std::int64_t kMinute = 60'000;
  dossier::DossierStore store(database);
  dossier::NewDossier one;
  one.procedure_code = "0.000001";
  one.unit = "UBND (mẫu)";
  for (std::size_t i = 0; i < dossiers;) {
    auto transaction = must(storage::Transaction::begin(database), "begin");
    for (const std::size_t end = std::min(dossiers, i + kBatch); i < end; ++i) {
      const Instant at{1'700'000'000'000 + static_cast<std::int64_t>(i / 4) * kMinute};
      one.code = dossier_code(i);
      one.lookup_code = dossier_second(i);
      one.procedure_name = "Thủ tục mẫu số " + std::to_string(i % 200);
      one.due = Instant{at.ms + (i % 100 == 0 ? 1 : 1'000'000) * kMinute};
      one.events = {{accepted, at, "Một cửa (mẫu)", ""}, {processing, {at.ms + kMinute}, "Một cửa (mẫu)", ""}};
      if (i % 100 > 2) {
        one.events.push_back({processed, {at.ms + 2 * kMinute}, "Một cửa (mẫu)", ""});
        one.events.push_back({returned, {at.ms + 3 * kMinute}, "Một cửa (mẫu)", ""});
      }
      must(store.upsert(one), "dossier");
    }
    must(transaction.commit(), "commit");
  }
}

/// How long a page of 100 rows and the number of all take, for what a desk asks.
int lists(std::size_t dossiers) {
  using dossier::DossierOrder;
  const TempOffice office;
  const auto filling = Steady::now();
  auto database = must(server::create_office(office.data(), "bench", system_random()), "office");
  fill_years(database, dossiers);
  std::printf("{\"benchmark\":\"lists\",\"dossiers\":%zu,\"fill_seconds\":%.0f}\n", dossiers, ms_since(filling) / 1000);
  struct Case {
    const char* name;
    dossier::DossierQuery query;
    std::uint64_t offset;
  };
  const std::uint64_t middle = dossiers / 2;
  const Case cases[] = {
      {"newest", {}, 0},
      {"newest, from the middle on", {}, middle},
      {"newest, the last", {}, dossiers - 100},
      {"earliest due", {.order = DossierOrder::due, .ascending = true}, 0},
      {"one state, most of all", {.state = dossier::State::returned}, 0},
      {"one state, few", {.state = dossier::State::processing}, 0},
      {"open", {.open = true}, 0},
      {"overdue, earliest due", {.overdue = true, .order = DossierOrder::due, .ascending = true}, 0},
      {"search: words of every procedure", {.search = "thu tuc mau"}, 0},
      {"search: one procedure", {.search = "mau so 150"}, 0},
      {"search: a whole code", {.search = dossier_code(dossiers / 3)}, 0},
      {"search: the office's prefix", {.search = "z99.01"}, 0},
      {"search: a number", {.search = "0123"}, 0},
      {"search: nothing", {.search = "khong co"}, 0},
  };
  const dossier::DossierStore store(database);
  const Instant now{1'800'000'000'000};
  for (const Case& one : cases) {
    std::vector<double> times;
    std::uint64_t total = 0;
    for (int i = 0; i < 20; ++i) {
      const auto start = Steady::now();
      total = must(store.count(one.query, now), "count");
      (void)must(store.list(one.query, one.offset, 100, now), "list");
      times.push_back(ms_since(start));
    }
    std::ranges::sort(times);
    std::printf("{\"list\":\"%s\",\"total\":%llu,\"median_ms\":%.2f,\"slowest_ms\":%.2f}\n", one.name,
                static_cast<unsigned long long>(total), times[times.size() / 2], times.back());
  }
  return 0;
}

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  using namespace motcua::bench;
  const char* what = argc > 1 ? argv[1] : "";
  if (std::strcmp(what, "lookup") == 0)
    return lookup(option(argc, argv, "--dossiers", 1'000'000), option(argc, argv, "--lookups", 50'000),
                  option(argc, argv, "--clients", 8));
  if (std::strcmp(what, "lists") == 0) return lists(option(argc, argv, "--dossiers", 1'000'000));
  std::fputs(
      "server_benchmarks lookup [--dossiers 1000000] [--lookups 50000] [--clients 8]\n"
      "server_benchmarks lists [--dossiers 1000000]\n",
      stderr);
  return 2;
}
