#!/usr/bin/python3
"""Draws families waiting for a coach, with a coach, and in care, month by month, for the plans in a results file.

example:
  scripts/plot_months.py results/plans.h5
  scripts/plot_months.py results/plans.h5 --scenarios hiring-freeze ratio-1-to-12 --spread
  scripts/plot_months.py results/plans.h5 --series coaches_ready_by_month children_home_by_month -o coaches-and-homes
  scripts/plot_months.py cut.h5 --differences --added --series families_waiting_by_month children_reentered_by_month --table
"""

import math

import matplotlib.pyplot as plt
import numpy as np
import plot_panels as panels
import plot_style as style
from homeward_statistics import difference, mean_interval

SERIES = ["families_waiting_by_month", "families_coached_by_month", "families_in_care_by_month"]
TOLD_MONTHS = 60  # of the table
MOST_PLANS = 7  # more lines than that nobody can tell apart
BANDS = {False: "band: 95 % interval of that mean", True: "band: from the lowest to the highest replication, one of "
         "which could be yours"}


def is_flow(name):
    """Whether a series counts what happens in a month; the others count who is there as it opens."""
    return name in ("families_entered_by_month", "children_reunified_by_month", "children_reentered_by_month")


def values_of(results, name, differences, added):
    """float64 [S, R, M] of a series, or its paired differences from the baseline; a flow, added, from the opening to the end of
    each month."""
    values = results.series_values(name)[:, :results.summary_replications]
    if added and is_flow(name):
        values = np.cumsum(values, 2)
    return difference(values, values[results.scenarios.index(results.baseline)]) if differences else values


def change(results, name, plan, added):
    """(mean, low, high), each [M]: what a plan changes in a series."""
    return mean_interval(values_of(results, name, True, added)[results.scenarios.index(plan)], 0)


def when_clear(results, name, plan, added):
    """The first of three months in a row in which a plan clearly differs from the baseline, in words: their intervals leave out
    0, all on one side."""
    _, low, high = change(results, name, plan, added)
    for side in (low > 0, high < 0):
        for month in range(len(side) - 2):
            if side[month:month + 3].all():
                return f"month {results.month[month]:.0f}"
    return "no month"


def table(results, wanted, names, options):
    """The numbers of the figure as text: for each plan a row at every half-year, and from when on it differs."""
    added = [options.added and is_flow(name) for name in wanted]
    heads = [name.removesuffix("_by_month") + ", added up" * sums for name, sums in zip(wanted, added)]
    wide = [max(len(head), 22) + 3 for head in heads]
    months = [place for place, month in enumerate(results.month) if month % 6 == 0 and month <= TOLD_MONTHS]
    blocks = []
    for plan in names:
        against = f", change from {style.short(results.baseline)}" if options.differences else ""
        lines = [f"{style.short(plan)}{against}, 95 % intervals"]
        lines += ["month" + "".join(f"{head:>{width}}" for head, width in zip(heads, wide))]
        row = results.scenarios.index(plan)
        intervals = [mean_interval(values_of(results, name, options.differences, sums)[row], 0)
                     for name, sums in zip(wanted, added)]
        for place in months:
            cells = [cell(*(part[place] for part in interval), options.differences) for interval in intervals]
            lines.append(f"{results.month[place]:>5.0f}" + "".join(f"{part:>{width}}" for part, width in zip(cells, wide)))
        if options.differences:
            whens = [when_clear(results, name, plan, sums) for name, sums in zip(wanted, added)]
            lines.append("clear" + "".join(f"{'from ' * when.startswith('month') + when:>{width}}"
                                           for when, width in zip(whens, wide)))
        blocks.append("\n".join(lines))
    clear = ('\nClear: the first of three months in a row whose intervals leave out 0.' if options.differences else "")
    return "\n\n".join(blocks) + clear


def cell(mean, low, high, signed):
    if not np.isfinite(mean):
        return "\N{EN DASH}"
    form = "{:+,.1f}" if signed else "{:,.1f}"
    mean, low, high = (round(part, 1) + 0.0 for part in (mean, low, high))  # no minus before a zero
    return form.format(mean) + (f" ({form.format(low)} to {form.format(high)})" if np.isfinite(low) else "")


def draw_panel(axes, results, name, names, looks, options):
    values = values_of(results, name, options.differences, options.added)
    for plan in names:
        panels.band_line(axes, results.month, values[results.scenarios.index(plan)], looks[plan], options.spread)
    info = results.info(name)
    since = ", added up from the opening" if options.added and is_flow(name) else ""
    axes.set_title(style.wrap((info["long_name"] or name) + since, 34))
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
    windows = sorted({round(results.window_months[results.scenarios.index(name)]) for name in {results.baseline, *names}})
    note = (f"{style.luck(results, BANDS[options.spread])} Each month as it opens; month 0 is the opening of the "
            f"window, whose entrants are followed; it closes at month {' or '.join(map(str, windows))}. Families go on entering to "
            f"the end.{style.left_out(results, names)}")
    title = "Who waits, who has a coach, who is in care, month by month" if wanted == SERIES else "Month by month"
    if options.differences:
        title += f": change from {results.baseline}"
        note = f"Differences are taken within each replication, under the same luck. {note}"
    if options.table:
        print(table(results, wanted, names, options))
    style.frame(figure, title, results.title, note, panels.line_handles(names, looks))
    return figure


def arguments():
    parser = style.arguments(__doc__, f"the baseline and the first {MOST_PLANS - 1} others")
    parser.add_argument("--series", nargs="+", metavar="NAME", help=f"default: {' '.join(SERIES)}")
    parser.add_argument("--differences", action="store_true", help="what each plan changes against the baseline")
    parser.add_argument("--added", action="store_true",
                        help="what is counted in each month, such as re-entries, added up from the opening")
    parser.add_argument("--table", action="store_true", help="prints the numbers at every half-year, too")
    parser.add_argument("--spread", action="store_true", help="bands over all replications instead of intervals of the mean")
    return parser


if __name__ == "__main__":
    style.run(arguments(), figure_of, "months")
