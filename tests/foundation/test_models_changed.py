"""What one session changes in its documents works there, and is seen nowhere else."""

from __future__ import annotations

import copy
import io
import json
import pickle
import threading
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from hypothesis import given
from hypothesis import strategies as st

from boto3_extensions._foundation.models import (
    Document,
    ParsedFile,
    content_of,
    new_document,
    parsed_files,
    source_of,
)

# Kinds of documents, each with services whose file differs in form.
MODELS = [
    *[(service, "service-2") for service in ("sqs", "s3", "dynamodb", "kafka", "iam")],
    *[(service, "resources-1") for service in ("ec2", "s3", "sqs", "rds", "glacier")],
    *[(service, "waiters-2") for service in ("ec2", "s3", "rds")],
    *[(service, "paginators-1") for service in ("ec2", "s3", "iam")],
    *[(service, "endpoint-rule-set-1") for service in ("s3", "sqs", "iam")],
]
DATA = ["endpoints", "partitions", "_retry", "sdk-default-configuration"]

pytestmark = pytest.mark.usefixtures("nothing_read")


def fresh() -> boto3.Session:
    """Make a session that reaches nobody."""
    return boto3.Session("id", "key", region_name="us-east-1")


def loaded(session: boto3.Session, what: Any) -> Any:
    """Return a document of a session."""
    loader = session._session.get_component("data_loader")
    if isinstance(what, str):
        return loader.load_data(what)
    return loader.load_service_model(*what)


def containers(value: Any) -> Iterator[Any]:
    """Return all dicts and lists of a document, the inner ones first."""
    parts = value.values() if isinstance(value, dict) else value
    for part in parts:
        if isinstance(part, (dict, list)):
            yield from containers(part)
    yield value


@pytest.mark.parametrize("what", [*MODELS, *DATA], ids=str)
def test_whatever_is_changed_is_changed_in_one_session(what: Any) -> None:
    """Every dict and list of a document of every kind, however deep."""
    mine, other = fresh(), fresh()
    before = json.dumps(loaded(other, what))
    document = loaded(mine, what)
    assert source_of(document) is not None
    for container in containers(document):
        if isinstance(container, dict):
            container["mine"] = True
        else:
            container.append("mine")

    changed = json.dumps(loaded(mine, what))
    assert changed.count('"mine"') == sum(1 for _ in containers(document))
    assert before == json.dumps(loaded(other, what))
    assert before == json.dumps(loaded(fresh(), what))


@pytest.mark.parametrize("what", [("sqs", "service-2"), ("s3", "resources-1")], ids=str)
def test_whatever_goes_goes_from_one_session(what: Any) -> None:
    """Emptying every dict and list, too."""
    mine = fresh()
    before = json.dumps(loaded(fresh(), what))
    for container in [*containers(loaded(mine, what))]:
        container.clear()

    assert {} == loaded(mine, what)
    assert before == json.dumps(loaded(fresh(), what))


def changes() -> dict[str, Callable[[Any], Any]]:
    """Return every way to change a dict, or a list, by a method of its own."""

    def item(d: Any) -> None:
        d["a"] = 1

    def removed(d: Any) -> None:
        del d["a"]

    def merged(d: Any) -> None:
        d |= {"a": 1}

    def added(d: Any) -> None:
        d["l"] += [3]

    def times(d: Any) -> None:
        d["l"] *= 2

    def first(d: Any) -> None:
        d["l"][0] = 9

    def without_first(d: Any) -> None:
        del d["l"][0]

    return {
        "setitem": item,
        "delitem": removed,
        "ior": merged,
        "update": lambda d: d.update(a=1, b=2),
        "update with pairs": lambda d: d.update([("a", 1)]),
        "pop": lambda d: d.pop("a"),
        "popitem": lambda d: d.popitem(),
        "setdefault": lambda d: d.setdefault("new", {}),
        "clear": lambda d: d.clear(),
        "inner": lambda d: d["a"].update(x=1),
        "inner by get": lambda d: d.get("a").update(x=1),
        "inner by values": lambda d: next(iter(d.values())).update(x=1),
        "inner by items": lambda d: next(iter(d.items()))[1].update(x=1),
        "inner by setdefault": lambda d: d.setdefault("a").update(x=1),
        "inner by copy": lambda d: d.copy()["a"].update(x=1),
        "inner by dict": lambda d: dict(d)["a"].update(x=1),
        "inner by stars": lambda d: {**d}["a"].update(x=1),
        "inner by keywords": lambda d: (lambda **k: k)(**d)["a"].update(x=1),
        "inner by or": lambda d: (d | {})["a"].update(x=1),
        "inner by ror": lambda d: ({} | d)["a"].update(x=1),
        "inner by copy.copy": lambda d: copy.copy(d)["a"].update(x=1),
        "inner of a list": lambda d: d["l"][1].update(x=1),
        "list +=": added,
        "list *=": times,
        "list setitem": first,
        "list delitem": without_first,
        "append": lambda d: d["l"].append(3),
        "extend": lambda d: d["l"].extend([3]),
        "insert": lambda d: d["l"].insert(0, 3),
        "list pop": lambda d: d["l"].pop(),
        "remove": lambda d: d["l"].remove(1),
        "list clear": lambda d: d["l"].clear(),
        "sort": lambda d: d["l"].sort(key=str),
        "reverse": lambda d: d["l"].reverse(),
    }


@pytest.mark.parametrize("name", changes())
def test_a_change_is_what_it_is_to_a_dict(name: str) -> None:
    """By every method: seen here as in plain dicts, counted, and not in the source."""
    plain = {"a": {"b": {"c": 1}}, "l": [1, {"z": 1}, [2]], "s": "x"}
    before = json.dumps(plain)
    source = ParsedFile(json.loads(before))
    document = new_document(source)

    assert json.dumps(changes()[name](plain)) == json.dumps(changes()[name](document))
    assert json.dumps(plain) == json.dumps(document)
    assert plain == document
    assert before == json.dumps(source.content)
    assert document.mark.count > 0


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=2), json_values))
def test_a_document_reads_as_a_dict(content: dict[str, Any]) -> None:
    """By whatever reads dicts, before and after its parts were looked at."""
    plain = json.loads(json.dumps(content))
    document = new_document(ParsedFile(content))
    for _ in range(2):
        assert plain == document
        assert repr(plain) == repr(document)
        assert [*plain] == [*document] == [*document.keys()]
        assert len(plain) == len(document)
        assert plain == dict(document) == {**document} == document | {}
        assert json.dumps(plain) == json.dumps(document)
        assert plain == pickle.loads(pickle.dumps(document))
        for copied in (copy.deepcopy(document), copy.copy(document), document.copy()):
            assert plain == copied
            assert type(copied) is dict
        for key, value in plain.items():
            assert value == document[key] == document.get(key)
            assert document[key] is document.get(key) is dict(document.items())[key]


def test_somebodys_own_dict_stays_that_dict() -> None:
    """Who puts a dict into a document finds that very dict there."""
    document = new_document(ParsedFile({"a": {"b": 1}, "c": {}}))
    mine = {"x": 1}
    document["a"] = mine
    document["c"]["d"] = mine

    assert document["a"] is mine is document.get("a") is document["c"]["d"]
    assert document.pop("a") is mine


def test_threads_get_one_copy_of_a_part() -> None:
    """Of threads that read a part for the first time, all get the same."""
    for _ in range(50):
        document = new_document(ParsedFile({"a": {"b": 1}}))
        start, found = threading.Barrier(8), list[int]()

        def run(
            document: Document = document,
            start: threading.Barrier = start,
            found: list[int] = found,
        ) -> None:
            start.wait()
            found.append(id(document["a"]))

        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {id(document["a"])} == {*found}


class Raw(io.BytesIO):
    """The body of an answer."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield all of it."""
        yield self.read()


def asked(client: Any, seen: list[str]) -> Any:
    """Let a client be answered by nobody, and write down what it asks."""

    def send(request: Any, **_: Any) -> AWSResponse:
        seen.append(request.url)
        return AWSResponse(request.url, 200, {}, Raw(b"{}"))

    client.meta.events.register("before-send", send)
    return client


def test_a_handler_changes_the_requests_of_its_own_session() -> None:
    """`model.http` of a handler: its client's requests go there, no other's."""
    mine, others = list[str](), list[str]()
    client, other = asked(fresh().client("kafka"), mine), fresh().client("kafka")
    asked(other, others)

    def rewrite(model: Any, **_: Any) -> None:
        model.http["requestUri"] = "/elsewhere"

    client.meta.events.register("before-parameter-build.kafka.ListClusters", rewrite)
    client.list_clusters()
    other.list_clusters()
    asked(fresh().client("kafka"), others).list_clusters()

    assert mine[0].endswith("/elsewhere")
    assert all(url.endswith("/v1/clusters") for url in others)


def test_a_changed_endpoint_moves_its_own_session() -> None:
    """The rules of endpoints, changed before a client is made, or after."""
    for late in (False, True):
        mine, other = fresh(), fresh()
        made = mine.client("kafka") if late else None
        other.client("kafka")
        rules = loaded(mine, ("kafka", "endpoint-rule-set-1"))
        for part in containers(rules):
            if isinstance(part, dict) and "url" in part:
                part["url"] = "https://mine.test"
        seen, others = list[str](), list[str]()
        asked(made or mine.client("kafka"), seen).list_clusters()
        asked(other.client("kafka"), others).list_clusters()

        assert ["https://mine.test/v1/clusters"] == seen
        assert ["https://kafka.us-east-1.amazonaws.com/v1/clusters"] == others


def test_the_rules_of_a_client_are_its_own() -> None:
    """Objects of rules, too: looked at, changed, and used by one client alone."""
    session = fresh()
    seen, others = list[str](), list[str]()
    mine, other = (session.client("kafka") for _ in range(2))
    rules = mine._ruleset_resolver._provider.ruleset
    rules.rules = rules.rules[:0]
    with pytest.raises(Exception, match="No endpoint found"):
        asked(mine, seen).list_clusters()
    asked(other, others).list_clusters()

    assert 1 == len(others)
    assert other._ruleset_resolver._provider.ruleset.rules


def terminate(session: boto3.Session) -> str:
    """Return the operation behind an action of a session's."""
    called: list[str] = []

    def note(model: Any, **_: Any) -> tuple[Any, dict[str, Any]]:
        called.append(model.name)
        response = AWSResponse("", 200, {}, Raw(b"{}"))
        return response, {"ResponseMetadata": {}}

    session.events.register("before-call.ec2", note)
    resource: Any = session.resource("ec2")
    resource.Instance("i-1").terminate()
    session.events.unregister("before-call.ec2", note)
    return called[0]


@pytest.mark.parametrize("used", [False, True])
def test_a_changed_definition_works_in_its_session(used: bool) -> None:
    """An action that is told to call another operation does, from the next object on.

    Also where the class of the type was made before, and used.
    """
    mine, other = fresh(), fresh()
    if used:
        assert "TerminateInstances" == terminate(mine) == terminate(other)
    definitions = loaded(mine, ("ec2", "resources-1"))["resources"]
    action = definitions["Instance"]["actions"]["Terminate"]
    action["request"]["operation"] = "StopInstances"

    assert "StopInstances" == terminate(mine)
    assert "TerminateInstances" == terminate(other) == terminate(fresh())


@pytest.mark.parametrize("used", [False, True])
def test_a_changed_shape_works_in_its_session(used: bool) -> None:
    """An attribute comes with a member of the shape, in that session alone."""
    mine, other = fresh(), fresh()
    if used:
        assert mine.resource("ec2").Instance("i") is not None
    shapes = loaded(mine, ("ec2", "service-2"))["shapes"]
    shapes["Instance"]["members"]["Invented"] = {"shape": "String"}

    assert hasattr(type(mine.resource("ec2").Instance("i")), "invented")
    assert not hasattr(type(other.resource("ec2").Instance("i")), "invented")


def test_models_of_resources_are_their_sessions_own() -> None:
    """What a class, or a collection, holds of its definition is not another's."""
    mine, other = fresh().resource("ec2"), fresh().resource("ec2")
    changed = mine.instances._model
    changed._definition["request"]["operation"] = "Mine"
    changed.request.operation = "Mine"
    type(mine).meta.resource_model._renamed["mine"] = "mine"
    type(mine).meta.resource_model._definition["actions"].clear()

    for resource in (other, fresh().resource("ec2")):
        model = resource.instances._model
        assert "DescribeInstances" == model.request.operation
        assert "DescribeInstances" == model._definition["request"]["operation"]
        assert "mine" not in resource.meta.resource_model._renamed
        assert resource.meta.resource_model.actions


def test_nothing_of_a_source_is_reached() -> None:
    """Whatever a session's objects hold is the session's own, however deep.

    Followed through attributes of boto3's and botocore's objects, what functions of
    theirs close over, and all containers.
    """
    session = fresh()
    ec2, s3 = session.resource("ec2"), session.resource("s3")
    kept = [session, ec2, s3.Bucket("b").objects, ec2.Instance("i"), ec2.instances]
    for client in (session.client("s3"), session.client("kafka")):
        kept += [client, client._get_waiter_config(), client.exceptions]
        method = next(iter(client.meta.method_to_api_mapping))
        kept += [client.can_paginate(method), getattr(client, method)]
        rules = client._ruleset_resolver._provider.ruleset
        kept += [rules.rules, rules.parameters]
    for cls in {type(one) for one in kept}:
        kept += vars(cls).values()
    kept += [ec2.meta.client.meta.service_model.operation_model("RunInstances")]
    sources = list(parsed_files._used.values())
    hidden = {id(part) for one in sources for part in containers(one.content)}

    seen = reached(kept)

    assert len(sources) > 10 < len(hidden)
    assert [] == [one for key, one in seen.items() if key in hidden]
    assert len([one for one in seen.values() if type(one) is Document]) > 100


def reached(kept: list[Any]) -> dict[int, Any]:
    """Return all that objects lead to, by identity."""
    seen: dict[int, Any] = {}
    left = [*kept]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, (type, str, type(json))):
            continue
        if isinstance(one, dict):
            left += one.values()
        elif isinstance(one, (list, tuple, set, frozenset)):
            left += one
        elif isinstance(one, property):
            left += [one.fget]
        elif type(one).__module__.startswith(("boto3.", "botocore.")):
            left += getattr(one, "__dict__", {}).values()
        elif str(getattr(one, "__module__", "")).startswith(("boto3.", "botocore.")):
            cells = getattr(one, "__closure__", ()) or ()
            left += [cell.cell_contents for cell in cells]
    return seen


def test_what_is_only_read_needs_no_copy() -> None:
    """Until the session changes something: then it is read where it was changed."""
    source = ParsedFile({"resources": {"A": {"load": {}}, "B": {}}})
    resources = new_document(source)["resources"]
    assert content_of(resources) is source.content["resources"]
    resources["A"]["load"] = {"path": "@"}
    assert {"path": "@"} == content_of(resources)["A"]["load"]
    assert {} == source.content["resources"]["A"]["load"]
    assert 1 == content_of(1)
