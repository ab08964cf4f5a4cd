"""Resources of ecr that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Call

CALLS.update(
    {
        "ecr.Repository": Call(
            "create_repository",
            {"repositoryName": "team/web"},
            "repository.repositoryName",
            "repository.repositoryArn",
        ),
    }
)
