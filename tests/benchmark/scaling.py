#!/usr/bin/python3
"""How much faster the same study is on more cores: by threads, by MPI ranks, by shards. Each way is held against what
pure arithmetic gains on the same cores, measured in the same round: machines share power, memory and neighbours, so
two cores are seldom twice one. Medians of several rounds; also what parts and assembly take of a run.

    tests/benchmark/scaling.py --homeward build/release/homeward [--mpi build/release/homeward-mpi] [--cores 2]"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import h5py

ROOT = Path(__file__).resolve().parents[2]
STUDY = """
format = 1
name = "scaling"
base = "{base}"
design = "grid"
replications = {replications}

[[factor]]
key = "coaches.families_per_coach"
values = [6, 10, 15, 20]

[[factor]]
key = "coaches.positions_per_100_entries"
values = [2, 4]
"""
ARITHMETIC = "total = 0\nfor i in range(12_000_000):\n    total += i * i & 255\n"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homeward", type=Path, default=ROOT / "build/release/homeward")
    parser.add_argument("--mpi", type=Path, default=ROOT / "build/release/homeward-mpi")
    parser.add_argument("--cores", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--replications", type=int, default=20, help="of each of 8 points; more take longer")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    return parser.parse_args()


def together(commands, folder):
    """Wall-clock seconds of commands that run side by side."""
    started = time.monotonic()
    running = [subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
               for command in commands]
    for process in running:
        _, said = process.communicate()
        if process.returncode != 0:
            sys.exit(f"{process.args} ended with exit code {process.returncode}\n{said}")
    return time.monotonic() - started


class Bench:
    def __init__(self, given, folder):
        self.given, self.folder, self.count = given, folder, 0
        base = ROOT / "scenarios/ratio-1-to-12.toml"
        (folder / "study.toml").write_text(STUDY.format(base=base, replications=given.replications))

    def sweep(self, threads, *options, program=None, launcher=()):
        self.count += 1
        output = f"out{self.count}.h5"
        return [*launcher, str(program or self.given.homeward), "sweep", "study.toml", "-j", str(threads), "--quiet",
                "-o", output, *options]

    def arithmetic(self, cores):
        return together([[sys.executable, "-c", ARITHMETIC]] * cores, self.folder) / cores  # seconds for one share

    def threads(self, cores):
        return together([self.sweep(cores)], self.folder)

    def ranks(self, cores):
        # mpirun asks for more when it is root, and where a machine counts fewer slots than cores.
        launcher = ["mpirun", "--oversubscribe", "--bind-to", "none", *(["--allow-run-as-root"] if os.geteuid() == 0 else []),
                    "-n", str(cores)]
        return together([self.sweep(1, program=self.given.mpi, launcher=launcher)], self.folder)

    def shards(self, cores):
        shards = [self.sweep(1, "--shard", f"{number}/{cores}") for number in range(1, cores + 1)]
        taken = together(shards, self.folder)
        files = [f"out{self.count - cores + number}.h5" for number in range(1, cores + 1)]
        merge = [str(self.given.homeward), "merge", *files, "-o", f"joined{self.count}.h5", "--quiet"]
        return taken + (together([merge], self.folder) if cores > 1 else 0)

    def shares(self):
        """Of a run on one thread: what is not simulation, in parts and in reading, assembling and telling."""
        command = self.sweep(1)
        whole = together([command], self.folder)
        with h5py.File(self.folder / f"out{self.count}.h5") as file:
            made = file["provenance"].attrs
            working, simulating = float(made["wall_seconds"]), float(made["simulation_seconds"])
        return {"parts": (working - simulating) / whole, "assembly_and_start": (whole - working) / whole}


def main():
    given = arguments()
    ways = ["threads", "shards"]
    if shutil.which("mpirun") and given.mpi.exists():
        ways.insert(1, "ranks")
    else:
        print("no mpirun or no homeward-mpi: ranks are left out", file=sys.stderr)
    gains, shares = {way: [] for way in ["arithmetic", *ways]}, []
    with tempfile.TemporaryDirectory(prefix="homeward-scaling-") as folder:
        bench = Bench(given, Path(folder))
        for number in range(given.rounds):
            for way, measured in gains.items():
                measure = getattr(bench, way)
                measured.append(measure(1) / measure(given.cores))
            shares.append(bench.shares())
            print(f"round {number + 1} of {given.rounds}", file=sys.stderr)
    figures = {way: median(measured) for way, measured in gains.items()}
    of_ceiling = {way: median(one / ceiling for one, ceiling in zip(gains[way], gains["arithmetic"])) for way in ways}
    print(f"1 core -> {given.cores} cores, medians of {given.rounds} rounds [least .. most]")
    for way, gain in figures.items():
        share = f"   {of_ceiling[way]:5.0%} of arithmetic's" if way in of_ceiling else "   the ceiling"
        print(f"  {way:<12}{gain:5.2f} times as fast [{min(gains[way]):.2f} .. {max(gains[way]):.2f}]{share}")
    for what in ("parts", "assembly_and_start"):
        print(f"  {what.replace('_', ' ')}: {median(one[what] for one in shares):.1%} of a run on one thread")
    if given.json:
        given.json.write_text(json.dumps({"cores": given.cores, "gains": gains, "of_ceiling": of_ceiling, "shares": shares}))


if __name__ == "__main__":
    main()
