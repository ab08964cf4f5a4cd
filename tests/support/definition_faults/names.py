"""What things are called, and whether that tells them apart."""

from __future__ import annotations

from .places import BOOK, BOOKS, SHELF, Fault, ask, call, fill, make, read

_BURN = call("DeleteShelves", fill("Ids[0]", "Id"))
_BURN_ALL = call("DeleteShelves", fill("Ids[]", "Id"))

NAMES: list[Fault] = [
    (
        f"{BOOK}shape",
        "Bok",
        "Book has the shape Bok, which is no structure of shelves.",
    ),
    (
        f"{BOOK}shape",
        "Text",
        "Book has the shape Text, which is no structure of shelves.",
    ),
    (
        f"{SHELF}identifiers.0.memberName",
        "ID",
        "Shelf: the identifier Id has the memberName ID, which its shape does not"
        " have.",
    ),
    (
        f"{BOOKS}resource.identifiers.0",
        read("ShelfId", "NextToken"),
        "Book does not carry the Id of Shelf, to which it belongs: two of them could be"
        " equal.",
    ),
    (
        f"{SHELF}actions",
        {"Title": _BURN},
        "Shelf: the attribute Title becomes title_attribute, for title is the action"
        " Title.",
    ),
    (
        f"{SHELF}actions",
        {"Books": _BURN},
        "Shelf: the collection Books becomes books_collection, for books is the action"
        " Books.",
    ),
    (
        f"{SHELF}actions",
        {"WaitUntilFull": _BURN},
        "Shelf: the waiter Full becomes wait_until_full_waiter, for wait_until_full is"
        " the action WaitUntilFull.",
    ),
    (
        f"{SHELF}identifiers.0",
        {"name": "Id", "memberName": "NeighbourId"},
        "Shelf: the identifier Id is NeighbourId, and hides the attribute Id.",
    ),
    (
        "service.has.Rack",
        make("Shelf", ask("Id")),
        "Shelf is called only Rack by the service: add Shelf to has.",
    ),
    (
        "service.has",
        {"Book": make("Shelf", ask("Id")), "Shelf": make("Shelf", ask("Id"))},
        "service.has.Book makes a Shelf, though Book is another type.",
    ),
    (
        f"{SHELF}actions",
        {"Reload": _BURN},
        "Shelf: the action Reload would be called reload, every resource has its own.",
    ),
    (
        f"{SHELF}actions",
        {"Import": _BURN},
        "Shelf: the action Import would be called import, Python's keyword.",
    ),
    (
        f"{SHELF}batchActions.All",
        _BURN_ALL,
        "Shelf: the batch action All would be called all, every collection has its"
        " own.",
    ),
]
