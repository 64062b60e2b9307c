#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/measure/run_result.hpp"
#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

/// Figures that somebody published about families in care, as data, each with the way to measure it on a run.
/// A baseline is calibrated to some of them and must predict the others.
namespace homeward {

/// How well a figure is known.
enum class EvidenceStatus : std::uint8_t {
  read,       ///< read in the source that the row names
  secondary,  ///< read in a text about it
  derived     ///< computed from figures that were read; the row says how
};
inline constexpr std::array<std::string_view, 3> evidence_status_names{"read", "secondary", "derived"};

/// What a figure is to the shipped baseline.
enum class FigureUse : std::uint8_t {
  calibrated,  ///< the baseline is fitted to it
  predicted,   ///< held out: never used in fitting, so that it can tell whether the model is right
  input        ///< a number of the scenario itself, seen again in what it makes
};
inline constexpr std::array<std::string_view, 3> figure_use_names{"calibrated", "predicted", "input"};

/// One run as the figures see it.
struct PublishedRun {
  const Scenario& scenario;
  const RunRecord& run;
  const RunResult& result;  ///< what sim/measure made of it; its first values are those of outcome_table()
};

struct PublishedFigure {
  std::string_view name;   ///< an outcome's own name where the figure is that outcome
  std::string_view units;  ///< "1", "d", "months"
  std::string_view long_name;
  std::string_view definition;  ///< what is counted, in one sentence
  double value{};               ///< as published
  double low{}, high{};         ///< the band in which a model of the United States about 2021 should lie
  std::string_view source;      ///< with place and time where they are others
  EvidenceStatus status{};
  FigureUse use{};
  /// Of one run; NaN where it cannot be measured (nobody there, or followed for too short a time). nullptr:
  /// the outcome of the same name.
  double (*measure)(const PublishedRun&){};
};

/// All figures: calibrated, predicted and inputs, in the order in which tables show them. Names are unique.
std::span<const PublishedFigure> published_figures();

/// The figure of this name, or nullptr.
const PublishedFigure* find_published(std::string_view name);

/// The value of each figure on one run, in the order of published_figures().
std::vector<double> measure_published(const PublishedRun& published);

/// Whether a value lies in the figure's band.
inline bool is_in_band(const PublishedFigure& figure, double value) {
  return figure.low <= value && value <= figure.high;
}

}  // namespace homeward
