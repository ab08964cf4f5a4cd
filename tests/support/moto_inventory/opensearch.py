"""Resources of opensearch that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "opensearch.Domain": Call(
            "create_domain",
            {"DomainName": "shop"},
            "DomainStatus.DomainName",
            "DomainStatus.ARN",
        ),
    }
)
