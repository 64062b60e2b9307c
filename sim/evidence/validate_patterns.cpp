#include "sim/evidence/validate_patterns.hpp"

#include <limits>
#include <string>
#include <utility>

#include "sim/evidence/validate_bench.hpp"

/// What the patterns of one replication say over all of them. A pattern comes out where the whole interval
/// lies in the range that the studies leave.
namespace homeward {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Range {
  double low{}, high{};
  double published{none};
};

class Patterns {
 public:
  explicit Patterns(const std::vector<std::vector<double>>& by_replication) : values_(by_replication) {}

  void add_ratio_of_means(std::string section, std::string name, PatternValue numerator,
                          PatternValue denominator, const Range& range, std::string source,
                          std::string note) {
    const auto over = column(numerator), under = column(denominator);
    OutcomeInfo as;
    as.summary = Summary::ratio_of_means;
    add(std::move(section), std::move(name), summarise(as, over, over, under), range, std::move(source),
        std::move(note));
  }
  void add_ratio(std::string section, std::string name, PatternValue value, const Range& range,
                 std::string source, std::string note) {
    const auto estimate = estimate_over(values_, static_cast<std::size_t>(value), Summary::mean_of_log);
    add(std::move(section), std::move(name), estimate, range, std::move(source), std::move(note));
  }
  std::vector<Finding> findings() { return std::move(findings_); }

 private:
  std::vector<double> column(PatternValue value) const {
    std::vector<double> values;
    for (const auto& row : values_) values.push_back(row[static_cast<std::size_t>(value)]);
    return values;
  }
  void add(std::string section, std::string name, const Estimate& estimate, const Range& range,
           std::string source, std::string note) {
    Finding finding;
    finding.group = FindingGroup::pattern;
    finding.section = std::move(section);
    finding.name = std::move(name);
    finding.value = estimate.mean;
    finding.low = estimate.ci_low;
    finding.high = estimate.ci_high;
    finding.replications = static_cast<std::uint32_t>(estimate.n);
    finding.target = range.published;
    finding.target_low = range.low;
    finding.target_high = range.high;
    finding.source = std::move(source);
    finding.note = std::move(note);
    finding.verdict = Verdict::not_reproduced;
    if (!(estimate.n >= 2)) finding.verdict = Verdict::not_measured;
    if (range.low <= estimate.ci_low && estimate.ci_high <= range.high) finding.verdict = Verdict::reproduced;
    findings_.push_back(std::move(finding));
  }

  const std::vector<std::vector<double>>& values_;
  std::vector<Finding> findings_;
};

void add_coming_back(Patterns& patterns) {
  using enum PatternValue;
  const std::string section = "Coming back: an effect at 12 months, gone at 24";
  const std::string iowa = "Iowa Parent Partner, Chambers et al. 2019";
  patterns.add_ratio_of_means(
      section, "back within 12 months, with over without", back_12_with, back_12_without, {0, 1, none}, iowa,
      "the same families, coached in their first stay, home with and without coaches; "
      "the study says significantly lower");
  patterns.add_ratio_of_means(section, "difference at 24 months over that at 12", reduction_24, reduction_12,
                              {-0.5, 0.5, 0}, iowa,
                              "0: re-entries are put off, 1: they are spared for good; the study says no "
                              "significant difference at 24 months");
}

void add_time_in_care(Patterns& patterns) {
  using enum PatternValue;
  patterns.add_ratio_of_means(
      "Time in care: no large change", "days in care within 48 months, with over without", days_in_care_with,
      days_in_care_without, {0.9, 1.1, 1},
      "Iowa Parent Partner, Chambers et al. 2019: no significant difference, which a study of its size says of less than 10 %",
      "coached families; a team with a lawyer in New York saved 15 %, Gerber et al. 2019");
}

void add_trust(Patterns& patterns) {
  using enum PatternValue;
  const std::string section = "Trust: matters at six months, not at one";
  patterns.add_ratio(section, "hazard ratio of going home per SD of trust, month 1",
                     trust_1_month_hazard_ratio, {0.95, 1.05, 1},
                     "Dunkerley, SSWR 2023 Paper50177: 1.003 a point at 30 days, p = .75",
                     "families still coached and in care then, over the year that follows");
  patterns.add_ratio(section, "hazard ratio of going home per SD of trust, month 6",
                     trust_6_months_hazard_ratio, {1, 1.25, 1.15},
                     "same: 1.05 a point at 6 months (1.01-1.09); working relationship 1.19",
                     "1.15 a standard deviation is a reading of the study's subscales");
}

void add_workers(Patterns& patterns) {
  using enum PatternValue;
  patterns.add_ratio("More workers, fewer go home: a false association",
                     "odds ratio of home in 18 months, 2+ coaches over 1", workers_odds_ratio,
                     {0.07, 0.67, 0.27},
                     "SSWR 2025 Paper57448: odds 73 % lower per extra worker; Milwaukee 2005: 0.07",
                     "coaches who change nothing: whoever stays longer meets more of them");
}

void add_naive_evaluations(Patterns& patterns) {
  using enum PatternValue;
  const std::string section = "Naive evaluations: odds ratios of 2 to 5";
  const std::string studies = "Contra Costa 2011: 4.3; Los Angeles 2017: 5; Washington 2020: 2.1 and 3.3";
  patterns.add_ratio(
      section, "odds ratio of going home, coached by day 90 or not", naive_by_day_90, {2, 5, none}, studies,
      "referred families in care on day 90; the strength of self-selection was set to come near 2.1");
  patterns.add_ratio(section, "odds ratio of going home, ever coached or never", naive_ever, {2, 5, none},
                     studies, "biased by immortal time towards too little");
  patterns.add_ratio(section, "the same by day 90 with coaches who change nothing", naive_by_day_90_no_effect,
                     {1, 5, none}, studies, "self-selection alone");
  patterns.add_ratio(section, "the same by day 90, were self-selection strong", naive_by_day_90_strong,
                     {2, 5, none}, studies,
                     "correlation of readiness and acceptance 0.8 in place of the scenario's");
  patterns.add_ratio(section, "true odds ratio, the same families with and without", true_odds_ratio,
                     {1, 2.05, none}, "matched studies 1.31 to 1.44 (START 1.01 to 2.05)",
                     "families with a coach by day 90; shown, not held out: the size is fitted to these studies");
}

}  // namespace

std::vector<Finding> pattern_findings(const std::vector<std::vector<double>>& by_replication) {
  Patterns patterns(by_replication);
  add_coming_back(patterns);
  add_time_in_care(patterns);
  add_trust(patterns);
  add_workers(patterns);
  add_naive_evaluations(patterns);
  return patterns.findings();
}

}  // namespace homeward
