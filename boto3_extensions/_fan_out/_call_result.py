"""What became of one call of a fan-out: its value or its error, and whose it is."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import boto3

T = TypeVar("T")


@dataclass(frozen=True)
class CallResult(Generic[T]):
    """What one call of the function came to.

    Attributes:
        role_arn: The role the call acted as; what the caller gave, if that names none.
        account: The role's account id; empty if the caller's words do not tell it.
        region: The session's region; None if it had none.
        value: What the function returned; None if it failed.
        error: What it raised, or what kept it from being called; None if all is well.
        seconds: How long the call took, the role's first AssumeRole included.
        item: What the caller gave for the role: an ARN, an id, a dict, an object; of a
            dict of accounts the account's value.
    """

    role_arn: str
    account: str
    region: str | None
    # Not `T | None`: that `ok` is true says nothing to a type checker.
    value: T
    error: Exception | None
    seconds: float
    # Not shown: it may hold an external id.
    item: Any = field(default=None, repr=False, compare=False)

    def __str__(self) -> str:
        """Return a line for a person: whose it is, and the value or the error."""
        came = repr(self.value)
        if self.error is not None:
            came = f"{type(self.error).__name__}: {self.error}"
        return (
            f"{self.account or self.role_arn} in {self.region or 'no region'}: {came}"
        )

    @property
    def ok(self) -> bool:
        """Tell whether the function returned."""
        return self.error is None


def call(
    function: Callable[[boto3.Session], T],
    open_session: Callable[[str | None], boto3.Session],
    role_arn: str,
    region_name: str | None,
) -> CallResult[T]:
    """Call a function with a role's session in a region, and keep what it raises.

    Args:
        function: Takes the session.
        open_session: Returns the session of the role in a region.
        role_arn: ARN of the role.
        region_name: The region; None for that of the role's session.
    """
    began = time.perf_counter()
    account = account_in(role_arn)
    try:
        session = open_session(region_name)
        region_name = session.region_name
        value = function(session)
    except Exception as error:
        let_go(error)
        spent = time.perf_counter() - began
        nothing: Any = None
        return CallResult(role_arn, account, region_name, nothing, error, spent)
    spent = time.perf_counter() - began
    return CallResult(role_arn, account, region_name, value, None, spent)


def not_called(
    role_arn: str, region_name: str | None, error: Exception
) -> CallResult[Any]:
    """Return the record of a call that could not even begin."""
    account = account_in(role_arn)
    return CallResult(role_arn, account, region_name, None, error, 0.0)


def account_in(role_arn: str) -> str:
    """Return the account of a role's ARN; empty for what is no ARN."""
    parts = role_arn.split(":")
    return parts[4] if len(parts) > 5 else ""


def let_go(error: BaseException) -> None:
    """Keep an error from holding what its frames hold: a session, megabytes each.

    Its traceback still tells files, lines and functions, from the caller's on.
    """
    if error.__traceback__ is not None:
        error.__traceback__ = error.__traceback__.tb_next
    chain: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in chain:
        chain.add(id(link))
        traceback.clear_frames(link.__traceback__)
        link = link.__cause__ or link.__context__
