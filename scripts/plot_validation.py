#!/usr/bin/python3
"""Draws what `homeward validate --json` found: how far each simulated number lies from its target, in tolerances.

example:
  homeward validate --json > results/validation.json
  scripts/plot_validation.py results/validation.json
"""

import argparse
import json

import matplotlib.pyplot as plt
import plot_style as style
from matplotlib.lines import Line2D

WIDEST = 3.0  # tolerances; what lies further out is drawn at the edge, as an arrow
# Group: heading, colour, marker.
GROUPS = {"closed_form": ("Closed forms", style.COLOURS[0], "o"), "exact": ("Exact", style.COLOURS[4], "s"),
          "pattern": ("Patterns of studies of coaches", style.COLOURS[3], "D"),
          "calibrated": ("Published, calibrated", style.COLOURS[2], "o"),
          "predicted": ("Published, predicted", style.COLOURS[5], "^"),
          "input": ("Published, put in", style.QUIET, "s")}
COLUMNS = (("closed_form", "exact", "pattern"), ("calibrated", "predicted", "input"))
UNITS = {"1": "", "d": " (days)", "months": " (months)"}
GOOD = ("holds", "inside", "reproduced")


def read(path):
    """The report; what is none ends the script with one clear line."""
    try:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        findings = report["findings"]
    except OSError as fault:
        style.stop(f"cannot read {path}: {fault.strerror}")
    except (ValueError, KeyError, TypeError):
        style.stop(f"{path} is not what homeward validate --json writes")
    return report, [finding for finding in findings if finding["deviation"] is not None]


def rows_of(findings, groups):
    """What stands below each other in a column: headings (str) and findings."""
    rows = []
    for group in groups:
        members = [finding for finding in findings if finding["group"] == group]
        if not members:
            continue
        rows.append(GROUPS[group][0].upper())
        for index, finding in enumerate(members):
            if finding["section"] and (index == 0 or members[index - 1]["section"] != finding["section"]):
                rows.append(finding["section"])
            rows.append(finding)
    return rows


def clipped(value):
    return max(-WIDEST, min(WIDEST, value))


def draw_finding(axes, place, finding):
    _, colour, marker = GROUPS[finding["group"]]
    ends = [finding["deviation_low"], finding["deviation_high"]]
    if None not in ends:
        axes.plot([clipped(end) for end in ends], [place, place], color=colour, linewidth=1.6, solid_capstyle="butt")
    value = finding["deviation"]
    good = finding["verdict"] in GOOD
    if finding["failure"]:
        marker, colour = "X", style.COLOURS[1]
    elif abs(value) > WIDEST:
        marker = ">" if value > 0 else "<"
    axes.plot([clipped(value)], [place], marker=marker, markersize=7 if finding["failure"] else 4.5, color=colour,
              markerfacecolor=colour if good or finding["failure"] else "white", linestyle="none", clip_on=False, zorder=3)


def draw_column(axes, rows):
    axes.axvspan(-1, 1, color=style.GRID, zorder=0)
    axes.axvline(0, color=style.QUIET, linewidth=0.8, zorder=1)
    for place, row in enumerate(rows):
        if not isinstance(row, str):
            draw_finding(axes, place, row)
    axes.set_yticks(range(len(rows)))
    axes.set_yticklabels([row if isinstance(row, str) else style.short(row["name"] + UNITS.get(row["units"], ""), 66)
                          for row in rows], fontsize=7.5)
    for row, label in zip(rows, axes.get_yticklabels()):
        if isinstance(row, str):
            label.set_fontweight("bold")
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-WIDEST - 0.1, WIDEST + 0.1)
    axes.set_xlabel("(simulated \N{MINUS SIGN} target) / tolerance")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)


def legend():
    def point(label, marker, face, colour=style.QUIET):
        return Line2D([], [], marker=marker, color=colour, markerfacecolor=face, linestyle="none", label=label)
    return [point("in its range", "o", style.QUIET), point("not in its range", "o", "white"),
            point("failure", "X", style.COLOURS[1], style.COLOURS[1]),
            Line2D([], [], color=style.QUIET, linewidth=1.6, label="95 % interval over replications"),
            point(f"further out than {WIDEST:.0f} tolerances", ">", "white")]


def figure_of(report, findings):
    columns = [rows for rows in (rows_of(findings, groups) for groups in COLUMNS) if rows]
    if not columns:
        style.stop("the report holds no findings")
    height = 0.15 * max(map(len, columns)) + 2.6
    figure, grid = plt.subplots(1, len(columns), figsize=(7.5 * len(columns), height), squeeze=False)
    for axes, rows in zip(grid.flat, columns):
        draw_column(axes, rows)
    failed = report["failures"]
    style.frame(figure, "The simulator against theory and published figures",
                f"{len(findings)} comparisons; {'nothing failed' if failed == 0 else f'{failed} failed'}. Homeward "
                f"{report['version']}, {report['baseline']}, {report['replications']} replications, seed {report['seed']}.",
                "Grey: the range in which a number should lie. Closed forms: four standard errors; exact: none, or rounding; "
                "published figures: a stated band; patterns: what studies leave open, and one comes out where its whole interval "
                "lies in the range. Where no target is published the middle of the range stands for it. The baseline is fitted to "
                "the calibrated figures, not to the predicted ones; of the patterns, naive evaluations and trust were looked at when "
                "the strength of self-selection and missed contacts were set.", legend())
    return figure


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", metavar="REPORT.json", help="what homeward validate --json wrote")
    parser.add_argument("-o", "--output", metavar="STEM",
                        help="draws STEM.png and STEM.svg; default: beside the report, named after it")
    return parser


def main():
    options = arguments().parse_args()
    report, findings = read(options.report)
    with plt.rc_context(style.STYLE):
        style.save(figure_of(report, findings), options.output or options.report.removesuffix(".json"))


if __name__ == "__main__":
    main()
