"""A share of the tests, which rotates with the commit.

What one environment of a run tests in full, another tests a part of, and another part
with each commit: the same part on one commit, wherever it runs.
"""

from __future__ import annotations

import functools
import subprocess
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# The tests that are shared out, by the words of `--shared`, and how:
KINDS = {
    "driven": "the tests of tests/driven that are about a service, by the service",
    "whole": "the tests marked as `whole`, by the service, or each for itself",
    "models": "the files that are about boto3 and the models of botocore",
    "others": "the files of all else that is not about Python itself",
}

# The folders whose tests look at Python itself: classes and functions as it makes them,
# threads, processes, files, and the import, as tests/ has. Each environment runs these.
ABOUT_PYTHON = {
    "tests",
    "foundation",
    "help",
    "processes",
    "speed",
    "stores",
    "threads",
}
# Those whose tests look at what boto3 makes of definitions and models.
ABOUT_MODELS = {
    "arns",
    "contract",
    "definitions",
    "links",
    "resources",
    "services",
    "tags",
}


@dataclass(frozen=True)
class Share:
    """The tests whose service's or file's number, modulo `parts`, is `part`.

    Attributes:
        parts: The number of shares.
        part: The number of this one, from 0.
        kinds: The kinds of tests that are shared out; all of any other are run.
    """

    parts: int
    part: int
    kinds: frozenset[str] = frozenset({"driven"})

    @classmethod
    def of(
        cls, checkout: Path, parts: int, kinds: Iterable[str] = ("driven",)
    ) -> Share:
        """Return the share of the commit that is checked out.

        Args:
            checkout: A folder within the checkout.
            parts: The number of shares; 1 is all.
            kinds: The kinds of tests that are shared out (`KINDS`).

        Raises:
            ValueError: There is no such kind.
        """
        if unknown := set(kinds) - KINDS.keys():
            raise ValueError(f"There are no tests {unknown}: {', '.join(KINDS)}.")
        part = _number(_commit(checkout)) % parts if parts > 1 else 0
        return cls(parts, part, frozenset(kinds))

    def has(self, name: str) -> bool:
        """Return whether the tests of a service, or a file, belong to the share."""
        return _number(name) % self.parts == self.part

    def leaves_out(self, item: pytest.Item) -> bool:
        """Return whether a test is shared out, and of another share."""
        kind, name = shared_as(item)
        return kind in self.kinds and not self.has(name)

    def __str__(self) -> str:
        """Return the words of pytest's header."""
        if self.parts == 1:
            return "all"
        kinds = ", ".join(sorted(self.kinds))
        return f"share {self.part + 1} of {self.parts} ({kinds})"


def shared_as(item: pytest.Item) -> tuple[str, str]:
    """Return the kind of a test, and the name by which it is in one share.

    Args:
        item: The test.

    Returns:
        One of `KINDS` and the name of a service, a file or the test; the kind of what
        is never shared out is empty.
    """
    folder, service = item.path.parent.name, _service_of(item)
    mark = item.get_closest_marker("whole")
    if mark is not None and mark.kwargs.get("is_shared", True):
        return "whole", service or item.nodeid
    if folder == "driven" and service:
        return "driven", service
    if mark is not None or folder in {*ABOUT_PYTHON, "driven"}:
        return "", ""
    return ("models" if folder in ABOUT_MODELS else "others"), item.path.name


def _service_of(item: pytest.Item) -> str | None:
    given: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    return given.get("service") or getattr(given.get("subject"), "service", None)


@functools.cache
def _commit(checkout: Path) -> str:
    """Return the id of the commit, empty outside of a checkout."""
    found = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip()


def _number(text: str) -> int:
    return zlib.crc32(text.encode())
