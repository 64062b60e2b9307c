#!/usr/bin/python3
"""Draws the outcomes of the plans in a results file side by side: a dot for the mean, a bar for its 95 % interval.

example:
  scripts/plot_outcomes.py results/plans.h5
  scripts/plot_outcomes.py results/plans.h5 --outcomes reentry_24_months cost_per_family -o re-entry
"""

import argparse
import math

import matplotlib.pyplot as plt
import numpy as np
import plot_style as style

OUTCOMES = ["reunified_12_months", "reentry_12_months", "families_waiting", "mean_days_to_first_coach",
            "cost_coaches", "cost_total"]
MOST_PLANS = 40  # more rows than that nobody can read


def draw_panel(axes, outcome, names, looks, baseline):
    """One outcome: a row a plan, from the top down."""
    info, mean, low, high = outcome
    factor, label, form = style.in_words(info["name"], info["units"], np.concatenate([mean, low, high]))
    mean, low, high = mean * factor, low * factor, high * factor
    for row, name in enumerate(names):
        colour, marker = looks[name]
        if not math.isfinite(mean[row]):
            axes.annotate("no one to measure", (0.02, row), xycoords=("axes fraction", "data"), va="center",
                          color=style.QUIET, style="italic", fontsize=9)
            continue
        if math.isfinite(low[row]) and math.isfinite(high[row]):
            axes.plot([low[row], high[row]], [row, row], color=colour, linewidth=2.4, solid_capstyle="round")
        axes.plot(mean[row], row, marker, color=colour, markersize=7, markeredgecolor="white", markeredgewidth=0.8)
        axes.annotate(form.format(mean[row]), (mean[row], row), xytext=(0, 7), textcoords="offset points",
                      ha="center", va="bottom", fontsize=9,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    if baseline is not None and math.isfinite(mean[baseline]):
        axes.axvline(mean[baseline], color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)
    axes.set_title(style.wrap(info["long_name"] or info["name"], 40))
    axes.set_xlabel(label)
    axes.set_ylim(len(names) - 0.5, -0.7)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=9)
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(plt.MaxNLocator(5))


def figure_of(results, outcomes, names):
    rows = [results.scenarios.index(name) for name in names]
    panels = []
    for name in outcomes:
        summary = results.summary(name)
        panels.append((summary.info, *(np.asarray(part, float)[rows]
                                       for part in (summary.mean, summary.ci_low, summary.ci_high))))
    columns = min(2 if len(panels) in (2, 4) else 3, len(panels))
    lines = math.ceil(len(panels) / columns)
    height = lines * (1.35 + 0.42 * len(names)) + 1.1
    figure, grid = plt.subplots(lines, columns, figsize=(1.6 + 3.8 * columns, height), sharey=True, squeeze=False,
                                constrained_layout=True)
    figure.set_constrained_layout_pads(w_pad=0.12, h_pad=0.1, wspace=0.03, hspace=0.03)
    looks = style.looks(results.scenarios)
    baseline = names.index(results.baseline) if results.baseline in names else None
    for axes, panel in zip(grid.flat, panels):
        draw_panel(axes, panel, names, looks, baseline)
    for axes in list(grid.flat)[len(panels):]:
        axes.set_visible(False)
    figure.suptitle(results.title or "Outcomes by plan", x=0.01, ha="left", fontsize=14, fontweight="bold")
    note = (f"Dot: mean of {results.replications} simulated replications. Bar: 95 % interval of that mean; it holds "
            "the luck of the simulation, not the doubt about what goes into it. Axes need not start at zero.")
    if baseline is not None:
        note += f" Dashed line: {results.baseline}."
    figure.supxlabel(style.wrap(note, 50 * columns), x=0.01, ha="left", fontsize=9, color=style.QUIET)
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.h5", help="a results file of homeward")
    parser.add_argument("-o", "--output", metavar="STEM", help="draws STEM.png and STEM.svg; default: RESULTS-outcomes")
    parser.add_argument("--outcomes", nargs="+", metavar="NAME", help=f"default: {' '.join(OUTCOMES)}")
    parser.add_argument("--scenarios", nargs="+", metavar="NAME", help="default: all in the file")
    options = parser.parse_args()

    with style.open_results(options.results) as results:
        outcomes = style.chosen("outcome", options.outcomes or [], results.outcomes)
        outcomes = outcomes or [name for name in OUTCOMES if name in results.outcomes]
        names = style.chosen("scenario", options.scenarios or [], results.scenarios) or list(results.scenarios)
        if not outcomes:
            style.stop(f"{options.results} holds none of the outcomes {', '.join(OUTCOMES)}; choose with --outcomes")
        if len(names) > MOST_PLANS:
            style.stop(f"{options.results} holds {len(names)} scenarios, more than the {MOST_PLANS} that one figure "
                       "can show; choose with --scenarios")
        with plt.rc_context(style.STYLE):
            style.save(figure_of(results, outcomes, names), options.output or style.stem(options.results, "outcomes"))


if __name__ == "__main__":
    main()
