"""`homeward compare`: paired answers in words, tables, JSON and CSV, end to end. HOMEWARD names the program."""

import csv
import io
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import homeward_results
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["families.entries_per_year=150", "run.warm_up_years=2", "run.entry_years=1", "run.follow_up_years=2.5"]
PLANS = ["us-baseline", "ratio-1-to-12", "ratio-1-to-8"]
REPLICATIONS = 12


def homeward(*arguments):
    return subprocess.run([os.environ["HOMEWARD"], *map(str, arguments)], capture_output=True, text=True)


def simulate(output, *more, plans=PLANS, replications=REPLICATIONS):
    sets = [part for value in SMALL for part in ("--set", value)]
    files = [ROOT / "scenarios" / f"{name}.toml" for name in plans]
    done = homeward("run", *files, "-n", replications, "--quiet", "-o", output, *sets, *more)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)


class Compare(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = Path(folder.name) / "plans.h5"
        simulate(cls.path)

    def compare(self, *arguments):
        done = homeward("compare", self.path, *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def data(self, *arguments):
        return json.loads(self.compare("--json", *arguments))

    def test_words_come_first_then_tables_then_what_it_rests_on(self):
        text = self.compare()
        parts = ["compared with us-baseline", "Of 1,000 families that enter", "only the net is a property of the plans",
                 "Difference (95 %)", "Bonferroni", "Audit of common random numbers", "Variance ratio",
                 "order of the queue, which coach a family gets", "What coaching does is put into a scenario"]
        flat = " ".join(text.split())  # lines are broken anywhere
        places = [flat.find(part) for part in parts]
        self.assertNotIn(-1, places, text)
        self.assertEqual(places, sorted(places), text)
        self.assertLess(max(map(len, text.splitlines())), 140, max(text.splitlines(), key=len))

    def test_rates_and_dollars_are_ratios_of_what_all_runs_have_together(self):
        ratios = {(ratio["scenario"], ratio["name"]): ratio for ratio in self.data()["ratios"]}
        with homeward_results.Results(self.path) as results:
            plan, base = (results.scenarios.index(name) for name in PLANS[1::-1])
            home = results.values("reunified_12_months")
            found = ratios[PLANS[1], "relative_rate_reunified_12_months"]
            self.assertAlmostEqual(found["value"], home[plan].mean() / home[base].mean())
            self.assertLess(found["ci_low"], found["value"])
            self.assertLess(found["value"], found["ci_high"])
            money = ratios[PLANS[1], "dollars_per_additional_sustained_reunification"]
            cost, sustained = (results.values(name)[plan] - results.values(name)[base]
                               for name in ("cost_total_undiscounted_with_follow_up", "sustained_reunifications"))
            if money["reason"] == "":
                self.assertAlmostEqual(money["value"] / (cost.mean() / sustained.mean()), 1)
            else:
                self.assertIn("not told from none", money["reason"])
                self.assertIsNone(money["value"])
            late = ratios[PLANS[1], "relative_rate_reunified_36_months"]
            self.assertEqual((late["reason"], late["note"]), ("", "of those followed so far"))

    def test_differences_are_those_of_the_file(self):
        data = self.data("--all")
        self.assertEqual(data["baseline"], "us-baseline")
        with homeward_results.Results(self.path) as results:
            for line in data["differences"]:
                stored = results.comparison(line["outcome"])
                row = results.scenarios.index(line["scenario"])
                for name, value in (("difference", stored.mean), ("ci_low", stored.ci_low),
                                    ("variance_ratio", stored.variance_ratio)):
                    np.testing.assert_equal(np.float64(line[name] if line[name] is not None else np.nan), value[row],
                                            f"{line['outcome']} {name}")

    def test_changes_of_families_are_those_of_the_file_and_their_net_is_the_difference_of_counts(self):
        with homeward_results.Results(self.path) as results:
            stored = results.family_changes.set_index(["scenario", "change"])
            for plan in self.data()["families"]:
                name = plan["scenario"]
                self.assertEqual(plan["pairs"], REPLICATIONS)
                for change in ("families_home_net", "families_spared_reentry", "days_in_care_saved_per_family"):
                    for part in ("mean", "ci_low", "ci_high"):
                        self.assertEqual(plan[change][part], stored.loc[(name, change), part])
                home = [[results.cohort(scenario, r)["home_within_12_months"].mean() for r in range(REPLICATIONS)]
                        for scenario in (name, "us-baseline")]
                net = 1000 * np.mean(np.subtract(*home))
                only_plan, only_baseline = (plan[f"families_home_only_under_{who}"]["mean"]
                                            for who in ("plan", "baseline"))
                self.assertAlmostEqual(only_plan - only_baseline, net)
                self.assertAlmostEqual(plan["families_home_net"]["mean"], net)
                self.assertGreater(only_plan, 0)
                days = [np.mean([results.cohort(scenario, r)["days_in_care"].mean() for r in range(REPLICATIONS)])
                        for scenario in ("us-baseline", name)]
                self.assertAlmostEqual(plan["days_in_care_saved_per_family"]["mean"], days[0] - days[1], places=3)

    def test_another_baseline_turns_the_comparison_round(self):
        there = {line["scenario"]: line for line in self.data("--outcome", "reunified_12_months")["differences"]}
        data = self.data("--baseline", "ratio-1-to-8", "--outcome", "reunified_12_months")
        back = {line["scenario"]: line for line in data["differences"]}
        self.assertEqual(set(back), {"us-baseline", "ratio-1-to-12"})
        self.assertAlmostEqual(back["us-baseline"]["difference"], -there["ratio-1-to-8"]["difference"])
        self.assertAlmostEqual(back["us-baseline"]["ci_low"], -there["ratio-1-to-8"]["ci_high"])
        changes = {plan["scenario"]: plan for plan in self.data()["families"]}["ratio-1-to-8"]
        turned = {plan["scenario"]: plan for plan in data["families"]}["us-baseline"]
        self.assertEqual(turned["families_home_only_under_plan"], changes["families_home_only_under_baseline"])
        self.assertIn("compared with ratio-1-to-8", self.compare("--baseline", "ratio-1-to-8"))

    def test_common_random_numbers_work(self):
        data = self.data("--baseline", "ratio-1-to-12", "--outcome", "reunified_12_months", "--outcome",
                         "mean_days_in_care")
        for line in data["differences"]:
            if line["scenario"] == "ratio-1-to-8":
                print(f"variance ratio of {line['outcome']}: {line['variance_ratio']:.1f}")
                self.assertGreater(line["variance_ratio"], 1.5)
                self.assertGreaterEqual(line["independent_replications_needed"], 1.5 * REPLICATIONS)

    def test_better_follows_the_outcome(self):
        data = self.data("--outcome", "mean_days_in_care", "--outcome", "reunified_12_months", "--outcome", "events")
        for line in data["differences"]:
            with homeward_results.Results(self.path) as results:
                values = results.values(line["outcome"])
                plan, base = (values[results.scenarios.index(name)] for name in (line["scenario"], "us-baseline"))
            better = {"higher": np.mean(plan > base), "lower": np.mean(plan < base), "neither": None}[line["better"]]
            self.assertEqual(line["share_of_replications_better"], better, line["outcome"])
            self.assertEqual(line["share_of_replications_higher"], np.mean(plan > base), line["outcome"])

    def test_intervals_that_hold_together_are_wider_and_alone_the_same(self):
        data = self.data()
        self.assertEqual(data["simultaneous"]["method"], "Bonferroni")
        for line in data["differences"]:
            if line["ci_low"] is not None and line["sd"] > 0:
                self.assertLess(line["simultaneous_ci_low"], line["ci_low"])
                self.assertGreater(line["simultaneous_ci_high"], line["ci_high"])

    def test_csv_has_a_row_for_each_plan_and_quantity(self):
        rows = list(csv.DictReader(io.StringIO(self.compare("--csv", "--outcome", "reunified_12_months"))))
        self.assertEqual(len(rows), 2 * (1 + 12))
        line = self.data("--outcome", "reunified_12_months")["differences"][0]
        self.assertEqual(float(rows[0]["difference"]), line["difference"])
        self.assertEqual(rows[2]["quantity"], "families_home_only_under_plan")

    def test_a_file_recorded_as_runs_says_that_families_are_not_told(self):
        path = self.path.with_name("runs.h5")
        simulate(path, "--record", "runs")
        done = homeward("compare", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("recorded as runs", done.stdout)
        self.assertEqual(json.loads(homeward("compare", path, "--json").stdout)["families"], [])

    def test_a_grown_file_tells_the_same(self):
        path = self.path.with_name("grown.h5")
        for replications in (5, REPLICATIONS):
            simulate(path, replications=replications)
        self.assertEqual(homeward("compare", path, "--csv", "--all").stdout, self.compare("--csv", "--all"))

    def test_wrong_usage_says_what_was_meant(self):
        def fault(*arguments):
            done = homeward("compare", *arguments)
            self.assertEqual(done.stdout, "")
            return done.returncode, done.stderr

        self.assertEqual(fault(self.path, "--baseline", "ratio-1-to-9")[0], 2)
        self.assertIn('did you mean "ratio-1-to-8"?', fault(self.path, "--baseline", "ratio-1-to-9")[1])
        self.assertIn("reunified_12_months", fault(self.path, "--outcome", "reunified_12_month")[1])
        self.assertEqual(fault(self.path, "--json", "--csv")[0], 2)
        self.assertEqual(fault(self.path.with_name("none.h5"))[0], 2)
        alone = self.path.with_name("alone.h5")
        simulate(alone, plans=PLANS[:1], replications=1)
        code, text = fault(alone)
        self.assertEqual(code, 2)
        self.assertIn("one scenario only", text)


if __name__ == "__main__":
    unittest.main()
