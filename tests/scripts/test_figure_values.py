"""What the figures draw is what the results file holds: each number against one computed another way."""

import importlib
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import homeward_results
import homeward_statistics
import matplotlib.pyplot as plt
import numpy as np
import plot_flow
import plot_frontier
import plot_months
import plot_style
import plot_tornado
import plot_waits
from matplotlib.collections import QuadMesh

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["families.entries_per_year=120", "run.warm_up_years=1", "run.entry_years=1", "run.follow_up_years=2.5"]
NAMES = ["us-baseline", "ratio-1-to-8", "ratio-1-to-12"]


def homeward(*arguments):
    sets = [part for value in SMALL for part in ("--set", value)]
    subprocess.run([os.environ["HOMEWARD"], *map(str, arguments), "--quiet", *sets], check=True, capture_output=True, text=True)


def marked(axes):
    """The points that an axes marks, in the order of drawing."""
    return [line.get_xydata() for line in axes.lines if line.get_marker() not in ("None", None, "")]


class Statistics(unittest.TestCase):
    def test_student_quantiles_are_those_of_the_tables(self):
        for freedom, quantile in ((1, 12.7062), (2, 4.3027), (9, 2.2622), (19, 2.0930), (120, 1.9799)):
            self.assertAlmostEqual(homeward_statistics.student_quantile(freedom), quantile, 4)

    def test_intervals_leave_out_what_is_missing_and_need_two_values(self):
        mean, low, high = homeward_statistics.mean_interval(np.array([[1.0, 3.0, np.nan], [5.0, np.nan, np.nan]]), 1)
        np.testing.assert_allclose(mean, [2.0, 5.0])
        self.assertAlmostEqual(high[0] - 2.0, 12.7062, 3)  # t(1) * sqrt(2) / sqrt(2)
        self.assertTrue(np.isnan(low[1]) and np.isnan(high[1]))

    def test_effects_are_those_of_a_linear_response(self):
        rng = np.random.default_rng(1)
        factors = rng.uniform(0, [1, 10, 100], (60, 3))
        response = 5 + 3 * factors[:, 0] - 0.2 * factors[:, 1]
        effect, low, high, explained = homeward_statistics.effects(factors, response, np.diag([1.0, 10.0, 50.0]))
        np.testing.assert_allclose(effect, [3.0, -2.0, 0.0], atol=1e-9)
        self.assertAlmostEqual(explained, 1.0)
        noisy = [homeward_statistics.effects(factors, response + rng.normal(0, 1, 60), np.diag([1.0, 10.0, 50.0]))
                 for _ in range(400)]
        covered = np.mean([(low <= [3, -2, 0]) & (high >= [3, -2, 0]) for _, low, high, _ in noisy])
        self.assertAlmostEqual(covered, 0.95, delta=0.02)  # 3 standard deviations of 1,200 trials

    def test_shares_that_sum_to_one_have_effects_at_the_cost_of_the_others(self):
        shares = np.random.default_rng(2).dirichlet([1, 1, 1], 50)
        step = np.array([[0.3, -0.15, -0.15]])
        effect = homeward_statistics.effects(shares, shares @ [4.0, 1.0, 1.0], step)[0]
        self.assertAlmostEqual(effect[0], 0.9)


class Frontier(unittest.TestCase):
    def test_plans_that_others_or_a_mix_of_them_beat_are_not_on_it(self):
        cost = np.array([0.0, 10.0, 5.0, 6.0, 20.0, 20.0, np.nan])
        effect = np.array([0.0, 10.0, 2.0, 8.0, 11.0, 9.0, 99.0])
        self.assertEqual(plot_frontier.frontier(cost, effect), [0, 3, 1, 4])

    def test_of_plans_that_cost_the_same_the_better_one_is_on_it(self):
        self.assertEqual(plot_frontier.frontier(np.array([1.0, 1.0]), np.array([2.0, 3.0])), [1])


class Values(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.plans, cls.sweep = Path(scratch.name) / "plans.h5", Path(scratch.name) / "staffing.h5"
        homeward("run", *(ROOT / "scenarios" / f"{name}.toml" for name in NAMES), "-n", 3, "-o", cls.plans, "--record", "families")
        homeward("sweep", ROOT / "scenarios" / "studies" / "staffing.toml", "-n", 2, "-o", cls.sweep)

    def figure(self, name, path, *arguments):
        script = importlib.import_module(name)
        self.results = homeward_results.Results(path)
        self.addCleanup(self.results.close)
        with plt.rc_context(plot_style.STYLE):
            figure = script.figure_of(self.results, script.arguments().parse_args([str(path), *arguments]))
        self.addCleanup(plt.close, figure)
        return figure

    def test_outcomes(self):
        axes = self.figure("plot_outcomes", self.plans, "--outcomes", "reunified_12_months").axes[0]
        dots = np.concatenate(marked(axes))
        mean = 100 * np.nanmean(self.results.values("reunified_12_months"), 1)
        np.testing.assert_allclose(dots, np.column_stack([mean, range(3)]))
        bars = [line.get_xdata() for line in axes.lines if len(line.get_xdata()) == 2 and line.get_linewidth() > 2]
        summary = self.results.summary("reunified_12_months")
        np.testing.assert_allclose(bars, 100 * np.column_stack([summary.ci_low, summary.ci_high]))

    def test_differences(self):
        axes = self.figure("plot_outcomes", self.plans, "--differences", "--outcomes", "cost_total").axes[0]
        values = self.results.values("cost_total")
        np.testing.assert_allclose(np.concatenate(marked(axes))[:, 0], 1e-6 * (values[1:] - values[0]).mean(1), rtol=1e-6)

    def test_months(self):
        axes = self.figure("plot_months", self.plans, "--series", "families_waiting_by_month").axes[0]
        for line, values in zip(marked(axes), self.results.series_values("families_waiting_by_month")):
            np.testing.assert_allclose(line[:, 1], values.mean(0))

    def test_replications_beyond_a_precision_that_was_reached_count_nowhere(self):
        copy = self.plans.with_name("precise.h5")
        copy.write_bytes(self.plans.read_bytes())
        with h5py.File(copy, "r+") as file:
            file.attrs["summary_replications"] = np.int32(2)
        axes = self.figure("plot_months", copy, "--series", "families_waiting_by_month").axes[0]
        waiting = self.results.series_values("families_waiting_by_month")[1, :2]
        np.testing.assert_allclose(marked(axes)[1][:, 1], waiting.mean(0))
        with homeward_results.Results(copy) as results:
            self.assertEqual(len(plot_flow.by_cohort(results, NAMES[1])), results.values("families_entered")[1, :2].sum())

    def test_incidence(self):
        home, back, home_change, back_change, *stacks = self.figure("plot_incidence", self.plans).axes
        share = 100 * self.results.cumulative("reunified").mean(1)
        np.testing.assert_allclose(marked(home)[2][:, 1], share[2, :31])
        np.testing.assert_allclose(marked(home_change)[1][:, 1], (share[2] - share[0])[:31], atol=1e-9)
        self.assertEqual(len(stacks), 3)
        top = max(path.vertices[:, 1].max() for path in stacks[0].collections[-1].get_paths())
        exits = [event for event in self.results.cumulative_events if event != "reentry"]
        left = sum(self.results.cumulative(event)[0, :, 30].mean() for event in exits)
        self.assertAlmostEqual(top, 100 * left)

    def test_time_to_the_first_coach_counts_from_joining_the_queue(self):
        figure = self.figure("plot_waits", self.plans)
        curve, gone = (line.get_ydata() for line in figure.axes[3].lines[:2])
        with_coach, without, waiting = [], [], []
        families = self.results.table("families").query("scenario == 1 and 0 <= joined_day < 365.25")
        for _, stays in families.groupby("replication"):  # nobody is censored within 90 days
            days = stays.left_queue_day - stays.joined_day
            served = stays.queue_end == "coach"
            with_coach.append(100 * np.mean(served & (days <= 90)))
            without.append(100 * np.mean(~served & (days <= 90)))
            waiting.append(np.sum(~(days <= 90)))
        self.assertGreater(min(with_coach + without), 0)
        self.assertAlmostEqual(curve[90], np.mean(with_coach))
        self.assertAlmostEqual(gone[90], np.mean(without))
        told = [text for text in figure.axes[4].texts if text.get_position() == (90, 0)]
        self.assertEqual([text.get_text() for text in told], [f"{np.mean(waiting):,.0f}"])

    def test_stays_on_the_queue_are_those_that_the_outcomes_count(self):
        families = homeward_results.Results(self.plans).table("families").query("scenario == 1 and 0 <= joined_day < 365.25")
        results = homeward_results.Results(self.plans)
        waits = np.nanmean(results.values("mean_days_on_queue")[1])
        days = (families.left_queue_day.fillna(3.5 * 365.25) - families.joined_day).groupby(families.replication).mean().mean()
        self.assertAlmostEqual(days, waits, delta=0.1 * waits)  # the outcome also counts second stays of an episode

    def test_incidence_leaves_censored_stays_in_the_denominator_while_they_last(self):
        days, how = np.array([10.0, 20.0, 20.0, 30.0]), np.array([0, 2, 1, 0])
        coach, left, waiting = plot_waits.incidence(days, how, np.array([5, 10, 20, 40]))
        np.testing.assert_allclose(coach, [0, 0.25, 0.25, 0.25 + 0.75 * 2 / 3])
        np.testing.assert_allclose(left, [0, 0, 0.25, 0.25])
        self.assertEqual(list(waiting), [4, 3, 1, 0])

    def test_months_added_up_and_when_a_change_is_clear(self):
        with homeward_results.Results(self.plans) as results:
            raw = results.series_values("children_reunified_by_month")
            mean, low, high = plot_months.change(results, "children_reunified_by_month", NAMES[2], True)
            np.testing.assert_allclose(mean[12], (raw[2] - raw[0])[:, :13].sum(1).mean())
            self.assertTrue(low[12] <= mean[12] <= high[12])
            coached = results.series_values("families_coached_by_month")
            low = [homeward_statistics.mean_interval(month, 0)[1] for month in (coached[1] - coached[0]).T]
            first = next(month for month in range(len(low)) if min(low[month:month + 3]) > 0)
            self.assertEqual(plot_months.when_clear(results, "families_coached_by_month", NAMES[1], False), f"month {first}")
            self.assertEqual(plot_months.when_clear(results, "families_coached_by_month", NAMES[0], False), "no month")

    def test_groups_and_their_gaps(self):
        levels, change, gaps, gap_change = self.figure("plot_equity", self.plans, "--scenarios", *NAMES[:2]).axes
        by_trait = 100 * np.nanmean(self.results.by_trait("reunified_12_months"), 2)
        kin = [self.results.trait_levels.index(f"kin={answer}") for answer in ("no", "yes")]
        np.testing.assert_allclose(marked(levels)[1][[kin[0] + 1, kin[1] + 1], 0], by_trait[kin, 1])
        labels = [label.get_text() for label in gaps.get_yticklabels()]
        gap = marked(gaps)[0][labels.index("kin: yes \N{MINUS SIGN} no"), 0]
        self.assertAlmostEqual(gap, by_trait[kin[1], 0] - by_trait[kin[0], 0])

    def test_groups_of_an_outcome_that_the_baseline_lacks_and_of_chosen_traits(self):
        levels, gaps = self.figure("plot_equity", self.plans, "--outcome", "mean_days_to_first_coach", "--traits", "kin").axes
        waits = self.results.by_trait("mean_days_to_first_coach").mean(2)
        kin = [self.results.trait_levels.index(f"kin={answer}") for answer in ("no", "yes")]
        np.testing.assert_allclose(marked(levels)[1][1:, 0], waits[kin, 1])
        self.assertEqual([label.get_text() for label in gaps.get_yticklabels()], ["kin: yes \N{MINUS SIGN} no"])

    def test_offices_are_groups_of_a_plan_with_several(self):
        path = self.plans.with_name("offices.h5")
        homeward("run", ROOT / "scenarios" / "questions" / "two-offices.toml", "-n", 3, "-o", path, "--record", "families")
        with homeward_results.Results(path) as results:
            families = results.table("families").query("0 <= removal_day < 365.25 and episode == 1")
            entered = families.groupby(["replication", "site"]).size().unstack().to_numpy().T
            for place, site in enumerate(("town", "rural")):
                level = results.trait_levels.index(f"site={site}")
                np.testing.assert_array_equal(results.by_trait("families_entered")[level, 0], entered[place])
        axes = self.figure("plot_equity", path, "--outcome", "families_entered", "--traits", "site").axes
        self.assertEqual([label.get_text() for label in axes[0].get_yticklabels()], ["all", "site: town", "site: rural"])

    def test_sweep_cells_and_lines(self):
        figure = self.figure("plot_sweep", self.sweep, "--outcomes", "mean_days_to_first_coach")
        cells = next(part for part in figure.axes[0].collections if isinstance(part, QuadMesh)).get_array().reshape(5, 5)
        mean = self.results.summary("mean_days_to_first_coach")
        self.assertAlmostEqual(cells[3, 1], mean.of("families_per_coach=8, positions_per_100_entries=5")[0])
        self.assertAlmostEqual(marked(figure.axes[1])[3][1, 1], cells[3, 1])

    def test_frontier_points_are_paired_changes(self):
        axes = self.figure("plot_frontier", self.plans).axes[0]
        point = np.concatenate([line for line in marked(axes) if len(line) == 1])[2]
        cost, home = (self.results.values(name) for name in ("cost_total", "reunified_12_months"))
        np.testing.assert_allclose(point, [1e-6 * (cost[2] - cost[0]).mean(), 100 * (home[2] - home[0]).mean()], rtol=1e-6)

    def test_what_answers_hang_on_is_as_the_program_finds_it(self):
        draws = self.plans.with_name("draws.h5")
        homeward("run", *(ROOT / "scenarios" / f"{name}.toml" for name in NAMES[::2]), "-n", 2, "--draws", 25, "-o", draws)
        with homeward_results.Results(draws) as results:
            rows, plan, paired = plot_tornado.rows_of(results, None)
            values, _ = plot_tornado.factors_of(results, rows)
            deviations = np.diag(values.std(ddof=1))
            response = results.comparison("cost_total").mean[rows]
            effect, low, _, _ = homeward_statistics.effects(values.to_numpy(), response, deviations)
        self.assertEqual((plan, paired), (NAMES[2], True))
        with h5py.File(draws) as file:
            group = file["uncertainty"]
            at = 1, list(group["outcome"].asstr()[:]).index("cost_total")
            order = [list(values).index(name) for name in group["parameter"].asstr()[:]]
            np.testing.assert_allclose(effect[order], group["difference_sensitivity_effect"][at], rtol=1e-6)
            np.testing.assert_allclose(low[order], group["difference_sensitivity_effect_ci_low"][at], rtol=1e-4)
            doubt = group["difference_doubt_high"][at]
        axes = self.figure("plot_outcomes", draws, "--differences", "--outcomes", "cost_total").axes[0]
        thin = next(line for line in axes.lines if line.get_linewidth() == 1.0 and len(line.get_xdata()) == 2)
        self.assertTrue(any(np.isclose(thin.get_xdata()[1], doubt * factor) for factor in (1e-3, 1e-6)))

    def test_a_tornado_names_and_leaves_out_points_at_which_nobody_is_at_risk(self):
        """6 of 24 points have no coach, so nobody waits and no wait has a mean; at 4 more the wait has no end. The others are
        drawn."""
        file = self.plans.parent / "nan.h5"
        subprocess.run([os.environ["HOMEWARD"], "sweep", ROOT / "tests/cases/nan-points/nan.toml", "-n", "4", "--quiet", "-o", file],
                       check=True)
        figure = self.figure("plot_tornado", file, "--outcomes", "mean_days_to_first_coach", "cost_coaches")
        with homeward_results.Results(file) as results:
            waits = results.summary("mean_days_to_first_coach").mean
            without = [name for name, wait in zip(results.scenarios, waits) if np.isnan(wait)]
            values = results.factor_values[np.isfinite(waits)]
            effect = homeward_statistics.effects(values.to_numpy(), waits[np.isfinite(waits)], plot_tornado.steps_of(values))[0]
            reasons = [results.reason("mean_days_to_first_coach", name) for name in without]
        self.assertEqual((len(without), reasons.count("nobody to count")), (10, 6))
        self.assertEqual([name.startswith("positions=0") for name in without], [reason == "nobody to count" for reason in reasons])
        widths = [bar.get_width() for bar in figure.axes[0].patches]
        np.testing.assert_allclose(np.sort(widths), np.sort(effect), rtol=1e-9)
        note = " ".join(" ".join(text.get_text() for text in figure.texts).split())
        self.assertIn("Left out of mean_days_to_first_coach: 6 of 24 points (nobody to count)", note)
        self.assertIn("Left out of mean_days_to_first_coach: 3 of 24 points (families are still waiting", note)
        self.assertNotIn("Left out of cost_coaches", note)
        for name in without:
            self.assertIn(name, note)

    def test_flows_keep_every_family(self):
        with homeward_results.Results(self.plans) as results:
            families = plot_flow.by_family(results, NAMES[2], results.table("families"), 1)
            short = plot_flow.by_cohort(results, NAMES[2])
            entered = results.values("families_entered")[2].sum()
        for frame in (families, short):
            self.assertEqual(len(frame), entered)
            flows = plot_flow.flows_of(frame)
            self.assertAlmostEqual(sum(size for flow, size in flows.items() if flow[0] == 0), 1000.0)
            home = sum(size for flow, size in flows.items() if flow[2] == 2 and flow[3].startswith("home"))
            self.assertAlmostEqual(home, sum(size for flow, size in flows.items() if flow[0] == 2))


if __name__ == "__main__":
    unittest.main()
