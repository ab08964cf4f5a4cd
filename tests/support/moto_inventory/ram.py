"""Resources of ram that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "ram.ResourceShare": Call(
            "create_resource_share",
            {"name": "subnets"},
            "resourceShare.resourceShareArn",
            "resourceShare.resourceShareArn",
        ),
    }
)
