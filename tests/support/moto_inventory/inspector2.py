"""Resources of inspector2 that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "inspector2.Filter": Call(
            "create_filter",
            {
                "name": "quiet",
                "action": "SUPPRESS",
                "filterCriteria": {
                    "severity": [{"comparison": "EQUALS", "value": "LOW"}]
                },
            },
            "arn",
            "arn",
        ),
    }
)
