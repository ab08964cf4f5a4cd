"""Leaves out of definitions whatever the installed botocore cannot do.

Only what this package defines: a user's own definitions, and boto3's, do what they do
in plain boto3, be it a ``NoShapeFoundError``. Where all is there, which is so on the
release that the data were made of, definitions stay the very objects that they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from botocore import xform_name

from boto3_extensions._offer._needs import Missing, Model

Definition = Mapping[str, Any]

# By the name in Python, what is missing for it.
Names = dict[str, Missing]

# The sections of a definition, and what boto3 makes of a name in each.
_SECTIONS: Mapping[str, Callable[[str], str]] = {
    "actions": xform_name,
    "hasMany": xform_name,
    "waiters": lambda name: xform_name(f"WaitUntil{name}"),
    "batchActions": xform_name,
}

# That of the service itself among the types.
SERVICE = ""


class Offer(NamedTuple):
    """What of a service's definitions works, and what is withheld.

    Attributes:
        made_of: The definition of the service itself, and all of its types.
        service: The former, with what works.
        resources: The latter.
        withheld: By type, what does not; ``""`` is the service itself.
        batch: By type, which actions of a collection of that type do not.
    """

    made_of: tuple[Any, Any]
    service: Any
    resources: Any
    withheld: Mapping[str, Names]
    batch: Mapping[str, Names]


class _Broken(NamedTuple):
    type: str
    section: str
    name: str
    missing: Missing


def offer_of(
    service: Definition,
    resources: Mapping[str, Definition],
    model: Model,
    ours: Callable[[], Definition],
) -> Offer | None:
    """Return what of a service can be done, None if that is all.

    Args:
        service: The definition of the service itself, empty if it is not known.
        resources: Those of its types.
        model: What the installed botocore knows of the service.
        ours: Returns what this package defines of it.
    """
    lost = _Lost(service, resources, model, ours)
    if not lost.broken and not lost.types:
        return None
    return Offer(
        (service, resources),
        lost.without(SERVICE, service),
        {
            name: lost.without(name, body)
            for name, body in resources.items()
            if name not in lost.types
        },
        {name: lost.names(name) for name in (SERVICE, *resources)},
        {name: lost.batch(name) for name in resources},
    )


class _Lost:
    """What of a service's definitions cannot be done.

    Attributes:
        types: The types that cannot be made, or do nothing, with what they lack.
        broken: The members of all others.
    """

    def __init__(
        self,
        service: Definition,
        resources: Mapping[str, Definition],
        model: Model,
        ours: Callable[[], Definition],
    ) -> None:
        self._service, self._resources = service, resources
        self._model, self._find_ours = model, ours
        self.types: dict[str, Missing] = {
            name: missing
            for name, body in resources.items()
            if (missing := model.shape(body.get("shape"))) and self._is_our_type(name)
        }
        self.broken = list(self._find())
        # A type may have been all that another one was for.
        while self.broken and (useless := self._useless()):
            self.types |= useless
            self.broken = list(self._find())

    def without(self, type_name: str, body: Definition) -> Any:
        """Return a definition less what is broken; the same one if nothing is."""
        less: dict[str, Any] = {}
        for one in self.broken:
            if one.type == type_name:
                if one.section == "load":
                    less["load"] = None
                    continue
                kept = less.setdefault(one.section, dict(body[one.section]))
                kept.pop(one.name)
        if not less:
            return body
        return {
            key: value
            for key, value in {**body, **less}.items()
            if value is not None or key not in less
        }

    def names(self, type_name: str) -> Names:
        """Return what a class of the type lacks, by its names in Python."""
        found: Names = {}
        for one in self._broken_of(type_name):
            if one.section == "load":
                found["load"] = found["reload"] = one.missing
            elif one.section == "has":
                body = self._body(type_name)["has"][one.name]
                found[_name_of(one.name, body)] = one.missing
            elif one.section != "batchActions":
                found[_SECTIONS[one.section](one.name)] = one.missing
        if type_name == SERVICE:
            # boto3 gives the service each type by its name, or by another that it has.
            found |= self.types
        return found

    def batch(self, type_name: str) -> Names:
        """Return what collections of the type lack."""
        broken = self._broken_of(type_name)
        return {
            xform_name(one.name): one.missing
            for one in broken
            if one.section == "batchActions"
        }

    def _broken_of(self, type_name: str) -> Iterator[_Broken]:
        return (one for one in self.broken if one.type == type_name)

    def _body(self, type_name: str) -> Definition:
        return self._service if type_name == SERVICE else self._resources[type_name]

    def _bodies(self) -> Iterator[tuple[str, Definition]]:
        yield SERVICE, self._service
        yield from (one for one in self._resources.items() if one[0] not in self.types)

    def _find(self) -> Iterator[_Broken]:
        for type_name, body in self._bodies():
            for section, name, missing in self._lacking(body):
                if self._is_ours(type_name, section, name):
                    yield _Broken(type_name, section, name, missing)

    def _lacking(self, body: Definition) -> Iterator[tuple[str, str, Missing]]:
        model, shape = self._model, body.get("shape")
        load = body.get("load")
        if load and (
            missing := model.request(load["request"], shape, load.get("path"))
            or model.chosen(body)
        ):
            yield "load", "", missing
        for section in ("actions", "hasMany", "batchActions"):
            for name, one in body.get(section, {}).items():
                if missing := self._calls(one, shape):
                    yield section, name, missing
        for name, one in body.get("has", {}).items():
            if missing := self._leads(one["resource"], None, shape):
                yield "has", name, missing
        for name, one in body.get("waiters", {}).items():
            missing = model.waiter(one["waiterName"]) or self._waits(one, shape)
            if missing:
                yield "waiters", name, missing

    def _calls(self, one: Definition, shape: str | None) -> Missing | None:
        missing = self._model.request(one["request"], shape, one.get("path"))
        if missing is None and "resource" in one:
            missing = self._leads(one["resource"], one["request"], shape)
        return missing

    def _leads(
        self, resource: Definition, request: Definition | None, shape: str | None
    ) -> Missing | None:
        if resource["type"] in self.types:
            return self.types[resource["type"]]
        return self._model.resource(resource, request, shape)

    def _waits(self, one: Definition, shape: str | None) -> Missing | None:
        for param in one.get("params", ()):
            if missing := self._model.data(param, shape):
                return missing
        return None

    def _useless(self) -> dict[str, Missing]:
        """Return the types that do nothing any more, and that nothing tells of."""
        if not self._service:
            return {}
        # What is looked for: types of which something is missing.
        suspects: dict[str, Missing] = {}
        for one in self.broken:
            if one.type != SERVICE and one.section != "batchActions":
                suspects.setdefault(one.type, one.missing)
        # AWS tells of some as a part of others long before it describes them: what
        # cannot be loaded is of use only where something else that works gives it.
        no_load = {one.type for one in self.broken if one.section == "load"}
        broken = {(one.type, one.section, one.name) for one in self.broken}
        for type_name, body in self._bodies():
            for section, name, member in _members(body):
                if (type_name, section, name) in broken:
                    continue
                if section != "has" and type_name not in no_load:
                    suspects.pop(type_name, None)
                told = member.get("resource", {})
                if section in ("actions", "hasMany") or told.get("path"):
                    suspects.pop(told.get("type"), None)
        return {
            name: missing
            for name, missing in suspects.items()
            if self._is_our_type(name)
        }

    def _is_our_type(self, name: str) -> bool:
        own = self._ours["resources"].get(name, {})
        body = self._resources[name]
        return "identifiers" in own and all(
            own.get(key) == body.get(key) for key in ("identifiers", "shape")
        )

    def _is_ours(self, type_name: str, section: str, name: str) -> bool:
        ours: Definition = self._ours.get("service", {})
        if type_name != SERVICE:
            ours = self._ours["resources"].get(type_name, {})
        own, body = ours.get(section), self._body(type_name)[section]
        if section == "load":
            return bool(own == body)
        return own is not None and name in own and bool(own[name] == body[name])

    @property
    def _ours(self) -> Definition:
        return self._find_ours()


def _members(body: Definition) -> Iterator[tuple[str, str, Definition]]:
    if "load" in body:
        yield "load", "", body["load"]
    for section in ("actions", "hasMany", "has", "waiters"):
        for name, one in body.get(section, {}).items():
            yield section, name, one


def _name_of(name: str, body: Definition) -> str:
    """Return what boto3 calls a reference, or a sub-resource."""
    identifiers: Iterable[Definition] = body["resource"].get("identifiers", ())
    is_reference = any(one["source"] == "data" for one in identifiers)
    return xform_name(name) if is_reference else name
