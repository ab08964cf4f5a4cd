"""A service of our own with every kind of shape, to be spoken to in any protocol."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAME = "tiny"
VERSION = "2024-01-01"

_SHAPES: dict[str, Any] = {
    "Text": {"type": "string"},
    "LongText": {"type": "string", "min": 40},
    "Colour": {"type": "string", "enum": ["red", "green", "blue"]},
    "Number": {"type": "integer"},
    "Ratio": {"type": "double"},
    "Flag": {"type": "boolean"},
    "Time": {"type": "timestamp"},
    "Bytes": {"type": "blob"},
    "Texts": {"type": "list", "member": {"shape": "Text"}},
    "Labels": {
        "type": "map",
        "key": {"shape": "Text"},
        "value": {"shape": "Text"},
    },
    "Either": {
        "type": "structure",
        "union": True,
        "members": {"Left": {"shape": "Text"}, "Right": {"shape": "Number"}},
    },
    "Box": {
        "type": "structure",
        "members": {
            "BoxId": {"shape": "LongText"},
            "BoxArn": {"shape": "Text"},
            "Colour": {"shape": "Colour"},
            "Weight": {"shape": "Number"},
            "Ratio": {"shape": "Ratio"},
            "Sealed": {"shape": "Flag"},
            "Made": {"shape": "Time"},
            "Content": {"shape": "Bytes"},
            "Labels": {"shape": "Labels"},
            "Either": {"shape": "Either"},
            "Inner": {"shape": "Boxes"},
            "Notes": {"shape": "Texts"},
        },
    },
    "Boxes": {"type": "list", "member": {"shape": "Box"}},
    "Filter": {
        "type": "structure",
        "required": ["Name"],
        "members": {"Name": {"shape": "Text"}, "Values": {"shape": "Texts"}},
    },
    "ListBoxesInput": {
        "type": "structure",
        "required": ["Shelf"],
        "members": {
            "Shelf": {"shape": "Text"},
            "Filter": {"shape": "Filter"},
            "Limit": {"shape": "Number"},
            "Token": {"shape": "Text"},
        },
    },
    "ListBoxesOutput": {
        "type": "structure",
        "members": {"Boxes": {"shape": "Boxes"}, "NextToken": {"shape": "Text"}},
    },
}


_SHAPES |= {
    "BoxRequest": {
        "type": "structure",
        "required": ["Shelf", "BoxId"],
        "members": {"Shelf": {"shape": "Text"}, "BoxId": {"shape": "LongText"}},
    },
    # What a list of boxes tells of each, and what only a single one tells.
    "FullBox": {
        "type": "structure",
        "members": {**_SHAPES["Box"]["members"], "History": {"shape": "Texts"}},
    },
    "BoxAnswer": {"type": "structure", "members": {"Box": {"shape": "FullBox"}}},
    "CreateBoxRequest": {
        "type": "structure",
        "required": ["Shelf", "Colour"],
        "members": {"Shelf": {"shape": "Text"}, "Colour": {"shape": "Colour"}},
    },
    "BoxesRequest": {
        "type": "structure",
        "required": ["Shelf", "BoxIds"],
        "members": {"Shelf": {"shape": "Text"}, "BoxIds": {"shape": "Texts"}},
    },
}

_OPERATIONS = {
    "ListBoxes": ("ListBoxesInput", "ListBoxesOutput"),
    "GetBox": ("BoxRequest", "BoxAnswer"),
    "CreateBox": ("CreateBoxRequest", "BoxAnswer"),
    "SealBoxes": ("BoxesRequest", "BoxAnswer"),
}

_WAITERS = {
    "BoxSealed": {
        "operation": "GetBox",
        "delay": 60,
        "maxAttempts": 2,
        "acceptors": [
            {
                "state": "failure",
                "matcher": "path",
                "argument": "Box.Colour",
                "expected": "red",
            },
            {
                "state": "success",
                "matcher": "pathAll",
                "argument": "Box.Inner[].Colour",
                "expected": "blue",
            },
            {
                "state": "success",
                "matcher": "path",
                "argument": "Box.Colour",
                "expected": "green",
            },
        ],
    }
}


def write_tiny_service(folder: Path, protocol: str) -> None:
    """Write the service's model and paginator for a loader to find in `folder`."""
    files = folder / NAME / VERSION
    files.mkdir(parents=True)
    model = {
        "version": "2.0",
        "metadata": {
            "apiVersion": VERSION,
            "endpointPrefix": NAME,
            "jsonVersion": "1.1",
            "protocol": protocol,
            "protocols": [protocol],
            "serviceFullName": "Tiny",
            "serviceId": "Tiny",
            "signatureVersion": "v4",
            "targetPrefix": "Tiny",
        },
        "operations": {
            name: {
                "name": name,
                "http": {"method": "POST", "requestUri": _uri(protocol, name)},
                "input": {"shape": taken, "locationName": "Request"},
                "output": {"shape": given, **_wrapper(protocol)},
            }
            for name, (taken, given) in _OPERATIONS.items()
        },
        "shapes": _SHAPES,
    }
    paging = {
        "input_token": "Token",
        "output_token": "NextToken",
        "limit_key": "Limit",
        "result_key": "Boxes",
    }
    (files / "service-2.json").write_text(json.dumps(model), "utf-8")
    (files / "paginators-1.json").write_text(
        json.dumps({"pagination": {"ListBoxes": paging}}), "utf-8"
    )
    (files / "waiters-2.json").write_text(
        json.dumps({"version": 2, "waiters": _WAITERS}), "utf-8"
    )


def _uri(protocol: str, operation: str) -> str:
    return f"/{operation}" if protocol.startswith("rest") else "/"


def _wrapper(protocol: str) -> dict[str, str]:
    return {"resultWrapper": "Result"} if protocol == "query" else {}
