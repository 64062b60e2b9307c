#!/usr/bin/python3
"""Draws how coaches are used: share of their places taken, positions vacant, turnover; and families per coach by month.

example:
  scripts/plot_coaches.py results/plans.h5
  scripts/plot_coaches.py results/plans.h5 --scenarios hiring-freeze ratio-1-to-12 -o coaches
"""

import matplotlib.pyplot as plt
import numpy as np
import plot_panels as panels
import plot_style as style

OUTCOMES = ["coach_use", "positions_vacant", "coach_turnover_per_year"]
MONTHS = {"families per trained coach": None, "coaches ready": "coaches_ready_by_month",
          "positions vacant": "positions_vacant_by_month"}
MOST_PLANS = 20
MOST_LINES = 6


def monthly(results, title):
    """[S, R, M]"""
    if MONTHS[title]:
        return results.series_values(MONTHS[title])
    ready = results.series_values("coaches_ready_by_month")
    with np.errstate(all="ignore"):
        return np.where(ready > 0, results.series_values("families_coached_by_month") / ready, np.nan)


def limits(results, names):
    """In words: the most families that one coach carries, plan by plan."""
    told = {}
    for name in names:
        told.setdefault(results.setting(name, "coaches.families_per_coach"), []).append(style.short(name, 30))
    return "; ".join(f"{most} in {', '.join(plans)}" for most, plans in sorted(told.items()))


def figure_of(results, options):
    posts = results.summary("coaches_in_post")
    asked = style.plans(results, options.scenarios, MOST_PLANS)
    names = [name for name in asked if posts.of(name)[0] > 0]
    if not names:
        style.stop(f"in {results.path} no plan has coaches; simulate one that has, such as scenarios/ratio-1-to-12.toml")
    below = style.lacking(results, names, OUTCOMES)
    outcomes = style.drawable(results, names, OUTCOMES)
    without = ", ".join(style.short(name, 30) for name in asked if name not in names)
    rows = [results.scenarios.index(name) for name in names]
    lines = names[:MOST_LINES] if results.series else []
    looks = style.looks(results.scenarios)
    tall = 1.2 + panels.row_height(names) * len(names)
    figure = plt.figure(figsize=(12.6, tall + 2.3 + (3.4 if lines else 0)))
    upper, lower = figure.add_gridspec(2, 1, height_ratios=[tall, 3.4]) if lines else (figure.add_gridspec(1, 1)[0], None)
    first = None
    for place, outcome in zip(upper.subgridspec(1, len(outcomes)), outcomes):
        axes = figure.add_subplot(place, sharey=first)
        panels.dot_rows(axes, names, rows, style.shown(results, outcome), looks)
        axes.tick_params(labelleft=first is None)
        first = axes
    for place, title in zip(lower.subgridspec(1, 3) if lines else (), MONTHS):
        axes = figure.add_subplot(place)
        values = monthly(results, title)[:, :results.summary_replications]
        for name in lines:
            panels.band_line(axes, results.month, values[results.scenarios.index(name)], looks[name])
        axes.set_title(title[0].upper() + title[1:])
        axes.set_ylim(0, None)
        axes.set_ylabel(title.split()[0])
        panels.month_axis(axes, results.month[-1], "months from the opening")
    note = (f"{style.luck(results, 'bar and band: 95 % interval of that mean')} Use: share of the places that "
            "coaches in post have for families that are taken; near 100 % families wait, far below coaches do. "
            + (f"The most families that one coach carries: {limits(results, lines)}; new coaches start with fewer. "
               if lines else "With --record series, this figure also shows every month. ")
            + (f"Without coaches, so left out: {without}. " if without else "") + style.left_out(results, asked) + below)
    style.frame(figure, "How coaches are used", results.title, note, panels.line_handles(lines, looks))
    return figure


def arguments():
    return style.arguments(__doc__, f"all in the file that have coaches, {MOST_PLANS} at most, {MOST_LINES} by month")


if __name__ == "__main__":
    style.run(arguments(), figure_of, "coaches")
