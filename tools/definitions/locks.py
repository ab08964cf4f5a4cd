"""The tokens of optimistic locks, from a load or a list into an input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from botocore.model import (
    OperationModel,
    OperationNotFoundError,
    Shape,
    StructureShape,
)

from .resource_type import ResourceType
from .service import Service

_NAMES = re.compile(
    r"IfMatch|(Expected|expected)?(Lock|Update|Change)Token"
    r"|(Expected|expected)?[Rr]evisionId|[Cc]urrentVersion"
)
# What AWS says of an input that is there for nothing else.
_WORDS = re.compile(
    r"concurrency control|concurrent modification|prevent overwriting|optimistic lock"
    r"|only if the (\w+ )?(revision ID|ETag|version)|must match for the",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^>]+>")


def tokens(
    operation: OperationModel,
    told: Iterable[str],
    nouns: Iterable[str],
    written: Mapping[str, str],
) -> Iterator[tuple[str, str | None]]:
    """Yield the inputs that take a token, with the member of the token if known.

    Args:
        operation: The operation of an action.
        told: The members that the owner's load and data have.
        nouns: AWS's words for the owner: a token of a function is none of its policy.
        written: What a TOML says of inputs whose member is called otherwise.
    """
    members = operation.input_shape.members if operation.input_shape else {}
    by_name = {name.lower(): name for name in told}
    for name, shape in members.items():
        text = " ".join(_MARKUP.sub("", shape.documentation).split())
        if name in written:
            yield name, written[name] or None
        elif shape.type_name in {"string", "integer", "long"} and (
            _NAMES.fullmatch(name) or _WORDS.search(text)
        ):
            if _is_of_another(text, nouns):
                continue
            plain = re.sub("^expected", "", name, flags=re.IGNORECASE)
            wanted = "etag" if name == "IfMatch" else plain.lower()
            yield name, by_name.get(wanted)


def _is_of_another(text: str, nouns: Iterable[str]) -> bool:
    """Return whether a token is not the owner's, but its policy's."""
    of_policy = re.search(r"\bpolicy\b", text, re.IGNORECASE)
    return bool(of_policy) and not any("Policy" in noun for noun in nouns)


def add(service: Service, kinds: dict[str, ResourceType], made: dict[str, Any]) -> None:
    """Add the locks to the definitions of types that are not boto3's."""
    for name, kind in kinds.items():
        body = made["resources"].get(name)
        if body is None or kind.base:
            continue
        beside = beside_data(service.model.operation_model, body.get("load"))
        shape = kind.shape.members if kind.shape else {}
        members = {*beside, *shape}
        used: set[str] = set()
        for action in body.get("actions", {}).values():
            operation = service.model.operation_model(action["request"]["operation"])
            written = _of_operation(kind.spec.locks, operation.name)
            found = tokens(operation, members, kind.nouns, written)
            taken = _filled(action["request"].get("params", []))
            lock = {i: m for i, m in found if m and i not in taken}
            if lock:
                action["lock"] = lock
                used |= set(lock.values())
        for member in sorted(used & set(beside)):
            body["lock"] = member


def _of_operation(written: Mapping[str, str], operation: str) -> dict[str, str]:
    """Return the written members for the inputs of an operation.

    It says it of any operation, or of one alone: ``UpdateThing.CurrentVersion``. An
    empty member is for an input that takes something else.
    """
    places = {name: name.rpartition(".") for name in written}
    return {
        place[2]: written[name]
        for name, place in places.items()
        if place[0] in {"", operation}
    }


def beside_data(model_of: Any, load: Mapping[str, Any] | None) -> Mapping[str, Shape]:
    """Return the members of a load's output that are outside of the data."""
    if load is None or load.get("path") in {None, "@"}:
        return {}
    try:
        output = model_of(load["request"]["operation"]).output_shape
    except OperationNotFoundError:
        # Of a botocore that is older than the data.
        return {}
    return output.members if isinstance(output, StructureShape) else {}


def _filled(params: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the inputs that are filled already, except from the resource's data."""
    return {p["target"] for p in params if p.get("source") != "data"}
