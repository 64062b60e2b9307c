#include "sim/evidence/contrast.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

#include "sim/evidence/calibration.hpp"
#include "sim/evidence/calibration_runs.hpp"
#include "sim/evidence/contrast_runs.hpp"
#include "sim/measure/intervals.hpp"
#include "sim/model/replication.hpp"
#include "tests/measure/run_builder.hpp"
#include "tests/scenario/scenario_files.hpp"

/// Trials repeated inside the simulator: who counts, what is estimated, and what a targets file may say.
namespace homeward {
namespace {

constexpr Days month = days_per_month;

/// Six families, one child each but for the fifth. In the first arm those with a coach go home sooner.
struct TwoArms {
  TwoArms() : treatment(1, 6), control(1, 6) {
    for (auto* arm : {&treatment, &control}) arm->trait("use");
    family(5, 1, {10 * month}, {30 * month});        // served
    family(5, 1, {10 * month}, {stays_in_care});     // served
    family(5, 1, {stays_in_care}, {20 * month});     // not served
    family(5, 0, {10 * month}, {20 * month});        // not a family of the study
    family(5, 1, {8}, {8});                          // home before the enrolment
    family(9, 1, {70 * month}, {10 * month});        // too old a child
    for (const FamilyNumber served : {1U, 2U}) kept(served, 30);
    kept(3, 6 * 365.25);  // far beyond the horizon
  }

  void family(float age, std::uint8_t use, Leaves treated, Leaves untreated) {
    treatment.family(0, {age}, {use});
    treatment.episode(0, {treated});
    control.family(0, {age}, {use});
    control.episode(0, {untreated});
  }
  void kept(FamilyNumber family, SimTime day) {
    EventRow row;
    row.day = day;
    row.family = family;
    row.episode = 1;
    row.kind = static_cast<std::int8_t>(EventKind::contact_kept);
    treatment.run.log.push_back(row);
  }
  ContrastCounts count(const Contrast& contrast) const {
    return count_contrast(contrast, treatment.scenario, treatment.run, control.run);
  }

  RunBuilder treatment, control;
};

Contrast design(ContrastOutcome outcome, ContrastWho who, double months) {
  Contrast contrast;
  contrast.outcome = outcome;
  contrast.who = who;
  contrast.months = months;
  contrast.enrolled_after_days = 14;
  contrast.families = {{{"use", "yes"}}, 0, 6};
  return contrast;
}

TEST_CASE("contrast: all who are assigned count in both arms, those home before the enrolment in neither") {
  const auto counts = TwoArms().count(design(ContrastOutcome::reunified, ContrastWho::assigned, 24));
  CHECK(counts.of_treated == 3);
  CHECK(counts.treated == 2);
  CHECK(counts.of_control == 3);
  CHECK(counts.control == 1);
}

TEST_CASE("contrast: the served are those with a kept contact before going home, and the same families without") {
  const auto counts = TwoArms().count(design(ContrastOutcome::reunified, ContrastWho::served, 24));
  CHECK(counts.of_treated == 2);
  CHECK(counts.treated == 2);
  CHECK(counts.of_control == 2);
  CHECK(counts.control == 0);
}

TEST_CASE("contrast: days in care run from time zero to the horizon, over all removals") {
  TwoArms arms;
  arms.treatment.family(0, {5}, {1});
  arms.treatment.episode(0, {{100}});
  arms.treatment.episode(200, {{230}});
  arms.control.family(0, {5}, {1});
  arms.control.episode(0, {{60}});
  const auto counts = arms.count(design(ContrastOutcome::days_in_care, ContrastWho::assigned, 12));
  const double year = 12 * month;
  CHECK(counts.treated == Approx(2 * (10 * month - 14) + year + (100 - 14) + 30));
  CHECK(counts.control == Approx(3 * year + 46));
}

TEST_CASE("contrast: each arm's own returns are followed for as long, and those of both arms only if asked for") {
  TwoArms arms;
  for (auto* arm : {&arms.treatment, &arms.control}) {
    arm->family(0, {5}, {1});
    arm->episode(0, {{50}});
  }
  arms.control.episode(50 + 11.9 * month);
  const auto own = arms.count(design(ContrastOutcome::reentry, ContrastWho::assigned, 12));
  CHECK(own.of_treated == 3);
  CHECK(own.treated == 0);
  CHECK(own.of_control == 3);
  CHECK(own.control == 1);
  const auto both = arms.count(design(ContrastOutcome::reentry_home_under_both, ContrastWho::assigned, 12));
  CHECK(both.of_treated == 2);
  CHECK(both.of_control == 2);
}

TEST_CASE("contrast: estimates are of sums over replications, with errors by leaving one out") {
  const std::vector<ContrastCounts> counts{{12, 100, 10, 100}, {9, 80, 10, 90}, {15, 110, 11, 105}};
  const double t = 36.0 / 290, c = 31.0 / 295;
  const auto without = [&](std::size_t i) {
    const auto& one = counts[i];
    return std::log((36 - one.treated) / (290 - one.of_treated) / ((31 - one.control) / (295 - one.of_control)));
  };
  const double mean = (without(0) + without(1) + without(2)) / 3;
  double squares = 0;
  for (std::size_t i = 0; i < 3; ++i) squares += std::pow(without(i) - mean, 2);
  const double error = std::sqrt(squares * 2 / 3);
  const auto ratio = summarise_contrast(ContrastMeasure::ratio, counts);
  CHECK(ratio.mean == Approx(t / c));
  CHECK(ratio.standard_error == Approx(error));
  CHECK(ratio.ci_high == Approx(t / c * std::exp(student_quantile(3) * error)));
  CHECK(summarise_contrast(ContrastMeasure::difference, counts).mean == Approx(t - c));
  CHECK(std::isnan(summarise_contrast(ContrastMeasure::ratio, {{0, 0, 1, 2}, {0, 0, 1, 3}}).mean));
}

const std::string base_text = R"(format = 1
[run]
entry_years = 1
follow_up_years = 1.2
[families]
entries_per_year = 300
[[traits]]
name = "use"
share = 0.5
[hazards]
readiness = { distribution = "exponential", mean_days = 400 }
[needs]
baseline = { stress = 0.8 }
[support]
to_needs.emotional = { stress = 0.1 }
[effects]
readiness_hazard_ratio = 1.5
need_weights = { stress = 1, isolation = 0, system_navigation = 0, parenting_confidence = 0, material_hardship = 0 }
half_life_days = 100
reference_contacts_per_week = 1
reference_hours_per_contact = 2
)";
const std::string trial_text = R"(format = 1
extends = "base.toml"
[coaches]
positions = 400
families_per_coach = 5
[support]
mix = { emotional = 1, informational = 0, instructional = 0, advocacy = 0 }
contacts_per_week = { placed = 1, trial_home_visit = 1, home = 1 }
hours_per_contact = 2
)";
const std::string head = R"(format = 1
base = "base.toml"
replications = 2
[[parameter]]
key = "effects.readiness_hazard_ratio"
range = [0.5, 3]
scale = "log"
)";
const std::string contrast_text = R"([[contrast]]
name = "home within a year"
treatment = "trial.toml"
outcome = "reunified"
months = 12
families = "use = yes and youngest < 10"
who = "served"
measure = "ratio"
value = 1.2
log_sd = 0.1
log_bias = 0.05
log_bias_sd = 0.1
source = "a trial"
)";

std::vector<std::string> faults_in(const std::string& contrast) {
  const ScenarioFolder folder;
  folder.write("base.toml", base_text);
  folder.write("trial.toml", trial_text);
  folder.write("t.toml", head + contrast);
  try {
    read_calibration("t.toml");
    return {};
  } catch (const InputError& error) {
    std::vector<std::string> messages;
    for (const auto& issue : error.issues()) messages.push_back(to_string(issue));
    return messages;
  }
}

std::string with(std::string text, const std::string& line, const std::string& other) {
  const auto at = text.find(line);
  REQUIRE(at != std::string::npos);
  return text.replace(at, line.size(), other);
}

TEST_CASE("contrast: a targets file aims at the published ratio less its bias, within two standard deviations") {
  const ScenarioFolder folder;
  folder.write("base.toml", base_text);
  folder.write("trial.toml", trial_text);
  folder.write("t.toml", head + contrast_text);
  const auto read = read_calibration("t.toml");
  REQUIRE(read.targets.size() == 1);
  const auto& target = read.targets[0];
  CHECK(target.published == 1.2);
  CHECK(target.value == Approx(1.2 * std::exp(-0.05)));
  CHECK(target.high == Approx(1.2 * std::exp(-0.05 + 2 * std::hypot(0.1, 0.1))));
  CHECK(target.log);
  REQUIRE(target.contrast != nullptr);
  CHECK(target.contrast->families.youngest_below == 10);
  CHECK(target.column == base_columns());
  CHECK(bands_off(target, target.high) == Approx(1));
  CHECK(bands_off(target, target.value * target.value / target.high) == Approx(-1));
}

TEST_CASE("contrast: faults name file, line and key") {
  CHECK(faults_in(contrast_text).empty());
  const auto one = [](const std::string& line, const std::string& other) {
    const auto messages = faults_in(with(contrast_text, line, other));
    REQUIRE(messages.size() == 1);
    INFO(messages[0]);
    CHECK(messages[0].starts_with("t.toml:"));
    return messages[0];
  };
  CHECK(one("use = yes", "used = yes").find("the nearest is use") != std::string::npos);
  CHECK(one("use = yes", "use = y3s").find("level of use") != std::string::npos);
  CHECK(one("youngest < 10", "oldest < 10").find("such as") != std::string::npos);
  CHECK(one("\"reunified\"", "\"reunification\"").find("outcome of the contrast") != std::string::npos);
  CHECK(one("\"trial.toml\"", "\"no.toml\"").find("there is no such file") != std::string::npos);
  CHECK(one("\"trial.toml\"", "\"base.toml\"").find("has no coaches") != std::string::npos);
  CHECK(one("months = 12", "months = 24").find("set run.follow_up_years to 2.00") != std::string::npos);
  CHECK(one("log_sd = 0.1", "band = [1.3, 1.4]").find("around the value") != std::string::npos);
  CHECK(one("log_sd = 0.1\n", "").find("needs a band, or log_sd") != std::string::npos);
  CHECK(one("source = \"a trial\"\n", "").find("has no source") != std::string::npos);
  CHECK(one("who =", "whose =").find("whose") != std::string::npos);
}

std::vector<std::vector<Simulated>> simulate_at(const Calibration& calibration, std::vector<std::vector<double>> values,
                                                std::size_t threads = 2) {
  CalibrationRuns runs(calibration, threads, 1'000'000'000);
  Progress progress;
  const std::atomic<bool> stop{false};
  return runs.simulate(values, 0, 4, progress, stop);
}

TEST_CASE("contrast: without effect the arms are the same to the bit, with it they part as the ratio says") {
  const ScenarioFolder folder;
  folder.write("base.toml", base_text);
  folder.write("trial.toml", trial_text);
  folder.write("t.toml", head + contrast_text);
  const auto calibration = read_calibration("t.toml");
  const auto at = simulate_at(calibration, {{1.0}, {2.0}, {0.6}});
  const auto column = base_columns();
  CHECK(at[0][column].mean == 1.0);
  CHECK(at[0][column].standard_error == 0.0);
  CHECK(at[1][column].ci_low > 1.1);
  CHECK(at[2][column].ci_high < 0.9);
  CHECK(std::isnan(at[0].front().mean));  // no figure of the base is asked for, so it is not simulated
  const auto one_thread = simulate_at(calibration, {{1.0}, {2.0}, {0.6}}, 1);
  CHECK(one_thread[1][column].mean == at[1][column].mean);
  CHECK(one_thread[1][column].standard_error == at[1][column].standard_error);
}

TEST_CASE("contrast: a control of its own is read, and contrasts of another file are taken over") {
  const ScenarioFolder folder;
  folder.write("base.toml", base_text);
  folder.write("trial.toml", trial_text);
  folder.write("half.toml", "format = 1\nextends = \"trial.toml\"\n[referral]\nacceptance = 0.5\n");
  folder.write("t.toml", head + contrast_text + "control = \"half.toml\"\n");
  folder.write("other.toml", with(head, "replications = 2", "replications = 3\ncontrasts = \"t.toml\""));
  const auto own = read_calibration("t.toml");
  const auto taken = read_calibration("other.toml");
  REQUIRE(taken.targets.size() == 1);
  const auto column = base_columns();
  const double against_half = simulate_at(own, {{2.0}})[0][column].mean;
  CHECK(simulate_at(taken, {{2.0}})[0][column].mean == against_half);
  CHECK(against_half > 1);
  folder.write("t.toml", head + contrast_text);
  CHECK(simulate_at(read_calibration("t.toml"), {{2.0}})[0][column].mean > against_half);
}

TEST_CASE("trials: attention is 1 in each shipped trial, so that hours of a kept contact are those planned") {
  const std::filesystem::path trials = std::filesystem::path{HOMEWARD_SOURCE_DIR} / "scenarios" / "trials";
  for (const auto* name : {"illinois-us-pace", "illinois-slow-pace", "start", "iowa"}) {
    INFO(name);
    const std::vector<Override> smaller{{"families.entries_per_year", "60"}, {"run.entry_years", "1"}};
    const auto trial = read_scenario(trials / fmt::format("{}.toml", name), smaller);
    CHECK(trial->program.support.most_attention == 1.0);
    double hours = 0, kept = 0;
    for (const auto& family : simulate(trial, 1, 0).families) {
      hours += std::accumulate(family.hours.begin(), family.hours.end(), 0.0);
      kept += family.contacts_kept;
    }
    REQUIRE(kept > 500);
    CHECK(hours / kept == Approx(trial->program.support.hours_per_contact));
  }
}

}  // namespace
}  // namespace homeward
