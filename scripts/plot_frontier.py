#!/usr/bin/python3
"""Draws what plans cost against what they do, and the efficient frontier: plans that no mix of the others beats.

example:
  scripts/plot_frontier.py results/plans.h5
  scripts/plot_frontier.py results/staffing.h5 --outcome reentry_12_months --cost cost_coaches -o frontier
  scripts/plot_frontier.py results/plans.h5 --levels
"""

import matplotlib.pyplot as plt
import numpy as np
import plot_style as style
from matplotlib.lines import Line2D

MOST_PLANS = 400
MOST_NAMED = 12  # beside those on the frontier


def frontier(cost, effect):
    """Places of the plans on the efficient frontier, by rising cost: from the cheapest on, each further one buys more, and each
    further unit of effect costs more than the one before (upper convex hull). Ties: the better one, then the first."""
    known = np.flatnonzero(np.isfinite(cost) & np.isfinite(effect))
    hull = []
    for place in sorted(known, key=lambda place: (cost[place], -effect[place], place)):
        if hull and effect[place] <= effect[hull[-1]]:
            continue
        while len(hull) > 1 and ((effect[hull[-1]] - effect[hull[-2]]) * (cost[place] - cost[hull[-1]])
                                 <= (effect[place] - effect[hull[-1]]) * (cost[hull[-1]] - cost[hull[-2]])):
            hull.pop()
        hull.append(place)
    return hull


def cross(axes, cost, effect, row, look, faint):
    """A plan with its intervals in both directions."""
    colour, marker = look
    for x, y in (((cost.low[row], cost.high[row]), (effect.mean[row],) * 2),
                 ((cost.mean[row],) * 2, (effect.low[row], effect.high[row]))):
        if np.isfinite([*x, *y]).all():
            axes.plot(x, y, color=colour, linewidth=1.1, alpha=0.35 if faint else 0.8, zorder=1.5)
    axes.plot(cost.mean[row], effect.mean[row], marker, color=colour, markersize=5 if faint else 8, markeredgecolor="white",
              markeredgewidth=0.7, linewidth=0, zorder=3)


def step_texts(results, rows, hull, cost, effect):
    """What each plan on the frontier costs and does, in words, by its place."""
    return {place: f"{style.short(results.scenarios[rows[place]], 56)}: {cost.text(cost.mean[rows[place]])} {unit(cost)}, "
            f"{effect.text(effect.mean[rows[place]])} {unit(effect)}" for place in hull}


def unit(shown):
    return shown.label.replace("change (", "").rstrip(")").replace("percent", "").strip() if "points" not in shown.label \
        else "points"


def figure_of(results, options):
    for name in (options.cost, options.outcome):
        style.chosen("outcome", [name], results.outcomes)
    doubtful = [key for key in results.factors if results.factor_role(key) == "uncertainty"]
    if doubtful:
        style.stop(f"the points of {results.path} differ in what is not known ({doubtful[0]}), which nobody can "
                   "choose, so none of them is efficient; draw it with scripts/plot_tornado.py, or simulate plans "
                   "that differ in levers")
    names = style.plans(results, options.scenarios, MOST_PLANS)
    shown = names
    if len(names) < 2:
        style.stop(f"{results.path} holds one plan; a frontier needs two or more")
    paired, wanted = not options.levels, [options.cost, options.outcome]
    below = style.lacking(results, names, wanted, paired, stars=False)
    for name in wanted:
        style.drawable(results, style.others(results, names) if paired else names, [name], paired)
    why = results.difference_reason if paired else results.reason
    names = [name for name in names if not any(why(outcome, name) for outcome in wanted)]
    rows = [results.scenarios.index(name) for name in names]
    cost, effect = (style.shown(results, name, paired) for name in wanted)
    if effect.better == "neither":
        style.stop(f"more of {options.outcome} is neither better nor worse, so no plan can be efficient at it")
    sign = -1.0 if effect.better == "lower" else 1.0
    hull = frontier(cost.mean[rows], sign * effect.mean[rows])
    if not hull:
        style.stop(f"no plan in {results.path} has both {options.cost} and {options.outcome}")
    looks = style.looks(results.scenarios)
    others = [place for place in range(len(names)) if place not in hull]
    anonymous = len(others) > MOST_NAMED
    figure, axes = plt.subplots(figsize=(10.5, 7.6))
    for place, row in enumerate(rows):
        faint = anonymous and place not in hull
        cross(axes, cost, effect, row, ("#9a9a9a", "o") if faint else looks[names[place]], faint)
    axes.plot(cost.mean[rows][hull], effect.mean[rows][hull], color=style.TEXT, linewidth=1.3, zorder=1)
    if not options.levels:
        axes.axhline(0, color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)
        axes.axvline(0, color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)
    axes.set_xlabel(f"{cost.title}, {cost.label}")
    axes.set_ylabel(style.wrap(f"{effect.title}, {effect.label}", 48))
    axes.ticklabel_format(useOffset=False)
    axes.margins(0.08)
    if sign < 0:
        axes.invert_yaxis()
    told = step_texts(results, rows, hull, cost, effect)
    handles = [Line2D([], [], color=style.TEXT, linewidth=1.3, label="efficient frontier; on it, by rising cost:")]
    handles += [dot(looks[names[place]], told[place]) for place in hull]
    handles += ([dot(("#9a9a9a", "o"), f"{len(others)} others")] if anonymous else
                [dot(looks[names[place]], style.short(names[place], 60)) for place in others])
    against = "" if options.levels else f" Changes from {style.short(results.baseline)} (0, 0), within each replication."
    note = (f"{style.luck(results, 'lines through a dot: 95 % intervals')}{against} Up is "
            f"better{' (turned axis)' if sign < 0 else ''}. Plans below the frontier cost more or do less than the "
            "plans on it, or a mix of them; where intervals reach the frontier, random variation may have put a plan on "
            f"or off it. Cost: {results.info(options.cost).get('population', '')}; outcome: "
            f"{results.info(options.outcome).get('population', '')}. {style.ASSUMED}{style.left_out(results, shown)}{below}")
    title = f"What plans cost and what they do: {effect.title[0].lower()}{effect.title[1:]}"
    style.frame(figure, title, results.title, note, handles)
    return figure


def dot(look, words):
    return Line2D([], [], color=look[0], marker=look[1], linewidth=0, markersize=7, markeredgecolor="white", label=words)


def arguments():
    parser = style.arguments(__doc__)
    parser.add_argument("--outcome", metavar="NAME", default="reunified_12_months", help="default: %(default)s")
    parser.add_argument("--cost", metavar="NAME", default="cost_total", help="default: %(default)s")
    parser.add_argument("--levels", action="store_true", help="the cost and outcome themselves, not changes from the baseline")
    return parser


if __name__ == "__main__":
    style.run(arguments(), figure_of, "frontier")
