"""Uncertainty analysis from outside: draws, what is doubt and what is luck, growing, faults. HOMEWARD names the executable."""

import csv
import io
import json
import signal
import unittest

import h5py
import numpy as np
from homeward_results import Results

import test_cli

UNCERTAIN = """
[effects]
readiness_hazard_ratio = 1.5
reference_contacts_per_week = 1
reference_hours_per_contact = 1
[support.to_needs]
emotional = { stress = 0.2 }
[uncertainty]
"hazards.readiness.scale_days" = { distribution = "lognormal", median = 400, sigma = 0.2 }
"effects.readiness_hazard_ratio" = { distribution = "uniform", low = 1.2, high = 1.8 }
"support.kind_weights" = { distribution = "dirichlet", concentrations = [2, 2, 2, 2] }
"""
SCALE = "hazards.readiness.scale_days"
HOME = "reunified_12_months"


class Draws(test_cli.Cli):
    def setUp(self):
        super().setUp()
        self.write("base.toml", test_cli.BASE.replace("entries_per_year = 40", "entries_per_year = 60") + UNCERTAIN)
        self.write("coached.toml", test_cli.COACHED.replace("positions = 2", "positions = 6"))

    def run_draws(self, *files, draws, n=2, out="d.h5", options=(), code=0):
        return self.homeward("run", *files, "--draws", draws, "-n", n, "-o", out, "--no-progress", *options, code=code)

    def told(self, file, *options, command="summary"):
        rows = json.loads(self.homeward(command, file, "--json", *options).stdout)["outcomes"]
        return {(row["plan"], row["outcome"]): row for row in rows}


class Rows(Draws):
    def test_a_row_is_a_plan_and_a_draw(self):
        done = self.run_draws("base.toml", "coached.toml", draws=3)
        self.assertIn("2 plans × 3 draws × 2 replications", done.stderr)
        with Results(self.folder / "d.h5") as results:
            self.assertEqual(results.scenarios, [f"{plan}, draw={draw}" for draw in range(3)
                                                 for plan in ("base", "coached")])
            self.assertEqual(results.baseline, "base, draw=0")
            self.assertEqual(results.title, "base, coached; 3 draws")
            self.assertEqual(results.factor_role(SCALE), "uncertainty")
            drawn = results.factor_values[SCALE].to_numpy().reshape(3, 2)
            self.assertTrue((drawn[:, 0] == drawn[:, 1]).all())  # the same draws for every plan
            self.assertEqual(len(set(drawn[:, 0])), 3)
            shares = results.factor_values.filter(like="support.kind_weights").to_numpy()
            np.testing.assert_allclose(shares.sum(axis=1), 1)
            difference = results.comparison(HOME)
            values = np.nanmean(results.values(HOME), axis=1)
        # Against the baseline of the same draw, not of the first.
        np.testing.assert_allclose(difference.mean[1::2], values[1::2] - values[::2], atol=1e-12)
        with h5py.File(self.folder / "d.h5") as file:
            self.assertEqual([plan.decode() for plan in file["plan"][:]], ["base", "coached"] * 3)
            self.assertEqual(file["draw"][:].tolist(), [0, 0, 1, 1, 2, 2])

    def test_a_draw_gives_what_the_same_set_gives(self):
        self.run_draws("base.toml", draws=2)
        with Results(self.folder / "d.h5") as results:
            values = results.factor_values.loc["base, draw=1"]
            expected = results.values(HOME)[1]
        sets = [option for key, value in values.items() for option in ("--set", f"{key}={value}")]
        self.homeward("run", "base.toml", "-n", 2, "-o", "alone.h5", *sets)
        with Results(self.folder / "alone.h5") as results:
            np.testing.assert_array_equal(results.values(HOME)[0], expected)

    def test_the_seed_changes_the_draws_and_their_number_does_not(self):
        def scales(out, **options):
            self.run_draws("base.toml", out=out, n=1, **options)
            with Results(self.folder / out) as results:
                return results.factor_values[SCALE].tolist()
        two = scales("two.h5", draws=2)
        self.assertEqual(scales("four.h5", draws=4)[:2], two)
        self.assertNotEqual(scales("other.h5", draws=2, options=("--seed", 43)), two)

    def test_a_sweep_puts_every_point_under_draws(self):
        self.write("study.toml", 'format = 1\nname = "small"\nbase = "coached.toml"\ndesign = "grid"\nreplications = 2\n'
                                 'draws = 2\n[[factor]]\nkey = "coaches.positions"\nvalues = [1, 4]\n'
                                 f'[[factor]]\nkey = "{SCALE}"\nvalues = [300, 500]\n')
        done = self.homeward("sweep", "study.toml", "--draws", 3, "--no-progress")
        self.assertIn("4 plans × 3 draws × 2 replications", done.stderr)
        self.assertIn(f"{SCALE} is set in positions=1, scale_days=300", done.stderr)
        with Results(self.folder / "small.h5") as results:
            values = results.factor_values
            self.assertEqual(values[SCALE].unique().tolist(), [300, 500])  # what the study sets is not drawn
            self.assertEqual(values["effects.readiness_hazard_ratio"].nunique(), 3)
        self.assertEqual(self.told("small.h5")["positions=4, scale_days=300", HOME]["draws"], 3)


class Answers(Draws):
    def test_doubt_and_luck_are_those_of_the_table(self):
        self.run_draws("base.toml", "coached.toml", draws=12, n=4)
        told = self.told("d.h5")
        with Results(self.folder / "d.h5") as results:
            values = results.values(HOME).reshape(12, 2, 4)
        for plan, table in (("base", values[:, 0]), ("coached", values[:, 1])):
            draws, luck = table.mean(axis=1), table.mean(axis=0)
            rest = table - draws[:, None] - luck[None, :] + table.mean()
            square = {"doubt": 4 * draws.var(ddof=1), "luck": 12 * luck.var(ddof=1), "rest": (rest ** 2).sum() / 33}
            row = told[plan, HOME]
            self.assertAlmostEqual(row["mean"], table.mean())
            self.assertAlmostEqual(row["doubt"]["variance"], max(0, square["doubt"] - square["rest"]) / 4)
            self.assertAlmostEqual(row["luck"]["variance"], max(0, square["luck"] - square["rest"]) / 12)
            self.assertAlmostEqual(row["interaction"]["variance"], square["rest"])
            self.assertLessEqual(row["doubt_low"], row["ci_low"])
            self.assertLess(row["doubt"]["ci_low"], row["doubt"]["variance"])
        # Readiness is drawn with a spread of 20 %: it makes doubt, and the sensitivity names it.
        self.assertGreater(told["base", HOME]["doubt"]["share"], 0.3)
        effects = {one["parameter"]: one for one in told["base", HOME]["sensitivity"]["parameters"]}
        self.assertLess(effects[SCALE]["ci_high"], 0)
        self.assertEqual(max(effects, key=lambda name: abs(effects[name]["effect"])), SCALE)

    def test_the_file_says_what_the_screen_says(self):
        self.run_draws("base.toml", "coached.toml", draws=12, n=2)
        told = self.told("d.h5")
        with h5py.File(self.folder / "d.h5") as file:
            group = file["uncertainty"]
            plans, outcomes = ([text.decode() for text in group[axis][:]] for axis in ("plan", "outcome"))
            self.assertEqual(plans, ["base", "coached"])
            at = 1, outcomes.index(HOME)
            row = told["coached", HOME]
            self.assertEqual(group["mean"][at], row["mean"])
            self.assertEqual(group["doubt_high"][at], row["doubt_high"])
            self.assertEqual(group["luck_variance_ci_high"][at], row["luck"]["ci_high"])
            self.assertEqual(group["difference_mean"][at], row["difference"]["mean"])
            self.assertEqual(group["difference_probability_above_zero"][at], row["difference"]["probability_higher"])
            self.assertEqual(group["sensitivity_effect"][at][0], row["sensitivity"]["parameters"][0]["effect"])

    def test_compare_tells_differences_in_words_and_as_csv(self):
        self.run_draws("base.toml", "coached.toml", draws=6, n=3)
        words = self.homeward("compare", "d.h5").stdout
        self.assertIn("compared with base under the same draw and luck", words)
        self.assertIn("doubt included", words)
        other = self.told("d.h5", "--baseline", "coached", command="compare")
        one = self.told("d.h5", command="compare")
        self.assertAlmostEqual(other["base", HOME]["difference"]["mean"], -one["coached", HOME]["difference"]["mean"])
        rows = list(csv.DictReader(io.StringIO(self.homeward("compare", "d.h5", "--csv").stdout)))
        row = next(row for row in rows if row["outcome"] == HOME)
        self.assertEqual(float(row["difference"]), one["coached", HOME]["difference"]["mean"])
        self.assertEqual((row["plan"], row["baseline"], row["draws"]), ("coached", "base", "6"))

    def test_few_draws_are_told_to_be_rough_and_more_are_not(self):
        self.assertIn("4 draws: intervals of doubt from so few are wide and rough",
                      self.run_draws("base.toml", draws=4).stderr)
        self.assertNotIn("rough", self.run_draws("base.toml", draws=5).stderr)

    def test_one_replication_cannot_tell_doubt_from_luck_and_says_so(self):
        self.assertIn("two draws and two replications", self.run_draws("base.toml", draws=1, n=2, out="one.h5").stdout)
        self.assertIn("two draws and two replications", self.run_draws("base.toml", draws=3, n=1).stdout)
        self.assertIn("two draws and two replications", self.homeward("summary", "d.h5").stdout)
        row = self.told("d.h5")["base", HOME]
        self.assertIsNone(row["doubt"]["variance"])
        self.assertIsNotNone(row["mean"])


class Growing(Draws):
    def test_more_draws_replications_and_plans_end_where_a_fresh_run_would(self):
        self.run_draws("base.toml", draws=2, n=1, out="grown.h5")
        self.run_draws("base.toml", "coached.toml", draws=2, n=2, out="grown.h5")
        done = self.run_draws("base.toml", "coached.toml", draws=4, n=3, out="grown.h5")
        self.assertIn("16 of 24 runs to do", done.stderr)
        self.run_draws("base.toml", "coached.toml", draws=4, n=3, out="fresh.h5", options=("-j", 3))
        self.assert_same("grown.h5", "fresh.h5")

    def test_fewer_draws_than_there_are_keep_what_is_there(self):
        self.run_draws("base.toml", draws=3, out="kept.h5")
        done = self.run_draws("coached.toml", draws=2, out="kept.h5")
        self.assertIn("has 3 draws, more than the 2 asked for", done.stderr)
        self.assertEqual(self.told("kept.h5")["coached", HOME]["difference"]["draws"], 3)

    def test_a_plan_with_more_draws_is_compared_over_the_common_ones(self):
        self.run_draws("base.toml", draws=2, out="more.h5")
        done = self.run_draws("coached.toml", draws=4, out="more.h5")
        self.assertIn("base is not named and keeps its 2 draws", done.stderr)
        row = self.told("more.h5")["coached", HOME]
        self.assertEqual((row["draws"], row["difference"]["draws"]), (4, 2))

    def test_a_killed_study_goes_on(self):
        started = self.start("run", "base.toml", "coached.toml", "--draws", 40, "-n", 2, "-j", 1, "-o", "d.h5",
                             "--set", "families.entries_per_year=400")
        self.wait_for_part("d.h5")
        started.send_signal(signal.SIGKILL)
        started.communicate(timeout=60)
        options = ("--set", "families.entries_per_year=400")
        done = self.run_draws("base.toml", "coached.toml", draws=40, n=2, options=options)
        self.assertRegex(done.stderr, r"homeward: [0-9]+ of 160 runs to do")
        self.run_draws("base.toml", "coached.toml", draws=40, n=2, options=options, out="fresh.h5")
        self.assert_same("d.h5", "fresh.h5")

    def test_a_file_has_draws_or_none(self):
        self.homeward("run", "base.toml", "-n", 1, "-o", "plain.h5")
        refused = self.run_draws("base.toml", draws=2, out="plain.h5", code=2)
        self.assertIn("draws of uncertain parameters: none there, some asked for", refused.stderr)
        self.run_draws("base.toml", draws=2, out="plain.h5", options=("--force",))
        self.assertIn("differ in", self.homeward("run", "base.toml", "-o", "plain.h5", code=2).stderr)

    def test_another_distribution_is_another_study(self):
        self.run_draws("base.toml", draws=2)
        self.write("base.toml", (self.folder / "base.toml").read_text().replace("sigma = 0.2", "sigma = 0.3"))
        refused = self.run_draws("base.toml", draws=2, code=2)
        self.assertIn("base, draw=0: hazards.readiness", refused.stderr)


class Faults(Draws):
    def test_faults_of_draws_name_their_line_and_say_what_to_do(self):
        self.write("wide.toml", 'format = 1\nextends = "base.toml"\n[uncertainty]\n'
                                '"effects.without_trust" = { distribution = "normal", mean = 0.5, sd = 1 }\n')
        refused = self.run_draws("wide.toml", draws=20, code=3)
        self.assertRegex(refused.stderr, r"wide.toml:4:1: effects.without_trust is .* it must be in \[0, 1\] .*narrow")
        self.assertFalse((self.folder / "d.h5").exists())
        self.write("plain.toml", test_cli.BASE)
        self.assertIn("no parameter is drawn", self.run_draws("plain.toml", draws=2, code=3).stderr)

    def test_wrong_use(self):
        for draws in (0, "many", 100000):
            self.run_draws("base.toml", draws=draws, code=2)
        self.assertIn("at most 65,536", self.run_draws("base.toml", "coached.toml", draws=40000, code=2).stderr)
        refused = self.homeward("run", "base.toml", "--draws", 2, "--precision", "5%", "--outcome", HOME, code=2)
        self.assertIn("--draws", refused.stderr)
        self.run_draws("base.toml", draws=2)
        self.assertIn("without --draws", self.homeward("summary", "d.h5", "--by-trait", code=2).stderr)
        self.assertIn("one plan only", self.homeward("compare", "d.h5", code=2).stderr)


if __name__ == "__main__":
    unittest.main()
