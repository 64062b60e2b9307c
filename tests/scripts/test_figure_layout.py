"""No text of a figure lies on another or leaves the page: with one plan, two, nine, forty, with long names, on any file."""

import importlib
import itertools
import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import homeward_results
import matplotlib.pyplot as plt
import plot_style
from matplotlib.text import Text

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["families.entries_per_year=60", "run.warm_up_years=1", "run.entry_years=1", "run.follow_up_years=2.5"]
LONG = "a-plan-whose-name-tells-everything-that-it-changes-and-why-it-does-so-in-the-year-2026"
FIGURES = ["plot_outcomes", "plot_months", "plot_incidence", "plot_waits", "plot_coaches", "plot_equity", "plot_flow",
           "plot_frontier"]


def homeward(*arguments):
    subprocess.run([os.environ["HOMEWARD"], *map(str, arguments), "--quiet"], check=True, capture_output=True, text=True)


def sets(values):
    return [part for value in values for part in ("--set", value)]


def drawn_texts(figure):
    """(text, box) of all that a figure writes, in the order of drawing."""
    found, draw = [], Text.draw

    def record(text, renderer, *rest, **more):
        # Of tilted labels the boxes overlap although the labels do not.
        if text.get_visible() and text.get_text().strip() and text.get_rotation() % 90 == 0:
            found.append((text.get_text(), text.get_window_extent(renderer)))
        return draw(text, renderer, *rest, **more)

    with mock.patch.object(Text, "draw", record):
        figure.canvas.draw()
    return found


def faults(figure):
    """What is wrong with the texts of a figure, in words."""
    texts = drawn_texts(figure)
    page = figure.bbox
    for text, box in texts:
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1:
            yield f"{text!r} leaves the page"
    for (one, first), (two, second) in itertools.combinations(texts, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        if across > 1.5 and up > 1.5:
            yield f"{one!r} and {two!r} overlap"


class Layout(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        files = [ROOT / "scenarios" / "us-baseline.toml"]
        for number in range(39):
            name = f"{LONG}-{number}" if number % 2 else f"plan-{number}"
            files.append(cls.folder / f"{name}.toml")
            files[-1].write_text(f'format = 1\nextends = "{ROOT}/scenarios/ratio-1-to-12.toml"\n'
                                 f"[coaches]\nfamilies_per_coach = {number % 8 + 3}\n")
        for count, level in ((1, "series"), (2, "families"), (9, "series"), (40, "series")):
            homeward("run", *files[:count], "-n", 2, "-o", cls.folder / f"{count}.h5", "--record", level, *sets(SMALL))
        cls.studies = {}
        for name in ("staffing", "support-mix", "assumptions"):
            cls.studies[name] = cls.folder / f"{name}.h5"
            homeward("sweep", ROOT / "scenarios" / "studies" / f"{name}.toml", "-n", 1, "-o", cls.studies[name], *sets(SMALL))

    def check(self, name, path, *arguments):
        """The figure is in order, or tells why it cannot be drawn."""
        script = importlib.import_module(name)
        with homeward_results.Results(path) as results, plt.rc_context(plot_style.STYLE):
            try:
                figure = script.figure_of(results, script.arguments().parse_args([str(path), *arguments]))
            except plot_style.CannotDraw as reason:
                return reason.message
            found = list(faults(figure))
            plt.close(figure)
        self.assertEqual(found, [], f"{name} of {path.name} {' '.join(arguments)}")
        return None

    def test_figures_of_one_plan(self):
        for name in FIGURES:
            reason = self.check(name, self.folder / "1.h5")
            self.assertEqual(reason is not None, name in ("plot_waits", "plot_coaches", "plot_frontier"), reason)

    def test_figures_of_two_plans(self):
        for name in FIGURES:
            self.assertIsNone(self.check(name, self.folder / "2.h5"))
        self.assertIsNone(self.check("plot_outcomes", self.folder / "2.h5", "--differences"))
        self.assertIsNone(self.check("plot_months", self.folder / "2.h5", "--differences", "--spread"))

    def test_figures_of_nine_plans_with_long_names(self):
        for name in FIGURES:
            self.assertIsNone(self.check(name, self.folder / "9.h5"))

    def test_figures_of_forty_plans_with_long_names(self):
        for name in FIGURES:
            self.assertIsNone(self.check(name, self.folder / "40.h5"))

    def test_figures_of_sweeps(self):
        self.assertIsNone(self.check("plot_sweep", self.studies["staffing"]))
        self.assertIsNone(self.check("plot_sweep", self.studies["staffing"], "--differences", "--outcomes", "cost_total"))
        self.assertIsNone(self.check("plot_sweep", self.studies["support-mix"]))
        self.assertIsNone(self.check("plot_tornado", self.studies["assumptions"]))
        self.assertIsNone(self.check("plot_tornado", self.studies["assumptions"], "--rank"))
        self.assertIsNone(self.check("plot_frontier", self.studies["staffing"]))
        self.assertIsNone(self.check("plot_outcomes", self.studies["assumptions"]))

    def test_figures_of_draws(self):
        path = self.folder / "draws.h5"
        plans = [ROOT / "scenarios" / f"{name}.toml" for name in ("us-baseline", "ratio-1-to-12")]
        homeward("run", *plans, "-n", 2, "--draws", 24, "-o", path, *sets(SMALL))
        self.assertIsNone(self.check("plot_outcomes", path, "--differences"))
        self.assertIsNone(self.check("plot_tornado", path))
        self.assertIn("without --draws", self.check("plot_equity", path))

    def test_the_check_sees_labels_that_overlap_or_leave_the_page(self):
        figure = plt.figure()
        figure.text(0.5, 0.5, "one")
        figure.text(0.5, 0.51, "another")
        figure.text(0.98, 0.1, "beyond the edge")
        self.assertEqual(len(list(faults(figure))), 2)
        plt.close(figure)


if __name__ == "__main__":
    unittest.main()
