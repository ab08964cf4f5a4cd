"""Every waiter of the packaged data ends where its states say that it should."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest

import boto3_extensions

DATA = Path(boto3_extensions.__file__).parent / "data"
FILES = sorted(DATA.glob("*/*/waiters-2.boto3-extensions-extras.json"))
SERVICES = [file.parts[-3] for file in FILES]
PREFIX = "Ext"

# How AWS calls states after which nothing comes that is waited for.
BAD = re.compile(r"fail|error|reject|cancel|expired|timed.?out|invalid", re.IGNORECASE)


def own_waiters(service: str) -> dict[str, Any]:
    """Return our waiters of a service, by name."""
    (file,) = DATA.glob(f"{service}/*/{FILES[0].name}")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))["merge"]["waiters"]
    return found


def botocores_waiters(service: str) -> dict[str, Any]:
    """Return those that botocore has by itself."""
    loader = botocore.session.get_session().get_component("data_loader")
    try:
        document = loader.load_service_model(service, "waiters-2")
    except botocore.exceptions.UnknownServiceError:
        return {}
    found: dict[str, Any] = document["waiters"]
    return {name: one for name, one in found.items() if not name.startswith(PREFIX)}


def of_states(service: str, outcome: str) -> Iterator[tuple[str, str, str]]:
    """Yield waiter, path and value of each state that ours give an outcome.

    What a copy of botocore's has from botocore is botocore's to say.
    """
    theirs = botocores_waiters(service)
    for name, waiter in own_waiters(service).items():
        copied = theirs.get(name.removeprefix(PREFIX), {"acceptors": []})["acceptors"]
        for acceptor in waiter["acceptors"]:
            if acceptor in copied or acceptor["matcher"] == "error":
                continue
            if acceptor["state"] == outcome:
                yield name, acceptor["argument"], str(acceptor["expected"])


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.newer_botocore
def test_no_bad_state_is_a_success(service: str) -> None:
    """A state that is called failed, rejected or the like ends no waiter well."""
    found = [told for told in of_states(service, "success") if BAD.search(told[-1])]
    assert [] == found


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.newer_botocore
def test_no_state_is_waited_on(service: str) -> None:
    """A state is named to end a waiter: every other one passes anyway."""
    assert [] == list(of_states(service, "retry"))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.newer_botocore
def test_a_copy_of_botocores_begins_as_botocores_does(service: str) -> None:
    """It ends where the other one does, and where that would go on for nothing."""
    ours, theirs = own_waiters(service), botocores_waiters(service)
    for name in theirs:
        if copy := ours.get(f"{PREFIX}{name}"):
            acceptors = theirs[name]["acceptors"]
            assert acceptors == copy["acceptors"][: len(acceptors)]
            assert len(acceptors) < len(copy["acceptors"])
