"""The drafts of definitions/<service>.toml for any service of botocore."""

from __future__ import annotations

from collections.abc import Mapping

from botocore import xform_name
from botocore.model import StructureShape

from .arn_reference import format_of
from .derivation import derive
from .listing import listings
from .placement import Placer
from .resource_type import ResourceType
from .service import Service
from .spec import ListSpec, LoadSpec, OperationSpec, ServiceSpec, TypeSpec
from .toml_file import DefinitionError
from .types import TypeBuilder


def propose(name: str) -> str:
    """Return a draft of the types that can be identified, listed or loaded."""
    service = Service(name)
    spec = derive(service)
    kinds = TypeBuilder(service, spec).build()
    lines = [f'service = "{name}"', ""]
    for one in spec.types.values():
        kind = kinds[one.name]
        if not kind.identifiers and kind.load is None and not kind.base:
            lines += [f"# {one.name}: nothing tells one from another", ""]
        elif not kind.base:
            lines += [*_type(service, one, kind), ""]
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
    return "\n".join(_type(service, spec, kind, told_arn)) + "\n"


def _type(
    service: Service, spec: TypeSpec, kind: ResourceType, told_arn: bool = False
) -> list[str]:
    chosen = _choosing(service, kind)
    load = kind.load.operation if kind.load else "none found"
    if chosen:
        load = "none, but one of the list"
    lists = spec.lists if isinstance(spec.lists, list) else []
    listed = ", ".join(one.operation for one in lists) or "none found"
    lines = [f"# load: {load}; list: {listed}", f"[types.{spec.name}]"]
    if spec.nouns != [spec.name]:
        lines.append(f"noun = {_strings(spec.nouns)}")
    if spec.parent:
        lines.append(f'parent = "{spec.parent}"')
    if spec.identifiers:
        lines.append(f"identifiers = {_table(spec.identifiers)}")
    if spec.inputs:
        told = ", ".join(
            f"{name} = {_strings(inputs) if inputs[1:] else _strings(inputs)[1:-1]}"
            for name, inputs in spec.inputs.items()
        )
        lines.append(f"inputs = {{ {told} }}")
    if isinstance(spec.load, LoadSpec):
        lines.append(f"load = {_load(spec.load)}")
    elif chosen:
        lines.append(chosen)
    if spec.lists is False:
        lines.append("list = false")
    elif any(_is_plain(one) for one in lists) and len(lists) == 1:
        pass
    elif all(_is_plain(one) for one in lists) and lists:
        lines.append(f"list = {_strings([one.operation for one in lists])}")
    elif lists:
        lines.append(f"list = [{', '.join(map(_list, lists))}]")
    if spec.arn:
        return [*lines, f"arn = {_table(spec.arn)}"]
    return [*lines, _arn(service, kind, told_arn)]


def _is_plain(one: ListSpec) -> bool:
    return one == ListSpec(one.operation)


def _list(one: ListSpec) -> str:
    """Return a list operation as an inline table, with the findings of the rules."""
    return _inline(
        operation=one.operation,
        on=one.on,
        **{"as": one.names or None},
        path=one.path or None,
        params=one.params or None,
        identifiers=one.identifiers or None,
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
    return _inline(
        on=one.on,
        **{"as": one.names or None},
        params=one.params or None,
        returns=one.returns,
        identifiers=one.identifiers or None,
    )


def _inline(**parts: str | list[str] | dict[str, str] | None) -> str:
    """Return an inline table of the values that are not None."""
    told = [f"{name} = {_value(one)}" for name, one in parts.items() if one is not None]
    return "{ " + ", ".join(told) + " }"


def _value(one: str | list[str] | dict[str, str]) -> str:
    if isinstance(one, str):
        return f'"{one}"'
    return _strings(one) if isinstance(one, list) else _table(one)


def _strings(values: list[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _table(values: Mapping[str, str | int]) -> str:
    told = {k: f'"{v}"' if isinstance(v, str) else str(v) for k, v in values.items()}
    return "{ " + ", ".join(f"{_key(k)} = {v}" for k, v in told.items()) + " }"


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
        return f"arn = {_table({'format': known} | attribute)}"
    if told_arn and attribute:
        return f"arn = {_table(attribute)}"
    path = "/".join(f"{{{xform_name(i.name)}}}" for i in kind.identifiers)
    prefix = service.model.signing_name
    form = f"arn:{{partition}}:{prefix}:{{region}}:{{account}}:"
    form += f"{xform_name(kind.name, '-')}/{path}"
    return f"# arn = {_table({'format': form} | attribute)}"


def _choosing(service: Service, kind: ResourceType) -> str | None:
    """Return a load that selects from the list of all, for a type without a read."""
    if kind.load is not None or kind.spec.parent:
        return None
    for one in listings(service, kind):
        whole = isinstance(one.item, StructureShape) and str(one.path).count("[]") == 1
        if whole and not service.required(one.operation):
            return f'load = {{ operation = "{one.operation}", path = "{one.path}" }}'
    return None
