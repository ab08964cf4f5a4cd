"""A service that botocore has a client of, and nobody resources."""

from __future__ import annotations

import json
from pathlib import Path

NAME = "clientalone"

_MODEL = {
    "version": "2.0",
    "metadata": {
        "apiVersion": "2020-01-01",
        "endpointPrefix": NAME,
        "jsonVersion": "1.1",
        "protocol": "json",
        "protocols": ["json"],
        "serviceFullName": "A service of a client alone",
        "serviceId": "ClientAlone",
        "signatureVersion": "v4",
        "targetPrefix": "ClientAlone",
        "uid": f"{NAME}-2020-01-01",
    },
    "operations": {},
    "shapes": {},
}


def write_model(folder: Path) -> str:
    """Write the service's model; return the folder, as ``AWS_DATA_PATH`` has it."""
    path = folder / NAME / "2020-01-01" / "service-2.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(_MODEL), "utf-8")
    return str(folder)
