#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "output/schema.hpp"
#include "sim/cli/csv.hpp"
#include "sim/cli/export_small_cells.hpp"
#include "sim/cli/export_tables.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

constexpr std::size_t most_numbers = 1 << 22;  // in memory at once: 32 MiB
constexpr std::array<std::string_view, 3> status_names{"planned", "done", "failed"};

/// One column of numbers: an array of the file.
struct Measure {
  std::string name;
  std::string units;
  std::string array;
  RestsOn rests_on{RestsOn::unstated};
};

/// A kind of table: its arrays, and the axis that rows have beside scenario and replication.
struct Grid {
  std::vector<Measure> measures;
  std::string axis;       ///< column header; empty: none
  std::size_t points{1};  ///< on that axis
  bool axis_first{};      ///< [level][scenario][replication] in place of [scenario][replication][month]
  bool planned_rows{};    ///< rows of runs that are not done, too
};

[[noreturn]] void refuse_missing(const Export& request, const char* what, const char* remedy) {
  throw UsageError(fmt::format("{} has no {}; {}", request.file.path().string(), what, remedy));
}

Grid grid_of(const Export& request, ExportTable table) {
  const auto& file = request.file;
  Grid grid;
  const auto add = [&](const std::string& name, const std::string& array, const char* units = nullptr) {
    grid.measures.push_back({name, units != nullptr ? units : request.blocks.text(array, "units"), array});
  };
  if (table == ExportTable::runs) {
    grid.planned_rows = true;
    for (const auto& name : chosen_outcomes(request, file.outcomes())) add(name, name);
  } else if (table == ExportTable::series) {
    grid.axis = "month (months)";
    grid.points = file.axes().months;
    for (const auto& name : chosen_outcomes(request, file.series())) add(name, name);
  } else if (table == ExportTable::curves) {
    grid.axis = "month_since (months)";
    grid.points = file.axes().months_since;
    for (const auto& event : chosen_outcomes(request, file.cumulative())) {
      add("cumulative_" + event, "cumulative_" + event, "1");
      add("at_risk_" + event, "at_risk_" + event, "1");
    }
  } else {
    grid.axis = "trait,level";
    grid.points = file.axes().trait_levels.size();
    grid.axis_first = true;
    for (const auto& name : chosen_outcomes(request, file.by_trait_outcomes())) add(name, "by_trait/" + name);
  }
  if (!grid.measures.empty()) return grid;
  if (table == ExportTable::traits) refuse_missing(request, "traits", "its scenarios define none");
  refuse_missing(request, "series and curves", "simulate with --record series");
}

/// Writes the rows of a grid, a stretch of replications of one scenario in memory at a time.
class GridExport {
 public:
  GridExport(const Export& request, Grid grid)
      : request_(request),
        grid_(std::move(grid)),
        columns_(request.file),
        small_(request.file, request.blocks, grid_.axis_first ? request.min_cell : 0),
        stretch_(std::max<std::size_t>(
            1, most_numbers / (grid_.measures.size() * std::max<std::size_t>(1, grid_.points)))) {
    if (!small_.on()) return;
    for (auto& measure : grid_.measures)
      measure.rests_on = rests_on(measure.name, request.blocks.text(measure.array, "rests_on"));
  }

  std::uint64_t write() {
    write_header();
    const auto replications = request_.file.axes().replications;
    for (const auto scenario : request_.scenarios)
      for (std::size_t from = 0; from < replications; from += stretch_)
        write_stretch(scenario, from, std::min(stretch_, replications - from));
    return left_out_;
  }

 private:
  void write_header() {
    auto& out = request_.out;
    out.ready(columns_.header()).text("replication");
    if (grid_.planned_rows) out.text("status").text("used_in_summary");
    out.ready(grid_.axis);
    if (request_.long_form) {
      out.text("outcome").text("unit").text("value");
    } else {
      for (const auto& measure : grid_.measures) out.text(headed(measure.name, measure.units));
    }
    out.end_row();
  }

  void write_stretch(std::size_t scenario, std::size_t from, std::size_t count) {
    const std::array<std::size_t, 2> run_start{scenario, from};
    const std::array<std::size_t, 2> run_count{1, count};
    const auto status = request_.blocks.read("run_status", run_start, run_count);
    std::vector<std::size_t> start{scenario, from};
    std::vector<std::size_t> size{1, count};
    if (!grid_.axis.empty()) {
      start.insert(grid_.axis_first ? start.begin() : start.end(), 0);
      size.insert(grid_.axis_first ? size.begin() : size.end(), grid_.points);
    }
    std::vector<std::vector<double>> numbers;
    for (const auto& measure : grid_.measures)
      numbers.push_back(request_.blocks.read(measure.array, start, size));
    const auto cells = columns_.cells(scenario);
    for (std::size_t run = 0; run < count; ++run) {
      const auto state = status_of(status[run]);
      if (state != schema::RunStatus::done && !grid_.planned_rows) continue;
      const auto told = small_.told(scenario, static_cast<std::uint32_t>(from + run));
      for (std::size_t point = 0; point < grid_.points; ++point) {
        const auto place = grid_.axis_first ? point * count + run : run * grid_.points + point;
        write_rows(numbers, place, front(cells, from + run, state, point), point, told);
      }
    }
  }

  schema::RunStatus status_of(double code) const {
    if (code >= 0 && code < status_names.size()) return static_cast<schema::RunStatus>(code);
    throw ResultsError(
        fmt::format("{} is damaged: run_status has impossible numbers", request_.file.path().string()));
  }

  /// The cells before the numbers.
  std::string front(const std::string& scenario, std::size_t replication, schema::RunStatus state,
                    std::size_t point) const {
    auto cells = fmt::format("{},{}", scenario, replication);
    if (grid_.planned_rows) {
      const bool used =
          state == schema::RunStatus::done && replication < request_.file.summary_replications();
      cells += fmt::format(",{},{}", status_names[static_cast<std::size_t>(state)], used ? 1 : 0);
    }
    if (grid_.axis.empty()) return cells;
    if (!grid_.axis_first) return cells + fmt::format(",{}", point);
    const auto& level = request_.file.axes().trait_levels[point];
    const auto equals = level.find('=');
    return cells +
           fmt::format(",{},{}", csv_text(level.substr(0, equals)), csv_text(level.substr(equals + 1)));
  }

  void write_rows(const std::vector<std::vector<double>>& numbers, std::size_t place,
                  const std::string& front, std::size_t point, const SmallCells::ToldByBasis& told) {
    auto& out = request_.out;
    if (!request_.long_form) out.ready(front);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto& measure = grid_.measures[i];
      if (request_.long_form) out.ready(front).text(measure.name).text(measure.units);
      const double value = numbers[i][place];
      const bool hidden = small_.on() && !told[static_cast<std::size_t>(measure.rests_on)][point];
      const bool left_out = hidden && !std::isnan(value);
      left_out_ += left_out ? 1 : 0;
      left_out ? out.empty() : out.number(value);
      if (request_.long_form) out.end_row();
    }
    if (!request_.long_form) out.end_row();
  }

  const Export& request_;
  Grid grid_;
  ScenarioColumns columns_;
  SmallCells small_;
  std::size_t stretch_;
  std::uint64_t left_out_{};
};

}  // namespace

std::uint64_t export_grid(const Export& request, ExportTable table) {
  return GridExport(request, grid_of(request, table)).write();
}

}  // namespace homeward
