"""The type of the fixture `session` of conftest.py."""

from __future__ import annotations

from typing import Protocol

import boto3

REGION = "us-east-1"


class MakeSession(Protocol):
    """A function that makes a `boto3.Session` with a region and keys filled in."""

    def __call__(self, region_name: str = REGION, **kwargs: str) -> boto3.Session: ...
