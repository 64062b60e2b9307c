#!/usr/bin/python3
"""W1, the queue for coaches, as a user of SimPy would write it: the yardstick of what people use today. Prints the same line of
JSON as `homeward_benchmark w1`. Needs Debian's python3-simpy3 (imported as simpy; Debian's python3-simpy is another library).

    tests/benchmark/w1_simpy.py 50000        # families that arrive"""

import json
import random
import sys
import time

import simpy

ARRIVALS_PER_DAY, SLOTS = 2.4, 400


class CoachQueue:
    def __init__(self, families, seed):
        self.families = families
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.coaches = simpy.PriorityResource(self.env, capacity=SLOTS)
        self.returns = self.completions = self.renegings = 0
        self.env.process(self.arrivals())

    def arrivals(self):
        for _ in range(self.families):
            yield self.env.timeout(self.random.expovariate(ARRIVALS_PER_DAY))
            self.env.process(self.family(self.random.choices((0, 1, 2), (0.2, 0.3, 0.5))[0]))

    def family(self, priority):
        while True:
            with self.coaches.request(priority=priority) as request:
                answer = yield request | self.env.timeout(self.random.expovariate(1 / 60))
                if request not in answer:
                    self.renegings += 1
                    return
                yield self.env.timeout(self.random.weibullvariate(132.93, 1.5))
                self.completions += 1
            if self.random.random() >= 0.25:
                return
            yield self.env.timeout(self.random.expovariate(1 / 365))
            self.returns += 1


def main():
    families = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    queue = CoachQueue(families, seed=1)
    wall, processor = time.perf_counter(), time.process_time()
    queue.env.run()
    found = {"workload": "w1_simpy", "events": families + queue.returns + queue.completions + queue.renegings,
             "seconds": time.perf_counter() - wall, "cpu_seconds": time.process_time() - processor}
    for name in ("returns", "completions", "renegings"):
        found[f"{name}_per_family"] = getattr(queue, name) / families
    print(json.dumps(found))


if __name__ == "__main__":
    main()
