"""Answers of AssumeRole, and the keys they are kept under."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

KEY = "0123456789abcdef0123456789abcdef01234567"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
SECRETS = ("wJalrXUtnFEMI/K7MDENG", "FwoGZXIvYXdzEBYaDG")


def answer(
    expiration: Any = "2026-11-22T13:00:00UTC", access_key_id: str = "ASIAEXAMPLE"
) -> dict[str, Any]:
    """Return an answer of AssumeRole, good for an hour from NOW."""
    return {
        "Credentials": {
            "AccessKeyId": access_key_id,
            "SecretAccessKey": SECRETS[0],
            "SessionToken": SECRETS[1],
            "Expiration": expiration,
        },
        "AssumedRoleUser": {
            "AssumedRoleId": "AROAEXAMPLE:tester",
            "Arn": "arn:aws:sts::123456789012:assumed-role/worker/tester",
        },
        "ResponseMetadata": {"HTTPStatusCode": 200, "RetryAttempts": 0},
    }
