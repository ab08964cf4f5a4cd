"""Resources of mq that moto can make; the ARN of its brokers lacks their name."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "mq.Configuration": Call(
            "create_configuration",
            {"Name": "strict", "EngineType": "ACTIVEMQ", "EngineVersion": "5.18"},
            "Id",
            "Arn",
        ),
    }
)
