"""The tables of the report: numbers to copy, the evidence behind the inputs, the naive evaluation, definitions."""

import describe_outcomes as words
import numpy as np
import report_page as page
from homeward_statistics import difference, mean_interval

TABLE = ["reunified_12_months", "reunified_24_months", "reunified_36_months", "permanency_12_months", "reentry_12_months", "reentry_12_months_federal", "mean_days_in_care",
         "families_in_care", "families_coached", "families_waiting", "coached_within_30_days", "mean_days_on_queue",
         "served_share_of_families", "coach_use", "coach_turnover_per_year", "contact_hours_per_family", "cost_coaches", "cost_care", "cost_total",
         "cost_per_sustained_reunification"]
BOTH = ["reunified_12_months", "reunified_24_months", "reentry_12_months", "sustained_reunifications", "mean_days_in_care",
        "cost_total", "cost_total_loaded"]
GRADES = {"measured": "read from national or local data", "published_elsewhere": "another place, time or program, or fitted to "
          "published figures", "expert": "judged by people who know the field", "assumption": "nobody has measured it"}
NEEDS = {"equal_periods": "to be compared, runs of one length", "ended_visits": "trial home visits that ended",
         "ended_waits": "waits that ended", "ended_spells": "work with coaches that ended", "steady_queue": "a queue that does not grow"}
MOST_PLANS = 50  # whose inputs are told; of a large study the first points say what an input is
MOST_ROWS = 60  # of a plan in a table: homeward export gives all of a large study


def outcome_table(results):
    rows = []
    for name in (outcome for outcome in TABLE if outcome in results.outcomes):
        info = results.info(name)
        for plan in results.plan_names[:MOST_ROWS]:
            change = (np.nan,) * 3 if plan == results.baseline_plan else words.change(results, name, plan)
            rows.append([info["long_name"], plan, info["units"], *map(float, (*words.level(results, name, plan), *change)),
                         note_of(results, name, plan)])
    return page.table(["outcome", "plan", "unit", "mean", "from", "to", "change", "from", "to", "note"], rows, "Outcomes by plan")


def structures_table(first, second, labels, plans):
    """What plans change under two structures, beside each other: a row an outcome and plan."""
    rows = []
    for name in (outcome for outcome in BOTH if outcome in first.outcomes and outcome in second.outcomes):
        for plan in plans[:MOST_ROWS]:
            changes = [(*map(float, words.change(results, name, plan)), results.difference_reason(name, plan))
                       for results in (first, second)]
            rows.append([first.info(name)["long_name"], plan, first.info(name)["units"], *changes[0][:3], *changes[1][:3],
                         "; ".join(dict.fromkeys(filter(None, (change[3] for change in changes))))])
    return page.table(["outcome", "plan", "unit", f"change, {labels[0]}", "from", "to", f"change, {labels[1]}", "from", "to", "note"],
                      rows, "Changes under both")


def note_of(results, name, plan):
    """Why a plan has no number or no change in an outcome, or on whom its number rests; "" where there is nothing to say."""
    level = results.reason(name, plan) or results.follow_up_note(name, plan)
    change = "" if plan == results.baseline_plan else results.difference_reason(name, plan)
    return level if change in ("", level) else "; ".join(filter(None, [level, f"change: {change}"]))


def evidence_table(results):
    """Where each input comes from, the weakest evidence first."""
    register = results.evidence()
    if register.empty:  # of a file from before there was one
        return sources_table(results)
    order = ["", *list(GRADES)[::-1]]
    told = register[register.standing.isin(["sourced", "without_source"])]
    told = told.sort_values("grade", key=lambda grades: grades.map(order.index), kind="stable")
    values = told[results.plan_names[:MOST_PLANS]].to_numpy(float)
    rows = []
    for row, own in zip(told.itertuples(), values):
        numbers = list(dict.fromkeys(page.number(value) for value in own if np.isfinite(value)))
        value = "; ".join(numbers[:4]) + ("; …" if len(numbers) > 4 else "") if numbers else row.text
        limits = f"{page.number(row.range_low)} to {page.number(row.range_high)}" if np.isfinite(row.range_low) else ""
        rows.append([row.parameter, value, row.unit if numbers else "", row.grade.replace("_", " ") or "no source", limits,
                     row.distribution, row.source])
    return page.table(["input", "value", "unit", "grade", "range", "drawn from", "source"], rows, "Where each input comes from")


def sources_table(results):
    """As evidence_table, from the lines of [sources] alone."""
    sources = results.sources()
    order = list(GRADES)[::-1]
    sources = sources.drop_duplicates(["key", "text"])
    sources = sources.sort_values("grade", key=lambda grades: grades.map(order.index), kind="stable")
    shown = results.scenarios[:MOST_PLANS]
    rows = []
    for source in sources.itertuples():
        values = list(dict.fromkeys(page.value_text(results.setting(plan, source.key)) for plan in shown))
        rows.append([source.key, "; ".join(values[:4]) + ("; …" if len(values) > 4 else ""), source.grade.replace("_", " "),
                     source.text])
    return page.table(["input", "value", "grade", "source"], rows, "Where each input comes from")


def naive_table(results):
    """By plan: what an evaluation without a control group would report, and what the coaches change: against no coaches at all."""
    rows, without = [], results.without_coaches
    for plan in () if results.plans else results.scenarios[:MOST_ROWS]:
        naive, ever = (results.summary(f"naive_reunification_odds_ratio{more}").of(plan) for more in ("", "_ever_coached"))
        if not np.isfinite(naive[0]):
            continue
        true = [np.nan] * 3
        if without and plan != without:
            home = results.values("reunified_12_months")[:, :results.summary_replications]
            place, other = results.scenarios.index(plan), results.scenarios.index(without)
            true = [1000 * part for part in mean_interval(difference(home[place], home[other]), 0)]
        rows.append([plan, *naive, *ever, results.setting(plan, "effects.readiness_hazard_ratio"), *true])
    against = (f"true: more of 1,000 children home within a year than in {without}, without coaches" if without else
               "true: not known, for the file has no plan like these without coaches (add one with coaches.positions = 0)")
    return page.table(["plan", "naive odds ratio", "from", "to", "ever coached", "from", "to", "hazard ratio put in",
                       against, "from", "to"], rows,
                      "Naive evaluations beside the truth") if rows else ""


def definitions(results):
    told = [results.info(name) for name in TABLE if name in results.outcomes]
    rows = [[info["long_name"], info["quantity"], info["population"], needs_in_words(info.get("needs", "")), info["definition"]]
            for info in told]
    return page.table(["outcome", "kind", "over", "needs", "definition"], rows, "What the outcomes mean")


def needs_in_words(needs):
    """"follow_up=12_months ended_visits" -> "12 months after the window; trial home visits that ended"."""
    return "; ".join(NEEDS.get(need, need.removeprefix("follow_up=").replace("_", " ") + " after the window")
                     for need in needs.split())
