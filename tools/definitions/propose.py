"""The drafts of definitions/<service>.toml for any service of botocore."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from botocore import xform_name
from botocore.model import StructureShape

from .arn_reference import format_of
from .derivation import derive
from .listing import listings
from .placement import Placer
from .resource_type import ResourceType
from .service import Service
from .spec import (
    ListSpec,
    LoadSpec,
    OperationSpec,
    ServiceSpec,
    TypeSpec,
    WaiterSpec,
)
from .toml_file import DefinitionError
from .types import TypeBuilder


def propose(
    name: str,
    spec: ServiceSpec | None = None,
    doubts: Mapping[str, list[str]] | None = None,
) -> str:
    """Return a draft of the types that can be identified, listed or loaded.

    Args:
        name: The service.
        spec: What passes of its draft; by default the draft as a whole.
        doubts: The doubts by type, of which those left out are told below the others.
    """
    service, doubts = Service(name), doubts or {}
    spec = spec or derive(service)
    kinds = TypeBuilder(service, spec).build()
    lines = [f'service = "{name}"', "# area: its group in AWS's console", ""]
    for one in spec.types.values():
        kind = kinds[one.name]
        if not kind.identifiers and kind.load is None and not kind.base:
            lines += [f"# {one.name}: nothing tells one from another", ""]
        elif not kind.base:
            lines += [*_told(doubts.get(one.name, ())), *_type(service, one, kind), ""]
    left_out = [kind for kind in doubts if kind not in spec.types]
    if left_out:
        lines += [*_left_out(service, left_out, doubts), ""]
    for waiter in spec.waiters.values():
        lines += [f"[waiters.{waiter.name}]", *_fields(waiter, _WAITER), ""]
    if spec.lists:
        told = [
            f"{name} = {{ all = {_value(one.all)} }}"
            for name, one in spec.lists.items()
        ]
        lines += ["[lists]", *told, ""]
    operations = _operations(service, spec, kinds)
    return "\n".join(
        [*lines, *(["[operations]", *operations, ""] if operations else [])]
    )


def draft(
    service: Service, spec: TypeSpec, kind: ResourceType, *, told_arn: bool = False
) -> str:
    """Return the TOML of a type.

    With *told_arn*, it has the ARN that the type's data tells, if no format is known.
    """
    chosen = _choosing(service, kind)
    return "\n".join(_type(service, spec, kind, told_arn, chosen)) + "\n"


def _told(doubts: Iterable[str]) -> list[str]:
    """Return comments with the doubts about parts that a type is without."""
    return [f"# doubt: {one}" for one in doubts]


def _left_out(
    service: Service, names: list[str], doubts: Mapping[str, list[str]]
) -> list[str]:
    """Return comments with the types that are left out, as the draft has them."""
    whole = derive(service)
    kinds = TypeBuilder(service, whole).build()
    lines = ["# Left out; take in what is a thing, with what mends the doubt:"]
    for name in names:
        lines += ["#", *_told(doubts[name])]
        if name in whole.types:
            own = _type(service, whole.types[name], kinds[name])
            lines += [line if line.startswith("#") else f"# {line}" for line in own]
    return lines


def _type(
    service: Service,
    spec: TypeSpec,
    kind: ResourceType,
    told_arn: bool = False,
    chosen: str | None = None,
) -> list[str]:
    load = kind.load.operation if kind.load else "none found"
    if chosen:
        load = "none, but one of the list"
    lists = spec.lists if isinstance(spec.lists, list) else []
    listed = ", ".join(one.operation for one in lists) or "none found"
    lines = [f"# load: {load}; list: {listed}", f"[types.{spec.name}]"]
    if spec.nouns != [spec.name]:
        lines.append(f"noun = {_value(spec.nouns)}")
    if spec.parent:
        lines.append(f'parent = "{spec.parent}"')
    if spec.identifiers:
        lines.append(f"identifiers = {_value(spec.identifiers)}")
    if spec.inputs:
        told = {n: i if i[1:] else i[0] for n, i in spec.inputs.items()}
        lines.append(f"inputs = {_value(told)}")
    if isinstance(spec.load, LoadSpec):
        lines.append(f"load = {_load(spec.load)}")
    elif chosen:
        lines.append(chosen)
    elif spec.load is False:
        lines.append("load = false")
    if spec.lists is False:
        lines.append("list = false")
    elif len(lists) == 1 and _is_plain(lists[0]) and _is_found(service, kind, lists[0]):
        pass
    elif all(_is_plain(one) for one in lists) and lists:
        lines.append(f"list = {_value([one.operation for one in lists])}")
    elif lists:
        lines.append(f"list = [{', '.join(map(_list, lists))}]")
    lines += _fields(spec, _TYPE)
    if spec.arn:
        return [*lines, f"arn = {_value(spec.arn)}"]
    return [*lines, _arn(service, kind, told_arn)]


# What else a type, a waiter and an entry of `list` may have, by the words of a TOML.
_TYPE = (
    *("also", "collection", "shape", "equality", "prefixes", "references", "tag_id"),
    *("parent_identifiers", "filters", "links", "limits", "locks", "optional", "omits"),
    *("domains", "followed", "own_data", "reference_data"),
)
_WAITER = (
    *("operation", "delay", "attempts", "success", "failure", "retry", "absent"),
    *("success_error", "retry_error", "on", "params", "left_out"),
)


def _fields(spec: TypeSpec | WaiterSpec, names: Iterable[str]) -> list[str]:
    """Return the lines of what a type or a waiter has besides."""
    usual = {
        one.name: one.default
        if one.default_factory is dataclasses.MISSING
        else one.default_factory()
        for one in dataclasses.fields(spec)
    }
    told = {name: getattr(spec, name) for name in names}
    return [f"{n} = {_value(v)}" for n, v in told.items() if v != usual[n]]


def _is_plain(one: ListSpec) -> bool:
    return one == ListSpec(one.operation)


def _is_found(service: Service, kind: ResourceType, one: ListSpec) -> bool:
    """Return whether a list is found without a word of it in the TOML."""
    if kind.load is None:
        # Its data are what the list has, and are not known before it is.
        return False
    plain = dataclasses.replace(kind, spec=dataclasses.replace(kind.spec, lists=True))
    return [one.operation] == [each.operation for each in listings(service, plain)]


def _list(one: ListSpec) -> str:
    """Return a list operation as an inline table, with the findings of the rules."""
    return _inline(
        operation=one.operation,
        on=one.on,
        **{"as": one.names or None},
        path=one.path or None,
        params=one.params or None,
        identifiers=one.identifiers or None,
        own=one.own or None,
        data=None if one.data is True else one.data,
    )


def _load(one: LoadSpec) -> str:
    return _inline(
        operation=one.operation, params=one.params or None, path=one.path or None
    )


def _operations(
    service: Service, spec: ServiceSpec, kinds: dict[str, ResourceType]
) -> list[str]:
    """Return the operations whose resource is unknown, for a person to write."""
    placer = Placer(service, spec, kinds)
    lines = [f"{name} = {_operation(one)}" for name, one in spec.operations.items()]
    for operation in service.operations:
        try:
            placer.place(operation)
        except DefinitionError as error:
            reason = str(error).partition(": ")[2]
            lines += [f"# {reason}", f'{operation} = {{ returns = "" }}']
    return lines


def _operation(one: OperationSpec) -> str:
    """Return an operation as an inline table of its place and its resource."""
    told = [
        _inline(
            on=each.on,
            **{"as": each.names or None},
            params=each.params or None,
            returns=each.returns,
            path=each.path,
            batch=each.batch,
            identifiers=each.identifiers or None,
        )
        for each in (one, *one.others)
    ]
    return told[0] if len(told) == 1 else f"[{', '.join(told)}]"


def _inline(**parts: Any) -> str:
    """Return an inline table of the values that are not None."""
    return _value({name: one for name, one in parts.items() if one is not None})


def _value(one: Any) -> str:
    """Return a value as TOML has it on one line."""
    if isinstance(one, bool):
        return str(one).lower()
    if isinstance(one, dict):
        told = ", ".join(f"{_key(name)} = {_value(of)}" for name, of in one.items())
        return f"{{ {told} }}"
    if isinstance(one, list):
        return f"[{', '.join(map(_value, one))}]"
    return str(one) if isinstance(one, int) else json.dumps(one, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'


def _arn(service: Service, kind: ResourceType, told_arn: bool) -> str:
    """Return the ARN of AWS's reference, or else a guess as a comment."""
    names = ["Arn", *[n + end for n in kind.nouns for end in ("Arn", "ARN")]]
    members = kind.shape.members if kind.shape is not None else {}
    told = [i.name for i in kind.identifiers if i.own and i.name == "Arn"]
    told += [m for m in members if m[:1].upper() + m[1:] in names]
    attribute = {"arn": xform_name(told[0])} if told else {}
    known = format_of(service, kind)
    if known:
        return f"arn = {_value({'format': known} | attribute)}"
    if told_arn and attribute:
        return f"arn = {_value(attribute)}"
    path = "/".join(f"{{{xform_name(i.name)}}}" for i in kind.identifiers)
    prefix = service.model.signing_name
    form = f"arn:{{partition}}:{prefix}:{{region}}:{{account}}:"
    form += f"{xform_name(kind.name, '-')}/{path}"
    return f"# a guess: arn = {_value({'format': form} | attribute)}"


def _choosing(service: Service, kind: ResourceType) -> str | None:
    """Return a load that selects from the list of all, for a type without a read."""
    if kind.load is not None or kind.spec.parent:
        return None
    for one in listings(service, kind):
        whole = isinstance(one.item, StructureShape) and str(one.path).count("[]") == 1
        if whole and not service.required(one.operation):
            return f'load = {{ operation = "{one.operation}", path = "{one.path}" }}'
    return None
