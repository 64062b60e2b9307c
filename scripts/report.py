#!/usr/bin/python3
"""Writes one page about a results file, to read in a browser without a network: the answer first, in plain words and with its
uncertainty; then figures that answer the pointer, tables to copy, the evidence behind the inputs, the naive evaluation, and the
methods. Where the figures' parts from npm are not installed (scripts/setup does that), the figures stand still.

example:
  scripts/report.py results/plans.h5
  scripts/report.py results/plans.h5 --scenarios ratio-1-to-8 ratio-1-to-12 -o results/for-the-board.html
"""

import argparse
import importlib
import sys
from pathlib import Path

import describe_outcomes as words
import matplotlib.pyplot as plt
import numpy as np
import plot_style as style
import report_data
import report_page as page
import report_tables as tables
import report_words as told

# The figures that a page may hold: the question that each answers; the scripts that draw it as a still figure; its name in
# report_parts, where it is drawn for the pointer, with a line on how to read it.
FIGURES = [
    ("What does each plan change?", [("plot_outcomes", "--differences"), ("plot_outcomes",)], "outcomes",
     "A dot is the mean, the bar its 95 % interval. Changes are taken within each replication, under the same luck, so they are "
     "known better than the outcomes themselves. Dashed: no change, or the baseline."),
    ("What do the numbers that were varied do?", [("plot_sweep",)], "factors",
     "The sliders choose a point of the study; where a combination was not simulated, the other sliders move to the nearest that was. "
     "Bars: 95 % intervals. Other lines: the other levels of the factor named above them."),
    ("What do the answers hang on?", [("plot_tornado",)], "tornado",
     "A bar is the change of the outcome when a number goes from the low to the high end named above it (10 and 90 % of its values), "
     "the others held, by least squares over all points; the line its 95 % interval. Explained: the share of the differences between "
     "points that this accounts for; where it is low, luck rules or lines do not fit. A white diamond: the value at which the plan to "
     "prefer by this outcome changes."),
    ("What is worth its cost?", [("plot_frontier",)], "cost",
     "Plans on the line are beaten by no other and by no mix of others; where intervals reach the line, luck may have put a plan on or "
     "off it. Up is better."),
    ("Who waits, who has a coach, month by month?", [("plot_months",)], "months",
     "Month 0 is the opening of the window, whose entrants are followed; families go on entering to the end."),
    ("How long do families wait?", [("plot_waits",)], None, ""),
    ("How are the coaches used?", [("plot_coaches",)], None, ""),
    ("How soon do children go home, and come back?", [("plot_incidence",)], "incidence",
     "The share of children with the event so many months after removal, or after going home; all other ways out compete."),
    ("Whom does it help?", [("plot_equity",)], "groups",
     "Groups overlap: a child is in one of every trait. That groups differ says nothing of why. At most four plans at a time."),
    ("Where do families go?", [("plot_flow",)], None, "")]
MOST_TOLD = 8
BANDS = {False: " Bands: 95 % intervals of the mean; they hold the luck of the simulation, not the doubt about what goes into it.",
         True: " Bands hold the doubt about the inputs: 95 % of the draws lie in them."}


def still_figures(results, path, wanted, place, about):
    """(SVGs, why the file cannot show the others) of the scripts of a figure, the first of which gets number `place`."""
    drawn, reason = [], ""
    for name, *more in wanted:
        script = importlib.import_module(name)
        with plt.rc_context(style.STYLE):
            try:
                figure = script.figure_of(results, script.arguments().parse_args([str(path), *more]))
            except style.CannotDraw as fault:
                reason = fault.message.replace(str(path), "the file")
                continue
            drawn.append(page.svg_of(figure, place + len(drawn), about))
            plt.close(figure)
    return drawn, reason


def figures(results, path, data):
    """Sections with figures, and (question, reason) of those that the file cannot show. `data`: what the figures that answer the
    pointer draw; {}: all stand still."""
    sections, lacking = [], []
    for question, scripts, name, note in FIGURES:
        if data.get(name):
            note += BANDS[data["doubt"]] if name in ("months", "incidence", "groups") else ""
            sections.append(page.section(question, f'<div data-figure="{name}"></div>', note))
            continue
        drawn, reason = still_figures(results, path, scripts, len(sections), f"{question} {results.title}")
        titles = [question, "How does each plan do?"]
        sections += [page.section(title, svg) for title, svg in zip(titles, drawn)]
        lacking += [] if drawn else [(question, reason)]
    return sections, lacking


def plans_told(results, asked, most=3):
    """(plans that the answer is about, a sentence on which these are)."""
    others = [name for name in results.plan_names if name != results.baseline_plan]
    if asked:
        return [name for name in style.chosen("plan", asked, results.plan_names) if name != results.baseline_plan], ""
    if len(others) <= 12:
        return others, ""
    home = {name: words.change(results, "reunified_12_months", name)[0] for name in others}
    best = sorted(others, key=lambda name: -np.nan_to_num(home[name], nan=-np.inf))[:most]
    return best, (f"Told are the {most} of {len(others)} plans with most children home within a year; the best of "
                  "many is in part the luckiest.")


def cut(results, data):
    """A sentence on what a large study leaves out of the page."""
    if not data:
        return ""
    points, outcomes = len(results.plan_names) - len(data["plans"]), len(results.outcomes) - len(data["outcomes"])
    if points + outcomes == 0:
        return ""
    missing = [f"{points} of {len(results.plan_names)} points"] * bool(points) + [f"{outcomes} of {len(results.outcomes)} outcomes"] * bool(outcomes)
    return f"The page would be too large with all of this study: {words.listed(missing)} are left out; homeward export gives them."


def naive_section(results, data):
    table = tables.naive_table(results)
    chart = '<div data-figure="naive"></div>' if data.get("naive") else ""
    return page.section("What an evaluation without a control group would say", chart + table, "The naive odds ratio compares, among "
                        "families referred and still in care after 90 days, those with a coach by then with those without: home within "
                        "24 months. It mixes what coaching does with who accepts a coach. “Ever coached” is worse: a family must stay in "
                        "care to get a coach (immortal time). Neither is an effect. Beside them stands what is true in the simulation, "
                        "where the same families live with and without the program.") if table else None


def headline(results, plans):
    """The answer in the largest letters: a line a plan."""
    if not plans or told.are_points(results):
        return ""
    counted, lines = told.headline(results, plans)
    return f'<p>{page.text(counted)}</p><ul>{"".join(f"<li>{page.text(line)}</li>" for line in lines)}</ul>'


def label_of(results, path):
    """The overlay that all scenarios of a file are under, as their titles say; else the file's name."""
    titles = {str(results.setting(name, "title") or "").rpartition(", with ")[2] for name in results.scenarios}
    return titles.pop() if len(titles) == 1 and "" not in titles else Path(path).stem


def structures_section(results, options, plans):
    """The same plans by two files, beside each other."""
    if not options.other:
        return None
    with style.open_results(options.other) as other:
        if list(other.scenarios) != list(results.scenarios) or other.baseline != results.baseline:
            print(f"{Path(sys.argv[0]).name}: {options.results} and {options.other} do not hold the same plans with the same "
                  "baseline, so they cannot stand beside each other", file=sys.stderr)
            raise SystemExit(2)
        labels = [label_of(results, options.results), label_of(other, options.other)]
        if labels[0] == labels[1]:
            labels = [Path(options.results).stem, Path(options.other).stem]
        table = tables.structures_table(results, other, labels, plans)
        differ = told.where_structures_differ(results, other, labels, plans)
    return page.section("Does the answer hang on how coaching works?", f"<p>{page.text(differ)}</p>{table}",
                        "What the trials of coaches found can come about in more than one way; each column is one of them, and both meet "
                        "the trials. The rest of this page is of the first.")


def write(results, options, script):
    plans, which = plans_told(results, options.scenarios)
    first = [results.baseline_plan, *plans][:9]
    data = report_data.page_data(results, [plan for plan in results.plan_names if plan in first]) if script else {}
    tornado = data.get("tornado")
    drawn, lacking = figures(results, options.results, data)
    caveats = told.caveats(results, tornado, plans)
    rests = filter(None, [which if not told.are_points(results) else "", *caveats, cut(results, data)])
    answer = headline(results, plans[:MOST_TOLD]) + "".join(f"<p>{page.text(part)}</p>" for part in told.answers(results, plans))
    listed = "".join(f"<li>{page.text(part)}</li>" for part in rests)
    parts = [("The answer", f'<div class="answer">{answer}</div>{told.answer_table(results, plans)}<p>This rests on:</p>'
              f'<ul class="rests">{listed}</ul>'), *drawn]
    parts += filter(None, [structures_section(results, options, plans)])
    parts.append(page.section("What is known of the size of coaching", "".join(f"<p>{page.text(part)}</p>" for part in told.SIZE)
                              + f'<ul>{"".join(f"<li>{page.text(part)}</li>" for part in told.LEFT_OUT)}</ul>'))
    parts.append(page.section(page.TO_COPY, tables.outcome_table(results), "Shares are between 0 and 1; costs in dollars (usd), "
                              f"times in days (d) or hours (h). Change: against {results.baseline_plan}, within each "
                              "replication; of ratios the plan over the baseline. Copied cells go into a "
                              "spreadsheet as they are."))
    parts += filter(None, [naive_section(results, data)])
    parts.append(page.section("The evidence behind the inputs", tables.evidence_table(results),
                              "; ".join(f"{grade.replace('_', ' ')}: {meaning}" for grade, meaning in tables.GRADES.items())
                              + ". Range: within which the number may lie, as its source says."))
    parts.append(page.section("Methods", "".join(f"<p>{page.text(part)}</p>" for part in told.methods(results, lacking))
                              + tables.definitions(results)))
    return page.html("Family coaches: what the plans change" if plans else "Family coaches", results.title, parts,
                     (script, data) if script else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.h5", help="a results file of homeward")
    parser.add_argument("other", metavar="OTHER.h5", nargs="?", help="the same plans under another structure (homeward run --with): "
                        "its answers stand beside those of the first")
    parser.add_argument("-o", "--output", metavar="FILE.html", help="default: RESULTS-report.html")
    parser.add_argument("--scenarios", nargs="+", metavar="NAME", help="the plans that the answer tells about")
    parser.add_argument("--static", action="store_true", help="still figures: a page for readers that run no scripts")
    options = parser.parse_args()
    if options.output:
        style.refuse_other_format(options.output if not options.output.endswith(".html") else "", "the report is a page, .html")
    output = Path(options.output or f"{style.stem(options.results, 'report')}.html")
    with style.open_results(options.results) as results:
        script, reason = (None, "") if options.static else page.figures_script()
        if reason:
            print(f"{Path(sys.argv[0]).name}: the figures stand still: {reason}", file=sys.stderr)
        written = write(results, options, script)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(written, encoding="utf-8")
    except OSError as fault:
        style.stop(f"cannot write the report: {fault}")
    print(output)


if __name__ == "__main__":
    main()
