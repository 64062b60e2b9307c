#include "sim/scenario/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

/// Prints a scenario, line by line, with or without comments.
class Printer {
 public:
  enum class Style : std::uint8_t {
    plain,     ///< values, paths as they are
    values,    ///< values, to be published
    commented  ///< to be published, with units and where values came from
  };

  Printer(const Scenario& scenario, Style style)
      : scenario_(scenario), comments_(style == Style::commented), published_(style != Style::plain) {}

  std::string print() {
    if (comments_) text_ += "# Resolved: every key, with its unit and where its value was set.\n";
    text_ += "format = 1\n";
    for (const auto& key : key_table())
      if (key.name.find('.') == std::string::npos && !is_lines(key.name)) print_top(key);
    for (const auto& section : sections()) print_section(section);
    print_lines("sources", scenario_.sources, print_source);
    print_lines("uncertainty", scenario_.uncertainty, print_uncertain);
    return std::move(text_);
  }

 private:
  static bool is_lines(std::string_view name) { return name == "sources" || name == "uncertainty"; }

  static std::string section_of(const std::string& name) { return name.substr(0, name.find('.')); }

  /// Sections in the order of the key table, each once.
  static std::vector<std::string> sections() {
    std::vector<std::string> result;
    for (const auto& key : key_table())
      if (key.name.find('.') != std::string::npos &&
          std::find(result.begin(), result.end(), section_of(key.name)) == result.end())
        result.push_back(section_of(key.name));
    return result;
  }

  void print_top(const KeyInfo& key) {
    if (key.name == "sites" && !scenario_.sites.empty())
      print_elements(
          key, scenario_.sites.size(), [&](std::size_t i) { return print_site(scenario_.sites[i]); },
          [&](std::size_t i) { return scenario_.sites[i].name; });
    else if (key.name == "traits" && !scenario_.traits.empty())
      print_elements(
          key, scenario_.traits.size(), [&](std::size_t i) { return print_trait(scenario_.traits[i]); },
          [&](std::size_t i) { return scenario_.traits[i].name; });
    else
      print_line(key.name, key);
  }

  /// One element of a list a line, each with where it was set.
  template <typename Print, typename Name>
  void print_elements(const KeyInfo& key, std::size_t size, Print print_element, Name name_of_element) {
    text_ += key.name + " = [\n";
    for (std::size_t i = 0; i < size; ++i)
      text_ +=
          fmt::format("  {},{}\n", print_element(i), comment("", join_path(key.name, name_of_element(i))));
    text_ += "]\n";
  }

  void print_section(const std::string& section) {
    text_ += fmt::format("\n[{}]\n", section);
    for (const auto& key : key_table())
      if (section_of(key.name) == section && key.name != section)
        print_line(key.name.substr(section.size() + 1), key);
  }

  void print_line(const std::string& name, const KeyInfo& key) {
    const std::string value = value_of(key);
    if (!value.empty())
      text_ += fmt::format("{} = {}{}\n", name, value, comment(key.unit, key.name));
    else if (comments_)
      text_ += fmt::format("# {} is not set\n", name);
  }

  std::string value_of(const KeyInfo& key) const {
    const std::filesystem::path csv{scenario_.families.csv};
    // What is printed may be published: no folders of this machine.
    if (published_ && key.name == "families.csv" && csv.is_absolute())
      return toml_string(csv.filename().generic_string());
    return key.print(scenario_);
  }

  template <typename Line, typename Print>
  void print_lines(const std::string& section, const std::vector<Line>& lines, Print print_of) {
    if (lines.empty()) return;
    text_ += fmt::format("\n[{}]\n", section);
    for (const auto& line : lines)
      text_ += fmt::format("{} = {}{}\n", toml_string(line.key), print_of(line),
                           comment("", join_path(section, line.key)));
  }

  std::string comment(const std::string& unit, const std::string& path) const {
    if (!comments_) return {};
    const auto found = scenario_.origins.find(path);
    const auto from = found == scenario_.origins.end() ? std::string{"default"} : "from " + found->second;
    std::string result = fmt::format("  # {}{}{}", unit, unit.empty() ? "" : "; ", from);
    // A trait or a source that is changed in part names the others that had a hand in it.
    std::vector<std::string> told{found == scenario_.origins.end() ? std::string{} : found->second};
    for (auto below = scenario_.origins.upper_bound(path);
         below != scenario_.origins.end() && below->first.starts_with(path); ++below) {
      if (!is_at_or_below(below->first, path) || file_of(below->second) == file_of(told.front())) continue;
      if (std::find(told.begin(), told.end(), below->second) != told.end()) continue;
      result += fmt::format(", {}", below->second);
      told.push_back(below->second);
    }
    return result;
  }

  static std::string_view file_of(std::string_view origin) { return origin.substr(0, origin.rfind(':')); }

  const Scenario& scenario_;
  bool comments_;
  bool published_;
  std::string text_;
};

}  // namespace

std::string print_plain(const Scenario& scenario) {
  return Printer(scenario, Printer::Style::plain).print();
}

std::string print_resolved(const Checked<Scenario>& scenario) {
  return Printer(*scenario, Printer::Style::commented).print();
}

std::string print_values(const Checked<Scenario>& scenario) {
  return Printer(*scenario, Printer::Style::values).print();
}

std::string print_resolved(const std::filesystem::path& file, std::span<const Override> overrides) {
  return print_resolved(read_scenario(file, overrides));
}

}  // namespace homeward
