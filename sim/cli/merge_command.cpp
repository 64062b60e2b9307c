#include <CLI/Option.hpp>
#include <memory>
#include <string>
#include <vector>

#include "output/safe_file.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/merge.hpp"

namespace homeward {

void add_merge_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand("merge", "Join results files of one study, such as its shards");
  struct Arguments {
    std::vector<std::string> files;
    std::string output;
    MergeOptions options;
  };
  const auto arguments = std::make_shared<Arguments>();
  auto& a = *arguments;
  command->add_option("SHARD", a.files, "results files (HDF5)")->required()->type_name("");
  command->add_option("-o,--output", a.output, "results file to write; one that exists grows")
      ->required()
      ->type_name("FILE");
  command->add_flag("--force", a.options.force, "replace what is in the way");
  command->add_flag("--json", a.options.json, "machine-readable output");
  command->add_flag("--quiet", a.options.quiet, "say nothing but faults");
  command->callback([arguments, &code] {
    arguments->options.files = as_paths(arguments->files);
    refuse_other_format(arguments->output, Written::results);
    arguments->options.output = behind_links(arguments->output);
    code = merge_files(arguments->options);
  });
}

}  // namespace homeward
