"""Find the oldest boto3 on which the tests pass, by halving a list of releases.

Usage, in a checkout, with Python 3.10 or newer:

    python tools/find_floor.py                    # the last release of each 1.N
    python tools/find_floor.py --within 1.40      # then each release of that 1.N
    python tools/find_floor.py 1.38.46 1.39.17    # only these
    python tools/find_floor.py -- -k trail        # after --: arguments for pytest

It makes one environment, installs the package and its test dependencies into it, and
for each release tried puts that boto3 with the botocore of the same number there and
runs pytest. It takes for granted that a release passes if an older one did. The floor
it prints goes into BOTO3_FLOOR in setup.py.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]


def oldest_passing(
    releases: Sequence[str], passes: Callable[[str], bool]
) -> str | None:
    """Return the oldest release that passes, None if not even the newest does.

    Args:
        releases: Oldest first; all that follow a passing one are taken to pass.
        passes: Tries one release; called about log2(len(releases)) times.
    """
    low, high = 0, len(releases)
    while low < high:
        middle = (low + high) // 2
        if passes(releases[middle]):
            high = middle
        else:
            low = middle + 1
    return releases[low] if low < len(releases) else None


def listed_releases(output: str) -> list[str]:
    """Return the releases in the output of `pip index versions`, oldest first."""
    found = re.search(r"^Available versions: (.+)$", output, re.MULTILINE)
    return found.group(1).split(", ")[::-1] if found else []


def candidates(releases: Sequence[str], within: str | None) -> list[str]:
    """Choose the releases of one `1.N`, or else the last release of each `1.N`."""
    if within:
        return [release for release in releases if release.startswith(f"{within}.")]
    last = {release.rpartition(".")[0]: release for release in releases}
    return list(last.values())


def ask_pip() -> list[str]:
    """Return all releases of boto3 that pip can see, oldest first."""
    command = [sys.executable, "-m", "pip", "index", "versions", "boto3"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return listed_releases(answer.stdout)


class Trial:
    """A virtual environment for a trial of releases in turn."""

    def __init__(self, folder: Path, pytest_arguments: Sequence[str]) -> None:
        self.bin = folder / "bin"
        self.pytest_arguments = pytest_arguments
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        self.install(f"{ROOT}[test]")

    def install(self, *requirements: str) -> bool:
        """Install with pip and return whether it succeeded.

        A boto3 older than the package asks for is the point, so no warning of it.
        """
        pip = [str(self.bin / "python"), "-m", "pip", "install", "--quiet"]
        options = ["--no-compile", "--no-warn-conflicts"]
        command = [*pip, *options, *requirements]
        return subprocess.run(command, check=False).returncode == 0

    def passes(self, release: str) -> bool:
        """Try a release, print the outcome and return it."""
        print(f"Trying boto3 {release} ...", flush=True)
        passed = self.install(f"boto3=={release}", f"botocore=={release}") and (
            self.run_tests() == 0
        )
        print(f"boto3 {release}: {'passes' if passed else 'FAILS'}", flush=True)
        return passed

    def run_tests(self) -> int:
        """Run pytest in the checkout and return its exit code."""
        command = [str(self.bin / "pytest"), "--quiet", "--maxfail=10", "--tb=line"]
        ignored = "--ignore=tests/generator"
        return subprocess.run(
            [*command, ignored, *self.pytest_arguments], cwd=ROOT, check=False
        ).returncode


def split_at_dashes(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the arguments before and after the first `--`."""
    cut = argv.index("--") if "--" in argv else len(argv)
    return list(argv[:cut]), list(argv[cut + 1 :])


def main(argv: Sequence[str]) -> int:
    """Print the floor and return the exit code: 1 if no release passes."""
    own, for_pytest = split_at_dashes(argv)
    parser = argparse.ArgumentParser(description="Find the oldest boto3 that passes.")
    parser.add_argument("releases", nargs="*")
    parser.add_argument("--within", metavar="1.N")
    arguments = parser.parse_args(own)
    releases = arguments.releases or candidates(ask_pip(), arguments.within)
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), for_pytest)
        floor = oldest_passing(releases, trial.passes)
    if floor is None:
        print("No release passes.")
        return 1
    print(f"The oldest release that passes: {floor}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
