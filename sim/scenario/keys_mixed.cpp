#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/key_rows.hpp"

/// Keys that are spelt in more than one way.
namespace homeward {

namespace {
constexpr std::size_t most_children = 6;

KeyInfo mixed(std::string name, std::string unit, std::string range, Absent absent, std::string meaning) {
  KeyInfo row;
  row.name = std::move(name);
  row.type = KeyType::mixed;
  row.unit = std::move(unit);
  row.range = std::move(range);
  row.absent = absent.text;
  row.meaning = std::move(meaning);
  return row;
}

/// The one number of children that all families have, or nothing.
std::optional<std::size_t> only_size(const std::vector<double>& shares) {
  if (shares.empty() || shares.back() != 1.0) return std::nullopt;
  const bool alone = std::all_of(shares.begin(), shares.end() - 1, [](double share) { return share == 0.0; });
  return alone ? std::optional{shares.size()} : std::nullopt;
}

void read_children(const Value& value, Scenario& scenario, Faults& faults) {
  constexpr std::string_view path = "families.children";
  if (value.table() != nullptr) {
    refuse_others(value, path, {"shares"}, faults);
    const Value* shares = value.member("shares");
    if (shares == nullptr)
      faults.add(value.origin, path, "families.children has no shares");
    else if (shares->list() != nullptr && (shares->list()->empty() || shares->list()->size() > most_children))
      faults.wrong(*shares, "families.children.shares", "a list of 1 to 6 shares");
    else
      read(*shares, "families.children.shares", probability(), scenario.families.children, faults);
  } else if (value.text() != nullptr && *value.text() == "one") {
    scenario.families.children = {1.0};
  } else if (value.is_number()) {
    std::uint32_t size = 0;
    read(value, path, between(1, most_children), size, faults);
    if (size == 0) return;
    scenario.families.children.assign(size, 0.0);
    scenario.families.children.back() = 1.0;
  } else {
    faults.wrong(value, path, R"("one", a whole number from 1 to 6, or { shares = [...] })");
  }
}
}  // namespace

KeyInfo children_key() {
  KeyInfo row = mixed("families.children", "", R"("one", 1 to 6, or { shares = [...] } with sum 1)",
                      Absent{"\"one\""}, "children of a family: shares of families with 1, 2, ... children");
  row.read = read_children;
  row.print = [](const Scenario& scenario) {
    const auto& shares = scenario.families.children;
    const auto size = only_size(shares);
    if (!size) return fmt::format("{{ shares = {} }}", print(shares));
    return *size == 1 ? std::string{"\"one\""} : fmt::format("{}", *size);
  };
  return row;
}

KeyInfo age_out_key() {
  KeyInfo row = mixed("families.age_out_years", "years", R"(greater than 0, or "never")", Absent{"\"never\""},
                      R"(age at which a child is adult (18 in fact); "never": no child turns adult)");
  row.read = [](const Value& value, Scenario& scenario, Faults& faults) {
    const bool never = value.text() != nullptr && *value.text() == "never";
    if (never)
      scenario.families.age_out_years = forever;
    else if (!value.is_number())
      faults.wrong(value, "families.age_out_years", R"(a number or "never")");
    else
      read(value, "families.age_out_years", endless(above(0)), scenario.families.age_out_years, faults);
  };
  row.print = [](const Scenario& scenario) {
    const double years = scenario.families.age_out_years;
    return years == forever ? std::string{"\"never\""} : print(years);
  };
  return row;
}

namespace {

StaffingChange read_staffing_change(const Value& value, const std::string& path,
                                    const std::optional<Date>& opening, Faults& faults) {
  StaffingChange change;
  if (!is_table(value, path, faults)) return change;
  refuse_others(value, path, {"date", "date_days", "positions", "positions_per_100_entries"}, faults);
  const auto one_of_two = [&](const char* first, const char* second) {
    const bool both = value.member(first) != nullptr && value.member(second) != nullptr;
    const bool neither = value.member(first) == nullptr && value.member(second) == nullptr;
    if (both || neither)
      faults.add(value.origin, path,
                 fmt::format("{} has {} {} {} {}; it must have one of the two", path,
                             both ? "both" : "neither", first, both ? "and" : "nor", second));
  };
  one_of_two("date_days", "date");
  if (const Value* days = value.member("date_days"))
    read(*days, join_path(path, "date_days"), Range{}, change.date_days, faults);
  if (const Value* date = value.member("date"))
    change.date_days = read_day_of_date(*date, join_path(path, "date"), opening, faults).value_or(0);
  one_of_two("positions", "positions_per_100_entries");
  if (const Value* whole = value.member("positions"))
    read(*whole, join_path(path, "positions"), between(0, 1e6), change.positions, faults);
  if (const Value* per_entries = value.member("positions_per_100_entries"))
    read(*per_entries, join_path(path, "positions_per_100_entries"), between(0, 1e6),
         change.positions_per_100_entries, faults);
  return change;
}

}  // namespace

void read_staffing_changes(const Value& value, const std::string& path, const std::optional<Date>& opening,
                           std::vector<StaffingChange>& changes, Faults& faults) {
  if (value.list() == nullptr) {
    faults.wrong(value, path, "a list of { date_days, positions }");
    return;
  }
  changes.clear();
  for (std::size_t i = 0; i < value.list()->size(); ++i) {
    const Value& element = (*value.list())[i];
    const auto at = fmt::format("{}[{}]", path, i);
    changes.push_back(read_staffing_change(element, at, opening, faults));
    if (i == 0 || faults.any_at(at) || changes[i].date_days > changes[i - 1].date_days) continue;
    const bool by_date = element.member("date") != nullptr;
    const Value& day = *element.member(by_date ? "date" : "date_days");
    faults.add(day.origin, at,
               fmt::format("{}.{} is {}; it must be later than the one before, {}", at,
                           by_date ? "date" : "date_days", show(day),
                           by_date ? day_and_date(changes[i - 1].date_days, opening)
                                   : fmt::format("{}", changes[i - 1].date_days)));
  }
}

std::string print_staffing_changes(const std::vector<StaffingChange>& changes) {
  std::string result = "[";
  for (const auto& change : changes) {
    if (result.size() > 1) result += ", ";
    result += fmt::format("{{ date_days = {}", print(change.date_days));
    if (change.positions) result += fmt::format(", positions = {}", *change.positions);
    if (change.positions_per_100_entries)
      result += fmt::format(", positions_per_100_entries = {}", print(*change.positions_per_100_entries));
    result += " }";
  }
  return result + "]";
}

KeyInfo staffing_key() {
  KeyInfo row = mixed("coaches.staffing", "",
                      "list of { date_days, positions } or { date_days, positions_per_100_entries }, dates "
                      "increasing; with run.opening also date = 2027-07-01",
                      Absent{"[]"}, "later numbers of positions; days from the opening");
  row.read = [](const Value& value, Scenario& scenario, Faults& faults) {
    read_staffing_changes(value, "coaches.staffing", scenario.run.opening, scenario.program.coaches.staffing,
                          faults);
  };
  row.print = [](const Scenario& scenario) {
    return print_staffing_changes(scenario.program.coaches.staffing);
  };
  return row;
}

namespace {

constexpr std::string_view queue_path = "coaches.queue_rule";

void read_queue_rule(const Value& value, Scenario& scenario, Faults& faults) {
  auto& weights = scenario.program.coaches.queue_weights;
  if (value.table() == nullptr) {
    if (const auto rule = read_choice(value, queue_path, queue_rule_names, faults)) {
      weights.fill(0);
      weights[*rule] = 1;
    }
    return;
  }
  std::array<double, queue_rules> given{};
  double sum = 0;
  std::vector<std::string> known;
  for (const auto name : queue_rule_names) known.push_back(join_path(queue_path, name));
  for (const auto& [key, member] : *value.table()) {
    const auto rule = std::find(queue_rule_names.begin(), queue_rule_names.end(), key);
    const auto path = join_path(queue_path, key);
    if (rule == queue_rule_names.end()) {
      faults.unknown(member, path, known);
      continue;
    }
    double& weight = given[static_cast<std::size_t>(rule - queue_rule_names.begin())];
    read(member, path, between(0, 1e6), weight, faults);
    sum += weight;
  }
  if (!faults.any_at(queue_path) && !(sum > 0))
    faults.add(value.origin, queue_path, "coaches.queue_rule has no weight above 0");
  weights = given;
}

std::string print_queue_rule(const Scenario& scenario) {
  const auto& weights = scenario.program.coaches.queue_weights;
  const auto zeros = std::count(weights.begin(), weights.end(), 0.0);
  const auto one = std::find(weights.begin(), weights.end(), 1.0);
  if (zeros + 1 == static_cast<std::ptrdiff_t>(weights.size()) && one != weights.end())
    return toml_string(queue_rule_names[static_cast<std::size_t>(one - weights.begin())]);
  std::string result = "{ ";
  for (std::size_t i = 0; i < weights.size(); ++i)
    result += fmt::format("{}{} = {}", i > 0 ? ", " : "", queue_rule_names[i], print(weights[i]));
  return result + " }";
}

}  // namespace

KeyInfo queue_rule_key() {
  KeyInfo row = mixed(std::string{queue_path}, "",
                      fmt::format("{}, or a table of weights over these", one_of(queue_rule_names)),
                      Absent{"\"first_come\""}, "who of the waiting families gets the next free coach");
  row.read = read_queue_rule;
  row.print = print_queue_rule;
  return row;
}

}  // namespace homeward
