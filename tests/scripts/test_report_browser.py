"""The report in a real browser: figures are drawn and hold the numbers of the file, controls change them, and the page serves
keyboards, screen readers, phones and paper without a network."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import homeward_results
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
PARTS = ROOT / "scripts" / "report_parts"
CHROMIUM = shutil.which("chromium")
SMALL = ["families.entries_per_year=120", "run.warm_up_years=1", "run.entry_years=1", "run.follow_up_years=2.5"]
HOME, BACK = "reunified_12_months", "reentry_12_months"
CONTROLS = "select, input, summary, button, nav a, .chart, .scroll"


def homeward(*arguments):
    sets = [part for value in SMALL for part in ("--set", value)]
    subprocess.run([os.environ["HOMEWARD"], *map(str, arguments), "--quiet", *sets], check=True, capture_output=True)


def figure(name, inside=""):
    return f'[data-figure="{name}"] {inside}'.strip()


class Browser:
    """A headless Chromium that is told what to do, and answers."""

    def __init__(self):
        self.process = subprocess.Popen(["node", Path(__file__).with_name("browser.mjs"), PARTS, CHROMIUM], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, command, **more):
        self.process.stdin.write(json.dumps({"command": command, **more}) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        if "fault" in told:
            raise AssertionError(told["fault"])
        return told["answer"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def table(self, name):
        """The numbers of a figure: rows of texts, the head first."""
        return self("evaluate", script=f"""[...document.querySelectorAll('{figure(name, ".numbers tr")}')]
            .map(row => [...row.cells].map(cell => cell.textContent))""")

    def marks(self, name, axis="x"):
        """Where the marks of a figure stand, in the units of an axis."""
        return self("evaluate", script=f"""(() => {{
            const svg = document.querySelector('{figure(name, ".chart svg")}');
            return [...svg.querySelectorAll('[data-values] > *')].map(mark => {{
              const moved = mark.transform.baseVal.consolidate()?.matrix;
              const at = moved ? {{ x: moved.e, y: moved.f }} : {{ x: mark.cx.baseVal.value, y: mark.cy.baseVal.value }};
              return svg.scale('{axis}').invert(at.{axis});
            }});
        }})()""")


def without_tools():
    lacking = [name for name, there in (("node", shutil.which("node")), ("chromium", CHROMIUM),
               ("parts from npm", (PARTS / "node_modules" / "playwright-core").is_dir())) if not there]
    return f"scripts/setup test did not install: {', '.join(lacking)}" if lacking else ""


@unittest.skipIf(without_tools(), without_tools())
class ReportInABrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        folder = Path(scratch.name)
        cls.plans, cls.sweep = folder / "plans.h5", folder / "sweep.h5"
        names = ("us-baseline", "ratio-1-to-8", "ratio-1-to-12")
        homeward("run", *(ROOT / "scenarios" / f"{name}.toml" for name in names), "-n", 4, "-o", cls.plans)
        homeward("sweep", ROOT / "scenarios" / "studies" / "staffing.toml", "-n", 2, "-o", cls.sweep)
        for path in (cls.plans, cls.sweep):
            subprocess.run([sys.executable, ROOT / "scripts" / "report.py", path], check=True, capture_output=True)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def open(self, path, width=1000):
        self.browser("open", url=path.with_name(f"{path.stem}-report.html").as_uri(), width=width)

    def count(self, selector):
        return self.browser("evaluate", script=f"document.querySelectorAll(`{selector}`).length")

    def test_it_opens_without_complaint_or_network_and_draws_every_figure(self):
        for path, names in ((self.plans, ["outcomes", "cost", "months", "incidence", "groups", "naive"]),
                            (self.sweep, ["outcomes", "factors", "tornado", "cost", "groups", "naive"])):
            self.open(path)
            heard = self.browser("heard")
            self.assertEqual((heard["messages"], [url for url in heard["requests"] if not url.startswith("file:")]), ([], []))
            for name in names:
                self.assertGreater(self.count(figure(name, "[data-values] > *")), 0, name)

    def test_marks_stand_where_the_file_says_also_after_another_outcome_is_chosen(self):
        self.open(self.plans)
        plans = ["ratio-1-to-8", "ratio-1-to-12"]
        with homeward_results.Results(self.plans) as results:
            home = [100 * results.comparison(HOME).of(plan)[0] for plan in plans]
            back = [100 * results.summary(BACK).of(plan)[0] for plan in ["us-baseline", *plans]]
            ends = results.summary(BACK).of("ratio-1-to-8")
        np.testing.assert_allclose(self.browser.marks("outcomes"), home, rtol=1e-4, atol=1e-5)
        self.browser("select", selector=figure("outcomes", '[data-control="outcome"]'), value=BACK)
        self.browser("select", selector=figure("outcomes", '[data-control="what"]'), value="level")
        np.testing.assert_allclose(self.browser.marks("outcomes"), back, rtol=1e-4)
        row = next(row for row in self.browser.table("outcomes") if row[0] == "ratio-1-to-8")
        np.testing.assert_allclose([float(cell) for cell in row[1:4]], np.multiply(100, ends), rtol=1e-5)

    def test_the_months_in_the_table_are_those_of_the_file(self):
        self.open(self.plans)
        with homeward_results.Results(self.plans) as results:
            month = results.series_values("families_waiting_by_month")[results.scenarios.index("ratio-1-to-12"), :, 12].mean()
        row = next(row for row in self.browser.table("months") if row[:2] == ["ratio-1-to-12", "12"])
        self.assertAlmostEqual(float(row[2]), month, places=3)

    def test_a_plan_that_is_not_chosen_leaves_every_figure(self):
        self.open(self.plans)
        before = {name: self.browser.table(name) for name in ("outcomes", "months", "incidence", "groups", "cost", "naive")}
        self.browser("click", selector="#chooser summary")
        self.browser("click", selector="#chooser label:nth-of-type(2) input")
        for name, rows in before.items():
            self.assertTrue(any("ratio-1-to-8" in row for row in rows), name)
            self.assertEqual([row for row in rows if "ratio-1-to-8" not in row], self.browser.table(name), name)
        self.assertEqual(self.count(figure("outcomes", "[data-values] > *")), 1)

    def test_the_slider_over_the_coach_ratio_goes_through_the_points_of_the_sweep(self):
        self.open(self.sweep)
        slider = figure("factors", 'input[data-control="at coaches.families_per_coach"]')
        for place, ratio in ((0, 6), (4, 20)):
            self.browser("fill", selector=slider, value=str(place))
            told = self.browser("evaluate", script=f"document.querySelector('{figure('factors', '.readout')}').innerText")
            with homeward_results.Results(self.sweep) as results:
                point = f"families_per_coach={ratio}, positions_per_100_entries=4"
                line = [row for row in results.scenarios if row.startswith(f"families_per_coach={ratio},")]
                mean, low, high = (100 * part for part in results.summary(HOME).of(point))
                heights = [100 * results.summary(HOME).of(name)[0] for name in line]
            self.assertIn(point, told)
            self.assertIn(f"{mean:.1f} ({low:.1f} to {high:.1f}) percent", told)
            np.testing.assert_allclose(self.browser.marks("factors", "y"), heights, rtol=1e-4)

    def test_a_sweep_is_shown_as_a_heat_map_too(self):
        self.open(self.sweep)
        self.browser("select", selector=figure("factors", '[data-control="view"]'), value="map")
        self.assertEqual(self.count(figure("factors", "[data-values] > rect")), 25)

    def test_the_pointer_and_the_arrow_keys_tell_values(self):
        self.open(self.plans)
        with homeward_results.Results(self.plans) as results:
            first, second = (f"{100 * results.comparison(HOME).of(plan)[0]:+.2f}".replace("-", "\N{MINUS SIGN}")
                             for plan in ("ratio-1-to-8", "ratio-1-to-12"))
        tip = f"document.querySelector(`{figure('outcomes', '[aria-label=tip]')}`)?.textContent ?? ''"
        self.browser("hover", selector=figure("outcomes", "[data-values] > :nth-child(1)"))
        self.assertIn(first, self.browser("evaluate", script=tip))
        self.browser("evaluate", script=f"document.querySelector(`{figure('outcomes', '.chart')}`).focus()")
        for _ in range(2):
            self.browser("press", key="ArrowRight")
        spoken = self.browser("evaluate", script=f"""new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
            done(document.querySelector('{figure("outcomes", ".spoken")}').textContent))))""")
        self.assertIn(f"ratio-1-to-12 {second}", spoken)

    def test_the_keyboard_reaches_every_control_and_shows_where_it_is(self):
        self.open(self.sweep)
        visible = f"[...document.querySelectorAll('{CONTROLS}')].filter(part => part.checkVisibility())"
        wanted = self.browser("evaluate", script=f"""(() => {{ window.reached = new Set(); return {visible}.length; }})()""")
        for _ in range(wanted + 5):
            self.browser("press", key="Tab")
            width = self.browser("evaluate", script="""(() => {
                const part = document.activeElement;
                if (part === document.body) return 'none';
                window.reached.add(part);
                return getComputedStyle(part).outlineStyle === 'none' ? '' : 'outlined'; })()""")
            self.assertNotEqual(width, "")
        missed = self.browser("evaluate", script=f"{visible}.filter(part => !window.reached.has(part)).map(part => part.outerHTML.slice(0, 90))")
        self.assertEqual(missed, [])

    def test_a_phone_does_not_scroll_sideways(self):
        for path in (self.plans, self.sweep):
            self.open(path, width=360)
            self.assertLessEqual(self.browser("evaluate", script="document.documentElement.scrollWidth"), 360)

    def test_accessibility_has_no_serious_fault(self):
        for path in (self.plans, self.sweep):
            self.open(path)
            self.browser("evaluate", script="document.querySelectorAll('details').forEach(part => { part.open = true; })")
            faults = [fault for fault in self.browser("axe") if fault["impact"] in ("serious", "critical")]
            self.assertEqual(faults, [])

    def test_paper_holds_the_figures_and_not_the_controls(self):
        self.open(self.plans)
        self.browser("media", media="print")
        seen = "[...document.querySelectorAll(`{}`)].filter(part => part.checkVisibility()).length"
        self.assertEqual(self.browser("evaluate", script=seen.format(".controls, button, #chooser, nav")), 0)
        self.assertGreaterEqual(self.browser("evaluate", script=seen.format(".chart > svg")), 6)

    def test_a_table_is_copied_as_a_spreadsheet_reads_it(self):
        self.open(self.plans)
        self.browser("evaluate", script="navigator.clipboard.writeText = async text => { window.copied = text; }")
        self.browser("click", selector=figure("outcomes", ".numbers summary"))
        self.browser("click", selector=figure("outcomes", "button[data-copy]"))
        copied = self.browser("evaluate", script="window.copied")
        self.assertEqual([line.split("\t") for line in copied.split("\n")], self.browser.table("outcomes"))


if __name__ == "__main__":
    unittest.main()
