#pragma once

#include <fmt/format.h>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/scenario/codecs.hpp"
#include "sim/scenario/key_table.hpp"

namespace homeward {

/// Reaches a member of a scenario: `at(&Scenario::run, &RunLength::seed)`.
template <typename... Members>
auto at(Members... members) {
  return [members...](auto& scenario) -> auto& {
    return (scenario.*....*members);
  };
}

/// The text at which a key's mechanism is off, see KeyInfo::absent.
struct Absent {
  std::string_view text;
};

/// Builds rows of the key table. The type of the member that `access` reaches decides how a key is read and
/// printed:
/// `[](auto& s) -> auto& { return s.run.seed; }`.
class KeyRows {
 public:
  template <typename Access>
  KeyInfo& add(std::string name, std::string unit, Range range, Absent absent, std::string meaning,
               Access access) {
    using Member = std::remove_cvref_t<decltype(access(std::declval<Scenario&>()))>;
    KeyInfo row;
    row.type = type_of<Member>();
    row.unit = std::move(unit);
    row.range = range_text(row.type, range);
    row.absent = absent.text;
    row.meaning = std::move(meaning);
    row.read = [name, range, access](const Value& value, Scenario& scenario, Faults& faults) {
      read(value, name, range, access(scenario), faults);
    };
    row.print = [access](const Scenario& scenario) { return homeward::print(access(scenario)); };
    row.name = std::move(name);
    return rows_.emplace_back(std::move(row));
  }

  /// One row for each name of a closed set: `prefix.stress`, `prefix.isolation` ...
  template <std::size_t n, typename Access>
  void each(const std::string& prefix, const std::array<std::string_view, n>& names, const std::string& unit,
            Range range, const std::array<Absent, n>& absent, const std::string& meaning, Access access) {
    for (std::size_t i = 0; i < n; ++i)
      add(
          prefix + "." + std::string{names[i]}, unit, range, absent[i], meaning,
          [ access, i ](auto& scenario) -> auto& { return access(scenario)[i]; });
  }
  template <std::size_t n, typename Access>
  void each(const std::string& prefix, const std::array<std::string_view, n>& names, const std::string& unit,
            Range range, Absent absent, const std::string& meaning, Access access) {
    std::array<Absent, n> alike;
    alike.fill(absent);
    each(prefix, names, unit, range, alike, meaning, access);
  }

  template <std::size_t n, typename Access>
  KeyInfo& choice(std::string name, const std::array<std::string_view, n>& names, Absent absent,
                  std::string meaning, Access access) {
    using Enum = std::remove_cvref_t<decltype(access(std::declval<Scenario&>()))>;
    KeyInfo row;
    row.type = KeyType::choice;
    row.range = one_of(names);
    row.absent = absent.text;
    row.meaning = std::move(meaning);
    row.read = [name, &names, access](const Value& value, Scenario& scenario, Faults& faults) {
      if (const auto chosen = read_choice(value, name, names, faults))
        access(scenario) = static_cast<Enum>(*chosen);
    };
    row.print = [&names, access](const Scenario& scenario) {
      return toml_string(names[static_cast<std::size_t>(access(scenario))]);
    };
    row.name = std::move(name);
    return rows_.emplace_back(std::move(row));
  }

  KeyInfo& add(KeyInfo row) { return rows_.emplace_back(std::move(row)); }

  std::vector<KeyInfo> take() { return std::move(rows_); }

 private:
  template <typename Member>
  static constexpr KeyType type_of() {
    if constexpr (std::is_same_v<Member, bool>)
      return KeyType::boolean;
    else if constexpr (std::is_same_v<Member, double> || std::is_same_v<Member, std::optional<double>>)
      return KeyType::number;
    else if constexpr (std::is_same_v<Member, std::string>)
      return KeyType::text;
    else if constexpr (std::is_same_v<Member, Duration>)
      return KeyType::duration;
    else if constexpr (std::is_same_v<Member, Clock>)
      return KeyType::clock;
    else if constexpr (std::is_same_v<Member, std::vector<double>>)
      return KeyType::numbers;
    else
      return KeyType::whole_number;
  }

  static std::string range_text(KeyType type, const Range& range) {
    switch (type) {
      case KeyType::number:
      case KeyType::whole_number:
        return range.text();
      case KeyType::duration:
        return range.never ? range.text() + ", or \"never\"" : range.text();
      case KeyType::numbers:
        return "each " + range.text();
      default:
        return {};
    }
  }

  std::vector<KeyInfo> rows_;
};

/// The rows by topic, in the order of the table.
void add_run_and_family_keys(KeyRows& rows);
void add_hazard_keys(KeyRows& rows);
void add_court_keys(KeyRows& rows);
void add_coach_keys(KeyRows& rows);
void add_support_keys(KeyRows& rows);
void add_effect_keys(KeyRows& rows);
void add_cost_keys(KeyRows& rows);

/// Rows that are spelt in a way of their own.
KeyInfo opening_key();
KeyInfo program_start_key();
KeyInfo children_key();
KeyInfo age_out_key();
KeyInfo staffing_key();
KeyInfo queue_rule_key();
KeyInfo sites_key();
KeyInfo traits_key();
KeyInfo sources_key();
KeyInfo uncertainty_key();

/// A member of a table in a list, of a site or a trait.
template <typename Row>
struct Member {
  std::string_view name;
  std::string (*print)(const Row&);  ///< its value as TOML text; "" = not set
  std::optional<Absent> absent;      ///< as of a key: then it is not printed; nothing: it always is
};

/// `{ name = "kin", share = 0.2 }`: the members that say something.
template <typename Row>
std::string print_members(const Row& row, std::span<const Member<Row>> members) {
  std::string result;
  for (const auto& member : members)
    if (const auto text = member.print(row); !member.absent || text != member.absent->text)
      result += fmt::format("{} {} = {}", result.empty() ? "" : ",", member.name, text);
  return "{" + result + " }";
}

std::span<const Member<Site>> site_members();
std::span<const Member<Trait>> trait_members();
/// Of a level of a trait that is set by age, or by shares.
std::span<const Member<TraitLevel>> level_members(TraitSetBy set_by);

/// Dated changes of positions, as `coaches.staffing` and `sites.NAME.staffing` list them; dates are told by
/// the opening, days by themselves.
void read_staffing_changes(const Value& value, const std::string& path, const std::optional<Date>& opening,
                           std::vector<StaffingChange>& changes, Faults& faults);
std::string print_staffing_changes(const std::vector<StaffingChange>& changes);

/// The day of a date (TOML's own or a text "2027-07-01"), counted from the opening. Without one, or where it
/// is no date: nothing, and a fault.
std::optional<Days> read_day_of_date(const Value& value, std::string_view path,
                                     const std::optional<Date>& opening, Faults& faults);

std::string print_site(const Site& site);
std::string print_trait(const Trait& trait);
std::string print_traits(const std::vector<Trait>& traits);
std::string print_source(const Source& source);
std::string print_uncertain(const UncertainParameter& parameter);

/// An element of a list of tables with names, and its path by that name ("traits.kin").
struct NamedValue {
  std::string path;
  const Value* value{};
};

/// The tables of a list that have a name of their own; what has none, a bad one or one met before is told.
std::vector<NamedValue> read_named(const Value& list, std::string_view path, Faults& faults);

/// Whether shares sum to 1, up to the rounding of decimal fractions (1e-9).
bool is_one(double sum);

bool has_control_character(std::string_view text);

}  // namespace homeward
