"""The rules that a load returns the data of its own resource alone."""

from __future__ import annotations

import re

from botocore import xform_name
from botocore.model import ListShape, OperationModel

from .answers import chooses, data_at, found, raw_path
from .finding import NOTE, Finding, Findings
from .paths import PathError, item_of, steps
from .service import LOAD, Service, Site


def loads_use_every_identifier(service: Service) -> Findings:
    """Find loads that could return another item's data."""
    for site in service.sites(LOAD):
        used = {p.get("name") for p in site.params if p.get("source") == "identifier"}
        compared = _item_members(service, site) if chooses(site) else set()
        for identifier in service.identifiers(site.owner):
            name = identifier["name"]
            if chooses(site):
                member = identifier.get("memberName", name)
                # One that the items do not repeat is asked for, and so theirs.
                sure = compared is None or xform_name(member) in compared
                sure = sure or name in used
            else:
                sure = name in used
            if not sure:
                yield Finding(
                    "wrong-data",
                    site.place,
                    f"{site.place} does not ask for its {name}, and so brings the data"
                    " of another item.",
                    # Older models may not have it in the items; then it is withheld.
                    absent=chooses(site),
                )
        if any(param.get("source") == "data" for param in site.params):
            yield Finding(
                "wrong-data", site.place, f"{site.place} needs the data that it loads."
            )
        yield from _by_prefix(site)


def _item_members(service: Service, site: Site) -> set[str] | None:
    """Return the Python names of the members of the items that a load selects from."""
    try:
        data = found(service, site, "response", raw_path(site.body))
    except PathError:
        return None
    members = getattr(item_of(data) if data else None, "members", None)
    return None if members is None else {xform_name(name) for name in members}


def _by_prefix(site: Site) -> Findings:
    """Find lists by prefix, which may return ``orders-2`` before ``orders``."""
    try:
        picks = not chooses(site) and any(
            step.startswith("[") for step in steps(raw_path(site.body))
        )
    except PathError:
        return
    for param in site.params:
        target = str(param.get("target"))
        # Not PrefixListIds[0], which takes a whole id.
        prefix = target.lower().endswith("prefix")
        if picks and prefix and param["source"] == "identifier":
            yield Finding(
                "wrong-data",
                site.place,
                f"{site.place} takes the first of a list asked for by {target}, which"
                " others may share.",
            )


def loads_bring_the_shape(service: Service) -> Findings:
    """Find loads without members of the type, whose attributes stay ``None``."""
    for site in service.sites(LOAD):
        shape = service.shape(site.owner)
        try:
            data = found(service, site, "response", raw_path(site.body))
        except PathError:
            continue
        if shape is None and "shape" not in service.body(site.owner):
            yield Finding(
                "load-shape",
                site.place,
                f"{site.owner} has a load but no shape, so that no attribute shows it.",
            )
        elif shape is not None and data is not None:
            item = item_of(data) if chooses(site) else data
            yield from _compare(site, set(shape.members), item)


def _compare(site: Site, wanted: set[str], data: object) -> Findings:
    members = set(getattr(data, "members", ()))
    lacking, extra = sorted(wanted - members), sorted(members - wanted)
    name = getattr(data, "name", data)
    if lacking and members:
        yield Finding(
            "load-shape",
            site.place,
            f"{site.place} brings {name}, which lacks {', '.join(lacking)}.",
        )
    elif extra and members:
        yield Finding(
            "load-shape",
            site.place,
            f"{site.place} brings {name}, whose {', '.join(extra)} no attribute shows.",
            NOTE,
        )


def loads_miss(service: Service, base: Service | None = None) -> Findings:
    """Find types that do not say whether the answer of their load may lack them.

    The answer as a whole is always there; a list to choose from has an error of its
    own.

    Args:
        service: The definition.
        base: boto3's own, whose types are loaded as ever.
    """
    theirs = base.types if base else {}
    for site in service.sites(LOAD):
        if site.owner is None or site.owner in theirs:
            continue
        told = service.types[site.owner].get("mustExist", False)
        if told == (raw_path(site.body) == "@" or chooses(site)):
            answer = "always has" if told else "may lack"
            text = f"The answer of {site.place} {answer} it, and mustExist is {told}."
            yield Finding("must-exist", site.place, text)


def loads_describe(service: Service) -> Findings:
    """Find loads that search a list, where an operation describes a single resource."""
    for site in service.sites(LOAD):
        if not chooses(site):
            continue
        kind = str(site.owner).lower()
        for name in service.model.operation_names:
            verb = next(
                (v for v in ("Describe", "Head", "Get") if name.startswith(v)), ""
            )
            noun = name.removeprefix(verb).lower()
            operation = service.model.operation_model(name)
            named = noun in {kind, f"{kind}details"}
            if not verb or not (named or _brings(service, site, operation)):
                continue
            own = name != service.operation_name(site) and not operation.deprecated
            if own and operation.input_shape and operation.input_shape.required_members:
                yield Finding(
                    "lists",
                    site.place,
                    f"{site.place} looks through all of {service.operation_name(site)}:"
                    f" {name} describes one.",
                    absent=True,
                )


def _brings(service: Service, site: Site, operation: OperationModel) -> bool:
    """Return whether an operation with a type's identifiers returns a resource."""
    own, given, answer = (
        service.shape(site.owner),
        operation.input_shape,
        operation.output_shape,
    )
    if own is None or given is None or answer is None:
        return False
    told = {
        _plain(name)
        for identifier in service.identifiers(site.owner)
        for name in (identifier["name"], identifier.get("memberName"))
        if name
    }
    shapes = [answer, *answer.members.values()]
    return any(shape.name == own.name for shape in shapes) and (
        {_plain(name) for name in given.required_members} == told
    )


def loads_narrow(service: Service) -> Findings:
    """Find loads that search a whole list, where AWS has a filter."""
    for site in service.sites(LOAD):
        operation = service.operation(site)
        if not chooses(site) or operation is None or operation.input_shape is None:
            continue
        sent = {p.get("name") for p in site.params if p["source"] == "identifier"}
        inputs = {re.split(r"[.\[]", str(p["target"]))[0] for p in site.params}
        for identifier in service.identifiers(site.owner):
            if identifier["name"] in sent:
                continue
            wanted = _plain(identifier.get("memberName", identifier["name"]))
            for name, shape in operation.input_shape.members.items():
                keys = re.findall(r"<code>([^<]+)</code>", shape.documentation or "")
                told = wanted in map(_plain, keys) and isinstance(shape, ListShape)
                if name not in inputs and (
                    told or _plain(name) in {wanted, f"{wanted}s"}
                ):
                    yield Finding(
                        "narrows",
                        site.place,
                        f"{site.place} does not ask {operation.name} for its"
                        f" {identifier['name']}, which {name} takes.",
                        absent=True,
                    )


def _plain(name: str) -> str:
    """Return the normal form of a name, the same for all spellings of AWS."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def data_has_a_way(service: Service) -> Findings:
    """Find types with attributes that can never be read."""
    filled = {
        site.answer["type"]
        for site in service.sites()
        if site.answer and data_at(service, site) is not None
    }
    for name, body in service.types.items():
        unfilled = "load" not in body and name not in filled
        if unfilled and service.shape(name) is not None:
            yield Finding(
                "no-data",
                name,
                f"{name} has the shape {body['shape']}, but no load and nobody who"
                " fills it: its attributes can never be read.",
            )
