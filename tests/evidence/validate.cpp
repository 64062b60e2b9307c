#include "sim/evidence/validate.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/evidence/closed_forms.hpp"
#include "sim/evidence/validate_bench.hpp"
#include "sim/record/difference.hpp"
#include "sim/scenario/read.hpp"

/// `homeward validate` must find what is wrong, and nothing where nothing is.
namespace homeward {

namespace {

const std::filesystem::path scenarios = HOMEWARD_SOURCE_DIR "/scenarios";

/// The shipped question in small: few families, few replications.
ValidationQuestion small_question() {
  const auto baseline = scenarios / "us-baseline.toml", plan = scenarios / "ratio-1-to-12.toml";
  const std::vector<Override> small{{"families.entries_per_year", "60"}, {"run.warm_up_years", "2"}};
  return {read_scenario(baseline, small), read_scenario(plan, small), 7, 2, 0.05};
}

/// Values of a case by replication, simulated with this scenario in place of its own.
std::vector<std::vector<double>> simulated(const theory::KnownCase& known, const Scenario& scenario,
                                           std::uint32_t replications) {
  std::vector<std::vector<double>> values;
  const auto checked = check(scenario);
  for (std::uint32_t r = 0; r < replications; ++r)
    values.push_back(known.measure(scenario, simulate(checked, 11, r, Logging{known.logged, {}})));
  return values;
}

Verdict verdict(const theory::KnownCase& known, const Scenario& scenario, std::size_t quantity) {
  return judge_closed_form(known, quantity, simulated(known, scenario, 40)).verdict;
}

Finding in_range(FindingGroup group, double low, double target, double high) {
  Finding finding;
  finding.group = group;
  finding.target = target;
  finding.target_low = low;
  finding.target_high = high;
  return finding;
}

}  // namespace

TEST_CASE("validate: the deviation counts tolerances on the side on which a value lies") {
  const auto finding = in_range(FindingGroup::calibrated, 5, 6, 10);
  CHECK(deviation(finding, 6) == 0);
  CHECK(deviation(finding, 5.5) == Approx(-0.5));
  CHECK(deviation(finding, 8) == Approx(0.5));
  CHECK(deviation(finding, 14) == Approx(2));
  const auto no_target = in_range(FindingGroup::pattern, 2, std::numeric_limits<double>::quiet_NaN(), 5);
  CHECK(deviation(no_target, 3.5) == 0);
  CHECK(deviation(no_target, 2) == Approx(-1));
}

TEST_CASE("validate: only what theory forbids, and far-out figures that were put in, are failures") {
  auto finding = in_range(FindingGroup::closed_form, 0, 1, 2);
  const auto fails = [&](FindingGroup group, Verdict verdict) {
    finding.group = group;
    finding.verdict = verdict;
    return is_failure(finding);
  };
  CHECK(fails(FindingGroup::closed_form, Verdict::fails));
  CHECK(fails(FindingGroup::exact, Verdict::fails));
  CHECK(fails(FindingGroup::calibrated, Verdict::far_out));
  CHECK(fails(FindingGroup::input, Verdict::far_out));
  CHECK_FALSE(fails(FindingGroup::calibrated, Verdict::outside));
  CHECK_FALSE(fails(FindingGroup::predicted, Verdict::far_out));
  CHECK_FALSE(fails(FindingGroup::pattern, Verdict::not_reproduced));
  CHECK_FALSE(fails(FindingGroup::calibrated, Verdict::not_measured));
}

TEST_CASE("validate: a rate that is a tenth off is found by every closed form that hangs on it") {
  const auto care = theory::cases_of_care();
  REQUIRE(care.size() == 5);
  for (const auto& known : care) {
    INFO(known.section);
    Scenario wrong = known.scenario;
    for (Clock* clock : {&wrong.hazards.readiness, &wrong.hazards.reentry, &wrong.hazards.placement_move,
                         &wrong.hazards.setback}) {
      if (auto* exponential = std::get_if<Exponential>(clock)) exponential->mean *= 1.1;
      if (auto* weibull = std::get_if<Weibull>(clock)) weibull->scale *= 1.1;
    }
    const std::size_t within_12_months = known.quantities.size() > 2 ? 1 : 0;
    CHECK(verdict(known, known.scenario, within_12_months) == Verdict::holds);
    CHECK(verdict(known, wrong, within_12_months) == Verdict::fails);
  }
}

TEST_CASE("validate: patience, places and turnover that are off are found") {
  const auto cases = theory::cases_of_coaches();
  REQUIRE(cases.size() == 4);
  Scenario wrong = cases[0].scenario;
  wrong.program.referral.patience_days = Exponential{75};
  CHECK(verdict(cases[0], cases[0].scenario, 1) == Verdict::holds);
  CHECK(verdict(cases[0], wrong, 1) == Verdict::fails);
  wrong = cases[1].scenario;
  wrong.program.coaches.positions = 8;
  CHECK(verdict(cases[1], wrong, 2) == Verdict::fails);
  wrong = cases[2].scenario;
  wrong.hazards.readiness = Exponential{66};
  CHECK(verdict(cases[2], wrong, 0) == Verdict::fails);
  wrong = cases[3].scenario;
  wrong.program.coaches.hiring_days = Exponential{120};
  CHECK(verdict(cases[3], wrong, 1) == Verdict::fails);
}

TEST_CASE("validate: nobody to count is no agreement") {
  const auto known = theory::cases_of_coaches().front();
  const std::vector<std::vector<double>> nobody(5,
                                                std::vector<double>(known.quantities.size(), std::nan("")));
  CHECK(judge_closed_form(known, 0, nobody).verdict == Verdict::fails);
}

TEST_CASE("validate: coaches with effect change lives, those without do not") {
  const auto question = small_question();
  const Scenario ample = with_ample_coaches(*question.baseline, *question.plan);
  const auto lives = [&](const Scenario& scenario) {
    return simulate(check(scenario), question.seed, 0, Logging{true, {}});
  };
  const RunRecord alone = lives(*question.baseline);
  CHECK(difference_in_lives(alone, lives(ample)) != "");
  CHECK(difference_in_lives(alone, lives(without_effect(ample))) == "");
  CHECK(difference_in_lives(alone, lives(without_trust(ample))) == "");
  CHECK(difference_in_lives(alone, lives(with_strong_selection(ample))) != "");
}

TEST_CASE("validate: findings are the same for one thread and for three, and all runs are counted") {
  const auto question = small_question();
  const std::atomic<bool> go_on{false};
  Progress one, three;
  const auto a = validate(question, 1, one, go_on), b = validate(question, 3, three, go_on);
  CHECK(one.runs_done == runs_of(question));
  CHECK(three.runs_done == runs_of(question));
  REQUIRE(a.findings.size() == b.findings.size());
  for (std::size_t i = 0; i < a.findings.size(); ++i) {
    INFO(a.findings[i].section << " " << a.findings[i].name);
    CHECK((a.findings[i].value == b.findings[i].value || std::isnan(a.findings[i].value)));
    CHECK(a.findings[i].verdict == b.findings[i].verdict);
    if (a.findings[i].group <= FindingGroup::exact) CHECK(a.findings[i].verdict == Verdict::holds);
  }
  CHECK(a.false_alarm == Approx(48 * 6.334e-5));
}

TEST_CASE("validate: it stops when asked to") {
  const std::atomic<bool> stop{true};
  Progress progress;
  CHECK_THROWS_AS(validate(small_question(), 1, progress, stop), ValidationInterrupted);
}

}  // namespace homeward
