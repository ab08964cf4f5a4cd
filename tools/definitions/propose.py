"""Drafts definitions/<service>.toml for any service botocore knows."""

from __future__ import annotations

from botocore import xform_name

from .listing import listings
from .service import Service
from .spec import ServiceSpec, TypeSpec
from .types import LOAD_VERBS, TypeBuilder
from .words import verb, words

_KINDS = ("Arn", "ARN", "Identifier", "Id", "Name")


def nouns(service: Service) -> list[str]:
    """Return the nouns of operations that describe, create or delete one thing."""
    found: dict[str, int] = {}
    for operation in service.operations:
        if verb(operation) in {*LOAD_VERBS, "Create", "Delete"}:
            noun = "".join(words(operation)[1:])
            found[noun] = found.get(noun, 0) + 1
    return [noun for noun, times in sorted(found.items()) if times > 1 and noun]


def identifier(service: Service, noun: str) -> str | None:
    """Return the input that singles out one *noun*, if its operations need just one."""
    for before in (*LOAD_VERBS, "Delete"):
        operation = before + noun
        if operation in service.operations:
            required = service.required(operation)
            if len(required) == 1:
                return next(iter(required))
    return None


def propose(name: str) -> str:
    """Return a draft: the types that can be listed or loaded, and by what."""
    service = Service(name)
    lines = [f'service = "{name}"', ""]
    for noun in nouns(service):
        member = identifier(service, noun)
        if member is None:
            lines += [f"# {noun}: no single input tells one from another", ""]
            continue
        kind = next((k for k in _KINDS if member.endswith(k)), "Name")
        short = "Arn" if kind == "ARN" else kind
        spec = TypeSpec(noun, [noun], {short: member})
        built = TypeBuilder(service, ServiceSpec(name, {noun: spec}, {}, [])).build()
        many = listings(service, built[noun])
        load = built[noun].load
        lines += [
            f"# load: {load.operation if load else 'none found'}; "
            f"list: {many[0].operation if many else 'none found'}",
            f"[types.{noun}]",
            f'identifiers = {{ {short} = "{member}" }}',
            f'# arn = {{ format = "arn:{{partition}}:{name}:{{region}}:{{account}}:'
            f'{xform_name(noun, "-")}/{{{xform_name(short)}}}" }}',
            "",
        ]
    return "\n".join(lines)
