"""Finds what a part of a definition needs that a service model does not have.

A definition is made of one release of botocore and used with any. On an older one
operations, shapes and members are missing that AWS has added since, on a newer one
those that AWS has withdrawn.

Models are read as botocore loads them, as plain dicts: its objects for shapes take a
hundred times as long, and every service that a program opens is looked through once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import jmespath
from botocore import xform_name
from jmespath.exceptions import JMESPathError

# Names, and lists stepped into: all but a dozen of 15,000 paths are such.
_PLAIN = re.compile(r"\w+(?:\[[\d*]*\])*(?:\.\w+(?:\[[\d*]*\])*)*")
_LIST = re.compile(r"\[[\d*]*\]")

# What JMESPath has for steps; the first child of each is what comes before.
_STEPS = {"filter_projection", "flatten", "index_expression", "projection"}
_STEPS |= {"subexpression"}
_NOTHING: Mapping[str, Any] = {"type": "nothing", "children": []}

Definition = Mapping[str, Any]


class Missing(NamedTuple):
    """Something of AWS's that a service model does not have.

    Attributes:
        kind: ``operation``, ``shape``, ``member``, ``input`` or ``waiter``.
        name: What AWS calls it.
        owner: The shape that a member, or the operation that an input, would be of.
        operation: The operation that has the shape, where one is looked at.
    """

    kind: str
    name: str
    owner: str = ""
    operation: str = ""


class Model:
    """What a service has, as far as definitions need it.

    Args:
        description: A ``service-2`` as botocore loads it.
        waits: Returns the operation that a waiter calls, None if there is no such
            waiter.
    """

    def __init__(
        self, description: Mapping[str, Any], waits: Callable[[str], str | None]
    ) -> None:
        self.operations: Mapping[str, Any] = description.get("operations", {})
        self.shapes: Mapping[str, Any] = description.get("shapes", {})
        self._waits = waits

    def shape(self, name: str | None) -> Missing | None:
        """Return what is missing of a shape by its name."""
        if name is None or name in self.shapes:
            return None
        return Missing("shape", name)

    def request(
        self, request: Definition, owner: str | None, path: str | None = None
    ) -> Missing | None:
        """Return what a request needs and has not.

        Args:
            request: Its definition.
            owner: The shape of the resource that makes it.
            path: Where in the answer is looked.
        """
        name = request.get("operation", "")
        operation = self.operations.get(name)
        if operation is None:
            return Missing("operation", name)
        taken = operation.get("input", {}).get("shape")
        for param in request.get("params", ()):
            missing = self._at(taken, param["target"])
            if missing is not None:
                if missing.owner == taken:
                    return Missing("input", missing.name, name)
                return missing._replace(operation=name)
            missing = self.data(param, owner)
            if missing is not None:
                return missing
        return self._answer(name, path)

    def chosen(self, definition: Definition) -> Missing | None:
        """Return what is missing of the items that a load looks through for its own.

        An identifier that is not asked for, and that the items do not have either,
        tells none of them from another.

        Args:
            definition: That of a type with a load.
        """
        load = definition["load"]
        if not (load.get("path") or "").endswith("[]"):
            return None
        sent = {param.get("name") for param in load["request"].get("params", ())}
        shape = definition.get("shape", "")
        # As boto3 compares them: by their names in Python.
        known = {
            xform_name(name) for name in self.shapes.get(shape, {}).get("members", ())
        }
        for identifier in definition.get("identifiers", ()):
            member = identifier.get("memberName", identifier["name"])
            if identifier["name"] not in sent and xform_name(member) not in known:
                return Missing("member", member, shape)
        return None

    def _answer(self, name: str, path: str | None) -> Missing | None:
        missing = self._at(self._answered(name), path)
        return missing and missing._replace(operation=name)

    def _answered(self, name: str) -> str | None:
        shape: str | None = self.operations[name].get("output", {}).get("shape")
        return shape

    def resource(
        self, resource: Definition, request: Definition | None, owner: str | None
    ) -> Missing | None:
        """Return what is missing of the data that resources are made of.

        Args:
            resource: The definition of the resources that are returned.
            request: That of the request whose answer they are in, if they are.
            owner: The shape of the resource that returns them.
        """
        path = resource.get("path")
        name = request["operation"] if request is not None else ""
        missing = self._answer(name, path) if name else self._at(owner, path)
        if missing is not None:
            return missing
        for one in resource.get("identifiers", ()):
            if one["source"] == "response" and name:
                missing = self._answer(name, one.get("path"))
            else:
                missing = self.data(one, owner)
            if missing is not None:
                return missing
        return None

    def data(self, one: Definition, owner: str | None) -> Missing | None:
        """Return what is missing of what is read in the owner's own data."""
        if one["source"] != "data" or owner is None:
            return None
        return self._at(owner, one.get("path"))

    def waiter(self, name: str) -> Missing | None:
        """Return what is missing of a waiter."""
        operation = self._waits(name)
        if operation is None:
            return Missing("waiter", name)
        if operation not in self.operations:
            return Missing("operation", operation)
        return None

    def _at(self, shape: str | None, path: str | None) -> Missing | None:
        # Without a shape there is nothing that could be missing from it: an operation
        # without an answer has none on any release.
        if not path or shape is None:
            return None
        shapes = self.shapes
        for name in _first_names(path):
            body = shapes.get(shape)
            if body is None:
                # A user's own definition may name any: boto3 says so.
                return None
            # JMESPath and boto3 step into lists.
            while "member" in body:
                shape = body["member"]["shape"]
                body = shapes[shape]
            members = body.get("members")
            # A map has the keys that it has.
            if members is None:
                return None
            member = members.get(name)
            if member is None:
                return Missing("member", name, shape)
            shape = member["shape"]
        return None


# The 4,300 paths of ec2 are 1,100 different ones.
@functools.lru_cache(maxsize=4096)
def _first_names(path: str) -> tuple[str, ...]:
    """Return the names a path steps through before it chooses or calls anything.

    What it makes of alternatives, or puts into a dict, may be missing: that is null.
    """
    if _PLAIN.fullmatch(path):
        return tuple(_LIST.sub("", path).split("."))
    try:
        return tuple(_names(jmespath.compile(path).parsed))
    except JMESPathError:
        # boto3 says so, to whoever uses it.
        return ()


def _names(node: Any) -> Iterator[str]:
    while node["type"] in _STEPS:
        yield from _names(node["children"][0])
        node = node["children"][1] if node["type"] == "subexpression" else _NOTHING
    if node["type"] == "field":
        yield node["value"]
