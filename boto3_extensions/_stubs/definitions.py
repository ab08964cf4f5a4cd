"""Writes definitions down as mypy-boto3-builder can read them, each in one file.

Overlays are merged, and what cannot be a name in a stub gets another one there. Names
of classes in a stub are for type checkers only: nothing at run time has them.
"""

from __future__ import annotations

import builtins
import copy
import json
import keyword
import typing
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore import xform_name

from boto3_extensions._definitions.catalog import Catalog

# What the builder does not let a class be called.
_RESERVED = {*dir(typing), *dir(builtins), *keyword.kwlist}

Document = dict[str, Any]


def write_data(catalog: Catalog, service: str, folder: Path) -> Document:
    """Write what is known of a service's resources into a folder of models.

    Args:
        catalog: Where the definitions are.
        service: Its name; one without resources is left to botocore's own files.
        folder: Laid out as botocore's loader wants it.

    Returns:
        The definition of its resources as written, empty if it has none.
    """
    if service not in catalog.names:
        return {}
    definition = copy.deepcopy(dict(catalog.definition(service)))
    for old in set(_unusable_types(definition)):
        _rename_type(definition, old, f"{old}Resource")
    model = copy.deepcopy(catalog.model(service, "service-2"))
    _add_extras(definition, model)
    _leave_out_keywords(definition, model)
    _tell_of_actions(definition, model)
    documents = {
        "resources-1": definition,
        "service-2": model,
        "paginators-1": catalog.model(service, "paginators-1"),
        "waiters-2": catalog.model(service, "waiters-2"),
    }
    version = catalog.loader.determine_latest_version(service, "service-2")
    home = folder / service / version
    home.mkdir(parents=True)
    for kind, document in documents.items():
        if document:
            path = home / f"{kind}.json"
            path.write_text(json.dumps(document), encoding="utf-8")
    return definition


def _unusable_types(definition: Document) -> Iterator[str]:
    """Return the types that cannot give their names to classes of a stub."""
    yield from (name for name in definition["resources"] if name in _RESERVED)
    # The class of a collection is called after its type and itself, run together.
    by_class = [
        (f"{kind}{_camel(collection)}", kind)
        for kind, body in definition["resources"].items()
        for collection in body.get("hasMany", {})
    ]
    often = Counter(name for name, _ in by_class)
    kept = set()
    for name, kind in by_class:
        if often[name] > 1 and name in kept:
            yield kind
        kept.add(name)


def _camel(collection: str) -> str:
    return "".join(p[:1].upper() + p[1:] for p in xform_name(collection).split("_"))


def _rename_type(definition: Document, old: str, new: str) -> None:
    body = definition["resources"][new] = definition["resources"].pop(old)
    # As boto3 has it, `_get_has_definition`: what the service does not call otherwise
    # can be made under the name of its type.
    own = definition["service"].setdefault("has", {})
    if old not in [has["resource"]["type"] for has in own.values()]:
        inputs = [
            {"target": identifier["name"], "source": "input"}
            for identifier in body.get("identifiers", ())
        ]
        own[old] = {"resource": {"type": old, "identifiers": inputs}}
    for made in _resources_in(definition):
        if made.get("type") == old:
            made["type"] = new


def _resources_in(part: Any) -> Iterator[Document]:
    """Return every place of a definition that names the type of a resource."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "resource" and isinstance(value, dict):
                yield value
            yield from _resources_in(value)


def _add_extras(definition: Document, model: Document) -> None:
    """Give types with extras a shape that has them, too."""
    for kind, body in definition["resources"].items():
        extras = body.pop("extras", {})
        known = {member: told["shape"] for member, told in extras.items()}
        if "lock" in body:
            # The token that it was read with, by AWS's word and by boto3's.
            model["shapes"]["_Token"] = {"type": "string"}
            known |= dict.fromkeys((body["lock"], body["lock"].lower()), "_Token")
        wanted = {m: {"shape": s} for m, s in known.items() if s in model["shapes"]}
        if wanted:
            shape = model["shapes"].get(body.get("shape"), {"type": "structure"})
            members = {**wanted, **shape.get("members", {})}
            body["shape"] = f"{body.get('shape', '')}With{kind}Extras"
            model["shapes"][body["shape"]] = {**shape, "members": members}


def _tell_of_actions(definition: Document, model: Document) -> None:
    """Say of actions in the builder's words what it cannot read from ours.

    It leaves out those inputs that are filled in from identifiers, and takes a path
    that ends in brackets for the sign of several resources.
    """
    for body in (definition["service"], *definition["resources"].values()):
        for action in body.get("actions", {}).values():
            request = action["request"]
            for param in request.get("params", ()):
                if param["source"] == "data":
                    param["source"] = "identifier"
            request["params"] = [
                *request.get("params", ()),
                *_inputs_filled_in(action, model),
            ]
            made = action.get("resource", {})
            paths = [i.get("path", "") for i in made.get("identifiers", ())]
            if any("[]" in path for path in paths) and not made.get("path"):
                made["path"] = "[]"


def _inputs_filled_in(action: Document, model: Document) -> Iterator[Document]:
    """Yield the inputs of an action that this package fills in, as boto3's are."""
    if "arn" in action:
        yield {"target": action["arn"].partition("[")[0], "source": "identifier"}
    shape = model["operations"][action["request"]["operation"]].get("input", {})
    required = model["shapes"].get(shape.get("shape"), {}).get("required", ())
    for name in action.get("lock", ()):
        if name in required:
            # One of the caller's own may be given.
            yield {"target": name, "source": "string", "value": ""}


def _leave_out_keywords(definition: Document, model: Document) -> None:
    """Give types whose data has a member like `from` a shape without it.

    Python has no way to write such an attribute, in a stub or anywhere.
    """
    for kind, body in definition["resources"].items():
        shape = model["shapes"].get(body.get("shape"), {})
        members = shape.get("members", {})
        writable = {
            name: member
            for name, member in members.items()
            if not keyword.iskeyword(xform_name(name))
        }
        if len(writable) < len(members):
            body["shape"] = f"{body['shape']}Of{kind}"
            model["shapes"][body["shape"]] = {**shape, "members": writable}
