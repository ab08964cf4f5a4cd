"""Right definitions of the tiny service, with everything a definition can have."""

from __future__ import annotations

from typing import Any


def sent(target: str, name: str) -> dict[str, str]:
    """Return a param filled from an identifier."""
    return {"target": target, "source": "identifier", "name": name}


SHELF_AND_ID = [sent("Shelf", "Shelf"), sent("BoxId", "Id")]

BOX: dict[str, Any] = {
    "identifiers": [{"name": "Shelf"}, {"name": "Id", "memberName": "BoxId"}],
    "shape": "FullBox",
    "summaries": ["Box"],
    "load": {"request": {"operation": "GetBox", "params": SHELF_AND_ID}, "path": "Box"},
    "actions": {"Look": {"request": {"operation": "GetBox", "params": SHELF_AND_ID}}},
    "batchActions": {
        "Seal": {
            "request": {
                "operation": "SealBoxes",
                "params": [sent("Shelf", "Shelf"), sent("BoxIds[]", "Id")],
            }
        }
    },
    "waiters": {"Sealed": {"waiterName": "BoxSealed", "params": SHELF_AND_ID}},
    "has": {
        "FirstInner": {
            "resource": {
                "type": "Box",
                "identifiers": [
                    {"target": "Shelf", "source": "identifier", "name": "Shelf"},
                    {"target": "Id", "source": "data", "path": "Inner[0].BoxId"},
                ],
            }
        }
    },
}

SHELF: dict[str, Any] = {
    "identifiers": [{"name": "Name"}],
    "actions": {
        "CreateBox": {
            "request": {"operation": "CreateBox", "params": [sent("Shelf", "Name")]},
            "resource": {
                "type": "Box",
                "identifiers": [
                    {"target": "Shelf", "source": "identifier", "name": "Name"},
                    {"target": "Id", "source": "response", "path": "Box.BoxId"},
                ],
                "path": "Box",
            },
        }
    },
    "has": {
        "Box": {
            "resource": {
                "type": "Box",
                "identifiers": [
                    {"target": "Shelf", "source": "identifier", "name": "Name"},
                    {"target": "Id", "source": "input"},
                ],
            }
        }
    },
    "hasMany": {
        "Boxes": {
            "request": {"operation": "ListBoxes", "params": [sent("Shelf", "Name")]},
            "resource": {
                "type": "Box",
                "identifiers": [
                    {"target": "Shelf", "source": "identifier", "name": "Name"},
                    {"target": "Id", "source": "response", "path": "Boxes[].BoxId"},
                ],
                "path": "Boxes[]",
            },
        }
    },
}
