"""What the benchmark runs: yardsticks and the real engine, each as one short process, so that they can take turns."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import h5py

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
YEARS = {"warm_up": 18, "entry": 3, "follow_up": 5}   # of the shipped scenarios
SCENARIOS = {
    "queue_only": HERE / "queue-only.toml",
    "no_coaches": ROOT / "scenarios/us-baseline.toml",
    "full_model": ROOT / "scenarios/ratio-1-to-12.toml",
}
W1_ARRIVALS_PER_DAY, W1_SLOTS = 2.4, 400
W1_L_ARRIVALS_PER_DAY, W1_L_SLOTS = 290.0, 40_000


class Programs:
    """Where the two programs are, and how one of their workloads is timed."""

    def __init__(self, folder, scratch):
        self.benchmark = Path(folder) / "tests/benchmark/homeward_benchmark"
        self.homeward = Path(folder) / "homeward"
        self.scratch = Path(scratch)

    def workload(self, *arguments):
        """One line of homeward_benchmark: events, seconds, cpu_seconds and what it found."""
        return self.json_of(self.benchmark, *arguments)

    @staticmethod
    def json_of(*command):
        return json.loads(subprocess.run([*map(str, command)], check=True, stdout=subprocess.PIPE, text=True).stdout)

    def run(self, scenarios, *options, sets=()):
        """One `homeward run`, whole: what it cost by the operating system and by its own account."""
        output = self.scratch / "run.h5"
        command = [str(self.homeward), "run", *map(str, scenarios), "-o", str(output), "--force", "--quiet",
                   *map(str, options)]
        for one in sets:
            command += ["--set", one]
        sample = timed_process(command)
        with h5py.File(output, "r") as file:
            provenance = file["provenance"].attrs
            sample["events"] = float(file["events"][:].sum())
            sample["wall_seconds"] = float(provenance["wall_seconds"])
            sample["simulation_seconds"] = float(provenance["simulation_seconds"])
        sample["bytes"] = output.stat().st_size
        output.unlink()
        return sample


def timed_process(command):
    """Wall clock, processor time and the largest memory of a process and those it starts."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"benchmark: {' '.join(command)}\nended with exit code {process.returncode}:\n{said}")
    return {"seconds": time.monotonic() - start, "cpu_seconds": used.ru_utime + used.ru_stime,
            "memory_bytes": used.ru_maxrss * 1024}


def engine_sets(scenario, families):
    """The --set options that give a scenario about this many families in all.

    Queue only keeps the load of W1: up to 10^5 families by its length, beyond them as W1-L, with more arrivals and slots.
    """
    if scenario != "queue_only":
        return [f"families.entries_per_year={families / sum(YEARS.values()):.6g}"]
    large = families > 100_000
    arrivals = W1_L_ARRIVALS_PER_DAY if large else W1_ARRIVALS_PER_DAY
    share = families / (arrivals * 365.25) / sum(YEARS.values())
    return [f"families.entries_per_year={arrivals * 365.25:.6g}",
            f"coaches.positions={(W1_L_SLOTS if large else W1_SLOTS) // 10}",
            *(f"run.{part}_years={years * share:.6g}" for part, years in YEARS.items())]


def w1_arguments(families):
    """The yardstick's load beside which queue only is held: the same arrivals and slots."""
    large = families > 100_000
    return ["--families", min(1_000_000, 100 * families),
            "--arrivals-per-day", W1_L_ARRIVALS_PER_DAY if large else W1_ARRIVALS_PER_DAY,
            "--slots", W1_L_SLOTS if large else W1_SLOTS]


def scale_text(families):
    exponent = len(str(families)) - 1
    return f"10^{exponent}" if families == 10 ** exponent else str(families)


def many_sites(programs, sites):
    """A scenario file: the full model in this many offices of the same size."""
    file = programs.scratch / "many-sites.toml"
    tables = "\n".join(f'[[sites]]\nname = "site {i}"\nshare = {1 / sites!r}\n' for i in range(sites))
    file.write_text(f'format = 1\nextends = "{SCENARIOS["full_model"]}"\nname = "many-sites"\n{tables}', encoding="utf-8")
    return file
