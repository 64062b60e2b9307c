#include "sim/cli/stored_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "output/results_source.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "sim/experiment/digest_by.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace fs = std::filesystem;

namespace {

constexpr auto not_run = static_cast<std::int8_t>(schema::RunStatus::planned);
constexpr auto done = static_cast<std::int8_t>(schema::RunStatus::done);
constexpr auto failed_status = static_cast<std::int8_t>(schema::RunStatus::failed);

using Labels =
    std::vector<std::pair<std::string, std::vector<std::string>>>;  ///< factor -> label by scenario

/// The digest, by this program's scheme, of the scenario whose runs the file holds, if the text read is that
/// scenario. What a population file held, and the program before a start, are not in it: then only the name
/// and the digest in the file tell, and a digest of an older scheme cannot be brought up to date.
std::optional<std::string> digest_if_belongs(const Checked<Scenario>& read, const ResultsFile& file,
                                             std::size_t scenario) {
  const auto& stored = file.digests()[scenario];
  if (read->name != file.axes().scenarios[scenario]) return std::nullopt;
  const bool whole = read->families.csv.empty() && !std::isfinite(read->program_start_days);
  if (!whole) return file.digest_scheme() == digest_scheme ? std::optional(stored) : std::nullopt;
  return digest(read, file.digest_scheme()) == stored ? std::optional(digest(read)) : std::nullopt;
}

/// A stored scenario, read again from its resolved text; nothing where that no longer reads, or is another's.
std::optional<PlannedScenario> reread(const ResultsFile& file, const Labels& factors, std::size_t scenario) {
  try {
    auto text = file.resolved_toml(scenario);
    const auto read = read_stored_scenario(text, file.path().string());
    auto own_digest = digest_if_belongs(read, file, scenario);
    if (!own_digest) return std::nullopt;
    auto kept = *read;
    kept.origins.clear();  // places in a text that nobody sees, for thousands of scenarios
    PlannedScenario planned{
        Checked<Scenario>::vouch(std::move(kept)), std::move(*own_digest), std::move(text), {}};
    for (const auto& [key, labels] : factors) planned.factor_labels.emplace_back(key, labels[scenario]);
    return planned;
  } catch (const InputError&) {
    return std::nullopt;
  }
}

/// Written as numbers, never as ranges, which could be longer than any file.
std::vector<FamilyNumber> logged_families(const ResultsFile& file) {
  const auto& text = file.logged_families();
  try {
    if (text.find('-') == std::string::npos) return parse_families(text);
  } catch (const UsageError&) {
    // Told below: it was not the user who wrote it.
  }
  throw ResultsError(fmt::format("{} is damaged: the attribute logged_families is no list of families",
                                 file.path().string()));
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

StoredStudy study_in(const ResultsFile& file, const std::vector<std::int8_t>& status) {
  StoredStudy study;
  study.file = file.path().string();
  study.model_version = file.model_version();
  study.digest_scheme = file.digest_scheme();
  study.lacking = [&file](RecordLevel record) { return file.lacking(record); };
  auto& plan = study.plan;
  plan.title = file.title();
  plan.seed = file.seed();
  plan.record = file.record();
  plan.replications = static_cast<std::uint32_t>(file.axes().replications);
  plan.summary_replications = file.summary_replications();
  plan.factor_roles = file.factor_roles();
  if (plan.record == RecordLevel::events) plan.logged_families = logged_families(file);
  const auto& names = file.axes().scenarios;
  const auto draws = file.draws();
  for (std::size_t i = 0; i < names.size(); ++i) {
    study.scenarios.push_back({names[i], file.digests()[i], {}});
    if (!draws.empty()) study.scenarios.back().draw = draws[i];
    if (names[i] == file.baseline()) plan.baseline = i;
  }
  study.read_again = [&file, draws, factors = std::optional<Labels>()](std::size_t scenario) mutable {
    if (!factors) factors = file.factors();
    auto planned = reread(file, *factors, scenario);
    if (planned && !draws.empty()) planned->draw = draws[scenario];
    return planned;
  };
  for (std::size_t at = 0; at < status.size(); ++at) {
    if (status[at] == not_run) continue;
    study.replications = std::max(study.replications, static_cast<std::uint32_t>(at % plan.replications) + 1);
  }
  return study;
}

}  // namespace

bool is_of_another_kind(const fs::path& file) {
  constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
  std::array<char, signature.size()> start{};
  std::ifstream in(file, std::ios::binary);
  if (!in) return false;
  in.read(start.data(), start.size());
  return std::string_view(start.data(), start.size()) != signature;
}

StoredFile::StoredFile(const fs::path& file) : file_(file), status_(file_.run_status()) {
  const auto& names = file_.axes().scenarios;
  for (std::size_t i = 0; i < names.size(); ++i) place_.emplace(names[i], i);
  study_ = study_in(file_, status_);
}

StoredFile::Fate StoredFile::fate(const std::string& scenario, std::uint32_t replication) const {
  const auto found = place_.find(scenario);
  const auto replications = file_.axes().replications;
  if (found == place_.end() || replication >= replications) return Fate::absent;
  const auto status = status_[found->second * replications + replication];
  if (status == not_run) return Fate::absent;
  return status == failed_status ? Fate::failed : Fate::done;
}

bool StoredFile::is_same_run(const PlannedScenario& planned, std::uint64_t seed) const {
  const auto found = place_.find(planned.scenario->name);
  return found != place_.end() && file_.seed() == seed && file_.model_version() == model_version &&
         file_.digests()[found->second] == digest_by(file_.digest_scheme(), planned);
}

std::unique_ptr<RunSource> StoredFile::open_runs(const RunPlan& plan) const {
  return std::make_unique<ResultsSource>(file_, plan);
}

bool StoredFile::holds_exactly(const RunPlan& plan) const {
  const auto& there = study_.plan;
  if (there.title != plan.title || there.seed != plan.seed || there.record != plan.record ||
      there.replications != plan.replications || there.summarised() != plan.summarised() ||
      there.baseline != plan.baseline || there.logged_families != plan.logged_families ||
      there.factor_roles != plan.factor_roles) {
    return false;
  }
  const bool same_scenarios =
      std::equal(study_.scenarios.begin(), study_.scenarios.end(), plan.scenarios.begin(),
                 plan.scenarios.end(), [scheme = study_.digest_scheme](const auto& a, const auto& b) {
                   return a.name == b.scenario->name && a.digest == digest_by(scheme, b);
                 });
  return same_scenarios && holds_factors(plan);
}

/// Of a plan with the file's scenarios.
bool StoredFile::holds_factors(const RunPlan& plan) const {
  const auto factors = file_.factors();
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i) {
    const auto& labels = plan.scenarios[i].factor_labels;
    const bool same = std::equal(
        labels.begin(), labels.end(), factors.begin(), factors.end(),
        [i](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second[i]; });
    if (!same) return false;
  }
  return true;
}

std::unique_ptr<StoredFile> open_stored(const fs::path& file, bool force) {
  std::error_code none;
  if (!fs::exists(file, none)) return nullptr;
  require_readable(file);  // forced or not: it may be whole
  try {
    if (is_of_another_kind(file))
      throw ResultsError(fmt::format("{} is not a Homeward results file", file.string()));
    return std::make_unique<StoredFile>(file);
  } catch (const ResultsError& fault) {
    if (force) return nullptr;
    const auto hint = fmt::format("{}; --force replaces it, or choose another --output", fault.what());
    if (is_of_another_kind(file)) throw UsageError(hint);
    throw ResultsError(hint);
  }
}

void tell_older_definitions(const ResultsFile& file) {
  const auto names = file.measured_otherwise();
  if (names.empty()) return;
  std::fprintf(stderr, "homeward: %s is of an older format, which measured %s by an older definition\n",
               file.path().string().c_str(), fmt::format("{}", fmt::join(names, ", ")).c_str());
}

StudyNumbers count_runs(const ResultsFile& file) {
  const auto& axes = file.axes();
  StudyNumbers numbers;
  numbers.scenarios = axes.scenarios;
  numbers.replications = file.summary_replications();
  numbers.stored_replications = static_cast<std::uint32_t>(axes.replications);
  numbers.trait_levels = axes.trait_levels;
  const auto baseline = std::find(axes.scenarios.begin(), axes.scenarios.end(), file.baseline());
  numbers.baseline = static_cast<std::size_t>(baseline - axes.scenarios.begin());
  const auto status = file.run_status();
  for (std::size_t scenario = 0; scenario < axes.scenarios.size(); ++scenario) {
    const auto from = status.begin() + static_cast<std::ptrdiff_t>(scenario * axes.replications);
    const auto to = from + static_cast<std::ptrdiff_t>(numbers.replications);
    numbers.done.push_back(static_cast<std::size_t>(std::count(from, to, done)));
    numbers.failed.push_back(static_cast<std::size_t>(std::count(from, to, failed_status)));
  }
  return numbers;
}

StudyNumbers read_numbers(const ResultsFile& file, ByTrait by_trait) {
  auto numbers = count_runs(file);
  numbers.spans = file.spans();
  numbers.drifts = file.drifts();
  const Identified not_measured{Reason::older_program, std::numeric_limits<double>::quiet_NaN()};
  const auto runs = numbers.scenarios.size() * numbers.stored_replications;
  const auto by_run = [&](std::vector<double> values) {
    values.resize(runs, std::numeric_limits<double>::quiet_NaN());
    return ByRun(std::move(values), numbers.stored_replications, numbers.replications);
  };
  const auto names = file.outcomes();
  const auto trait_names = file.by_trait_outcomes();
  for (const auto& info : outcome_table()) {
    const bool of_others = info.summary == Summary::ratio_of_means;
    const bool there = contains(names, info.name) &&
                       (!of_others || (contains(names, info.numerator) && contains(names, info.denominator)));
    numbers.outcomes.push_back(by_run(there ? file.values(info.name) : std::vector<double>{}));
    numbers.identified.push_back(file.identified(info.name));
    if (!there) std::ranges::fill(numbers.identified.back(), not_measured);
    if (!info.by_trait || by_trait == ByTrait::skip) continue;
    const auto values = contains(trait_names, info.name) ? file.by_trait(info.name) : std::vector<double>{};
    auto& levels = numbers.by_trait.emplace_back();
    for (std::size_t level = 0; level < numbers.trait_levels.size(); ++level) {
      const auto of_level =
          values.empty() ? std::span<const double>() : std::span(values).subspan(level * runs, runs);
      levels.push_back(by_run({of_level.begin(), of_level.end()}));
    }
  }
  return numbers;
}

}  // namespace homeward
