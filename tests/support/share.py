"""A share of the drivers' tests, which rotates with the commit.

All definitions are driven on the botocore that they are made from. On others a part of
them is, another with each commit: the same services on one commit, wherever it runs.
"""

from __future__ import annotations

import functools
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Share:
    """The services whose number, modulo `parts`, is `part`.

    Attributes:
        parts: The number of shares.
        part: The number of this one, from 0.
    """

    parts: int
    part: int

    @classmethod
    def of(cls, checkout: Path, parts: int) -> Share:
        """Return the share of the commit that is checked out.

        Args:
            checkout: A folder within the checkout.
            parts: The number of shares; 1 is all.
        """
        return cls(parts, _number(_commit(checkout)) % parts if parts > 1 else 0)

    def has(self, service: str) -> bool:
        """Return whether the tests of a service belong to the share."""
        return _number(service) % self.parts == self.part

    def leaves_out(self, item: pytest.Item) -> bool:
        """Return whether a test is a driver's, of a service of another share."""
        if item.path.parent.name != "driven":
            return False
        given: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        service = given.get("service") or getattr(given.get("subject"), "service", None)
        return service is not None and not self.has(service)

    def __str__(self) -> str:
        """Return the words of pytest's header."""
        return "all" if self.parts == 1 else f"share {self.part + 1} of {self.parts}"


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
