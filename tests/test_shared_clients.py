"""Clients of one service share what is the same for all, and nothing else."""

from __future__ import annotations

import gc
import inspect
import json
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.client
import botocore.handlers
import botocore.session
import pytest
from botocore.model import ServiceModel

import boto3_extensions
from boto3_extensions._faster import _clients
from boto3_extensions._faster._documents import documents

REGION = "us-east-1"


@pytest.fixture(autouse=True)
def all_on(boto3_as_found: None) -> Iterator[None]:
    """Have everything switched on, and nothing made by the tests before."""
    boto3_extensions.patch(speed=True)
    documents.clear()
    yield
    documents.clear()


def session() -> boto3.Session:
    """Make a session that reaches nobody."""
    return boto3.Session("id", "key", region_name=REGION)


def common_class(client: Any) -> Any:
    """Return the class that is below that of a client."""
    return type(client).__mro__[1]


def public(client: Any) -> dict[str, Any]:
    """Return what a client has, with signatures and texts."""
    return {
        name: (str(inspect.signature(value)), str(value.__doc__), value.__name__)
        for name, value in inspect.getmembers(client, callable)
        if not name.startswith("_") and name != "exceptions"
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


def test_the_methods_are_made_once() -> None:
    """Clients of all sessions have one class below their own, and one model."""
    one, other = session().client("s3"), session().client("s3")
    advice = "botocore makes clients otherwise: _clients no longer shares; follow there"

    assert common_class(one) is common_class(other) is not botocore.client.BaseClient, (
        advice
    )
    assert one.meta.service_model is other.meta.service_model, advice
    rules = [each._ruleset_resolver._provider.ruleset for each in (one, other)]
    assert rules[0] is rules[1], advice
    providers = {id(each._ruleset_resolver._provider) for each in (one, other)}
    assert 2 == len(providers), "results of endpoint rules are kept per client"


def test_what_is_put_into_the_class_of_a_client_is_in_no_other() -> None:
    """Each client has a class of its own, as in plain boto3."""
    one, other = session().client("sqs"), session().client("sqs")
    type(one).list_queues = lambda self: "mine"

    assert "mine" == one.list_queues()
    assert type(one) is not type(other)
    assert "list_queues" not in vars(type(other))


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
    assert common_class(mine.client("s3")) is common_class(session().client("s3"))
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
    assert type(mine.client("sqs")).__mro__[1] is botocore.client.BaseClient


def test_a_replaced_service_model_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who puts another class in the place of botocore's ServiceModel has it used."""

    class Own(ServiceModel):
        pass

    monkeypatch.setattr(botocore.client, "ServiceModel", Own)

    assert type(session().client("sqs").meta.service_model) is Own


def test_botocores_changes_to_a_model_are_made_before_it_is_shared() -> None:
    """The paths of s3 are as botocore leaves them after a call, from the start."""
    ours = session().client("s3").meta.service_model
    boto3_extensions.patch(speed=False)
    plain = session().client("s3")
    change = botocore.handlers.remove_bucket_from_url_paths_from_model
    for name in plain.meta.service_model.operation_names:
        model = plain.meta.service_model.operation_model(name)
        change(params={}, model=model, context={})

        assert dict(model.http) == ours.operation_model(name).http


def test_a_session_without_botocores_changes_has_a_model_without() -> None:
    """Who takes the handler away that changes the paths of s3 has them unchanged."""
    mine = session()
    change = botocore.handlers.remove_bucket_from_url_paths_from_model
    mine.events.unregister("before-parameter-build.s3", change)
    paths = [
        each.client("s3").meta.service_model.operation_model("GetObject").http
        for each in (mine, session())
    ]

    assert "/{Bucket}/{Key+}" == paths[0]["requestUri"]
    assert "/{Key+}" == paths[1]["requestUri"]


def test_only_calls_of_boto3s_own_are_alike() -> None:
    """A lazy call of a user's function, or with arguments, is not taken for boto3's."""
    name = "boto3.s3.inject.inject_s3_transfer_methods"
    lazy = boto3.utils.lazy_call

    assert name == _clients._lazily_called(lazy(name))
    for other in (lazy("mine.function"), lazy(name, extra=1), len, lambda: 1, lazy):
        assert _clients._lazily_called(other) is None


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


def test_what_is_shared_goes_with_its_document() -> None:
    """Classes and models live no longer than what they are made of."""
    gone = weakref.ref(session().client("sqs").meta.service_model)
    kind = weakref.ref(common_class(session().client("sqs")))
    gc.collect()
    assert gone() is not None

    documents.clear()
    gc.collect()

    assert gone() is None
    assert kind() is None


def test_nothing_is_shared_when_it_is_switched_off() -> None:
    """With `clients` off, each client has a class of its own; else a model, too."""
    session().client("sqs")
    boto3_extensions.patch(speed=["models", "sessions"])
    one, other = session().client("sqs"), session().client("sqs")
    assert common_class(one) is botocore.client.BaseClient
    assert one.meta.service_model is other.meta.service_model

    boto3_extensions.patch(speed=["clients", "sessions"])
    one, other = session().client("sqs"), session().client("sqs")
    assert common_class(one) is botocore.client.BaseClient
    assert one.meta.service_model is not other.meta.service_model


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
