#include "output/results_source.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "output/long_tables.hpp"
#include "output/results_state.hpp"
#include "output/run_datasets.hpp"
#include "sim/core/version.hpp"
#include "sim/experiment/digest_by.hpp"

namespace homeward {
namespace {

// Runs are asked for in about the order in which they lie in the file.
constexpr std::size_t blocks_kept = 3;

bool serves(const ResultsFile& file, const RunPlan& plan) {
  if (file.model_version() != model_version || file.seed() != plan.seed) return false;
  if (file.record() < plan.record || !file.lacking(plan.record).empty()) return false;
  return plan.record < RecordLevel::events || file.logged_families() == schema::logged_families_text(plan);
}

/// The file's columns are the union over its scenarios; a run knows only its own traits, by its own codes.
struct CodeMap {
  std::size_t column{};
  std::vector<std::int8_t> levels;  ///< [code of the column]: the scenario's own; -1: not one of its levels

  std::int8_t level(std::int8_t code) const {
    if (code < 0 || static_cast<std::size_t>(code) >= levels.size() ||
        levels[static_cast<std::size_t>(code)] < 0) {
      throw hdf5::Failure("tables/families has an unknown level of a trait");
    }
    return levels[static_cast<std::size_t>(code)];
  }
};

CodeMap map_codes(const Trait& trait, const std::vector<ResultsFile::TraitColumn>& columns) {
  const auto column = std::ranges::find(columns, trait.name, &ResultsFile::TraitColumn::name);
  if (column == columns.end()) throw hdf5::Failure("tables/families lacks a trait of its scenario");
  CodeMap map{.column = static_cast<std::size_t>(column - columns.begin()), .levels = {}};
  for (const auto& meaning : column->levels) {
    const auto level =
        std::ranges::find(trait.levels, meaning, [](const TraitLevel& l) { return flag_meaning(l.name); });
    map.levels.push_back(level == trait.levels.end()
                             ? std::int8_t{-1}
                             : static_cast<std::int8_t>(level - trait.levels.begin()));
  }
  return map;
}

/// Another program may have cut the file's axes, or given the plan another text of a scenario.
void require_room(const schema::ScenarioShape& shape, const schema::Axes& axes) {
  const bool all_levels = std::ranges::all_of(
      shape.trait_levels, [&](std::size_t place) { return place < axes.trait_levels.size(); });
  if (!all_levels) throw hdf5::Failure("by_trait/trait_level lacks a level of a scenario");
  if (shape.months > axes.months || shape.months_since > axes.months_since)
    throw hdf5::Failure("month or month_since is shorter than a scenario");
}

}  // namespace

ResultsSource::ResultsSource(const ResultsFile& file, const RunPlan& plan)
    : file_(file), plan_(plan), places_(plan.scenarios.size()), status_(file.run_status()) {
  if (!serves(file, plan)) return;
  // Scenarios of one digest have the same runs, but not each as many of them: the one of the same name goes
  // first.
  std::map<std::string_view, std::size_t> of_digest;
  std::map<std::string_view, std::size_t> of_name;
  for (std::size_t i = 0; i < file.digests().size(); ++i) {
    of_digest.emplace(file.digests()[i], i);
    of_name.emplace(file.axes().scenarios[i], i);
  }
  for (std::size_t scenario = 0; scenario < plan.scenarios.size(); ++scenario) {
    const auto digest = digest_by(file.digest_scheme(), plan.scenarios[scenario]);
    const auto named = of_name.find(plan.scenarios[scenario].scenario->name);
    const auto same = of_digest.find(digest);
    if (named != of_name.end() && file.digests()[named->second] == digest)
      places_[scenario] = named->second;
    else if (same != of_digest.end())
      places_[scenario] = same->second;
  }
}

bool ResultsSource::has(std::size_t scenario, std::uint32_t replication) const {
  const auto replications = file_.axes().replications;
  if (!places_[scenario] || replication >= replications) return false;
  const auto status = status_[*places_[scenario] * replications + replication];
  return status != static_cast<std::int8_t>(schema::RunStatus::planned);
}

std::optional<RunResult> ResultsSource::load(std::size_t scenario, std::uint32_t replication,
                                             Portion portion) {
  if (!has(scenario, replication)) return std::nullopt;
  const auto place = *places_[scenario];
  return file_.state_->guard([&]() -> std::optional<RunResult> {
    const auto shape = schema::shape_of(plan_.scenarios[scenario].scenario.get(), file_.axes());
    require_room(shape, file_.axes());
    auto run = block_with(place, replication).take(place, replication, shape);
    if (run.failed) run.reason = file_.failure_reason(place, replication);
    if (portion == Portion::everything && plan_.record >= RecordLevel::families)
      add_rows(run, scenario, replication);
    return run;
  });
}

void ResultsSource::for_each(const std::function<void(std::size_t, std::uint32_t)>& visit) const {
  std::vector<std::pair<std::size_t, std::size_t>> by_place;
  for (std::size_t scenario = 0; scenario < places_.size(); ++scenario)
    if (places_[scenario]) by_place.emplace_back(*places_[scenario], scenario);
  std::ranges::sort(by_place);
  const auto& axes = file_.axes();
  for (const auto& tile : tiles(axes, tiling_of(axes, file_.record() >= RecordLevel::series))) {
    for (std::size_t r = tile.replication; r < tile.replication + tile.replications; ++r) {
      auto at = std::ranges::lower_bound(by_place, std::pair{tile.scenario, std::size_t{0}});
      for (; at != by_place.end() && at->first < tile.scenario + tile.scenarios; ++at) {
        const auto replication = static_cast<std::uint32_t>(r);
        if (has(at->second, replication)) visit(at->second, replication);
      }
    }
  }
}

const RunBlock& ResultsSource::block_with(std::size_t file_scenario, std::uint32_t replication) {
  const auto holds = [&](const RunBlock& block) { return block.tile().holds(file_scenario, replication); };
  auto found = std::ranges::find_if(blocks_, holds);
  if (found == blocks_.end()) {
    const auto& axes = file_.axes();
    const bool with_series = file_.record() >= RecordLevel::series;
    for (const auto& tile : tiles(axes, tiling_of(axes, with_series))) {
      if (!tile.holds(file_scenario, replication)) continue;
      if (blocks_.size() == blocks_kept) blocks_.pop_back();
      found = blocks_.emplace(blocks_.begin(), axes, tile, with_series);
      read(open_run_datasets(file_.state_->file, axes, with_series, file_.state_->names), *found, axes);
      break;
    }
  }
  std::rotate(blocks_.begin(), found, found + 1);
  return blocks_.front();
}

void ResultsSource::add_rows(RunResult& run, std::size_t scenario, std::uint32_t replication) const {
  auto rows = file_.rows(*places_[scenario], replication);
  run.families = std::move(rows.families);
  run.log = std::move(rows.log);
  const auto& traits = plan_.scenarios[scenario].scenario->traits;
  std::vector<CodeMap> maps;
  for (const auto& trait : traits) maps.push_back(map_codes(trait, file_.trait_columns()));
  const auto stride = file_.trait_columns().size();
  run.family_traits.reserve(run.families.size() * traits.size());
  for (std::size_t row = 0; row < run.families.size(); ++row) {
    for (const auto& map : maps)
      run.family_traits.push_back(map.level(rows.family_traits[row * stride + map.column]));
  }
}

}  // namespace homeward
