#include "sim/scenario/scenario_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

/// TOML of one value. Most are numbers, which need no parser.
Value parse_printed(const std::string& text) {
  double number{};
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && stopped == end && !std::isnan(number)) {
    Value value;
    value.data = number;
    return value;
  }
  return parse_typed_value(text, {});
}

const Value* element_named(const ValueList& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Value& one) { return name_of(one) == name; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

ScenarioPath::ScenarioPath(std::string_view path) {
  const auto parts = parse_path(path);
  if (!parts) return;
  std::string name;
  for (std::size_t i = 0; i < parts->size() && key_ == nullptr; ++i) {
    name = join_path(name, (*parts)[i]);
    key_ = find_key(name);
    if (key_ != nullptr) below_.assign(parts->begin() + static_cast<std::ptrdiff_t>(i) + 1, parts->end());
  }
}

std::optional<Value> ScenarioPath::value(const Scenario& scenario) const {
  if (key_ == nullptr) return std::nullopt;
  const auto text = key_->print(scenario);
  if (text.empty()) return std::nullopt;
  const Value whole = parse_printed(text);
  const Value* at = &whole;
  for (const auto& part : below_) {
    at = at->list() != nullptr ? element_named(*at->list(), part) : at->member(part);
    if (at == nullptr) return std::nullopt;
  }
  return *at;
}

std::optional<double> ScenarioPath::number(const Scenario& scenario) const {
  const auto found = value(scenario);
  if (!found || !found->is_number()) return std::nullopt;
  return found->number();
}

}  // namespace homeward
