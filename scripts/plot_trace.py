#!/usr/bin/python3
"""Draws one family's history as homeward trace tells it: where its children are, who supports it, and what happens when.

example:
  homeward trace us-baseline.toml ratio-1-to-12.toml --find "home only under B" --json > family.json
  scripts/plot_trace.py family.json
  homeward trace ratio-1-to-12.toml --family 10316 --json | scripts/plot_trace.py - -o family
"""

import argparse
import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import plot_style as style
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

YEAR = 365.25
# lane (0 above), colour and hatching of a band: neighbours differ in more than colour
BANDS = {"in_care": ("in care", 0, "#D55E00", ""), "trial_home_visit": ("trial home visit", 0, "#E69F00", "///"),
         "home": ("home", 0, "#0072B2", ""), "waiting": ("waits for a coach", 1, "#CC79A7", "..."),
         "coached": ("has a coach", 1, "#009E73", "")}
MARKS = {"ready": ("parents are ready", "^"), "hearing": ("hearing", "|"), "placement_move": ("moved", "D"),
         "adopted": ("adopted", "*"), "guardianship": ("to a guardian", "*"), "relative": ("to a relative", "*"),
         "setback": ("setback", "x"), "reentry": ("back in care", "v"), "child_aged_out": ("a child comes of age", "s"),
         "reneged": ("gives up waiting", "P"), "dropped_out": ("ends the work with the coach", "X")}
LANES = ["children", "coach"]
MOST_SCENARIOS = 8


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trace", metavar="TRACE.json", help="what homeward trace --json wrote; - reads it from a pipe")
    parser.add_argument("-o", "--output", metavar="STEM",
                        help="draws STEM.png and STEM.svg; default: named after the trace, of a pipe after the family")
    return parser


def read_trace(path):
    try:
        trace = json.load(sys.stdin) if path == "-" else json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as fault:
        style.stop(f"{path} cannot be read: {fault.strerror}")
    except ValueError:
        style.stop(f"{path} is no JSON; write it with: homeward trace ... --json > FILE")
    if not isinstance(trace, dict) or "scenarios" not in trace or "family" not in trace:
        style.stop(f"{path} is no trace; write it with: homeward trace ... --json > FILE")
    return trace


def last_day(lives):
    """The day after which nothing happens in any life but the end of the run; a year more is shown."""
    happened = max((event["day"] for life in lives for event in life["events"] if event["kind"] != "end"), default=0)
    return min(happened + YEAR, max(life["end_day"] for life in lives))


def draw_life(axes, life, start, end):
    """Bands and marks of one scenario, in years since the first removal; returns the kinds that were drawn."""
    drawn = set()
    for band in sorted(life["bands"], key=lambda band: band["band"] == "trial_home_visit"):  # it lies in care: on top
        _, lane, colour, hatch = BANDS[band["band"]]
        to = min(band["to_day"], end)
        if to <= band["from_day"]:
            continue
        axes.broken_barh([((band["from_day"] - start) / YEAR, (to - band["from_day"]) / YEAR)], (-lane - 0.3, 0.6),
                         facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.6)
        drawn.add(band["band"])
    for event in life["events"]:
        if event["kind"] in MARKS:
            axes.plot((event["day"] - start) / YEAR, 0.48, marker=MARKS[event["kind"]][1], color=style.TEXT, markersize=5.5,
                      linestyle="none", clip_on=False)
            drawn.add(event["kind"])
    axes.set_yticks([0, -1], LANES)
    axes.set_ylim(-1.45, 0.75)
    axes.set_xlim(0, (end - start) / YEAR)
    axes.grid(axis="y", visible=False)
    return drawn


def who(portrait):
    ages = ", ".join(f"{age:.0f}" if age >= 2 else f"{12 * age:.0f} months" for age in portrait["ages_years"])
    has = [name.replace("_", " ") for name, level in portrait["traits"].items() if level == "yes"]
    return f"{'Children' if len(portrait['ages_years']) > 1 else 'A child'} aged {ages}" + (f"; {', '.join(has)}." if has else ".")


def figure_of(trace):
    lives = [scenario for scenario in trace["scenarios"] if "events" in scenario]
    if not lives:
        style.stop("the trace holds no history")
    if len(lives) > MOST_SCENARIOS:
        style.stop(f"{len(lives)} scenarios are more than the {MOST_SCENARIOS} that this figure can show")
    start, end = lives[0]["portrait"]["entry_day"], last_day(lives)
    figure, all_axes = plt.subplots(len(lives), 1, figsize=(9, 2.6 + 1.35 * len(lives)), sharex=True, squeeze=False)
    drawn = set()
    for axes, life in zip(all_axes[:, 0], lives):
        drawn |= draw_life(axes, life, start, end)
        axes.set_title(style.short(life["scenario"], 80))
    all_axes[-1, 0].set_xlabel("years since the first removal")
    bands = [Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=name)
             for key, (name, _, colour, hatch) in BANDS.items() if key in drawn]
    marks = [Line2D([], [], marker=marker, color=style.TEXT, linestyle="none", markersize=5.5, label=name)
             for key, (name, marker) in MARKS.items() if key in drawn]
    story = " ".join(sentence for pair in trace["comparisons"][:1] for sentence in pair["in_words"])
    style.frame(figure, f"One synthetic family under {len(lives)} plans" if len(lives) > 1 else "One synthetic family",
                f"{who(lives[0]['portrait'])} {story}",
                f"Family {trace['family']}, replication {trace['replication']}, seed {trace['seed']}; the same luck under each "
                f"plan. An example, not evidence. {style.ASSUMED}", bands, marks)
    return figure


def main():
    options = arguments().parse_args()
    trace = read_trace(options.trace)
    default = f"family-{trace['family']}" if options.trace == "-" else str(Path(options.trace).with_suffix(""))
    with plt.rc_context(style.STYLE):
        style.save(figure_of(trace), options.output or default)


if __name__ == "__main__":
    main()
