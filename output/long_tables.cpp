#include "output/long_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <span>

#include "output/hdf5_write.hpp"
#include "sim/core/catalogs.hpp"

namespace homeward {
namespace {

// Rows of runs are long (the reason) and few.
constexpr std::size_t run_block_rows = 1024;
constexpr std::size_t block_rows = 16384;

// The codes of a column as attributes of its table: <column>_flag_values and <column>_flag_meanings.
template <typename Names>
void describe_codes(hid_t table, const std::string& column, const Names& names) {
  std::vector<std::int8_t> values(std::size(names));
  std::iota(values.begin(), values.end(), std::int8_t{0});
  std::vector<std::string> words(std::begin(names), std::end(names));
  for (auto& word : words) word = flag_meaning(std::move(word));
  hdf5::write_attribute(table, (column + "_flag_values").c_str(), std::span<const std::int8_t>(values));
  hdf5::write_attribute(table, (column + "_flag_meanings").c_str(), fmt::format("{}", fmt::join(words, " ")));
}

void append_run(rows::Columns& columns) {
  columns.push_back({"scenario", rows::ColumnType::int32, sizeof(std::int32_t)});
  columns.push_back({"replication", rows::ColumnType::int32, sizeof(std::int32_t)});
}

void pack_run(std::string& bytes, std::size_t scenario, std::uint32_t replication) {
  rows::put(bytes, static_cast<std::int32_t>(scenario));
  rows::put(bytes, replication);
}

/// A large run's rows go to the file as they are packed, not all at once.
void hand_on_blocks(RowTable& table, std::string& bytes) {
  constexpr std::size_t enough = std::size_t{4} << 20U;
  if (bytes.size() < enough) return;
  table.append(bytes);
  bytes.clear();
}

void pack_text(std::string& bytes, std::string text, std::size_t size) {
  text.resize(size, '\0');
  bytes += text;
}

}  // namespace

std::string flag_meaning(std::string level) {
  std::ranges::replace(level, ' ', '_');
  return level;
}

TraitColumns::TraitColumns(const RunPlan& plan) {
  // Where a value stands in a list; added at its end if it is new.
  const auto place_in = [](std::vector<std::string>& list, const std::string& value) {
    const auto found = std::ranges::find(list, value);
    const auto place = static_cast<std::size_t>(found - list.begin());
    if (found == list.end()) list.push_back(value);
    return place;
  };
  for (const auto& planned : plan.scenarios) {
    std::vector<Place> places;
    for (const auto& trait : planned.scenario->traits) {
      Place place{.column = place_in(names_, trait.name), .codes = {}};
      levels_.resize(names_.size());
      for (const auto& level : trait.levels) {
        place.codes.push_back(static_cast<std::int8_t>(place_in(levels_[place.column], level.name)));
      }
      places.push_back(std::move(place));
    }
    places_.push_back(std::move(places));
  }
}

void TraitColumns::pack(std::string& bytes, std::size_t scenario, const std::int8_t* levels) const {
  const auto start = bytes.size();
  bytes.append(names_.size(), static_cast<char>(-1));
  for (const auto& place : places_[scenario]) {
    bytes[start + place.column] = static_cast<char>(place.codes[static_cast<std::size_t>(*levels++)]);
  }
}

rows::Columns family_columns(std::span<const std::string> traits) {
  rows::Columns columns;
  append_run(columns);
  for (auto& column : rows::columns_of<FamilyRow>()) columns.push_back(std::move(column));
  for (const auto& trait : traits) columns.push_back({"trait_" + trait, rows::ColumnType::int8, 1});
  return columns;
}

rows::Columns event_columns() {
  rows::Columns columns;
  append_run(columns);
  for (auto& column : rows::columns_of<EventRow>()) columns.push_back(std::move(column));
  return columns;
}

rows::Columns run_columns() {
  rows::Columns columns = rows::columns_of<rows::RunRow>();
  columns.push_back({"seed", rows::ColumnType::text, seed_digits});
  columns.push_back({"reason", rows::ColumnType::text, longest_reason});
  return columns;
}

LongTables::LongTables(hid_t file, const RunPlan& plan)
    : plan_(plan),
      traits_(plan),
      group_(hdf5::create_group(file, "tables")),
      runs_(group_, "runs", "run_row", run_columns(), run_block_rows) {
  hdf5::write_attribute(runs_.dataset(), "long_name", "one row a run");
  std::vector<std::string> statuses{"planned", "done", "failed"};
  describe_codes(runs_.dataset(), "status", statuses);
  if (plan.record >= RecordLevel::families) {
    families_.emplace(group_, "families", "family_row", family_columns(traits_.names()), block_rows);
    hdf5::write_attribute(families_->dataset(), "long_name",
                          "one row a family's removal episode; days from the opening");
    describe_codes(families_->dataset(), "exit_kind", exit_kind_names);
    describe_codes(families_->dataset(), "queue_end", queue_end_names);
    for (std::size_t trait = 0; trait < traits_.names().size(); ++trait) {
      describe_codes(families_->dataset(), "trait_" + traits_.names()[trait], traits_.levels()[trait]);
    }
  }
  if (plan.record >= RecordLevel::events) {
    events_.emplace(group_, "events", "event_row", event_columns(), block_rows);
    hdf5::write_attribute(events_->dataset(), "long_name", "one row an event; days from the opening");
    hdf5::write_attribute(events_->dataset(), "families", schema::logged_families_text(plan));
    describe_codes(events_->dataset(), "kind", event_kind_names);
  }
}

void LongTables::add(std::size_t scenario, std::uint32_t replication, schema::RunStatus status,
                     const RunResult& run) {
  rows::RunRow row{.scenario = static_cast<std::int32_t>(scenario),
                   .replication = static_cast<std::int32_t>(replication),
                   .status = static_cast<std::int8_t>(status)};
  std::string bytes;
  if (families_) {
    row.first_family_row = families_->rows();
    row.family_rows = static_cast<std::int64_t>(run.families.size());
    const auto stride = plan_.scenarios[scenario].scenario->traits.size();
    for (std::size_t i = 0; i < run.families.size(); ++i) {
      pack_run(bytes, scenario, replication);
      rows::pack(bytes, run.families[i]);
      traits_.pack(bytes, scenario, run.family_traits.data() + i * stride);
      hand_on_blocks(*families_, bytes);
    }
    families_->append(bytes);
  }
  if (events_) {
    row.first_event_row = events_->rows();
    row.event_rows = static_cast<std::int64_t>(run.log.size());
    bytes.clear();
    for (const auto& event : run.log) {
      pack_run(bytes, scenario, replication);
      rows::pack(bytes, event);
      hand_on_blocks(*events_, bytes);
    }
    events_->append(bytes);
  }
  bytes.clear();
  rows::pack(bytes, row);
  pack_text(bytes, fmt::format("{}", plan_.seed), seed_digits);
  pack_text(bytes, run.reason, longest_reason);
  runs_.append(bytes);
}

void LongTables::finish() {
  runs_.finish();
  if (families_) families_->finish();
  if (events_) events_->finish();
}

}  // namespace homeward
