#!/usr/bin/python3
"""Draws families waiting for a coach, with a coach, and in care, month by month, for the plans in a results file.

example:
  scripts/plot_months.py results/plans.h5
  scripts/plot_months.py results/plans.h5 --scenarios hiring-freeze ratio-1-to-12 --spread
  scripts/plot_months.py results/plans.h5 --series coaches_ready_by_month children_home_by_month -o coaches-and-homes
"""

import math

import matplotlib.pyplot as plt
import plot_panels as panels
import plot_style as style

SERIES = ["families_waiting_by_month", "families_coached_by_month", "families_in_care_by_month"]
MOST_PLANS = 7  # more lines than that nobody can tell apart
BANDS = {False: "band: 95 % interval of that mean", True: "band: from the lowest to the highest replication, one of "
         "which could be yours"}


def draw_panel(axes, results, name, names, looks, options):
    values = results.series_values(name)[:, :results.summary_replications]
    if options.differences:
        values = values - values[results.scenarios.index(results.baseline)]
    for plan in names:
        panels.band_line(axes, results.month, values[results.scenarios.index(plan)], looks[plan], options.spread)
    info = results.info(name)
    axes.set_title(style.wrap(info["long_name"] or name, 34))
    panels.month_axis(axes, results.month[-1], "months from the opening")
    if options.differences:
        axes.axhline(0, color=style.QUIET, linewidth=1, zorder=1)
    else:
        axes.set_ylim(0, max(axes.get_ylim()[1], 1))
    axes.yaxis.set_major_formatter(plt.FuncFormatter(lambda value, _: f"{value:,.0f}" if abs(value) >= 10 else
                                                     f"{value:g}".replace("-", "\N{MINUS SIGN}")))
    axes.set_ylabel(("change in " if options.differences else "") + name.split("_")[0])


def figure_of(results, options):
    if not results.series:
        style.stop(f"{results.path} was recorded without months; simulate it with --record series")
    wanted = style.chosen("series", options.series or [], results.series) or SERIES
    names = style.plans(results, options.scenarios, MOST_PLANS)
    if options.differences:
        names = style.others(results, names)
    columns = min(3, len(wanted))
    rows = math.ceil(len(wanted) / columns)
    figure, grid = plt.subplots(rows, columns, figsize=(max(7, 4.2 * columns), 3.5 * rows + 1.9), squeeze=False)
    looks = style.looks(results.scenarios)
    for axes, name in zip(grid.flat, wanted):
        draw_panel(axes, results, name, names, looks, options)
    for axes in list(grid.flat)[len(wanted):]:
        axes.set_visible(False)
    years = results.setting(results.baseline, "run.entry_years")
    note = (f"{style.luck(results, BANDS[options.spread])} Each month as it opens; month 0 is the opening of the "
            f"window, whose entrants are followed; it closes at month {12 * years:.0f}. Families go on entering to "
            f"the end.{style.left_out(results, names)}")
    title = "Who waits, who has a coach, who is in care, month by month" if wanted == SERIES else "Month by month"
    if options.differences:
        title += f": change from {results.baseline}"
        note = f"Differences are taken within each replication, under the same luck. {note}"
    style.frame(figure, title, results.title, note, panels.line_handles(names, looks))
    return figure


def arguments():
    parser = style.arguments(__doc__, f"the baseline and the first {MOST_PLANS - 1} others")
    parser.add_argument("--series", nargs="+", metavar="NAME", help=f"default: {' '.join(SERIES)}")
    parser.add_argument("--differences", action="store_true", help="what each plan changes against the baseline")
    parser.add_argument("--spread", action="store_true", help="bands over all replications instead of intervals of the mean")
    return parser


if __name__ == "__main__":
    style.run(arguments(), figure_of, "months")
