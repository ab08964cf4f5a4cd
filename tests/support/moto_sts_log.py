"""What the embedded STS was asked, by its own records."""

from __future__ import annotations

import json
import urllib.request
from typing import Any


def assumed_roles(url: str) -> list[dict[str, Any]]:
    """Return one record per AssumeRole call since the last reset.

    Args:
        url: Where the embedded AWS listens (the value of the fixture `aws`).
    """
    with urllib.request.urlopen(f"{url}/moto-api/data.json", timeout=30) as answer:
        data = json.load(answer)
    calls: list[dict[str, Any]] = data.get("sts", {}).get("AssumedRole", [])
    return calls
