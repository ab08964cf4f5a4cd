"""Tags of what another account owns are its own, or refused, for every type."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError

import arn_samples
from arn_samples import MINE, OTHER, Sent, a_session, as_loaded
from boto3_extensions import resource_from_arn, tags_of
from boto3_extensions.exceptions import Boto3ExtensionsError, NotTaggableError

# Their ids are no other organization's.
UNIQUE = {"organizations"}


def tried() -> tuple[list[str], int]:
    """Return each call for tags that is for the caller's own thing, and how many else.

    Those others have the owner's account in them.
    """
    session, calls = a_session()
    found, others = [], 0
    for service, kind, arn, _ in arn_samples.arns(OTHER):
        if OTHER not in arn or service in UNIQUE:
            continue
        resource = resource_from_arn(arn, session, account_id=MINE)
        try:
            tags = tags_of(resource)
        except NotTaggableError:
            continue
        for is_loaded in (False, True):
            if is_loaded:
                as_loaded(resource, OTHER)
            for name, change in CHANGES.items():
                calls.clear()
                with contextlib.suppress(Sent, Boto3ExtensionsError, BotoCoreError):
                    change(tags)
                for operation, params in calls:
                    if OTHER in str(params):
                        others += 1
                    else:
                        found.append(f"{service}.{kind} {name}: {operation} {params}")
    return found, others


CHANGES: dict[str, Any] = {
    "read": lambda tags: tags.reload(),
    "put": lambda tags: tags.update(team="shop"),
    "replace": lambda tags: tags.replace(team="shop"),
}


@pytest.mark.newer_botocore
def test_nothing_is_asked_of_the_callers_own() -> None:
    """Each call has the owner's account, in an ARN or as such, or is not made."""
    faults, others = tried()
    assert [] == faults
    assert others > 500
