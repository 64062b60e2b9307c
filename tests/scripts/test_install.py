"""cmake --install leaves a program that runs, and the scenarios and scripts beside it."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path


class Install(unittest.TestCase):
    def test_what_is_installed_stands_by_itself(self):
        build = Path(os.environ["HOMEWARD"]).parent
        with tempfile.TemporaryDirectory() as folder:
            prefix = Path(folder)
            subprocess.run(["cmake", "--install", build, "--prefix", prefix], check=True, capture_output=True)
            share = prefix / "share" / "homeward"
            scenario = share / "scenarios" / "us-baseline.toml"
            checked = subprocess.run([prefix / "bin" / "homeward", "check", scenario], capture_output=True, text=True)
            self.assertEqual((checked.returncode, checked.stderr), (0, ""))
            for name in ("homeward_results.py", "plot_outcomes.py", "requirements.txt"):
                self.assertTrue((share / "scripts" / name).is_file(), name)
            self.assertEqual(list(share.rglob("__pycache__")), [])


if __name__ == "__main__":
    unittest.main()
