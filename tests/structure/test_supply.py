"""What the project stands on and what it promises are written down: every package that scripts/setup installs is in
scripts/PACKAGES.md with version and licence, and every test that tests/PROMISES.md names is there."""

import json
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETUP = (ROOT / "scripts" / "setup").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def packages_of_setup():
    """Every word of its lists that can be the name of a package, and those of npm."""
    words = " ".join(re.findall(r"\b(?!as_root)\w+\+?=\(([^)]*)\)", SETUP)).split()
    return {word for word in words if re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", word)} | set(packages_of_npm())


def packages_of_npm():
    """Those that are asked for, with their versions; what they need themselves is in the lock file."""
    asked = json.loads((ROOT / "scripts" / "report_parts" / "package.json").read_text(encoding="utf-8"))
    return {**asked["dependencies"], **asked["devDependencies"]}


def rows(page):
    """Of its tables, by what is in code in the first column."""
    found = {}
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            found[cells[0].strip("`")] = cells[1:]
    return found


class Packages(unittest.TestCase):
    def test_every_package_is_told_with_version_and_licence(self):
        told = rows("scripts/PACKAGES.md")
        wanted = packages_of_setup()
        self.assertGreater(len(wanted), 20)
        self.assertEqual(sorted(wanted - told.keys()), [], "installed, but not in scripts/PACKAGES.md")
        self.assertEqual(sorted(told.keys() - wanted), [], "in scripts/PACKAGES.md, but not installed")
        for package, (version, licence, purpose) in told.items():
            with self.subTest(package=package):
                self.assertRegex(version, r"^\d[\d.]*( \(.+\))?$")
                self.assertEqual(packages_of_npm().get(package, version), version)
                self.assertTrue(licence and purpose)

    def test_every_python_package_is_told(self):
        required = (ROOT / "scripts" / "requirements.txt").read_text(encoding="utf-8")
        names = re.findall(r"^[A-Za-z][\w.-]*", required, re.MULTILINE)
        told = {package.removeprefix("python3-").lower() for package in rows("scripts/PACKAGES.md")}
        self.assertEqual([name for name in names if name.lower() not in told], [])


class Promises(unittest.TestCase):
    def test_every_promise_names_a_test_that_is_there(self):
        page = ROOT / "tests" / "PROMISES.md"
        table, _, _ = page.read_text(encoding="utf-8").partition("\n## ")
        promises = [line for line in table.splitlines()
                    if line.startswith("| ") and not line.startswith(("| promise", "| **"))]
        self.assertGreater(len(promises), 20)
        for promise in promises:
            with self.subTest(promise=promise):
                links = LINK.findall(promise)
                self.assertTrue(links, "no test is named")
                for link in links:
                    self.assertTrue((page.parent / link).is_file(), link)

    def test_the_readme_leads_to_both_pages(self):
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        for page in ("scripts/PACKAGES.md", "tests/PROMISES.md"):
            self.assertIn(f"({page})", readme)


if __name__ == "__main__":
    unittest.main()
