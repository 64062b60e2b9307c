#include "sim/cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

#include "sim/core/issues.hpp"

namespace homeward {

namespace {

std::optional<FamilyNumber> family_number(std::string_view text) {
  FamilyNumber number{};
  const auto end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || number == 0) return std::nullopt;
  return number;
}

void add_range(std::vector<FamilyNumber>& families, std::string_view part) {
  constexpr FamilyNumber longest_range = 1'000'000;
  const auto dash = part.find('-');
  const auto from = family_number(part.substr(0, dash));
  const auto to = dash == std::string_view::npos ? from : family_number(part.substr(dash + 1));
  if (!from || !to || *to < *from || *to - *from >= longest_range) {
    throw UsageError(
        fmt::format("--families: \"{}\" is no family number (1, 2, ...) or range such as 10-20", part));
  }
  for (FamilyNumber number = *from; number <= *to; ++number) families.push_back(number);
}

}  // namespace

Override parse_override(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    throw UsageError(fmt::format("--set {}: write KEY=VALUE, as in --set coaches.positions=12", text));
  }
  return {.key = text.substr(0, equals), .value = text.substr(equals + 1)};
}

std::vector<Override> parse_overrides(const OverrideArguments& arguments) {
  std::vector<Override> overrides;
  for (const auto& file : arguments.overlays) overrides.push_back({.key = "", .value = "", .overlay = file});
  for (const auto& text : arguments.sets) overrides.push_back(parse_override(text));
  return overrides;
}

std::vector<FamilyNumber> parse_families(const std::string& list) {
  std::vector<FamilyNumber> families;
  if (list == "all") return families;
  std::string_view rest = list;
  while (true) {
    const auto comma = rest.find(',');
    add_range(families, rest.substr(0, comma));
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  std::sort(families.begin(), families.end());
  families.erase(std::unique(families.begin(), families.end()), families.end());
  return families;
}

CLI::Validator whole_number(std::uint64_t from, std::uint64_t to) {
  const auto take = [from, to](std::string& text) {
    std::uint64_t number{};
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stopped != end || number < from || number > to)
      return fmt::format("\"{}\" is not a whole number from {} to {}", text, from, to);
    text = std::to_string(number);  // without the zeros before it
    return std::string();
  };
  return {take, fmt::format("UINT in [{} - {}]", from, to)};
}

CLI::Validator whole_number() {
  return whole_number(0, std::numeric_limits<std::uint64_t>::max()).description("");
}

void add_override_options(CLI::App& command, OverrideArguments& arguments) {
  command.add_option("--set", arguments.sets, "override a scenario key; KEY is the dotted path")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->take_all();
  command
      .add_option("--with", arguments.overlays,
                  "an overlay: a TOML file whose keys are set in every scenario, like many --set; --set after it wins")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->take_all();
}

std::vector<std::filesystem::path> as_paths(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

void refuse_other_format(const std::filesystem::path& output, Written written) {
  constexpr std::array<std::string_view, 16> tables{".csv", ".feather", ".ods",     ".sav", ".tsv", ".xls",
                                                    ".dta", ".json",    ".parquet", ".rds", ".txt", ".xlsb",
                                                    ".htm", ".html",    ".xlsm",    ".xlsx"};
  constexpr std::array<std::string_view, 3> plain{".csv", ".tsv", ".txt"};
  auto ending = output.extension().string();
  for (char& letter : ending) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  if (std::find(tables.begin(), tables.end(), ending) == tables.end()) return;
  if (written == Written::results)
    throw UsageError(
        fmt::format("-o {}: a results file is HDF5, not {}; name it .h5, and write tables of it with: "
                    "homeward export RESULTS.h5 -o TABLE.csv",
                    output.string(), ending.substr(1)));
  if (std::find(plain.begin(), plain.end(), ending) == plain.end())
    throw UsageError(
        fmt::format("-o {}: the table is written as CSV, not {}; name it .csv, which spreadsheets open",
                    output.string(), ending.substr(1)));
}

}  // namespace homeward
