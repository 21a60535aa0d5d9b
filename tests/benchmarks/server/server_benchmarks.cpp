// server_benchmarks push   [--devices 64] [--operations 64000] [--batch 10]
// server_benchmarks lookup [--dossiers 1000000] [--lookups 50000] [--clients 8]
// Prints JSON lines. The server is the program itself, over HTTP on loopback, with every limit on; clients run on the
// same machine, so their own work is in the figures.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "client.hpp"
#include "motcua/dossier/messages.hpp"
#include "motcua/survey/responses.hpp"
#include "motcua/survey/surveys.hpp"
#include "motcua/sync/messages.hpp"
#include "office/accounts.hpp"
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

constexpr const char* kForm =
    R"xml(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Đo</h:title><model>
<instance><data id="bench" version="1"><q1/><q2/><q3/><q4/><q5/><q6/><q7/><q8/><note/></data></instance><bind nodeset="/data/note" type="string"/>
</model></h:head><h:body><input ref="/data/note"><label>Ghi chú</label></input></h:body></h:html>)xml";

// One finished response of nine answers, some 600 bytes.
records::Sequencer::Pushed response(const DeviceId& device, std::uint64_t seq, Random& random) {
  records::Operation operation;
  operation.device = device;
  operation.seq = seq;
  operation.hlc = Hlc::at({1'795'000'000'000 + static_cast<std::int64_t>(seq)});
  operation.entity = EntityId::random(random);
  operation.definition = {"bench", "1"};
  for (char q = '1'; q <= '8'; ++q)
    operation.fields.push_back({std::string("/data/q") + q, std::to_string(1 + seq % 5), {}});
  operation.fields.push_back({"/data/note", std::string(400, 'x'), {}});
  operation.fields.push_back({survey::kStatusField, "final", {}});
  return {seq, records::encode_operation(operation)};
}

int push(std::size_t devices, std::size_t operations, std::size_t batch) {
  const TempOffice office;
  std::vector<std::string> codes;
  {
    auto database = must(server::create_office(office.data(), "bench", system_random()), "office");
    auto sequencer = must(records::Sequencer::open(database, system_clock(), system_random()), "log");
    auto transaction = must(storage::Transaction::begin(database), "begin");
    (void)must(survey::publish(sequencer, database, kForm, system_random()), "form");
    server::Accounts accounts(database);
    const Instant now = system_clock().now();
    const auto account = must(accounts.add("bench", server::Role::surveyor, "", system_random(), now), "account");
    for (std::size_t i = 0; i < devices; ++i)
      codes.push_back(must(accounts.make_enrolment(account.id, system_random(), now, {now.ms + 3'600'000}), "code"));
    must(transaction.commit(), "commit");
  }
  const ServerProcess server(office.data());
  std::vector<double> latencies;
  std::mutex mutex;
  std::vector<std::thread> threads;
  const std::size_t each = operations / devices / batch;
  const auto start = Steady::now();
  for (std::size_t i = 0; i < devices; ++i) {
    threads.emplace_back([&, i] {
      SeededRandom random(i + 1);
      const DeviceId device = DeviceId::random(random);
      Connection connection(server.port(), "10.1.0." + std::to_string(i));
      const auto enrolled = must(sync::decode<sync::EnrolReply>(as_bytes(connection.post(
                                     sync::kEnrolPath, sync::encode(sync::EnrolRequest{codes[i], device})))),
                                 "enrol");
      std::vector<double> own;
      std::uint64_t seq = 0;
      for (std::size_t round = 0; round < each; ++round) {
        sync::PushRequest request;
        request.device = device;
        for (std::size_t n = 0; n < batch; ++n) request.operations.push_back(response(device, ++seq, random));
        const Bytes frame = sync::encode(request);
        const auto sent = Steady::now();
        const auto reply = must(
            sync::decode<sync::PushReply>(as_bytes(connection.post(sync::kPushPath, frame, enrolled.token))), "push");
        own.push_back(ms_since(sent));
        if (reply.receipt.acked_through != seq || !reply.receipt.verdicts.empty()) die("a push was not accepted");
      }
      const std::lock_guard lock(mutex);
      latencies.insert(latencies.end(), own.begin(), own.end());
    });
  }
  for (auto& thread : threads) thread.join();
  print_result("push", static_cast<double>(each * devices * batch), ms_since(start) / 1000, std::move(latencies),
               ",\"devices\":" + std::to_string(devices) + ",\"batch\":" + std::to_string(batch));
  return 0;
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

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  using namespace motcua::bench;
  const char* what = argc > 1 ? argv[1] : "";
  if (std::strcmp(what, "push") == 0)
    return push(option(argc, argv, "--devices", 64), option(argc, argv, "--operations", 64'000),
                option(argc, argv, "--batch", 10));
  if (std::strcmp(what, "lookup") == 0)
    return lookup(option(argc, argv, "--dossiers", 1'000'000), option(argc, argv, "--lookups", 50'000),
                  option(argc, argv, "--clients", 8));
  std::fputs(
      "server_benchmarks push [--devices 64] [--operations 64000] [--batch 10]\n"
      "server_benchmarks lookup [--dossiers 1000000] [--lookups 50000] [--clients 8]\n",
      stderr);
  return 2;
}
