"""Instructions an event, counted by callgrind: they repeat to the digit, so that a change of one per cent is seen at once."""

import json
import re
import subprocess

from workloads import SCENARIOS, engine_sets

FAMILIES = 2_000
COUNTED = {  # workload -> arguments, the function whose instructions count
    "w1": (["w1", "--families", 20_000], "homeward::benchmark::run_coach_queue(*"),
    "w2": (["w2", "--families", 2_000], "homeward::benchmark::run_family_major(*"),
    **{name: (["engine", file, *(part for one in engine_sets(name, FAMILIES) for part in ("--set", one))],
              "homeward::simulate(*") for name, file in SCENARIOS.items()},
}


def instructions_per_event(programs, name):
    arguments, function = COUNTED[name]
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--toggle-collect={function}",
                           f"--callgrind-out-file={programs.scratch / 'callgrind.out'}",
                           str(programs.benchmark), *map(str, arguments)], check=True, capture_output=True, text=True)
    collected = int(re.search(r"Collected : (\d+)", done.stderr).group(1))
    return collected / json.loads(done.stdout)["events"]


def table(counts):
    lines = [f"{'instructions an event (callgrind)':<40}{'':>9}  ÷ yardstick"]
    for name, count in counts.items():
        beside = {"queue_only": "w1", "no_coaches": "w2", "full_model": "w2"}.get(name)
        ratio = f"{count / counts[beside]:.2f} × {beside}" if beside in counts else ""
        lines.append(f"{name:<40}{count:>9.1f}  {ratio}")
    return "\n".join(lines)
