"""Resources of codecommit that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS["codecommit.Repository"] = Call(
    "create_repository",
    {"repositoryName": "repository"},
    "repositoryMetadata.repositoryName",
    "repositoryMetadata.Arn",
)
