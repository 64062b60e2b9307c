"""`homeward export`: what stands in the CSV is what stands in the file, to the last bit. HOMEWARD names the program."""

import io
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]

BASE = """
format = 1
[run]
warm_up_years = 1
entry_years = 1
follow_up_years = 1.5
replications = 3
[families]
entries_per_year = 60
children = { shares = [0.6, 0.4] }
[[traits]]
name = "kin"
share = 0.4
[[traits]]
name = "rare"
share = 0.02
[hazards]
readiness = { distribution = "weibull", shape = 0.9, scale_days = 300 }
reentry = { distribution = "exponential", mean_days = 900 }
setback = { distribution = "exponential", mean_days = 500 }
"""

COACHED = """
format = 1
extends = "base.toml"
[coaches]
positions = 2
families_per_coach = 6
[support]
contacts_per_week = { placed = 1 }
hours_per_contact = 1.5
"""

STUDY = """
format = 1
name = "ratios"
base = "coached.toml"
design = "grid"
replications = 2
[[factor]]
key = "coaches.families_per_coach"
values = [6, 12]
[[factor]]
key = "support.mix"
[factor.values]
balanced = { emotional = 0.25, informational = 0.25, instructional = 0.25, advocacy = 0.25 }
"led, by feeling" = { emotional = 0.7, informational = 0.1, instructional = 0.1, advocacy = 0.1 }
"""


def homeward(*arguments, folder=None):
    return subprocess.run([os.environ["HOMEWARD"], *map(str, arguments)], capture_output=True, cwd=folder)


class Files(unittest.TestCase):
    """Results files to export, and what the tests need to look at them."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        for name, text in {"base": BASE, "coached": COACHED, "ratios": STUDY}.items():
            (cls.folder / f"{name}.toml").write_text(text)
        cls.must("run", "base.toml", "coached.toml", "-o", "plans.h5", "--record", "events", "--quiet")
        cls.must("sweep", "ratios.toml", "-o", "ratios.h5", "--quiet")

    @classmethod
    def must(cls, *arguments):
        done = homeward(*arguments, folder=cls.folder)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode())
        return done.stdout

    def table(self, *arguments, file="plans.h5"):
        return pd.read_csv(io.BytesIO(self.must("export", file, *arguments)), float_precision="round_trip")

    def refused(self, code, *arguments):
        done = homeward("export", *arguments, folder=self.folder)
        self.assertEqual((done.returncode, done.stdout), (code, b""), done.stderr)
        return done.stderr.decode()

    def arrays(self, file="plans.h5"):
        opened = h5py.File(self.folder / file)
        self.addCleanup(opened.close)
        return opened

    def of_kind(self, file, kind, group="/"):
        return [name for name, item in file[group].items() if item.attrs.get("kind") == kind]

    def same(self, column, array):
        np.testing.assert_array_equal(column.to_numpy(float), np.asarray(array, float).ravel())


class Export(Files):
    def test_runs_hold_every_outcome_of_every_run_to_the_last_bit(self):
        table, file = self.table("--what", "runs"), self.arrays()
        self.assertEqual(list(table.columns[:4]), ["scenario", "replication", "status", "used_in_summary"])
        self.assertEqual(list(table.scenario), ["base"] * 3 + ["coached"] * 3)
        names = self.of_kind(file, "outcome")
        self.assertGreater(len(names), 40)
        for name in names:
            self.same(table[f"{name} ({file[name].attrs['units']})"], file[name])
        self.assertEqual(set(table.status), {"done"})

    def test_a_number_a_row_says_the_same(self):
        wide, long = self.table("--what", "runs"), self.table("--what", "runs", "--long")
        back = long.pivot(index=["scenario", "replication"], columns="outcome", values="value")
        self.same(back["events"], wide["events (1)"])
        self.assertEqual(set(long.unit), {"1", "d", "h", "usd"})

    def test_the_summary_is_the_default_and_has_a_row_an_outcome(self):
        table, file = self.table(), self.arrays()
        for name in self.of_kind(file, "outcome"):
            rows = table[table.outcome == name]
            self.assertEqual(list(rows.scenario), ["base", "coached"])
            for part in ("mean", "sd", "n", "ci_low", "ci_high"):
                self.same(rows[part], file[f"{name}_{part}"])
            self.assertEqual(set(rows.unit), {file[name].attrs["units"]})

    def test_a_comparison_is_that_of_the_file_and_tells_who_changes(self):
        table, file = self.table("--what", "comparison"), self.arrays()
        group = file["comparison"]
        for place, name in enumerate(group["outcome"].asstr()[:]):
            rows = table[table.outcome == name]
            for part in ("difference_mean", "difference_sd", "difference_ci_low", "difference_ci_high", "variance_ratio",
                         "share_of_replications_higher", "confidence_mean_is_higher"):
                self.same(rows[part], group[part][place])
        net = table[table.outcome == "families_home_net"]
        self.same(net.difference_mean, group["families_home_net"])
        self.same(net.difference_ci_high, group["families_home_net_ci_high"])

    def test_series_curves_and_traits_are_those_of_the_file(self):
        file = self.arrays()
        series = self.table("--what", "series")
        self.same(series["families_in_care_by_month (1)"], file["families_in_care_by_month"])
        self.same(series["month (months)"][:len(file["month"])], file["month"])
        curves = self.table("--what", "curves", "--outcome", "reunified")
        self.assertEqual(list(curves.columns[3:]), ["cumulative_reunified (1)", "at_risk_reunified (1)"])
        self.same(curves["cumulative_reunified (1)"], file["cumulative_reunified"])
        traits = self.table("--what", "traits")
        levels = [f"{trait}={level}" for trait, level in zip(traits.trait, traits.level)]
        for place, level in enumerate(file["by_trait/trait_level"].asstr()[:]):
            for name in self.of_kind(file, "outcome", "by_trait"):
                rows = traits[[one == level for one in levels]]
                self.same(rows[f"{name} ({file['by_trait'][name].attrs['units']})"], file["by_trait"][name][place])

    def test_families_and_events_are_the_rows_of_the_file(self):
        file = self.arrays()
        families = self.table("--what", "families").sort_values(["replication", "scenario"], kind="stable")
        stored = file["tables/families"][:]
        self.same(families["removal_day (d)"], stored["removal_day"])
        self.same(families["exit_day (d)"], stored["exit_day"])
        np.testing.assert_array_equal(families["youngest_age_years (years)"].to_numpy(np.float32), stored["youngest_age_years"])
        self.assertEqual(set(families.trait_kin), {"yes", "no"})
        self.assertLessEqual({"reunified"}, set(families.exit_kind))
        events = self.table("--what", "events")
        stored = file["tables/events"][:]
        self.same(events["day (d)"], stored["day"])
        self.same(events["detail"], stored["detail"])
        self.assertLessEqual({"entry", "contact_kept", "exit"}, set(events.kind))
        kept = events[events.kind == "contact_kept"]
        self.assertTrue(kept.detail.between(0, 100).all())

    def test_factors_stand_in_every_row_and_texts_are_quoted(self):
        table, file = self.table("--what", "runs", file="ratios.h5"), self.arrays("ratios.h5")
        self.assertEqual(set(table["coaches.families_per_coach"]), {6, 12})
        self.assertEqual(set(table["support.mix"]), {"balanced", "led, by feeling"})
        self.same(table["support.mix.advocacy"], np.repeat(file["support.mix.advocacy_value"], 2))
        self.assertEqual(list(table.scenario), list(np.repeat(file["scenario"].asstr()[:], 2)))

    def test_some_scenarios_and_outcomes_are_enough(self):
        table = self.table("--what", "runs", "--scenario", "coached", "--outcome", "events", "children_entered")
        self.assertEqual(set(table.scenario), {"coached"})
        self.assertEqual(list(table.columns[-2:]), ["children_entered (1)", "events (1)"])
        self.assertIn("did you mean", self.refused(2, "plans.h5", "--outcome", "evnts"))
        self.assertIn("coached", self.refused(2, "plans.h5", "--scenario", "coach"))
        self.assertIn("no outcomes", self.refused(2, "plans.h5", "--what", "families", "--outcome", "events"))

    def test_it_is_csv_as_the_standard_has_it(self):
        text = self.must("export", "ratios.h5", "--what", "runs")
        lines = text.split(b"\r\n")
        self.assertEqual(lines[-1], b"")
        self.assertNotIn(b"\n", b"".join(lines))
        self.assertIn(b'"led, by feeling"', text)
        self.assertNotIn(b"nan", text)

    def test_an_output_is_whole_and_nothing_is_replaced_unasked(self):
        done = homeward("export", "plans.h5", "-o", "out.csv", folder=self.folder)
        self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr)
        self.assertEqual((self.folder / "out.csv").read_bytes(), self.must("export", "plans.h5", "-o", "-"))
        self.assertIn("--force", self.refused(2, "plans.h5", "-o", "out.csv"))
        self.must("export", "plans.h5", "-o", "out.csv", "--what", "runs", "--force")
        self.assertIn(b"used_in_summary", (self.folder / "out.csv").read_bytes())
        self.assertIn("results file itself", self.refused(2, "plans.h5", "-o", "plans.h5", "--force"))
        self.assertIn("cannot write", self.refused(1, "plans.h5", "-o", "nowhere/out.csv"))
        self.assertEqual(list(self.folder.glob(".unfinished*")), [])

    def test_what_is_not_there_is_told(self):
        self.assertIn("--record families", self.refused(2, "ratios.h5", "--what", "families"))
        self.assertIn("--record series", self.refused(2, "ratios.h5", "--what", "series"))
        broken = self.folder / "broken.h5"
        broken.write_bytes((self.folder / "ratios.h5").read_bytes()[:5000])
        self.assertIn("broken.h5", self.refused(5, "broken.h5"))
        self.refused(2, "absent.h5")


class SmallCells(Files):
    """Subgroups of few families, of a population that was read from a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = ["entry_day,age_1,kin,rare"] + [f"{day * 5},{day % 17},{'yes' if day % 2 else 'no'},{'yes' if day < 4 else 'no'}"
                                               for day in range(70)]
        (cls.folder / "families.csv").write_text("\n".join(rows) + "\n")
        (cls.folder / "county.toml").write_text('format = 1\nextends = "base.toml"\n[families]\ncsv = "families.csv"\n')
        cls.must("run", "county.toml", "-o", "county.h5", "--record", "families", "--quiet")
        cls.must("run", "county.toml", "-o", "county-series.h5", "--quiet")

    def test_small_subgroups_and_those_that_would_reveal_them_are_empty(self):
        done = homeward("export", "county.h5", "--what", "traits", folder=self.folder)
        self.assertIn(b"--min-cell 11", done.stderr)
        table = pd.read_csv(io.BytesIO(done.stdout))
        share = table.set_index(["trait", "level"])["reunified_12_months (1)"]
        self.assertTrue(share.loc["rare"].isna().all())  # 4 families, and the others that would reveal them
        self.assertFalse(share.loc["kin"].isna().any())
        self.assertTrue(table["families_entered (1)"][table.trait == "rare"].isna().all())
        self.assertTrue(table["families_in_care (1)"].isna().all())  # on how many it rests is not stored

    def test_exits_are_counted_where_families_are_recorded(self):
        with_rows = self.table("--what", "traits", file="county.h5")
        without = self.table("--what", "traits", file="county-series.h5")
        self.assertTrue(without["reunified_share (1)"].isna().all())
        stored = self.table("--what", "families", "--min-cell", "0", file="county.h5")
        left = stored[stored["exit_day (d)"].between(0, 365.25, inclusive="left")]
        home = left[left.exit_kind == "reunified"]
        seen = set()
        for (replication, level), row in with_rows[with_rows.trait == "kin"].set_index(["replication", "level"]).iterrows():
            exits = left[(left.replication == replication) & (left.trait_kin == level)].family.nunique()
            homes = home[(home.replication == replication) & (home.trait_kin == level)].family.nunique()
            others = left[(left.replication == replication) & (left.trait_kin != level)].family.nunique()
            if min(exits, others) >= 11:
                self.assertFalse(np.isnan(row["reunified_share (1)"]))
            else:
                self.assertTrue(np.isnan(row["reunified_share (1)"]))
            seen.add(min(exits, others) >= 11)
            if homes < 11:
                self.assertTrue(np.isnan(row["reentry_12_months (1)"]))
        self.assertIn(True, seen)

    def test_it_can_be_told_otherwise(self):
        whole = self.table("--what", "traits", "--min-cell", "0", file="county.h5")
        self.assertEqual(whole["families_entered (1)"][whole.trait == "rare"].tolist()[:2], [66, 4])
        synthetic = self.table("--what", "traits", "--min-cell", "11")
        self.assertTrue(synthetic["families_entered (1)"][synthetic.trait == "rare"].isna().all())

    def test_real_families_are_not_told_one_by_one_unasked(self):
        self.assertIn("--min-cell 0", self.refused(2, "county.h5", "--what", "families"))
        self.table("--what", "families", "--min-cell", "0", file="county.h5")


if __name__ == "__main__":
    unittest.main()
