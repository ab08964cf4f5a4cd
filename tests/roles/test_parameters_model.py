"""AssumeRole as the STS model that is installed has it, whatever it takes some day."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import boto3
import botocore
import pytest

from boto3_extensions import ConnectionManager, get_role_session
from boto3_extensions.exceptions import InvalidRoleParameterError
from faulty_sts import BadSts, base_session, key_of
from sts_requests import AssumeRoleCalls

ROLE = "arn:aws:iam::111111111111:role/reader"
CONTEXT = {"ProviderArn": "arn:aws:iam::aws:contextProvider/IdentityCenter"}


def sts_model() -> dict[str, Any]:
    """Return botocore's own model of STS."""
    folder = Path(botocore.__file__).parent / "data/sts/2011-06-15"
    (file,) = folder.glob("service-2.json*")
    data = file.read_bytes()
    model: dict[str, Any] = json.loads(
        gzip.decompress(data) if file.suffix == ".gz" else data
    )
    return model


@pytest.fixture
def future(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A newer STS: longer names, a new parameter; what a test changes is for `use`."""
    model = sts_model()
    shapes = model["shapes"]
    shapes["roleSessionNameType"]["max"] = 100
    shapes["externalIdType"]["max"] = 2000
    shapes["sourceIdentityType"]["max"] = 300
    shapes["contextAssertionType"]["max"] = 5000
    shapes["tagKeyType"]["max"] = 200
    shapes["tagValueType"]["max"] = 400
    shapes["tagListType"]["max"] = 60
    shapes["roleDurationSecondsType"] |= {"min": 60, "max": 86400}
    shapes["AssumeRoleRequest"]["members"]["NewThing"] = {"shape": "externalIdType"}
    folder = tmp_path / "models/sts/2011-06-15"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path / "models"))
    return model


def asked(session_name: str = "test", **parameters: Any) -> Any:
    """Have a manager check what it is asked for."""
    connections = ConnectionManager(region_name="us-east-1")
    return connections.get_session(ROLE, session_name, **parameters)


def longest(name: str) -> int:
    """Return the length that the model installed allows."""
    shape = boto3.client("sts", "us-east-1").meta.service_model.shape_for(name)
    most: int = shape.metadata["max"]
    return most


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("name", ["source_identity", "provided_contexts"])
def test_what_the_installed_sts_takes_is_asked_for(
    credentials: None, name: str, over: int
) -> None:
    """As long as its model allows, and a character more is refused before any call."""
    if name == "source_identity":
        value: Any = "a" * (longest("sourceIdentityType") + over)
    else:
        length = longest("contextAssertionType") + over
        value = [{**CONTEXT, "ContextAssertion": "a" * length}]
    if over:
        with pytest.raises(InvalidRoleParameterError, match=name):
            asked(**{name: value})
    else:
        asked(**{name: value})


@pytest.mark.parametrize(
    "parameters",
    [
        {"session_name": "n" * 100},
        {"external_id": "e" * 2000},
        {"source_identity": "i" * 300},
        {"provided_contexts": [{**CONTEXT, "ContextAssertion": "a" * 5000}]},
        {"tags": {"k" * 200: "v" * 400}},
        {"tags": {f"k{n}": "v" for n in range(60)}},
        {"duration_seconds": 60},
        {"duration_seconds": 86400},
    ],
)
def test_a_newer_sts_takes_more(
    credentials: None, future: dict[str, Any], parameters: dict[str, Any]
) -> None:
    """No limit of ours is in the way."""
    asked(**parameters)


@pytest.mark.parametrize("keyword", ["new_thing", "NewThing"])
def test_a_parameter_of_a_newer_sts_is_passed_through(
    sts: BadSts, future: dict[str, Any], keyword: str
) -> None:
    """By its own name or in snake case, from a manager and for a single session."""
    base = base_session()
    calls = AssumeRoleCalls(base)
    there = {"endpoint_url": sts.url}
    connections = ConnectionManager(base, sts=there)
    given: dict[str, Any] = {keyword: "value"}
    key_of(connections.get_session(ROLE, "test", **given).get_credentials())
    single = get_role_session(ROLE, "test", base, sts=there, **given)
    key_of(single.get_credentials())
    assert ["value", "value"] == [sent["NewThing"] for sent in calls.sent]


@pytest.mark.parametrize("is_default", [False, True])
def test_the_sts_of_the_base_session_is_asked(
    credentials: None,
    future: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_default: bool,
) -> None:
    """Its loader may have models of its own, and so may that of the default session."""
    monkeypatch.delenv("AWS_DATA_PATH")
    base = boto3.Session(region_name="us-east-1")
    base._session.get_component("data_loader").search_paths.insert(
        0, str(tmp_path / "models")
    )
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", base if is_default else None)
    given: dict[str, Any] = {"new_thing": "value"}
    assert get_role_session(ROLE, "test", None if is_default else base, **given)
    with pytest.raises(TypeError, match="new_thing"):
        get_role_session(ROLE, "test", boto3.Session(), **given)


def test_it_tells_sessions_apart_like_any_other(
    credentials: None, future: dict[str, Any]
) -> None:
    """Another value is another session, the same is the same."""
    connections = ConnectionManager(region_name="us-east-1")
    values: list[Any] = ["one", "two", "two", None]
    sessions = [connections.get_session(ROLE, "test", new_thing=one) for one in values]
    assert sessions[0] is not sessions[1]
    assert sessions[1] is sessions[2]
    assert sessions[3] is not sessions[2]


@pytest.mark.parametrize("way", ["manager", "session", "map"])
def test_a_keyword_that_names_nothing_is_refused_at_once(
    credentials: None, way: str
) -> None:
    """With the name."""
    connections = ConnectionManager(region_name="us-east-1")
    ask: Any = {
        "manager": partial(connections.get_session, ROLE, "test"),
        "map": partial(connections.map, str, [ROLE]),
        "session": partial(get_role_session, ROLE, "test"),
    }[way]
    with pytest.raises(TypeError, match="sauce_identity"):
        ask(sauce_identity="alice")


def test_a_parameter_with_a_keyword_of_its_own_has_no_other(credentials: None) -> None:
    """It would pass by what checks it."""
    with pytest.raises(TypeError, match="did you mean external_id"):
        asked(ExternalId="x")


def test_a_duration_may_be_a_timedelta(sts: BadSts) -> None:
    """It means the same as its seconds, to STS and to the cache."""
    base = base_session()
    calls = AssumeRoleCalls(base)
    connections = ConnectionManager(base, sts={"endpoint_url": sts.url})
    half = timedelta(minutes=30)
    session = connections.get_session(ROLE, "test", duration_seconds=half)
    key_of(session.get_credentials())
    assert "1800" == calls.sent[0]["DurationSeconds"]
    assert connections.get_session(ROLE, "test", duration_seconds=1800) is session
    assert connections.get_session(ROLE, "test", duration_seconds=half) is session


@pytest.mark.parametrize(
    "duration", [timedelta(seconds=1), timedelta(days=2), timedelta(seconds=900.5)]
)
def test_a_timedelta_has_the_same_limits(credentials: None, duration: Any) -> None:
    """In whole seconds."""
    with pytest.raises(InvalidRoleParameterError, match="duration_seconds is"):
        asked(duration_seconds=duration)


def test_a_parameter_that_an_older_botocore_lacks_is_refused(
    credentials: None, future: dict[str, Any], tmp_path: Path
) -> None:
    """Before any call, and not by botocore at the first use."""
    del future["shapes"]["AssumeRoleRequest"]["members"]["ProvidedContexts"]
    file = tmp_path / "models/sts/2011-06-15/service-2.json"
    file.write_text(json.dumps(future))
    with pytest.raises(InvalidRoleParameterError, match="a newer one may"):
        asked(provided_contexts=[{**CONTEXT, "ContextAssertion": "abcd"}])
