#!/usr/bin/python3
"""Draws how soon children go home and come back: cumulative incidence by month, and the exits that compete, stacked.

example:
  scripts/plot_incidence.py results/plans.h5
  scripts/plot_incidence.py results/plans.h5 --scenarios us-baseline ratio-1-to-8 -o home-and-back
"""

import matplotlib.pyplot as plt
import numpy as np
import plot_panels as panels
import plot_style as style
from homeward_statistics import difference, mean_interval
from matplotlib.patches import Patch

# The ways out of care, in the order in which they are stacked, in colours that keep their order of lightness in grey.
EXITS = {"reunified": ("home with the family", "#0072B2"), "adopted": ("adopted", "#E69F00"),
         "guardianship": ("with a guardian", "#CC79A7"), "relative": ("with a relative", "#009E73"),
         "emancipated": ("aged out", "#555555"), "other_exit": ("left in another way", "#A6761D")}
MOST_PLANS = 7
MOST_STACKS = 3


USUAL = 12  # months that are drawn even where they rest on those followed so far


def followed(results, names):
    """All who entered in the window are seen for so many months under every one of these plans: later ones rest on fewer children."""
    rows = [results.scenarios.index(name) for name in names]
    return min(int(results.follow_up_months[rows].min()), int(results.month_since[-1]))


def last_month(results, names):
    """The last month to draw: as long as all are followed; at least a year where those followed so far stand for the others."""
    rows = [results.scenarios.index(name) for name in names]
    if not results.is_given("reunified_12_months")[rows].all():
        return followed(results, names)
    return max(followed(results, names), min(USUAL, int(results.month_since[-1])))


def draw_lines(axes, results, event, names, looks, words, change, last):
    """The curves of an event, or what each plan changes in them against the baseline."""
    months = results.month_since[:last + 1]
    values = 100 * results.cumulative(event)[:, :results.summary_replications, :len(months)]
    if change:
        values = difference(values, values[results.scenarios.index(results.baseline)])
        axes.axhline(0, color=style.QUIET, linewidth=1, zorder=1)
    for name in names:
        panels.band_line(axes, months, values[results.scenarios.index(name)], looks[name])
    title = results.info(f"cumulative_{event}")["long_name"].split(",")[0]
    axes.set_title(style.wrap(title + (f": change from {results.baseline}" if change else ""), 46))
    axes.set_ylabel("percentage points" if change else "percent of children")
    axes.set_ylim(None if change else 0, None)
    panels.month_axis(axes, months[-1], words)


def draw_stack(axes, results, name, last):
    months = results.month_since[:last + 1]
    row = results.scenarios.index(name)
    shares = [100 * mean_interval(results.cumulative(event)[row, :results.summary_replications, :len(months)], 0)[0]
              for event in EXITS]
    axes.stackplot(months, *shares, colors=[colour for _, colour in EXITS.values()], edgecolor="white", linewidth=0.6)
    axes.set_title(style.label(name, 34, 2))
    axes.set_ylim(0, 100)
    axes.set_ylabel("percent of children")
    axes.grid(visible=False)
    panels.month_axis(axes, months[-1], "months since removal")


def figure_of(results, options):
    if not {"reunified", "reentry"} <= set(results.cumulative_events):
        style.stop(f"{results.path} was recorded without curves; simulate it with --record series")
    names = style.plans(results, options.scenarios, MOST_PLANS)
    stacked = [name for name in names if np.isfinite(results.cumulative("reunified")[results.scenarios.index(name)]).any()]
    compared = [name for name in names if name != results.baseline]
    drawn = {results.baseline, *names}
    last, whole = last_month(results, drawn), followed(results, drawn)
    if last == 0 or not stacked:
        style.stop(f"in {results.path} nobody is followed for a month after entering, whenever in the window; raise "
                   "run.follow_up_years", 2)
    part = "" if last <= whole else f" From month {whole} on, of those followed so far."
    rows = 3 if compared else 2
    figure = plt.figure(figsize=(11.5, 3.2 * rows + 2.3))
    grid = figure.add_gridspec(rows, 1)
    looks = style.looks(results.scenarios)
    for row, plans in zip(range(rows - 1), (names, compared)):
        home, back = grid[row].subgridspec(1, 2)
        draw_lines(figure.add_subplot(home), results, "reunified", plans, looks, "months since removal", row == 1, last)
        draw_lines(figure.add_subplot(back), results, "reentry", plans, looks, "months since going home", row == 1, last)
    for place, name in zip(grid[rows - 1].subgridspec(1, min(MOST_STACKS, len(stacked))), stacked):
        draw_stack(figure.add_subplot(place), results, name, last)
    note = (f"{style.luck(results, 'band: 95 % interval of that mean')} Left: children first removed in the window, "
            "all other exits compete; right: children who went home in the window. Changes are taken within each "
            "replication, under the same luck. Last row: every exit from the first stay, as shares of the children "
            f"first removed; white: still in care. Up to month {last}{', as far as all are followed' * (last <= whole)}."
            f"{part}{style.left_out(results, names)}")
    exits = [Patch(color=colour, label=words) for words, colour in EXITS.values()]
    style.frame(figure, "Going home, coming back, and the other ways out of care", results.title, note,
                panels.line_handles(names, looks), exits)
    return figure


def arguments():
    return style.arguments(__doc__, f"the baseline and the first {MOST_PLANS - 1} others; of the first {MOST_STACKS} drawn, "
                           "all exits")


if __name__ == "__main__":
    style.run(arguments(), figure_of, "incidence")
