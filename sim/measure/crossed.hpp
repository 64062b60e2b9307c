#pragma once

#include <cstddef>
#include <vector>

/// Draws of uncertain parameters crossed with replications: every draw is simulated under the same luck. The
/// two-way random-effects model y = mean + draw + luck + interaction, with one run in each cell, so that the
/// interaction holds what is left: what luck does under one draw and not under another.
/// Searle, Casella & McCulloch (1992), "Variance Components", ch. 4; Burdick & Graybill (1992), "Confidence
/// Intervals on Variance Components".
namespace homeward {

/// One number of every run: [draw][replication], row-major, none of them NaN.
struct CrossedTable {
  std::size_t draws{};
  std::size_t replications{};
  std::vector<double> values;
  double size{};  ///< of the largest number that the values were made from, whose rounding they hold; else 0

  /// Of the values, or what they were made from: what their rounding is a share of.
  double rounded_at() const;
};

/// An estimated variance; an estimate below 0 counts as 0. NaN below two draws or two replications.
struct VarianceComponent {
  double estimate{};
  double ci_low{};  ///< 95 % interval, at least 0
  double ci_high{};
};

/// What a crossed table says. Fields are NaN where the table cannot give them: all but the counts without a
/// run; all but these and the mean below two draws or two replications.
struct CrossedEstimate {
  double mean{};        ///< over draws and replications
  double ci_low{};      ///< 95 % interval of the mean over all draws and all luck: more runs narrow it
  double ci_high{};     ///< likewise
  double doubt_low{};   ///< where the expected value lies with 95 %, were the parameters known: more runs
  double doubt_high{};  ///< do not narrow it below the doubt
  double
      above_zero{};  ///< probability that the expected value is above 0, doubt in parameters included [0..1]
  double draws{};    ///< that count
  double replications{};          ///< that count, for each draw
  VarianceComponent doubt;        ///< between draws: of the expected value over parameters
  VarianceComponent luck;         ///< between replications: what chance does alike under all parameters
  VarianceComponent interaction;  ///< of runs beyond the two
};

/// Means and variance components by mean squares. Interval of the mean: Student, degrees of freedom by
/// Satterthwaite (1946), where a mean square below that of the interaction counts as this. Of the expected
/// value: the spread of doubt added to it (at least three degrees of freedom for the doubt; of two or three
/// draws theirs for all, and what luck adds stays in); never narrower. Intervals of doubt and luck: modified
/// large sample (Ting et al. 1990); of the interaction: chi-square.
CrossedEstimate estimate_crossed(const CrossedTable& table);

}  // namespace homeward
