"""The exceptions to the rules that definitions/*.toml makes, each with its reason."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def read_allowed(folder: Path) -> dict[str, dict[str, str]]:
    """Return, by service, the exceptions that a folder of TOML files makes.

    ``[allowed]`` has them as the checks print them: ``"renamed Stack.name" = "why"``.
    A type's ``equality`` is the reason why its identifiers identify all the same.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        reasons = dict(document.get("allowed", {}))
        for name, table in document.get("types", {}).items():
            if "equality" in table:
                reasons[f"identity {name}"] = table["equality"]
        found[document["service"]] = reasons
    return found
