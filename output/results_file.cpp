#include "output/results_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>

#include "output/checksum.hpp"
#include "output/hdf5_read.hpp"
#include "output/long_tables.hpp"
#include "output/results_state.hpp"
#include "output/row_table.hpp"
#include "output/run_datasets.hpp"
#include "output/safe_file.hpp"
#include "output/shared_lock.hpp"
#include "sim/core/issues.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {
namespace {

using Shape = std::vector<hsize_t>;

[[noreturn]] void damaged(const std::filesystem::path& file, std::string_view why) {
  throw ResultsError(fmt::format("{} is damaged: {}", file.string(), why));
}

// HDF5 must not see a file that its own end or the seal shows to be broken: it may crash on it.
Seal check_bytes(const std::filesystem::path& file) {
  std::string signature(8, '\0');
  std::ifstream(file, std::ios::binary).read(signature.data(), 8);
  if (signature != "\211HDF\r\n\032\n") {
    throw ResultsError(fmt::format("{} is not a Homeward results file", file.string()));
  }
  const auto seal = check_seal(file);
  if (seal == Seal::broken) damaged(file, "it is cut off, or its bytes do not match its checksum");
  return seal;
}

std::string required_text(hid_t object, const char* name) {
  auto text = hdf5::read_text_attribute(object, name);
  if (!text) throw hdf5::Failure(fmt::format("the attribute {} is missing", name));
  return *text;
}

/// The minor version of a file of this format and major version.
std::int32_t check_format(const std::filesystem::path& path, hid_t file) {
  if (hdf5::read_text_attribute(file, "format") != schema::format) {
    throw ResultsError(fmt::format("{} is not a Homeward results file", path.string()));
  }
  const auto version = hdf5::read_integers_attribute(file, "format_version");
  if (!version) throw hdf5::Failure("the attribute format_version is missing");
  if (version->size() != 2) throw hdf5::Failure("the attribute format_version is not two numbers");
  if (version->front() != schema::major_version) {
    throw ResultsError(fmt::format("{} was written by format {}; this program reads format {}", path.string(),
                                   version->front(), schema::major_version));
  }
  return version->back();
}

RecordLevel record_level(const std::string& name) {
  const auto place = std::ranges::find(record_level_names, name);
  if (place == record_level_names.end()) throw hdf5::Failure(fmt::format("unknown record level {}", name));
  return static_cast<RecordLevel>(place - record_level_names.begin());
}

std::uint64_t number(const std::string& text) {
  std::uint64_t value{};
  const auto end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stopped != end) throw hdf5::Failure("the attribute seed is no number");
  return value;
}

std::size_t length(hid_t file, const char* scale, hsize_t most) {
  const auto shape = hdf5::shape(hdf5::open_dataset(file, scale));
  if (shape.size() != 1) throw hdf5::Failure(fmt::format("{} is no scale", scale));
  if (shape[0] > most) throw hdf5::Failure(fmt::format("{} has an impossible size", scale));
  return shape[0];
}

// Of scenarios or levels of traits: rows and columns are told apart by them, and a terminal shows them.
std::vector<std::string> names(hid_t file, const char* scale) {
  auto all = hdf5::read_strings(file, scale);
  if (std::ranges::any_of(all, [](const auto& name) { return !hdf5::is_line(name); }))
    throw hdf5::Failure(fmt::format("{} has a name that is not printable", scale));
  auto sorted = all;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    throw hdf5::Failure(fmt::format("{} has {} twice", scale, *twice));
  return all;
}

// Without the attribute all are used.
std::uint32_t summary_replications(hid_t file, std::size_t replications) {
  const auto stored = hdf5::read_integers_attribute(file, schema::summary_replications);
  if (!stored) return static_cast<std::uint32_t>(replications);
  const auto used = stored->front();
  if (used < 0 || static_cast<std::size_t>(used) > replications)
    throw hdf5::Failure("the attribute summary_replications does not fit its replications");
  return static_cast<std::uint32_t>(used);
}

// A file whose arrays do not match its axes would be found out late, in the middle of something else.
void check_arrays(const ResultsFileState& state) {
  const auto& axes = state.axes;
  const Shape by_run{axes.scenarios.size(), axes.replications};
  const auto check = [&state](const std::string& name, const Shape& shape) {
    hdf5::require_shape(hdf5::open_dataset(state.file, name), name, shape);
  };
  check("run_status", by_run);
  for (const auto& outcome : state.datasets.of(schema::kind_outcome)) {
    check(outcome, by_run);
    for (const auto* suffix : summary_suffixes) check(outcome + suffix, {by_run[0]});
  }
  for (const auto& name : state.datasets.of(schema::kind_series)) {
    check(name, {by_run[0], by_run[1], axes.months});
  }
  for (const auto kind : {schema::kind_cumulative, schema::kind_at_risk}) {
    for (const auto& name : state.datasets.of(kind)) check(name, {by_run[0], by_run[1], axes.months_since});
  }
  if (axes.cohort_families == 0) return;
  check("first_cohort_family", by_run);
  check("cohort_family_state", {by_run[0], by_run[1], axes.cohort_families});
  check("cohort_family_days_in_care", {by_run[0], by_run[1], axes.cohort_families});
}

std::vector<ResultsFile::TraitColumn> read_trait_columns(hid_t table) {
  std::vector<ResultsFile::TraitColumn> columns;
  for (const auto& name : column_names(table)) {
    if (!name.starts_with("trait_")) continue;
    std::istringstream meanings(required_text(table, (name + "_flag_meanings").c_str()));
    ResultsFile::TraitColumn column{name.substr(6), {}};
    for (std::string level; meanings >> level;) column.levels.push_back(level);
    if (!hdf5::is_line(name) || !std::ranges::all_of(column.levels, hdf5::is_line))
      throw hdf5::Failure("tables/families has a trait or level that is not printable");
    columns.push_back(std::move(column));
  }
  return columns;
}

void read_head(ResultsFileState& state) {
  const hid_t file = state.file;
  state.title = required_text(file, "title");
  if (!is_utf8(state.title)) throw hdf5::Failure("the attribute title is no text");
  state.model_version = required_text(file, "model_version");
  state.baseline = required_text(file, "baseline");
  state.logged_families = required_text(file, "logged_families");
  state.seed = number(required_text(file, "seed"));
  state.record = record_level(required_text(file, "record"));
  state.complete = required_text(file, "status") == "complete";
  if (const auto scheme = hdf5::read_integers_attribute(file, schema::digest_scheme_attribute))
    state.digest_scheme = scheme->front();
  state.axes.scenarios = names(file, "scenario");
  constexpr hsize_t most = 10'000'000;  // replications that a command may ask for; no run has as many months
  state.axes.replications = length(file, "replication", most);
  if (state.axes.replications == 0) throw hdf5::Failure("it has no replications");
  state.summary_replications = summary_replications(file, state.axes.replications);
  state.axes.months = length(file, "month", most);
  state.axes.months_since = length(file, "month_since", most);
  constexpr hsize_t most_families = std::numeric_limits<std::int32_t>::max();
  if (hdf5::exists(file, "cohort_family"))
    state.axes.cohort_families = length(file, "cohort_family", most_families);
  if (hdf5::exists(file, "by_trait")) state.axes.trait_levels = names(file, "by_trait/trait_level");
  if (std::ranges::find(state.axes.scenarios, state.baseline) == state.axes.scenarios.end())
    throw hdf5::Failure("its baseline is none of its scenarios");
  state.digests = hdf5::read_strings(file, "scenario_digest");
  if (state.digests.size() != state.axes.scenarios.size())
    throw hdf5::Failure("scenario_digest has another shape");
  state.datasets = hdf5::DatasetsByKind(file);
  if (state.datasets.of(schema::kind_outcome).empty()) throw hdf5::Failure("it has no outcomes");
  state.outcomes = state.names.today(state.datasets.of(schema::kind_outcome));
  state.runs = open_table(file, "tables/runs");
  if (state.record >= RecordLevel::families) {
    state.families = open_table(file, "tables/families");
    state.trait_columns = read_trait_columns(state.families);
  }
  if (state.record >= RecordLevel::events) state.events = open_table(file, "tables/events");
}

}  // namespace

void require_readable(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found)
    throw UsageError(fmt::format("{}: there is no such file", file.string()));
  if (const auto why = why_irreplaceable(file); !why.empty())
    throw ResultsError(fmt::format("{} is no results file: {}", file.string(), why));
  errno = 0;
  if (!std::ifstream(file, std::ios::binary))
    throw RunError(fmt::format("{} cannot be read: {}", file.string(), std::strerror(errno)));
}

ResultsFile::ResultsFile(const std::filesystem::path& file) : state_(std::make_unique<ResultsFileState>()) {
  hdf5::silence();
  require_readable(file);
  const SharedLock lock(file);
  state_->seal = check_bytes(file);
  state_->path = file;
  state_->guard([&] {
    state_->file = hdf5::open_file(file);
    state_->names = OutcomeNames(check_format(file, state_->file));
    read_head(*state_);
    check_arrays(*state_);
  });
}

ResultsFile::~ResultsFile() = default;
ResultsFile::ResultsFile(ResultsFile&&) noexcept = default;

const std::filesystem::path& ResultsFile::path() const {
  return state_->path;
}
const schema::Axes& ResultsFile::axes() const {
  return state_->axes;
}
const std::vector<std::string>& ResultsFile::digests() const {
  return state_->digests;
}
const std::string& ResultsFile::title() const {
  return state_->title;
}
const std::string& ResultsFile::model_version() const {
  return state_->model_version;
}
const std::string& ResultsFile::baseline() const {
  return state_->baseline;
}
std::uint64_t ResultsFile::seed() const {
  return state_->seed;
}
RecordLevel ResultsFile::record() const {
  return state_->record;
}
const std::string& ResultsFile::logged_families() const {
  return state_->logged_families;
}
std::uint32_t ResultsFile::summary_replications() const {
  return state_->summary_replications;
}
bool ResultsFile::complete() const {
  return state_->complete;
}
int ResultsFile::digest_scheme() const {
  return state_->digest_scheme;
}
const std::vector<std::string>& ResultsFile::outcomes() const {
  return state_->outcomes;
}
std::vector<std::string> ResultsFile::measured_otherwise() const {
  std::vector<std::string> names;
  for (const auto& info : outcome_table()) {
    const bool there = std::ranges::find(outcomes(), info.name) != outcomes().end();
    if (there && outcome_names().is_before(info.changed_in)) names.emplace_back(info.name);
  }
  return names;
}
const OutcomeNames& ResultsFile::outcome_names() const {
  return state_->names;
}
const std::vector<ResultsFile::TraitColumn>& ResultsFile::trait_columns() const {
  return state_->trait_columns;
}

}  // namespace homeward
