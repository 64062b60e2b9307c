#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/distribution_kinds.hpp"
#include "sim/scenario/key_table.hpp"

namespace homeward {

namespace {

/// Text for a cell: a bar would end it.
std::string cell(std::string text) {
  for (auto bar = text.find('|'); bar != std::string::npos; bar = text.find('|', bar + 2))
    text.insert(bar, 1, '\\');
  return text;
}

std::string code(const std::string& text) {
  return text.empty() ? text : fmt::format("`{}`", cell(text));
}

std::string section_of(const std::string& name) {
  const auto dot = name.find('.');
  return dot == std::string::npos ? std::string{} : name.substr(0, dot);
}

std::string row_text(const KeyInfo& key) {
  const auto type = key.type == KeyType::mixed || key.type == KeyType::choice
                        ? std::string{}
                        : std::string{key_type_names[static_cast<std::size_t>(key.type)]};
  const auto must =
      type.empty() || key.range.empty() ? type + key.range : fmt::format("{}, {}", type, key.range);
  const auto meaning = key.identifies_run ? key.meaning : key.meaning + " (not part of the digest)";
  return fmt::format("| `{}` | {} | {} | {} | {} |\n", key.name, cell(meaning), cell(must), key.unit,
                     key.built_in.empty() ? "not set" : code(key.built_in));
}

std::string key_sections() {
  std::string text;
  std::vector<std::string> done;
  for (const auto& first : key_table()) {
    const auto section = section_of(first.name);
    if (std::find(done.begin(), done.end(), section) != done.end()) continue;
    done.push_back(section);
    text += fmt::format("\n## {}\n\n", section.empty() ? "Of the file" : fmt::format("[{}]", section));
    text += "| key | meaning | must be | unit | built-in |\n|---|---|---|---|---|\n";
    for (const auto& key : key_table())
      if (section_of(key.name) == section) text += row_text(key);
  }
  return text;
}

std::string distribution_table(std::span<const DistributionInfo> kinds, bool of_time) {
  std::string text = of_time ? "| distribution | parameters | clock | duration | |\n|---|---|---|---|---|\n"
                             : "| distribution | parameters | |\n|---|---|---|\n";
  for (const auto& kind : kinds) {
    std::string parameters;
    for (const auto& parameter : kind.parameters)
      parameters += fmt::format("{}`{}`{}{}", parameters.empty() ? "" : ", ", parameter.name,
                                parameter.list ? " (list)" : "", parameter.optional ? " (optional)" : "");
    const auto yes = [](bool is) { return is ? "yes" : ""; };
    text += fmt::format("| `{}` | {} |", kind.name, parameters);
    if (of_time) text += fmt::format(" {} | {} |", yes(kind.clock), yes(kind.duration));
    text += fmt::format(" {} |\n", kind.meaning);
  }
  return text;
}

constexpr std::string_view introduction = R"(# Keys of a scenario file

Made from the key table of the program by its tests (HOMEWARD_UPDATE=1); do not edit by hand.

Every file says `format = 1`. `extends = "other.toml"` (from the file's folder, or absolute) takes everything that is not
named from there: tables merge by key, `[[traits]]` and `[[sites]]` by `name` (`remove = true` drops one), a distribution,
a list or a queue rule is replaced whole. `name`, `title`, `description` and `format` are not inherited. Without `extends`
a key that is not named has its built-in value, with which every mechanism is off. `--set KEY=VALUE` overrides one key,
also inside a distribution (`hazards.readiness.scale_days`), a trait (`traits.kin.share`,
`traits.kin.hazard_ratios.readiness`, `traits.age.levels.teen.from_years`) or a site (`sites.north.positions`).
`--with FILE` lays the keys of a file over every scenario of a command, like many `--set`: an overlay, which has no `extends`
and no `name`; what is set by hand wins.
)";

constexpr std::string_view lists = R"(
## Sites

    [[sites]]
    name      = "north"
    share     = 0.6        # of entries; the shares of all sites sum to 1
    positions = 12         # optional; else its share of the program's, largest remainder
    staffing  = [ { date_days = 90, positions = 14 } ]     # optional: of this site alone, as coaches.staffing

A file names the positions of the program or those of its sites. Where a file that extends it, a `--set` or a factor names
`coaches.positions` or `coaches.positions_per_100_entries` over sites with their own, these share the new number in the
proportions in which they had theirs, by largest remainder; `check` and `run` say what came of it.

## Dates

Days are counted from the opening. With `run.opening = 2026-10-01`, the date of day 0, a date may stand for a day:
`program.start = 2027-07-01` for `program.start_days`, `date = 2027-07-01` for `date_days` in staffing, and in the column
`entry_day` of a population. Dates are TOML's own or texts; the resolved scenario has the days.

## Traits

    [[traits]]
    name   = "kin"
    share  = 0.35                           # short for the levels "no" and "yes"
    hazard_ratios = { readiness = 0.9 }     # of "yes", by clock; greater than 0
    needs  = { isolation = -0.1 }           # added to the baseline of "yes"; in [-1, 1]
    share_given = [ { trait = "cause", level = "neglect", share = 0.4 } ]   # of an earlier trait; the first that fits

    [[traits]]
    name   = "age"
    set_by = "age"                          # "draw" (built-in), "age" or "prior_removal" (two levels, no and yes)
    levels = [ { name = "young", from_years = 0 },
               { name = "teen", from_years = 12, hazard_ratios = { reentry = 1.3 } } ]

Levels of a trait that is not set by age have a `share` each, with sum 1, in place of `from_years`.

## A population from CSV

`families.csv` names a file, from the scenario's folder, with one family a row. The first row names the columns; all are
optional, at least one is there, and an empty cell is drawn as for a synthetic family:

| column | meaning |
|---|---|
| `entry_day` | day of the first removal, from the opening (negative: in the warm-up), or with `run.opening` a date such as 2027-01-31. With it every row enters once, on its day, and `families.entries_per_year` only sizes the staffing; without it each entering family is a row drawn by weight |
| `weight` | how often a row is drawn against others; empty: 1; not together with `entry_day` |
| `site` | name of one of `[[sites]]` |
| `age_1` .. `age_6` | years at entry of each child |
| name of a trait | the family's level by name (no and yes also as 0 and 1, n and y, false and true); for traits that are drawn or `prior_removal` (age follows from the children) |

    entry_day,site,age_1,age_2,kin
    -300,north,3,5,yes
    12.5,south,0.4,,no

Files are read as spreadsheet programs write them: commas, semicolons or tabs between the cells, quotes, a byte-order mark;
rows and nameless columns without any text are skipped. Numbers have a decimal point. `homeward check` names every fault by
row and column, how many families were read, what was skipped and how many never enter.

## Sources and uncertainty

    [sources]
    "hazards.readiness" = { source = "AFCARS, 2022", grade = "measured", range = [0.7, 0.9] }
    "support.mix"       = { source = "program manual", grade = "expert" }     # for all keys of the table

    [uncertainty]
    "effects.readiness_hazard_ratio" = { distribution = "lognormal", median = 1.2, sigma = 0.1 }
    "support.kind_weights" = { distribution = "dirichlet", concentrations = [1, 1, 1, 1] }

Grades are `measured`, `published_elsewhere`, `expert` and `assumption`; `range` is optional.
)";

}  // namespace

std::string keys_markdown() {
  std::string text{introduction};
  text += key_sections();
  text += lists;
  text += "\n## Clocks and durations\n\n";
  text +=
      "A clock is `\"never\"` or a distribution with a hazard that ratios multiply. A duration is a number "
      "of days "
      "or a distribution.\n\n";
  text += distribution_table(time_distributions(), true);
  text += "\n## Distributions of [uncertainty]\n\n";
  text += distribution_table(uncertainty_distributions(), false);
  return text;
}

}  // namespace homeward
