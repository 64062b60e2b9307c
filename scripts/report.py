#!/usr/bin/python3
"""Writes one page about a results file, to read in a browser without a network: the answer first, in plain words and with its
uncertainty; then the figures, tables to copy, the evidence behind the inputs, the naive evaluation, and the methods.

example:
  scripts/report.py results/plans.h5
  scripts/report.py results/plans.h5 --scenarios ratio-1-to-8 ratio-1-to-12 -o results/for-the-board.html
"""

import argparse
import importlib
from pathlib import Path

import describe_outcomes as words
import matplotlib.pyplot as plt
import numpy as np
import plot_style as style
import report_page as page

# The figures that a page may hold, each with the question that it answers.
FIGURES = {("plot_outcomes", "--differences"): "What does each plan change?",
           ("plot_outcomes",): "How does each plan do?",
           ("plot_sweep",): "What do the numbers that were varied do?",
           ("plot_tornado",): "What do the answers hang on?",
           ("plot_frontier",): "What is worth its cost?",
           ("plot_months",): "Who waits, who has a coach, month by month?",
           ("plot_waits",): "How long do families wait?",
           ("plot_coaches",): "How are the coaches used?",
           ("plot_incidence",): "How soon do children go home, and come back?",
           ("plot_equity",): "Whom does it help?",
           ("plot_flow",): "Where do families go?"}
TABLE = ["reunified_12_months", "permanency_12_months", "reentry_12_months", "reentry_12_months_federal", "mean_days_in_care",
         "families_in_care", "families_coached", "families_waiting", "mean_days_to_first_coach", "served_share_of_families",
         "coach_use", "coach_turnover_per_year", "contact_hours_per_family", "cost_coaches", "cost_care", "cost_total",
         "cost_per_sustained_reunification"]
GRADES = {"measured": "read from national or local data", "published_elsewhere": "another place, time or program, or fitted to "
          "published figures", "expert": "judged by people who know the field", "assumption": "nobody has measured it"}
MOST_ROWS = 60  # of a plan in a table: homeward export gives all of a large study


def answers(results, plans):
    """Paragraphs that answer what the plans do, or say what is."""
    if not plans:
        yield ("The file holds one plan, so there is nothing to compare. Of the children removed from home, "
               f"{words.percent(results, 'reunified_12_months', results.baseline_plan)} are home again within 12 "
               "months.")
        return
    yield from words.sentences(results, plans[:3])


def answer_table(results, plans):
    """What every plan changes, in the units that people count in."""
    columns = {"reunified_12_months": ("home within a year, of 1,000 children removed", 1e3, ".1f"),
               "reentry_12_months": ("back within a year, of 1,000 who went home", 1e3, ".1f"),
               "mean_days_in_care": ("days in care", 1.0, ".1f"), "families_in_care": ("families in care", 1.0, ".1f"),
               "cost_coaches": ("coaches, million dollars", 1e-6, ".2f"), "cost_total": ("all costs, million dollars", 1e-6, ".2f")}
    rows = []
    for plan in plans:
        cells = []
        for name, (_, factor, form) in columns.items():
            mean, low, high = (factor * part for part in words.change(results, name, plan))
            told = f"{mean:+{form}} ({low:+{form}} to {high:+{form}})" if np.isfinite(low) else "too few replications"
            cells.append(told.replace("-", "\N{MINUS SIGN}"))
        rows.append([plan, *cells])
    head = [f"change from {results.baseline_plan}", *(title for title, *_ in columns.values())]
    return page.table(head, rows) if plans else ""


def put_in(results, key):
    """The value of a key over the scenarios, in words."""
    values = sorted({results.setting(name, key) for name in results.scenarios[:200]})  # tells enough of a large study
    return f"{values[0]:.3g}" if len(values) == 1 else f"{values[0]:.3g} to {values[-1]:.3g}"


def caveats(results):
    """What the answers rest on, in sentences."""
    sources = results.sources().drop_duplicates("key")
    assumed = sources[sources.grade == "assumption"]
    doubt = ("and the doubt about the inputs that their distributions in [uncertainty] state, no more" if results.plans else
             "not doubt about the inputs: homeward run --draws adds it")
    yield ("There is one simulated replication, so nothing says how far chance moves the numbers: run with -n 20 or more."
           if results.summary_replications == 1 else
           f"The numbers in parentheses are 95 % intervals over {results.summary_replications} simulated replications. They "
           f"hold chance, {doubt}.")
    home, back = (put_in(results, f"effects.{clock}_hazard_ratio") for clock in ("readiness", "reentry"))
    yield ("How much coaching does is put in, not found: at full dose and with an established relationship it "
           f"multiplies the hazard of becoming ready to go home by {home}, that of coming back by {back}.")
    yield (f"Of {len(sources)} inputs with a stated source, {len(assumed)} are assumptions. Which kind of support "
           "does how much, and how support loses worth when it is spread thin, has not been measured anywhere.")
    if not results.is_complete:
        yield "The file is incomplete: some runs are missing."


def figures(results, path):
    """(question, SVG) of each figure that the file can show; then (question, None, reason) of the others."""
    drawn, lacking = [], []
    for (name, *more), question in FIGURES.items():
        script = importlib.import_module(name)
        with plt.rc_context(style.STYLE):
            try:
                figure = script.figure_of(results, script.arguments().parse_args([str(path), *more]))
                drawn.append((question, page.svg_of(figure, len(drawn))))
                plt.close(figure)
            except style.CannotDraw as reason:
                lacking.append((question, reason.message.replace(str(path), "the file")))
    return drawn, lacking


def outcome_table(results):
    rows = []
    for name in (outcome for outcome in TABLE if outcome in results.outcomes):
        info = results.info(name)
        for plan in results.plan_names[:MOST_ROWS]:
            change = (np.nan,) * 3 if plan == results.baseline_plan else words.change(results, name, plan)
            rows.append([info["long_name"], plan, info["units"], *map(float, (*words.level(results, name, plan), *change))])
    return page.table(["outcome", "plan", "unit", "mean", "from", "to", "change", "from", "to"], rows)


def evidence_table(results):
    """Where each input comes from; its values over the plans."""
    sources = results.sources()
    order = list(GRADES)[::-1]
    sources = sources.drop_duplicates(["key", "text"])
    sources = sources.sort_values("grade", key=lambda grades: grades.map(order.index), kind="stable")
    shown = results.scenarios[:50]  # of a large study the first points say what an input is
    rows = []
    for source in sources.itertuples():
        values = list(dict.fromkeys(page.value_text(results.setting(plan, source.key)) for plan in shown))
        rows.append([source.key, "; ".join(values[:4]) + ("; …" if len(values) > 4 else ""), source.grade.replace("_", " "),
                     source.text])
    return page.table(["input", "value", "grade", "source"], rows)


def naive_table(results):
    """By plan: what an evaluation without a control group would report, and what the program changes."""
    rows = []
    for plan in () if results.plans else results.scenarios[:MOST_ROWS]:
        naive, ever = (results.summary(f"naive_reunification_odds_ratio{more}").of(plan) for more in ("", "_ever_coached"))
        if not np.isfinite(naive[0]):
            continue
        change = results.comparison("reunified_12_months").of(plan)
        rows.append([plan, *naive, *ever, results.setting(plan, "effects.readiness_hazard_ratio"),
                     *(np.nan if plan == results.baseline else 1000 * part for part in change)])
    return page.table(["plan", "naive odds ratio", "from", "to", "ever coached", "from", "to", "hazard ratio put in",
                       "home within a year, more of 1,000 children", "from", "to"], rows) if rows else ""


def methods(results, lacking):
    setting = results.setting(results.baseline, "run")
    version = results.provenance.get("program_version", "")
    yield ("Homeward simulates families one by one: removal, waiting for a coach, contacts that build trust and "
           "meet needs, hearings, going home, coming back. No child goes home without a court's decision. Every "
           "plan meets the same families with the same luck, so differences between plans are known better than "
           "their levels.")
    yield (f"{setting['warm_up_years']:g} years fill the system before anything is counted; families first removed "
           f"in the {setting['entry_years']:g} years after that are the entry cohort; all are followed for "
           f"{setting['follow_up_years']:g} more years. Rates at a horizon are Aalen-Johansen estimates over their "
           "whole population; intervals are Student's.")
    yield (f"Made from {results.path.name}: {len(results.scenarios)} scenarios, {results.summary_replications} replications "
           f"of each, seed {results.seed}, Homeward {version}. The baseline is {results.baseline_plan}. The "
           "scenarios in full are in the file, under /provenance/resolved_toml; the same files and seed give the "
           "same numbers to the last digit.")
    if lacking:
        yield "Not drawn: " + "; ".join(f"“{question}” ({reason})" for question, reason in lacking) + "."


def definitions(results):
    rows = [[results.info(name)["long_name"], results.info(name)["population"], results.info(name)["definition"]]
            for name in TABLE if name in results.outcomes]
    return page.table(["outcome", "over", "definition"], rows)


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


def write(results, options):
    plans, which = plans_told(results, options.scenarios)
    drawn, lacking = figures(results, options.results)
    naive = naive_table(results)
    rests = [which] * bool(which) + list(caveats(results))
    parts = [page.answer(list(answers(results, plans)), answer_table(results, plans), rests)]
    parts += [page.section(question, svg) for question, svg in drawn]
    parts.append(page.section("Numbers to copy", outcome_table(results), "Shares are between 0 and 1; costs in dollars (usd), times in "
                              f"days (d) or hours (h). Change: against {results.baseline_plan}, within each "
                              "replication; of ratios the plan over the baseline. Copied cells go into a "
                              "spreadsheet as they are."))
    if naive:
        parts.append(page.section("What an evaluation without a control group would say", naive, "The naive odds ratio compares, among "
                                  "families referred and still in care after 90 days, those with a coach by then "
                                  "with those without: home within 24 months. It mixes what coaching does with who "
                                  "accepts a coach. “Ever coached” is worse: a family must stay in care to get a "
                                  "coach (immortal time). Neither is an effect. Beside them stands what is true in "
                                  "the simulation, where the same families live with and without the program."))
    parts.append(page.section("The evidence behind the inputs", evidence_table(results),
                              "; ".join(f"{grade.replace('_', ' ')}: {meaning}" for grade, meaning in GRADES.items()) + "."))
    parts.append(page.section("Methods", "".join(f"<p>{page.text(part)}</p>" for part in methods(results, lacking))
                              + definitions(results)))
    return page.html("Family coaches: what the plans change" if plans else "Family coaches", results.title, parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="RESULTS.h5", help="a results file of homeward")
    parser.add_argument("-o", "--output", metavar="FILE.html", help="default: RESULTS-report.html")
    parser.add_argument("--scenarios", nargs="+", metavar="NAME", help="the plans that the answer tells about")
    options = parser.parse_args()
    output = Path(options.output or f"{style.stem(options.results, 'report')}.html")
    with style.open_results(options.results) as results:
        written = write(results, options)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(written, encoding="utf-8")
    except OSError as fault:
        style.stop(f"cannot write the report: {fault}")
    print(output)


if __name__ == "__main__":
    main()
