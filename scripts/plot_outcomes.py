#!/usr/bin/python3
"""Draws the outcomes of the plans in a results file side by side: a dot for the mean, a bar for its 95 % interval.

example:
  scripts/plot_outcomes.py results/plans.h5
  scripts/plot_outcomes.py results/plans.h5 --differences
  scripts/plot_outcomes.py results/plans.h5 --outcomes reentry_24_months cost_per_family -o re-entry
"""

import math

import matplotlib.pyplot as plt
import plot_panels as panels
import plot_style as style

OUTCOMES = ["reunified_12_months", "reentry_12_months", "families_waiting", "coached_within_30_days",
            "cost_coaches", "cost_total"]
DIFFERENCES = ["reunified_12_months", "reentry_12_months", "mean_days_in_care", "families_in_care", "cost_care",
               "cost_total"]
MOST_PLANS = 40  # more rows than that nobody can read


def note_of(results, names, differences):
    base = results.baseline_plan
    if results.plans:
        draws = len(results.plans) // len(results.plan_names)
        return (f"Dot: mean over {draws} draws of what is not known, each simulated {results.summary_replications} times. "
                "Thick bar: 95 % interval of that mean. Thin line: where the expected value lies with 95 %, doubt "
                f"about the inputs included. {'Changes are from' if differences else 'Dashed line:'} "
                f"{base}{', within each draw and replication' * differences}. The doubt is that in the distributions "
                "given, no more. Axes need not start at zero.")
    if differences:
        return (f"{style.luck(results)} In each replication the same families meet the same luck under every plan, "
                f"so differences from {base} are known better than levels. "
                f"{style.ASSUMED}{style.left_out(results, names)}")
    return (f"{style.luck(results)} Dashed line: {base}. Axes need not start at zero. The plans share their luck, so "
            "bars that overlap may still differ: --differences shows it. "
            f"{style.ASSUMED}{style.left_out(results, names)}")


def figure_of(results, options):
    usual = DIFFERENCES if options.differences else OUTCOMES
    outcomes = style.chosen("outcome", options.outcomes or [], results.outcomes)
    outcomes = outcomes or [name for name in usual if name in results.outcomes]
    if not outcomes:
        style.stop(f"{results.path} holds none of the outcomes {', '.join(usual)}; choose with --outcomes")
    if results.plans:
        names = style.chosen("plan", options.scenarios or [], results.plan_names) or results.plan_names[:MOST_PLANS]
    else:
        names = style.plans(results, options.scenarios, MOST_PLANS)
    if options.differences:
        names = style.others(results, names)
    rows = [results.plan_names.index(name) for name in names]
    lines_below = style.lacking(results, names, outcomes, options.differences)
    outcomes = style.drawable(results, names, outcomes, options.differences)
    columns = min(2 if len(outcomes) in (2, 4) else 3, len(outcomes))
    lines = math.ceil(len(outcomes) / columns)
    height = lines * (1.35 + panels.row_height(names) * len(names)) + 1.9
    figure, grid = plt.subplots(lines, columns, figsize=(max(7, 1.8 + 3.8 * columns), height), sharey=True, squeeze=False)
    looks = style.looks(results.plan_names)
    for axes, name in zip(grid.flat, outcomes):
        shown, doubt = (style.shown_by_plan(results, name, options.differences) if results.plans else
                        (style.shown(results, name, options.differences), None))
        panels.dot_rows(axes, names, rows, shown, looks, doubt)
    for axes in list(grid.flat)[len(outcomes):]:
        axes.set_visible(False)
    against = f"What each plan changes against {style.short(results.baseline_plan)}"
    title = against if options.differences else "How each plan does"
    style.frame(figure, title, results.title, note_of(results, names, options.differences) + lines_below)
    return figure


def arguments():
    parser = style.arguments(__doc__, f"all in the file, {MOST_PLANS} at most")
    parser.add_argument("--differences", action="store_true",
                        help="what each plan changes against the baseline, paired run by run")
    parser.add_argument("--outcomes", nargs="+", metavar="NAME", help=f"default: {' '.join(OUTCOMES)}")
    return parser


def what(options):
    return "differences" if options.differences else "outcomes"


if __name__ == "__main__":
    style.run(arguments(), figure_of, what)
