#!/usr/bin/python3
"""Draws what the coach ratio does to families: outcomes against families per coach, a line a file.

A file holds one plan at several ratios: a sweep over coaches.families_per_coach, or scenarios that differ in that key,
whatever they are called. Where the baseline of a file differs in more than that (it has no coaches, say), the figure shows
what each ratio changes against it, run by run (paired); with --levels the outcomes themselves.

example:
  scripts/sanity_ratio                       # simulates the full model, and models with one mechanism off
  scripts/plot_ratio.py results/sanity-ratio/*.h5 -o results/sanity-ratio/ratio
  scripts/plot_ratio.py results/staffing.h5 --levels --outcomes reunified_12_months coached_within_30_days
"""

import argparse
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import plot_style as style

OUTCOMES = ["reunified_12_months", "sustained_reunifications"]
RATIO = "coaches.families_per_coach"
MOST_NAMES_IN_A_ROW = 5
NAMES = ("name", "title", "description", "sources", "uncertainty")
# What the files that scripts/sanity_ratio writes stand for, in the order of the legend.
VARIANTS = {"full": "full model", "enough-coaches": "three times the coaches", "idle-hours": "free hours stay idle",
            "no-dilution": "attention not diluted", "no-trust": "support needs no trust",
            "no-burn-out": "overload drives no coach away"}


@dataclass
class Line:
    """What one file says: arrays by rising ratio."""

    label: str
    ratios: np.ndarray
    against: str  # what the values are differences from; "" for the outcomes themselves
    replications: int
    values: dict  # outcome -> (info, mean, ci_low, ci_high, mean of the baseline)


def has_coaches(results, scenario):
    """Whether a scenario budgets a coach at any time, anywhere."""
    def budget(table):
        return any(table.get(key, 0) > 0 for key in ("positions", "positions_per_100_entries"))
    coaches, sites = results.setting(scenario, "coaches") or {}, results.setting(scenario, "sites") or []
    return any(budget(table) for table in (coaches, *coaches.get("staffing", []), *sites))


def rest_of(results, scenario):
    """What a scenario says but for its name and the ratio."""
    tables = tomllib.loads(results.resolved_toml(scenario))
    coaches = {key: value for key, value in tables["coaches"].items() if f"coaches.{key}" != RATIO}
    return {key: value for key, value in tables.items() if key not in NAMES} | {"coaches": coaches}


def is_apart(results):
    """Whether the baseline differs from each other plan in more than the ratio: it is what they are held against."""
    if RATIO in results.factors:
        return False
    rest = rest_of(results, results.baseline)
    return not any(rest_of(results, name) == rest for name in results.scenarios if name != results.baseline)


def ratios_of(path, results):
    """Families per coach and rows of the scenarios with coaches, by rising ratio."""
    apart = results.scenarios.index(results.baseline) if is_apart(results) else None
    found = sorted((results.setting(name, RATIO), row) for row, name in enumerate(results.scenarios)
                   if row != apart and has_coaches(results, name))
    ratios, rows = [ratio for ratio, _ in found], [row for _, row in found]
    if len(set(ratios)) < 2:
        style.stop(f"{path} holds plans with coaches at {len(set(ratios))} value{'s' * (len(set(ratios)) != 1)} of {RATIO}; a "
                   "line needs at least 2")
    if len(set(ratios)) < len(ratios):
        style.stop(f"{path} varies more than {RATIO}, so one line cannot show it")
    return np.array(ratios), rows


def left_out_text(lines):
    """A sentence on the ratios at which an outcome has no number."""
    gaps = [f"{name} of {line.label} at {', '.join(f'1:{ratio}' for ratio in line.ratios[~np.isfinite(values[1])])}"
            for line in lines for name, values in line.values.items() if not np.isfinite(values[1]).all()]
    return f" No number, so no point: {'; '.join(gaps)}." if gaps else ""


def read_line(path, outcomes, levels):
    with style.open_results(path) as results:
        ratios, rows = ratios_of(path, results)
        base = results.scenarios.index(results.baseline)
        paired = not levels and base not in rows
        values = {}
        for name in style.chosen("outcome", outcomes, results.outcomes):
            summary = results.summary(name)
            shown = results.comparison(name) if paired else summary
            if paired and shown.is_ratio:
                style.stop(f"{name} is compared by its ratio, not by a difference; draw it with --levels")
            why = results.difference_reason if paired else results.reason
            reasons = list(dict.fromkeys(why(name, results.scenarios[row]) for row in rows))
            if "" not in reasons:
                style.stop(f"{path} gives no number for {name}: {'; '.join(reasons)}", 2)
            parts = (np.asarray(part, float)[rows] for part in (shown.mean, shown.ci_low, shown.ci_high))
            values[name] = (summary.info, *parts, float(summary.mean[base]))
        return Line(VARIANTS.get(Path(path).stem, Path(path).stem), ratios, results.baseline if paired else "",
                    results.replications, values)


def draw_panel(axes, name, lines, looks):
    info, *_, level = lines[0].values[name]
    factor, unit, form = style.in_words(info, [level])
    ratios = sorted({ratio for line in lines for ratio in line.ratios})
    shift = np.min(np.diff(ratios)) * 0.1  # beside each other, so that no interval hides another
    for place, line in enumerate(lines):
        mean, low, high = (part * factor for part in line.values[name][1:4])
        colour, marker = looks[line.label]
        at = line.ratios + (place - (len(lines) - 1) / 2) * shift
        axes.errorbar(at, mean, [mean - low, high - mean], color=colour, marker=marker, markersize=6.5,
                      linewidth=2.4 if place == 0 else 1.3, elinewidth=1.4, markeredgecolor="white",
                      markeredgewidth=0.7, label=line.label, zorder=3 if place == 0 else 2)
    title = info["long_name"] or name
    if lines[0].against:
        axes.axhline(0, color=style.QUIET, linewidth=1, zorder=1)
        unit = "percentage points" if unit == "percent" else unit
        title += f"\nchange from {lines[0].against}, which has {form.format(level * factor)}"
    axes.set_title(title)
    axes.set_ylabel(unit)
    axes.set_xlabel("families per coach")
    axes.set_xticks(ratios, [str(ratio) for ratio in ratios])
    axes.grid(axis="x", visible=False)


def figure_of(lines, outcomes, title):
    looks = {line.label: (([style.TEXT] + style.COLOURS)[place % 7], style.MARKERS[place % 6])
             for place, line in enumerate(lines)}
    figure, grid = plt.subplots(1, len(outcomes), figsize=(0.6 + 5.6 * len(outcomes), 5.8), squeeze=False)
    for axes, name in zip(grid.flat, outcomes):
        draw_panel(axes, name, lines, looks)
    figure.suptitle(title, x=0.01, y=0.98, ha="left", fontsize=14, fontweight="bold")
    note = (f"Mean of {min(line.replications for line in lines)} simulated "
            f"replications{', paired run by run' if lines[0].against else ''}, with 95 % intervals: the random "
            "variation of the simulation, not the uncertainty about the inputs. Lines join the points for the eye."
            f"{left_out_text(lines)}")
    figure.text(0.01, 0.015, style.wrap(note, 70 * len(outcomes)), ha="left", va="bottom", fontsize=9,
                color=style.QUIET)
    rows = math.ceil(len(lines) / MOST_NAMES_IN_A_ROW) if len(lines) > 1 else 0
    if rows:
        figure.legend(*grid.flat[0].get_legend_handles_labels(), loc="lower center", ncol=math.ceil(len(lines) / rows),
                      frameon=False, bbox_to_anchor=(0.5, 0.065), handlelength=1.6, columnspacing=1.4)
    figure.tight_layout(rect=(0, 0.09 + 0.04 * max(rows, 1), 1, 0.97), w_pad=2.5)
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", nargs="+", metavar="RESULTS.h5", help="results files of homeward, a line each")
    parser.add_argument("-o", "--output", metavar="STEM",
                        help="draws STEM.png and STEM.svg; default: the first RESULTS-ratio")
    parser.add_argument("--outcomes", nargs="+", metavar="NAME", default=OUTCOMES,
                        help=f"default: {' '.join(OUTCOMES)}")
    parser.add_argument("--levels", action="store_true", help="the outcomes themselves, not what the ratio changes")
    parser.add_argument("--title", default="What the coach ratio does")
    options = parser.parse_args()

    known = [f"{name}.h5" for name in VARIANTS]
    paths = sorted(options.results, key=lambda path: known.index(Path(path).name) if Path(path).name in known else 99)
    lines = [read_line(path, options.outcomes, options.levels) for path in paths]
    if len({line.against for line in lines}) > 1:
        style.stop("the files have different baselines; draw them with --levels")
    with plt.rc_context(style.STYLE):
        style.save(figure_of(lines, options.outcomes, options.title), options.output or style.stem(options.results[0], "ratio"))


if __name__ == "__main__":
    with style.exit_status():
        main()
