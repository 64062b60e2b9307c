#include "sim/scenario/leaves.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

/// The unit that the last part of a path says, as the keys carry theirs.
std::string unit_in(std::string_view path, const std::string& of_key) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> units{
      {{"_days", "days"}, {"_years", "years"}, {"_dollars", "dollars"}}};
  for (const auto& [suffix, unit] : units)
    if (path.ends_with(suffix)) return std::string{unit};
  return of_key.empty() ? "1" : of_key;
}

class Collector {
 public:
  explicit Collector(std::string unit) : unit_(std::move(unit)) {}

  void collect(const Value& value, const std::string& path) {
    if (const auto* members = value.table()) {
      for (const auto& [key, member] : *members) collect(member, join_path(path, key));
    } else if (const auto* elements = value.list()) {
      collect(*elements, path);
    } else if (value.is_number()) {
      leaves_.push_back({path, unit_in(path, unit_), value.number(), {}});
    } else {
      const auto* text = value.text();
      const auto* truth = value.boolean();
      leaves_.push_back({path, {}, {}, text ? *text : truth && *truth ? "true" : "false"});
      leaves_.back().number = std::numeric_limits<double>::quiet_NaN();
    }
  }

  std::vector<Leaf> take() { return std::move(leaves_); }

 private:
  void collect(const ValueList& elements, const std::string& path) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const auto& element = elements[i];
      const auto name = name_of(element);
      if (name.empty()) {
        collect(element, join_path(path, fmt::format("{}", i + 1)));
        continue;
      }
      for (const auto& [key, member] : *element.table())
        if (key != "name") collect(member, join_path(join_path(path, name), key));
    }
  }

  std::string unit_;
  std::vector<Leaf> leaves_;
};

}  // namespace

std::vector<Leaf> leaves_of(const KeyInfo& key, std::string_view printed) {
  if (printed.empty()) return {};
  Collector collector(key.unit);
  collector.collect(parse_typed_value(printed, {}), key.name);
  return collector.take();
}

}  // namespace homeward
