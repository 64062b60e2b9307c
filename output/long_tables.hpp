#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "output/hdf5_id.hpp"
#include "output/row_table.hpp"
#include "output/schema.hpp"
#include "sim/experiment/run_plan.hpp"

/// The group `tables`: one row a run, and where recorded, one a family's removal episode and one an event.
namespace homeward {

/// The columns `trait_<name>` of /tables/families: every trait of every scenario, with the union of its
/// levels.
class TraitColumns {
 public:
  explicit TraitColumns(const RunPlan& plan);

  const std::vector<std::string>& names() const { return names_; }
  const std::vector<std::vector<std::string>>& levels() const { return levels_; }  ///< [trait]
  /// Adds the levels of one row to its packed bytes; -1 where the scenario lacks a trait.
  void pack(std::string& bytes, std::size_t scenario, const std::int8_t* levels) const;

 private:
  /// Of one trait of a scenario: its column, and its levels as codes of that column.
  struct Place {
    std::size_t column{};
    std::vector<std::int8_t> codes;
  };
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> levels_;
  std::vector<std::vector<Place>> places_;  ///< [scenario][trait of the scenario]
};

/// Columns of /tables/families: the run, FamilyRow, and `trait_<name>` for each trait.
rows::Columns family_columns(std::span<const std::string> traits);
rows::Columns event_columns();
rows::Columns run_columns();

/// How codes are named in attributes, where a blank parts the names.
std::string flag_meaning(std::string level);

class LongTables {
 public:
  /// The plan must outlive the tables.
  LongTables(hid_t file, const RunPlan& plan);

  /// Adds one run, in the order of the plan. Nothing: the run is only planned.
  void add(std::size_t scenario, std::uint32_t replication, schema::RunStatus status, const RunResult& run);
  void finish();

 private:
  const RunPlan& plan_;
  TraitColumns traits_;
  hdf5::Id group_;
  RowTable runs_;
  std::optional<RowTable> families_;
  std::optional<RowTable> events_;
};

inline constexpr std::size_t seed_digits = 20;
inline constexpr std::size_t longest_reason = 240;

}  // namespace homeward
