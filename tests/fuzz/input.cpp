#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "sim/cli/arguments.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/design.hpp"
#include "sim/experiment/study.hpp"
#include "sim/experiment/study_points.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/read.hpp"
#include "support.hpp"
#include "targets.hpp"

/// The targets that people write.
namespace homeward::fuzz {

namespace {

void require_sound(const CsvPopulation& read, const Scenario& scenario) {
  require(!read.families.empty(), "a population has families");
  double before = 0;
  for (const double share : read.cumulative_shares) {
    require(share >= before && share <= 1, "cumulative shares grow to 1");
    before = share;
  }
  require(read.dated || (read.cumulative_shares.size() == read.families.size() && before == 1),
          "a population without days has a share for each family");
  double day = -INFINITY;
  for (const auto& family : read.families) {
    require(!read.dated || (std::isfinite(family.entry_day) && family.entry_day >= day), "days are in order");
    day = family.entry_day;
    require(family.ages.size() <= max_children, "a family has at most six children");
    for (const double age : family.ages) require(age >= 0 && age < 1000, "ages are ages");
    require(!family.site || *family.site < scenario.sites.size(), "sites are known");
    for (std::size_t t = 0; t < family.levels.size(); ++t)
      require(!family.levels[t] || *family.levels[t] < scenario.traits[t].levels.size(), "levels are known");
  }
}

}  // namespace

void scenario(std::string_view input) {
  if (!write_files(pieces(input))) return;
  taken([] {
    const auto read = read_scenario("main.toml");
    require_round_trip(read);
    if (!read->families.csv.empty()) require_sound(read_csv_population(*read), *read);
  });
}

void study(std::string_view input) {
  constexpr double most = 64;  // beyond, an input takes long because it asks for much
  if (!write_files(pieces(input))) return;
  taken([] {
    auto read = read_study("main.toml");
    if (design_size(read) > most) return;
    const auto points = points_of(read);
    require(!points.scenarios.empty() && points.baseline < points.scenarios.size(), "a study has points");
    for (const auto& point : points.scenarios)
      require(read_scenario_text(point.resolved_toml, "printed")->name == point.scenario->name,
              "a point can be read again");
  });
}

void set(std::string_view input) {
  static const bool base = [] {
    write_file("set.toml",
               "format = 1\n[[traits]]\nname = \"kin\"\nlevels = [{ name = \"no\", share = 0.5 }, { name = "
               "\"yes\", share = 0.5 }]\n[[sites]]\nname = \"north\"\nshare = 1\n");
    return true;
  }();
  static_cast<void>(base);
  std::vector<std::string> lines;
  for (std::size_t from = 0; from <= input.size() && lines.size() < 8;) {
    const auto end = std::min(input.find('\n', from), input.size());
    lines.emplace_back(input.substr(from, end - from));
    from = end + 1;
  }
  for (const auto& line : lines)
    for (const auto* const outside : {"dev", "proc", "sys"})
      if (line.find(outside) != std::string::npos) return;
  taken([&] { require_round_trip(read_scenario("set.toml", parse_overrides({.sets = lines, .overlays = {}}))); });
}

void where(std::string_view input) {
  const auto& base = small_scenario();
  Value written;
  written.data = std::string{input};
  written.origin = {"study.toml", 7, 9};
  Faults faults;
  taken([&] {
    const auto condition = Where::parse(written, *base, faults);
    require(condition.has_value() == faults.empty(), "a condition is refused with a fault");
    throw_if_any(faults);
    const bool first = condition->holds(*base);
    require(first == condition->holds(*base), "a condition says the same twice");
  });
}

void population(std::string_view input) {
  static const Scenario scenario = [] {
    Scenario made = *small_scenario();
    made.families.csv = "families.csv";
    return made;
  }();
  write_file("families.csv", input);
  taken([] { require_sound(read_csv_population(scenario), scenario); });
}

}  // namespace homeward::fuzz
