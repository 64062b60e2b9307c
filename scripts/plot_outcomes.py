#!/usr/bin/python3
"""Draws the outcomes of the plans in a results file side by side: a dot for the mean, a bar for its 95 % interval.

example:
  scripts/plot_outcomes.py results/plans.h5
  scripts/plot_outcomes.py results/plans.h5 --differences
  scripts/plot_outcomes.py results/plans.h5 --outcomes reentry_24_months cost_per_family -o re-entry
"""

import argparse
import math

import matplotlib.pyplot as plt
import numpy as np
import plot_style as style

OUTCOMES = ["reunified_12_months", "reentry_12_months", "families_waiting", "mean_days_to_first_coach",
            "cost_coaches", "cost_total"]
DIFFERENCES = ["reunified_12_months", "reentry_12_months", "mean_days_in_care", "families_in_care", "cost_care",
               "cost_total"]
MOST_PLANS = 40  # more rows than that nobody can read
LUCK = "the luck of the simulation, not the doubt about what goes into it"


def panel_of(results, name, rows, differences):
    """(title, axis label, format, mean, low, high, reference line or NaN) of one outcome, by row of the figure."""
    summary = results.summary(name)
    title = summary.info["long_name"] or name
    base = results.scenarios.index(results.baseline)
    if not differences:
        parts = [part[rows] for part in (summary.mean, summary.ci_low, summary.ci_high)]
        factor, label, form = style.in_words(name, summary.info["units"], np.concatenate(parts))
        return title, label, form, *(part * factor for part in parts), summary.mean[base] * factor
    change = results.comparison(name)
    parts = [part[rows] for part in (change.mean, change.ci_low, change.ci_high)]
    if change.is_ratio:
        return title, "ratio", "{:.2f}", *parts, 1.0
    factor, label, form = style.in_words(name, summary.info["units"], np.concatenate(parts))
    if label == "percent":
        label, form = "percentage points", "{:.2f}"
    return title, f"change ({label})", form.replace("{:", "{:+"), *(part * factor for part in parts), 0.0


def draw_panel(axes, panel, names, looks):
    """One outcome: a row a plan, from the top down."""
    title, label, form, mean, low, high, reference = panel
    for row, name in enumerate(names):
        colour, marker = looks[name]
        if not math.isfinite(mean[row]):
            axes.annotate("no one to measure", (0.02, row), xycoords=("axes fraction", "data"), va="center",
                          color=style.QUIET, style="italic", fontsize=9)
            continue
        if math.isfinite(low[row]) and math.isfinite(high[row]):
            axes.plot([low[row], high[row]], [row, row], color=colour, linewidth=2.4, solid_capstyle="round")
        axes.plot(mean[row], row, marker, color=colour, markersize=7, markeredgecolor="white", markeredgewidth=0.8)
        number = form.format(mean[row]).replace("-", "\N{MINUS SIGN}")
        axes.annotate(number, (mean[row], row), xytext=(0, 7), textcoords="offset points", ha="center", va="bottom",
                      fontsize=9, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    if math.isfinite(reference):
        axes.axvline(reference, color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)
    axes.set_title(style.wrap(title, 40))
    axes.set_xlabel(label)
    axes.set_ylim(len(names) - 0.5, -0.7)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=9)
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(plt.MaxNLocator(5))


def note_of(results, differences):
    base = results.baseline
    if differences:
        return (f"Dot: mean change from {base} over {results.replications} simulated replications, in each of which the "
                f"same families meet the same luck under every plan. Bar: 95 % interval of that mean; it holds {LUCK}.")
    return (f"Dot: mean of {results.replications} simulated replications. Bar: 95 % interval of that mean; it holds {LUCK}. "
            f"Dashed line: {base}. Axes need not start at zero. The plans share their luck, so bars that overlap may "
            "still differ: --differences shows it.")


def figure_of(results, outcomes, names, differences):
    rows = [results.scenarios.index(name) for name in names]
    panels = [panel_of(results, name, rows, differences) for name in outcomes]
    columns = min(2 if len(panels) in (2, 4) else 3, len(panels))
    lines = math.ceil(len(panels) / columns)
    height = lines * (1.35 + 0.42 * len(names)) + 1.1
    figure, grid = plt.subplots(lines, columns, figsize=(1.6 + 3.8 * columns, height), sharey=True, squeeze=False,
                                constrained_layout=True)
    figure.set_constrained_layout_pads(w_pad=0.12, h_pad=0.1, wspace=0.03, hspace=0.03)
    looks = style.looks(results.scenarios)
    for axes, panel in zip(grid.flat, panels):
        draw_panel(axes, panel, names, looks)
    for axes in list(grid.flat)[len(panels):]:
        axes.set_visible(False)
    title = style.wrap(results.title or "Outcomes by plan", 32 * columns)
    figure.suptitle(title, x=0.01, ha="left", fontsize=14, fontweight="bold")
    figure.supxlabel(style.wrap(note_of(results, differences), 50 * columns), x=0.01, ha="left", fontsize=9,
                     color=style.QUIET)
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.h5", help="a results file of homeward")
    parser.add_argument("-o", "--output", metavar="STEM",
                        help="draws STEM.png and STEM.svg; default: RESULTS-outcomes or RESULTS-differences")
    parser.add_argument("--differences", action="store_true",
                        help="what each plan changes against the baseline, paired run by run")
    parser.add_argument("--outcomes", nargs="+", metavar="NAME", help=f"default: {' '.join(OUTCOMES)}")
    parser.add_argument("--scenarios", nargs="+", metavar="NAME", help="default: all in the file")
    options = parser.parse_args()

    with style.open_results(options.results) as results:
        usual = DIFFERENCES if options.differences else OUTCOMES
        outcomes = style.chosen("outcome", options.outcomes or [], results.outcomes)
        outcomes = outcomes or [name for name in usual if name in results.outcomes]
        names = style.chosen("scenario", options.scenarios or [], results.scenarios) or list(results.scenarios)
        if not outcomes:
            style.stop(f"{options.results} holds none of the outcomes {', '.join(usual)}; choose with --outcomes")
        if len(names) > MOST_PLANS:
            style.stop(f"{options.results} holds {len(names)} scenarios, more than the {MOST_PLANS} that one figure "
                       "can show; choose with --scenarios")
        names = [name for name in names if not options.differences or name != results.baseline]
        if not names:
            style.stop(f"{options.results} holds nothing to compare {results.baseline} with")
        what = "differences" if options.differences else "outcomes"
        with plt.rc_context(style.STYLE):
            style.save(figure_of(results, outcomes, names, options.differences),
                       options.output or style.stem(options.results, what))


if __name__ == "__main__":
    main()
