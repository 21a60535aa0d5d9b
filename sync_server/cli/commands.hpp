#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "cli/text.hpp"
#include "http/limits.hpp"
#include "motcua/base/result.hpp"

/// What each command does. They print on standard output in `Options::language` and fail with an Error of the table.
namespace motcua::server {

struct Options {
  Language language = Language::vi;
  std::string data;
  // init
  std::string office_name;
  std::string admin = "admin";
  bool password_stdin = false;
  // serve
  std::string app;
  std::string listen = "127.0.0.1";
  std::uint16_t port = 8080;
  std::size_t threads = 2;
  std::vector<std::string> proxies;
  std::size_t connections_per_address = kConnectionsPerAddress;
  std::size_t patience_seconds = kPatienceSeconds;
  // user, device, group
  std::string user;
  std::string role = "surveyor";
  std::int64_t hours = 72;
  std::string device;
  std::string group;
  // form, dossier, export
  std::string file;
  bool skip_bad_rows = false;
  std::string links;
  std::string address;
  std::string form;
  std::string out;
  // feedback
  std::string receipt;
  std::string answer;
  bool contacts = false;
  bool and_text = false;
  // form tools
  std::string files;
  bool json = false;
  // doctor
  bool recheck = false;
  // backup, restore
  std::string target;
  // bench
  std::string url;
  std::size_t devices = 64;
  std::size_t operations = 64'000;
  // demo
  bool serve = false;
  std::string assets;
  // assignment
  std::vector<std::string> keys;
  // feedback, assignment: not only what is open, or chosen
  bool all = false;
};

[[nodiscard]] Status run_init(const Options& options);
[[nodiscard]] Status run_serve(const Options& options);
[[nodiscard]] Status run_user_add(const Options& options);
[[nodiscard]] Status run_user_list(const Options& options);
[[nodiscard]] Status run_user_passwd(const Options& options);
[[nodiscard]] Status run_user_disable(const Options& options);
[[nodiscard]] Status run_user_enable(const Options& options);
[[nodiscard]] Status run_group_create(const Options& options);
[[nodiscard]] Status run_group_add(const Options& options);
[[nodiscard]] Status run_group_remove(const Options& options);
[[nodiscard]] Status run_group_list(const Options& options);
[[nodiscard]] Status run_device_code(const Options& options);
[[nodiscard]] Status run_device_revoke(const Options& options);
[[nodiscard]] Status run_device_list(const Options& options);
[[nodiscard]] Status run_form_publish(const Options& options);
[[nodiscard]] Status run_form_list(const Options& options);
[[nodiscard]] Status run_form_convert(const Options& options);
[[nodiscard]] Status run_form_check(const Options& options);
[[nodiscard]] Status run_form_test(const Options& options);
[[nodiscard]] Status run_form_bench(const Options& options);
[[nodiscard]] Status run_form_drive(const Options& options);
/// Rows on standard input, a JSON result a row on standard output. Fails only when there is nothing to read.
[[nodiscard]] Status run_form_xpath(const Options& options);
[[nodiscard]] Status run_dossier_import(const Options& options);
[[nodiscard]] Status run_assignment_import(const Options& options);
[[nodiscard]] Status run_assignment_list(const Options& options);
[[nodiscard]] Status run_assignment_remove(const Options& options);
[[nodiscard]] Status run_export_responses(const Options& options);
[[nodiscard]] Status run_export_ratings(const Options& options);
[[nodiscard]] Status run_feedback_list(const Options& options);
[[nodiscard]] Status run_feedback_answer(const Options& options);
[[nodiscard]] Status run_feedback_export(const Options& options);
[[nodiscard]] Status run_feedback_forget(const Options& options);
[[nodiscard]] Status run_export_visits(const Options& options);
[[nodiscard]] Status run_import_unsent(const Options& options);
[[nodiscard]] Status run_backup(const Options& options);
[[nodiscard]] Status run_restore(const Options& options);
[[nodiscard]] Status run_bench_push(const Options& options);
[[nodiscard]] Status run_bench_sync(const Options& options);
[[nodiscard]] Status run_demo(const Options& options);
[[nodiscard]] Status run_doctor(const Options& options);

}  // namespace motcua::server
