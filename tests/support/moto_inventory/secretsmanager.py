"""Resources of secretsmanager that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "secretsmanager.Secret": Call(
            "create_secret", {"Name": "team/secret", "SecretString": "s"}, "Name", "ARN"
        ),
    }
)
