#include "sim/scenario/faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {
constexpr std::size_t longest_shown_path = 120;

/// What somebody who wrote this may have meant, "" where there is nothing to say.
std::string hint(const Value& value, std::string_view path) {
  const bool date = std::holds_alternative<Date>(value.data);
  if (date && path == "program.start_days")
    return "; for a date write program.start, with run.opening the date of day 0";
  if (date && path.ends_with(".date_days"))
    return fmt::format("; for a date write date = {}, with run.opening the date of day 0", show(value));
  if (date && path.ends_with("_days")) return "; days count from the opening of the window";
  const std::string* text = value.text();
  const bool ratio = text != nullptr && text->size() > 2 && text->starts_with("1:") &&
                     text->find_first_not_of("0123456789", 2) == std::string::npos;
  return ratio ? fmt::format("; for {} write {}", *text, text->substr(2)) : "";
}

bool is_own_set(const Origin& at, std::string_view path) {
  return at.place == fmt::format("--set {}", path);
}
}  // namespace

void Faults::meet(const std::string& place) {
  places_.emplace(place, places_.size());
}

void Faults::add(const Origin& at, std::string_view path, std::string text) {
  paths_.emplace(path);
  if (issues_.size() > most_) return;
  if (full()) text = "has more faults than are told here";
  meet(at.place);
  issues_.push_back({at.place, at.line, at.column, std::move(text)});
}

void Faults::wrong(const Value& value, std::string_view path, std::string_view must) {
  if (is_own_set(value.origin, path))
    add(value.origin, path, fmt::format("{} is not {}{}", show(value), must, hint(value, path)));
  else
    add(value.origin, path,
        fmt::format("{} is {}; it must be {}{}", shortened(path, longest_shown_path), show(value), must,
                    hint(value, path)));
}

void Faults::unknown(const Value& value, std::string_view path, std::span<const std::string> known) {
  std::string text = is_own_set(value.key_origin, path)
                         ? "not a known key"
                         : fmt::format("{} is not a known key", shortened(path, longest_shown_path));
  if (!full())
    if (const auto name = nearest(path, known); !name.empty())
      text += fmt::format("; the nearest is {}", name);
  add(value.key_origin, path, std::move(text));
}

bool Faults::any_at(std::string_view path) const {
  for (auto next = paths_.lower_bound(path); next != paths_.end() && next->starts_with(path); ++next)
    if (is_at_or_below(*next, path)) return true;
  return false;
}

std::vector<Issue> Faults::take() {
  std::stable_sort(issues_.begin(), issues_.end(), [this](const Issue& a, const Issue& b) {
    return std::tuple(places_[a.place], a.line, a.column) < std::tuple(places_[b.place], b.line, b.column);
  });
  paths_.clear();
  return std::exchange(issues_, {});
}

void throw_if_any(Faults& faults) {
  if (!faults.empty()) throw InputError(faults.take());
}

}  // namespace homeward
