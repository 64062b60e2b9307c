"""What the goals ask for, and how each is read from a round of measurements. A ratio is taken within a round."""

from dataclasses import dataclass
from statistics import median
from typing import Callable, Optional

from workloads import scale_text


@dataclass
class Ratio:
    """One line of the table: a number of each round, and the most or the least that is asked for."""
    goal: int
    name: str
    of: Callable[[dict], float]      # a round: samples by name -> the number
    most: Optional[float] = None
    least: Optional[float] = None
    unit: str = ""

    def judged(self, rounds):
        values = sorted(self.of(samples) for samples in rounds)
        middle = median(values)
        met = None
        if self.most is not None:
            met = middle <= self.most
        elif self.least is not None:
            met = middle >= self.least
        return {"goal": self.goal, "name": self.name, "unit": self.unit, "min": values[0], "median": middle,
                "max": values[-1], "most": self.most, "least": self.least, "met": met, "rounds": values}


def cost(sample):
    """Processor seconds an event: simulating and, for the engine, measuring what it left behind."""
    return (sample["cpu_seconds"] + sample.get("measuring_cpu_seconds", 0)) / sample["events"]


def per_event(above, below):
    return lambda samples: cost(samples[above]) / cost(samples[below])


def simulating_only(above, below):
    return lambda samples: samples[above]["cpu_seconds"] / samples[above]["events"] / cost(samples[below])


def per_family(above, below):
    def each(sample):
        return cost(sample) * sample["events"] / sample["families"]
    return lambda samples: each(samples[above]) / each(samples[below])


def small_and_large(sizes):
    """Between which numbers of families growth is told: from 10^4 where that is among them and not the last."""
    return (10_000 if 10_000 in sizes[:-1] else sizes[0]), sizes[-1]


def engine_ratios(sizes):
    """Goals 1 to 4, on one thread. `sizes`: numbers of families, rising."""
    small, large = small_and_large(sizes)
    to = f"{scale_text(large)} ÷ {scale_text(small)} families"
    lines = [
        Ratio(1, f"W2 time-ordered, heap ÷ family-major, {scale_text(large)} families (to be won)",
              per_event(f"w2_heap {large}", f"w2 {large}")),
        Ratio(1, f"W2 time-ordered, ladder ÷ family-major, {scale_text(large)} families",
              per_event(f"w2_ladder {large}", f"w2 {large}")),
        Ratio(1, f"W2 time-ordered, heap, {to}", per_event(f"w2_heap {large}", f"w2_heap {small}")),
        Ratio(1, f"engine, no coaches, {to}", per_event(f"no_coaches {large}", f"no_coaches {small}"), most=1.5),
    ]
    for size in sizes:
        lines.append(Ratio(1, f"engine, no coaches ÷ W2 family-major, {scale_text(size)} families",
                           per_event(f"no_coaches {size}", f"w2 {large}")))
    for size in sizes:
        lines.append(Ratio(2, f"engine, full model ÷ W2 family-major, {scale_text(size)} families",
                           per_event(f"full_model {size}", f"w2 {large}"), most=1.5))
    lines.append(Ratio(2, f"likewise simulating alone, {scale_text(large)} families",
                       simulating_only(f"full_model {large}", f"w2 {large}")))
    for size in sizes:
        w1 = "w1_l" if size > 100_000 else "w1"
        name = f"engine, queue only ÷ {'W1-L' if w1 == 'w1_l' else 'W1'}"
        lines.append(Ratio(3, f"{name}, {scale_text(size)} families", per_event(f"queue_only {size}", w1), most=1.3))
    lines.append(Ratio(3, f"likewise per family, not per event, {scale_text(sizes[-1])} families",
                       per_family(f"queue_only {large}", "w1_l" if large > 100_000 else "w1")))
    lines.append(Ratio(4, f"engine, full model, {to} in one site",
                       per_event(f"full_model {large}", f"full_model {small}"), most=1.5))
    if small == large:
        lines = [line for line in lines if to not in line.name]
    return lines


def simpy_ratios(sizes):
    return [Ratio(3, "SimPy ÷ W1", per_event("w1_simpy", "w1")),
            Ratio(3, f"SimPy ÷ engine, queue only, {scale_text(sizes[0])} families",
                  per_event("w1_simpy", f"queue_only {sizes[0]}"))]


def speed_up(samples, name):
    return samples[f"{name} 1 thread"]["wall_seconds"] / samples[f"{name} 2 threads"]["wall_seconds"]


def ceiling(samples):
    """How much more two cores do than one, on work that needs no memory."""
    return 2 * samples["arithmetic 1 thread"]["seconds"] / samples["arithmetic 2 threads"]["seconds"]


def thread_ratios():
    return [Ratio(5, "two threads do, of pure arithmetic, times one", ceiling)] + [
        Ratio(5, f"{title}: speed-up ÷ that ceiling", lambda samples, name=name: speed_up(samples, name) / ceiling(samples),
              least=0.95)
        for name, title in (("replications", "many replications"), ("sites", "one replication of many sites"))]


def output_ratios():
    def more(level, part):
        return lambda samples: samples[f"record {level}"][part] / samples["record runs"][part] - 1
    lines = []
    # Judged by processor time, which other programs do not disturb: with a core to spare the wait is shorter.
    for level, most in (("series", 0.05), ("families", 0.25)):
        lines.append(Ratio(6, f"--record {level} against runs, whole program, processor time", more(level, "cpu_seconds"), most=most))
        lines.append(Ratio(6, "likewise, waiting time", more(level, "seconds")))
    lines.append(Ratio(6, "--record events against runs, whole program, processor time", more("events", "cpu_seconds")))
    lines.append(Ratio(6, "whole program ÷ simulation_seconds, --record runs",
                       lambda samples: samples["record runs"]["seconds"] / samples["record runs"]["simulation_seconds"]))
    for level in ("runs", "series", "families"):
        lines.append(Ratio(6, f"--record {level}: largest memory of many runs ÷ of few",
                           lambda samples, level=level: samples[f"many {level}"]["memory_bytes"] /
                           samples[f"few {level}"]["memory_bytes"], most=1.1))
    return lines


def planner_ratios():
    def seconds(of, *steps):
        return lambda samples: sum(samples[step][of] for step in steps)
    return [Ratio(7, "three plans × 20 × 1,000 entries a year: run and summary, all cores", seconds("seconds", "planner"), most=5,
                  unit=" s"),
            Ratio(7, "likewise, processor time", seconds("cpu_seconds", "planner"), unit=" s"),
            Ratio(7, "run, summary and the report page, all cores", seconds("seconds", "planner", "report"), unit=" s"),
            Ratio(7, "likewise, processor time", seconds("cpu_seconds", "planner", "report"), unit=" s")]


def table(judged):
    lines = [f"{'':<4}{'':<75}{'median':>9}  {'min .. max':<17}  {'goal':<8}"]
    for one in judged:
        goal = f"≤ {one['most']:g}" if one["most"] is not None else f"≥ {one['least']:g}" if one["least"] is not None else ""
        verdict = {True: "met", False: "MISSED", None: ""}[one["met"]]
        unit = one["unit"]
        spread = f"{one['min']:.3g} .. {one['max']:.3g}"
        lines.append(f"({one['goal']}) {one['name']:<75}{one['median']:>8.3g}{unit or ' '}  {spread:<17}  {goal:<8}{verdict}")
    return "\n".join(lines)
