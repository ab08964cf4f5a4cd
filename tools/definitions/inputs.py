"""The inputs of an operation that a resource's identifiers fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import Shape

from . import shapes
from .resource_type import Identifier, ResourceType
from .service import Service
from .spec import TypeSpec
from .texts import plain
from .toml_file import DefinitionError
from .words import plurals

# AWS's words for an input that is there for old calls, and the one in its place.
_INSTEAD = re.compile(
    r"[Dd]o(?:n't| not) use this parameter\. "
    r"Use (?:the )?(\w+)(?: request field)? instead"
)
_BARE = {"Id", "Name", "Arn", "ARN", "Identifier"}


def input_of(target: str) -> str:
    """Return the input that a path of a request's parameter begins with."""
    return re.split(r"[.\[]", target)[0]


def own_inputs(spec: TypeSpec, name: str, member: str | None) -> list[str]:
    """Return the input names that mean a type's own identifier, surest first."""
    found = [*spec.inputs.get(name, [])]
    if member:
        found += [member, member[:1].lower() + member[1:]]
        found += [f"Source{member}"]
    for noun in spec.nouns:
        if is_bare(member):
            long = noun + _capital(str(member))
            found += [long, long[:1].lower() + long[1:]]
    return list(dict.fromkeys(found))


def is_bare(member: str | None) -> bool:
    """Return whether a member is an id, a name or an ARN without a noun.

    Half of the services write their members and inputs in lowerCamel.
    """
    return member is not None and _capital(member) in _BARE


def has_noun(target: str, member: str | None) -> bool:
    """Return whether an input has a noun that its bare member lacks: clusterName."""
    if member is None or not is_bare(member) or target == member:
        return False
    return target.endswith(_capital(member))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def used_inputs(definition: object, name: str) -> list[str]:
    """Return the inputs that boto3's own definition fills with an identifier."""
    found: dict[str, None] = {}
    if isinstance(definition, dict):
        for value in definition.values():
            found.update(dict.fromkeys(used_inputs(value, name)))
        if definition.get("source") == "identifier" and definition.get("name") == name:
            target = str(definition.get("target", ""))
            if target.isalnum():
                found[target] = None
    elif isinstance(definition, list):
        for value in definition:
            found.update(dict.fromkeys(used_inputs(value, name)))
    return list(found)


def params_of(
    kind: ResourceType | None, written: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return boto3's request parameters for ``{input = what}`` as a person writes it.

    *what* is an identifier's name, ``'a constant'`` in its own quotes, a boolean, a
    number, ``arn`` for the type's own ARN, ``arn after word`` for the end of it, or
    else a JMESPath into the type's data.
    """
    return [_param(kind, target, value) for target, value in written.items()]


def _param(kind: ResourceType | None, target: str, value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"target": target, "source": "boolean", "value": value}
    if isinstance(value, int):
        return {"target": target, "source": "integer", "value": value}
    if value.startswith("'"):
        return {"target": target, "source": "string", "value": value.strip("'")}
    names = {i.name for i in kind.identifiers} if kind else set()
    if value.startswith("arn after "):
        return {"target": target, "source": "arn", "after": value[len("arn after ") :]}
    if value == "arn" and kind:
        identifier, member = kind.arn_identifier(), kind.arn_member()
        if identifier:
            value = identifier.name
        elif member and not _is_listed_only(kind):
            value = member
        elif (kind.spec.arn or {}).get("format"):
            # Made of identifiers, region and account; `Action` puts it where it goes.
            return {"target": target, "source": "arn"}
        else:
            raise DefinitionError(f"{kind.name}: its data holds no ARN for {target}")
    if value in names or any(
        i.name == value for i in (kind.identifiers if kind else [])
    ):
        return {"target": target, "source": "identifier", "name": value}
    return {"target": target, "source": "data", "path": value}


def _is_listed_only(kind: ResourceType) -> bool:
    """Return whether a type's data are told by lists alone, and its ARN without them.

    What is made by its identifiers has no data then.
    """
    template = (kind.spec.arn or {}).get("format", "{_}")
    return kind.load is None and not kind.base and "{_" not in template


def match_inputs(
    service: Service, kind: ResourceType, operation: str, *, lists: bool = False
) -> list[dict[str, str]] | None:
    """Return parameters that fill an operation from *every* identifier of a type.

    With *lists*, an input that takes a list of ids will do (``VpcIds[0]``).
    """
    inputs = service.inputs(operation)
    targets: dict[str, str] = {}
    # The type's own Id is "Id"; its parent's is what else would do, DistributionId.
    for identifier in sorted(kind.identifiers, key=lambda i: not i.own):
        free = inputs
        if targets:
            free = {n: s for n, s in inputs.items() if n not in targets.values()}
        target = _target(free, identifier, lists)
        if target is None:
            return None
        targets[identifier.name] = _renewed(inputs, target)
    return [
        {"target": targets[i.name], "source": "identifier", "name": i.name}
        for i in kind.identifiers
    ]


def _renewed(inputs: Mapping[str, Shape], target: str) -> str:
    """Return the input that AWS has put in an input's place.

    resource-groups says of its GroupName: "Don't use this parameter. Use Group".
    """
    name = input_of(target)
    told = _INSTEAD.search(plain(inputs[name].documentation))
    if told is None or told[1] not in inputs:
        return target
    return told[1] + target[len(name) :]


def filled_inputs(
    service: Service, kind: ResourceType, operation: str, *, lists: bool = False
) -> list[dict[str, str]] | None:
    """Return the parameters of ``match_inputs``, or of the input with the type's ARN.

    A load balancer is known by its name, but most operations take its
    ``LoadBalancerArn``, which its data has. Nothing that loads the data can ask so.
    """
    params = match_inputs(service, kind, operation, lists=lists)
    member = kind.arn_member()
    if params is not None or member is None:
        return params
    by_arn = Identifier(member, member, [member])
    target = _target(service.inputs(operation), by_arn, lists)
    if target is None:
        return None
    return [{"target": target, "source": "data", "path": member}]


def _target(
    inputs: dict[str, Shape], identifier: Identifier, lists: bool
) -> str | None:
    for name in sorted(identifier.inputs, key=lambda n: not n.startswith("Source")):
        if name in inputs and identifier.fits(inputs[name]):
            return name
    if lists:
        for name in identifier.inputs:
            for plural in plurals(name):
                if plural in inputs and shapes.is_string_list(inputs[plural]):
                    return f"{plural}[0]"
    return None
