"""Renew constraints.txt: the newest releases of all that the tests install, together.

Usage, where uv is installed (`make constraints` installs it):

    python tools/constraints.py

One file serves every Python: where a package's newest release wants a newer Python than
the oldest we support, it has a line for each. boto3, botocore and s3transfer are not in
it: tox.ini names the releases of them that are tested.
"""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
PRE_COMMIT = ROOT / ".pre-commit-config.yaml"
# The environments choose these themselves.
CHOSEN = ("boto3", "botocore", "s3transfer")
# What is installed elsewhere than in `deps` and by extras: by make, by the build of the
# package and by the environment `fleet`.
BESIDES = ("tox", "setuptools", "wheel", "ministack")
# Installed for the files in them, without what they depend on: the rest needs other
# releases of that.
ALONE = ("awscli",)
HEAD = """\
# All that the tests install, but for boto3 (see tox.ini). Written by
# `make constraints`: do not edit.
"""


def requirements_of_tox(tox: str) -> Iterator[str]:
    """Yield the names of the `deps` of a tox.ini's environments, without versions."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(tox)
    for section in parser.values():
        for line in section.get("deps", "").splitlines():
            requirement = re.sub(r"^[\w,!-]+: +", "", line.strip())
            name = re.match(r"[\w.-]*", requirement)
            if name and name[0] and name[0] not in CHOSEN:
                yield requirement


def extras_of_setup(setup: str) -> list[str]:
    """Return the extras of setup.py that no environment has a boto3 of its own for."""
    found = re.findall(r'^        "(\w+)": \[', setup, re.MULTILINE)
    return [extra for extra in found if extra != "oldest"]


def oldest_python(setup: str) -> str:
    """Return the oldest Python that setup.py allows."""
    found = re.search(r'python_requires=">=([\d.]+)"', setup)
    if found is None:
        raise SystemExit("setup.py has no python_requires")
    return found[1]


def compiled(folder: Path) -> str:
    """Return the constraints that uv finds; *folder* is for files on the way."""
    setup = (ROOT / "setup.py").read_text("utf-8")
    tox = (ROOT / "tox.ini").read_text("utf-8")
    wanted, overrides = folder / "wanted.in", folder / "overrides.in"
    lines = sorted({*requirements_of_tox(tox), *BESIDES})
    wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
    # ministack asks for one botocore, in an environment of its own.
    overrides.write_text("botocore\n", encoding="utf-8")
    options = ["--universal", "--python-version", oldest_python(setup), "--upgrade"]
    options += ["--no-header", "--no-annotate", "--quiet"]
    options += ["--override", str(overrides)]
    for name in CHOSEN:
        options += ["--no-emit-package", name]
    for extra in extras_of_setup(setup):
        options += ["--extra", extra]
    alone = folder / "alone.in"
    alone.write_text("\n".join(ALONE) + "\n", encoding="utf-8")
    lines = _compiled([*options, "setup.py", str(wanted)])
    lines += _compiled(
        ["--no-deps", *options[: options.index("--override")], str(alone)]
    )
    return HEAD + "".join(sorted(lines, key=lambda line: line.partition("==")[0]))


def _compiled(arguments: list[str]) -> list[str]:
    """Return the lines that uv writes."""
    command = ["uv", "pip", "compile", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines(keepends=True)


def with_releases_of(constraints: str, hooks: str) -> str:
    """Return pre-commit's hooks with the releases that the constraints have.

    A package with a line for each Python gets the first, that of the oldest Python: the
    hooks run on whichever the developer has.
    """
    releases: dict[str, str] = {}
    for name, release in re.findall(r"^([\w-]+)==([\w.]+)", constraints, re.MULTILINE):
        releases.setdefault(name, release)
    return re.sub(
        r"(?<![\w-])([\w-]+)==([\w.]+)",
        lambda pin: f"{pin[1]}=={releases.get(pin[1], pin[2])}",
        hooks,
    )


def main() -> int:
    """Write the constraints file, and print its changes."""
    before = CONSTRAINTS.read_text("utf-8") if CONSTRAINTS.exists() else ""
    with tempfile.TemporaryDirectory() as folder:
        after = compiled(Path(folder))
    CONSTRAINTS.write_text(after, encoding="utf-8")
    hooks = PRE_COMMIT.read_text("utf-8")
    PRE_COMMIT.write_text(with_releases_of(after, hooks), encoding="utf-8")
    known = set(before.splitlines())
    new = [line for line in after.splitlines() if line not in known]
    print("\n".join(new) if new else "constraints.txt has the newest of everything")
    return 0


if __name__ == "__main__":
    sys.exit(main())
