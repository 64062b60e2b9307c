#include "output/run_tables.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "fixtures.hpp"
#include "output/checksum.hpp"
#include "output/part_codec.hpp"
#include "output/part_file.hpp"
#include "sim/core/version.hpp"
#include "sim/experiment/run_list.hpp"

using namespace homeward;
using namespace homeward::testing;

namespace {

/// What another program stores: an outcome, a series and an event more, and all in another order.
RunTables other_tables() {
  auto tables = own_tables();
  for (auto* names :
       {&tables.outcomes, &tables.diagnostics, &tables.by_trait, &tables.series, &tables.cumulative}) {
    names->emplace_back("of_another_program");
    std::ranges::reverse(*names);
  }
  return tables;
}

/// A run as that program stores it, with `own` in the places that own tables name, and -1 in the others.
template <typename T>
std::vector<T> as_stored(const std::vector<T>& own, const std::vector<std::string>& own_names,
                         const std::vector<std::string>& names) {
  const auto each = own.size() / own_names.size();
  std::vector<T> stored;
  for (const auto& name : names) {
    const auto place = static_cast<std::size_t>(std::ranges::find(own_names, name) - own_names.begin());
    for (std::size_t i = 0; i < each; ++i)
      stored.push_back(place < own_names.size() ? own[place * each + i] : T{-1});
  }
  return stored;
}

RunResult as_stored(RunResult run, const RunTables& tables) {
  const auto& own = own_tables();
  run.outcomes = as_stored(run.outcomes, own.outcomes, tables.outcomes);
  run.diagnostics = as_stored(run.diagnostics, own.diagnostics, tables.diagnostics);
  run.reasons = as_stored(run.reasons, own.outcomes, tables.outcomes);
  run.by_trait = as_stored(run.by_trait, own.by_trait, tables.by_trait);
  run.series = as_stored(run.series, own.series, tables.series);
  run.cumulative = as_stored(run.cumulative, own.cumulative, tables.cumulative);
  run.at_risk = as_stored(run.at_risk, own.cumulative, tables.cumulative);
  return run;
}

/// A part as a program with these tables writes it.
void write_part(const std::filesystem::path& folder, const RunPlan& plan, const RunTables& tables) {
  auto bytes = "homeward-part 4 model " + std::string(model_version) + '\n' + tables_text(tables);
  for (const auto run : all_runs(plan)) {
    const auto id = run_id(plan, run);
    std::string one;
    encode(one, {plan.scenarios[id.scenario].digest, plan.seed, id.replication, plan.record, "all"},
           as_stored(made_up(plan, id.scenario, id.replication), tables));
    const std::uint64_t size = one.size();
    bytes.append(reinterpret_cast<const char*>(&size), sizeof(size)).append(one);
  }
  std::filesystem::create_directories(folder);
  write_bytes(folder / "other.part", bytes + checksum_text(bytes));
}

}  // namespace

TEST_CASE("run tables: come back from their text") {
  CHECK(read_tables(tables_text(own_tables())) == own_tables());
  CHECK(read_tables(tables_text(RunTables{})) == RunTables{});
  CHECK_FALSE(read_tables("outcomes a b\n\n"));
}

TEST_CASE("run tables: a stored run that has more, in another order, is used") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::series);
  write_part(folder / "parts", plan, other_tables());
  PartSource source(folder / "parts", plan);
  CHECK(source.lacking().empty());
  REQUIRE(source.runs() == plan.runs());
  for (std::size_t s = 0; s < plan.scenarios.size(); ++s)
    CHECK(same(*source.load(s, 1, Portion::everything), made_up(plan, s, 1)));
}

TEST_CASE("run tables: a stored run that lacks an outcome is not there, and the outcome is named") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::runs);
  auto tables = own_tables();
  const auto lost = tables.outcomes[3];
  std::erase(tables.outcomes, lost);
  write_part(folder / "parts", plan, tables);
  const PartSource source(folder / "parts", plan);
  CHECK(source.runs() == 0);
  CHECK(source.lacking().at(0) == lost);
  CHECK(std::filesystem::exists(folder / "parts/other.part"));  // its program may still want it
}

TEST_CASE("run tables: series are asked for only where they are recorded") {
  auto tables = own_tables();
  tables.series.pop_back();
  CHECK(lacking(tables, RecordLevel::runs).empty());
  CHECK(lacking(tables, RecordLevel::series) == std::vector<std::string>{own_tables().series.back()});
  tables = own_tables();
  tables.families.emplace_back("shoe_size");
  CHECK(lacking(tables, RecordLevel::series).empty());
  CHECK(lacking(tables, RecordLevel::families) == std::vector<std::string>{"the rows of families"});
}

TEST_CASE("run tables: an outcome that changed meaning since a run was stored is not in it") {
  auto tables = own_tables();
  tables.definitions.clear();
  std::vector<std::string> changed;
  for (const auto& outcome : outcome_table())
    if (!outcome.changed_in.empty()) changed.push_back(std::string(outcome.name) + " as it is defined now");
  CHECK(lacking(tables, RecordLevel::runs) == changed);
}
