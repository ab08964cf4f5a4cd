"""Sessions share what botocore, boto3 and we ship, and nothing that is a user's."""

from __future__ import annotations

import copy
import gc
import json
import os
import pickle
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.loaders
import botocore.session
import pytest

import boto3_extensions
from boto3_extensions._foundation import models
from boto3_extensions._foundation.models import (
    ParsedFile,
    ParsedFileCache,
    parsed_files,
)
from in_a_fork import true_in_a_fork

# Services whose files have every form: packed and not, with extras of botocore's, of
# ours and of none, in boto3's folder and in ours.
SERVICES = ("ec2", "s3", "sqs", "dynamodb", "iam", "rds", "lambda", "acm", "cur")
KINDS = ("service-2", "resources-1", "paginators-1", "waiters-2", "endpoint-rule-set-1")

pytestmark = pytest.mark.usefixtures("nothing_read")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder that counts as built in."""
    shared = frozenset({*models._SHARED_FOLDERS, str(tmp_path)})
    monkeypatch.setattr(models, "_SHARED_FOLDERS", shared)
    return tmp_path


def loader_of(session: boto3.Session) -> Any:
    """Return the loader of a session."""
    return session._session.get_component("data_loader")


def write(folder: Path, name: str, content: Any) -> None:
    """Write a file of a data folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), "utf-8")


def load(session: boto3.Session, service: str = "sqs", kind: str = "service-2") -> Any:
    """Load a model as botocore does."""
    return loader_of(session).load_service_model(service, kind, api_version=None)


def source(model: Any) -> Any:
    """Return what a model was read into, once for all sessions."""
    found = models.source_of(model)
    assert found is not None
    return found


def test_sessions_get_a_model_of_one_source() -> None:
    """A model is read once, and an object of each session's own."""
    one, other = load(boto3.Session()), load(boto3.Session())

    assert one is not other
    assert source(one) is source(other)


@pytest.mark.parametrize("service", SERVICES)
def test_models_are_botocores(service: str) -> None:
    """What is shared is what botocore's own loader reads, extras and order included."""
    plain = botocore.loaders.Loader(include_default_search_paths=False)
    shared = loader_of(boto3.Session())
    plain.search_paths.extend(shared.search_paths)
    plain.extras_types[:] = shared.extras_types
    for kind in KINDS:
        expected = loaded_by(plain, service, kind)

        assert json.dumps(expected) == json.dumps(loaded_by(shared, service, kind))


def loaded_by(loader: Any, service: str, kind: str) -> Any:
    """Return a model, or what says that there is none."""
    try:
        return loader.load_service_model(service, kind)
    except botocore.exceptions.UnknownServiceError as error:
        return str(error)


def test_endpoints_and_partitions_are_shared() -> None:
    """Data of no service is read once, too, and said to be botocore's own."""
    one, other = loader_of(boto3.Session()), loader_of(boto3.Session())
    for name in ("endpoints", "partitions", "_retry", "sdk-default-configuration"):
        data, path = one.load_data_with_path(name)

        assert source(data) is source(other.load_data(name))
        assert one.is_builtin_path(path)


def test_threads_that_start_together_read_a_model_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sixteen cold threads read one file one time."""
    read: list[str] = []
    parsed = models._parsed
    monkeypatch.setattr(
        models, "_parsed", lambda path: read.append(path) or parsed(path)
    )
    start = threading.Barrier(16)
    loaded = []

    def run() -> None:
        session = boto3.Session()
        start.wait()
        loaded.append(load(session))

    threads = [threading.Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 16 == len(loaded)
    assert {id(source(loaded[0]))} == {id(source(model)) for model in loaded}
    assert 1 == len([path for path in read if path.endswith("service-2")])


def test_a_model_of_the_users_wins_in_its_session_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`AWS_DATA_PATH` works for the sessions made while it was set."""
    before = boto3.Session()
    write(tmp_path, "sqs/2012-11-05/service-2.json", {"metadata": {"mine": True}})
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    mine = boto3.Session()
    assert {"metadata": {"mine": True}} == load(mine)
    monkeypatch.delenv("AWS_DATA_PATH")

    for session in (before, boto3.Session()):
        assert "operations" in load(session)
    assert load(mine) is not load(with_path(boto3.Session(), tmp_path))


def test_extras_of_the_users_are_merged_into_a_model_of_their_own(
    tmp_path: Path,
) -> None:
    """A user's extras over botocore's model are seen in no other session."""
    merge = {"version": 1.0, "merge": {"operations": {"Mine": {}}}}
    write(tmp_path, "sqs/2012-11-05/service-2.sdk-extras.json", merge)
    other = boto3.Session()
    load(other)
    mine = with_path(boto3.Session(), tmp_path)

    assert "Mine" in load(mine)["operations"]
    assert "Mine" not in load(other)["operations"]
    assert "Mine" not in load(boto3.Session())["operations"]


def test_raw_data_of_a_model_is_a_sessions_own() -> None:
    """botocore merges extras into what `load_data` gave it; that is not shared."""
    name = "sqs/2012-11-05/service-2"
    one, other = loader_of(boto3.Session()), loader_of(boto3.Session())

    assert one.load_data(name) == other.load_data(name)
    assert one.load_data(name) is not other.load_data(name)


def with_path(session: boto3.Session, path: Path) -> boto3.Session:
    """Let a user's folder be the first that a session looks into."""
    loader_of(session).search_paths.insert(0, str(path))
    return session


def test_a_file_that_was_missing_is_found_later(folder: Path) -> None:
    """That a file is not there is not remembered for other sessions."""
    early = with_path(boto3.Session(), folder)
    with pytest.raises(botocore.exceptions.UnknownServiceError):
        load(early, "invented")
    write(folder, "invented/2020-01-01/service-2.json", {"metadata": {}})

    late = [load(with_path(boto3.Session(), folder), "invented") for _ in range(2)]

    assert {"metadata": {}} == late[0]
    assert source(late[0]) is source(late[1])


@pytest.mark.parametrize("name", ["no-such", "", ".", "..", "sqs/2012-11-05"])
def test_unknown_services_are_refused_as_by_botocore(name: str) -> None:
    """The error for a service that is not there is botocore's."""
    with pytest.raises(
        botocore.exceptions.UnknownServiceError, match="alid service names"
    ):
        load(boto3.Session(), name)


def test_an_unknown_version_is_refused_as_by_botocore() -> None:
    """The error for a version that is not there is botocore's."""
    with pytest.raises(botocore.exceptions.DataNotFoundError):
        loader_of(boto3.Session()).load_service_model("sqs", "service-2", "1999-01-01")


def test_a_loader_of_another_class_is_left_alone() -> None:
    """A subclass, as moto has one, may change what it loads."""

    class Own(botocore.loaders.Loader):
        pass

    core = botocore.session.Session()
    core.register_component("data_loader", Own())
    session = boto3.Session(botocore_session=core)

    assert type(loader_of(session)) is Own
    assert load(session) is not load(boto3.Session())


def test_a_session_of_another_class_is_left_alone() -> None:
    """A botocore session of others' class, as aiobotocore's, shares nothing."""

    class Own(botocore.session.Session):
        pass

    session = boto3.Session(botocore_session=Own())

    assert type(loader_of(session)) is botocore.loaders.Loader


def test_a_file_loader_of_the_users_is_asked() -> None:
    """A loader with another way to read files shares nothing."""

    class Own(botocore.loaders.JSONFileLoader):
        pass

    session = boto3.Session()
    loader_of(session).file_loader = Own()

    assert load(session) is not load(boto3.Session())


@pytest.mark.parametrize("kind", [botocore.loaders.Loader, None])
def test_a_replaced_method_is_called(
    kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who replaces a method of botocore's loader, of all or of one, has it run."""
    session = boto3.Session()
    monkeypatch.setattr(kind or loader_of(session), "load_data", lambda *_: {"x": 1})

    assert {"x": 1} == load(session)


def test_nothing_is_shared_when_it_is_switched_off() -> None:
    """With `models` off, sessions made before and after read their own."""
    before = boto3.Session()
    boto3_extensions.patch(speed=False)
    after = boto3.Session()

    assert type(loader_of(after)) is botocore.loaders.Loader
    assert load(before) is not load(after)
    assert {} == dict(parsed_files._used)


def test_copies_are_nobody_elses() -> None:
    """A copy of a model is a plain dict, to be changed at will."""
    model = load(boto3.Session())
    for made in (copy.copy(model), copy.deepcopy(model), pickle_of(model)):
        assert type(made) is dict
        assert made == model


def pickle_of(model: Any) -> Any:
    """Return a model that went through pickle."""
    return pickle.loads(pickle.dumps(model))


def test_what_is_kept_without_use_is_bounded(tmp_path: Path) -> None:
    """Of what no one uses, so much is kept as was allowed, the latest first."""
    for number in range(4):
        write(tmp_path, f"{number}.json", {"number": number})
    few = ParsedFileCache(kept_bytes=30)
    used = few.read(str(tmp_path / "0"))
    others = [weakref.ref(read(few, tmp_path, number)) for number in (1, 2, 3)]
    gc.collect()

    assert [True, False, False] == [other() is None for other in others]
    assert used is few.read(str(tmp_path / "0"))


def read(few: ParsedFileCache, folder: Path, number: int) -> ParsedFile:
    """Read a numbered file that is there."""
    document = few.read(str(folder / str(number)))
    assert document is not None
    return document


def test_a_file_without_an_object_is_left_to_botocore(folder: Path) -> None:
    """What is no JSON object is not shared."""
    write(folder, "odd.json", [1])
    session = with_path(boto3.Session(), folder)

    assert [1] == loader_of(session).load_data("odd")
    assert parsed_files.read(str(folder / "odd")) is None


@pytest.fixture
def thawed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have no objects frozen, as in most programs, and the collector on."""
    monkeypatch.setattr(models, "_freezes", False)
    gc.unfreeze()
    yield
    gc.enable()
    gc.freeze()


@pytest.mark.skipif(
    not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="has no generations"
)
def test_what_was_parsed_is_old_at_once(thawed: None) -> None:
    """The collector does not go through the whole model in its next quick runs."""
    document = load(boto3.Session(), "ec2")
    content = source(document).content
    young = {id(value) for value in (*gc.get_objects(0), *gc.get_objects(1))}

    assert id(content["operations"]) not in young
    assert gc.isenabled()
    assert gc.get_freeze_count() < FEW


# More than Python itself freezes at its start, and fewer than a program does.
FEW = 2_000


def test_frozen_objects_stay_frozen(thawed: None) -> None:
    """A server that froze its objects before it forks has them frozen ever after."""
    gc.freeze()
    load(boto3.Session(), "ec2")

    assert gc.get_freeze_count() > FEW


def test_frozen_objects_are_counted_once(
    thawed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python goes through them all to count them, which takes a server's time."""
    gc.freeze()
    counted = []
    count = gc.get_freeze_count
    monkeypatch.setattr(gc, "get_freeze_count", lambda: counted.append(1) or count())
    load(boto3.Session(), "ec2")
    load(boto3.Session(), "s3")

    assert [1] == counted


def test_a_collector_that_is_off_stays_off(thawed: None) -> None:
    """A program that has it off may have its reasons."""
    gc.disable()
    load(boto3.Session(), "ec2")

    assert not gc.isenabled()


def test_a_failure_leaves_the_collector_on(
    thawed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is on again after any error of reading."""

    def fail(path: str) -> Any:
        assert not gc.isenabled()
        raise OSError(path)

    monkeypatch.setattr(models, "_parsed", fail)
    with pytest.raises(OSError, match="service-2"):
        load(boto3.Session(), "ec2")

    assert gc.isenabled()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork")
def test_a_child_of_a_parsing_parent_collects(
    thawed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread may fork while another one parses, for which nobody goes on there."""
    told: list[bool] = []
    parsed = models._parsed

    def fork_and_parse(path: str) -> Any:
        thread = threading.Thread(
            target=lambda: told.append(true_in_a_fork(gc.isenabled))
        )
        thread.start()
        thread.join()
        return parsed(path)

    monkeypatch.setattr(models, "_parsed", fork_and_parse)
    load(boto3.Session(), "sqs")

    assert {True} == set(told)
