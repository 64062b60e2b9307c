#include "sim/cli/trace_find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "sim/cli/trace_parting.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

struct Kind {
  std::string_view name;
  std::string_view words;
};
// In the order of LookFor.
constexpr std::array<Kind, 6> kinds{
    {{"home only under B", "home within 12 months only under B"},
     {"home only under A", "home within 12 months only under A"},
     {"spared a re-entry", "home under both, back within 12 months only under A"},
     {"back only under B", "home under both, back within 12 months only under B"},
     {"days in care saved", "fewer days in care under B"},
     {"worse off under B", "home or staying home only under A, or more days in care under B"}}};

std::string letters(std::string_view text) {
  std::string plain;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plain;
}

bool holds(LookFor what, const Gains& gains) {
  switch (what) {
    case LookFor::home_only_under_b:
      return gains.home_only_under_plan;
    case LookFor::home_only_under_a:
      return gains.home_only_under_baseline;
    case LookFor::spared_reentry:
      return gains.spared_reentry;
    case LookFor::back_only_under_b:
      return gains.reentry_only_under_plan;
    case LookFor::days_saved:
      return gains.days_saved > 0;
    case LookFor::worse_off:
      return gains.worse_off();
  }
  return false;
}

}  // namespace

LookFor parse_look_for(const std::string& text) {
  const auto asked = letters(text);
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (asked == letters(kinds[i].name)) return static_cast<LookFor>(i);
  std::string known;
  for (const auto& kind : kinds) known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", kind.name);
  throw UsageError(fmt::format("--find \"{}\": it finds {}", text, known));
}

std::string in_words(LookFor what) {
  return std::string(kinds[static_cast<std::size_t>(what)].words);
}

FamilyNumber find_family(LookFor what, std::uint32_t nth, const CohortFamilies& baseline,
                         const CohortFamilies& plan, std::uint32_t replication) {
  if (baseline.first != plan.first || baseline.state.size() != plan.state.size())
    throw RunError(
        "--find: other families enter in the window under A than under B; there is nothing to compare");
  std::uint32_t found = 0;
  for (std::size_t i = 0; i < plan.state.size(); ++i) {
    if (plan.state[i] == CohortFamilies::no_family) continue;
    if (holds(what, gains_of(plan, baseline, i)) && ++found == nth)
      return plan.first + static_cast<FamilyNumber>(i);
  }
  const auto size = std::count_if(plan.state.begin(), plan.state.end(),
                                  [](std::int8_t state) { return state != CohortFamilies::no_family; });
  throw RunError(
      fmt::format("replication {}: {} of the {} families that enter in the window {} found (looked for: {}); "
                  "try another --replication",
                  replication, found == 0 ? "none" : fmt::format("only {}", found), size,
                  found > 1 ? "are" : "is", in_words(what)));
}

}  // namespace homeward
