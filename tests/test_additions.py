"""Each class gets the additions that its definition asks for; none is missed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from boto3.utils import LazyLoadedWaiterModel, ServiceContext
from botocore.model import NoShapeFoundError

from boto3_extensions import _additions

SERVICES = sorted(boto3.Session().get_available_resources())


class Everything(set[str]):
    """The keywords of a definition that has every keyword there is."""

    def __contains__(self, word: object) -> bool:
        """Return True for any keyword."""
        return True

    def __and__(self, words: Any) -> Any:
        """Return the other keywords."""
        return words


def layers(member: Any) -> Iterator[str]:
    """Yield the names of the functions that a member of a class consists of."""
    while member is not None:
        member = getattr(member, "fget", member)
        yield getattr(member, "__qualname__", type(member).__name__)
        member = getattr(member, "__wrapped__", None)


def members_by_type(service: str) -> dict[str, dict[str, list[str]]]:
    """Return the layers of each member of each resource type of a service."""
    session = boto3.Session("a", "b", region_name="us-east-1")
    client = session.client(service)
    model = session._loader.load_service_model(service, "resources-1")
    version = client.meta.service_model.api_version
    waiters = LazyLoadedWaiterModel(session._session, service, version)
    context = ServiceContext(
        service, client.meta.service_model, waiters, model["resources"]
    )
    found = {}
    for name, definition in [(service, model["service"]), *model["resources"].items()]:
        try:
            made = session.resource_factory.load_from_definition(
                name, definition, context
            )
        except NoShapeFoundError:
            # A type of which an older botocore knows nothing.
            continue
        found[name] = {n: list(layers(m)) for n, m in vars(made).items()}
    return found


@pytest.mark.whole
@pytest.mark.parametrize("service", SERVICES)
def test_no_addition_is_missed(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class is as it would be if all additions had looked at its definition."""
    usual = members_by_type(service)
    assert usual
    monkeypatch.setattr(_additions, "keywords_of", lambda definition: Everything())
    monkeypatch.setattr(_additions, "_leads_to", lambda *_: True)
    assert members_by_type(service) == usual


def test_keywords_are_those_that_ask_for_additions() -> None:
    """Of the definition, of its load, and of each entry of its sections."""
    definition = {
        "identifiers": [{"name": "Id", "optional": True}],
        "load": {"request": {"operation": "DescribeIt"}, "path": "Things[]"},
        "actions": {"Stop": {"reads": True}},
        "has": {"Other": {"resource": {"identifiers": [{"source": "data"}]}}},
    }
    found = _additions.keywords_of(definition)
    assert {"optional", "load", "load[]", "reads", "data"} <= found
    assert "Stop" not in found
