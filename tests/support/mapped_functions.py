"""What the tests of `map` call: at the top of a module, so that it travels."""

from __future__ import annotations

import os
from typing import Any

import boto3

from boto3_extensions import ConnectionManager


def account_and_region(session: boto3.Session) -> tuple[str, str | None]:
    """Return whom STS takes the caller for, and where the session works."""
    account: str = session.client("sts").get_caller_identity()["Account"]
    return account, session.region_name


def account_and_process(session: boto3.Session) -> tuple[str, int]:
    """Return whom STS takes the caller for, and which process asked."""
    return account_and_region(session)[0], os.getpid()


class UnpicklableError(Exception):
    """An error that goes through pickle one way only."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def refuse(session: boto3.Session) -> Any:
    """Fail as ordinary code does."""
    raise ValueError(f"not in {session.region_name}")


def fail_for_ever(session: boto3.Session) -> Any:
    """Fail in a way that no other process can be told of."""
    raise UnpicklableError("not ", "here")


def make_manager() -> ConnectionManager:
    """Make a manager where the call is made."""
    return ConnectionManager(region_name="eu-north-1")


def region_of(session: boto3.Session) -> str | None:
    """Return a session's region, which takes no call."""
    region: str | None = session.region_name
    return region
