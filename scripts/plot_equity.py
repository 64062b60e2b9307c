#!/usr/bin/python3
"""Draws an outcome for each group of children, under each plan: how far the groups are apart, whom a plan helps, and whether it
narrows the gaps.

example:
  scripts/plot_equity.py results/plans.h5
  scripts/plot_equity.py results/plans.h5 --outcome reentry_12_months --scenarios us-baseline ratio-1-to-12 -o equity
  scripts/plot_equity.py two-offices.h5 --outcome coached_within_30_days --traits site
"""

import matplotlib.pyplot as plt
import numpy as np
import plot_panels as panels
import plot_style as style
from homeward_statistics import difference, mean_interval

MOST_PLANS = 4  # dots in a row


def in_words(level):
    """prior_removal=yes -> prior removal: yes"""
    trait, value = level.split("=", 1)
    return f"{trait.replace('_', ' ')}: {value.replace('_', ' ')}"


def levels_of(results, traits):
    """(places, names) of the levels of these traits; of all where none is named."""
    known = list(dict.fromkeys(level.split("=", 1)[0] for level in results.trait_levels))
    wanted = style.chosen("trait", traits or [], known) or known
    places = [place for place, level in enumerate(results.trait_levels) if level.split("=", 1)[0] in wanted]
    return places, [results.trait_levels[place] for place in places]


def gaps_of(results, levels, values):
    """(labels, float64 [gap, S, R]): of each trait the difference between two groups. Of two levels the second minus the first, of
    more the highest minus the lowest in the baseline (where nobody is measured in it, in the first plan that measures), so that
    every plan is asked about the same two groups."""
    measured = [row for row in range(len(results.scenarios)) if np.isfinite(values[:, row]).any()]
    if not measured:
        style.stop(f"in {results.path} nobody is measured in any group; choose another --outcome")
    base = results.scenarios.index(results.baseline)
    base = base if base in measured else measured[0]
    traits = {}
    for place, level in enumerate(levels):
        traits.setdefault(level.split("=", 1)[0], []).append(place)
    labels, gaps = [], []
    for trait, places in traits.items():
        mean = mean_interval(values[places, base], 1)[0]
        if len(places) < 2 or not np.isfinite(mean).any():
            continue
        low, high = (places[0], places[1]) if len(places) == 2 else (places[np.nanargmin(mean)], places[np.nanargmax(mean)])
        high_name, low_name = (levels[place].split("=", 1)[1].replace("_", " ") for place in (high, low))
        labels.append(f"{trait.replace('_', ' ')}: {high_name} \N{MINUS SIGN} {low_name}")
        gaps.append(difference(values[high], values[low]))
    return labels, np.array(gaps)


def draw_rows(axes, labels, values, names, results, looks):
    """A row a label, in it a dot with its interval for each plan: values [row, S, R]."""
    step = 0.62 / max(1, len(names))
    for place, name in enumerate(names):
        colour, marker = looks[name]
        mean, low, high = mean_interval(values[:, results.scenarios.index(name)], 1)
        rows = np.arange(len(labels)) + (place - (len(names) - 1) / 2) * step
        there = np.isfinite(low) & np.isfinite(high)
        axes.hlines(rows[there], low[there], high[there], color=colour, linewidth=1.5)
        axes.plot(mean, rows, marker, color=colour, markersize=5.5, markeredgecolor="white", markeredgewidth=0.5)
    empty = ~np.isfinite(values[:, [results.scenarios.index(name) for name in names]]).any((1, 2))
    for row in np.flatnonzero(empty):
        axes.annotate("\N{EN DASH}", (0.02, row), xycoords=("axes fraction", "data"), va="center", color=style.QUIET)
    traits = [label.split(":")[0] for label in labels]
    for row in range(1, len(labels)):
        if traits[row] != traits[row - 1]:
            axes.axhline(row - 0.5, color="#bdbdbd", linewidth=0.8, zorder=0.4)
    axes.grid(axis="y", visible=False)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), [style.label(label, 34, 2) for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_locator(plt.MaxNLocator(6))


def figure_of(results, options):
    if not results.trait_levels:
        style.stop(f"{results.path} has no outcomes by trait: its scenarios have no [[traits]]")
    style.chosen("outcome by trait", [options.outcome], results.by_trait_outcomes)
    names = style.plans(results, options.scenarios, MOST_PLANS)
    below = style.lacking(results, names, [options.outcome], stars=False)
    style.drawable(results, names, [options.outcome])
    base = results.scenarios.index(results.baseline)
    compared = [name for name in names if name != results.baseline and not results.difference_reason(options.outcome, name)]
    info = results.info(options.outcome)
    shown = style.shown(results, options.outcome)
    points = "percentage points" if shown.label == "percent" else shown.label
    everyone = shown.factor * results.values(options.outcome)[:, :results.summary_replications]
    places, trait_levels = levels_of(results, options.traits)
    values = shown.factor * results.by_trait(options.outcome)[places, :, :results.summary_replications]
    gap_names, gaps = gaps_of(results, trait_levels, values)
    values = np.concatenate([everyone[np.newaxis], values])
    levels = ["all"] + [in_words(level) for level in trait_levels]
    row = 0.12 + 0.085 * max(2, len(names))
    heights = [row * len(levels) + 0.7, row * len(gap_names) + 0.7]
    figure, grid = plt.subplots(2, 2 if compared else 1, figsize=(12 if compared else 8.5, sum(heights) + 2.6),
                                height_ratios=heights, sharey="row", squeeze=False)
    looks = style.looks(results.scenarios)
    draw_rows(grid[0, 0], levels, values, names, results, looks)
    grid[0, 0].set_title("Each group")
    draw_rows(grid[1, 0], gap_names, gaps, names, results, looks)
    grid[1, 0].set_title("Gaps between groups")
    for axes, label in zip(grid[:, 0], (shown.label, points)):
        axes.set_xlabel(label)
    if compared:
        draw_rows(grid[0, 1], levels, difference(values, values[:, [base]]), compared, results, looks)
        grid[0, 1].set_title("What a plan changes for each group")
        draw_rows(grid[1, 1], gap_names, gaps - gaps[:, [base]], compared, results, looks)
        grid[1, 1].set_title("How a plan changes the gaps")
        for axes in grid[:, 1]:
            axes.set_xlabel(f"change ({points})")
    for axes in [grid[1, 0], *(grid[:, 1] if compared else ())]:
        axes.axvline(0, color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)
    against = f" Changes are from {results.baseline}, within each replication." if compared else ""
    note = (f"{style.luck(results)}{against} Groups overlap: a child is in one "
            f"of every trait. That groups differ says nothing of why. {info['definition']} {style.ASSUMED}"
            f"{style.left_out(results, names)}{below}")
    style.frame(figure, f"By group: {shown.title[0].lower()}{shown.title[1:]}", results.title, note,
                panels.line_handles(names, looks))
    return figure


def arguments():
    parser = style.arguments(__doc__, f"the baseline and the first {MOST_PLANS - 1} others")
    parser.add_argument("--traits", nargs="+", metavar="NAME",
                        help="default: all; of scenarios with several sites, site is one of them")
    parser.add_argument("--outcome", metavar="NAME", default="reunified_12_months", help="default: %(default)s")
    return parser


if __name__ == "__main__":
    style.run(arguments(), figure_of, "equity")
