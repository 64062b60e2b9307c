"""The figures and the sentences: drawn from real results files, the same each time, clear when something is lacking."""

import importlib
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import homeward_results
import plot_style

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
SMALL = ["families.entries_per_year=80", "run.warm_up_years=1", "run.entry_years=1", "run.follow_up_years=2.5",
         "coaches.positions_per_100_entries=4"]


def script(name, *arguments):
    return subprocess.run([sys.executable, SCRIPTS / name, *map(str, arguments)], capture_output=True, text=True)


def simulate(output, *files, record="series"):
    sets = [part for value in SMALL for part in ("--set", value)]
    subprocess.run([os.environ["HOMEWARD"], "run", *map(str, files), "-n", "4", "--quiet", "-o", str(output), "--record", record,
                    *sets], check=True, capture_output=True, text=True)


def refusal(name, path, *more):
    """Why a figure cannot be drawn."""
    figure = importlib.import_module(name)
    with homeward_results.Results(path) as results:
        try:
            figure.figure_of(results, figure.arguments().parse_args([str(path), *more]))
        except plot_style.CannotDraw as reason:
            return reason.message
    return "it can"


class Looks(unittest.TestCase):
    def test_a_plan_has_the_same_colour_in_every_figure(self):
        few = plot_style.looks(["us-baseline", "my-plan"])
        many = plot_style.looks(["us-baseline", "ratio-1-to-8", "my-plan", "ratio-1-to-20"])
        self.assertEqual(few["us-baseline"], many["us-baseline"])
        self.assertEqual(few["my-plan"], many["my-plan"])

    def test_no_two_plans_of_a_figure_look_the_same(self):
        names = list(plot_style.FIXED) + [f"plan-{number}" for number in range(20)]
        self.assertEqual(len(set(plot_style.looks(names).values())), len(names))

    def test_numbers_are_put_in_words_that_fit_their_size(self):
        def told(name, quantity, value):
            return plot_style.in_words({"name": name, "quantity": quantity}, [value])[:2]

        self.assertEqual(told("reunified_12_months", "share", 0.33), (100.0, "percent"))
        self.assertEqual(told("families_waiting", "count", 0.4), (1.0, "families"))
        self.assertEqual(told("cost_total", "dollars", 9.1e7), (1e-6, "million dollars"))
        self.assertEqual(told("mean_days_to_first_coach", "days", float("nan")), (1.0, "days"))

    def test_what_kind_of_number_it_is_decides_how_it_is_written_and_not_its_name(self):
        self.assertEqual(plot_style.in_words({"name": "families_content", "quantity": "share"}, [0.4]), (100.0, "percent", "{:.1f} %"))
        self.assertEqual(plot_style.in_words({"name": "contented_share", "quantity": "index"}, [0.4]), (1.0, "number", "{:.2f}"))


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.scratch.name)
        cls.plans = cls.folder / "plans.h5"
        simulate(cls.plans, *(ROOT / "scenarios" / f"{name}.toml" for name in ("us-baseline", "ratio-1-to-12")))

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def drawn(self, result, stem):
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(result.stdout.split(), [f"{stem}.png", f"{stem}.svg"])
        self.assertEqual(Path(f"{stem}.png").read_bytes()[:4], b"\x89PNG")
        return Path(f"{stem}.svg").read_text()

    def test_outcomes_are_drawn_beside_the_results_with_plans_and_units(self):
        svg = self.drawn(script("plot_outcomes.py", self.plans), self.folder / "plans-outcomes")
        for words in ("us-baseline", "ratio-1-to-12", "percent", "days", "dollars", "95 % interval"):
            self.assertTrue(words in svg, words)

    def test_differences_are_drawn_without_the_plan_that_they_are_from(self):
        svg = self.drawn(script("plot_outcomes.py", self.plans, "--differences"), self.folder / "plans-differences")
        for words in ("ratio-1-to-12", "change (percentage points)", "against us-baseline"):
            self.assertTrue(words in svg, words)
        alone = script("plot_outcomes.py", self.plans, "--differences", "--scenarios", "us-baseline")
        self.assertEqual(alone.returncode, 1)
        self.assertIn("nothing to compare", alone.stderr)

    def test_the_same_results_give_the_same_picture(self):
        for stem in ("first", "second"):
            script("plot_outcomes.py", self.plans, "-o", self.folder / stem)
        self.assertEqual((self.folder / "first.png").read_bytes(), (self.folder / "second.png").read_bytes())
        self.assertEqual((self.folder / "first.svg").read_bytes(), (self.folder / "second.svg").read_bytes())

    def test_chosen_outcomes_and_scenarios_are_drawn_and_no_others(self):
        svg = self.drawn(script("plot_outcomes.py", self.plans, "--outcomes", "cost_coaches", "--scenarios",
                                "ratio-1-to-12", "-o", self.folder / "chosen.png"), self.folder / "chosen")
        self.assertEqual(svg.count(">ratio-1-to-12</text>"), 1)
        self.assertEqual(svg.count(">us-baseline</text>"), 0)
        self.assertEqual(svg.count("percent"), 0)

    def test_a_name_that_is_not_in_the_file_is_one_clear_line(self):
        for option, name in (("--outcomes", "happiness"), ("--scenarios", "ratio-1-to-99")):
            result = script("plot_outcomes.py", self.plans, option, name)
            self.assertEqual(result.returncode, 1)
            self.assertIn(name, result.stderr)
            self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_what_is_no_results_file_is_one_clear_line(self):
        text = self.folder / "notes.h5"
        text.write_text("not HDF5")
        for path in (text, self.folder / "nowhere.h5"):
            result = script("plot_outcomes.py", path)
            self.assertEqual(result.returncode, 1)
            self.assertIn(path.name, result.stderr)
            self.assertEqual(len(result.stderr.splitlines()), 1)

    def test_the_sentences_name_plans_intervals_and_no_more_than_three_things(self):
        result = script("describe_outcomes.py", self.plans)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual([line[:2] for line in result.stdout.splitlines() if line[0].isdigit()], ["1.", "2.", "3."])
        for words in ("us-baseline", "ratio-1-to-12", "per 1,000 children", "% ("):
            self.assertIn(words, result.stdout.replace("\n   ", " "))

    def test_the_ratio_is_drawn_as_a_line_against_the_plan_without_coaches(self):
        files = [ROOT / "scenarios" / "us-baseline.toml"]
        for ratio in (6, 20):
            files.append(self.folder / f"plan-{ratio * 7}.toml")  # no name says the ratio
            files[-1].write_text(f'format = 1\nextends = "{ROOT}/scenarios/ratio-1-to-12.toml"\n'
                                 f"[coaches]\nfamilies_per_coach = {ratio}\n")
        simulate(self.folder / "ratios.h5", *files)
        svg = self.drawn(script("plot_ratio.py", self.folder / "ratios.h5"), self.folder / "ratios-ratio")
        for words in ("families per coach", "percentage points", "change from us-baseline"):
            self.assertTrue(words in svg, words)
        levels = self.drawn(script("plot_ratio.py", self.folder / "ratios.h5", "--levels", "-o", self.folder / "levels"),
                            self.folder / "levels")
        self.assertEqual(levels.count("change from"), 0)

    def test_every_figure_explains_itself_with_an_example(self):
        for path in sorted(SCRIPTS.glob("plot_*.py")):
            figure = importlib.import_module(path.stem)
            if path.stem == "plot_style" or not hasattr(figure, "arguments"):
                continue
            shown = figure.arguments().format_help()
            self.assertIn("example:", shown)
            self.assertIn(f"  scripts/{path.name} ", shown)
            self.assertTrue(os.access(path, os.X_OK), path)

    def test_a_file_that_lacks_something_is_told_what_to_run(self):
        bare = self.folder / "bare.toml"
        bare.write_text('format = 1\n[hazards]\nreadiness = { distribution = "exponential", mean_days = 300 }\n')
        simulate(self.folder / "runs.h5", ROOT / "scenarios" / "us-baseline.toml", bare, record="runs")
        runs = self.folder / "runs.h5"
        self.assertIn("--record series", refusal("plot_months", runs))
        self.assertIn("--record series", refusal("plot_incidence", runs))
        self.assertIn("--record families", refusal("plot_flow", runs))
        self.assertIn("homeward sweep", refusal("plot_sweep", runs))
        self.assertIn("scenarios/studies/assumptions.toml", refusal("plot_tornado", runs))
        self.assertIn("neither better nor worse", refusal("plot_frontier", runs, "--outcome", "families_eligible"))
        simulate(self.folder / "bare.h5", bare)
        self.assertIn("no [[traits]]", refusal("plot_equity", self.folder / "bare.h5"))
        self.assertIn("two or more", refusal("plot_frontier", self.folder / "bare.h5"))

    def test_a_reason_is_one_line_and_an_exit_code(self):
        result = script("plot_tornado.py", self.plans)
        self.assertEqual((result.returncode, result.stdout, len(result.stderr.splitlines())), (1, "", 1))
        self.assertTrue(result.stderr.startswith("plot_tornado.py: "))

    def test_a_file_without_ratios_is_one_clear_line(self):
        result = script("plot_ratio.py", self.plans)
        self.assertEqual(result.returncode, 1)
        self.assertIn("of coaches.families_per_coach; a line needs at least 2", result.stderr)


if __name__ == "__main__":
    unittest.main()
