"""The former names of derived definitions, which stay for one release.

AWS's new operations, and better rules, give a member another name, or a type. The name
that it had is then a second name of the same, marked with the release that has it for
the last time: ``"former": "1.1.0"``; ``older`` tells which to take. Where a member was
wrong, and not just called otherwise, nothing stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name

from . import names
from .build import SERVICE
from .service import Service

MARK = "former"
_SECTIONS = ("actions", "hasMany", "has")

Definition = dict[str, Any]


def without_past(documents: Mapping[str, Any], release: str) -> dict[str, Any]:
    """Return data files without the former names that an earlier release had last.

    Args:
        documents: The data files, by their names.
        release: The release that is being made.
    """
    found: dict[str, Any] = json.loads(json.dumps(documents))
    for members in _members(names.definition_of(found)):
        for name in [n for n, b in members.items() if b.get(MARK, release) != release]:
            del members[name]
    for _, body in _bodies(names.definition_of(found)):
        known = {xform_name(n) for one in _SECTIONS for n in body.get(one, {})}
        older = {n: now for n, now in body.pop("older", {}).items() if n in known}
        if older:
            body["older"] = older
    return found


def keep(
    service: Service, definition: Definition, before: Mapping[str, Any], release: str
) -> None:
    """Add the former names of what is still there to a definition.

    Args:
        service: The models.
        definition: The definition, changed in place.
        before: The definition that had the former names.
        release: The release that is being made, which has them for the last time.
    """
    renamed = renamed_types(definition, before)
    for owner, old in _bodies(before):
        new = _body(definition, renamed.get(owner, owner))
        if new is None:
            continue
        for section in _SECTIONS:
            mine, known = new.get(section, {}), old.get(section, {})
            kept = {}
            for name in known.keys() - mine.keys():
                now = _same(known[name], mine, known, renamed)
                body = mine[now] if now else None
                if now and section != "has":
                    older = {**new.get("older", {}), xform_name(name): xform_name(now)}
                    new["older"] = dict(sorted(older.items()))
                is_right = section != "hasMany" and _is_right(
                    service, definition, owner, known[name]
                )
                if body is None and is_right:
                    body = {k: v for k, v in known[name].items() if k != MARK}
                if body is not None:
                    kept[name] = {**body, MARK: release}
            if kept:
                new[section] = dict(sorted({**mine, **kept}.items()))
    for name, now in renamed.items():
        has = definition.setdefault(SERVICE, {}).setdefault("has", {})
        has[name] = {**_maker(definition["resources"], now), MARK: release}
    _tell_makers(definition)


def _same(
    old: Definition,
    mine: Mapping[str, Definition],
    known: Mapping[str, Definition],
    renamed: Mapping[str, str],
) -> str | None:
    """Return what a former member is called now; None if nothing is it."""
    for name, body in sorted(mine.items()):
        is_new = name not in known or MARK in old
        if is_new and MARK not in body and _is_same(old, body, renamed):
            return name
    return None


def _is_right(
    service: Service, definition: Definition, owner: str, old: Definition
) -> bool:
    """Return whether a former member is as right as it was, though another has come.

    What the service's own action sends is the caller's alone. What a type's sends is
    right if another type's sends the same and more; or if it is a collection now. What
    was a collection and is an action now had other items than it said.
    """
    request = old.get("request", {})
    made = old.get("resource", {}).get("type")
    if made is not None and made not in definition.get("resources", {}):
        return False
    if not request:
        # A type under a former name is made by its own.
        return MARK in old
    filled = _filled(old)
    return request["operation"] in service.operations and (
        (owner == SERVICE and not filled)
        or any(
            body.get("request", {}).get("operation") == request["operation"]
            and whose != SERVICE
            and filled <= _filled(body)
            for whose, _, _, body in names.sites(definition)
        )
    )


def _filled(body: Definition) -> set[str]:
    """Return the inputs that a request is filled with."""
    return {param["target"] for param in body.get("request", {}).get("params", ())}


def _maker(types: Mapping[str, Definition], name: str) -> Definition:
    """Return the entry by which boto3 makes resources of a type on its service."""
    identifiers = [
        {"target": one["name"], "source": "input"}
        for one in types[name].get("identifiers", ())
    ]
    return {"resource": {"type": name, "identifiers": identifiers}}


def _tell_makers(definition: Definition) -> None:
    """Tell the usual names of types beside former ones, which boto3 would leave out."""
    has = definition.get(SERVICE, {}).get("has", {})
    for body in [one for one in has.values() if MARK in one]:
        name = body["resource"]["type"]
        has.setdefault(name, _maker(definition["resources"], name))
    if has:
        definition[SERVICE]["has"] = dict(sorted(has.items()))


def _is_same(old: Definition, new: Definition, renamed: Mapping[str, str]) -> bool:
    """Return whether a member asks the same, and leads to the same type."""
    types = [one.get("resource", {}).get("type", "") for one in (old, new)]
    same_type = renamed.get(types[0], types[0]) == types[1]
    if "request" in old:
        return bool(old["request"] == new.get("request")) and same_type
    # A reference to a type: its identifiers come from the same places.
    told = [
        [
            {k: v for k, v in i.items() if k != "target"}
            for i in one["resource"].get("identifiers", ())
        ]
        for one in (old, new)
    ]
    return bool(same_type and told[0] == told[1])


def renamed_types(
    definition: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, str]:
    """Return the new names of types by their former ones: of those loaded alike."""
    now, then = (one.get("resources", {}) for one in (definition, before))
    fresh = {name: body for name, body in now.items() if name not in then}
    found = {}
    for name in then.keys() - now.keys():
        load = then[name].get("load")
        alike = [
            n for n, b in fresh.items() if load and _loads(b) == _loads(then[name])
        ]
        if len(alike) == 1:
            found[name] = alike[0]
    return found


def _loads(body: Mapping[str, Any]) -> tuple[str, list[str], str]:
    """Return how a type is loaded, whatever its identifiers are called."""
    load = body.get("load", {})
    request = load.get("request", {})
    targets = [param["target"] for param in request.get("params", ())]
    return request.get("operation", ""), targets, load.get("path", "")


def _bodies(definition: Mapping[str, Any]) -> Iterator[tuple[str, Definition]]:
    yield SERVICE, definition.get(SERVICE, {})
    yield from definition.get("resources", {}).items()


def _body(definition: Mapping[str, Any], owner: str) -> Definition | None:
    return dict(_bodies(definition)).get(owner)


def _members(definition: Mapping[str, Any]) -> Iterator[dict[str, Definition]]:
    for _, body in _bodies(definition):
        for section in _SECTIONS:
            if section in body:
                yield body[section]
