"""The numbers behind the report's interactive figures, as one dictionary of plain lists, in the units in which they are shown.

A row is [mean, low, high]; None stands where there is no number. What a figure cannot have from a file is left out.
"""

import math
from functools import lru_cache

import numpy as np
import plot_equity
import plot_frontier
import plot_style as style
import plot_sweep
import plot_tornado
from homeward_statistics import difference, effects, is_constant, mean_interval
from plot_incidence import last_month

# In the order in which they are offered, and kept where a large study does not fit on a page.
MAIN = ["reunified_12_months", "permanency_12_months", "reentry_12_months", "reentry_24_months", "mean_days_in_care",
        "coached_within_30_days", "mean_days_on_queue", "served_share_of_families", "cost_total", "cost_coaches", "families_in_care",
        "families_waiting", "families_coached", "coach_use", "cost_per_sustained_reunification"]
COSTS = ["cost_total", "cost_coaches", "cost_total_loaded", "cost_concrete", "cost_care"]
MOST_NUMBERS = 900_000  # of outcomes on one page: about 6 MB
MOST_POINTS = 5_000
MOST_CURVES = 60  # plans with curves or groups


def tidy(values):
    """An array as lists of numbers with six digits."""
    values = np.asarray(values, float)
    if values.ndim == 0:
        return float(f"{values:.6g}") if math.isfinite(values) else None
    return [tidy(value) for value in values]


def rows(mean, low, high, factor=1.0):
    return tidy(np.stack([mean, low, high], axis=-1) * factor)


def kept(results):
    """(plans, outcomes) that fit on a page."""
    plans = results.plan_names[:MOST_POINTS]
    if results.baseline_plan not in plans:
        plans = [results.baseline_plan, *plans[:-1]]
    order = [name for name in MAIN if name in results.outcomes]
    order += [name for name in results.outcomes if name not in order]
    return plans, order[:max(6, MOST_NUMBERS // (6 * len(plans)))]


@lru_cache(maxsize=None)
def shown(results, name, paired):
    """(what an outcome looks like, its rows by plan_names): with draws the interval holds the doubt about the inputs."""
    if results.plans:
        look, (low, high) = style.shown_by_plan(results, name, paired)
        return look, look.mean, low, high
    look = style.shown(results, name, paired)
    return look, look.mean, look.low, look.high


def described(look):
    """Unit in words, number of digits and what a value of the file is multiplied by."""
    return {"label": look.label, "digits": int(look.form.split(".")[1][0]), "factor": look.factor,
            "reference": tidy(look.reference)}


def notes(results, name, plans, paired):
    """{"texts": .., "of": ..}: of each plan which text says why it has no number ("why" true), or on whom it rests; {}: none has
    one."""
    texts, of = {}, []
    for plan in plans:
        why = (results.difference_reason if paired else results.reason)(name, plan)
        told = why or results.follow_up_note(name, plan)
        of.append(texts.setdefault((told, bool(why)), len(texts)) if told else None)
    return {"texts": [{"text": text, "why": why} for text, why in texts], "of": of} if texts else {}


def outcome(results, name, places):
    info = results.info(name)
    told = {"id": name, "title": info["long_name"] or name, "definition": info.get("definition", ""),
            "population": info.get("population", "")}
    look, *parts = shown(results, name, False)
    plans = [results.plan_names[place] for place in places]
    told |= {"better": look.better, "level": described(look), "levels": rows(*(part[places] for part in parts)),
             "levelNotes": notes(results, name, plans, False)}
    if len(results.plan_names) > 1:
        look, *parts = shown(results, name, True)
        told |= {"change": described(look), "changes": rows(*(part[places] for part in parts)),
                 "changeNotes": notes(results, name, plans, True)}
    return told


def factors(results, plans):
    """What was varied: of each key its levels in order, numbers where they are some, and the level of every plan."""
    first = [results.plans.index(plan) if results.plans else results.scenarios.index(plan) for plan in plans]
    labels, numbers = results.factors, results.factor_values
    told = []
    for key in labels:
        if results.plans and results.factor_role(key) == "uncertainty":
            continue  # drawn, not varied from plan to plan
        column = [labels[key].iloc[row] for row in first]
        levels = list(dict.fromkeys(column))
        if len(levels) < 2:
            continue
        values = None
        if key in numbers:
            number_of = {label: numbers[key].iloc[row] for label, row in zip(column, first)}
            if all(math.isfinite(number_of[label]) for label in levels):
                levels.sort(key=number_of.get)
                values = [number_of[label] for label in levels]
        words = plot_sweep.in_words(key)
        if plot_sweep.parts_of(results, key):  # levels such as 0.5/0.5/0/0
            words += f" ({'/'.join(plot_sweep.in_words(part) for part in numbers.filter(like=f'{key}.', axis=1))})"
        told.append({"key": key, "words": words, "role": results.factor_role(key),
                     "levels": levels, "numbers": values, "of": [levels.index(label) for label in column]})
    return told


def by_plan(results, values, plan):
    """Of values [S, R, ...] those of a plan: [R, ...], or with draws [draw, R, ...]."""
    if not results.plans:
        return values[results.scenarios.index(plan)]
    return values[[row for row, name in enumerate(results.plans) if name == plan]]


def band(results, values):
    """(mean, low, high) of a plan's values: the mean's 95 % interval over replications; with draws, where 95 % of the means of
    draws lie."""
    if not results.plans:
        return mean_interval(values, 0)
    means = mean_interval(values, 1)[0]
    there = np.isfinite(means)
    doubt = np.full((2, *means.shape[1:]), np.nan)
    known = there.any(0)
    doubt[:, known] = np.nanquantile(means[:, known], [0.025, 0.975], axis=0)
    with np.errstate(all="ignore"):
        return np.where(there, means, 0.0).sum(0) / there.sum(0), *doubt


def curve(results, name, values, plans, factor, unit):
    """A curve of every plan, its level and its paired change from the baseline."""
    values = values[:, :results.summary_replications] * factor
    base = by_plan(results, values, results.baseline_plan)
    told = {"id": name, "title": results.info(name)["long_name"] or name, "unit": unit, "levels": [], "changes": []}
    for plan in plans:
        own = by_plan(results, values, plan)
        told["levels"].append(tidy(band(results, own)))
        told["changes"].append(tidy(band(results, difference(own, base))))
    return told


def months(results, plans):
    first = ["families_waiting_by_month", "families_coached_by_month", "families_in_care_by_month"]
    names = [name for name in first if name in results.series] + [name for name in results.series if name not in first]
    return {"x": results.month.tolist(), "across": "months from the opening of the window",
            "curves": [curve(results, name, results.series_values(name), plans, 1.0, name.split("_")[0]) for name in names]}


def incidence(results, plans):
    upto = last_month(results, results.scenarios if results.plans else plans) + 1
    if upto < 2:
        return None
    return {"x": results.month_since[:upto].tolist(), "across": "months since the first event named",
            "curves": [curve(results, f"cumulative_{event}", results.cumulative(event)[:, :, :upto], plans, 100.0,
                             "percent of children") for event in results.cumulative_events]}


def groups(results, plans, outcomes):
    """Outcomes by trait, and their change, of every plan; everyone first."""
    told = []
    base = results.baseline_plan
    for name in (name for name in outcomes if name in results.by_trait_outcomes):
        look = style.shown(results, name)
        every = results.values(name)[np.newaxis]
        values = look.factor * np.concatenate([every, results.by_trait(name)])[:, :, :results.summary_replications]
        own = {plan: [by_plan(results, level, plan) for level in values] for plan in {*plans, base}}
        points = "percentage points" if look.label == "percent" else look.label
        told.append({"id": name, "title": look.title, "level": described(look),
                     "change": {"label": f"change ({points})", "digits": 2 if look.label == "percent" else described(look)["digits"]},
                     "levels": [[tidy(band(results, level)) for level in own[plan]] for plan in plans],
                     "changes": [[tidy(band(results, level - at)) for level, at in zip(own[plan], own[base])] for plan in plans]})
    return {"names": ["all children", *map(plot_equity.in_words, results.trait_levels)], "outcomes": told}


def cost(results, outcomes, plans, places):
    """The costs to choose from, and for each with each outcome the places of the plans that no mix of others beats."""
    if any(results.factor_role(key) == "uncertainty" for key in results.factors) and not results.plans:
        return None  # points differ in what nobody can choose
    costs = [name for name in COSTS if name in outcomes and (np.abs(shown(results, name, False)[1]) > 0).any()]
    hulls = {}
    for price in costs:
        at = shown(results, price, False)[1][places]
        for name in outcomes:
            look, mean, *_ = shown(results, name, False)
            if not name.startswith("cost_") and look.better != "neither":
                hulls[f"{price} {name}"] = [int(place) for place in
                                            plot_frontier.frontier(at, mean[places] * (-1 if look.better == "lower" else 1))]
    return {"costs": costs, "frontiers": hulls} if hulls and len(plans) > 1 else None


def tornado(results, outcomes):
    """Of sampled factors or draws: how far each moves each outcome, by plan ("" where points are no draws)."""
    told = []
    names = [name for name in results.plan_names if name != results.baseline_plan][:6] if results.plans else [""]
    for plan in names or results.plan_names:
        places, _, paired = plot_tornado.rows_of(results, plan or None)
        values, roles = plot_tornado.factors_of(results, places)
        if values.empty or len(values) < values.shape[1] + 3:
            return None
        steps = plot_tornado.steps_of(values)
        labels = [plot_tornado.label_of(key, values, {}).replace("\n", " ") for key in values]
        switches = plot_tornado.switches_of(results, plan, outcomes) if paired else {}
        for name in outcomes[:len(MAIN)]:
            look = style.shown(results, name, paired)
            response = look.mean[places]
            if not np.isfinite(response).all() or is_constant(response, np.nanmax(np.abs(results.summary(name).mean[places])) * look.factor):
                continue
            effect, low, high, explained = effects(values.to_numpy(), response, steps)
            order = np.argsort(-np.abs(effect), kind="stable")[:plot_tornado.MOST_BARS]
            unit = described(look)
            if not unit["label"].startswith(("change", "ratio")):
                unit["label"] = f"change ({'percentage points' if unit['label'] == 'percent' else unit['label']})"
            told.append({"plan": plan, "id": name, "title": look.title, "explained": tidy(explained), **unit,
                         "bars": [{"label": labels[bar], "role": roles[values.columns[bar]],
                               "row": tidy([effect[bar], low[bar], high[bar]]),
                               **switch(values.iloc[:, bar], effect[bar], switches.get(name, {}))} for bar in order]})
    return told or None


def switch(values, effect, switches):
    """Where on its bar a parameter's switch point lies, and in words; {} where it has none."""
    found = switches.get(values.name)
    if found is None:
        return {}
    low, high = values.quantile([plot_tornado.LOW, plot_tornado.HIGH])
    along = (found.switch_point - low) / (high - low)
    return {"switch": plot_tornado.switch_text(found), "at": tidy(effect * along) if 0 <= along <= 1 else None}


def naive(results, plans):
    """Odds ratios of going home: what evaluations without a control group find, and what is true: against no coaches at all, where
    the file holds that. None with draws."""
    if results.plans or len(plans) < 2:
        return None
    without = results.without_coaches
    values = results.values("reunified_12_months")[:, :results.summary_replications]
    within = "within 12 months"
    if "reunified" in results.cumulative_events and last_month(results, plans) >= 24:
        values, within = results.cumulative("reunified")[:, :results.summary_replications, 24], "within 24 months"
    with np.errstate(all="ignore"):
        log_odds = np.log(values / (1 - values))
    told = []
    for plan in plans:
        place = results.scenarios.index(plan)
        biased = [results.summary(f"naive_reunification_odds_ratio{more}").of(plan) for more in ("", "_ever_coached")]
        true = [math.nan] * 3
        if without:
            true = np.exp(mean_interval(log_odds[place] - log_odds[results.scenarios.index(without)], 0))
        if math.isfinite(biased[0][0]) and plan != without:
            told.append({"plan": plans.index(plan), "rows": tidy([*biased, true])})
    return {"within": within, "plans": told, "without": without or ""} if told else None


def page_data(results, first):
    """All that the figures of the page draw. `first`: the plans that are chosen when it opens."""
    plans, outcomes = kept(results)
    places = [results.plan_names.index(plan) for plan in plans]
    looks = style.looks(plans)
    looks[results.baseline_plan] = looks[results.baseline_plan][0], "*"  # told apart in grey too
    curved = list(dict.fromkeys([results.baseline_plan, *first, *plans]))[:MOST_CURVES]
    with_curves = [plan for plan in plans if plan in curved]
    told = {"plans": [{"name": plan, "colour": looks[plan][0], "marker": looks[plan][1]} for plan in plans],
            "baseline": plans.index(results.baseline_plan), "first": [plans.index(plan) for plan in first],
            "curved": [plans.index(plan) for plan in with_curves], "doubt": bool(results.plans),
            "outcomes": [outcome(results, name, places) for name in outcomes], "factors": factors(results, plans),
            "months": months(results, with_curves) if results.series else None,
            "incidence": incidence(results, with_curves) if results.cumulative_events else None,
            "groups": groups(results, with_curves, outcomes) if results.trait_levels else None,
            "cost": cost(results, outcomes, plans, places), "tornado": tornado(results, outcomes),
            "naive": naive(results, with_curves)}
    return {name: part for name, part in told.items() if part is not None}
