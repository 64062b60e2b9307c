"""Runs too short for what is asked: figures, sentences and the report say why a number is missing, and on whom one rests."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import describe_outcomes
import h5py
import homeward_results
import numpy as np
import plot_style

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["families.entries_per_year=60", "run.warm_up_years=1", "run.entry_years=1"]
BASE, PLAN = "us-baseline", "ratio-1-to-12"
NEEDS = "needs 12 months after the window; the run has 0"


def script(name, *arguments):
    return subprocess.run([sys.executable, ROOT / "scripts" / name, *map(str, arguments)], capture_output=True, text=True)


def words_of(page):
    """What a page or a figure says: without scripts, and without what draws it."""
    page = re.sub(r"<script>.*?</script>|<style.*?</style>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r'<[^>]*? d="[^"]*"[^>]*>', "", page))


class ShortRuns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        longer = cls.folder / "longer.toml"
        longer.write_text(f'format = 1\nextends = "{ROOT}/scenarios/ratio-1-to-12.toml"\n[run]\nentry_years = 2\n')
        plans = [ROOT / "scenarios" / f"{name}.toml" for name in (BASE, PLAN)]
        cls.none = cls.simulate("none", 0, *plans)
        cls.some = cls.simulate("some", 0.25, *plans)
        cls.unlike = cls.simulate("unlike", 0.25, *plans, longer, entry=False)

    @classmethod
    def simulate(cls, name, follow_up, *plans, entry=True):
        sets = [part for value in [*SMALL[:2], *SMALL[2:] * entry, f"run.follow_up_years={follow_up}"] for part in ("--set", value)]
        path = cls.folder / f"{name}.h5"
        if not entry:
            short = cls.folder / "short"
            short.mkdir()
            copies = [short / f"{plan.stem}.toml" for plan in plans[:2]]
            for plan, copy in zip(plans, copies):
                copy.write_text(f'format = 1\nextends = "{plan}"\n[run]\nentry_years = 1\n')
            plans = [*copies, *plans[2:]]
        subprocess.run([os.environ["HOMEWARD"], "run", *map(str, plans), "-n", "3", "--record", "families", "--quiet", "-o", path,
                        *sets], check=True, capture_output=True)
        return path

    def test_the_reader_gives_the_reason_and_no_number(self):
        with homeward_results.Results(self.none) as results:
            self.assertEqual(results.reason("reunified_12_months", PLAN), NEEDS)
            self.assertEqual(results.difference_reason("reunified_12_months", PLAN), NEEDS)
            self.assertTrue(np.isnan(results.values("reunified_12_months")).all())
            self.assertTrue(np.isnan(results.by_trait("reunified_12_months")).all())
            self.assertEqual(results.reason("families_waiting", PLAN), "")
            self.assertEqual(results.difference_reason("coach_use", PLAN), f"{BASE}: {results.reason('coach_use', BASE)}")
        with homeward_results.Results(self.some) as results:
            self.assertEqual(results.reason("reunified_12_months", PLAN), "")
            self.assertRegex(results.follow_up_note("reunified_12_months", PLAN), r"^of those followed for 12 months so far: \d+ %$")
            self.assertEqual(results.follow_up_note("families_waiting", PLAN), "")
            info = results.info("reunified_12_months")
            self.assertEqual((info["quantity"], info["needs"]), ("share", "follow_up=12_months"))

    def test_values_of_runs_that_cannot_give_them_are_no_numbers(self):
        copy = self.folder / "copy.h5"
        copy.write_bytes(self.some.read_bytes())
        with h5py.File(copy, "r+") as file:
            row = [name.decode() for name in file["reason/outcome"][:]].index("families_waiting")
            file["reason/code"][row, 1] = 7
        with homeward_results.Results(copy) as results:
            self.assertEqual(np.isnan(results.values("families_waiting")).all(1).tolist(), [False, True])
            self.assertEqual(np.isnan(results.summary("families_waiting").mean).tolist(), [False, True])

    def test_what_an_outcome_is_decides_how_it_is_drawn(self):
        copy = self.folder / "kinds.h5"
        copy.write_bytes(self.some.read_bytes())
        with h5py.File(copy, "r+") as file:
            file["families_waiting"].attrs["quantity"] = "share"
            file["coach_use"].attrs["quantity"] = "index"
        with homeward_results.Results(copy) as results:
            self.assertEqual(plot_style.shown(results, "families_waiting").label, "percent")
            self.assertEqual(plot_style.shown(results, "coach_use").label, "number")

    def test_files_from_before_there_were_reasons_are_read(self):
        copy = self.folder / "old.h5"
        copy.write_bytes(self.none.read_bytes())
        with h5py.File(copy, "r+") as file:
            del file["reason"], file["comparison/difference_reason"]
            for item in file.values():
                for name in ("quantity", "rests_on", "needs", "of_coaches", "better") if item.attrs.get("kind") == "outcome" else ():
                    del item.attrs[name]
        with homeward_results.Results(copy) as results:
            self.assertEqual(results.reason("reunified_12_months", PLAN), "nobody to count")
            self.assertEqual(results.follow_up_months.tolist(), [0, 0])
            kinds = [results.info(name)["quantity"] for name in ("reunified_12_months", "cost_total", "mean_days_in_care", "events")]
            self.assertEqual(kinds, ["share", "dollars", "days", "number"])
        self.assertIn("nobody to count", script("report.py", "--static", copy, "-o", self.folder / "old.html").stderr
                      or (self.folder / "old.html").read_text())

    def test_plans_of_unlike_length_have_no_difference_in_totals(self):
        with homeward_results.Results(self.unlike) as results:
            self.assertEqual(results.difference_reason("cost_total", "longer"), "totals of runs of unlike length are not compared")
            self.assertEqual(results.window_months.tolist(), [12, 12, 24])
        drawn = script("plot_outcomes.py", self.unlike, "--differences", "--outcomes", "cost_total", "families_in_care")
        self.assertEqual((drawn.returncode, drawn.stderr), (0, ""))
        figure = (self.folder / "unlike-differences.svg").read_text()
        self.assertIn("totals of runs of unlike length are not compared", words_of(figure))

    def test_a_figure_with_nothing_left_to_draw_ends_with_the_reason(self):
        for name in ("plot_outcomes.py", "plot_equity.py"):
            outcome = ("--outcomes" if name == "plot_outcomes.py" else "--outcome", "reunified_12_months")
            done = script(name, self.none, *outcome, "-o", self.folder / "nothing")
            self.assertEqual((done.returncode, done.stdout, len(done.stderr.splitlines())), (2, "", 1))
            self.assertIn(NEEDS, done.stderr)

    def test_the_report_and_all_its_figures_say_why(self):
        for path, told in ((self.none, f"\N{EN DASH}: {NEEDS}"), (self.some, "of those followed for 12 months so far"),
                           (self.unlike, "totals of runs of unlike length are not compared")):
            page = path.with_suffix(".html")
            done = script("report.py", "--static", path, "-o", page)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            words = words_of(page.read_text(encoding="utf-8"))
            self.assertNotRegex(words, re.compile(r"\bnan\b", re.IGNORECASE))
            self.assertNotIn("too few replications", words)
            self.assertIn(told, words)

    def test_sentences_say_why(self):
        with homeward_results.Results(self.none) as results:
            told = " ".join(describe_outcomes.sentences(results, [PLAN]))
        self.assertIn(f"not known: {NEEDS}", told)
        self.assertNotIn("nan", told)


if __name__ == "__main__":
    unittest.main()
