"""Clients of one service share what is the same for all, and nothing else."""

from __future__ import annotations

import gc
import inspect
import json
import weakref
from pathlib import Path
from typing import Any

import boto3
import boto3.resources.model
import botocore.client
import botocore.handlers
import botocore.session
import pytest
from botocore.endpoint_provider import RuleSet
from botocore.exceptions import EndpointResolutionError
from botocore.model import ServiceModel

import boto3_extensions
from boto3_extensions._foundation.models import parsed_files, source_of
from boto3_extensions._speed import clients
from boto3_extensions._speed.clients import SharedRules

REGION = "us-east-1"

pytestmark = pytest.mark.usefixtures("nothing_read")


def session() -> boto3.Session:
    """Make a session that reaches nobody."""
    return boto3.Session("id", "key", region_name=REGION)


def source(client: Any) -> Any:
    """Return what the model of a client was read into; None if that is its own."""
    return source_of(client.meta.service_model._service_description)


def public(client: Any) -> dict[str, Any]:
    """Return what a client has, with signatures, and texts of some twenty.

    To write a text takes botocore 50 milliseconds, and all are made in one way.
    """
    members = [
        (name, value)
        for name, value in inspect.getmembers(client, callable)
        if not name.startswith("_") and name != "exceptions"
    ]
    told = {name for name, _ in members[:: max(1, len(members) // 20)]}
    return {
        name: (
            str(inspect.signature(value)),
            str(value.__doc__) if name in told else None,
            value.__name__,
        )
        for name, value in members
    }


@pytest.mark.parametrize("service", ["sqs", "s3", "rds", "polly", "dynamodb"])
def test_clients_have_what_they_always_had(service: str) -> None:
    """Methods, signatures and docstrings of a client are those of plain boto3."""
    ours = [session().client(service) for _ in range(2)][1]
    boto3_extensions.patch(speed=False)
    plain = session().client(service)

    assert public(plain) == public(ours)
    assert type(plain).__name__ == type(ours).__name__
    assert type(plain).__module__ == type(ours).__module__
    assert type(plain).__doc__ == type(ours).__doc__
    assert plain.meta.method_to_api_mapping == ours.meta.method_to_api_mapping
    assert sorted(dir(plain)) == sorted(dir(ours))


def test_the_first_client_makes_its_methods_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Copies of botocore's objects leave its classes as they are, hence known."""
    for one in (botocore.client.ClientCreator, boto3.resources.model.ResourceModel):
        if "__slotnames__" in vars(one):
            monkeypatch.delattr(one, "__slotnames__")
    made = session().resource("sqs")

    assert "_Text" in type(type(made.meta.client).add_permission.__doc__).__name__
    assert "__slotnames__" not in vars(botocore.client.ClientCreator)
    assert "__slotnames__" not in vars(boto3.resources.model.ResourceModel)


def test_methods_are_botocores_own() -> None:
    """Made of one example, the methods are what botocore makes of each operation."""
    ours = session().client("sqs")
    boto3_extensions.patch(speed=False)
    plain = session().client("sqs")

    def parts(client: Any) -> dict[str, Any]:
        return {
            name: (
                method.__code__,
                method.__qualname__,
                [cell.cell_contents for cell in method.__closure__],
            )
            for name, method in vars(type(client)).items()
            if name in client.meta.method_to_api_mapping
        }

    assert parts(ours) == parts(plain)


def test_the_methods_are_read_once() -> None:
    """Methods of clients of all sessions have one code; rules of endpoints, too."""
    one, other = session().client("s3"), session().client("s3")
    advice = "botocore makes clients otherwise: _clients no longer shares; follow there"

    assert source(one) is source(other) is not None, advice
    assert ("methods", "s3") in source(one).derived, advice
    rules = [each._ruleset_resolver._provider.ruleset for each in (one, other)]
    assert {SharedRules} == {*map(type, rules)}, advice
    assert "rules" not in vars(rules[0]), "rules are made though nobody looks at them"


def test_what_is_put_into_a_client_is_in_no_other() -> None:
    """Each client has a class, and functions, of its own, as in plain boto3."""
    one, other = session().client("sqs"), session().client("sqs")
    vars(type(one))["list_queues"].seen = True
    vars(type(one))["add_permission"].__doc__ = "mine"
    type(one).create_queue = lambda self: "mine"

    assert "mine" == one.create_queue()
    assert type(one) is not type(other)
    for client in (other, session().client("sqs")):
        assert "create_queue" == client.create_queue.__name__
        assert not hasattr(client.list_queues, "seen")
        assert "mine" != client.add_permission.__doc__


def test_a_handler_for_the_class_takes_effect_in_its_session_only() -> None:
    """Who adds methods to clients by a handler gets them, others do not."""
    before, mine = session(), session()
    before.client("sqs")

    def add(class_attributes: dict[str, Any], **_: Any) -> None:
        class_attributes["invented"] = lambda self: "yes"

    mine.events.register("creating-client-class.sqs", add)

    assert "yes" == mine.client("sqs").invented()
    assert not hasattr(before.client("sqs"), "invented")
    assert not hasattr(session().client("sqs"), "invented")
    mine.events.unregister("creating-client-class.sqs", add)
    assert not hasattr(mine.client("sqs"), "invented")


def test_a_handler_that_is_taken_away_is_missing() -> None:
    """A session without boto3's additions to s3 has clients without them."""
    core = botocore.session.Session()
    bare = core.create_client("s3", REGION)

    assert hasattr(session().client("s3"), "upload_file")
    assert not hasattr(bare, "upload_file")
    assert hasattr(session().client("s3"), "upload_file")


def test_a_handler_for_docstrings_is_heard() -> None:
    """Who adds to docstrings by a handler has clients whose docstrings tell it."""
    mine = session()

    def add(section: Any, **_: Any) -> None:
        section.write("INVENTED")

    mine.events.register("docs.request-params.sqs.ListQueues.complete-section", add)

    assert "INVENTED" in str(mine.client("sqs").list_queues.__doc__)
    assert "INVENTED" not in str(session().client("sqs").list_queues.__doc__)


def test_a_model_of_the_users_makes_a_class_of_its_own(tmp_path: Path) -> None:
    """A session with another model has clients of that model."""
    plain = session()
    model = plain._session.get_service_data("sqs")
    few = {**model, "operations": {"ListQueues": model["operations"]["ListQueues"]}}
    path = tmp_path / "sqs" / "2012-11-05"
    path.mkdir(parents=True)
    (path / "service-2.json").write_text(json.dumps(few), "utf-8")
    mine = session()
    mine._session.get_component("data_loader").search_paths.insert(0, str(tmp_path))

    assert not hasattr(mine.client("sqs"), "create_queue")
    assert hasattr(plain.client("sqs"), "create_queue")
    assert source(mine.client("sqs")) is None


def test_a_replaced_service_model_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who puts another class in the place of botocore's ServiceModel has it used."""

    class Own(ServiceModel):
        pass

    monkeypatch.setattr(botocore.client, "ServiceModel", Own)

    assert type(session().client("sqs").meta.service_model) is Own


@pytest.mark.parametrize("whose", ["creator", "model"])
def test_methods_of_somebodys_own_are_made_by_botocore(whose: str) -> None:
    """A creator with a function of its own, or a model of another class, is asked."""

    class Own(ServiceModel):
        pass

    model = session().client("sqs").meta.service_model
    creator = object.__new__(botocore.client.ClientCreator)
    if whose == "creator":
        creator._create_api_method = lambda *_: None
    else:
        model = Own(model._service_description, "sqs")
    theirs = clients.create_methods(lambda *_: {"send": print}, creator, model)
    assert {"send": print} == theirs


def test_botocores_changes_to_a_model_are_each_sessions_own() -> None:
    """botocore rewrites the paths of s3 as they are used, in that session alone."""
    mine, others = session().client("s3"), session().client("s3")
    mine.generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"})
    paths = [
        one.meta.service_model.operation_model("GetObject").http["requestUri"]
        for one in (mine, others, session().client("s3"))
    ]

    assert ["/{Key+}", "/{Bucket}/{Key+}", "/{Bucket}/{Key+}"] == paths


def test_a_session_without_botocores_changes_has_a_model_without() -> None:
    """Who takes the handler away that changes the paths of s3 has them unchanged."""
    mine = session()
    change = botocore.handlers.remove_bucket_from_url_paths_from_model
    mine.events.unregister("before-parameter-build.s3", change)
    paths = []
    for each in (mine, session()):
        client = each.client("s3")
        client.generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"})
        model = client.meta.service_model.operation_model("GetObject")
        paths.append(model.http["requestUri"])

    assert ["/{Bucket}/{Key+}", "/{Key+}"] == paths


def test_endpoints_differ_by_region_and_settings() -> None:
    """Clients with the same rules resolve by their own settings."""
    config = botocore.client.Config(use_dualstack_endpoint=True)
    clients = [
        session().client("sqs", region_name="eu-west-1"),
        session().client("sqs"),
        session().client("sqs", region_name="eu-west-1", config=config),
    ]
    urls = [one.generate_presigned_url("list_queues") for one in clients]

    hosts = ["sqs.eu-west-1.amazonaws.com", "sqs.us-east-1.amazonaws.com"]
    hosts.append("sqs.eu-west-1.api.aws")
    assert hosts == [url.split("/")[2] for url in urls]


def test_rules_that_a_client_is_given_are_its_own() -> None:
    """botocore's may be replaced: that client then resolves by these, and no other."""
    mine, other = session().client("sqs"), session().client("sqs")
    mine._ruleset_resolver._provider.ruleset.rules = []

    with pytest.raises(EndpointResolutionError):
        mine.generate_presigned_url("list_queues")
    assert other.generate_presigned_url("list_queues")


def test_what_is_shared_goes_with_its_source() -> None:
    """It lives no longer than a session uses it, but for what is kept for the next."""
    gone = weakref.ref(source(session().client("sqs")))
    gc.collect()
    assert gone() is not None

    parsed_files.clear()
    gc.collect()

    assert gone() is None


def test_nothing_is_shared_when_it_is_switched_off() -> None:
    """With `clients` off, botocore makes all methods and rules; else reads models."""
    session().client("sqs")
    boto3_extensions.patch(speed=["models", "sessions"])
    one, other = session().client("sqs"), session().client("sqs")
    assert source(one) is source(other) is not None
    assert type(one._ruleset_resolver._provider.ruleset) is RuleSet

    boto3_extensions.patch(speed=["clients", "sessions"])
    assert source(session().client("sqs")) is None


def test_collections_are_made_when_first_used() -> None:
    """A resource has its collections, texts included, without their classes."""
    ours = session().resource("sqs")
    boto3_extensions.patch(speed=False)
    plain = session().resource("sqs")

    texts = [str(vars(type(one))["queues"].__doc__) for one in (plain, ours)]
    assert texts[0] == texts[1]
    names = [type(one.queues).__name__ for one in (plain, ours)]
    assert names[0] == names[1]
    assert type(ours.queues) is type(ours.queues)
    assert sorted(dir(plain.queues)) == sorted(dir(ours.queues))
    assert plain.meta.resource_model.subresources[0].name == (
        ours.meta.resource_model.subresources[0].name
    )
