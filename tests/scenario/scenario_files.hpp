#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

/// An empty folder that is the current one while it lives, so that messages name files as a user in it would.
class ScenarioFolder {
 public:
  ScenarioFolder() : before_(std::filesystem::current_path()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "homeward-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    std::filesystem::current_path(folder_);
  }
  ~ScenarioFolder() {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(folder_);
  }
  ScenarioFolder(const ScenarioFolder&) = delete;
  ScenarioFolder& operator=(const ScenarioFolder&) = delete;

  const std::filesystem::path& path() const { return folder_; }

  /// Writes a file as it is.
  void write(const std::filesystem::path& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path before_, folder_;
};

/// Messages of the faults of a file; none if it is read.
inline std::vector<std::string> faults_of(const std::filesystem::path& file,
                                          const std::vector<Override>& overrides = {}) {
  try {
    read_scenario(file, overrides);
    return {};
  } catch (const InputError& error) {
    std::vector<std::string> messages;
    for (const auto& issue : error.issues()) messages.push_back(to_string(issue));
    return messages;
  }
}

/// Messages of the faults of a text, written to `s.toml` below `format = 1`, so that its first line is
/// line 2.
inline std::vector<std::string> faults_in(const std::string& text,
                                          const std::vector<Override>& overrides = {}) {
  const ScenarioFolder folder;
  folder.write("s.toml", "format = 1\n" + text);
  return faults_of("s.toml", overrides);
}

using Messages = std::vector<std::string>;

}  // namespace homeward
