"""The parts of boto3 and botocore that we rely on and that nobody promised us.

One test for each, on plain boto3. If one fails after an update, boto3 has moved, and
the message says which of our functions has to follow.
"""

from __future__ import annotations

import inspect
import json
import weakref
from pathlib import Path
from typing import Any

import boto3
import boto3.session
import botocore.loaders
import botocore.session
import pytest
from boto3.resources.action import ServiceAction
from boto3.resources.base import ResourceMeta, ServiceResource

from boto3_extensions import _install
from boto3_extensions._foundation import models

REGION = "us-east-1"
AN_ARN = "arn:aws:acm:us-east-1:123456789012:certificate/1"
ARN = {"target": "CertificateArn", "source": "identifier", "name": "Arn"}
HOST_TYPE = {
    "identifiers": [{"name": "Arn", "memberName": "CertificateArn"}],
    "shape": "CertificateDetail",
    "summaries": ["CertificateSummary"],
    "load": {
        "request": {"operation": "DescribeCertificate", "params": [ARN]},
        "path": "Certificate",
    },
    "actions": {
        "Renew": {"request": {"operation": "RenewCertificate", "params": [ARN]}}
    },
    "has": {
        "Name": {
            "resource": {
                "type": "Name",
                "identifiers": [
                    {"target": "Value", "source": "data", "path": "Options.Export"}
                ],
            }
        }
    },
}


pytestmark = pytest.mark.usefixtures("plain_boto3")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a plain session with an invented resource type of acm."""
    folder = tmp_path / "acm" / "2015-12-08"
    folder.mkdir(parents=True)
    name = {"identifiers": [{"name": "Value"}]}
    definition = {"service": {}, "resources": {"Host": HOST_TYPE, "Name": name}}
    (folder / "resources-1.json").write_text(json.dumps(definition), "utf-8")
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    return boto3.Session(
        region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b"
    )


def event_of(session: Any) -> dict[str, Any]:
    """Return what the event of the class of acm's Host carried."""
    seen: list[dict[str, Any]] = []
    session.events.register("creating-resource-class", lambda **kw: seen.append(kw))
    session.resource("acm").Host(AN_ARN)
    return seen[-1]


def loader_of(session: Any) -> Any:
    """Return the loader of a boto3 session."""
    return session._session.get_component("data_loader")


def test_constructor_is_an_attribute_of_the_class() -> None:
    """`boto3.Session` is a class of boto3.session with an `__init__` of its own."""
    assert inspect.isfunction(vars(boto3.Session).get("__init__")), (
        "boto3.Session has no __init__ of its own: _install wraps another method"
    )
    assert "boto3.session" == boto3.Session.__module__, (
        "boto3.Session moved: _install._session_classes looks for it in boto3.session"
    )


def test_default_session_is_a_module_variable() -> None:
    """`boto3.DEFAULT_SESSION` holds the default session, or None before."""
    assert boto3.DEFAULT_SESSION is None
    boto3.setup_default_session(region_name=REGION)
    assert isinstance(boto3.DEFAULT_SESSION, boto3.Session), (
        "the default session is kept elsewhere: _install.patch has to find it"
    )


def test_session_keeps_botocores_as_session() -> None:
    """A boto3 session keeps its botocore session as `_session`."""
    shared = botocore.session.get_session()

    assert shared is boto3.Session(botocore_session=shared)._session, (
        "boto3.Session._session is gone: sessions.extend and is_session need another "
        "way to the loader, and so does whoever else reads `_session` in this package"
    )


def test_loader_comes_as_a_component(session: Any) -> None:
    """botocore's component `data_loader` is the loader that boto3 reads with."""
    assert session._loader is loader_of(session), (
        "boto3 reads resources with another loader: sessions.extend adds to the wrong"
    )


def test_search_path_is_the_list_itself(session: Any) -> None:
    """What is appended to a loader's `search_paths` is searched."""
    loader = loader_of(session)
    loader.search_paths.append("added")

    assert "added" == loader.search_paths[-1], (
        "Loader.search_paths gives copies: models.add_data has to add otherwise"
    )


def test_loader_remembers_in_cache(session: Any) -> None:
    """A loader remembers in the dict `_cache`, under keys that hold the type's name."""
    loader = loader_of(session)
    loader.load_service_model("acm", "resources-1")

    remembered = {key[0] for key in loader._cache if "resources-1" in str(key)}

    expected = {
        "list_available_services",
        "list_api_versions",
        "determine_latest_version",
        "load_service_model",
        "load_data_with_path",
    }
    assert expected == remembered, (
        "the loader remembers otherwise: see that models._forget_stale_results still "
        "drops every result our folder can change"
    )


def test_extras_are_merged(tmp_path: Path) -> None:
    """A loader merges `resources-1.<type>-extras.json`, for sdk and types added."""
    folder = tmp_path / "acm" / "2015-12-08"
    folder.mkdir(parents=True)
    (folder / "resources-1.json").write_text('{"resources": {"Base": {}}}', "utf-8")
    for extras in ("sdk", "test"):
        content = {"version": 1.0, "merge": {"resources": {extras: {}}}}
        path = folder / f"resources-1.{extras}-extras.json"
        path.write_text(json.dumps(content), "utf-8")
    loader = botocore.loaders.Loader([str(tmp_path)])
    loader.extras_types.append("test")

    definition = loader.load_service_model("acm", "resources-1")

    assert ["Base", "sdk", "test"] == sorted(definition["resources"]), (
        "botocore merges extras otherwise: our overlays need another form"
    )


def test_extras_of_waiters_reach_clients_and_resources(tmp_path: Path) -> None:
    """Waiters merged over botocore's, or over an empty file, are clients' to use."""
    waiter = {"operation": "DescribeX", "delay": 1, "maxAttempts": 2, "acceptors": []}
    merge = {"version": 1.0, "merge": {"waiters": {"ExtTest": waiter}}}
    for folder in (tmp_path / "acm/2015-12-08", tmp_path / "cur/2017-01-06"):
        folder.mkdir(parents=True)
        (folder / "waiters-2.test-extras.json").write_text(json.dumps(merge), "utf-8")
    (folder / "waiters-2.json").write_text('{"version": 2, "waiters": {}}', "utf-8")
    session = boto3.Session("a", "b", region_name=REGION)
    loader_of(session).search_paths.append(str(tmp_path))
    loader_of(session).extras_types.append("test")
    advice = "waiters are loaded otherwise: our waiters-2 extras need another form"

    assert ["ext_test"] == session.client("cur").waiter_names, advice
    acm = session.client("acm").waiter_names
    assert {"ext_test", "certificate_validated"} <= set(acm), advice
    model = session._session.get_waiter_model("acm", "2015-12-08")
    assert "ExtTest" in model.waiter_names, f"{advice} for docstrings"


def test_event_carries_class_and_context(session: Any) -> None:
    """The event of a new class reaches the bare prefix, with what our handler takes."""
    event = event_of(session)

    assert {"class_attributes", "service_context"} <= event.keys(), (
        "the event changed: sessions._handler_of takes class_attributes and "
        "service_context"
    )
    assert "creating-resource-class.acm.Host" == event["event_name"]


def test_manager_makes_collections_of_its_class(session: Any) -> None:
    """What `all()` gives is of the manager's class, and its items come by `pages()`."""
    manager = session.resource("sqs").queues
    kind = type("Kept", (manager._collection_cls,), {"pages": lambda self: [["mine"]]})
    manager._collection_cls = kind

    assert ["mine"] == list(manager.all()) == list(manager.limit(1).page_size(1)), (
        "collections are made otherwise: _own_items cannot leave items out"
    )


def test_more_specific_handlers_run_first(session: Any) -> None:
    """A handler of the bare prefix runs after those of one service or class."""
    order: list[str] = []
    for name in ("", ".acm.Host", ".acm"):
        session.events.register(
            f"creating-resource-class{name}", lambda name=name, **_: order.append(name)
        )
    session.resource("acm").Host(AN_ARN)

    assert [".acm.Host", ".acm", ""] == order[-3:], (
        "the order of handlers changed: ours, in _session, must see what boto3 put "
        "into a class before it adds to it"
    )


def test_unique_id_registers_once(session: Any) -> None:
    """An emitter takes one handler for one `unique_id`."""
    calls: list[int] = []
    for number in (1, 2):
        session.events.register(
            "creating-resource-class",
            lambda number=number, **_: calls.append(number),
            unique_id="test",
        )
    session.resource("acm")

    assert [1] == calls, "unique_id changed: sessions.extend would add handlers twice"


def test_definitions_may_carry_unknown_keys(session: Any) -> None:
    """boto3 ignores the key `summaries` and leaves it where `_completion` looks."""
    context = event_of(session)["service_context"]

    assert ["CertificateSummary"] == context.resource_json_definitions["Host"].get(
        "summaries"
    ), "definitions reach us otherwise: _completion reads the key `summaries` of theirs"


def test_meta_of_a_class(session: Any) -> None:
    """The class attribute `meta` is a plain ResourceMeta with the resource's model."""
    meta = event_of(session)["class_attributes"]["meta"]

    assert type(meta) is ResourceMeta, (
        "boto3 uses another meta: make sessions.ResourceMeta derive from that"
    )
    assert "Host" == meta.resource_model.name


def test_meta_is_copied_and_compared_by_dict(session: Any) -> None:
    """Objects take `meta.copy()`; metas are equal by class name and `__dict__`."""
    advice = "metas are copied or compared otherwise: follow in sessions.ResourceMeta"

    class Copied(ResourceMeta):
        def copy(self) -> Any:
            return Copied(**vars(self))

    meta, ours = ResourceMeta("acm"), Copied("acm")
    resource = type("Resource", (ServiceResource,), {"meta": ours})
    assert type(resource(client=session.client("acm")).meta) is Copied, advice
    assert meta != ours, advice
    Copied.__name__ = "ResourceMeta"
    assert meta == ours, advice
    ours.data = {}
    assert meta != ours, advice


def test_resource_model(session: Any) -> None:
    """A resource's model tells shape, identifiers, attributes and references."""
    event = event_of(session)
    model = event["class_attributes"]["meta"].resource_model
    shape = event["service_context"].service_model.shape_for(model.shape)
    advice = "boto3's ResourceModel changed: _completion and _choosing read it"

    assert "CertificateDetail" == model.shape, advice
    assert "Certificate" == model.load.path, advice
    assert ["certificate_arn"] == [i.member_name for i in model.identifiers], advice
    assert "Issuer" == model.get_attributes(shape)["issuer"][0], advice
    (reference,) = model.references
    (identifier,) = reference.resource.identifiers
    found = (reference.name, identifier.source, identifier.path)
    assert ("name", "data", "Options.Export") == found, advice


def test_class_attributes(session: Any) -> None:
    """Attributes and references are properties; `reload` is the function `load`."""
    attributes = event_of(session)["class_attributes"]
    advice = "boto3 builds classes otherwise: follow in _completion"

    assert attributes["load"] is attributes["reload"], advice
    assert inspect.isfunction(attributes["load"]), advice
    for name in ("issuer", "name", "certificate_arn"):
        assert isinstance(attributes[name], property), advice
        assert callable(attributes[name].fget), advice


def test_where_data_is_kept(session: Any) -> None:
    """`load` puts its answer into `meta.data`, attributes read it, actions clear it."""
    host = session.resource("acm").Host(AN_ARN)
    answer = {"Certificate": {"Issuer": "me"}}
    host.meta.client.meta.events.register(
        "before-call", lambda **_: (Answered(), answer)
    )
    advice = "boto3 keeps loaded data otherwise: _completion reads and sets meta.data"

    host.load()
    assert answer["Certificate"] is host.meta.data, advice
    host.meta.data = {"Issuer": "you"}
    assert "you" == host.issuer, advice
    host.renew()
    assert host.meta.data is None, advice


class Answered:
    """The HTTP answer that botocore looks at beside the parsed one."""

    status_code = 200


def test_service_model_can_be_a_weak_key(session: Any) -> None:
    """A service model is hashed by identity, can be watched, and is one per client."""
    model = event_of(session)["service_context"].service_model

    assert weakref.ref(model)() is model
    assert object.__hash__(model) == hash(model), (
        "service models changed: _completion keeps its plans in a WeakKeyDictionary"
    )


def test_loaders_are_the_ones_that_can_share() -> None:
    """A session's loader is botocore's `Loader`, with all that ours relies on."""
    advice = "botocore's loader changed: _loader no longer shares; follow it there"
    _install.patch(speed=["models"])
    loader = loader_of(boto3.Session())
    _install.unpatch()

    assert models._is_plain(loader), advice
    assert {"search_paths", "extras_types"} <= set(dir(loader)), advice


def test_the_function_of_an_action_holds_it(session: Any) -> None:
    """What boto3 makes of an action closes over what sends the request."""
    stop = type(session.resource("acm").Host(AN_ARN)).renew
    held = dict(zip(stop.__code__.co_freevars, stop.__closure__, strict=True))

    assert type(held["action"].cell_contents) is ServiceAction, (
        "boto3 makes actions otherwise: _reading cannot keep what is known"
    )


def test_a_collection_keeps_what_it_is_asked_with(session: Any) -> None:
    """By which batch actions see whether their items are of several owners."""
    advice = "boto3 keeps a collection's parameters elsewhere: _batches reads them"
    asked = session.resource("sqs").queues.filter(QueueNamePrefix="q")
    assert {"QueueNamePrefix": "q"} == getattr(asked, "_params", None), advice


def test_identifiers_are_kept_behind_an_underscore(session: Any) -> None:
    """Where `_resources.asked` puts those of another parent."""
    advice = "boto3 keeps identifiers elsewhere: _resources/asked.py writes them"
    bucket = session.resource("s3").Bucket("one")
    bucket._name = "other"
    assert "other" == bucket.name, advice
