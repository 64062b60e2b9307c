#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "support.hpp"
#include "targets.hpp"

/// Throws files at a target, then as many of their mutations as asked for, the same ones every time: fuzzing
/// where there is no libFuzzer.
///
///     fuzz_replay TARGET MUTATIONS PATH...
namespace {

namespace fs = std::filesystem;
using homeward::fuzz::require;

constexpr unsigned longest_seconds = 60;  ///< an input that takes longer hangs

struct Input {
  std::string name, bytes;
};

std::vector<Input> inputs_of(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    if (!fs::is_directory(path))
      files.emplace_back(path);
    else
      for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Input> inputs;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    require(in.good(), "an input that can be read: " + file.string());
    inputs.push_back({file.string(), std::string(std::istreambuf_iterator<char>(in), {})});
  }
  return inputs;
}

/// Changes an input in one to eight places.
class Mutator {
 public:
  explicit Mutator(const std::vector<Input>& seeds) : seeds_(seeds) {}

  std::string next() {
    std::string bytes = seeds_[below(seeds_.size())].bytes;
    for (auto changes = 1 + below(8); changes > 0; --changes) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(random_() % end); }

  void change(std::string& bytes) {
    const auto at = below(bytes.size() + 1);
    const auto size = std::min(1 + below(below(4) == 0 ? 64 : 4), bytes.size() - at);
    static constexpr std::string_view likely = "0123456789.-+eE=[]{}\"'#\n,_ ()<>!";
    switch (below(6)) {
      case 0:
        bytes.erase(at, size);
        return;
      case 1:
        bytes.insert(at, 1 + below(3), likely[below(likely.size())]);
        return;
      case 2:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random_());
        return;
      case 3:
        bytes.insert(below(bytes.size() + 1), bytes.substr(at, size));
        return;
      case 4:
        if (at < bytes.size()) bytes[at] = likely[below(likely.size())];
        return;
      default: {
        const auto& other = seeds_[below(seeds_.size())].bytes;
        const auto from = below(other.size());
        bytes.insert(at, other.substr(from, 1 + below(64)));
      }
    }
  }

  const std::vector<Input>& seeds_;
  std::mt19937_64 random_{20261001};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "fuzz_replay TARGET MUTATIONS PATH...\n");
    return 2;
  }
  const auto target = homeward::fuzz::target_named(argv[1]);
  const auto mutations = std::strtoul(argv[2], nullptr, 10);
  const auto inputs = inputs_of({argv + 3, argv + argc});
  require(!inputs.empty(), "inputs");
  // What a crash leaves behind. One file that stays open: some file systems flush each one that is written
  // anew.
  const auto last = fs::absolute("fuzz-" + std::string{argv[1]} + "-last");
  const int kept = ::open(last.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  require(kept >= 0, "a working directory that can be written");
  homeward::fuzz::enter_own_folder();
  const auto run = [&](const std::string& bytes) {
    const bool written = ::pwrite(kept, bytes.data(), bytes.size(), 0) == std::ssize(bytes) &&
                         ::ftruncate(kept, std::ssize(bytes)) == 0;
    require(written, "room for the input that is tried");
    ::alarm(longest_seconds);
    target(bytes);
    ::alarm(0);
  };
  for (const auto& input : inputs) run(input.bytes);
  Mutator mutator(inputs);
  for (auto i = mutations; i > 0; --i) run(mutator.next());
  fs::remove(last);
  fmt::print("{}: {} files and {} mutations, none breaks a promise\n", argv[1], inputs.size(), mutations);
}
