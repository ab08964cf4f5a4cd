"""The rules for lists that leave out members of items, by AWS's documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from botocore.model import StructureShape

from ..texts import plain
from .finding import Finding, Findings
from .service import COLLECTION, Service, Site
from .summaries import fillings

_END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")

# Of an operation: "does not return the following attributes", "returns a subset of".
_LEAVES_OUT = re.compile(
    r"(does not|doesn't|do not|don't) (return|include)|subset of the", re.IGNORECASE
)
# The same of what a list tells only of the one that it is asked for.
_UNLESS_ASKED = re.compile(r"\breturned only (when|if) you specify\b", re.IGNORECASE)
# Of a member, with the operations it is about.
_NOT_BY = re.compile(
    r"(is not|isn't|not) (returned|included|present) (in|by)|\bomits (it|this)\b",
    re.IGNORECASE,
)
_ONLY_BY = re.compile(
    r"only (returned|included|present) (in|by)"
    r"|(returned|included|present) only (in|by)",
    re.IGNORECASE,
)


def omissions_told(service: Service) -> Findings:
    """Find lists whose text mentions omissions that the definition does not have.

    What an action answers with is how things were then, and says itself so.
    """
    seen = set()
    for site, kind, shape in fillings(service):
        operation = service.operation_name(site)
        if site.kind != COLLECTION or (operation, kind) in seen:
            continue
        seen.add((operation, kind))
        omits = service.types[kind].get("omits", {})
        left_out = dict(_omitted(service, site, kind, shape))
        missing = sorted(set(left_out) - set(omits.get(operation, ())))
        if _loads_by(service, kind, operation):
            missing = [n for n in missing if _UNLESS_ASKED.search(left_out[n])]
        if missing:
            yield Finding(
                "omits",
                f"{kind}.{operation}",
                f"{operation} leaves {', '.join(missing)} of {kind} out, as AWS says:"
                f' "{left_out[missing[0]]}" Write it in the omits of {kind}.',
                # What the text of another botocore says is no fault of the data.
                absent=True,
            )


def omissions_true(service: Service) -> Findings:
    """Find omissions of absent members, or of members that no load returns."""
    for kind, body in service.types.items():
        if not body.get("omits"):
            continue
        shape = service.shape(kind)
        members = shape.members if shape is not None else {}
        lists = {
            service.operation_name(site)
            for site, filled, _ in fillings(service)
            if filled == kind and site.kind == COLLECTION
        }
        for operation, omitted in body.get("omits", {}).items():
            place = f"{kind}.{operation}"
            if operation not in lists:
                text = f"{kind} is in no collection of {operation}, whose omits it has."
                yield Finding("omits", place, text)
            for name in omitted:
                if name not in members:
                    text = f"{kind} has no {name} that {operation} could leave out."
                    yield Finding("omits", place, text, absent=True)
            if "load" not in body:
                text = f"{kind} has no load for what {operation} leaves out."
                yield Finding("omits", place, text)


def _loads_by(service: Service, kind: str, operation: str | None) -> bool:
    load = service.types[kind].get("load", {})
    return bool(load) and load.get("request", {}).get("operation") == operation


def _omitted(
    service: Service, site: Site, kind: str, shape: StructureShape
) -> Iterator[tuple[str, str]]:
    """Yield the members that a list leaves out, and the documentation of that."""
    own = service.shape(kind)
    operation = service.operation(site)
    # Of a summary, all that it lacks is known to be missing.
    members = [m for m in (own.members if own else {}) if m in shape.members]
    if operation is None:
        return
    identifiers = {
        str(name).lower()
        for identifier in service.identifiers(kind)
        for name in (identifier["name"], identifier.get("memberName"))
    }
    text = _sentences(operation.documentation)
    for number, sentence in enumerate(text):
        if _LEAVES_OUT.search(sentence) or _UNLESS_ASKED.search(sentence):
            words = set(re.findall(r"\w+", " ".join(text[number : number + 2])))
            for name in members:
                told = name in words or (name == "Tags" and "tags" in words)
                if told and name.lower() not in identifiers:
                    yield name, sentence
    for name in members:
        for sentence in _sentences(shape.members[name].documentation):
            words = set(re.findall(r"\w+", sentence)) & set(
                service.model.operation_names
            )
            if words and (
                (_NOT_BY.search(sentence) and operation.name in words)
                or (_ONLY_BY.search(sentence) and operation.name not in words)
            ):
                yield name, sentence


def _sentences(documentation: str | None) -> list[str]:
    return _END_OF_SENTENCE.split(plain(documentation))
