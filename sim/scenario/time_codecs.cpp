#include <fmt/format.h>

#include <array>
#include <type_traits>

#include "sim/scenario/codecs.hpp"
#include "sim/scenario/distribution_kinds.hpp"

/// Clocks and durations.
namespace homeward {

namespace {

constexpr std::string_view a_clock = R"(exponential, weibull, loglogistic, gompertz, piecewise or "never")";
constexpr std::string_view a_duration =
    "a number of days or a distribution (exponential, weibull, lognormal, gamma, uniform, empirical)";

/// Makes every kind that has a hazard; what a clock refuses was told before.
template <typename Time>
std::optional<Time> make_with_hazard(const WrittenDistribution& written) {
  const auto name = written.kind->name;
  if (name == "exponential") return Exponential{written.number(0)};
  if (name == "weibull") return Weibull{written.number(0), written.number(1)};
  return std::nullopt;
}

Clock make_clock(const WrittenDistribution& written) {
  if (auto common = make_with_hazard<Clock>(written)) return *common;
  const auto name = written.kind->name;
  if (name == "loglogistic") return LogLogistic{written.number(0), written.number(1)};
  if (name == "gompertz") return Gompertz{written.number(0), written.number(1)};
  return Piecewise{written.parameters[0], written.parameters[1]};
}

Duration make_duration(const WrittenDistribution& written) {
  if (auto common = make_with_hazard<Duration>(written)) return *common;
  const auto name = written.kind->name;
  if (name == "lognormal") return Lognormal{written.number(0), written.number(1)};
  if (name == "gamma") return Gamma{written.number(0), written.number(1)};
  if (name == "uniform") return Uniform{written.number(0), written.number(1)};
  Empirical empirical{written.parameters[0], written.parameters[1]};
  if (empirical.weights.empty()) empirical.weights.assign(empirical.values.size(), 1.0);
  return empirical;
}

bool is_never(const Value& value) {
  return value.text() != nullptr && *value.text() == "never";
}

std::string print_kind(std::string_view name, const std::vector<std::vector<double>>& parameters) {
  return print_distribution(kind_named(time_distributions(), name), parameters);
}

struct Print {
  std::string operator()(const Never&) const { return "\"never\""; }
  std::string operator()(const Fixed& d) const { return number_text(d.days); }
  std::string operator()(const Exponential& d) const { return print_kind("exponential", {{d.mean}}); }
  std::string operator()(const Weibull& d) const { return print_kind("weibull", {{d.shape}, {d.scale}}); }
  std::string operator()(const LogLogistic& d) const {
    return print_kind("loglogistic", {{d.shape}, {d.scale}});
  }
  std::string operator()(const Gompertz& d) const {
    return print_kind("gompertz", {{d.rate_per_day}, {d.growth_per_day}});
  }
  std::string operator()(const Piecewise& d) const {
    return print_kind("piecewise", {d.from_days, d.rates_per_day});
  }
  std::string operator()(const Lognormal& d) const {
    return print_kind("lognormal", {{d.median}, {d.sigma}});
  }
  std::string operator()(const Gamma& d) const { return print_kind("gamma", {{d.shape}, {d.scale}}); }
  std::string operator()(const Uniform& d) const { return print_kind("uniform", {{d.low}, {d.high}}); }
  std::string operator()(const Empirical& d) const { return print_kind("empirical", {d.values, d.weights}); }
};

}  // namespace

void read(const Value& value, std::string_view path, const Range&, Clock& out, Faults& faults) {
  if (is_never(value)) {
    out = Never{};
  } else if (value.is_number()) {
    faults.wrong(value, path, fmt::format("{} (a fixed time has no hazard to multiply)", a_clock));
  } else if (value.table() == nullptr) {
    faults.wrong(value, path, a_clock);
  } else if (const auto written = read_distribution(value, path, time_distributions(), faults)) {
    if (written->kind->clock)
      out = make_clock(*written);
    else
      faults.wrong(*value.member("distribution"), fmt::format("{}.distribution", path),
                   fmt::format("{} ({} has no hazard to multiply here)", a_clock, written->kind->name));
  }
}

void read(const Value& value, std::string_view path, const Range& range, Duration& out, Faults& faults) {
  const std::string must =
      range.never ? fmt::format(R"({}, or "never")", a_duration) : std::string{a_duration};
  if (is_never(value) && range.never) {
    out = Never{};
  } else if (value.is_number()) {
    Fixed fixed;
    read(value, path, range, fixed.days, faults);
    out = fixed;
  } else if (value.table() == nullptr) {
    faults.wrong(value, path, must);
  } else if (const auto written = read_distribution(value, path, time_distributions(), faults)) {
    if (written->kind->duration)
      out = make_duration(*written);
    else
      faults.wrong(*value.member("distribution"), fmt::format("{}.distribution", path), must);
  }
}

std::string print(const Clock& value) {
  return std::visit(Print{}, value);
}
std::string print(const Duration& value) {
  return std::visit(Print{}, value);
}

}  // namespace homeward
