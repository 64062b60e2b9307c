#include <catch2/catch.hpp>

#include "fixtures.hpp"
#include "output/results_file.hpp"
#include "output/results_source.hpp"
#include "sim/measure/family_changes.hpp"

using namespace homeward;
using namespace homeward::testing;

TEST_CASE("cohort: families of every run come back, whatever the length of their cohorts") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::series, 9);
  assemble_made_up(folder / "x.h5", plan);
  const ResultsFile file(folder / "x.h5");
  CHECK(file.axes().cohort_families == 6);
  ResultsSource source(file, plan);
  for (const std::uint32_t r : {0U, 3U, 8U}) {
    for (std::size_t s = 0; s < 2; ++s) {
      const auto back = source.load(s, r, Portion::numbers)->cohort;
      CHECK(back.first == 11 + r);
      CHECK(back.state == made_up(plan, s, r).cohort.state);
      CHECK(back.days_in_care == made_up(plan, s, r).cohort.days_in_care);
    }
  }
}

TEST_CASE("cohort: who changes is told against any scenario, and as sim/measure tells it") {
  const Folder folder;
  auto plan = small_plan(RecordLevel::series, 5);
  plan.scenarios.back() = planned(scenario("as long", 1, {trait("age", {"0"}), trait("kin", {"yes", "no"})}));
  assemble_made_up(folder / "x.h5", plan);
  const ResultsFile file(folder / "x.h5");
  for (const std::size_t baseline : {0U, 1U}) {
    std::vector<std::vector<double>> pairs;
    for (std::uint32_t r = 0; r < 5; ++r) {
      pairs.push_back(
          family_changes(made_up(plan, 1 - baseline, r).cohort, made_up(plan, baseline, r).cohort));
    }
    const auto expected = summarise_family_changes(pairs, {});
    const auto found = file.family_changes(baseline);
    REQUIRE(found.size() == 2);
    CHECK(found[1 - baseline][FamilyChange::days_saved_per_family].mean == (baseline == 0 ? -100 : 100));
    for (std::size_t change = 0; change < family_changes_count; ++change) {
      const auto &a = found[1 - baseline].of[change], &b = expected.of[change];
      CHECK(same({a.mean, a.n, a.ci_low, a.ci_high}, {b.mean, b.n, b.ci_low, b.ci_high}));
    }
    CHECK(found[baseline][FamilyChange::home_net].mean == 0);
  }
}

TEST_CASE("cohort: days in care up to the end of runs of unlike length are not compared, and it says why") {
  const Folder folder;
  assemble_made_up(folder / "x.h5", small_plan(RecordLevel::series, 5));
  const auto changes = ResultsFile(folder / "x.h5").family_changes(0).back();
  CHECK(std::isnan(changes[FamilyChange::days_saved_per_family].mean));
  CHECK(changes.reason(FamilyChange::days_saved_per_family) == Reason::unlike_periods);
  CHECK(changes.reason(FamilyChange::home_net) == Reason::none);
}

TEST_CASE("cohort: runs that are not done and cohorts of other families make no pair") {
  const Folder folder;
  const auto plan = small_plan(RecordLevel::series, 4);
  MadeUpSource source(plan);
  source.left_out = {{1, 2}};
  source.failed[{0, 3}] = "a slot was held twice";
  assemble(folder / "x.h5", plan, source, {});
  const auto changes = ResultsFile(folder / "x.h5").family_changes(0);
  CHECK(changes[0].pairs == 3);
  CHECK(changes[1].pairs == 2);
}

TEST_CASE("cohort: a file recorded as runs has no families") {
  const Folder folder;
  assemble_made_up(folder / "x.h5", small_plan(RecordLevel::runs));
  const ResultsFile file(folder / "x.h5");
  CHECK(file.axes().cohort_families == 0);
  CHECK(file.family_changes(0).empty());
}
