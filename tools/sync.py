"""Take the installed botocore in: what `make sync` runs, once pip has done its part.

Usage: python tools/sync.py SINCE

SINCE is the folder into which pip has put the botocore that the data is made from. This
writes the definitions, the data, the pin in tox.ini and the pages of the documentation
that they give. What a person has to read, and to decide, comes last.
"""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOX = ROOT / "tox.ini"


def with_pins(tox: str, releases: Mapping[str, str]) -> str:
    """Return tox.ini with other releases under the names of its section `boto3`."""
    for name, release in releases.items():
        tox = re.sub(rf"^{name} = .+$", f"{name} = {release}", tox, flags=re.MULTILINE)
    return tox


def run(*arguments: str) -> tuple[int, str]:
    """Run a command of the generator; return its exit code and what it printed."""
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
        text = with_pins(TOX.read_text("utf-8"), installed)
        TOX.write_text(text, encoding="utf-8")
        failed, told = run("document")
        code = failed
        if failed:
            review += f"The pages of the documentation are as they were:\n{told}"
    print(review, end="")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
