#include "support.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"
#include "targets.hpp"

namespace homeward::fuzz {

namespace fs = std::filesystem;

Target target_named(std::string_view name) {
  const auto* const found =
      std::find_if(targets.begin(), targets.end(), [&](const auto& one) { return one.first == name; });
  if (found != targets.end()) return found->second;
  std::string known;
  for (const auto& [one, target] : targets) known += fmt::format(" {}", one);
  fmt::print(stderr, "no target is named \"{}\"; there are:{}\n", name, known);
  std::exit(2);
}

void require(bool is_so, std::string_view promise) {
  if (is_so) return;
  fmt::print(stderr, "broken: {}\n", promise);
  std::fflush(nullptr);
  std::abort();
}

void enter_own_folder() {
  struct Folder {
    Folder() {
      // In memory where there is such a place: files are written for every input.
      const fs::path parent = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : fs::temp_directory_path();
      std::string name = (parent / "homeward-fuzz-XXXXXX").string();
      require(::mkdtemp(name.data()) != nullptr, "a temporary folder");
      path = name;
      fs::current_path(path);
    }
    ~Folder() {
      std::error_code ignored;
      fs::current_path(path.parent_path(), ignored);
      fs::remove_all(path, ignored);
    }
    fs::path path;
  };
  static const Folder folder;
}

std::vector<std::string> pieces(std::string_view input) {
  constexpr std::string_view mark = "#----";
  std::vector<std::string> all(1);
  while (!input.empty()) {
    const auto end = std::min(input.find('\n'), input.size() - 1) + 1;
    const auto line = input.substr(0, end);
    input.remove_prefix(end);
    if (line.starts_with(mark) && all.size() < 4)
      all.emplace_back();
    else
      all.back() += line;
  }
  return all;
}

void write_file(const std::string& name, std::string_view content) {
  std::ofstream out(name, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  require(out.good(), "room for the files of the test");
}

bool write_files(const std::vector<std::string>& files) {
  constexpr std::array names{"main.toml", "base.toml", "other.toml", "families.csv"};
  for (const auto& file : files)
    for (const auto* const outside : {"dev", "proc", "sys"})
      if (file.find(outside) != std::string::npos) return false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i < files.size())
      write_file(names[i], files[i]);
    else
      ::unlink(names[i]);
  }
  return true;
}

namespace {

void require_printable(const Issue& issue) {
  const auto text = to_string(issue);
  // As it is told: control characters would command the terminal.
  require(!issue.text.empty(), "a fault says something");
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7f) {
      fmt::print(stderr, "in: {}\n", text);
      require(false, "a fault is one printable line");
    }
  }
}

}  // namespace

bool taken(const std::function<void()>& read) {
  try {
    read();
    return true;
  } catch (const InputError& error) {
    require(!error.issues().empty(), "what is refused has a fault");
    for (const auto& issue : error.issues()) require_printable(issue);
  } catch (const UsageError& error) {
    require_printable({{}, 0, 0, error.what()});
  }
  return false;
}

void require_round_trip(const Checked<Scenario>& scenario) {
  const auto text = print_resolved(scenario);
  try {
    const auto again = read_scenario_text(text, "printed");
    require(print_values(again) == print_values(scenario),
            "a scenario that is printed and read again is the same");
    // A population file is known by its content, which a text that stands alone is not read with.
    require(!scenario->families.csv.empty() || digest(again) == digest(scenario),
            "the same scenario, the same digest");
  } catch (const InputError& error) {
    fmt::print(stderr, "{}\n", to_string(error.issues().front()));
    require(false, "a scenario that was taken can be printed and read again");
  }
}

const Checked<Scenario>& small_scenario() {
  static const auto read = read_scenario_text(
      "format = 1\n[coaches]\npositions = 4\nfamilies_per_coach = 5\n[hazards]\nreadiness = { distribution = "
      "\"weibull\", shape = 0.8, scale_days = 400 }\n[[traits]]\nname = \"kin\"\nlevels = [{ name = \"no\", "
      "share = "
      "0.5 }, { name = \"yes\", share = 0.5 }]\n[[traits]]\nname = \"single parent\"\nshare = "
      "0.5\n[[sites]]\nname = "
      "\"north\"\nshare = 0.5\n[[sites]]\nname = \"south\"\nshare = 0.5\npositions = 2\n",
      "small");
  return read;
}

}  // namespace homeward::fuzz
