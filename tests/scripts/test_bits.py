"""The same bits on every processor: no function of the C library whose result depends on it, and so no number that changes."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
HOMEWARD = os.environ["HOMEWARD"]
# Functions of libm whose result is exact, or the one that rounding allows, on any processor.
EXACT = {"ceil", "copysign", "fabs", "floor", "fmax", "fmin", "fmod", "frexp", "ldexp", "llround", "lround", "modf", "nearbyint",
         "nextafter", "rint", "round", "scalbn", "sqrt", "trunc"}
# As without the instructions that the C library chooses its functions by.
OLDER_PROCESSOR = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX2_Usable,-FMA_Usable,-FMA4_Usable"


def functions_of_libm():
    """Names that libm exports, without suffixes of type."""
    library = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"})
    paths = [line.split("=> ")[1] for line in library.stdout.splitlines() if line.strip().startswith("libm.so.6 ")]
    names = subprocess.run(["nm", "-D", "--defined-only", paths[0]], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].split("@")[0] for line in names.splitlines() if len(line.split()) == 3}


def numbers_of(path):
    """Every dataset outside /provenance, byte for byte."""
    found = {}
    with h5py.File(path) as file:
        def take(name, item):
            if isinstance(item, h5py.Dataset) and not name.startswith("provenance"):
                value = item[()]
                found[name] = value.tobytes() if isinstance(value, (np.ndarray, np.generic)) and value.dtype != object else repr(value)
        file.visititems(take)
    return found


class Bits(unittest.TestCase):
    def test_no_program_takes_a_function_from_the_c_library_that_depends_on_the_processor(self):
        libm = functions_of_libm()
        self.assertIn("exp", libm)
        for program in filter(None, (HOMEWARD, os.environ.get("HOMEWARD_MPI"))):
            undefined = subprocess.run(["nm", "-D", "--undefined-only", program], capture_output=True, text=True, check=True).stdout
            used = {line.split()[-1].split("@")[0] for line in undefined.splitlines()} & libm
            self.assertEqual({name for name in used if name.rstrip("fl") not in EXACT and name not in EXACT}, set(), program)

    def test_an_older_processor_gives_the_same_numbers(self):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, tunables in (("this", ""), ("older", OLDER_PROCESSOR)):
                files.append(Path(folder) / f"{name}.h5")
                scenarios = [str(ROOT / "scenarios" / f"{plan}.toml") for plan in ("us-baseline", "ratio-1-to-12")]
                # The days of all events: where a last bit of a logarithm differs, some of them do.
                subprocess.run([HOMEWARD, "run", *scenarios, "-n", "2", "--set", "families.entries_per_year=60", "--record",
                                "events", "--quiet", "-o", files[-1]], check=True,
                               env=os.environ | {"GLIBC_TUNABLES": tunables})
            this, older = map(numbers_of, files)
            self.assertGreater(len(this), 50)
            self.assertEqual(this.keys(), older.keys())
            self.assertEqual([name for name in this if this[name] != older[name]], [])


if __name__ == "__main__":
    unittest.main()
