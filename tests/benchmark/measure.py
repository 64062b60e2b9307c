"""Measures yardsticks and engine in turns, round by round, prints the table against the goals and writes JSON.

Called by tests/benchmark/run, which builds the programs first."""

import argparse
import json
import os
import importlib.util
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

import goals
import instructions
from workloads import HERE, ROOT, SCENARIOS, Programs, engine_sets, many_sites, scale_text, timed_process, w1_arguments

PARTS = ("engine", "threads", "output", "planner")


def arguments():
    parser = argparse.ArgumentParser(prog="tests/benchmark/run", description=__doc__)
    parser.add_argument("--full", action="store_true", help="up to 10^6 families instead of 10^5")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured (default 5)")
    parser.add_argument("--families", type=int, nargs="+", metavar="N", help="numbers of families, rising, instead of 10^3 10^4 10^5")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default: everything)")
    parser.add_argument("--instructions", action="store_true", help="also count instructions an event (needs valgrind)")
    parser.add_argument("--json", type=Path, default=ROOT / "build/benchmark.json", help="where to write it (default build/benchmark.json)")
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error("--rounds must be at least 1")
    given.sizes = given.families or [1_000, 10_000, 100_000] + ([1_000_000] if given.full else [])
    if given.sizes != sorted(set(given.sizes)) or given.sizes[0] < 100:
        parser.error("--families must rise and be at least 100")
    if given.instructions and not shutil.which("valgrind"):
        parser.error("--instructions needs valgrind: apt-get install valgrind")
    given.simpy = "engine" in given.parts and importlib.util.find_spec("simpy") is not None
    return given


def engine_plan(programs, given):
    """(name, what to run), yardsticks next to what is held against them."""
    small, largest = goals.small_and_large(given.sizes)
    yield "w1", lambda: programs.workload("w1", *w1_arguments(small))
    for kind in ("w1_lazy", "w1_ladder"):
        yield kind, lambda kind=kind: programs.workload(kind, *w1_arguments(small))
    if largest > 100_000:
        yield "w1_l", lambda: programs.workload("w1", *w1_arguments(largest))
        for kind in ("lazy", "ladder"):
            yield f"w1_l_{kind}", lambda kind=kind: programs.workload(f"w1_{kind}", *w1_arguments(largest))
    for families in given.sizes:
        yield f"queue_only {families}", engine_call(programs, "queue_only", families)
    if given.simpy:
        yield "w1_simpy", lambda: programs.json_of(sys.executable, HERE / "w1_simpy.py", min(20_000, largest))
    yield f"w2 {largest}", lambda: programs.workload("w2", "--families", largest)
    for families in given.sizes:
        yield f"no_coaches {families}", engine_call(programs, "no_coaches", families)
        yield f"full_model {families}", engine_call(programs, "full_model", families)
    for families in sorted({small, largest}):
        for kind in ("w2_heap", "w2_ladder"):
            yield f"{kind} {families}", lambda kind=kind, families=families: programs.workload(kind, "--families", families)
    for pending in (1_000, 100_000, 1_000_000):
        for kind in ("w3_heap", "w3_ladder", "w3_engine"):
            yield f"{kind} {pending}", lambda kind=kind, pending=pending: programs.workload(
                kind, "--pending", pending, "--count", min(1_000_000, 100 * largest))


def engine_call(programs, scenario, families):
    """Small populations are repeated, so that a sample takes long enough to time."""
    replications = max(1, 20_000 // families)
    sets = [part for one in engine_sets(scenario, families) for part in ("--set", one)]

    return lambda: programs.workload("engine", SCENARIOS[scenario], "--replications", replications, *sets)


def thread_plan(programs, given):
    families = given.sizes[-1]
    sites = many_sites(programs, 64)
    replications = 16
    each = max(given.sizes[0], min(10_000, families))
    for threads, text in ((1, "1 thread"), (2, "2 threads")):
        yield f"arithmetic {text}", lambda threads=threads: programs.workload(
            "arithmetic", "--threads", threads, "--count", min(20_000_000, 1000 * families))
        yield f"replications {text}", lambda threads=threads: programs.run(
            [SCENARIOS["full_model"]], "-n", replications, "--record", "runs", "-j", threads,
            sets=engine_sets("full_model", each))
        yield f"sites {text}", lambda threads=threads: programs.run(
            [sites], "-n", 1, "--record", "runs", "-j", threads, sets=engine_sets("full_model", min(families, 200_000)))


def output_plan(programs, given):
    families = min(given.sizes[-1], 10_000)
    sets = engine_sets("full_model", families)

    def call(level, replications, threads):
        return lambda: programs.run([SCENARIOS["full_model"]], "-n", replications, "--record", level, "-j", threads, sets=sets)
    for level in ("runs", "series", "families", "events"):
        yield f"record {level}", call(level, 10, 1)
    for level in ("runs", "series", "families"):
        yield f"few {level}", call(level, 10, 2)
        yield f"many {level}", call(level, 60, 2)


def planner_plan(programs, given):
    plans = [ROOT / f"scenarios/{name}.toml" for name in ("us-baseline", "ratio-1-to-12", "ratio-1-to-8")]
    output = programs.scratch / "planner.h5"
    sets = ["--set", f"families.entries_per_year={min(1000, given.sizes[-1] / 18):g}"]

    def run_from_nothing():
        output.unlink(missing_ok=True)  # finished runs are not done again
        return timed_process([str(programs.homeward), "run", *map(str, plans), "-n", "20", "-o", str(output), *sets])

    yield "planner", run_from_nothing
    yield "report", lambda: timed_process(
        [sys.executable, str(ROOT / "scripts/report.py"), str(output), "-o", str(programs.scratch / "planner.html")])


PLANS = {"engine": engine_plan, "threads": thread_plan, "output": output_plan, "planner": planner_plan}


def ratios_of(part, given):
    if part == "engine":
        return goals.engine_ratios(given.sizes) + (goals.simpy_ratios(given.sizes) if given.simpy else [])
    return {"threads": goals.thread_ratios, "output": goals.output_ratios, "planner": goals.planner_ratios}[part]()


def progress(text):
    """On a terminal, what is being measured."""
    if sys.stderr.isatty():
        print(f"\r{text:<70}\r", end="", file=sys.stderr, flush=True)


def measured_rounds(programs, given):
    plan = [step for part in PARTS if part in given.parts for step in PLANS[part](programs, given)]
    rounds = []
    try:
        for number in range(given.rounds):
            samples = {}
            for name, call in plan:
                progress(f"round {number + 1} of {given.rounds}: {name}")
                samples[name] = call()
            rounds.append(samples)
    except KeyboardInterrupt:
        if not rounds:
            sys.exit("\nbenchmark: interrupted before a round was finished; nothing is told")
    progress("")
    return rounds


def costs(rounds):
    """ns an event of each workload, over the rounds."""
    for name in rounds[0]:
        if all(samples[name].get("events") for samples in rounds):
            values = sorted(1e9 * goals.cost(samples[name]) for samples in rounds)
            yield {"name": name, "ns_per_event": {"min": values[0], "median": median(values), "max": values[-1]},
                   "events": rounds[0][name]["events"]}


def noise(rounds):
    """How far the same work lies apart between rounds, as slowest ÷ fastest: what a ratio taken across rounds would hide."""
    spreads = {}
    for name in ("w1", "w2", "arithmetic 1 thread"):
        for key in rounds[0]:
            if key == name or key.startswith(name + " "):
                values = [goals.cost(samples[key]) for samples in rounds]
                spreads[key] = max(values) / min(values)
    return spreads


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.processor())
    return {"processor": model, "cores": os.cpu_count(), "load_before": os.getloadavg()[0]}


def print_all(given, rounds, about, workloads, judged, counts):
    print(f"{about['processor']}, {about['cores']} cores; load {about['load_before']:.1f} before, {about['load_after']:.1f} after; "
          f"{rounds} rounds")
    apart = ", ".join(f"{name} {spread:.2f}" for name, spread in about["slowest_to_fastest_round"].items())
    if apart:
        print(f"Noise, slowest ÷ fastest round of the same work: {apart}")
    if "engine" in given.parts and not given.simpy:
        print("SimPy is not installed (Debian: python3-simpy3); its line is left out.")
    print(f"\n{'processor ns an event':<40}{'median':>9}  min .. max")
    for one in workloads:
        ns = one["ns_per_event"]
        name, *size = one["name"].split(" ", 1)
        label = f"{name} {scale_text(int(size[0]))}" if size and size[0].isdigit() else one["name"]
        print(f"{label:<40}{ns['median']:>9.1f}  {ns['min']:.1f} .. {ns['max']:.1f}")
    print("\n" + goals.table(judged))
    if counts:
        print("\n" + instructions.table(counts))


def main():
    given = arguments()
    about = machine()
    with tempfile.TemporaryDirectory(prefix="homeward-benchmark-") as scratch:
        programs = Programs(given.programs, scratch)
        rounds = measured_rounds(programs, given)
        counts = {}
        if given.instructions:
            for name in instructions.COUNTED:
                progress(f"instructions: {name}")
                counts[name] = instructions.instructions_per_event(programs, name)
            progress("")
    about["load_after"] = os.getloadavg()[0]
    workloads = list(costs(rounds))
    judged = [ratio.judged(rounds) for part in PARTS if part in given.parts for ratio in ratios_of(part, given)]
    judged.sort(key=lambda one: one["goal"])

    about["slowest_to_fastest_round"] = noise(rounds)
    print_all(given, len(rounds), about, workloads, judged, counts)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"format": 1, "machine": about, "rounds": rounds, "workloads": workloads, "ratios": judged,
                                      "instructions_per_event": counts},
                                     indent=1), encoding="utf-8")
    print(f"\nEvery number of every round: {given.json}")


if __name__ == "__main__":
    main()
