"""Resource definitions in the form that mypy-boto3-builder reads.

The builder reads definitions as boto3 does, and knows nothing of this package's
additions to their format. So they are written for it into a folder laid out for
botocore's loader, each in one file: overlays merged, additions said in boto3's words,
and names changed that cannot be names in a stub. Names of classes in a stub exist for
type checkers only; no object has them at run time.
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

# Names that the builder gives to no class.
_RESERVED = {*dir(typing), *dir(builtins), *keyword.kwlist}

# The content of a definition or model file, or a part of it.
Document = dict[str, Any]


def write_models(catalog: Catalog, service: str, folder: Path) -> Document:
    """Write the definition and the models of a service for the builder.

    Args:
        catalog: Finds the definitions and models.
        service: The name of the service. Nothing is written for a service without
            resources: the builder reads botocore's own files.
        folder: The folder, which gets the layout of botocore's data folders.

    Returns:
        The definition as written, empty if the service has no resources.
    """
    if service not in catalog.names:
        return {}
    definition = copy.deepcopy(dict(catalog.definition(service)))
    for old in set(_unusable_types(definition)):
        _rename_type(definition, old, f"{old}Resource")
    model = copy.deepcopy(catalog.model(service, "service-2"))
    _add_extras(definition, model)
    _remove_keyword_members(definition, model)
    _rewrite_actions(definition, model)
    documents = {
        "resources-1": definition,
        "service-2": model,
        "paginators-1": catalog.model(service, "paginators-1"),
        "waiters-2": catalog.model(service, "waiters-2"),
    }
    version = catalog.loader.determine_latest_version(service, "service-2")
    version_folder = folder / service / version
    version_folder.mkdir(parents=True)
    for kind, document in documents.items():
        if document:
            path = version_folder / f"{kind}.json"
            path.write_text(json.dumps(document), encoding="utf-8")
    return definition


def _unusable_types(definition: Document) -> Iterator[str]:
    """Yield the types whose names cannot be names of classes in a stub."""
    yield from (name for name in definition["resources"] if name in _RESERVED)
    # The builder names the class of a collection by its type and its name run together,
    # which two collections may have in common.
    by_class = [
        (f"{kind}{_camel(collection)}", kind)
        for kind, body in definition["resources"].items()
        for collection in body.get("hasMany", {})
    ]
    counts = Counter(name for name, _ in by_class)
    seen = set()
    for name, kind in by_class:
        if counts[name] > 1 and name in seen:
            yield kind
        seen.add(name)


def _camel(collection: str) -> str:
    return "".join(
        part[:1].upper() + part[1:] for part in xform_name(collection).split("_")
    )


def _rename_type(definition: Document, old: str, new: str) -> None:
    body = definition["resources"][new] = definition["resources"].pop(old)
    # As in boto3's `_get_has_definition`: a type that the service has under no other
    # name can be constructed by the name of the type.
    own = definition["service"].setdefault("has", {})
    if old not in [has["resource"]["type"] for has in own.values()]:
        inputs = [
            {"target": identifier["name"], "source": "input"}
            for identifier in body.get("identifiers", ())
        ]
        own[old] = {"resource": {"type": old, "identifiers": inputs}}
    for resource in _resources_in(definition):
        if resource.get("type") == old:
            resource["type"] = new


def _resources_in(part: object) -> Iterator[Document]:
    """Yield each part of a definition that names the type of a resource."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "resource" and isinstance(value, dict):
                yield value
            yield from _resources_in(value)


def _add_extras(definition: Document, model: Document) -> None:
    """Give each type with extras, or a lock, a shape that has them as members."""
    for kind, body in definition["resources"].items():
        extras = body.pop("extras", {})
        known = {member: extra["shape"] for member, extra in extras.items()}
        if "lock" in body:
            # The token of the last load, by AWS's name and by boto3's.
            model["shapes"]["_Token"] = {"type": "string"}
            known |= dict.fromkeys((body["lock"], body["lock"].lower()), "_Token")
        wanted = {m: {"shape": s} for m, s in known.items() if s in model["shapes"]}
        if wanted:
            shape = model["shapes"].get(body.get("shape"), {"type": "structure"})
            members = {**wanted, **shape.get("members", {})}
            body["shape"] = f"{body.get('shape', '')}With{kind}Extras"
            model["shapes"][body["shape"]] = {**shape, "members": members}


def _rewrite_actions(definition: Document, model: Document) -> None:
    """Rewrite the actions of a definition in the words that the builder reads.

    The builder leaves out inputs that are filled in from identifiers, and takes a path
    that ends in brackets as the sign of several resources.
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
            resource = action.get("resource", {})
            paths = [i.get("path", "") for i in resource.get("identifiers", ())]
            if any("[]" in path for path in paths) and not resource.get("path"):
                resource["path"] = "[]"


def _inputs_filled_in(action: Document, model: Document) -> Iterator[Document]:
    """Yield the inputs of an action that this package fills in, as ``params``."""
    if "arn" in action:
        yield {"target": action["arn"].partition("[")[0], "source": "identifier"}
    shape = model["operations"][action["request"]["operation"]].get("input", {})
    required = model["shapes"].get(shape.get("shape"), {}).get("required", ())
    for name in action.get("lock", ()):
        if name in required:
            # A caller may give another token, so the input is optional.
            yield {"target": name, "source": "string", "value": ""}


def _remove_keyword_members(definition: Document, model: Document) -> None:
    """Give each type with a data member like ``from`` a shape without that member.

    The name is a keyword of Python, which cannot be written as an attribute.
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
