"""The stubs beside the classes that boto3 makes: all members, and what actions take.

As mypy's stubtest does it; that finds nothing, as the classes are made at run time.
"""

from __future__ import annotations

import ast
import inspect
import keyword
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import boto3_extensions
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._help.signatures import signature_of
from boto3_extensions._stubs.following import module_of

# On the class that all resources are derived from in a stub.
OF_ALL = {"meta", "resource", "to_dict", "exists"}
# In every collection.
OF_COLLECTIONS = {"__iter__", "all", "filter", "first", "limit", "loaded", "page_size"}
# Checksums that botocore makes, which boto3-stubs, too, lets nobody give.
CHECKSUMS = {"ContentMD5", "CopySourceSSECustomerKeyMD5", "SSECustomerKeyMD5"}


class Stub(NamedTuple):
    """The classes of a service's stub, and the typed dictionaries, by their names."""

    classes: dict[str, ast.ClassDef]
    dictionaries: dict[str, dict[str, bool]]


def _classes(stub: Path) -> dict[str, ast.ClassDef]:
    module = ast.parse(stub.read_text("utf-8"))
    return {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}


def _dictionaries(stub: Path) -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield typed dictionaries, with whether each of their keys is required."""
    for node in ast.parse(stub.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            told = [one for one in node.body if isinstance(one, ast.AnnAssign)]
            yield node.name, {ast.unparse(t.target): _must(t.annotation) for t in told}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            keys = node.value.args[1]
            if isinstance(keys, ast.Dict):
                pairs = zip(keys.keys, keys.values, strict=True)
                told_here = {ast.literal_eval(k): _must(v) for k, v in pairs if k}
                yield ast.unparse(node.targets[0]), told_here


def _must(annotation: ast.expr) -> bool:
    return not ast.unparse(annotation).startswith("NotRequired[")


class Made(NamedTuple):
    """A resource type: its name, its class at run time and the one in the stub."""

    name: str
    made: Any
    of_stub: ast.ClassDef
    stub: Stub
    model: Any


@pytest.fixture(scope="session")
def types(project: Path) -> list[Made]:
    """The types of all services that the project has stubs of."""
    return list(_types(project / "typings"))


def _types(typings: Path) -> Iterator[Made]:
    boto3_extensions.arn_patch_boto3()
    catalog = Catalog()
    for service in catalog.names:
        package = typings / module_of(service)
        # The project's code has a definition of its own of synthetics's canaries.
        if service == "synthetics":
            continue
        if not (package / "service_resource.pyi").exists():
            continue
        stub = Stub(
            _classes(package / "service_resource.pyi"),
            dict(_dictionaries(package / "type_defs.pyi")),
        )
        own = next(n for n in stub.classes if n.endswith("ServiceResource"))
        for kind in (None, *catalog.types(service)):
            found = stub.classes.get(kind or own) or stub.classes[f"{kind}Resource"]
            name = f"{service}.{kind or 'ServiceResource'}"
            made = catalog.make_class(service, kind)
            yield Made(name, made, found, stub, catalog.service_model(service))


def _members(of_stub: ast.ClassDef) -> dict[str, ast.stmt]:
    return {
        getattr(node, "name", None) or ast.unparse(getattr(node, "target", node)): node
        for node in of_stub.body
        if isinstance(node, (ast.FunctionDef, ast.AnnAssign))
    }


def test_members_are_those_of_run_time(types: list[Made]) -> None:
    """Every attribute, action, collection, reference and waiter, and no other."""
    differing = {}
    for name, made, of_stub, *_ in types:
        there = {member for member in dir(made) if not member.startswith("_")}
        told = {*_members(of_stub)} | OF_ALL
        # Such as `from`, which no stub can have.
        written = {member for member in there if not keyword.iskeyword(member)}
        if different := (written | OF_ALL) ^ told:
            differing[name] = different
    assert len(types) > 300
    assert {} == differing


def test_actions_take_what_they_take(types: list[Made]) -> None:
    """Keywords that are needed, and no fewer that may be given."""
    differing = {}
    for name, made, of_stub, stub, _ in types:
        members = _members(of_stub)
        for action in made.meta.resource_model.actions:
            node = members.get(action.name)
            assert isinstance(node, ast.FunctionDef), f"{name}.{action.name}"
            told = _keywords(node, stub)
            signature = inspect.signature(getattr(made, action.name))
            taken = list(signature.parameters.values())
            if any(one.kind is one.VAR_KEYWORD for one in taken):
                # Made by hand in boto3; or of an input that is a keyword of Python's.
                continue
            given = {one.name: one for one in taken if one.kind is one.KEYWORD_ONLY}
            needed = {key for key, one in given.items() if one.default is one.empty}
            wrong = needed ^ {key for key in told if told[key]}
            wrong |= {*given} - {*told} - CHECKSUMS
            if wrong:
                differing[f"{name}.{action.name}"] = wrong
    assert {} == differing


def _keywords(method: ast.FunctionDef, stub: Stub) -> dict[str, bool]:
    """Return the keywords that a method of a stub takes, and whether each must be."""
    arguments = method.args
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    found = {one.arg: default is None for one, default in pairs}
    if arguments.kwarg is not None and arguments.kwarg.annotation is not None:
        named = ast.unparse(arguments.kwarg.annotation)
        found |= stub.dictionaries[named.removeprefix("Unpack[").removesuffix("]")]
    return found


def test_what_actions_make_is_one_or_several_as_at_run_time(
    types: list[Made],
) -> None:
    """A list where boto3 makes a list, of the same type."""
    differing = {}
    for name, made, of_stub, *_ in types:
        members = _members(of_stub)
        for action in made.meta.resource_model.actions:
            node = members[action.name]
            if action.resource and isinstance(node, ast.FunctionDef) and node.returns:
                paths = [one.path or "" for one in action.resource.identifiers]
                is_list = any(
                    "[]" in path for path in (action.resource.path, *paths) if path
                )
                told = ast.unparse(node.returns)
                if told.startswith("list[") != is_list:
                    differing[f"{name}.{action.name}"] = told
    assert {} == differing


def test_batch_actions_take_what_they_need(types: list[Made]) -> None:
    """Keywords that boto3 does not fill in from the items."""
    differing = {}
    for name, made, of_stub, stub, model in types:
        members = _members(of_stub)
        for one in made.meta.resource_model.collections:
            node = members[one.name]
            assert isinstance(node, ast.AnnAssign)
            told = _members(stub.classes[ast.unparse(node.annotation)])
            for action in one.batch_actions:
                batch = told[action.name]
                assert isinstance(batch, ast.FunctionDef)
                taken = signature_of(action, model).parameters.values()
                needed = {one.name for one in taken if one.default is one.empty}
                given = {key for key, must in _keywords(batch, stub).items() if must}
                if different := given ^ (needed - {"self"}):
                    differing[f"{name}.{one.name}.{action.name}"] = different
    assert {} == differing


def test_collections_have_what_they_have(types: list[Made]) -> None:
    """What all have, batch actions, and a wait for each waiter of the items."""
    differing = {}
    for name, made, of_stub, stub, _ in types:
        members = _members(of_stub)
        for one in made.meta.resource_model.collections:
            node = members[one.name]
            assert isinstance(node, ast.AnnAssign)
            told = {*_members(stub.classes[ast.unparse(node.annotation)])}
            batch = {action.name for action in one.batch_actions}
            waits = {waiter.name for waiter in one.resource.model.waiters}
            if different := told ^ (batch | waits | OF_COLLECTIONS | {"pages"}):
                differing[f"{name}.{one.name}"] = different
    assert {} == differing
