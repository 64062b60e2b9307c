#include "sim/scenario/distribution_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <numeric>

#include "sim/scenario/codecs.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {
// Shapes beyond 100 are point masses in all but name, and powers of them overflow.
const Range shape = above_up_to(0, 100);
const Range scale = above(0);
const Range any{};
}  // namespace

std::span<const DistributionInfo> time_distributions() {
  static const std::vector<DistributionInfo> kinds{
      {"exponential", {{"mean_days", scale}}, true, true, "constant hazard 1 / mean"},
      {"weibull",
       {{"shape", shape}, {"scale_days", scale}},
       true,
       true,
       "cumulative hazard (t / scale)^shape; a shape below 1 is a hazard that falls"},
      {"loglogistic",
       {{"shape", shape}, {"scale_days", scale}},
       true,
       false,
       "cumulative hazard ln(1 + (t / scale)^shape); the scale is the median"},
      {"gompertz",
       {{"rate_per_day", scale}, {"growth_per_day", between(-10, 10)}},
       true,
       false,
       "hazard rate * exp(growth * t)"},
      {"piecewise",
       {{"from_days", at_least(0), true}, {"rates_per_day", at_least(0), true}},
       true,
       false,
       "hazard rates[i] from from_days[i] on; from_days starts at 0 and increases"},
      {"lognormal",
       {{"median_days", scale}, {"sigma", between(0, 20)}},
       false,
       true,
       "sigma: sd of the logarithm"},
      {"gamma", {{"shape", shape}, {"scale_days", scale}}, false, true, "mean shape * scale"},
      {"uniform",
       {{"low_days", at_least(0)}, {"high_days", at_least(0)}},
       false,
       true,
       "between low and high"},
      {"empirical",
       {{"values_days", at_least(0), true}, {"weights", at_least(0), true, true}},
       false,
       true,
       "one of the values, by weight (equal if none are given)"}};
  return kinds;
}

std::span<const DistributionInfo> uncertainty_distributions() {
  static const std::vector<DistributionInfo> kinds{
      {"lognormal",
       {{"median", above(0)}, {"sigma", between(0, 20)}},
       false,
       false,
       "sigma: sd of the logarithm"},
      {"normal", {{"mean", any}, {"sd", at_least(0)}}, false, false, ""},
      {"beta", {{"alpha", above(0)}, {"beta", above(0)}}, false, false, "on [0, 1]"},
      {"uniform", {{"low", any}, {"high", any}}, false, false, ""},
      {"triangular", {{"low", any}, {"mode", any}, {"high", any}}, false, false, ""},
      {"gamma", {{"shape", above(0)}, {"scale", above(0)}}, false, false, "mean shape * scale"},
      {"exponential", {{"mean", above(0)}}, false, false, ""},
      {"weibull", {{"shape", above(0)}, {"scale", above(0)}}, false, false, ""},
      {"dirichlet",
       {{"concentrations", above(0), true}},
       false,
       false,
       "for a table of shares or weights, one concentration a key, in the order of the key table"}};
  return kinds;
}

const DistributionInfo& kind_named(std::span<const DistributionInfo> kinds, std::string_view name) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& kind) { return kind.name == name; });
  assert(found != kinds.end());
  return *found;
}

namespace {

const DistributionInfo* read_kind(const Value& value, std::string_view path,
                                  std::span<const DistributionInfo> kinds, Faults& faults) {
  const Value* name = value.member("distribution");
  const std::string name_path = fmt::format("{}.distribution", path);
  if (name == nullptr) {
    faults.add(value.origin, path, fmt::format("{} is a table without the key distribution", path));
    return nullptr;
  }
  std::vector<std::string> names;
  for (const auto& kind : kinds) {
    names.emplace_back(kind.name);
    if (name->text() != nullptr && *name->text() == kind.name) return &kind;
  }
  std::string must = fmt::format("one of {}", fmt::join(names, ", "));
  if (name->text() != nullptr)
    if (const auto near = nearest(*name->text(), names); !near.empty())
      must += fmt::format("; the nearest is {}", near);
  faults.wrong(*name, name_path, must);
  return nullptr;
}

std::string parameters_of(const DistributionInfo& kind) {
  std::vector<std::string_view> names;
  for (const auto& parameter : kind.parameters)
    if (!parameter.optional) names.push_back(parameter.name);
  return fmt::format("{}", fmt::join(names, " and "));
}

std::vector<double> read_parameter(const Value& table, std::string_view path, const DistributionInfo& kind,
                                   const ParameterInfo& parameter, Faults& faults) {
  const std::string parameter_path = join_path(path, parameter.name);
  const Value* value = table.member(parameter.name);
  if (value == nullptr) {
    if (!parameter.optional)
      faults.add(
          table.origin, path,
          fmt::format("{} has no {}; {} needs {}", path, parameter.name, kind.name, parameters_of(kind)));
    return {};
  }
  std::vector<double> numbers;
  if (parameter.list) {
    read(*value, parameter_path, parameter.range, numbers, faults);
    if (value->list() != nullptr && numbers.empty() && !parameter.optional)
      faults.wrong(*value, parameter_path, "a list of at least one number");
  } else {
    read(*value, parameter_path, parameter.range, numbers.emplace_back(), faults);
  }
  return numbers;
}

void refuse_unknown_parameters(const Value& table, std::string_view path, const DistributionInfo& kind,
                               Faults& faults) {
  std::vector<std::string> known{join_path(path, "distribution")};
  for (const auto& parameter : kind.parameters) known.push_back(join_path(path, parameter.name));
  for (const auto& [key, member] : *table.table())
    if (const auto member_path = join_path(path, key);
        std::find(known.begin(), known.end(), member_path) == known.end())
      faults.unknown(member, member_path, known);
}

/// Rules between the parameters of one distribution.
void check_together(const Value& value, std::string_view path, const WrittenDistribution& written,
                    Faults& faults) {
  const auto& kind = *written.kind;
  const auto& lists = written.parameters;
  const auto tell = [&](std::string_view parameter, std::string_view text) {
    const Value* at = value.member(parameter);
    faults.add(at != nullptr ? at->origin : value.origin, path,
               fmt::format("{}.{} {}", path, parameter, text));
  };
  if (kind.name == "uniform" && lists[0][0] > lists[1][0])
    tell(kind.parameters[1].name,
         fmt::format("is {}; it must be at least the low end, {}", lists[1][0], lists[0][0]));
  if (kind.name == "triangular" && !(lists[0][0] <= lists[1][0] && lists[1][0] <= lists[2][0]))
    tell("mode", fmt::format("is {}; it must be between low and high", lists[1][0]));
  if (kind.name == "dirichlet" && lists[0].size() < 2)
    tell("concentrations", "has one number; it must have two or more");
  if (kind.name == "piecewise") {
    const auto& from = lists[0];
    if (from[0] != 0) tell("from_days", fmt::format("starts at {}; it must start at 0", from[0]));
    if (std::adjacent_find(from.begin(), from.end(), std::greater_equal{}) != from.end())
      tell("from_days", "does not increase");
    if (lists[1].size() != from.size())
      tell("rates_per_day", fmt::format("has {} numbers; from_days has {}", lists[1].size(), from.size()));
  }
  if (kind.name == "empirical" && !lists[1].empty()) {
    if (lists[1].size() != lists[0].size())
      tell("weights", fmt::format("has {} numbers; values_days has {}", lists[1].size(), lists[0].size()));
    if (!(std::accumulate(lists[1].begin(), lists[1].end(), 0.0) > 0)) tell("weights", "are all 0");
  }
}

}  // namespace

std::optional<WrittenDistribution> read_distribution(const Value& value, std::string_view path,
                                                     std::span<const DistributionInfo> kinds,
                                                     Faults& faults) {
  WrittenDistribution written;
  written.kind = read_kind(value, path, kinds, faults);
  if (written.kind == nullptr) return std::nullopt;
  refuse_unknown_parameters(value, path, *written.kind, faults);
  for (const auto& parameter : written.kind->parameters)
    written.parameters.push_back(read_parameter(value, path, *written.kind, parameter, faults));
  if (faults.any_at(path)) return std::nullopt;
  check_together(value, path, written, faults);
  if (faults.any_at(path)) return std::nullopt;
  return written;
}

std::string print_distribution(const DistributionInfo& kind,
                               const std::vector<std::vector<double>>& parameters) {
  std::string result = fmt::format("{{ distribution = \"{}\"", kind.name);
  for (std::size_t i = 0; i < kind.parameters.size(); ++i) {
    if (kind.parameters[i].optional && parameters[i].empty()) continue;
    const auto& numbers = parameters[i];
    result += fmt::format(", {} = {}", kind.parameters[i].name,
                          kind.parameters[i].list ? print(numbers) : print(numbers.front()));
  }
  return result + " }";
}

}  // namespace homeward
