"""Tries changes to a service's definitions, and keeps those that break nothing.

What breaks: the generator cannot make the data, a rule of `check` is broken, or an
action would move away from where it stood.
"""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from . import adoption, build, checks, names, suggested
from .adoption import Draft
from .relations import SERVICE
from .resource_type import ResourceType
from .service import Service
from .spec import ServiceSpec, TypeSpec
from .toml_file import DefinitionError, joined, spec_of
from .types import TypeBuilder
from .withdrawal import Parts


@dataclass
class Trials:
    """One service's definitions while a newer botocore is taken in.

    Attributes:
        documents: The data that the definitions give.
        definition: ``service`` and ``resources`` as the data files had them.
        allowed: The exceptions to the rules of `check`.
        adopted: The names of the types that were taken in.
        refused: Those that were not, with the reason.
        faults: The rules that the data broke before: no change has to mend them.
    """

    service: Service
    parts: Parts
    entry: dict[str, Any]
    documents: build.Documents
    definition: dict[str, Any]
    allowed: dict[str, Any]
    adopted: list[str] = field(default_factory=list)
    refused: list[Draft] = field(default_factory=list)
    faults: set[str] | None = None

    @property
    def spec(self) -> ServiceSpec:
        """Return the definition of the service."""
        return spec_of(joined(self.parts))

    def keep_places(self) -> None:
        """Keep actions on their types, if additions would move them."""
        self.parts, self.documents = self._kept(self.parts, self.documents)

    def adopt_types(self, new: Mapping[str, TypeSpec]) -> None:
        """Take in the types that nothing is guessed of, a part after its whole."""
        left, refused = dict(new), dict[str, Draft]()
        while left:
            found = adoption.drafts(self.spec, left)
            refused |= {one.name: one for one in found if one.doubt}
            sure = [one for one in found if not one.doubt]
            taken = sure if self._take(sure) else [d for d in sure if self._take([d])]
            refused |= {one.name: one for one in sure if one not in taken}
            if not taken:
                break
            for one in taken:
                names_of_it = [*tomlkit.parse(one.toml)["types"]]
                self.adopted += [n for n in names_of_it if n not in self.adopted]
                refused.pop(one.name, None)
                del left[one.name]
        self.refused = list(refused.values())

    def _take(self, drafts: Iterable[Draft]) -> bool:
        drafts = list(drafts)
        if not drafts:
            return False
        trial = copy.deepcopy(dict(self.parts))
        types = _table(trial, "types")
        for one in drafts:
            # With its parent, where nothing but an input of the type names that.
            for name, body in tomlkit.parse(one.toml)["types"].items():
                types.setdefault(name, body)
        reason = self._try(trial)
        for one in drafts:
            one.doubt = reason
        return not reason

    def adopt_operations(self, operations: Mapping[str, list[str]]) -> None:
        """Add new operations at their places.

        Args:
            operations: The places where the rules put each, as `growth` tells them.
        """
        spec = self.spec
        kinds = TypeBuilder(self.service, spec).build()
        plain = set(adoption.placed(operations))
        drafted = suggested.operations(self.service, spec, kinds, operations)
        found: dict[str, dict[str, Any]] = {}
        for operation, places in operations.items():
            if operation in spec.operations:
                continue
            made = {p.partition(" -> ")[2] for p in places} & set(kinds)
            alone = [n for n in made if not kinds[n].identifiers]
            if any(adoption.wrongly_made(operation, kinds[n]) for n in made):
                found[operation] = {"returns": ""}
            elif operation in drafted and (
                alone or all(map(adoption.is_plain, places))
            ):
                found[operation] = drafted[operation]
            elif operation in plain:
                entry = self._place(kinds, operation)
                if entry:
                    found[operation] = entry
        if not self._put(found):
            for operation, entry in found.items():
                self._put({operation: entry})

    def adopt_lists(self, operations: Mapping[str, list[str]]) -> None:
        """Make new operations that list defined types collections.

        Args:
            operations: The places where the rules put each, as `growth` tells them.
        """
        spec = self.spec
        kinds = TypeBuilder(self.service, spec).build()
        new = [
            name
            for name, places in operations.items()
            if all(map(adoption.is_plain, places)) and name not in spec.operations
        ]
        found = dict(suggested.lists(self.service, spec, kinds, new))
        if not self._list(found):
            for name, entries in found.items():
                self._list({name: entries})

    def _list(self, lists: Mapping[str, Iterable[dict[str, Any]]]) -> bool:
        """Write the lists of types, and return whether that broke nothing."""
        trial = copy.deepcopy(dict(self.parts))
        for name, entries in lists.items():
            for document in trial.values():
                if name in document.get("types", {}):
                    written = [_inline(entry) for entry in entries]
                    document["types"][name]["list"] = written
        return bool(lists) and not self._try(trial)

    def _place(
        self, kinds: Mapping[str, ResourceType], operation: str
    ) -> dict[str, Any] | None:
        """Return a better definition for a plain action of the service, or ``None``."""
        made = adoption.made_by_putting(self.service, kinds, operation)
        if made:
            return {"on": "service", "returns": made}
        return (
            suggested.of_single(kinds, operation)
            or suggested.of_several(self.service, kinds, operation)
            or suggested.only_owner(self.service, kinds, operation)
        )

    def _put(self, entries: Mapping[str, dict[str, Any]]) -> bool:
        """Write what is told of operations, and return whether that broke nothing."""
        trial = copy.deepcopy(dict(self.parts))
        for operation, entry in entries.items():
            _table(trial, "operations")[operation] = _inline(entry)
        return bool(entries) and not self._try(trial)

    def _try(self, trial: Parts) -> str:
        """Take other definitions, or return the faults that they would have."""
        try:
            made = build.documents(spec_of(joined(trial)), self.entry)
            written, made = self._kept(trial, made)
        except (DefinitionError, KeyError) as error:
            return str(error)
        faults = sorted(self._broken(made))
        if faults and self.faults is None:
            self.faults = self._broken(self.documents)
        faults = [fault for fault in faults if fault not in (self.faults or ())]
        noted = suggested.mends(self.service, spec_of(joined(written)), faults)
        if noted:
            again = copy.deepcopy(dict(trial))
            for table, entries in noted.items():
                for name, entry in entries.items():
                    _table(again, table)[name] = _inline(entry)
            return self._try(again)
        if not faults:
            self.parts, self.documents = written, made
        return "; ".join(faults[:2])

    def _broken(self, documents: build.Documents) -> set[str]:
        """Return the rules of `check` that data break, as sentences."""
        with tempfile.TemporaryDirectory() as folder:
            build.write(Path(folder), documents)
            library = checks.Library(Path(folder))
            found = checks.check_data(library, self.allowed)
            return {str(f) for _, some in found for f in checks.errors(some)}

    def _kept(
        self, parts: Parts, made: build.Documents
    ) -> tuple[Parts, build.Documents]:
        """Return definitions, and their data, by which no action has moved away."""
        moved = self._moved(names.definition_of({p.name: d for p, d in made.items()}))
        told = spec_of(joined(parts)).operations if moved else {}
        moved = {name: on for name, on in moved.items() if name not in told}
        if not moved:
            return parts, made
        written = copy.deepcopy(dict(parts))
        operations = _table(written, "operations")
        for operation, owners in moved.items():
            on = owners[0] if len(owners) == 1 else owners
            operations[operation] = _inline({"on": on})
        return written, build.documents(spec_of(joined(written)), self.entry)

    def _moved(self, definition: dict[str, Any]) -> dict[str, list[str]]:
        """Return the operations that an owner would lose, with all their owners."""
        before, after = _owners(self.definition), _owners(definition)
        known = set(self.service.operations)
        return {
            operation: list(dict.fromkeys([*owners, *after[operation]]))
            for operation, owners in before.items()
            if operation in known
            and operation in after
            and not set(owners) <= set(after[operation])
        }


def _owners(definition: dict[str, Any]) -> dict[str, list[str]]:
    """Return the types that have an action, by the operation of it."""
    found: dict[str, list[str]] = {}
    bodies = {SERVICE: definition.get(SERVICE, {})}
    for owner, body in {**bodies, **definition.get("resources", {})}.items():
        for action in body.get("actions", {}).values():
            operation = action["request"]["operation"]
            if owner not in found.setdefault(operation, []):
                found[operation].append(owner)
    return found


def _table(parts: Mapping[Path, Any], name: str) -> Any:
    """Return a table of the last file of a service with that table, or a new table."""
    having = [document for document in parts.values() if name in document]
    document = having[-1] if having else list(parts.values())[-1]
    return document.setdefault(name, tomlkit.table(is_super_table=name == "types"))


def _inline(entry: dict[str, Any]) -> Any:
    table = tomlkit.inline_table()
    for key, value in entry.items():
        table[key] = _inline(value) if isinstance(value, dict) else value
    return table
