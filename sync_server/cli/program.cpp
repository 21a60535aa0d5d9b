#include "cli/program.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstring>
#include <functional>

#include "cli/commands.hpp"
#include "cli/printable.hpp"

namespace motcua::server {
namespace {

// Before the command line is understood: its own help is in the language that it asks for.
Language language_of(int argc, char** argv) {
  std::string_view wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--lang" && i + 1 < argc) wanted = argv[i + 1];
    if (argument.starts_with("--lang=")) wanted = argument.substr(7);
  }
  return choose_language(wanted);
}

/// The tree of commands; each leaf stores what to run.
class Commands {
 public:
  explicit Commands(Options& options) : options_(options), app_(say(Text::about), "motcua") {
    app_.get_formatter()->label("Usage", say(Text::usage_label));
    app_.get_formatter()->label("Options", say(Text::options_label));
    app_.get_formatter()->label("Subcommands", say(Text::commands_label));
    app_.get_formatter()->label("Positionals", say(Text::arguments_label));
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.add_option("--lang", language_, say(Text::lang_about));
    add_init();
    add_serve(*leaf(app_, "serve", Text::serve_about, run_serve));
    add_users();
    add_devices();
    add_groups();
    add_forms();
    add_dossiers();
    add_feedback();
    add_assignments();
    add_export();
    add_demo();
    leaf(app_, "backup", Text::backup_about, run_backup)
        ->add_option("target", options_.target, say(Text::backup_target_about))
        ->required();
    leaf(app_, "restore", Text::restore_about, run_restore)
        ->add_option("backup", options_.target, say(Text::restore_backup_about))
        ->required();
    add_import();
    add_bench();
    leaf(app_, "doctor", Text::doctor_about, run_doctor)
        ->add_flag("--recheck", options_.recheck, say(Text::doctor_recheck_about));
  }

  CLI::App& app() { return app_; }
  Status run() const { return action_(options_); }

 private:
  using Action = Status (*)(const Options&);

  std::string say(Text id) const { return std::string(text(id, options_.language)); }

  CLI::App* group(const char* name, Text about) {
    CLI::App* command = app_.add_subcommand(name, say(about));
    command->require_subcommand(1);
    return command;
  }
  CLI::App* leaf(CLI::App& parent, const char* name, Text about, Action action) {
    CLI::App* command = parent.add_subcommand(name, say(about));
    command->add_option("--data", options_.data, say(Text::data_about))->required()->type_name("DIR");
    command->callback([this, action] { action_ = action; });
    return command;
  }
  /// A command that needs no office.
  CLI::App* tool(CLI::App& parent, const char* name, Text about, Action action) {
    CLI::App* command = parent.add_subcommand(name, say(about));
    command->callback([this, action] { action_ = action; });
    return command;
  }
  void add_form_file(CLI::App& command, Text about) {
    command.add_option("file", options_.file, say(about))->required();
    command.add_option("--files", options_.files, say(Text::form_files_about))->type_name("DIR");
  }
  void add_user_argument(CLI::App& command) {
    command.add_option("user", options_.user, say(Text::user_name_about))->required();
  }
  void add_password(CLI::App& command) {
    command.add_flag("--password-stdin", options_.password_stdin, say(Text::password_stdin_about));
  }

  void add_init() {
    CLI::App* init = leaf(app_, "init", Text::init_about, run_init);
    init->add_option("--name", options_.office_name, say(Text::office_name_about))->required();
    init->add_option("--admin", options_.admin, say(Text::admin_about))->capture_default_str();
    add_password(*init);
  }
  void add_serve(CLI::App& command) {
    command.add_option("--app", options_.app, say(Text::app_about))->type_name("DIR");
    command.add_option("--listen", options_.listen, say(Text::listen_about))->capture_default_str();
    command.add_option("--port", options_.port, say(Text::port_about))->capture_default_str();
    command.add_option("--threads", options_.threads, say(Text::threads_about))
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    command.add_option("--connections-per-address", options_.connections_per_address, say(Text::per_address_about))
        ->capture_default_str()
        ->check(CLI::Range(1, 100'000));
    command.add_option("--patience", options_.patience_seconds, say(Text::patience_about))
        ->capture_default_str()
        ->check(CLI::Range(1, 3600));
    command.add_option("--trusted-proxy", options_.proxies, say(Text::proxy_about))->type_name("ADDR");
  }
  void add_users() {
    CLI::App* user = group("user", Text::user_about);
    CLI::App* add = leaf(*user, "add", Text::user_add_about, run_user_add);
    add_user_argument(*add);
    add->add_option("--role", options_.role, say(Text::role_about))->capture_default_str();
    add_password(*add);
    leaf(*user, "list", Text::user_list_about, run_user_list);
    CLI::App* passwd = leaf(*user, "passwd", Text::user_passwd_about, run_user_passwd);
    add_user_argument(*passwd);
    add_password(*passwd);
    add_user_argument(*leaf(*user, "disable", Text::user_disable_about, run_user_disable));
    add_user_argument(*leaf(*user, "enable", Text::user_enable_about, run_user_enable));
  }
  void add_devices() {
    CLI::App* device = group("device", Text::device_about);
    CLI::App* code = leaf(*device, "code", Text::device_code_about, run_device_code);
    code->add_option("--user", options_.user, say(Text::user_name_about))->required();
    code->add_option("--hours", options_.hours, say(Text::hours_about))
        ->capture_default_str()
        ->check(CLI::Range(1, 24 * 30));
    leaf(*device, "list", Text::device_list_about, run_device_list);
    leaf(*device, "revoke", Text::device_revoke_about, run_device_revoke)
        ->add_option("device", options_.device, say(Text::device_id_about))
        ->required();
  }
  void add_groups() {
    CLI::App* groups = group("group", Text::group_about);
    const auto named = [&](const char* name, Text about, Action action) {
      CLI::App* command = leaf(*groups, name, about, action);
      command->add_option("group", options_.group, say(Text::group_name_about))->required();
      return command;
    };
    named("create", Text::group_create_about, run_group_create);
    add_user_argument(*named("add", Text::group_add_about, run_group_add));
    add_user_argument(*named("remove", Text::group_remove_about, run_group_remove));
    leaf(*groups, "list", Text::group_list_about, run_group_list);
  }
  void add_forms() {
    CLI::App* form = group("form", Text::form_about);
    add_form_file(*leaf(*form, "publish", Text::form_publish_about, run_form_publish), Text::form_file_about);
    leaf(*form, "list", Text::form_list_about, run_form_list);
    tool(*form, "xpath", Text::form_xpath_about, run_form_xpath);
    CLI::App* convert = tool(*form, "convert", Text::form_convert_about, run_form_convert);
    convert->add_option("file", options_.file, say(Text::workbook_file_about));
    convert->add_option("--out", options_.out, say(Text::out_about))->type_name("FILE");
    CLI::App* check = tool(*form, "check", Text::form_check_about, run_form_check);
    add_form_file(*check, Text::form_file_about);
    check->add_flag("--json", options_.json, say(Text::json_about));
    CLI::App* test = tool(*form, "test", Text::form_test_about, run_form_test);
    add_form_file(*test, Text::test_file_about);
    test->add_flag("--json", options_.json, say(Text::json_about));
    add_form_file(*tool(*form, "bench", Text::form_bench_about, run_form_bench), Text::form_file_about);
    tool(*form, "drive", Text::form_drive_about, run_form_drive);
  }
  void add_dossiers() {
    CLI::App* import =
        leaf(*group("dossier", Text::dossier_about), "import", Text::dossier_import_about, run_dossier_import);
    import->add_option("file", options_.file, say(Text::csv_file_about))->required();
    import->add_flag("--skip-bad-rows", options_.skip_bad_rows, say(Text::skip_bad_rows_about));
    CLI::Option* address =
        import->add_option("--address", options_.address, say(Text::address_about))->type_name("URL");
    import->add_option("--links", options_.links, say(Text::links_about))->type_name("FILE")->needs(address);
  }
  void add_out(CLI::App& command) {
    command.add_option("--out", options_.out, say(Text::out_about))->type_name("FILE");
  }
  void add_feedback() {
    CLI::App* feedback = group("feedback", Text::feedback_about);
    CLI::App* list = leaf(*feedback, "list", Text::feedback_list_about, run_feedback_list);
    list->add_flag("--all", options_.all, say(Text::feedback_all_about));
    list->add_flag("--contacts", options_.contacts, say(Text::feedback_contacts_about));
    const auto named = [&](const char* name, Text about, Action action) {
      CLI::App* command = leaf(*feedback, name, about, action);
      command->add_option("receipt", options_.receipt, say(Text::receipt_about))->required();
      return command;
    };
    named("answer", Text::feedback_answer_about, run_feedback_answer)
        ->add_option("--text", options_.answer, say(Text::feedback_text_about));
    named("forget", Text::feedback_forget_about, run_feedback_forget)
        ->add_flag("--text", options_.and_text, say(Text::feedback_forget_text_about));
    add_out(*leaf(*feedback, "export", Text::feedback_export_about, run_feedback_export));
  }
  void add_export() {
    CLI::App* exports = group("export", Text::export_about);
    for (CLI::App* command : {leaf(*exports, "responses", Text::export_responses_about, run_export_responses),
                              leaf(*exports, "visits", Text::export_visits_about, run_export_visits)}) {
      command->add_option("--form", options_.form, say(Text::form_id_about));
      add_out(*command);
    }
    add_out(*leaf(*exports, "ratings", Text::export_ratings_about, run_export_ratings));
  }
  void add_assignments() {
    CLI::App* assignment = group("assignment", Text::assignment_about);
    const auto add = [&](const char* name, Text about, Action action, bool to_somebody) {
      CLI::App* command = leaf(*assignment, name, about, action);
      CLI::Option_group* whom = command->add_option_group("");
      whom->add_option("--user", options_.user, say(Text::user_name_about));
      whom->add_option("--group", options_.group, say(Text::group_name_about));
      whom->require_option(to_somebody ? 1 : 0, 1);
      command->add_option("--form", options_.form, say(Text::form_id_about));
      return command;
    };
    add("import", Text::assignment_import_about, run_assignment_import, true)
        ->add_option("file", options_.file, say(Text::csv_file_about))
        ->required();
    add("list", Text::assignment_list_about, run_assignment_list, false);
    CLI::App* remove = add("remove", Text::assignment_remove_about, run_assignment_remove, false);
    CLI::Option* keys = remove->add_option("key", options_.keys, say(Text::assignment_key_about));
    CLI::Option* all = remove->add_flag("--all", options_.all, say(Text::assignment_all_about))->excludes(keys);
    remove->callback([this, keys, all] {
      if (keys->count() + all->count() == 0) throw CLI::RequiredError("key | --all");
      action_ = run_assignment_remove;
    });
  }
  void add_import() {
    CLI::App* unsent =
        leaf(*group("import", Text::import_about), "unsent", Text::import_unsent_about, run_import_unsent);
    unsent->add_option("file", options_.file, say(Text::unsent_file_about))->required();
    unsent->add_option("--user", options_.user, say(Text::unsent_user_about));
  }
  void add_bench() {
    CLI::App* bench = group("bench", Text::bench_about);
    const auto add = [&](const char* name, Text about, Action action) {
      CLI::App* command = tool(*bench, name, about, action);
      CLI::Option* data = command->add_option("--data", options_.data, say(Text::data_about))->type_name("DIR");
      command->add_option("--url", options_.url, say(Text::bench_url_about))->needs(data);
      return command;
    };
    CLI::App* push = add("push", Text::bench_push_about, run_bench_push);
    push->add_option("--devices", options_.devices, say(Text::bench_devices_about))
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    CLI::App* sync = add("sync", Text::bench_sync_about, run_bench_sync);
    for (CLI::App* command : {push, sync})
      command->add_option("--operations", options_.operations, say(Text::bench_operations_about))
          ->capture_default_str()
          ->check(CLI::Range(1, 10'000'000));
  }
  void add_demo() {
    CLI::App* demo = leaf(app_, "demo", Text::demo_about, run_demo);
    demo->add_flag("--serve", options_.serve, say(Text::demo_serve_about));
    demo->add_option("--assets", options_.assets, say(Text::assets_about))->type_name("DIR");
    add_serve(*demo);
  }

  Options& options_;
  CLI::App app_;
  std::string language_;
  Action action_ = nullptr;
};

void complain(std::string_view line) { std::fputs((printable(line) + '\n').c_str(), stderr); }

}  // namespace

int run_program(int argc, char** argv) {
  Options options;
  options.language = language_of(argc, argv);
  Commands commands(options);
  try {
    commands.app().parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::fputs(commands.app().help().c_str(), stdout);
    return 0;
  } catch (const CLI::ParseError& error) {
    complain(text(Text::bad_usage, options.language, std::string(error.what())));
    complain(commands.app().help());
    return 2;
  }
  if (auto done = commands.run(); !done) {
    complain(text(Text::failed, options.language, message(done.error(), options.language)));
    return 1;
  }
  return 0;
}

}  // namespace motcua::server
