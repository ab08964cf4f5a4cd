"""A session that makes no call."""

from __future__ import annotations

from typing import Any

import boto3

MINE = "123456789012"
HERE = f"us-east-1:{MINE}"
UUID = "6b0e71bd-7e97-4d97-80ce-4a0994e55286"


def offline_session(region: str | None) -> boto3.Session:
    """Return a session with credentials in which every call is an error."""
    session = boto3.Session(
        # None of the others' keys: whose those are, a session that asked may have told.
        aws_access_key_id="offline",
        aws_secret_access_key="offline",
        region_name=region,
    )

    def refuse(event_name: str, **kwargs: Any) -> None:
        raise AssertionError(f"a call was made: {event_name}")

    session.events.register("before-call", refuse)
    return session
