#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "commands.hpp"
#include "output/checksum.hpp"
#include "output/part_codec.hpp"
#include "output/part_file.hpp"
#include "output/results_file.hpp"
#include "output/schema.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "support.hpp"
#include "targets.hpp"

/// The targets that the program writes, as bytes. HDF5 1.10 itself may crash on bytes that are damaged
/// inside, which is why a seal is checked before it sees them; so what is held here is that the seal lets
/// none through.
namespace homeward::fuzz {

namespace {

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Takes numbers off the front of the input; 0 where it has ended.
template <typename T>
T take(std::string_view& input) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T) && !input.empty(); ++i, input.remove_prefix(1))
    value |= std::uint64_t{static_cast<unsigned char>(input.front())} << (8 * i);
  return static_cast<T>(value);
}

std::string sealed_results() {
  make_results();
  std::filesystem::copy_file("run.h5", "sealed.h5");
  seal("sealed.h5");
  return bytes_of("sealed.h5");
}

}  // namespace

void damage(std::string_view input) {
  static const std::string whole = sealed_results();
  // As another program leaves it that has changed it: told to be whole, as nothing says otherwise.
  static const std::string without_seal = bytes_of("run.h5");
  std::string bytes = whole;
  const auto command = take<std::uint8_t>(input);
  const auto length = take<std::uint32_t>(input) % (bytes.size() + 1);
  if (command >= 128) bytes.resize(command >= 192 ? length : bytes.size() - length);
  while (!input.empty() && !bytes.empty()) {
    const auto at = take<std::uint32_t>(input) % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(take<std::uint8_t>(input)));
  }
  // What is damaged after it lost its seal, and nothing else, reaches HDF5: no promise.
  if (bytes.size() == without_seal.size() && bytes != without_seal) return;
  write_file("damaged.h5", bytes);
  const bool is_damaged = bytes != whole && bytes != without_seal;
  if (!is_damaged) {  // once for each command: it takes long, and says nothing new
    static std::array<bool, 256> seen{};
    if (std::exchange(seen[command], true)) return;
  }
  constexpr std::uint8_t of_commands = 5;
  const auto how = command % 128;
  if (how >= of_commands) {
    try {
      const ResultsFile file("damaged.h5");
      require(!is_damaged, "a damaged results file is refused");
    } catch (const ResultsError& error) {
      require(is_damaged, "a whole results file is read");
      require(!std::string_view{error.what()}.empty(), "a refusal says why");
    }
    return;
  }
  int code = 0;
  switch (how) {
    case 0:
      code = read_results({"summary", "damaged.h5"});
      break;
    case 1:
      code = read_results({"compare", "damaged.h5"});
      break;
    case 2:
      code = read_results({"export", "damaged.h5", "--force", "-o", "damaged.csv"});
      break;
    case 3:
      code = read_results({"merge", "damaged.h5", "--force", "--quiet", "-o", "joined.h5"});
      break;
    default:
      // It reads a file that is no results file as one in the way: wrong usage.
      code = read_results(
          {"plan", results_scenario, "-n", "3", "--no-pilot", "--record", "events", "-o", "damaged.h5"});
      if (code == 2) code = 5;
  }
  require(code == 5 || !is_damaged, "a damaged results file is refused");
}

void part(std::string_view input) {
  const auto run = decode(input);
  if (!run) return;
  std::string again;
  encode(again, run->identity, run->result);
  const auto back = decode(again);
  require(back && back->identity == run->identity && back->result.failed == run->result.failed &&
              back->result.reason == run->result.reason &&
              back->result.families.size() == run->result.families.size(),
          "a run that is written again is the same");
  const auto identity = decode_identity(input);
  require(identity && *identity == run->identity, "a run is known by the start of its bytes");
}

}  // namespace homeward::fuzz
