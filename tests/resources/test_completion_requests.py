"""Requests of listed items that take members which their summaries lack.

On moto's server, by the definitions that are shipped.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

ACCOUNT = "123456789012"

Calls = list[str]


@pytest.fixture
def calls() -> Calls:
    """Name the operations sent so far."""
    return []


@pytest.fixture
def router(aws: str, calls: Calls) -> Any:
    """Return a virtual router as its list gives it: without its metadata."""
    appmesh = boto3.Session(region_name="us-east-1").resource("appmesh")
    mesh = appmesh.create_mesh(meshName="mesh")
    mesh.create_virtual_router(
        virtualRouterName="router",
        spec={"listeners": [{"portMapping": {"port": 80, "protocol": "http"}}]},
        tags=[{"key": "team", "value": "web"}],
    )
    (listed,) = appmesh.Mesh("mesh").virtual_routers.all()
    note(listed, calls)
    return listed


@pytest.fixture
def archive(aws: str, calls: Calls) -> Any:
    """Return an archive of events as its list gives it: without its ARN."""
    events = boto3.Session(region_name="us-east-1").resource("events")
    events.create_archive(
        ArchiveName="archive",
        EventSourceArn=f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/default",
    )
    (listed,) = events.archives.all()
    note(listed, calls)
    return listed


def note(resource: Any, calls: Calls) -> None:
    """Have the operations of a resource's client noted."""
    resource.meta.client.meta.events.register(
        "before-call", lambda model, **_: calls.append(model.name)
    )


def test_an_action_takes_what_the_summary_lacks(router: Any, calls: Calls) -> None:
    """An action that sends a member of the whole data loads them first."""
    tags = router.list_tags()["tags"]
    assert tags == [{"key": "team", "value": "web"}]
    assert calls == ["DescribeVirtualRouter", "ListTagsForResource"]


def test_loaded_data_are_sent_as_they_are(router: Any, calls: Calls) -> None:
    """An action sends a member of data that were loaded without another load."""
    router.load()
    router.list_tags()
    assert calls == ["DescribeVirtualRouter", "ListTagsForResource"]


def test_a_collection_asks_by_what_the_summary_lacks(
    archive: Any, calls: Calls
) -> None:
    """A collection whose request has a member of the whole data loads them first."""
    assert [*archive.replays.all()] == []
    assert calls == ["DescribeArchive", "ListReplays"]


def test_a_collection_asks_nothing_before_it_is_read(
    archive: Any, calls: Calls
) -> None:
    """A collection that nobody goes through sends no request."""
    archive.replays.all()
    assert calls == []
