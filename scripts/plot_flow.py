#!/usr/bin/python3
"""Draws the way of families through care as a flow: removed, with a coach or without, home or out of care in another way, back
in care or not; per 1,000 families, a panel a plan.

With or without a coach, and the other ways out, need a file with families:
  homeward run scenarios/us-baseline.toml scenarios/ratio-1-to-12.toml -n 10 --record families -o results/flow.h5

example:
  scripts/plot_flow.py results/plans.h5
  scripts/plot_flow.py results/flow.h5 --scenarios us-baseline ratio-1-to-12 -o flow
"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import plot_style as style
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

MOST_PLANS = 3
WIDTH = 0.035  # of a node, as a share of the panel
GAP = 45.0  # families between two nodes of a column
LEAST = 0.5  # families per 1,000; thinner flows are left out

# The nodes of each column from the top down, with their colours.
COLUMNS = [{"removed": "#6b6b6b"},
           {"coached": "#009E73", "waited, no coach": "#E69F00", "not referred or refused": "#9a9a9a"},
           {"home": "#0072B2", "home within 12 months": "#0072B2", "home later": "#56B4E9", "adopted": "#E69F00",
            "guardian or relative": "#CC79A7", "aged out or other": "#A6761D", "still in care": "#555555",
            "not home": "#555555"},
           {"stayed home": "#0072B2", "back in care": "#D55E00", "followed for less": "#9a9a9a"}]


def by_cohort(results, name):
    """Families of the entry cohort that are followed for 12 months, with a column a stage, from what every file with series
    keeps of them."""
    frames = []
    for replication in np.flatnonzero(results.run_status[results.scenarios.index(name), :results.summary_replications] == 1):
        cohort = results.cohort(name, replication)
        if "followed_12_months" not in cohort:
            style.stop(f"the program that wrote {results.path} did not record which families were followed for 12 months; "
                       "run it again")
        cohort = cohort[cohort.followed_12_months]
        out = np.select([cohort.home_within_12_months, cohort.went_home], ["home within 12 months", "home later"], "not home")
        back = np.select([~cohort.went_home, ~cohort.home_followed_12_months, cohort.back_within_12_months],
                         ["", "followed for less", "back in care"], "stayed home")
        frames.append(pd.DataFrame({0: "removed", 1: "", 2: out, 3: back}))
    families = pd.concat(frames)
    if families.empty:
        style.stop(f"{name}: no family is followed for 12 months after removal; give it a longer run.follow_up_years")
    return families


def by_family(results, name, table, years):
    """The same from the table of families, with more stages: first stays that began in the window, each followed for so many
    years."""
    follow_up = 365.25 * years
    window = 365.25 * results.setting(name, "run.entry_years")
    stay = table[(table.scenario == results.scenarios.index(name)) & (table.episode == 1) & (table.removal_day >= 0)
                 & (table.removal_day < window)]
    kind = stay.exit_kind.astype(str)
    left = stay.exit_day - stay.removal_day <= follow_up
    out = np.select([~left, kind == "reunified", kind == "adopted", kind.isin(["guardianship", "relative"])],
                    ["still in care", "home", "adopted", "guardian or relative"], "aged out or other")
    back = stay.reentry_day - stay.removal_day <= follow_up
    asked = (stay.referred == 1) & (stay.accepts == 1)
    coach = np.select([stay.first_coach_day.notna(), asked], ["coached", "waited, no coach"], "not referred or refused")
    return pd.DataFrame({0: "removed", 1: coach, 2: out,
                         3: np.where(out == "home", np.where(back, "back in care", "stayed home"), "")})


def flows_of(families):
    """{(column, node, next column, next node): per 1,000 families}, over stages that are not empty."""
    flows = {}
    for row, number in families.value_counts().items():
        stages = [(column, node) for column, node in enumerate(row) if node]
        for here, there in zip(stages, stages[1:]):
            flows[*here, *there] = flows.get((*here, *there), 0.0) + 1000.0 * number / len(families)
    return flows


def place_nodes(flows):
    """{(column, node): (bottom, height)}: nodes of a column from the top down, the column in the middle of the panel."""
    heights = {}
    for (column, node, next_column, next_node), size in flows.items():
        heights.setdefault((column, node), {}).setdefault("out", []).append(size)
        heights.setdefault((next_column, next_node), {}).setdefault("in", []).append(size)
    heights = {key: max(sum(sides.get("in", [])), sum(sides.get("out", []))) for key, sides in heights.items()}
    nodes = {}
    for column, order in enumerate(COLUMNS):
        there = [node for node in order if heights.get((column, node), 0.0) >= LEAST]
        top = 500 + (sum(heights[column, node] for node in there) + GAP * (len(there) - 1)) / 2
        for node in there:
            nodes[column, node] = (top - heights[column, node], heights[column, node])
            top -= heights[column, node] + GAP
    return nodes


def ribbon(axes, x, y, height, colour):
    """A band of constant height from (x[0], y[0]) to (x[1], y[1]), which are its lower corners."""
    middle = (x[0] + x[1]) / 2
    low = [(x[0], y[0]), (middle, y[0]), (middle, y[1]), (x[1], y[1])]
    high = [(across, up + height) for across, up in reversed(low)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path([*low, *high, low[0]], codes), facecolor=colour, alpha=0.35, linewidth=0))


def draw_flow(axes, flows, name):
    nodes = place_nodes(flows)
    used = sorted({column for column, _ in nodes})
    at = {column: 0.02 + 0.78 * place / (len(used) - 1) for place, column in enumerate(used)}
    order = {(column, node): place for column, names in enumerate(COLUMNS) for place, node in enumerate(names)}
    leaving, arriving = ({key: bottom + height for key, (bottom, height) in nodes.items()} for _ in range(2))
    for (column, node, next_column, next_node), size in sorted(flows.items(), key=lambda flow: (order[flow[0][:2]],
                                                                                               order[flow[0][2:]])):
        if (column, node) not in nodes or (next_column, next_node) not in nodes:
            continue
        leaving[column, node] -= size
        arriving[next_column, next_node] -= size
        ribbon(axes, (at[column] + WIDTH, at[next_column]), (leaving[column, node], arriving[next_column, next_node]), size,
               COLUMNS[next_column][next_node])
    for (column, node), (bottom, height) in nodes.items():
        axes.add_patch(Rectangle((at[column], bottom), WIDTH, height, facecolor=COLUMNS[column][node], linewidth=0))
        axes.text(at[column] + WIDTH + 0.008, bottom + height / 2, f"{style.wrap(node, 15)}\n{height:,.0f}", ha="left",
                  va="center", fontsize=8.5, linespacing=1.05)
    axes.set_title(style.label(name, 34, 2))
    axes.set_xlim(0, 1)
    lowest = min(bottom for bottom, _ in nodes.values())
    axes.set_ylim(min(-30, lowest - 20), max(1030, 1020 - lowest))
    axes.axis("off")


def figure_of(results, options):
    whole = results.has_table("families")
    if not whole and not results.series:
        style.stop(f"{results.path} was recorded without families; simulate it with --record families, or at least --record "
                   "series")
    names = style.plans(results, options.scenarios, MOST_PLANS)
    table = results.table("families").query(f"replication < {results.summary_replications}") if whole else None
    years = min(results.setting(name, "run.follow_up_years") for name in names)
    if whole and years == 0:
        style.stop(f"{results.path}: the run ends with the window; this figure needs run.follow_up_years above 0")
    figure, grid = plt.subplots(1, len(names), figsize=(max(7.2, 5.2 * len(names)), 7.4), squeeze=False)
    for axes, name in zip(grid.flat, names):
        draw_flow(axes, flows_of(by_family(results, name, table, years) if whole else by_cohort(results, name)), name)
    if whole:
        told = (f"Families first removed in the window, each followed for {years:g} years: what became of the first "
                "stay in care, and whether those who went home were removed again. A family's children may leave by "
                "themselves; shown is its joint exit. Coached: in that first stay. Families with a coach differ "
                "from those without from the start (they stayed long enough and chose it), so their ways side by "
                "side are not what coaching does: compare the panels for that.")
    else:
        told = ("Families first removed in the window and followed for 12 months: home for the first time within 12 "
                "months of removal, later until the end of the run, or not; and of those who went home, how many were "
                "removed again within 12 months, as far as they are followed for these. With --record families this figure also shows who had a coach, and the other ways out.")
    note = f"Per 1,000 families, over {results.summary_replications} simulated replications. {told}{style.left_out(results, names)}"
    style.frame(figure, "The way of families through care", results.title, note)
    return figure


def arguments():
    return style.arguments(__doc__, f"the baseline and the first {MOST_PLANS - 1} others")


if __name__ == "__main__":
    style.run(arguments(), figure_of, "flow")
