#!/usr/bin/python3
"""Makes seeds and dictionaries for the targets of tests/fuzz, from the shipped files.

    tests/fuzz/seeds.py FOLDER       FOLDER/TARGET/... and FOLDER/TARGET.dict
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
NEXT = "#---- next file\n"  # main.toml, base.toml, other.toml, families.csv
SMALL = 3000  # bytes; mutations of larger seeds mostly hit what does not matter

CONDITIONS = [
    "coaches.positions * coaches.families_per_coach >= 60",
    "coaches.positions >= 4 and coaches.queue_rule == \"first_come\"",
    "not (court.gate) or coaches.positions / 2 - 1 != -3.5e2",
    "families.entries_per_year < 1e9 and (support.mix.emotional + support.mix.advocacy <= 0.5)",
    "hazards.readiness != \"never\" or true == false",
    "traits.\"kin\".share > .5",
]
POPULATIONS = [
    "entry_day,site,age_1,age_2\n-10,north,3.5,\n0.25,south,1,17.9\n",
    "weight,age_1\n1,3\n2.5,\n0,12\n",
    "\ufeffsite;weight\n",
    "\"site\",\"weight\"\r\n\"nor\"\"th\",1\r\nsouth,+2e3\r\n",
]
SETTINGS = [
    "coaches.positions=12\nsupport.mix.emotional=0.4\nsupport.mix.advocacy=0.1\nsupport.mix.instructional=0.25",
    "hazards.readiness={ distribution = \"weibull\", shape = 0.8, scale_days = 400 }",
    "traits.kin.levels=[{ name = \"no\", share = 1 }]\nsites.north.positions=3",
    "coaches.staffing=[{ date_days = 10, positions = 3 }]\nprogram.start_days=-inf",
    "coaches.queue_rule={ first_come = 1, highest_need = 0.5 }\nfamilies.seasonality=[1,1,1,1,1,1,1,1,1,1,1,1]",
    "costs.price_year=2020\nname=a b\ntitle=\"x\"",
]
STUDY_BASE = """format = 1
[coaches]
positions = 10
families_per_coach = 5
[uncertainty]
"effects.readiness_hazard_ratio" = { distribution = "lognormal", median = 1.2, sigma = 0.1 }
"""


def tables_of(text):
    """A scenario file table by table, each with a format."""
    for part in re.split(r"\n(?=\[)", text):
        if part.startswith("["):
            yield "format = 1\n" + part


def without_sources(text):
    return re.split(r"\n\[sources\]", text)[0] + "\n"


def scenario_seeds():
    baseline = (SCENARIOS / "us-baseline.toml").read_text(encoding="utf-8")
    yield from (table for table in tables_of(baseline) if len(table) < SMALL)
    for file in sorted(SCENARIOS.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        child = re.sub(r'extends = "[^"]*"', 'extends = "base.toml"', text)
        base = without_sources((SCENARIOS / "ratio-1-to-12.toml").read_text(encoding="utf-8"))
        base = re.sub(r'extends = "[^"]*"\n', "", base)
        if len(child) < SMALL:
            yield child + NEXT + base
    yield ('format = 1\nextends = "base.toml"\n[families]\ncsv = "families.csv"\n' + NEXT + "format = 1\n" + NEXT +
           "format = 1\n" + NEXT + "weight,age_1\n1,3\n2,4\n")
    yield 'format = 1\nextends = "base.toml"\n' + NEXT + 'format = 1\nextends = "other.toml"\n' + NEXT + "format = 1\n"


def study_seeds():
    for file in sorted((SCENARIOS / "studies").glob("*.toml")):
        text = re.sub(r'base = "[^"]*"', 'base = "base.toml"', file.read_text(encoding="utf-8"))
        text = re.sub(r"points = \d+", "points = 4", re.sub(r"base\s*= \"[^\"]*\"", 'base = "base.toml"', text))
        yield text + NEXT + STUDY_BASE
    base = f"{NEXT}{STUDY_BASE}"
    head = 'format = 1\nbase = "base.toml"\n'
    yield head + ('design = "list"\n[[factor]]\nkey = "coaches.positions"\nvalues = [1, 2]\n[[factor]]\n'
                  'key = "coaches.hiring_days"\nvalues = [3, 4]\n') + base
    yield head + 'design = "simplex"\n[[factor]]\nkey = "support.mix"\nsteps = 2\n' + base
    yield head + ('design = "one_at_a_time"\nlinked = [["coaches.positions", "coaches.training_days"]]\n'
                  'where = "coaches.positions > 1"\n[[factor]]\nkey = "coaches.positions"\nvalues = { few = 1, many = 9 }\n'
                  '[[factor]]\nkey = "coaches.training_days"\nvalues = [1, 2]\nrole = "uncertainty"\n') + base
    for design in ("latin_hypercube", "sobol"):
        yield head + (f'design = "{design}"\npoints = 3\nseed = 7\n[[factor]]\nkey = "coaches.positions"\nrange = [1, 9]\n'
                      '[[factor]]\nkey = "support.tailoring"\n'
                      'distribution = { distribution = "beta", alpha = 2, beta = 3 }\n') + base


def binary_seeds():
    """Of the targets whose bytes say what is changed: every kind of change, all over the file."""
    for i in range(48):
        yield bytes((i * step) % 256 for step in (1, 7, 31, 57, 101, 3, 77, 13, 211, 5, 91, 17, 43, 129, 201, 63))


def seeds():
    yield "scenario", scenario_seeds()
    yield "study", study_seeds()
    yield "set", SETTINGS
    yield "where", CONDITIONS
    yield "population", POPULATIONS
    yield "part", [bytes(8), b"\x20" + bytes(7) + b"0" * 32 + bytes(200)]
    yield "damage", binary_seeds()
    yield "results", binary_seeds()


def words():
    """Keys of scenarios and studies, their parts, and the values that are names."""
    text = "".join((SCENARIOS / name).read_text(encoding="utf-8") for name in ("KEYS.md", "STUDIES.md"))
    found = {word for quoted in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[a-z][a-z0-9_.]+", quoted)}
    found |= {part for word in found for part in word.split(".")}
    found |= {"format = 1", "extends", "remove = true", "[[traits]]", "[[sites]]", "[[factor]]", "inf", "nan", "1e308",
              "9223372036854775807", "-9223372036854775808", "1979-05-27", "entry_day", "weight", "age_1", "and", "or", "not",
              "true", "false", ">=", "==", "!="}
    return sorted(word for word in found if 2 <= len(word) <= 60)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    for target, all_of in seeds():
        place = folder / target
        place.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(all_of):
            (place / f"seed-{number:02}").write_bytes(seed if isinstance(seed, bytes) else seed.encode())
    dictionary = "".join(f'"{word}"\n' for word in words())
    for target in ("scenario", "study", "set", "where", "population"):
        (folder / f"{target}.dict").write_text(dictionary, encoding="utf-8")


if __name__ == "__main__":
    main()
