"""What somebody puts in the place of boto3's or botocore's functions is called.

As often as by plain boto3, with the same results, and only while it is there.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import json
import os
import random
import subprocess
import sys
import types
from typing import Any
from unittest import mock

import boto3
import botocore.docs.docstring
import pytest
from boto3.resources.base import ServiceResource
from botocore.endpoint_provider import RuleSet

import boto3_extensions
from boto3_extensions._foundation import wraps as wraps
from boto3_extensions._foundation.models import parsed_files
from boto3_extensions._foundation.wraps import Originals
from boto3_extensions._install import SPEED_PATCHES
from replacements import FUNCTIONS, WAYS, Replaced, named, use

CLASSES = [
    "boto3.resources.factory:ResourceModel",
    "boto3.resources.factory:ServiceAction",
    "botocore.client:ClientCreator",
    "botocore.client:ServiceModel",
    "botocore.endpoint_provider:RuleSet",
    "botocore.session:Session",
]

PROGRAM = """
import sys, json
sys.path[:0] = {path!r}
import replacements
print(json.dumps(replacements.all_replaced({way!r}, {package!r})))
"""


@functools.cache
def in_a_program(way: str, package: str | None, speed: str = "") -> Any:
    """Return what `all_replaced` does in a process of its own."""
    code = PROGRAM.format(path=sys.path[:], way=way, package=package)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BOTO3_EXTENSIONS_SPEED": speed},
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.whole
@pytest.mark.parametrize("way", WAYS)
def test_what_was_there_before_the_import_is_called(way: str) -> None:
    """Wrappers and mocks that are older than the import: as often as without speed.

    The package's own additions are definitions, which boto3 reads, too.
    """
    with_speed = in_a_program(way, "boto3_extensions")
    counts, *results = in_a_program(way, "boto3_extensions", "off")

    assert [counts, *results] == with_speed
    assert results == in_a_program(way, None)[1:]
    assert all(counts.values())


@pytest.mark.whole
@pytest.mark.parametrize("path", FUNCTIONS)
def test_what_comes_later_is_called(path: str, all_on: None) -> None:
    """Before the first use, or after it; and taken off again, it leaves no trace.

    Each function is replaced in one of the ways, at random; pytest prints the seed.
    """
    boto3_extensions.patch(speed=False)
    with Replaced(path, "functools") as plain:
        use()
    expected = len(plain.calls)
    assert expected
    boto3_extensions.patch(speed=True)
    way = random.choice(list(WAYS))
    parsed_files.clear()
    with Replaced(path, way) as first:
        got = use()
    assert got == use()
    with Replaced(path, way) as later:
        assert got == use()
    assert got == use()

    assert [expected, expected] == [len(first.calls), len(later.calls)], way
    assert "list_queues" == got[1]


@pytest.mark.parametrize("path", CLASSES)
def test_a_subclass_is_used_while_it_is_there(path: str, all_on: None) -> None:
    """In the place of a class, before its first use and after; and is then gone."""
    holder, name = named(path)
    made: list[Any] = []
    for is_used in (False, True):
        parsed_files.clear()
        if is_used:
            use()
        made.clear()

        class Own(getattr(holder, name)):  # type: ignore[misc]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                made.append(self)
                super().__init__(*args, **kwargs)

        with mock.patch.object(holder, name, Own):
            inside = use()
        assert made
        made.clear()
        assert inside == use()
        assert [] == made


@pytest.mark.whole
@pytest.mark.parametrize("path", [*FUNCTIONS, *CLASSES, "builtins:open", "gzip:open"])
def test_a_mock_poisons_nobody(path: str, all_on: None) -> None:
    """A mock that answers with nothing sensible, around a first use, is gone after."""
    expected = use()
    parsed_files.clear()
    holder, name = named(path)
    living = boto3.Session("id", "key", region_name="us-east-1")
    with mock.patch.object(holder, name), contextlib.suppress(Exception):
        use()
    with mock.patch.object(holder, name), contextlib.suppress(Exception):
        living.client("sns")

    assert expected == use()
    client = boto3.Session("id", "key", region_name="us-east-1").client("sns")
    assert "list_topics" == client.list_topics.__name__
    assert isinstance(client._ruleset_resolver._provider.ruleset, RuleSet)


def test_a_mock_of_the_import_is_not_kept() -> None:
    """`importlib.import_module`, mocked around the first session of a program."""
    code = """
import boto3, boto3_extensions
from unittest import mock
with mock.patch("importlib.import_module"):
    try:
        boto3.Session(region_name="us-east-1").client("sqs")
    except Exception:
        pass
session = boto3.Session("a", "b", region_name="us-east-1")
print(type(session.resource("sqs").Queue("u")).__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "sqs.Queue" == done.stdout.strip()


def test_a_changed_code_is_another_function(all_on: None) -> None:
    """Tracers change the code of a function in place; it is then not what it was."""
    token = wraps.CLIENTS.token()
    function = botocore.docs.docstring.LazyLoadedDocstring._generate
    code = function.__code__

    def other(self: Any) -> str:
        return "traced"

    function.__code__ = other.__code__
    try:
        assert wraps.CLIENTS.token() is None
    finally:
        function.__code__ = code
    assert token is wraps.CLIENTS.token() is not None


GROUPS = {name: one for name, one in vars(wraps).items() if isinstance(one, Originals)}


@pytest.mark.parametrize("way", [functools.partial, functools.lru_cache])
@pytest.mark.parametrize(
    ("group", "path"),
    [
        (name, path)
        for name, group in GROUPS.items()
        for path in group._names
        if ":" in path and "." not in path.partition(":")[2]
    ],
)
def test_another_in_the_place_of_one_is_noticed(
    monkeypatch: pytest.MonkeyPatch, group: str, path: str, way: Any
) -> None:
    """Of each single function, class or module that a wrap stands for."""
    module_name, _, name = path.partition(":")
    module = importlib.import_module(module_name)
    original = getattr(module, name)
    mine: Any = types.ModuleType(name)
    if isinstance(original, type):
        mine = type(original)(name, (original,), {"__module__": __name__})
    elif callable(original):
        mine = way(original)
    assert GROUPS[group].token() is not None

    with monkeypatch.context() as patch:
        patch.setattr(module, name, mine)
        replaced = GROUPS[group].token()

    assert replaced is None


def test_a_text_of_a_class_is_no_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who documents boto3's class has its objects as fast as before."""
    token = wraps.CONSTRUCTING.token()
    monkeypatch.setattr(ServiceResource, "__doc__", "mine")
    assert token is wraps.CONSTRUCTING.token() is not None


def test_everything_is_recognised_as_it_is_installed(all_on: None) -> None:
    """Else boto3 is as slow as without the package, though nothing breaks."""
    use()
    unknown = {}
    for name, group in GROUPS.items():
        if group.token() is None:
            values = [*group._read()][:-1] if group._read else []
            unknown[name] = [v for v in values if not wraps._is_original(v)]

    assert {} == unknown


def test_all_that_makes_boto3_faster_stands_for_something() -> None:
    """Each wrap but that of connections, which replaces nothing, says for what."""
    for _, wrap in SPEED_PATCHES:
        cells = inspect.getclosurevars(wrap.is_on).nonlocals
        assert cells["stands_for"] or wrap.attribute == "create_endpoint"
