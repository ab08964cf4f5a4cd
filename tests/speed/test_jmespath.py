"""Paths find what jmespath finds, in data of any form."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import jmespath
import pytest

from boto3_extensions._foundation import models
from boto3_extensions._speed import jmespath as speed_jmespath
from boto3_extensions._speed.jmespath import search_beyond, search_of

BY_HAND = ("A", "A.B", "A[]", "A[].B", "A[0]", "A[-1].B", "A[].B[].C", "A.B[0].C[]")
BY_HAND += ("@", "A[*].B", "A[].B.C", "A[].B[]", "A | B", "[A, B]", "A[?B].C", "A.*")


def in_definition(part: Any) -> Iterator[str]:
    """Yield the paths of a definition."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "path" and isinstance(value, str):
                yield value
            else:
                yield from in_definition(value)
    elif isinstance(part, list):
        for value in part:
            yield from in_definition(value)


@cache
def all_paths() -> list[str]:
    """Return the paths of all definitions, boto3's and ours."""
    folders = os.path.join(os.path.dirname(boto3.__file__), "data"), models.DATA_PATH
    found: set[str] = set()
    for folder in folders:
        for file in Path(folder).rglob("resources-1*.json"):
            found.update(in_definition(json.loads(file.read_text("utf-8"))))
    return sorted(found - {"$"})


def names(path: str) -> list[str]:
    """Return the names in a path."""
    for mark in "[]().,|{}?!@:*'":
        path = path.replace(mark, " ")
    return [part for part in path.split() if part.isidentifier()]


def anything(chance: random.Random, keys: list[str], depth: int) -> Any:
    """Return data of a form that a path with such names may meet."""
    kind = chance.randrange(9)
    if depth == 0 or kind < 2:
        return chance.choice([None, "text", 0, 1, "", False, True, 2.5, [], {}])
    if kind < 5:
        count = chance.randrange(4)
        return [anything(chance, keys, depth - 1) for _ in range(count)]
    chosen = chance.sample(keys, chance.randint(0, len(keys))) if keys else []
    return {key: anything(chance, keys, depth - 1) for key in chosen}


def fitting(chance: random.Random, path: str) -> Any:
    """Return data in which a path of names, `[]` and indexes finds something."""
    data: Any = chance.choice(["text", 1, None])
    for part in reversed(path.split(".")):
        name, bracket, _ = part.partition("[")
        if bracket:
            data = [data, *[chance.choice([data, None, [data]]) for _ in range(2)]]
        data = {name: data}
    return data


def answer(search: Any, data: Any) -> Any:
    """Return what is found, or the kind of error there is."""
    try:
        return search(data)
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("path", BY_HAND)
def test_a_path_finds_what_jmespath_finds(path: str) -> None:
    """Whether it is known, or left to jmespath."""
    chance = random.Random(path)
    compiled = jmespath.compile(path)
    for _ in range(400):
        data = anything(chance, ["A", "B", "C"], 4)
        assert compiled.search(data) == search_of(path)(data)


def test_all_paths_of_definitions_find_what_jmespath_finds() -> None:
    """In data that fit them, and in data that do not."""
    chance = random.Random(6)
    for path in all_paths():
        compiled, ours = jmespath.compile(path), search_of(path)
        for _ in range(3):
            for data in (anything(chance, names(path), 4), fitting(chance, path)):
                assert answer(compiled.search, data) == answer(ours, data), path


def test_nearly_all_paths_are_known() -> None:
    """jmespath is asked for a few only."""
    left = [p for p in all_paths() if getattr(search_of(p), "__self__", None)]

    assert len(left) < len(all_paths()) / 50


def test_a_list_that_is_found_is_not_the_one_in_the_data() -> None:
    """As with jmespath: boto3 takes items out of it."""
    data = {"A": ["x", "y"], "B": [{"C": 1}]}
    for path, original in (("A[]", data["A"]), ("B[]", data["B"])):
        assert original is not search_of(path)(data)


def test_a_path_that_is_none_is_an_error() -> None:
    """Of jmespath's, as when boto3 uses it."""
    with pytest.raises(jmespath.exceptions.JMESPathError):
        search_of("A[")


def test_another_syntax_tree_is_left_to_jmespath() -> None:
    """As a later jmespath may have it."""
    with pytest.raises(speed_jmespath._UnknownSyntax):
        speed_jmespath._compiled({"type": "something", "children": []})


@pytest.mark.parametrize("path", ["A[]", "A[*]", "A[].B[]", "A.B[0].C[]", "A || B[*]"])
def test_a_name_is_read_of_the_items_that_are_found(path: str) -> None:
    """As jmespath reads it from the start, unless the name belongs to another part."""
    chance, longer = random.Random(path), f"{path}.C"
    beyond, compiled = search_beyond(path, longer), jmespath.compile(longer)
    assert (beyond is None) == ("||" in path)
    for _ in range(400):
        data = anything(chance, ["A", "B", "C"], 4)
        if beyond is not None:
            assert compiled.search(data) == beyond(search_of(path)(data))


@pytest.mark.parametrize(
    ("start", "path"),
    [
        (None, "A[].B"),
        ("A", "A.B"),
        ("A[]", "A[]"),
        ("A[]", "B[].C"),
        ("A[]", "A[].B.C"),
        ("A[]", "A[].B[]"),
        ("A[]", "A[][].B"),
        ("A[].B", "A[].B.C"),
        ("A.*", "A.*.B"),
        ("A[?B]", "A[?B].C"),
    ],
)
def test_other_paths_are_read_from_the_start(start: str | None, path: str) -> None:
    """Those that do not go on from the items by just a name."""
    assert search_beyond(start, path) is None
