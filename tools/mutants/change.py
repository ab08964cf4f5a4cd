"""A change to one file, as text."""

from __future__ import annotations

import difflib
from typing import NamedTuple


class Change(NamedTuple):
    """A change to one file of the tree.

    Attributes:
        path: The file, as of the root of the tree.
        kind: The kind of change, in two or three words.
        before: The text of the file.
        after: The text with the change.
    """

    path: str
    kind: str
    before: str
    after: str

    @property
    def line(self) -> int:
        """The number of the first line that differs."""
        lines = zip(self.before.splitlines(), self.after.splitlines(), strict=False)
        return next((n for n, (a, b) in enumerate(lines, 1) if a != b), 1)

    def diff(self) -> str:
        """Return the change as a unified diff with a line of context."""
        lines = difflib.unified_diff(
            self.before.splitlines(),
            self.after.splitlines(),
            self.path,
            self.path,
            n=1,
            lineterm="",
        )
        return "\n".join(lines)
