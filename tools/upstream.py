"""A comparison of botocore's own test results with this package and without.

Usage, in an environment that has both and pytest:

    python tools/upstream.py FOLDER

FOLDER is for botocore's sdist of the release that is installed, which pip downloads; it
has the tests, those of boto3 are not on PyPI. What fails without the package, for want
of a tool of botocore's developers, may fail with it; nothing else may.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# What the package patches, shares or replaces, and what calls it.
MODULES = (
    "test_session",
    "test_session_legacy",
    "test_loaders",
    "test_client",
    "test_hooks",
    "test_credentials",
    "test_paginate",
    "test_waiters",
)
PACKAGE = ("-p", "boto3_extensions")
# Lines of pytest's short summary.
_BAD = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
_CLOSING = re.compile(r"^(?:=+ )?(\d+ \w+.* in [\d.]+s.*?)(?: =+)?$", re.MULTILINE)


def unpacked(folder: Path) -> Path:
    """Download the sdist and return the folder of its tests."""
    release = importlib.metadata.version("botocore")
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"botocore-{release}.tar.gz"
    if not archive.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        options = ["--no-binary", ":all:", "--dest", str(folder)]
        subprocess.run([*command, *options, f"botocore=={release}"], check=True)
    top = archive.with_suffix("").with_suffix("")
    # Beside its tests is botocore itself, which the installed one must not become.
    inside = folder / f"tests-{release}"
    within = f"{top.name}/tests/"
    with tarfile.open(archive) as sdist:
        wanted = [m for m in sdist.getmembers() if m.name.startswith(within)]
        # Pythons of before 3.12 need not know it.
        safe: Any = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        sdist.extractall(inside, members=wanted, **safe)
    return inside / top.name


def run(place: Path, *options: str) -> tuple[set[str], str]:
    """Run the tests; return the ids of failed tests, and pytest's last line."""
    # Else pytest takes the settings of the project that this folder is in, where a
    # warning is an error.
    (place / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    modules = [f"tests/unit/{name}.py" for name in MODULES]
    present = [name for name in modules if (place / name).exists()]
    plain = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-rfE"]
    files = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
    nothing = dict.fromkeys(files, os.devnull)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plain, *options, *present],
        cwd=place,
        env={**os.environ, **nothing},
        capture_output=True,
        text=True,
        check=False,
    )
    closing = _CLOSING.findall(done.stdout)
    if not closing or " passed" not in closing[-1]:
        raise SystemExit(f"botocore's tests did not run:\n{done.stdout}{done.stderr}")
    return set(_BAD.findall(done.stdout)), closing[-1]


def main(argv: Sequence[str]) -> int:
    """Print both outcomes; the exit code is 1 if the package made a difference."""
    place = unpacked(Path(argv[0]).resolve())
    without, plain = run(place)
    print(f"botocore's tests without boto3_extensions: {plain}", flush=True)
    with_it, ours = run(place, *PACKAGE)
    print(f"botocore's tests with boto3_extensions: {ours}")
    for test in sorted(with_it - without):
        print(f"  fails only with boto3_extensions: {test}")
    for test in sorted(without - with_it):
        print(f"  fails only without boto3_extensions: {test}")
    if with_it == without:
        print(ours)
    return 0 if with_it == without else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
