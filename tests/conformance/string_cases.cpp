#include "function_cases.hpp"

namespace motcua::conformance {

Cases string_cases() {
  return {
      {"ODK fn:string", "string(b)", "2"},
      {"ODK fn:string", "string(1 = 1)", "true"},
      {"ODK fn:string", "string(0.1 + 0.2)", "0.30000000000000004"},
      {"ODK fn:string", "string(-0)", "0"},
      {"ODK fn:string", "string(nothing)", ""},
      {"ODK fn:concat", "concat('a')", "a"},
      {"ODK fn:concat", "concat('a', 1, b)", "a12"},
      {"ODK fn:concat", "concat(r/age)", "123"},
      {"ODK fn:concat", "concat(r/age, '-', r/age)", "123-123"},
      {"ODK fn:join", "join(', ', r/age)", "1, 2, 3"},
      {"ODK fn:join", "join('-', 'a', r/age, 'z')", "a-1-2-3-z"},
      {"ODK fn:join", "join('-', nothing)", ""},
      {"ODK fn:substr", "substr('hello', 1)", "ello"},
      {"ODK fn:substr", "substr('hello', 1, 3)", "el"},
      {"ODK fn:substr", "substr('hello', -2)", "lo"},
      {"ODK fn:substr", "substr('hello', 3, 1)", ""},
      {"ODK fn:substr", "substr('Đường', 1, 3)", "ườ"},
      {"ODK fn:substring-before", "substring-before('2026-11', '-')", "2026"},
      {"ODK fn:substring-before", "substring-before('2026', '-')", ""},
      {"ODK fn:substring-after", "substring-after('2026-11', '-')", "11"},
      {"ODK fn:substring-after", "substring-after('2026', '-')", ""},
      {"ODK fn:translate", "translate('bar', 'abc', 'ABC')", "BAr"},
      {"ODK fn:translate", "translate('--aaa--', 'abc-', 'ABC')", "AAA"},
      {"ODK fn:translate", "translate('aa', 'aa', 'bc')", "bb"},
      {"ODK fn:string-length", "string-length('Đường')", "5"},
      {"ODK fn:string-length", "string-length(empty)", "0"},
      {"ODK fn:normalize-space", "normalize-space('  a   b ')", "a b"},
      {"ODK fn:normalize-space", "count(r[normalize-space() = '1'])", "1"},
      {"ODK fn:contains", "contains('hay needle', 'needle')", "true"},
      {"ODK fn:contains", "contains('hay', 'needle')", "false"},
      {"ODK fn:contains", "contains('hay', '')", "true"},
      {"ODK fn:starts-with", "starts-with('hay', 'ha')", "true"},
      {"ODK fn:starts-with", "starts-with('hay', 'ay')", "false"},
      {"ODK fn:ends-with", "ends-with('hay', 'ay')", "true"},
      {"ODK fn:ends-with", "ends-with('hay', 'ha')", "false"},
      {"ODK fn:uuid", "string-length(uuid())", "36"},
      {"ODK fn:uuid", "regex(uuid(), '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')", "true"},
      {"ODK fn:uuid", "string-length(uuid(6))", "6"},
      {"ODK fn:pulldata", "pulldata('city', 'label', 'name', 'dn')", "Đà Nẵng"},
      {"ODK fn:pulldata", "pulldata('city', 'label', 'name', 'nowhere')", ""},
      {"ODK fn:pulldata", "pulldata('nothing', 'label', 'name', 'dn')", ""},
      {"ODK fn:pulldata", "pulldata('city', 'nothing', 'name', 'dn')", ""},
      {"XPath 4.2", "substring('12345', 2, 3)", "234"},
      {"XPath 4.2", "substring('12345', 1.5, 2.6)", "234"},
      {"XPath 4.2", "substring('12345', 0 div 0, 3)", ""},
      {"XPath 4.2", "substring('12345', -42, 1 div 0)", "12345"},
  };
}

Cases digest_cases() {
  // The examples of RFC 1321, FIPS 180-4 and RFC 8032.
  return {
      {"ODK fn:digest", "digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"},
      {"ODK fn:digest", "digest('', 'MD5', 'hex')", "d41d8cd98f00b204e9800998ecf8427e"},
      {"ODK fn:digest", "digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {"ODK fn:digest", "digest('abc', 'SHA-256', 'hex')",
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"ODK fn:digest", "digest('abc', 'SHA-384', 'hex')",
       "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"},
      {"ODK fn:digest", "digest('abc', 'SHA-512', 'hex')",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
      {"ODK fn:digest", "digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="},
      {"ODK fn:digest", "digest('abc', 'SHA-1', 'base64')", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="},
      {"ODK fn:digest", "digest('Đà Nẵng', 'SHA-256', 'hex')",
       "93371901e3dc8e240f914a3c1439e108ec0594a8c9baeee8d4d959f868d1f3e1"},
      {"ODK fn:digest", "digest('abc', 'CRC32')", ""},
      {"ODK fn:digest", "digest('abc', 'MD5', 'octal')", ""},
      {"ODK fn:base64-decode", "base64-decode('SMOgIE7hu5lp')", "Hà Nội"},
      {"ODK fn:base64-decode", "base64-decode('YQ==')", "a"},
      {"ODK fn:base64-decode", "base64-decode('YQ')", "a"},
      {"ODK fn:base64-decode", "base64-decode('')", ""},
      {"ODK fn:base64-decode", "base64-decode('not base64!')", ""},
      {"ODK fn:base64-decode", "base64-decode('/w==')", ""},
      // RFC 8032, section 7.1, test 2: the message is the letter r.
      {"ODK fn:extract-signed",
       "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHI=', "
       "'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
       "r"},
      {"ODK fn:extract-signed",
       "extract-signed('kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAHM=', "
       "'PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=')",
       ""},
      {"ODK fn:extract-signed", "extract-signed('YQ==', 'YQ==')", ""},
  };
}

}  // namespace motcua::conformance
