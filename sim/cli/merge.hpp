#pragma once

#include <filesystem>
#include <vector>

#include "sim/cli/app.hpp"

namespace homeward {

/// What `merge` is asked for.
struct MergeOptions {
  std::vector<std::filesystem::path> files;
  std::filesystem::path output;
  bool force{};
  bool json{};
  bool quiet{};
};

/// Joins results files of one study, such as its shards, into one: what it holds is what one program that did
/// all their runs would have written. Runs that are in several files must be the same in all. An output that
/// exists grows by the rules of growth.hpp. The files are read one after the other, run by run: memory does
/// not grow with them. Interrupted where runs are missing, which it names; the file then says that it is
/// incomplete, and grows when it is joined with the rest. Throws as the commands do.
ExitCode merge_files(const MergeOptions& options);

}  // namespace homeward
