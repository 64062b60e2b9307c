#!/usr/bin/python3
"""Draws how long families wait for a coach, and how many get none, for the plans in a results file.

From a file with families (homeward run ... --record families) it also draws time to the first coach as a curve: by days since
joining the queue, the share that has a coach and the share that has left the queue without one.

example:
  scripts/plot_waits.py results/plans.h5
  scripts/plot_waits.py results/plans.h5 --scenarios ratio-1-to-8 ratio-1-to-12 ratio-1-to-20 -o waits
"""

import matplotlib.pyplot as plt
import numpy as np
import plot_panels as panels
import plot_style as style
from homeward_statistics import mean_interval
from matplotlib.lines import Line2D

OUTCOMES = ["coached_within_30_days", "mean_days_on_queue", "served_share_of_families"]
MOST_PLANS = 20
MOST_LINES = 7
LAST_DAY = 240
RISK_DAYS = np.arange(0, LAST_DAY + 1, 30)
COACH, LEFT, WAITING = range(3)


def ends_of_waits(stays, end):
    """(days, how) of stays on the queue: how long each lasted, up to `end` for those that still wait, and how it ended."""
    days = np.minimum(stays.left_queue_day.fillna(end), end) - stays.joined_day
    how = np.select([stays.queue_end == "coach", stays.queue_end == "still_waiting"], [COACH, WAITING], LEFT)
    return days.to_numpy(float), how


def incidence(days, how, at):
    """(share with a coach, share that left, number still waiting) at the days `at`: Aalen-Johansen, leaving the queue competing,
    censored by the end of the run only."""
    order = np.argsort(days, kind="stable")
    days, how = days[order], how[order]
    times, first = np.unique(days, return_index=True)
    there = len(days) - first  # at risk just before each time
    ends = [np.add.reduceat(how == kind, first) if len(first) else first for kind in (COACH, LEFT)]
    before = np.concatenate(([1.0], np.cumprod(1 - (ends[COACH] + ends[LEFT]) / there)))[:-1]
    place = np.searchsorted(times, at, side="right")
    shares = [np.concatenate(([0.0], np.cumsum(before * end / there)))[place] for end in ends]
    return *shares, len(days) - np.searchsorted(days, at, side="right")


def curves_of(results, names):
    """{plan: float64 [3, replication, day]}: percent with a coach, percent that left without, families still waiting, by days
    since the first offer of a stay in care put them on the queue, in the window."""
    families = results.table("families")
    if "queue_end" not in families:
        style.stop(f"{results.path} was made by a version that did not record when families join the queue; simulate it "
                   "again with --record families")
    days = np.arange(LAST_DAY + 1)
    curves = {}
    for name in names:
        window, follow_up = (365.25 * results.setting(name, f"run.{part}_years") for part in ("entry", "follow_up"))
        stays = families[(families.scenario == results.scenarios.index(name)) & (families.joined_day >= 0)
                         & (families.joined_day < window) & (families.replication < results.summary_replications)]
        curves[name] = np.full((3, results.summary_replications, len(days)), np.nan)
        for replication, group in stays.groupby("replication"):
            coach, left, waiting = incidence(*ends_of_waits(group, window + follow_up), days)
            curves[name][:, replication] = 100 * coach, 100 * left, waiting
    return curves


def draw_curves(axes, curves, looks):
    for name, (coach, left, _) in curves.items():
        panels.band_line(axes, np.arange(LAST_DAY + 1), coach, looks[name], every=30)
        axes.plot(mean_interval(left, 0)[0], color=looks[name][0], linewidth=1.3, linestyle=(0, (3, 2)))
    axes.set_title("Time to the first coach: with a coach (lines with marks), gone from the queue without one (dashed)")
    axes.set_xlabel("days since joining the queue")
    axes.set_ylabel("percent of families")
    axes.set_ylim(0, None)
    axes.set_xlim(0, LAST_DAY)
    axes.set_xticks(RISK_DAYS)


def write_at_risk(axes, curves, looks):
    """How many still wait, of a replication, below the curves."""
    for place, (name, values) in enumerate(curves.items()):
        for day in RISK_DAYS:
            waiting = mean_interval(values[WAITING, :, day], 0)[0]
            axes.text(day, place, f"{waiting:,.0f}" if np.isfinite(waiting) else "\N{EN DASH}", ha="center", va="center", fontsize=8.5,
                      color=looks[name][0])
    axes.set_title("Families still waiting (mean of a replication)", fontsize=9.5, fontweight="normal")
    axes.set_yticks(range(len(curves)), [style.short(name, 28) for name in curves], fontsize=8.5)
    axes.set_ylim(len(curves) - 0.4, -0.6)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.tick_params(length=0, pad=18)
    for side in axes.spines.values():
        side.set_visible(False)


def figure_of(results, options):
    names = style.plans(results, options.scenarios, MOST_PLANS)
    if not any(results.summary("coaches_in_post").of(name)[0] > 0 for name in names):
        style.stop(f"in {results.path} no family waits for a coach: no plan has coaches; simulate one that has, such "
                   "as scenarios/ratio-1-to-12.toml")
    there = [name for name in OUTCOMES if name in results.outcomes]
    below = style.lacking(results, names, there)
    outcomes = style.drawable(results, names, there)
    names = [name for name in names if not all(results.reason(outcome, name) for outcome in outcomes)]
    rows = [results.scenarios.index(name) for name in names]
    looks = style.looks(results.scenarios)
    curves = curves_of(results, names[:MOST_LINES]) if results.has_table("families") else {}
    heights = [1.35 + panels.row_height(names) * len(names)] + ([3.4, 0.35 + 0.2 * len(curves)] if curves else [])
    figure = plt.figure(figsize=(12.6, sum(heights) + 2.3))
    grid = figure.add_gridspec(len(heights), len(outcomes), height_ratios=heights)
    first = None
    for place, outcome in enumerate(outcomes):
        axes = first = figure.add_subplot(grid[0, place], sharey=first)
        panels.dot_rows(axes, names, rows, style.shown(results, outcome), looks)
        axes.tick_params(labelleft=place == 0)
        left, right = axes.get_xlim()
        axes.set_xlim(min(left, -0.06 * right), right)  # waits and shares are read from zero
    if curves:
        over = figure.add_subplot(grid[1, :])
        draw_curves(over, curves, looks)
        write_at_risk(figure.add_subplot(grid[2, :]), curves, looks)
        figure.axes[-1].set_xlim(over.get_xlim())
    note = (f"{style.luck(results)} Waits are over all that joined the queue in the window, until they have a coach "
            "or leave the queue, so a short wait may mean that families gave up: read it beside the share served."
            + (f" Dashed line: {results.baseline}." if results.baseline in names else "")
            + (" Curves: the first time on the queue in each stay in care; having left the queue (given up, home or out of "
               "care without coaching there) competes with getting a coach." if curves else
               " With --record families, this figure also shows the time to the first coach as a curve.")
            + style.left_out(results, names) + below)
    handles = panels.line_handles(list(curves), looks)
    handles += [Line2D([], [], color=style.QUIET, linewidth=1.3, linestyle=(0, (3, 2)), label="left without a coach")] * bool(curves)
    style.frame(figure, "How long families wait for a coach", results.title, note, handles)
    return figure


def arguments():
    return style.arguments(__doc__, f"all in the file that have coaches, {MOST_PLANS} at most")


if __name__ == "__main__":
    style.run(arguments(), figure_of, "waits")
