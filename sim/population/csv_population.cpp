#include "sim/population/csv_population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "sim/core/issues.hpp"
#include "sim/population/csv_cells.hpp"
#include "sim/population/csv_text.hpp"
#include "sim/scenario/digest.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

constexpr std::size_t most_faults = 100;
constexpr double youngest_adult_years = 18;

/// What a column says.
struct Column {
  enum class Says : std::uint8_t { nothing, entry_day, site, weight, age, trait };
  Says says{Says::nothing};
  std::size_t index{};  ///< of the child or trait
};
using Says = Column::Says;

class FileReader {
 public:
  explicit FileReader(const Scenario& scenario) : scenario_(scenario) {
    for (const auto& site : scenario.sites) sites_.push_back(site.name);
    known_ = {"entry_day", "site", "weight"};
    for (std::size_t c = 1; c <= max_children; ++c) known_.push_back(fmt::format("age_{}", c));
    for (const auto& trait : scenario.traits) {
      std::vector<std::string> names;
      for (const auto& level : trait.levels) names.push_back(level.name);
      levels_.push_back(std::move(names));
      if (trait.set_by != TraitSetBy::age) known_.push_back(trait.name);
    }
  }

  CsvPopulation read() {
    const FileText file = homeward::read_text(scenario_.families.csv);
    if (!file.reason.empty())
      fault(0, 0, fmt::format("the population file cannot be read ({})", file.reason));
    if (faults_.empty() && !is_utf8(file.text))
      fault(0, 0, "the population file is not UTF-8 text; a spreadsheet program saves it as \"CSV UTF-8\"");
    if (faults_.empty()) read_text(csv_text(file.text, scenario_.families.csv, faults_));
    if (!faults_.empty()) {
      if (faults_.size() > most_faults) {
        const std::size_t more = faults_.size() - most_faults;
        faults_.resize(most_faults);
        fault(0, 0, fmt::format("and {} more faults", more));
      }
      throw InputError(std::move(faults_));
    }
    finish();
    return std::move(population_);
  }

 private:
  void fault(std::uint32_t row, std::size_t column, std::string text) {
    faults_.push_back({scenario_.families.csv, row, static_cast<std::uint32_t>(column), std::move(text)});
  }
  std::string suggestion(const std::string& name, const std::vector<std::string>& known) const {
    const std::string near = nearest(name, known);
    return near.empty() ? std::string{} : fmt::format("; did you mean {}?", near);
  }

  void note(std::string text) { population_.notes.push_back(std::move(text)); }

  void read_text(CsvText csv) {
    if (csv.rows.empty())
      return fault(0, 0, "the population file is empty; its first row must name the columns");
    if (csv.separator != ',')
      note(fmt::format("its cells are separated by {}", csv.separator == ';' ? "semicolons" : "tabs"));
    leave_out_columns(csv.rows);
    read_header(csv.rows.front());
    if (csv.rows.size() == 1)
      return fault(0, 0, "the population file has no families; it must have a row for each");
    if (csv.blank_rows > 0)
      note(fmt::format("{} blank row{} skipped", csv.blank_rows, csv.blank_rows == 1 ? "" : "s"));
    read_rows(csv.rows);
  }

  /// Cells without any text to the right of the table, and below a header without a name, are no column.
  void leave_out_columns(std::vector<CsvRow>& rows) {
    std::size_t widest = 0;
    for (const auto& row : rows) widest = std::max(widest, row.cells.size());
    std::vector<bool> has_text(widest);
    for (const auto& row : rows)
      for (std::size_t i = 0; i < row.cells.size(); ++i) has_text[i] = has_text[i] || !row.cells[i].empty();
    const auto without = std::count(has_text.begin(), has_text.end(), false);
    for (std::size_t i = 0; i < widest; ++i)
      if (has_text[i]) numbers_.push_back(i + 1);
    if (without == 0) return;
    note(fmt::format("{} empty column{} skipped", without, without == 1 ? "" : "s"));
    for (auto& row : rows) {
      std::vector<std::string> cells;
      for (const auto number : numbers_)
        if (number <= row.cells.size()) cells.push_back(std::move(row.cells[number - 1]));
      row.cells = std::move(cells);
    }
  }

  void read_rows(const std::vector<CsvRow>& rows) {
    bool any_weight = false;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const CsvRow& row = rows[i];
      if (row.cells.size() != columns_.size()) {
        fault(row.number, 0,
              fmt::format("the row has {} cells; the header has {}{}", row.cells.size(), columns_.size(),
                          split_number(row.cells, columns_.size())));
        continue;
      }
      population_.families.push_back(read_family(row));
      any_weight = any_weight || population_.families.back().weight > 0;
    }
    if (!any_weight && faults_.empty()) fault(0, 0, "every weight is 0; at least one must be positive");
    refuse_serial_days(rows);
  }

  /// What a spreadsheet counts from 1900 would put every family a century after the opening.
  void refuse_serial_days(const std::vector<CsvRow>& rows) {
    const auto column = std::find_if(columns_.begin(), columns_.end(),
                                     [](const Column& one) { return one.says == Says::entry_day; });
    if (column == columns_.end()) return;
    const auto i = static_cast<std::size_t>(column - columns_.begin());
    std::size_t serial = 0;
    const CsvRow* first = nullptr;
    for (const auto& row : rows) {
      if (i >= row.cells.size() || !is_serial_day(row.cells[i], scenario_.end())) continue;
      if (first == nullptr) first = &row;
      ++serial;
    }
    if (first == nullptr || 2 * serial < rows.size() - 1) return;
    const auto date = date_of_serial_day(first->cells[i]);
    fault(first->number, numbers_[i],
          fmt::format(
              "entry_day is {}, as are others like it: these are a spreadsheet's serial dates ({} is {}); "
              "write {}",
              first->cells[i], first->cells[i], date,
              scenario_.run.opening
                  ? fmt::format("{}, or days from the opening", date)
                  : fmt::format("days from the opening, or set run.opening and write {}", date)));
  }

  void read_header(const CsvRow& header) {
    header_row_ = header.number;
    std::set<std::string_view> before;
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
      const std::string& name = header.cells[i];
      columns_.push_back(meaning(name, numbers_[i]));
      if (!before.insert(name).second)
        fault(header_row_, numbers_[i], fmt::format("column {} is there twice", name));
      if (columns_.back().says == Says::entry_day) population_.dated = true;
    }
    names_ = header.cells;
    const auto weight = std::find(names_.begin(), names_.end(), "weight");
    if (population_.dated && weight != names_.end()) {
      fault(header_row_, numbers_[static_cast<std::size_t>(weight - names_.begin())],
            "column weight means nothing beside entry_day, with which every row enters once; leave one out");
    }
  }

  Column meaning(const std::string& name, std::size_t column) {
    if (name == "entry_day") return {Says::entry_day};
    if (name == "site") return {Says::site};
    if (name == "weight") return {Says::weight};
    for (std::size_t c = 0; c < max_children; ++c) {
      if (name == fmt::format("age_{}", c + 1)) return {Says::age, c};
    }
    for (std::size_t t = 0; t < scenario_.traits.size(); ++t) {
      if (scenario_.traits[t].name != name) continue;
      if (scenario_.traits[t].set_by != TraitSetBy::age) return {Says::trait, t};
      fault(header_row_, column,
            fmt::format("trait {} follows from the children's ages; give age_1, age_2 ... instead", name));
      return {};
    }
    fault(header_row_, column,
          name.empty() ? "the column has no name"
                       : fmt::format("unknown column {}{}", name, suggestion(name, known_)));
    return {};
  }

  CsvFamily read_family(const CsvRow& row) {
    CsvFamily family;
    family.levels.resize(scenario_.traits.size());
    std::array<std::optional<double>, max_children> ages;
    std::array<std::size_t, max_children> age_column{};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = row.cells[i];
      const auto [says, which] = columns_[i];
      if (says == Says::age) age_column[which] = numbers_[i];
      if (says == Says::entry_day) {
        family.entry_day = read_day(row, i);
      } else if (cell.empty()) {
        continue;  // drawn
      } else if (says == Says::age) {
        ages[which] = read_age(row, i);
      } else if (says == Says::weight) {
        family.weight = read_weight(row, i);
      } else if (says == Says::site) {
        if (const auto site = read_name(row, i, sites_, "site")) family.site = static_cast<SiteIndex>(*site);
      } else if (says == Says::trait) {
        const auto level = read_name(row, i, levels_[which], "level");
        if (level) family.levels[which] = static_cast<std::uint8_t>(*level);
      }
    }
    gather_ages(row, ages, age_column, family);
    return family;
  }

  void gather_ages(const CsvRow& row, const std::array<std::optional<double>, max_children>& ages,
                   const std::array<std::size_t, max_children>& column, CsvFamily& family) {
    std::size_t last = max_children;
    while (last > 0 && !ages[last - 1]) --last;
    for (std::size_t c = 0; c < last; ++c) {
      if (ages[c]) {
        family.ages.push_back(*ages[c]);
      } else {
        fault(row.number, column[c], fmt::format("age_{} is empty but age_{} is given", c + 1, last));
      }
    }
  }

  /// A fault of a cell that must be `what`.
  void wrong(const CsvRow& row, std::size_t i, std::string_view what) {
    const auto& cell = row.cells[i];
    fault(row.number, numbers_[i],
          fmt::format("{} is {}; it must be {}{}", names_[i],
                      cell.empty() ? "empty" : fmt::format("\"{}\"", cell), what, hint_of_number(cell)));
  }

  std::optional<double> read_number(const CsvRow& row, std::size_t i, std::string_view what) {
    const auto value = number_in(row.cells[i]);
    if (!value) wrong(row, i, what);
    return value;
  }

  SimTime read_day(const CsvRow& row, std::size_t i) {
    const auto& cell = row.cells[i];
    const auto& opening = scenario_.run.opening;
    if (const auto date = parse_date(cell)) {
      if (opening) return days_since(*opening, *date);
      fault(
          row.number, numbers_[i],
          fmt::format("entry_day is {}, but the run has no date to count from; set run.opening, the date of "
                      "day 0, or write days from the opening",
                      cell));
      return 0;
    }
    return read_number(row, i,
                       opening ? "a day, counted from the opening, or a date such as 2027-01-31"
                               : "a day, counted from the opening")
        .value_or(0);
  }

  double read_age(const CsvRow& row, std::size_t i) {
    const double adult = scenario_.families.age_out_years;
    const double limit = adult < forever ? adult : youngest_adult_years;
    const auto age = read_number(row, i, "an age in years");
    if (age && !(*age >= 0 && *age < limit)) {
      fault(row.number, numbers_[i],
            fmt::format("{} is {}; it must be in [0, {})", names_[i], row.cells[i], limit));
    }
    return age.value_or(0);
  }

  double read_weight(const CsvRow& row, std::size_t i) {
    const auto weight = read_number(row, i, "a number");
    if (weight && *weight < 0) {
      fault(row.number, numbers_[i], fmt::format("weight is {}; it must be at least 0", row.cells[i]));
    }
    return weight.value_or(1);
  }

  std::optional<std::size_t> read_name(const CsvRow& row, std::size_t i,
                                       const std::vector<std::string>& known, const char* what) {
    const auto found = std::find(known.begin(), known.end(), row.cells[i]);
    if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
    if (const auto level = level_of_yes_or_no(row.cells[i], known)) return level;
    fault(row.number, numbers_[i],
          fmt::format("{} is \"{}\", an unknown {}{}", names_[i], row.cells[i], what,
                      suggestion(row.cells[i], known)));
    return std::nullopt;
  }

  void finish() {
    auto& families = population_.families;
    if (population_.dated) {
      std::stable_sort(families.begin(), families.end(),
                       [](const CsvFamily& a, const CsvFamily& b) { return a.entry_day < b.entry_day; });
      return;
    }
    // Scaled by the greatest first: weights near the largest number must not sum to infinity.
    double greatest = 0;
    for (const auto& family : families) greatest = std::max(greatest, family.weight);
    double sum = 0;
    for (const auto& family : families)
      population_.cumulative_shares.push_back(sum += family.weight / greatest);
    for (double& share : population_.cumulative_shares) share /= sum;
  }

  const Scenario& scenario_;
  std::vector<std::string> known_, sites_, names_;
  std::vector<std::vector<std::string>> levels_;  ///< names, by trait
  std::vector<Column> columns_;
  std::vector<std::size_t> numbers_;  ///< of the columns in the file, 1..
  std::uint32_t header_row_{1};
  std::vector<Issue> faults_;
  CsvPopulation population_;
};

/// Everything in a scenario that the rows of its population file are read by.
std::string reading_key(const Scenario& s) {
  std::string key =
      fmt::format("{}\n{}\n{}\n{}\n{}\n", s.families.csv, s.families.csv_content, s.families.age_out_years,
                  s.end(), s.run.opening ? date_text(*s.run.opening) : "");
  for (const auto& site : s.sites) key += fmt::format("{}:{}\n", site.name.size(), site.name);
  for (const auto& trait : s.traits) {
    key += fmt::format("{}:{} {}\n", trait.name.size(), trait.name, static_cast<int>(trait.set_by));
    for (const auto& level : trait.levels) key += fmt::format("  {}:{}\n", level.name.size(), level.name);
  }
  return key;
}

}  // namespace

CsvPopulation read_csv_population(const Scenario& scenario) {
  return FileReader(scenario).read();
}

std::shared_ptr<const CsvPopulation> csv_population(const Scenario& scenario) {
  // Without its digest nothing tells whether the file is still the same.
  if (scenario.families.csv_content.empty()) {
    return std::make_shared<const CsvPopulation>(read_csv_population(scenario));
  }
  constexpr std::size_t kept = 8;
  static std::mutex guard;
  static std::vector<std::pair<std::string, std::shared_ptr<const CsvPopulation>>> known;  // the latest last
  const std::string key = reading_key(scenario);
  const std::lock_guard lock(guard);
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const auto& entry) { return entry.first == key; });
  if (found != known.end()) return found->second;
  auto population = std::make_shared<const CsvPopulation>(read_csv_population(scenario));
  if (file_digest(scenario.families.csv) != scenario.families.csv_content) {
    throw RunError(fmt::format("{} has changed since the scenario was read", scenario.families.csv));
  }
  if (known.size() == kept) known.erase(known.begin());
  known.emplace_back(key, population);
  return population;
}

void check_population(const Scenario& scenario) {
  if (!scenario.families.csv.empty()) static_cast<void>(csv_population(scenario));
}

}  // namespace homeward
