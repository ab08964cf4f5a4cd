"""What a service resource of xray has whose one type is Group: its list."""

from __future__ import annotations

_GROUPS = {
    "request": {"operation": "GetGroups"},
    "resource": {
        "type": "Group",
        "identifiers": [
            {"target": "Name", "source": "response", "path": "Groups[].GroupName"}
        ],
    },
}
SERVICE = {"hasMany": {"Groups": _GROUPS}}
