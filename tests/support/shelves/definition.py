"""A definition of the shelves without a fault, with one of everything."""

from __future__ import annotations

from .models import Json


def _fill(target: str, name: str) -> Json:
    return {"target": target, "source": "identifier", "name": name}


def _read(target: str, path: str, source: str = "response") -> Json:
    return {"target": target, "source": source, "path": path}


DEFINITION: Json = {
    "service": {
        "actions": {
            "CreateShelf": {
                "request": {"operation": "CreateShelf"},
                "resource": {
                    "type": "Shelf",
                    "identifiers": [_read("Id", "Shelf.Id")],
                    "path": "Shelf",
                },
            }
        },
        "hasMany": {
            "Shelves": {
                "request": {"operation": "DescribeShelves"},
                "resource": {
                    "type": "Shelf",
                    "identifiers": [_read("Id", "Shelves[].Id")],
                    "path": "Shelves[]",
                },
            }
        },
    },
    "resources": {
        "Shelf": {
            "identifiers": [{"name": "Id", "memberName": "Id"}],
            "shape": "Shelf",
            "summaries": ["ShelfSummary"],
            "omits": {"DescribeShelves": ["Title"]},
            "load": {
                "request": {
                    "operation": "DescribeShelf",
                    "params": [_fill("Id", "Id")],
                },
                "path": "Shelf",
            },
            "batchActions": {
                "Delete": {
                    "request": {
                        "operation": "DeleteShelves",
                        "params": [_fill("Ids[]", "Id")],
                    }
                }
            },
            "has": {
                "Book": {
                    "resource": {
                        "type": "Book",
                        "identifiers": [
                            _fill("ShelfId", "Id"),
                            {"target": "Number", "source": "input"},
                        ],
                    }
                },
                "Neighbour": {
                    "resource": {
                        "type": "Shelf",
                        "identifiers": [_read("Id", "NeighbourId", "data")],
                    }
                },
            },
            "hasMany": {
                "Books": {
                    "request": {
                        "operation": "ListBooks",
                        "params": [_fill("ShelfId", "Id")],
                    },
                    "resource": {
                        "type": "Book",
                        "identifiers": [
                            _read("ShelfId", "ShelfId", "requestParameter"),
                            _read("Number", "Books[].Number"),
                        ],
                        "path": "Books[]",
                    },
                    "leavesOut": "Books that are lent are left out.",
                }
            },
            "waiters": {
                "Full": {"waiterName": "ShelfFull", "params": [_fill("Id", "Id")]}
            },
        },
        "Book": {
            "identifiers": [{"name": "ShelfId"}, {"name": "Number"}],
            "shape": "Book",
            "load": {
                "request": {
                    "operation": "ListBooks",
                    "params": [
                        _fill("ShelfId", "ShelfId"),
                        _fill("Numbers[0]", "Number"),
                    ],
                },
                "path": "Books[0]",
            },
            "actions": {
                "Lend": {
                    "request": {
                        "operation": "LendBook",
                        "params": [
                            _fill("ShelfId", "ShelfId"),
                            _fill("Number", "Number"),
                            {"target": "Kind", "source": "string", "value": "SHORT"},
                        ],
                    },
                    "lock": {"RevisionId": "RevisionId"},
                }
            },
            "batchActions": {
                "Delete": {
                    "request": {
                        "operation": "DeleteBooks",
                        "params": [
                            _fill("ShelfId", "ShelfId"),
                            _fill("Entries[*].Number", "Number"),
                            _read("Entries[*].Title", "Title", "data"),
                        ],
                    },
                    "limit": 25,
                    "failures": ["Failures"],
                }
            },
        },
    },
}

_SHELF_ARN = "arn:{partition}:shelves:{region}:{account}:shelf/{id}"
ARNS: Json = {
    "Shelf": {"format": _SHELF_ARN, "arn": "shelf_arn", "account": "owner.Account"},
    "Book": {"format": f"{_SHELF_ARN.replace('{id}', '{shelf_id}')}/book/{{number}}"},
}
