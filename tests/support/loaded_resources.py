"""Resources with data, for tests of what they tell of others."""

from __future__ import annotations

from typing import Any

import boto3

MINE = "123456789012"
HERE = f"us-east-1:{MINE}"


def with_data(resource: Any, **data: Any) -> Any:
    """Return a resource as if AWS had answered with this data."""
    resource.meta.data = data
    return resource


def asking_nobody() -> boto3.Session:
    """Return a session of a known account, with which nobody is asked."""
    session = boto3.Session(
        "testing", "testing", region_name="us-east-1", aws_account_id=MINE
    )

    def refuse(event_name: str, **kwargs: Any) -> None:
        raise AssertionError(f"a call was made: {event_name}")

    session.events.register("before-call", refuse)
    return session
