#!/usr/bin/python3
"""Draws how long families wait for their first coach, and how many get none, for the plans in a results file.

From a file with families (homeward run ... --record families) it also draws how the share with a coach grows after removal.

example:
  scripts/plot_waits.py results/plans.h5
  scripts/plot_waits.py results/plans.h5 --scenarios ratio-1-to-8 ratio-1-to-12 ratio-1-to-20 -o waits
"""

import matplotlib.pyplot as plt
import numpy as np
import plot_panels as panels
import plot_style as style

OUTCOMES = ["mean_days_to_first_coach", "p90_days_to_first_coach", "served_share_of_families"]
MOST_PLANS = 20
MOST_LINES = 7
LAST_DAY = 365


def coached_by_day(results, names):
    """{plan: [replication, day]}: share, in percent, of the families that accept a coach in their first stay in care, in the
    window, that have had one; {} in a file without families."""
    if not results.has_table("families"):
        return {}
    families = results.table("families")
    window = 365.25 * results.setting(results.baseline, "run.entry_years")
    families = families.query(f"replication < {results.summary_replications} and episode == 1 and referred == 1 and "
                              f"accepts == 1 and 0 <= removal_day < {window}")
    days = np.arange(LAST_DAY + 1)
    curves = {}
    for name in names:
        of_plan = families[families.scenario == results.scenarios.index(name)]
        curves[name] = np.full((results.summary_replications, len(days)), np.nan)
        for replication, group in of_plan.groupby("replication"):
            waited = np.sort((group.first_coach_day - group.removal_day).to_numpy(float))
            curves[name][replication] = 100 * np.searchsorted(waited, days, side="right") / len(waited)
    return curves


def draw_curves(axes, curves, looks):
    for name, values in curves.items():
        panels.band_line(axes, np.arange(values.shape[1]), values, looks[name], every=60)
    axes.set_title("Families that accept a coach: share that have had one, by days since removal")
    axes.set_xlabel("days since removal")
    axes.set_ylabel("percent of families")
    axes.set_ylim(0, None)
    axes.set_xlim(0, LAST_DAY)


def figure_of(results, options):
    names = style.plans(results, options.scenarios, MOST_PLANS)
    waits = results.summary(OUTCOMES[0])
    names = [name for name in names if np.isfinite(waits.of(name)[0])]
    if not names:
        style.stop(f"in {results.path} no family waits for a coach: no plan has coaches; simulate one that has, such "
                   "as scenarios/ratio-1-to-12.toml")
    rows = [results.scenarios.index(name) for name in names]
    looks = style.looks(results.scenarios)
    curves = coached_by_day(results, names[:MOST_LINES])
    tall = 1.35 + panels.row_height(names) * len(names)
    figure = plt.figure(figsize=(12.6, tall + 2.1 + (3.6 if curves else 0)))
    grid = figure.add_gridspec(2 if curves else 1, 3, height_ratios=[tall, 3.6] if curves else [1])
    first = None
    for place, outcome in enumerate(OUTCOMES):
        axes = first = figure.add_subplot(grid[0, place], sharey=first)
        panels.dot_rows(axes, names, rows, style.shown(results, outcome), looks)
        axes.tick_params(labelleft=place == 0)
        left, right = axes.get_xlim()
        axes.set_xlim(min(left, -0.06 * right), right)  # waits and shares are read from zero
    if curves:
        draw_curves(figure.add_subplot(grid[1, :]), curves, looks)
    note = (f"{style.luck(results)} Waits are over all that joined the queue in the window, until they have a coach "
            "or leave the queue, so a short wait may mean that families gave up: read it beside the share served."
            + (f" Dashed line: {results.baseline}." if np.isfinite(waits.of(results.baseline)[0]) else "")
            + ("" if curves else " With --record families, this figure also shows how soon after removal.")
            + style.left_out(results, names))
    style.frame(figure, "How long families wait for their first coach", results.title, note,
                panels.line_handles(list(curves), looks))
    return figure


def arguments():
    return style.arguments(__doc__, f"all in the file that have coaches, {MOST_PLANS} at most")


if __name__ == "__main__":
    style.run(arguments(), figure_of, "waits")
