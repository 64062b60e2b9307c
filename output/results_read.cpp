#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "output/derived_families.hpp"
#include "output/hdf5_read.hpp"
#include "output/long_tables.hpp"
#include "output/results_file.hpp"
#include "output/results_state.hpp"
#include "output/row_table.hpp"
#include "output/run_tables.hpp"
#include "sim/experiment/study.hpp"

// What a ResultsFile reads when asked for it.
namespace homeward {
namespace {

std::string attribute(hid_t object, const char* name) {
  return hdf5::read_text_attribute(object, name).value_or("");
}

hdf5::Id open_provenance(const ResultsFileState& state) {
  if (!hdf5::exists(state.file, "provenance")) throw hdf5::Failure("provenance is missing");
  return hdf5::Id(H5Gopen2(state.file, "provenance", H5P_DEFAULT), H5Gclose, "provenance cannot be opened");
}

std::vector<hsize_t> by_run(const schema::Axes& axes) {
  return {axes.scenarios.size(), axes.replications};
}

std::vector<double> curves(const ResultsFileState& state, const std::string& name, std::size_t points) {
  return state.guard([&] {
    return hdf5::read_doubles(state.file, name,
                              {state.axes.scenarios.size(), state.axes.replications, points});
  });
}

// Each row begins with the run that it is of.
void require_rows_of(std::string_view packed, std::size_t row_size, std::size_t scenario,
                     std::uint32_t replication, const char* table) {
  std::string run;
  rows::put(run, static_cast<std::int32_t>(scenario));
  rows::put(run, replication);
  for (std::size_t at = 0; at < packed.size(); at += row_size)
    if (!packed.substr(at).starts_with(run))
      throw hdf5::Failure(fmt::format("{} has rows of another run", table));
}

std::string packed_run(const ResultsFileState& state, std::size_t scenario, std::uint32_t replication) {
  const auto row = static_cast<std::int64_t>(replication * state.axes.scenarios.size() + scenario);
  auto packed = read_rows(state.runs, run_columns(), row, 1);
  require_rows_of(packed, packed.size(), scenario, replication, "tables/runs");
  return packed;
}

// The columns of the run in front of every row of the long tables.
constexpr std::size_t run_bytes = 2 * sizeof(std::int32_t);

/// Names of the columns of a long table but for those of the run, in front, and of traits, at the end.
std::vector<std::string> columns_of_rows(hid_t table) {
  std::vector<std::string> names;
  for (auto& name : column_names(table))
    if (name != "scenario" && name != "replication" && !name.starts_with("trait_")) names.push_back(name);
  return names;
}

}  // namespace

std::vector<std::string> ResultsFile::series() const {
  return state_->datasets.of(schema::kind_series);
}

std::vector<std::string> ResultsFile::cumulative() const {
  auto names = state_->datasets.of(schema::kind_cumulative);
  for (auto& name : names) name.erase(0, std::string_view("cumulative_").size());
  return names;
}

std::vector<std::pair<std::string, std::vector<std::string>>> ResultsFile::factors() const {
  return state_->guard([&] {
    std::vector<std::pair<std::string, std::vector<std::string>>> all;
    for (const auto& key : state_->datasets.of(schema::kind_factor)) {
      all.emplace_back(key, hdf5::read_strings(state_->file, key));
      if (all.back().second.size() != state_->axes.scenarios.size())
        throw hdf5::Failure(fmt::format("{} has another shape than its axes", key));
    }
    return all;
  });
}

std::vector<std::pair<std::string, std::string>> ResultsFile::factor_roles() const {
  return state_->guard([&] {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& key : state_->datasets.of(schema::kind_factor)) {
      all.emplace_back(key, attribute(hdf5::open_dataset(state_->file, key), "role"));
    }
    return all;
  });
}

std::vector<std::pair<std::string, std::vector<double>>> ResultsFile::factor_values(
    const std::string& key) const {
  return state_->guard([&] {
    std::vector<std::pair<std::string, std::vector<double>>> all;
    for (const auto& name : state_->datasets.of(schema::kind_factor_value)) {
      if (attribute(hdf5::open_dataset(state_->file, name), "factor") != key) continue;
      constexpr std::string_view suffix = "_value";
      all.emplace_back(name.substr(0, name.size() - suffix.size()),
                       hdf5::read_doubles(state_->file, name, {state_->axes.scenarios.size()}));
    }
    return all;
  });
}

std::vector<PlannedScenario::Draw> ResultsFile::draws() const {
  return state_->guard([&] {
    std::vector<PlannedScenario::Draw> draws;
    if (!hdf5::exists(state_->file, schema::draw_dataset)) return draws;
    const auto scenarios = state_->axes.scenarios.size();
    const auto plans = hdf5::read_strings(state_->file, schema::plan_dataset);
    const auto numbers = hdf5::read_doubles(state_->file, schema::draw_dataset, {scenarios});
    if (plans.size() != scenarios) throw hdf5::Failure("plan has another shape");
    for (std::size_t i = 0; i < scenarios; ++i) {
      if (!hdf5::is_line(plans[i])) throw hdf5::Failure("plan has a name that is not printable");
      if (!(numbers[i] >= 0 && numbers[i] < most_points)) throw hdf5::Failure("draw has impossible numbers");
      draws.push_back({plans[i], static_cast<std::uint32_t>(numbers[i])});
    }
    return draws;
  });
}

OutcomeSummary ResultsFile::summary(std::string_view outcome) const {
  return state_->guard([&] {
    OutcomeSummary summary;
    summary.name = outcome;
    const auto stored = state_->stored(outcome);
    const auto dataset = hdf5::open_dataset(state_->file, stored);
    summary.units = attribute(dataset, "units");
    summary.long_name = attribute(dataset, "long_name");
    summary.definition = attribute(dataset, "definition");
    summary.population = attribute(dataset, "population");
    const auto read = [&](const char* suffix) {
      return hdf5::read_doubles(state_->file, stored + suffix, {state_->axes.scenarios.size()});
    };
    summary.mean = read("_mean");
    summary.sd = read("_sd");
    summary.n = read("_n");
    summary.ci_low = read("_ci_low");
    summary.ci_high = read("_ci_high");
    return summary;
  });
}

std::vector<double> ResultsFile::values(std::string_view outcome) const {
  return state_->guard(
      [&] { return hdf5::read_doubles(state_->file, state_->stored(outcome), by_run(state_->axes)); });
}

std::vector<double> ResultsFile::by_trait(std::string_view outcome) const {
  const auto& axes = state_->axes;
  return state_->guard([&] {
    return hdf5::read_doubles(state_->file, state_->stored(fmt::format("by_trait/{}", outcome)),
                              {axes.trait_levels.size(), axes.scenarios.size(), axes.replications});
  });
}

std::vector<std::string> ResultsFile::by_trait_outcomes() const {
  if (state_->axes.trait_levels.empty()) return {};
  return state_->guard([&] {
    const hdf5::Id group(H5Gopen2(state_->file, "by_trait", H5P_DEFAULT), H5Gclose, "by_trait is missing");
    return state_->names.today(hdf5::DatasetsByKind(group).of(schema::kind_outcome));
  });
}

std::vector<std::string> ResultsFile::lacking(RecordLevel record) const {
  RunTables tables = own_tables();
  tables.outcomes = outcomes();
  for (const auto& info : outcome_table())
    if (state_->names.is_before(info.changed_in))
      std::erase(tables.definitions, fmt::format("{}={}", info.name, info.changed_in));
  if (!state_->axes.trait_levels.empty()) tables.by_trait = by_trait_outcomes();
  tables.series = series();
  tables.cumulative = cumulative();
  return state_->guard([&] {
    tables.diagnostics = hdf5::exists(state_->file, "reason")
                             ? hdf5::read_strings(state_->file, "reason/diagnostic")
                             : std::vector<std::string>{};
    std::erase_if(tables.cohort, [&](const auto& name) { return !hdf5::exists(state_->file, name); });
    if (state_->families >= 0) tables.families = columns_of_rows(state_->families);
    if (state_->events >= 0) tables.events = columns_of_rows(state_->events);
    return homeward::lacking(tables, record);
  });
}

std::vector<double> ResultsFile::series_values(std::string_view name) const {
  return curves(*state_, std::string(name), state_->axes.months);
}
std::vector<double> ResultsFile::cumulative_values(std::string_view event) const {
  return curves(*state_, fmt::format("cumulative_{}", event), state_->axes.months_since);
}
std::vector<double> ResultsFile::at_risk_values(std::string_view event) const {
  return curves(*state_, fmt::format("at_risk_{}", event), state_->axes.months_since);
}

std::vector<std::int8_t> ResultsFile::run_status() const {
  return state_->guard([&] {
    auto status = hdf5::read_int8s(state_->file, "run_status", by_run(state_->axes));
    constexpr auto& known = schema::run_status_values;
    if (std::ranges::any_of(status, [](auto one) { return one < known.front() || one > known.back(); }))
      throw hdf5::Failure("run_status has impossible numbers");
    return status;
  });
}

std::vector<Identified> ResultsFile::identified(std::string_view outcome) const {
  const auto scenarios = state_->axes.scenarios.size();
  std::vector<Identified> found(scenarios, {Reason::none, std::numeric_limits<double>::quiet_NaN()});
  return state_->guard([&] {
    if (!hdf5::exists(state_->file, "reason")) return found;
    const auto names = state_->names.today(hdf5::read_strings(state_->file, "reason/outcome"));
    const auto place = static_cast<std::size_t>(std::ranges::find(names, outcome) - names.begin());
    if (place == names.size()) return found;
    const std::vector<hsize_t> shape{names.size(), scenarios};
    const auto codes = hdf5::read_int8s(state_->file, "reason/code", shape);
    const auto followed = hdf5::read_doubles(state_->file, "reason/followed", shape);
    for (std::size_t scenario = 0; scenario < scenarios; ++scenario) {
      const auto code = codes[place * scenarios + scenario];
      if (code < 0 || static_cast<std::size_t>(code) >= reason_names.size())
        throw hdf5::Failure("reason/code has an unknown reason");
      found[scenario] = {static_cast<Reason>(code), followed[place * scenarios + scenario]};
    }
    return found;
  });
}

std::vector<RunSpan> ResultsFile::spans() const {
  const auto scenarios = state_->axes.scenarios.size();
  return state_->guard([&] {
    std::vector<RunSpan> spans;
    if (!hdf5::exists(state_->file, "reason")) return spans;
    const auto window = hdf5::read_doubles(state_->file, "reason/window_months", {scenarios});
    const auto follow_up = hdf5::read_doubles(state_->file, "reason/follow_up_months", {scenarios});
    const auto warm_up = hdf5::read_doubles(state_->file, "reason/warm_up_months", {scenarios});
    for (std::size_t i = 0; i < scenarios; ++i)
      spans.push_back({window[i] / 12, follow_up[i] / 12, warm_up[i] / 12});
    return spans;
  });
}

std::vector<double> ResultsFile::drifts() const {
  const auto scenarios = state_->axes.scenarios.size();
  return state_->guard([&] {
    if (!hdf5::exists(state_->file, "reason") || !hdf5::exists(state_->file, "reason/in_care_drift"))
      return std::vector<double>(scenarios, std::numeric_limits<double>::quiet_NaN());
    return hdf5::read_doubles(state_->file, "reason/in_care_drift", {scenarios});
  });
}

StoredComparison ResultsFile::comparison() const {
  return state_->guard([&] {
    if (!hdf5::exists(state_->file, "comparison")) throw hdf5::Failure("comparison is missing");
    const hdf5::Id group(H5Gopen2(state_->file, "comparison", H5P_DEFAULT), H5Gclose,
                         "comparison cannot be opened");
    StoredComparison stored;
    stored.baseline = attribute(group, "baseline");
    stored.outcomes = state_->names.today(hdf5::read_strings(group, "outcome"));
    stored.units = hdf5::read_strings(group, "outcome_units");
    stored.better = hdf5::read_strings(group, "outcome_better");
    if (stored.units.size() != stored.outcomes.size() || stored.better.size() != stored.outcomes.size())
      throw hdf5::Failure("comparison/outcome_units has another shape than its axes");
    if (std::ranges::find(state_->axes.scenarios, stored.baseline) == state_->axes.scenarios.end())
      throw hdf5::Failure("the baseline of its comparison is none of its scenarios");
    stored.is_ratio = hdf5::read_int8s(group, "difference_is_ratio", {stored.outcomes.size()});
    const std::vector<hsize_t> shape{stored.outcomes.size(), state_->axes.scenarios.size()};
    const auto read = [&](const char* name) { return hdf5::read_doubles(group, name, shape); };
    stored.mean = read("difference_mean");
    stored.sd = read("difference_sd");
    stored.n = read("difference_n");
    stored.ci_low = read("difference_ci_low");
    stored.ci_high = read("difference_ci_high");
    stored.share_higher = read("share_of_replications_higher");
    stored.confidence_higher = read("confidence_mean_is_higher");
    stored.variance_ratio = read("variance_ratio");
    return stored;
  });
}

std::vector<FamilyChangeEstimates> ResultsFile::family_changes(std::size_t baseline) const {
  if (state_->axes.cohort_families == 0) return {};
  const auto known = spans();
  return state_->guard([&] {
    const std::vector<std::optional<std::size_t>> baselines(state_->axes.scenarios.size(), baseline);
    return estimate_family_changes(state_->file, state_->axes, baselines, known,
                                   state_->summary_replications);
  });
}

std::string ResultsFile::resolved_toml(std::size_t scenario) const {
  return state_->guard([&] {
    const std::string name = "provenance/resolved_toml";
    if (state_->resolved_tomls < 0) {
      if (!hdf5::exists(state_->file, "provenance")) throw hdf5::Failure("provenance is missing");
      state_->resolved_tomls = hdf5::open_dataset(state_->file, name);
      hdf5::require_shape(state_->resolved_tomls, name, {state_->axes.scenarios.size()});
    }
    return hdf5::read_string(state_->resolved_tomls, name, scenario);
  });
}

std::string ResultsFile::study_toml() const {
  return provenance_text("study_toml");
}

std::string ResultsFile::provenance_text(const char* name) const {
  return state_->guard([&] { return attribute(open_provenance(*state_), name); });
}

double ResultsFile::provenance_number(const char* name) const {
  return state_->guard([&] {
    constexpr double most = 1e15;  // seconds, or threads
    const double number = hdf5::read_number_attribute(open_provenance(*state_), name).value_or(0);
    if (!(number >= 0 && number <= most))
      throw hdf5::Failure(fmt::format("provenance/{} has impossible numbers", name));
    return number;
  });
}

ResultsFile::Rows ResultsFile::rows(std::size_t scenario, std::uint32_t replication) const {
  return state_->guard([&] {
    Rows found;
    if (state_->record < RecordLevel::families) return found;
    rows::RunRow run;
    rows::unpack(packed_run(*state_, scenario, replication).data(), run);
    std::vector<std::string> traits;
    for (const auto& column : state_->trait_columns) traits.push_back(column.name);
    const auto columns = family_columns(traits);
    const auto families = read_rows(state_->families, columns, run.first_family_row, run.family_rows);
    const auto size = rows::row_size(columns);
    require_rows_of(families, size, scenario, replication, "tables/families");
    for (std::size_t at = 0; at < families.size(); at += size) {
      const char* levels = rows::unpack(families.data() + at + run_bytes, found.families.emplace_back());
      for (std::size_t trait = 0; trait < traits.size(); ++trait) {
        found.family_traits.push_back(static_cast<std::int8_t>(levels[trait]));
      }
    }
    if (state_->record < RecordLevel::events) return found;
    const auto events = read_rows(state_->events, event_columns(), run.first_event_row, run.event_rows);
    const auto event_size = rows::row_size(event_columns());
    require_rows_of(events, event_size, scenario, replication, "tables/events");
    for (std::size_t at = 0; at < events.size(); at += event_size) {
      rows::unpack(events.data() + at + run_bytes, found.log.emplace_back());
    }
    return found;
  });
}

std::vector<ResultsFile::Failure> ResultsFile::failures() const {
  return state_->guard([&] {
    const auto group = open_provenance(*state_);
    std::vector<Failure> failures;
    if (!hdf5::exists(group, "failed_run")) return failures;
    const auto scenarios = hdf5::read_strings(group, "failed_scenario");
    const auto replications = hdf5::read_doubles(group, "failed_replication", {scenarios.size()});
    const auto reasons = hdf5::read_strings(group, "failed_reason");
    const auto commands = hdf5::read_strings(group, "failed_command");
    if (reasons.size() != scenarios.size() || commands.size() != scenarios.size())
      throw hdf5::Failure("provenance/failed_reason has another shape");
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
      const double replication = replications[i];
      if (!(replication >= 0 && replication < static_cast<double>(state_->axes.replications)))
        throw hdf5::Failure("provenance/failed_replication has impossible numbers");
      failures.push_back({scenarios[i], static_cast<std::uint32_t>(replication), reasons[i], commands[i]});
    }
    return failures;
  });
}

std::string ResultsFile::failure_reason(std::size_t scenario, std::uint32_t replication) const {
  return state_->guard([&] {
    const auto packed = packed_run(*state_, scenario, replication);
    const auto reason = packed.substr(packed.size() - longest_reason);
    return reason.substr(0, reason.find('\0'));
  });
}

}  // namespace homeward
