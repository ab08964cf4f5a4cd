"""What shelves are made of: the models that botocore would have of them."""

from __future__ import annotations

from typing import Any

from botocore.model import ServiceModel

Json = dict[str, Any]


def _structure(required: str = "", **members: str) -> Json:
    shape: Json = {
        "type": "structure",
        "members": {name: {"shape": shape} for name, shape in members.items()},
    }
    if required:
        shape["required"] = required.split()
    return shape


def _list(of: str) -> Json:
    return {"type": "list", "member": {"shape": of}}


_STRUCTURES = {
    "Owner": _structure(Account="Text", Names="Texts"),
    "Shelf": _structure(
        Id="Text", Title="Text", ShelfArn="Text", Length="Whole", Owner="Owner",
        Labels="Labels", Rooms="Texts", NeighbourId="Text",
    ),
    "ShelfSummary": _structure(Id="Text", Title="Text", ShelfArn="Text"),
    "Book": _structure(
        ShelfId="Text", Number="Whole", Title="Text", RevisionId="Text"
    ),
    "Entry": _structure("Number", Number="Whole", Title="Text"),
    "CreateShelfInput": _structure("Title", Title="Text", Id="Text"),
    "ShelfInput": _structure("Id", Id="Text"),
    "ShelfOutput": _structure(Shelf="Shelf"),
    "BuyOutput": _structure(Shelf="Shelf", Book="Book"),
    "ShelvesInput": _structure(Ids="Texts", IdPrefix="Text", Marker="Text"),
    "ShelvesOutput": _structure(
        Shelves="ShelfSummaries", Lost="ShelfSummaries", Marker="Text"
    ),
    "BooksInput": _structure(
        "ShelfId",
        ShelfId="Text", Numbers="Wholes", PrefixNumbers="Wholes", NextToken="Text",
    ),
    "BooksOutput": _structure(Books="Books", Others="Books", NextToken="Text"),
    "DeleteBooksInput": _structure(
        "ShelfId Entries", ShelfId="Text", Entries="Entries"
    ),
    "DeleteBooksOutput": _structure(Failures="Failures"),
    "Failure": _structure(Number="Whole", Reason="Text"),
    "LendInput": _structure(
        "ShelfId Number Token",
        ShelfId="Text", Number="Whole", Token="Token", Kind="Kind", For="Whole",
        RevisionId="Text",
    ),
}  # fmt: skip

_SHAPES = {
    **_STRUCTURES,
    "Text": {"type": "string"},
    "Whole": {"type": "integer"},
    "Token": {"type": "string", "idempotencyToken": True},
    "Kind": {"type": "string", "enum": ["SHORT", "LONG"]},
    "Labels": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Texts": _list("Text"),
    "Wholes": _list("Whole"),
    "Books": _list("Book"),
    "Entries": {**_list("Entry"), "max": 25},
    "Failures": _list("Failure"),
    "ShelfSummaries": _list("ShelfSummary"),
}

_OPERATIONS = {
    "Buy": ("CreateShelfInput", "BuyOutput"),
    "CreateShelf": ("CreateShelfInput", "ShelfOutput"),
    "DescribeShelf": ("ShelfInput", "ShelfOutput"),
    "DescribeShelves": ("ShelvesInput", "ShelvesOutput"),
    "DeleteShelves": ("ShelvesInput", None),
    "ListBooks": ("BooksInput", "BooksOutput"),
    "DeleteBooks": ("DeleteBooksInput", "DeleteBooksOutput"),
    "LendBook": ("LendInput", None),
    "BurnBook": ("LendInput", None),
}

_TEXTS = {
    "BurnBook": "<p>This operation is retired. Lend books instead.</p>",
    "ListBooks": "<p>By default, lent books are not listed.</p>",
    "DescribeShelves": (
        "<p>Lists shelves. This operation does not return the <code>Title</code>, even"
        " though it is an attribute of a shelf.</p>"
    ),
}

PAGINATORS: Json = {
    "DescribeShelves": {
        "input_token": "Marker",
        "output_token": "Marker",
        "result_key": "Shelves",
    },
    "ListBooks": {
        "input_token": "NextToken",
        "output_token": "NextToken",
        "result_key": "Books",
    },
}

WAITERS: Json = {
    "ShelfFull": {"operation": "DescribeShelf"},
    "ShelfTitled": {
        "operation": "DescribeShelves",
        "acceptors": [
            {
                "state": "success",
                "matcher": "pathAll",
                "argument": "Shelves[].Title",
                "expected": "Novels",
            },
        ],
    },
}


def model(shapes: Json | None = None) -> ServiceModel:
    """Return the service's model, with more shapes or other ones than it has."""
    operations = {
        name: {
            "name": name,
            "http": {"method": "POST", "requestUri": "/"},
            "input": {"shape": given},
            **({"output": {"shape": answer}} if answer else {}),
            **({"documentation": _TEXTS[name]} if name in _TEXTS else {}),
        }
        for name, (given, answer) in _OPERATIONS.items()
    }
    return ServiceModel(
        {
            "metadata": {"protocol": "json", "apiVersion": "2020-01-01"},
            "operations": operations,
            "shapes": {**_SHAPES, **(shapes or {})},
        },
        "shelves",
    )
