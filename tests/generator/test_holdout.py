"""The holdout's measure of drafts, beside what people have finished."""

from __future__ import annotations

from definitions import holdout
from definitions.build import DATA
from definitions.checks import Library


def test_the_holdout_counts_what_is_lacking_and_what_is_wrong() -> None:
    """A type that is absent lowers recall; one that nobody has, precision."""
    finished = Library(DATA).load("acm", "resources-1", plain=False) or {}
    less = {**finished, "resources": dict(finished["resources"])}
    less["resources"].pop("Certificate")
    assert {} == {
        kind: (n, found.same[kind])
        for found in [holdout.recalled("acm", finished, finished)]
        for kind, n in found.total.items()
        if n != found.same[kind]
    }
    lacking = holdout.recalled("acm", finished, less)
    assert lacking.same["types"] == lacking.total["types"] - 1
    wrong = holdout.right("acm", less, finished)
    assert wrong.same["types"] == wrong.total["types"] - 1
