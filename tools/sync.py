"""Take the installed botocore in: what `make sync` runs, once pip has done its part.

Usage: python tools/sync.py SINCE

SINCE is the folder into which pip has put the botocore that the data is made from. This
writes the definitions, the data of curated and of derived services, the pins in
tox.ini, the pages of the documentation that they give and the numbers in README.rst
that count what botocore has. What a person has to read, and to decide, comes last.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import boto3
import botocore

ROOT = Path(__file__).resolve().parents[1]
TOX = ROOT / "tox.ini"
README = ROOT / "README.rst"
# Packages that allow only some releases of botocore, on which we are tested, too.
FOLLOWERS = ("aiobotocore", "aioboto3")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def with_pins(tox: str, releases: Mapping[str, str]) -> str:
    """Return tox.ini with other releases under the names of its section `boto3`."""
    for name, release in releases.items():
        tox = re.sub(rf"^{name} = .+$", f"{name} = {release}", tox, flags=re.MULTILINE)
    return tox


def botocore_in(report: Mapping[str, Any]) -> str | None:
    """Return the release of botocore that pip would install, by its report."""
    for one in report.get("install", []):
        if one["metadata"]["name"] == "botocore":
            return str(one["metadata"]["version"])
    return None


def allowed_by(package: str) -> str | None:
    """Return the newest botocore that the newest release of a package allows.

    ``None`` if pip cannot tell, because it has no network.
    """
    options = ["--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    command = [sys.executable, "-m", "pip", "install", *options, package]
    # What our tests are held to is nothing that these are held to.
    env = {n: v for n, v in os.environ.items() if n != "PIP_CONSTRAINT"}
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
    return None if done.returncode else botocore_in(json.loads(done.stdout))


def with_counts(readme: str, without: int, having: int) -> str:
    """Return the README with the numbers of services as they are.

    Args:
        readme: Its text.
        without: How many services boto3 has no resources for.
        having: How many it has resources for.
    """
    told = NUMBERS[having] if having < len(NUMBERS) else str(having)
    sentence = r"in 2022: \w+ services have one, some \d+ have"
    counted = f"in 2022: {told} services have one, some {without // 10 * 10} have"
    return re.sub(sentence, counted, readme)


def counts() -> tuple[int, int]:
    """Return the numbers of services without and with resources in plain boto3."""
    shipped = Path(boto3.__file__).parent / "data"
    having = {path.parts[-3] for path in shipped.glob("*/*/resources-1.json")}
    models = Path(botocore.__file__).parent / "data"
    known = {path.parts[-3] for path in models.glob("*/*/service-2.json*")}
    return len(known - having), len(having)


def run(*arguments: str) -> tuple[int, str]:
    """Run a command of the generator; return its exit code and its output."""
    command = [sys.executable, "-m", "tools.definitions", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def main(argv: Sequence[str]) -> int:
    """Sync everything; the exit code is 1 if something could not be."""
    installed = {
        "pinned": importlib.metadata.version("botocore"),
        "s3transfer": importlib.metadata.version("s3transfer"),
    }
    print(f"Taking in botocore {installed['pinned']}", flush=True)
    code, review = run("sync", "--since", argv[0])
    if code == 0:
        allowed = {package: allowed_by(package) for package in FOLLOWERS}
        pins = installed | {name: found for name, found in allowed.items() if found}
        for name in sorted(set(allowed) - set(pins)):
            review += f"pip cannot tell what {name} allows: its pin is as it was.\n"
        TOX.write_text(with_pins(TOX.read_text("utf-8"), pins), encoding="utf-8")
        text = with_counts(README.read_text("utf-8"), *counts())
        README.write_text(text, encoding="utf-8")
        # AWS's new services among them. What a newer model raises doubts about goes.
        code, told = run("derive", "--drop")
        review += f"\nDerived services:\n{told}"
        failed, told = run("document")
        code = max(code, failed)
        if failed:
            review += f"The pages of the documentation are as they were:\n{told}"
    print(review, end="")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
