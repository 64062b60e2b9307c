"""What the report says in words: the answer first, what it rests on, and the methods."""

import describe_outcomes as words
import numpy as np
import report_page as page
from homeward_statistics import digits_apart, signed
from plot_tornado import switch_text

LONGEST_NAME = 80  # of a plan that is told in words
SPANS = [("reunified_12_months", "home within a year, of 1,000 children removed,", 1e3, ".0f"),
         ("reentry_12_months", "back within a year, of 1,000 who went home,", 1e3, ".0f"),
         ("mean_days_on_queue", "days on the queue", 1.0, ".0f"), ("mean_days_in_care", "days in care", 1.0, ".0f"),
         ("cost_total", "all costs, million dollars,", 1e-6, ".0f")]
COACHING = ("effects.", "support.", "trust.")  # sections that say what coaching and services do
NOT_SETTLED = {"possible": "may change it", "undecided": "matter, which way is not known", "not_told": "too few draws to say"}


def headline(results, plans):
    """(what is counted, a line a plan): of 1,000 families, or children, how many more are home within a year."""
    changes = results.family_changes
    net = {} if results.plans or changes.empty else changes[changes.change == "families_home_net"].set_index("scenario")
    who = "families" if len(net) and all(np.isfinite(net.loc[plan, "mean"]) for plan in plans) else "children"
    followed = " and followed for 12 months" if who == "families" else ""
    rows = {plan: (tuple(net.loc[plan, ["mean", "ci_low", "ci_high"]]) if who == "families" else
                   tuple(1000 * part for part in words.change(results, "reunified_12_months", plan))) for plan in plans}
    return f"Of 1,000 {who} entering care{followed}, against {results.baseline_plan}:", [
        home(plan, *row, results.difference_reason("reunified_12_months", plan)) for plan, row in rows.items()]


def home(plan, mean, low, high, reason=""):
    if not np.isfinite([mean, low, high]).all():
        return f"with {plan}, {f'no number: {reason}' if reason else 'too few replications to say'}"
    digits = digits_apart((mean, low, high), 0 if max(abs(low), abs(high)) >= 20 else 1)
    if low <= 0 <= high:
        return f"with {plan}, no clear change: from {-low + 0.0:.{digits}f} fewer to {high:.{digits}f} more are home within a year"
    word, ends = ("more", (low, high)) if mean > 0 else ("fewer", (-high, -low))
    return f"with {plan}, {abs(mean):.{digits}f} {word} ({ends[0]:.{digits}f} to {ends[1]:.{digits}f}) are home within a year"


def are_points(results):
    """Whether the scenarios are points of a study with names too long to tell, not plans that somebody named."""
    return len(results.baseline_plan) > LONGEST_NAME


def ranges(results):
    """What the points of a study span, in a sentence."""
    spans = []
    for name, told, factor, form in (span for span in SPANS if span[0] in results.outcomes):
        means = [words.level(results, name, plan)[0] * factor for plan in results.plan_names]
        if np.isfinite(means).any():
            spans.append(f"{told} from {np.nanmin(means):{form}} to {np.nanmax(means):{form}}")
    return f"Over the {len(results.plan_names)} points of this study, the means range: {'; '.join(spans)}. Luck is in these ranges too."


def answers(results, plans):
    """Paragraphs that answer what the plans do, or say what is."""
    if are_points(results):
        yield ranges(results)
        yield "The points differ in many numbers at once, so none is told by itself: the figures show what each number does."
        return
    if not plans:
        why = results.reason("reunified_12_months", results.baseline_plan)
        yield ("The file holds one plan, so there is nothing to compare. Of the children removed from home, "
               + (f"how many are home again within 12 months is not known: {why}." if why else
                  f"{words.percent(results, 'reunified_12_months', results.baseline_plan)} are home again within 12 months"
                  f"{words.note(results, 'reunified_12_months', results.baseline_plan)}."))
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
            form = f".{digits_apart((mean, low, high), int(form[1]))}f"
            reason = results.difference_reason(name, plan)
            why = f"\N{EN DASH}: {reason}" if reason else "too few replications"
            told = f"{mean:+{form}} ({low:+{form}} to {high:+{form}})" if np.isfinite(low) else why
            cells.append(told.replace("-", "\N{MINUS SIGN}"))
        rows.append([plan, *cells])
    head = [f"change from {results.baseline_plan}", *(title for title, *_ in columns.values())]
    return page.table(head, rows, "What every plan changes") if plans and not are_points(results) else ""


def put_in(results, key):
    """The value of a key over the scenarios, in words."""
    values = sorted({results.setting(name, key) for name in results.scenarios[:200]})  # tells enough of a large study
    return f"{values[0]:.3g}" if len(values) == 1 else f"{values[0]:.3g} to {values[-1]:.3g}"


def weightiest(tornado, plan, most=3):
    """A sentence on which of the numbers that are not known move children going home within a year most."""
    parts = [part for part in tornado or () if part["id"] == "reunified_12_months" and part["plan"] in (plan, "")]
    bars = [bar for part in parts for bar in part["bars"] if bar["role"] == "uncertainty"][:most]
    if not bars:
        return ""
    told = [f"{bar['label']}: {signed('{:+.2f}', bar['row'][0])} {parts[0]['label'].replace('change (', '').rstrip(')')}".replace("-", "\N{MINUS SIGN}")
            for bar in bars]
    return (f"Of what is not known, these numbers move the answer on going home most{f' ({plan})' if plan else ''}, from their low to "
            "their high end: " + "; ".join(told) + ".")


def switches(results, plans, outcome, told, most=3):
    """Sentences on where the plan to prefer by an outcome would change, if the file tells it."""
    found = results.switch_points([outcome], untold=True)
    found = found[found.plan.isin(plans) & (found.against == results.baseline_plan) & (found.range_low < found.range_high)]
    there = found[found.finding == "in_range"]
    if len(found) and found.finding.isin(["flat", "none_in_range"]).all():
        yield (f"By {told} no single number that was drawn, anywhere in the range drawn for it, makes "
               f"{results.baseline_plan} the better plan instead, or the other way round.")
    yield from unsettled(found, told)
    for row in list(there.itertuples())[:most]:
        yield (f"By {told} {row.plan} and {row.against} change places in {row.parameter}: {switch_text(row)}, "
               f"the others averaged; {row.preferred_at_low} is better below, {row.preferred_at_high} above.")


def unsettled(found, told):
    """A sentence that names the numbers of which it is not known whether they change the plan to prefer."""
    parts = [f"{meaning}: {', '.join(dict.fromkeys(found[found.finding == finding].parameter))}"
             for finding, meaning in NOT_SETTLED.items() if (found.finding == finding).any()]
    if parts:
        yield f"By {told} it is not settled whether these numbers change the plan to prefer ({'; '.join(parts)})."


def assumed(results):
    """A sentence that names the assumptions on what coaching and services do that these answers hold fixed."""
    fixed = results.held_fixed()
    own = [name for name in fixed if name.startswith(COACHING)]
    named = dict.fromkeys(".".join(name.split(".")[:2]) for name in own)  # a table of numbers by its name
    others = len(fixed) - len(own)
    more = f", and {others} number{'s' if others > 1 else ''} on other things (in the table of inputs)" if others else ""
    return (f"Held fixed in these answers, though nobody has measured them: {', '.join(named)}{more}." if named else "")


def caveats(results, tornado, plans):
    """What the answers rest on, in sentences."""
    doubt = ("and the doubt about the inputs that their distributions in [uncertainty] state, no more" if results.plans else
             "not doubt about the inputs: homeward run --draws adds it")
    yield ("There is one simulated replication, so nothing says how far chance moves the numbers: run with -n 20 or more."
           if results.summary_replications == 1 else
           f"The numbers in parentheses are 95 % intervals over {results.summary_replications} simulated replications. They "
           f"hold chance, {doubt}.")
    home, back = (put_in(results, f"effects.{clock}_hazard_ratio") for clock in ("readiness", "reentry"))
    spell = any(results.setting(plan, "effects.reference_spell_days") for plan in results.scenarios[:1])
    how = ("learned from trials, not found by simulating it: over a year, on average," if spell else
           "put in, not found: at full dose and with an established relationship")
    yield (f"How much coaching does is {how} it multiplies the hazard of becoming ready to go home by {home}, that of coming back "
           f"by {back}.")
    yield from filter(None, (weightiest(tornado, plans[0] if results.plans and plans else ""), assumed(results)))
    yield from switches(results, plans, "reunified_12_months", "children home within a year")
    yield from switches(results, plans, "reentry_12_months", "children back within a year of going home")
    count = "Of the {} numbers that are set, {} are assumptions. ".format(*results.assumed) if results.assumed else ""
    yield (f"{count}Which kind of support does how much, and how support loses worth when it is spread thin, has not been measured "
           "anywhere.")
    if not results.is_complete:
        yield "The file is incomplete: some runs are missing."


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


SIZE = (
    "Published: of all families that were offered a recovery coach in Illinois, by lot, 1.14 times as many went home within five years; "
    "families served by START in Kentucky and by parent partners in Iowa went home 1.1 to 1.3 times as often as others like them. The size "
    "of coaching in the shipped scenarios is set so that each of these studies, repeated inside the simulator, would have found that, on "
    "whom it found it. How sure it is: the trials together leave room for hardly any effect and for twice as much, and that fewer "
    "children come back rests on one matched study whose percentages could not be read.",
    "What the model leaves out, and which way that pulls (scenarios/LEFT-OUT.md has the whole list):")
LEFT_OUT = (
    "coaches who keep children from being placed at all: with it they would look better",
    "work with families whose children were never removed, and two coaches for two parents: with it worse",
    "groups and classes, which reach more families an hour: better",
    "effects that differ between groups of families: not known here, whatever the tables by trait show",
    "visits, treatment and caseworkers, through which coaching may work: either way; siblings who go home one by one and care to 21: little")


def where_structures_differ(first, second, labels, plans):
    """Sentences on plans and outcomes in which two structures do not say the same."""
    told = []
    for name in ("reunified_12_months", "sustained_reunifications", "reentry_12_months"):
        if name not in first.outcomes or name not in second.outcomes:
            continue
        for plan in plans:
            (a, low_a, high_a), (b, low_b, high_b) = (words.change(results, name, plan) for results in (first, second))
            if np.isfinite([low_a, high_a, low_b, high_b]).all() and (high_a < low_b or high_b < low_a):
                more = labels[0] if a > b else labels[1]
                told.append(f"{first.info(name)['long_name']}, {plan}: a larger change under {more}, beyond chance")
    return ("The two differ here: " + "; ".join(told) + "." if told else
            f"Under {labels[0]} and {labels[1]} no change of going home or coming back differs by more than chance.")
