"""The shape of the source tree: rooms, top level, handwriting that a compiler does not hold."""

import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the top down: an include may only point to the same room or one above it.
ROOMS = ["sim/core", "sim/random", "sim/scenario", "sim/population", "sim/engine", "sim/record", "sim/model",
         "sim/measure", "sim/experiment", "sim/evidence", "output", "sim/cli", "sim/cluster"]
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE",
             "sim", "scenarios", "output", "scripts", "tests"}
IGNORED = {"build", "results"}  # what git ignores at the top level
LONGEST_FILE = 400  # lines

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def source_files():
    """Every file of the project as a path from the root; from git where there is one, without what it ignores."""
    try:
        listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT,
                                check=True, capture_output=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")]
        listed = [name for name in listed if Path(name).parts[0] not in IGNORED | {".git"}]
    return sorted(Path(name) for name in set(listed) if name and (ROOT / name).is_file())


def room_of(path):
    return next((room for room in ROOMS if path.as_posix().startswith(room + "/")), None)


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def include_faults(path, content):
    """What is wrong with the includes of a file in a room, each as a sentence."""
    room = room_of(path)
    for name in INCLUDE.findall(content):
        target = room_of(Path(name))
        if target is None:
            yield f'{path}: "{name}" is not a full path from the root into a room'
        elif not (ROOT / name).is_file():
            yield f'{path}: "{name}" does not exist'
        elif ROOMS.index(target) > ROOMS.index(room):
            yield f'{path}: room {room} includes "{name}" of the room {target} below it'


class Structure(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.files = source_files()
        cls.cpp = [path for path in cls.files if path.suffix in {".cpp", ".hpp"}]

    def test_there_is_something_to_look_at(self):
        self.assertGreater(len(self.cpp), 10)

    def test_an_include_points_only_to_a_room_above(self):
        faults = [fault for path in self.cpp if room_of(path) for fault in include_faults(path, text(path))]
        self.assertEqual(faults, [])

    def test_an_include_that_points_down_or_nowhere_is_found(self):
        down = list(include_faults(Path("sim/core/units.hpp"), '#include "sim/scenario/scenario.hpp"\n'))
        short = list(include_faults(Path("sim/core/units.hpp"), '  #  include "units.hpp"\n'))
        up = list(include_faults(Path("sim/scenario/scenario.hpp"), '#include "sim/core/units.hpp"\n'))
        self.assertEqual((len(down), len(short), up), (1, 1, []))

    def test_every_source_file_stands_in_a_room_or_in_tests(self):
        lost = [str(path) for path in self.cpp if not room_of(path) and path.parts[0] != "tests"]
        self.assertEqual(lost, [])

    def test_the_top_level_holds_only_what_is_agreed(self):
        top = {path.parts[0] for path in self.files}
        self.assertEqual(sorted(name for name in top - TOP_LEVEL if not name.startswith(".")), [])

    def test_a_header_starts_with_pragma_once(self):
        headers = [path for path in self.cpp if path.suffix == ".hpp"]
        self.assertEqual([str(path) for path in headers if not text(path).startswith("#pragma once\n")], [])

    def test_no_file_is_longer_than_a_reader_holds_at_once(self):
        code = [path for path in self.files
                if path.suffix in {".cpp", ".hpp", ".py", ".txt"} or path.parts[0] == "scripts"]
        code = [path for path in code if path.name != "package-lock.json"]  # npm's, for nobody to read
        lengths = {str(path): len(text(path).splitlines()) for path in code}
        self.assertEqual({name: length for name, length in lengths.items() if length > LONGEST_FILE}, {})

    def test_every_mutant_of_the_mutation_check_still_fits_the_sources(self):
        check = subprocess.run(["/usr/bin/env", "python3", str(ROOT / "tests/mutation/run"), "--check"], capture_output=True,
                               text=True)
        self.assertEqual(check.returncode, 0, check.stderr)


if __name__ == "__main__":
    unittest.main()
