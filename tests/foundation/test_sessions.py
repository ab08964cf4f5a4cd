"""A session that was extended knows our services; other sessions do not notice.

The data folder is an invented one, so that these tests outlive every definition.
"""

from __future__ import annotations

import copy
import gc
import json
import weakref
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import botocore.loaders
import botocore.session
import pytest
from boto3.resources.base import ResourceMeta

from boto3_extensions import _install
from boto3_extensions._foundation import models, sessions

REGION = "us-east-1"
ADDED = {"service": {}, "resources": {"Term": {"identifiers": [{"name": "Name"}]}}}
OVERLAY = {
    "version": 1.0,
    "merge": {"resources": {"MoveTask": {"identifiers": [{"name": "Handle"}]}}},
}
PAGES = {"output_token": "NextToken", "input_token": "NextToken", "result_key": "Tags"}
PAGINATION = {"version": 1.0, "merge": {"pagination": {"ListQueueTags": PAGES}}}
WAITER = {
    "operation": "GetQueueUrl",
    "delay": 1,
    "maxAttempts": 2,
    "acceptors": [{"state": "success", "matcher": "status", "expected": 200}],
}
WAITERS = {"version": 1.0, "merge": {"waiters": {"ExtQueueExists": WAITER}}}


@pytest.fixture(autouse=True)
def plain_boto3(boto3_as_found: None) -> None:
    """Have boto3 plain at the start of the test."""
    _install.unpatch()


@pytest.fixture(autouse=True)
def our_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let this package hold one added service, translate, and overlays of sqs."""
    write(tmp_path, "translate/2017-07-01/resources-1.json", ADDED)
    write(tmp_path, "sqs/2012-11-05/resources-1.sdk-extras.json", OVERLAY)
    pages = f"sqs/2012-11-05/paginators-1.{models.EXTRAS_TYPE}-extras.json"
    write(tmp_path, pages, PAGINATION)
    waits = f"sqs/2012-11-05/waiters-2.{models.EXTRAS_TYPE}-extras.json"
    write(tmp_path, waits, WAITERS)
    write(tmp_path, "sqs/2012-11-05/waiters-2.json", {"version": 2, "waiters": {}})
    monkeypatch.setattr(models, "DATA_PATH", str(tmp_path))
    return str(tmp_path)


def write(folder: Path, name: str, content: object) -> None:
    """Write a JSON file in a folder of its own."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")


def loader_of(session: Any) -> Any:
    """Return the loader of a boto3 session."""
    return session._session.get_component("data_loader")


def handlers_of(session: Any) -> int:
    """Count what is called when the session makes a class nobody else cares for."""
    attributes = {"meta": ResourceMeta("translate")}
    context = {"class_attributes": attributes, "service_context": None}
    return len(session.events.emit("creating-resource-class.x.Y", **context))


def test_added_service() -> None:
    """An extended session makes resources of a service boto3 has none for."""
    session = sessions.extend(boto3.Session(region_name=REGION))

    assert "translate" in session.get_available_resources()
    assert "Term" in session.resource("translate").get_available_subresources()


def test_overlay() -> None:
    """An extended session has boto3's own types of a service, and ours beside them."""
    session = sessions.extend(boto3.Session(region_name=REGION))

    types = session.resource("sqs").get_available_subresources()

    assert ["Message", "MoveTask", "Queue"] == types


def test_pagination() -> None:
    """Clients of an extended session page where only our data says how."""
    session = boto3.Session(region_name=REGION)
    assert not session.client("sqs").can_paginate("list_queue_tags")

    sessions.extend(session)

    assert session.client("sqs").can_paginate("list_queue_tags")
    assert session.client("sqs").can_paginate("list_queues")


def test_waiters() -> None:
    """Clients of an extended session wait where only our data says how."""
    session = boto3.Session("a", "b", region_name=REGION)
    assert [] == session.client("sqs").waiter_names

    sessions.extend(session)

    assert ["ext_queue_exists"] == session.client("sqs").waiter_names
    assert 2 == session.client("sqs").get_waiter("ext_queue_exists").config.max_attempts


def test_botocores_waiters_stay(our_data: str) -> None:
    """A botocore that has come to have waiters of a service keeps them, and ours."""
    theirs = {"version": 2, "waiters": {"QueueExists": {**WAITER, "maxAttempts": 9}}}
    path = Path(our_data) / "newer"
    write(path, "sqs/2012-11-05/waiters-2.json", theirs)
    session = boto3.Session("a", "b", region_name=REGION)
    loader_of(session).search_paths.append(str(path))
    client = sessions.extend(session).client("sqs")

    assert ["ext_queue_exists", "queue_exists"] == client.waiter_names
    assert 9 == client.get_waiter("queue_exists").config.max_attempts


def test_other_sessions_stay_plain() -> None:
    """Extending one session does nothing to another."""
    sessions.extend(boto3.Session())
    other = boto3.Session(region_name=REGION)

    assert "translate" not in other.get_available_resources()
    assert not other.client("sqs").can_paginate("list_queue_tags")
    assert [] == other.client("sqs").waiter_names


def test_returns_the_session() -> None:
    """`extend` gives back what it got."""
    session = boto3.Session()

    assert session is sessions.extend(session)


def test_twice(our_data: str) -> None:
    """Extending a session again adds neither a path nor a handler."""
    session = sessions.extend(sessions.extend(boto3.Session()))

    assert 1 == loader_of(session).search_paths.count(our_data)
    assert 1 == handlers_of(session)


def test_two_sessions_on_one_botocore_session(our_data: str) -> None:
    """Sessions that share a botocore session share what `extend` adds."""
    shared = botocore.session.get_session()
    first = sessions.extend(boto3.Session(botocore_session=shared))
    second = sessions.extend(boto3.Session(botocore_session=shared))

    assert 1 == loader_of(second).search_paths.count(our_data)
    assert 1 == handlers_of(second)
    assert "translate" in first.get_available_resources()


def test_data_of_user_and_boto3_wins(
    our_data: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any
) -> None:
    """Our folders are the last of the search path, the derived definitions' behind."""
    users = str(tmp_path_factory.mktemp("models"))
    monkeypatch.setenv("AWS_DATA_PATH", users)
    session = sessions.extend(boto3.Session())

    paths = loader_of(session).search_paths

    assert users == paths[0]
    assert [our_data, models.DERIVED_PATH] == paths[-2:]
    assert any(path.endswith("boto3/data") for path in paths[:-2])


def test_session_that_was_used_before() -> None:
    """Listings and definitions that a used session remembers do not hide ours."""
    session = boto3.Session(region_name=REGION)
    assert "translate" not in session.get_available_resources()
    before = session.resource("sqs")

    sessions.extend(session)

    assert "translate" in session.get_available_resources()
    assert "Term" in session.resource("translate").get_available_subresources()
    assert "MoveTask" in session.resource("sqs").get_available_subresources()
    assert "MoveTask" not in before.get_available_subresources()


def test_models_of_clients_stay_remembered() -> None:
    """What has nothing to do with resources is not read a second time."""
    session = boto3.Session(region_name=REGION)
    before = loader_of(session).load_service_model("sqs", "service-2")

    sessions.extend(session)

    assert before is loader_of(session).load_service_model("sqs", "service-2")


def test_loader_that_remembers_nothing() -> None:
    """A loader without botocore's private memory works as well."""
    shared = botocore.session.get_session()
    shared.register_component("data_loader", PathsOnly())
    session = boto3.Session(botocore_session=shared)

    sessions.extend(session)

    ours = [models.DATA_PATH, models.DERIVED_PATH]
    assert ours == loader_of(session).search_paths[-2:]


class PathsOnly:
    """The least that boto3 asks of a loader."""

    def __init__(self) -> None:
        self.search_paths: list[str] = []


def test_stand_in_for_a_loader() -> None:
    """Tests of boto3's users put mocks in its place; what they hold is left alone."""
    paths = (b"not", b"a", b"list")
    shared = botocore.session.get_session()
    session = boto3.Session(botocore_session=shared)
    shared.register_component("data_loader", SimpleNamespace(search_paths=paths))

    sessions.extend(session)

    assert paths == shared.get_component("data_loader").search_paths


def test_subclass_that_skips_init() -> None:
    """A class with its own constructor is extended by hand, as aioboto3 has to."""

    class OwnInit(boto3.Session):
        def __init__(self) -> None:
            self._session = botocore.session.get_session()
            self._setup_loader()

    session = sessions.extend(OwnInit())

    assert "translate" in session.get_available_resources()
    assert 1 == handlers_of(session)


@pytest.mark.parametrize(
    "stranger",
    [
        None,
        "default",
        boto3.Session,
        botocore.session.get_session(),
        SimpleNamespace(_session=botocore.session.get_session()),
        SimpleNamespace(events=None),
    ],
    ids=["None", "name", "class", "botocore's", "without events", "only events"],
)
def test_not_a_session(stranger: Any) -> None:
    """Anything else is refused with the reason."""
    with pytest.raises(TypeError, match=r"takes a boto3\.Session, not"):
        sessions.extend(stranger)


def test_handler_is_inert_without_patch() -> None:
    """While boto3 is not patched, an extended session makes boto3's classes."""
    session = sessions.extend(boto3.Session(region_name=REGION))

    assert type(session.resource("sqs").meta) is ResourceMeta


def test_dropped_session_is_collected() -> None:
    """An extended session goes when its last user does, resources included."""
    _install.arn_patch_boto3()
    session = boto3.Session(region_name=REGION)
    gone = weakref.ref(session)
    queue = session.resource("sqs").Queue("https://example.com/1/q")
    del session
    assert queue.meta.session is gone()
    del queue
    gc.collect()

    assert gone() is None


def test_meta_knows_the_session() -> None:
    """With ARNs on, a resource tells the session it came from, and so do its parts."""
    _install.arn_patch_boto3()
    session = boto3.Session(region_name=REGION)
    sqs = session.resource("sqs")

    assert session is sqs.meta.session
    assert session is sqs.Queue("https://example.com/1/q").meta.session
    assert session is sqs.Queue("https://example.com/1/q").Message("r").meta.session


def test_meta_has_no_session_without_arns() -> None:
    """`patch` alone leaves boto3's meta as it is."""
    _install.patch()
    session = boto3.Session(region_name=REGION)

    assert type(session.resource("sqs").meta) is ResourceMeta


def test_metas_compare_as_before() -> None:
    """Two metas are equal when their parts are, whichever session they came from."""
    plain = boto3.Session(region_name=REGION).resource("sqs").meta
    _install.arn_patch_boto3()
    ours = boto3.Session(region_name=REGION).resource("sqs").meta
    other = boto3.Session(region_name=REGION).resource("sqs").meta
    for meta in (ours, other):
        meta.client, meta.resource_model = plain.client, plain.resource_model

    assert ours == other
    assert plain == ours
    assert ours == plain
    other.data = {}
    assert ours != other


def test_copies_of_meta() -> None:
    """A copy is equal, of the same session, and independent."""
    _install.arn_patch_boto3()
    session = boto3.Session(region_name=REGION)
    meta = session.resource("sqs").meta

    for duplicate in (meta.copy(), copy.copy(meta)):
        assert meta == duplicate
        assert session is duplicate.session
        duplicate.data = {"a": 1}
        assert meta.data is None


def test_somebody_elses_meta_stays() -> None:
    """A meta that another handler has put there is not replaced."""

    class Meta(ResourceMeta):
        pass

    def put(class_attributes: dict[str, Any], **kwargs: Any) -> None:
        class_attributes["meta"] = Meta(**vars(class_attributes["meta"]))

    _install.arn_patch_boto3()
    session = boto3.Session(region_name=REGION)
    session.events.register_first("creating-resource-class", put)

    assert not hasattr(session.resource("sqs").meta, "session")
