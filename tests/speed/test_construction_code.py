"""Code is written only for names that mean in it what they mean to `setattr`."""

from __future__ import annotations

from typing import Any

import pytest
from boto3.resources.base import ResourceMeta, ServiceResource

from boto3_extensions._speed import construction


def resource_class(*identifiers: str) -> Any:
    """Make a resource class with identifiers of these names."""
    meta = ResourceMeta("tiny", identifiers=list(identifiers))
    return type("tiny.Thing", (ServiceResource,), {"meta": meta})


@pytest.mark.parametrize("name", ["a b", "a-b", "a=0;b", "a\n", "ﬁle", "ümlaut"])
def test_odd_names_are_left_to_boto3(name: str) -> None:
    """One that is no name in Python, or that Python would read as another."""
    assert construction.assembler_of(resource_class("key", name)) is None


def test_a_type_without_identifiers_is_left_to_boto3() -> None:
    """Nothing leads to one by values."""
    assert construction.assembler_of(resource_class()) is None


def test_keywords_are_no_odd_names() -> None:
    """The attribute that holds an identifier has an underscore before its name."""
    found = construction.assembler_of(resource_class("class", "from"))
    assert found is not None
    made = found.one("client", ResourceMeta("tiny"), ["a", "b"])

    assert ["meta", "_class", "_from"] == list(vars(made))
    assert ("a", "b") == (vars(made)["_class"], vars(made)["_from"])


def test_identifiers_may_have_the_names_of_what_the_code_uses() -> None:
    """They are attributes, and no variables of it."""
    names = ("meta", "data", "client", "new", "value_0", "resource", "common")
    found = construction.assembler_of(resource_class(*names))
    assert found is not None
    columns = [[name] for name in names]
    (made,) = found.each("client", ResourceMeta("tiny"), columns, [{"a": 1}])

    assert list(names) == [vars(made)[f"_{name}"] for name in names]
    assert {"a": 1} == made.meta.data
    assert "client" == made.meta.client


def test_types_with_the_same_identifiers_share_the_code() -> None:
    """It is written once, and run with each class of its own."""
    one, other = resource_class("id"), resource_class("id")
    first, second = map(construction.assembler_of, (one, other))
    assert first is not None
    assert second is not None

    assert first.one.__code__ is second.one.__code__
    assert one is type(first.one("c", ResourceMeta("tiny"), ["i"]))
    assert other is type(second.one("c", ResourceMeta("tiny"), ["i"]))
