"""Single faults of the shelves' definition, with the sentences that they cause."""

from __future__ import annotations

from typing import Any

from shelves import GONE

from .answers import ANSWERS
from .boto3s import BOTO3
from .calls import CALLS
from .names import NAMES
from .places import BATCH, BOOK, BOOKS, CREATE, LEND, LOAD, ask, call, fill, make, read

__all__ = ["BOTO3", "FAULTS", "RIGHT"]

_BOTH = fill("ShelfId", "ShelfId"), fill("Numbers[0]", "Number")

FAULTS = [*CALLS, *ANSWERS, *NAMES]

# What looks similar to a fault, but is right.
RIGHT: list[tuple[str, Any]] = [
    # An idempotency token that botocore makes up, but the user may give.
    (f"{LEND}request.params.3", {**ask("Token")}),
    # A list chosen from by the identifiers of its items.
    (f"{LOAD}path", "Books[]"),
    # What is known by its whole number, though it is a prefix's.
    (f"{LOAD}request.params.1.target", "PrefixNumbers[0]"),
    # The parent's identifier, which the items have as well.
    (f"{BOOKS}resource.identifiers.0", read("ShelfId", "Books[].ShelfId")),
    # No data to begin with.
    (f"{CREATE}resource.path", GONE),
    (f"{BOOKS}resource.path", GONE),
    # A type without a load, if somebody fills it.
    (f"{BOOK}load", GONE),
    # boto3's name for the whole answer, where nothing is made of it.
    (
        f"{BOOK}actions.See",
        {**call("ListBooks", *_BOTH), "path": "$", "reads": True},
    ),
    # A second name beside the type's own.
    (
        "service.has",
        {"Rack": make("Shelf", ask("Id")), "Shelf": make("Shelf", ask("Id"))},
    ),
    # One parameter alone may append a structure: none is to join it.
    (
        BATCH.rstrip("."),
        [fill("ShelfId", "ShelfId"), fill("Entries[].Number", "Number")],
    ),
]
