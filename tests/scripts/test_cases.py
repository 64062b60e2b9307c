"""Small inputs that once went wrong, with their right values, through the whole program. HOMEWARD names the executable."""

import json
import math
import unittest
from pathlib import Path

import h5py
import test_cli

ROOT = Path(__file__).resolve().parents[2]
ONLY_VISITS = ["court.review_interval_days=100000", "court.permanency_hearing_days=100000", "court.first_hearing_days=0",
               "court.disposition_days=0"]


class Case(test_cli.Cli):
    """A folder of tests/cases, copied to where the program runs."""

    def use(self, case):
        for file in (ROOT / "tests/cases" / case).iterdir():
            text = file.read_text().replace("../../../scenarios", str(ROOT / "scenarios"))
            (self.folder / file.name).write_text(text)

    def run_files(self, files, settings, replications, extra=(), output="case.h5"):
        sets = [part for setting in settings for part in ("--set", setting)]
        return self.homeward("run", *files, *sets, "-n", replications, "-o", output, "--force", "--quiet", *extra)

    def run_case(self, case, files, settings, replications, extra=()):
        self.use(case)
        return self.run_files(files, settings, replications, extra)

    def compared(self, *extra):
        return json.loads(self.homeward("compare", "case.h5", *extra, "--json").stdout)

    def outcomes(self, file, *names):
        """Of a results file with one scenario: outcome -> its line of `summary --json`."""
        asked = [word for name in names for word in ("--outcome", name)]
        told = json.loads(self.homeward("summary", file, "--json", *asked).stdout)
        return {line["outcome"]: line for line in told["outcomes"]}


class CostPerFamily(Case):
    def test_every_run_costs_70000_so_that_it_is_that_over_the_mean_number_of_entries(self):
        self.use("cost-per-family")
        for entries, right in ((4, 17_500), (8, 8_750), (20, 3_500)):
            self.run_files(["a.toml"], [f"families.entries_per_year={entries}"], 2000, ("--record", "runs"),
                           f"{entries}.h5")
            told = self.outcomes(f"{entries}.h5", "cost_per_family", "cost_per_sustained_reunification",
                                 "cost_total_undiscounted")
            line = told["cost_per_family"]
            error = (line["ci_high"] - line["ci_low"]) / 3.92
            self.assertLess(error, 0.02 * right)
            self.assertLess(abs(line["mean"] - right), 4 * error)
            self.assertEqual((told["cost_total_undiscounted"]["mean"], told["cost_total_undiscounted"]["sd"]), (70_000, 0))
            # A run of 12 months follows nobody who went home for as long.
            self.assertEqual(told["cost_per_sustained_reunification"]["reason"], "follow_up")


class HomeWithinAYear(Case):
    def home(self, follow_up):
        self.run_case("home-within-year", ["slow.toml", "fast.toml"], [f"run.follow_up_years={follow_up}"], 20,
                      ("--record", "series"))
        return self.compared("--baseline", "slow")["families"][0]["families_home_net"]

    def test_the_number_does_not_depend_on_the_follow_up(self):
        right = 1000 * (math.exp(-365.25 / 2000) - math.exp(-365.25 / 1000))
        for follow_up, families in ((0.25, 5000), (0.5, 10000), (1, 20000)):
            net = self.home(follow_up)
            # Differences of one family are -1, 0 or 1; no coupling makes their variance exceed that of independent lives.
            p, q = (1 - math.exp(-365.25 / mean) for mean in (2000, 1000))
            error = 1000 * math.sqrt((p * (1 - p) + q * (1 - q)) / families)
            self.assertAlmostEqual(net["mean"], right, delta=4 * error)
            self.assertEqual(net["reason"], "given")

    def test_without_follow_up_there_is_no_number_and_it_says_why(self):
        net = self.home(0)
        self.assertIsNone(net["mean"])
        self.assertEqual(net["reason"], "follow_up")
        text = self.homeward("compare", "case.h5", "--baseline", "slow").stdout
        self.assertIn("needs 12 months after first removal, under both plans", text)


class TrialVisitUnderWay(Case):
    def p1(self, follow_up):
        self.run_case("trial-visit-under-way", ["thv.toml"], [f"run.follow_up_years={follow_up}", *ONLY_VISITS], 10)
        lines = json.loads(self.homeward("summary", "case.h5", "--outcome", "permanency_12_months", "--json").stdout)
        return lines

    def test_a_visit_under_way_is_not_kept(self):
        for follow_up, reason in ((0.25, "follow_up"), (1, "open_visits")):
            self.assertIn(reason, json.dumps(self.p1(follow_up)))
        self.p1(3)
        with h5py.File(self.folder / "case.h5") as file:
            mean = file["permanency_12_months_mean"][0]
            children = file["children_entered"][:].sum()
        # A family's children leave together: no more independent lives than families, of one to six children.
        self.assertAlmostEqual(mean, 0.199, delta=0.0005 + 4 * math.sqrt(0.199 * 0.801 * 3 / children))


class WaitsOpenAtEnd(Case):
    WITHOUT_END = ['referral.patience_days="never"', "coaches.positions=5", "run.warm_up_years=0", "run.entry_years=1"]
    WAITS = ("mean_days_on_queue", "p90_days_on_queue", "mean_days_to_first_coach", "p90_days_to_first_coach")

    def test_a_wait_that_grows_without_limit_has_no_mean(self):
        self.use("waits-open-at-end")
        for follow_up in (0, 1, 4):
            self.run_files(["q.toml"], [*self.WITHOUT_END, f"run.follow_up_years={follow_up}"], 20)
            for line in self.outcomes("case.h5", *self.WAITS).values():
                self.assertIsNone(line["mean"])
                self.assertIn(line["reason"], ("open_waits", "queue_grows"))
                self.assertNotIn("replications", line["note"])

    def test_no_number_of_positions_below_the_load_meets_a_target_on_the_wait(self):
        self.use("waits-open-at-end")
        for follow_up in (0, 4):
            sets = [part for setting in [*self.WITHOUT_END, f"run.follow_up_years={follow_up}"] for part in ("--set", setting)]
            told = json.loads(self.homeward("staff", "q.toml", *sets, "--target", "mean_days_on_queue <= 200 days", "--json",
                                            "--quiet").stdout)
            self.assertEqual(told["status"], "found")
            self.assertGreaterEqual(told["positions"], 60)  # the load: a family a day, 60 days each

    def test_all_that_joined_and_those_who_got_a_coach_are_told_apart(self):
        """The closed forms stand in tests/theory/waiting.cpp; these are those of the case."""
        self.run_case("waits-open-at-end", ["q.toml"], [], 20)
        lines = self.outcomes("case.h5", "mean_days_on_queue", "mean_days_to_first_coach", "coached_within_14_days")
        for name, right in (("mean_days_on_queue", 6.67), ("mean_days_to_first_coach", 9.6), ("coached_within_14_days", 0.2724)):
            error = (lines[name]["ci_high"] - lines[name]["ci_low"]) / 4.19
            self.assertLess(error, 0.05 * right)
            self.assertAlmostEqual(lines[name]["mean"], right, delta=4 * error)


class UnlikeLengths(Case):
    def test_run_check_and_compare_say_so(self):
        self.use("unlike-lengths")
        told = "their totals are not compared, only rates: base 2 + 1 + 2 years, longer 2 + 1 + 4 years"
        self.assertIn(told, self.homeward("check", "base.toml", "longer.toml").stdout)
        self.assertNotIn(told, self.homeward("check", "base.toml").stdout)
        self.assertIn(told, self.homeward("run", "base.toml", "longer.toml", "-n", 2, "-o", "case.h5", "--no-progress").stderr)
        self.assertIn(told, self.homeward("compare", "case.h5").stdout)

    def test_totals_are_not_compared_and_rates_are(self):
        self.run_case("unlike-lengths", ["base.toml", "longer.toml"], [], 4, ("--record", "series"))
        told = self.compared("--all")
        lines = {line["outcome"]: line for line in told["differences"]}
        for total in ("cost_total", "cost_care", "sustained_reunifications", "families_entered", "events"):
            self.assertIsNone(lines[total]["difference"], total)
            self.assertEqual(lines[total]["reason"], "unlike_periods")
        self.assertEqual(lines["reunified_12_months"]["reason"], "given")
        self.assertIsNone(told["families"][0]["days_in_care_saved_per_family"]["mean"])
        self.assertEqual(told["families"][0]["days_in_care_saved_per_family"]["reason"], "unlike_periods")


if __name__ == "__main__":
    unittest.main()
