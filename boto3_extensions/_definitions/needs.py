"""Parts of a service model that a definition uses and the installed botocore may lack.

A definition is made of one release of botocore and used with any. An older botocore
lacks operations, shapes and members that AWS has added since, a newer one those that
AWS has withdrawn.

Models are read as botocore loads them, as plain dicts: botocore's objects for shapes
take a hundred times as long, and each service that a program uses is checked once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import jmespath
from botocore import xform_name
from jmespath.exceptions import JMESPathError

# Names with list projections: all but a dozen of 15,000 paths in definitions.
_PLAIN = re.compile(r"\w+(?:\[[\d*]*\])*(?:\.\w+(?:\[[\d*]*\])*)*")
_LIST = re.compile(r"\[[\d*]*\]")

# The types of JMESPath nodes whose first child is the path that they continue.
_STEPS = {"filter_projection", "flatten", "index_expression", "projection"}
_STEPS |= {"subexpression"}
_NO_NODE: Mapping[str, Any] = {"type": "nothing", "children": []}

# A definition of a service or a resource type, or a part of it.
Definition = Mapping[str, Any]


class Missing(NamedTuple):
    """A part of AWS's model of a service that the installed botocore lacks.

    Attributes:
        kind: ``operation``, ``shape``, ``member``, ``input`` or ``waiter``.
        name: AWS's name of it.
        owner: The shape of a member, or the operation of an input.
        operation: The operation that takes or returns the shape, if there is one.
    """

    kind: str
    name: str
    owner: str = ""
    operation: str = ""


class Waiter(NamedTuple):
    """A waiter of a service, as far as it needs something of the service model.

    Attributes:
        operation: The name of the operation that it calls.
        paths: The JMESPaths into the response, each of which can end it with success;
            empty if an error or any answer can, too.
    """

    operation: str
    paths: Sequence[str] = ()


class Model:
    """A service model, with methods that return the first missing part of a definition.

    Args:
        description: The service's ``service-2`` as botocore loads it.
        find_waiter: Returns the waiter of a name, None if there is none.
    """

    def __init__(
        self,
        description: Mapping[str, Any],
        find_waiter: Callable[[str], Waiter | None],
    ) -> None:
        self.operations: Mapping[str, Any] = description.get("operations", {})
        self.shapes: Mapping[str, Any] = description.get("shapes", {})
        self._find_waiter = find_waiter

    def shape(self, name: str | None) -> Missing | None:
        """Return the missing shape of a name, None if the model has it."""
        if name is None or name in self.shapes:
            return None
        return Missing("shape", name)

    def request(
        self, request: Definition, owner: str | None, path: str | None = None
    ) -> Missing | None:
        """Return the first missing part of a request.

        Args:
            request: The definition of the request.
            owner: The shape of the resource that makes it.
            path: The JMESPath into its response.
        """
        name = request.get("operation", "")
        if name not in self.operations:
            return Missing("operation", name)
        missing = self._params(name, request.get("params", ()), owner)
        return missing or self._in_response(name, path)

    def chosen(self, definition: Definition) -> Missing | None:
        """Return the missing identifier of the items that a load chooses from.

        An identifier that is not sent has to be a member of the items: otherwise it
        cannot be compared.

        Args:
            definition: The definition of a type with a load.
        """
        load = definition["load"]
        if not (load.get("path") or "").endswith("[]"):
            return None
        sent = {param.get("name") for param in load["request"].get("params", ())}
        shape = definition.get("shape", "")
        # By their names in Python, as boto3 compares them.
        known = {
            xform_name(name) for name in self.shapes.get(shape, {}).get("members", ())
        }
        for identifier in definition.get("identifiers", ()):
            member = identifier.get("memberName", identifier["name"])
            if identifier["name"] not in sent and xform_name(member) not in known:
                return Missing("member", member, shape)
        return None

    def resource(
        self, resource: Definition, request: Definition | None, owner: str | None
    ) -> Missing | None:
        """Return the first missing part of the data that resources are made of.

        Args:
            resource: The definition of the resources that are returned.
            request: The definition of the request whose response has them; None for a
                reference or a sub-resource.
            owner: The shape of the resource that returns them.
        """
        path = resource.get("path")
        name = request["operation"] if request is not None else ""
        missing = self._in_response(name, path) if name else self._at(owner, path)
        if missing is not None:
            return missing
        for identifier in resource.get("identifiers", ()):
            if identifier["source"] == "response" and name:
                missing = self._in_response(name, identifier.get("path"))
            else:
                missing = self.data(identifier, owner)
            if missing is not None:
                return missing
        return None

    def data(self, source: Definition, owner: str | None) -> Missing | None:
        """Return the missing part of a resource's data.

        Args:
            source: The definition of a parameter or identifier; nothing is missing
                unless its source is ``data``.
            owner: The shape of the data.
        """
        if source["source"] != "data" or owner is None:
            return None
        return self._at(owner, source.get("path"))

    def waiter(
        self, name: str, params: Iterable[Definition], owner: str | None
    ) -> Missing | None:
        """Return the missing waiter, or the first missing part that it needs.

        It needs the operation that it calls, and a member of the response that ends it
        with success: without that it would wait until its time is up.

        Args:
            name: The name of the waiter in the service's ``waiters-2``.
            params: The definitions of the parameters that a resource sends with it.
            owner: The shape of the resource.
        """
        waiter = self._find_waiter(name)
        if waiter is None:
            return Missing("waiter", name)
        if waiter.operation not in self.operations:
            return Missing("operation", waiter.operation)
        missing = self._params(waiter.operation, params, owner)
        if missing is not None:
            return missing
        ends = [self._in_response(waiter.operation, path) for path in waiter.paths]
        return ends[0] if ends and None not in ends else None

    def _params(
        self, operation: str, params: Iterable[Definition], owner: str | None
    ) -> Missing | None:
        input_shape = self.operations[operation].get("input", {}).get("shape")
        for param in params:
            missing = self._at(input_shape, param["target"])
            if missing is not None:
                if missing.owner == input_shape:
                    return Missing("input", missing.name, operation)
                return missing._replace(operation=operation)
            missing = self.data(param, owner)
            if missing is not None:
                return missing
        return None

    def _in_response(self, operation: str, path: str | None) -> Missing | None:
        shape = self.operations[operation].get("output", {}).get("shape")
        missing = self._at(shape, path)
        return missing and missing._replace(operation=operation)

    def _at(self, shape: str | None, path: str | None) -> Missing | None:
        # Without a shape, nothing can be missing from it: an operation without a
        # response has none in any release.
        if not path or shape is None:
            return None
        shapes = self.shapes
        for name in _first_names(path):
            body = shapes.get(shape)
            if body is None:
                # A user's own definition may name any shape; boto3 raises the error.
                return None
            # JMESPath and boto3 step into lists.
            while "member" in body:
                shape = body["member"]["shape"]
                body = shapes[shape]
            members = body.get("members")
            # The keys of a map are in no model.
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
    """Return the names that a JMESPath steps through before it chooses or calls.

    Members in alternatives (``a || b``) and in multiselects may be missing: JMESPath
    makes null of them.
    """
    if _PLAIN.fullmatch(path):
        return tuple(_LIST.sub("", path).split("."))
    try:
        return tuple(_names(jmespath.compile(path).parsed))
    except JMESPathError:
        # boto3 raises the error when the path is used.
        return ()


def _names(node: Mapping[str, Any]) -> Iterator[str]:
    while node["type"] in _STEPS:
        yield from _names(node["children"][0])
        node = node["children"][1] if node["type"] == "subexpression" else _NO_NODE
    if node["type"] == "field":
        yield node["value"]
