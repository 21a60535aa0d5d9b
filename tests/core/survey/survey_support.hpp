#pragma once
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "motcua/survey/responses.hpp"

namespace motcua::survey::testing {

/// A form "visit" with a name, an age, a sum that follows the age, and a field that depends on it.
inline std::string visit_xml(const std::string& version, const std::string& title = "Thăm hỏi",
                             const std::string& id = "visit") {
  return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>)x" +
         title +
         R"x(</h:title><model><itext><translation lang="vi"><text id="who"><value>Tên</value></text></translation>
           <translation lang="en"><text id="who"><value>Name</value></text></translation></itext>
         <instance><data id=")x" +
         id + R"x(" version=")x" + version +
         R"x("><who/><age/><double/><job/><end/><meta><instanceID/></meta></data></instance>
         <bind nodeset="/data/who" required="true()"/><bind nodeset="/data/age" type="int"/>
         <bind nodeset="/data/double" calculate="/data/age * 2"/><bind nodeset="/data/job" relevant="/data/age &gt; 17"/>
         <bind nodeset="/data/end" jr:preload="timestamp" jr:preloadParams="end"/></model></h:head>
         <h:body><input ref="/data/who"><label ref="jr:itext('who')"/></input><input ref="/data/age"/><input ref="/data/job"/></h:body></h:html>)x";
}

/// A form "family" with members, each with jobs.
inline std::string family_xml() {
  return R"x(<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Gia đình</h:title><model>
         <instance><data id="family" version="1"><member jr:template=""><name/><job jr:template=""><title/></job></member><total/><meta><instanceID/></meta></data></instance>
         <bind nodeset="/data/total" calculate="count(/data/member)"/></model></h:head>
         <h:body><group ref="/data/member"><repeat nodeset="/data/member"><input ref="/data/member/name"/>
           <group ref="/data/member/job"><repeat nodeset="/data/member/job"><input ref="/data/member/job/title"/></repeat></group>
         </repeat></group></h:body></h:html>)x";
}

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(name(result.error().code), ": ", result.error().detail);
  return std::move(*result);
}
inline void must(Status status) {
  if (!status) FAIL(name(status.error().code), ": ", status.error().detail);
}

/// An office's server, as far as surveys need it.
struct Server {
  ManualClock clock;
  SeededRandom random{11};
  storage::Database database = must(storage::Database::open(":memory:"));
  records::Sequencer sequencer = must(records::Sequencer::open(database, clock, random));
  SurveyCatalog catalog{database};
  ResponsePolicy policy{catalog, sequencer.state()};

  Result<SurveyVersion> publish(const std::string& xml, const std::vector<forms::FormFile>& files = {}) {
    clock.advance_ms(1000);
    auto transaction = must(storage::Transaction::begin(database));
    auto published = survey::publish(sequencer, database, xml, random, files);
    if (published) must(transaction.commit());
    return published;
  }
  Status check(const records::Operation& operation) {
    return policy.check({AccountId::random(random), operation.device}, operation);
  }
};

/// A surveyor's device over a database at `path`.
struct Device {
  ManualClock clock;
  SeededRandom random;
  storage::Database database;
  records::LocalLog log;
  SurveyCatalog catalog;
  Responses responses;

  explicit Device(const std::string& path = ":memory:", std::uint64_t seed = 21)
      : random(seed),
        database(must(storage::Database::open(path))),
        log(must(records::LocalLog::open(database, clock, random))),
        catalog(database),
        responses(log, catalog, clock, random) {}

  void pull(Server& server) {
    while (pull_page(server, 1'000'000)) {
    }
  }
  /// False when nothing more was there.
  bool pull_page(Server& server, std::size_t max_bytes) {
    auto scopes = must(log.scopes());
    if (scopes.empty()) scopes = {{records::kPublicScope, 0}};
    const auto page = must(records::Sequencer::read(server.database, scopes, 1000, max_bytes));
    must(log.apply_page(server.sequencer.epoch(), page));
    return page.has_more;
  }
  /// Sends what is sealed and takes the receipt.
  void push(Server& server) {
    std::vector<records::Sequencer::Pushed> pushed;
    for (auto& sealed : must(log.read_sealed(must(log.acked_through()) + 1, 1000, 1'000'000))) {
      pushed.push_back({sealed.seq, std::move(sealed.bytes)});
    }
    auto transaction = must(storage::Transaction::begin(server.database));
    const auto receipt =
        must(server.sequencer.append({AccountId::random(random), log.device()}, pushed, server.policy));
    must(transaction.commit());
    must(log.acknowledge(receipt.acked_through, receipt.verdicts));
  }
};

}  // namespace motcua::survey::testing
