"""The gate that derived definitions pass: services that no person has read.

A draft proposes types by rules alone. Those are derived that AWS's names leave no doubt
about (``evidence``), that agree with every other source that knows them, and in which
the rules of ``checks`` find nothing. The rest of a service are its plain operations.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from botocore import xform_name

from . import (
    build,
    checks,
    crosscheck,
    evidence,
    holdout,
    links,
    measures,
    names,
    tables,
    tags,
)
from .agreement import Agreement, rows
from .build import SERVICE, Documents
from .checks import Finding, Library
from .derivation import derive
from .drafting import place_all
from .placement import tagged_input
from .resource_type import ResourceType
from .service import Service, all_services, services_with_resources
from .spec import ListSpec, OperationSpec, ServiceSpec
from .texts import plain
from .toml_file import written
from .types import TypeBuilder
from .words import words

# Members without which a type is as right as with them: they wait, or lead elsewhere.
_SPARED = ("waiters", "has")
# How doubts begin that have names within, and their kind.
_NAMING = {
    **{f"{source} has": f"{source} differs" for source in crosscheck.SOURCES},
    "an ARN for an": "an ARN for another identifier",
    "asked for as": "asked for as another type is",
    "a bare input beside": "a bare input beside one that is called after the type",
}


@dataclass
class Derived:
    """The derived definitions of a service.

    Attributes:
        name: botocore's name of the service.
        drafted: How many types its draft has.
        refused: The doubts about each type that is left out.
        documents: The data files.
    """

    name: str
    drafted: int
    refused: dict[str, list[str]] = field(default_factory=dict)
    documents: Documents = field(default_factory=dict)

    @property
    def documents_by_name(self) -> dict[str, dict[str, Any]]:
        """Return the data files by their names without a folder."""
        return {path.name: document for path, document in self.documents.items()}

    @property
    def definition(self) -> dict[str, Any]:
        """Return the definitions in boto3's form."""
        return names.definition_of(self.documents_by_name)

    @property
    def types(self) -> list[str]:
        """Return the types that have passed."""
        return sorted(self.definition.get("resources", {}))

    @property
    def roles(self) -> measures.InRole:
        """Return the operations by their role."""
        return measures.in_role(self.name, self.definition)

    @property
    def agreement(self) -> dict[str, tuple[int, int]]:
        """Return how many statements of each other source are met, and of how many."""
        return crosscheck.met(self.name, self.definition)


def unread() -> list[str]:
    """Return the services that no person has written definitions of, by name."""
    return sorted({*all_services()} - {*written()} - {*services_with_resources()})


def derived(name: str) -> Derived:
    """Return what passes of the draft of a service.

    What a type is left out for may change the others: its operations find other places,
    and its children go with it. So the rest is judged anew until nothing more goes.
    """
    service = Service(name)
    draft, judge = _Draft(service), _Judge(service)
    found = Derived(name, len(draft.whole.types))
    while True:
        known = deepcopy(judge.known)
        spec, kinds = draft.without(set(found.refused), known)
        found.documents = build.without_history(spec)
        _drop_unsure_links(found)
        _drop_long_waits(service, found)
        draft.remember(found.definition)
        about = judge.doubts(kinds, found)
        if not about and judge.known == known:
            break
        found.refused |= about
    return found


@dataclass
class _Known:
    """What is otherwise than in a draft, though its types pass.

    Attributes:
        untagged: Types that have tags here alone.
        moved: Operations of types that are about another thing: the service's.
        untold: Creates that do not tell what they make: dicts.
    """

    untagged: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)


class _Draft:
    """A draft from which types are taken.

    An operation of a type that is gone is one of its parents', or the service's, or
    stays with those that it was with as well: no other type gets it, for what AWS's
    names say it is about is the type that is gone.

    Attributes:
        service: The service.
        whole: The draft with all types.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.whole = derive(service)
        self._owners: dict[str, set[str]] = {}
        self._made: dict[str, str] = {}

    def remember(self, document: dict[str, Any]) -> None:
        """Remember which types the operations of the whole draft are with."""
        if self._owners:
            return
        for owner, section, _, body in names.sites(document):
            operation = body.get("request", {}).get("operation")
            if operation is not None:
                self._owners.setdefault(operation, set()).add(owner)
                made = body.get("resource", {}).get("type")
                if made is not None and section == "actions":
                    self._made[operation] = made

    def without(
        self, refused: set[str], known: _Known
    ) -> tuple[ServiceSpec, dict[str, ResourceType]]:
        """Return the draft without some types and their children.

        Args:
            refused: The types.
            known: What is otherwise than in the draft.
        """
        spec = deepcopy(self.whole)
        gone = {n for n in spec.types if refused & {n, *self._ancestors(n)}}
        for name in gone:
            del spec.types[name]
        for kind in known.untagged & {*spec.types}:
            spec.types[kind].tag_id = False
        for one in spec.types.values():
            if isinstance(one.lists, list):
                told = (_without_owners(listed, gone) for listed in one.lists)
                one.lists = [kept for kept in told if kept]
        for operation, told in list(spec.operations.items()):
            out = gone
            if tagged_input(self.service, operation):
                out = gone | known.untagged
            on = told.on and [one for one in told.on if one not in out]
            if told.returns in gone or (told.on and not on):
                del spec.operations[operation]
            else:
                told.on = on
                told.others = []
        for operation, kind in self._made.items():
            if kind in gone:
                # Without the agent's version, CreateAgentVersion makes no agent.
                spec.operations[operation] = OperationSpec(returns="")
            elif operation not in spec.operations:
                spec.operations[operation] = OperationSpec(returns=kind)
        for operation in known.moved:
            kind = self._made.get(operation, "")
            made = kind if kind in spec.types else ""
            spec.operations[operation] = OperationSpec(on=[SERVICE], returns=made)
        for operation in known.untold:
            told = spec.operations.get(operation, OperationSpec())
            spec.operations[operation] = replace(told, returns="")
        return spec, self._placed(spec, gone)

    def _placed(self, spec: ServiceSpec, gone: set[str]) -> dict[str, ResourceType]:
        """Place all operations; return the types."""
        kinds = TypeBuilder(self.service, spec).build()
        for operation, now in place_all(self.service, spec, kinds).items():
            before = self._owners.get(operation, set())
            allowed = {one for name in before for one in self._ancestors(name)}
            if before & gone and now - allowed - before - {SERVICE}:
                # What is made without its owner is made all the same.
                told = spec.operations.get(operation, OperationSpec(returns=""))
                spec.operations[operation] = replace(told, on=[SERVICE], others=[])
        return kinds

    def _ancestors(self, name: str) -> list[str]:
        """Return a type's parent, the parent's parent and so on."""
        found = []
        parent = self.whole.types[name].parent if name in self.whole.types else None
        while parent:
            found.append(parent)
            parent = self.whole.types[parent].parent
        return found


def _without_owners(one: ListSpec, gone: set[str]) -> ListSpec | None:
    """Return a list less the owners that are gone; None if none is left."""
    on = one.on and [owner for owner in one.on if owner not in gone]
    return replace(one, on=on) if on or not one.on else None


class _Judge:
    """The doubts about the types of a draft, while some of them go.

    Attributes:
        service: The service.
        stated: The type that each statement of another source is about, in the whole
            draft: without it, the statement is about no other.
        known: What is found to be otherwise than in the draft, so far.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.stated: dict[tuple[str, str], str | None] = {}
        self.known = _Known()
        self._spared: set[str] = set()

    def doubts(
        self, kinds: dict[str, ResourceType], found: Derived
    ) -> dict[str, list[str]]:
        """Return the doubts about types, and take out members they can do without.

        Those that are found to be without tags are to be judged again.
        """
        document = found.definition
        self.known.moved |= evidence.of_another(self.service, kinds, document)
        self.known.untold |= evidence.untold(self.service, kinds, document)
        untagged = evidence.untagged(self.service, found.documents_by_name)
        about = {
            name: told
            for name, told in evidence.doubts(self.service, kinds, document).items()
            if told
        }
        for name, text in self._disagreements(document):
            about.setdefault(name, []).append(text)
        # What goes for that takes its own faults with it.
        faults = [] if about else _findings(self.service.name, found.documents)
        for finding in faults:
            if self._spare(found, finding) or _is_of_missing_tags(finding):
                continue
            if finding.rule == "tags" and tags.NONE_AT_AWS in finding.text:
                untagged.add(finding.place)
                continue
            # Of what cannot be told to be about some of the types, all are in doubt.
            for owner in _owners(document, finding) or document["resources"]:
                about.setdefault(owner, []).append(f"{finding.rule}: {finding.text}")
        self.known.untagged |= untagged
        return {kind: told for kind, told in about.items() if kind not in untagged}

    def _disagreements(self, document: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield types, and what another source states otherwise about each."""
        done = crosscheck.roles(document)
        for source, statements in crosscheck.SOURCES.items():
            for stated in statements(self.service):
                key = (source, stated.name)
                mine = crosscheck.same_type(stated, done)
                if self.stated.setdefault(key, mine) != mine or mine is None:
                    continue
                agreed = crosscheck.compared(self.service.name, [stated], document)
                for role, _, theirs, ours in agreed.misses:
                    yield mine, f"{source} has {role} {theirs}, not {ours}"

    def _spare(self, found: Derived, finding: Finding) -> bool:
        """Take out the member that a finding is about, if its type does without it."""
        resources = found.definition.get("resources", {})
        for place in (finding.place, finding.text.split()[0]):
            owner, _, rest = place.partition(".")
            section, _, name = rest.partition(".")
            members = resources.get(owner, {}).get(section, {})
            if section in _SPARED and name in members:
                del members[name]
                if not members:
                    del resources[owner][section]
                _drop_unused_waiters(found)
                self._spared.add(place)
            if place in self._spared:
                return True
        return False


def _is_of_missing_tags(finding: Finding) -> bool:
    """Return whether a type lacks but its tags: it is right without."""
    return finding.rule == "tags" and "though AWS has tags" in finding.text


def _findings(name: str, documents: Documents) -> list[Finding]:
    """Return the faults that the rules find in data files."""
    with tempfile.TemporaryDirectory() as folder:
        build.write(Path(folder), documents)
        library = Library(Path(folder))
        found = [
            finding
            for _, several in checks.check_data(library, services={name})
            for finding in several
        ]
        found += tags.findings(library, name)
    return list(dict.fromkeys(checks.errors(found)))


def _owners(document: dict[str, Any], finding: Finding) -> set[str]:
    """Return the types that a finding is about.

    Its place, or the beginning of its sentence, names a type, a member of the service
    that has resources of a type, or the operation of one.
    """
    resources = document.get("resources", {})
    told = [*finding.place.split(), *finding.text.split()[:1]]
    paths = [one.rstrip(":").split(".") for one in told]
    members = list(names.sites(document))
    for path in paths:
        for owner, section, member, body in members:
            if [owner, section, member] == path[:3]:
                made = body.get("resource", {}).get("type", owner)
                return {made} & {*resources}
    heads = {path[0] for path in paths if path[0] in resources}
    if heads:
        return heads
    named = {part for path in paths for part in path}
    found = set()
    for owner, _, member, body in members:
        operation = body.get("request", {}).get("operation")
        if {member, xform_name(member), operation} & named:
            made = body.get("resource", {}).get("type")
            found |= {made if made in resources else owner} & {*resources}
    return found


def _drop_unsure_links(found: Derived) -> None:
    """Take out the links by names that may be of another service's resources."""
    for path, document in list(found.documents.items()):
        if path.name != "links-1.json":
            continue
        # A vector bucket is no bucket of s3's.
        own = {xform_name(kind) for kind in found.types if len(words(kind)) > 1}
        for kind, entries in list(document["links"].items()):
            for name, target in list(entries.items()):
                if not (
                    isinstance(target, str)
                    and links.is_sure(name, target)
                    and not any(one in name for one in own)
                ):
                    del entries[name]
                    document.get("regions", {}).get(kind, {}).pop(name, None)
            if not entries:
                del document["links"][kind]
        regions = document.get("regions", {})
        document["regions"] = {kind: told for kind, told in regions.items() if told}
        if not document["regions"]:
            del document["regions"]
        if not document["links"]:
            del found.documents[path]


def _drop_long_waits(service: Service, found: Derived) -> None:
    """Take out the waits for an end that AWS puts off for days."""
    resources = found.definition.get("resources", {})
    for definition in resources.values():
        ends = [
            action["request"]["operation"]
            for action in definition.get("actions", {}).values()
            if action["request"]["operation"].startswith("Delete")
        ]
        texts = (plain(service.operations[one].documentation) for one in ends)
        if any(re.search(r"\bschedule", text, re.IGNORECASE) for text in texts):
            for name in [n for n in definition.get("waiters", {}) if "Deleted" in n]:
                del definition["waiters"][name]
            if not definition.get("waiters", True):
                del definition["waiters"]
    _drop_unused_waiters(found)


def _drop_unused_waiters(found: Derived) -> None:
    used = names.waiter_names(found.definition)
    for path, document in list(found.documents.items()):
        waits = document.get("merge", {}).get("waiters")
        if waits is not None:
            for name in {*waits} - {*used}:
                del waits[name]
            if not waits:
                del found.documents[path]
                found.documents.pop(path.with_name("waiters-2.json"), None)


def report(services: Iterable[str]) -> str:
    """Return the table of the services that no person has read, and of the doubts."""
    lines = [["service", "types", "reached", "plain", "cloudformation", "smithy"]]
    doubts: Counter[str] = Counter()
    types = drafted = with_types = 0
    for name in list(services) or unread():
        found = derived(name)
        lines.append(_row(found))
        types += len(found.types)
        drafted += found.drafted
        with_types += bool(found.types)
        doubts += doubts_by_kind(found)
    lines.append(["all", f"{types} of {drafted}", "", "", "", ""])
    kinds = [["types", "doubt"], *([str(n), one] for one, n in doubts.most_common())]
    return f"{tables.plain(lines)}\n{with_types} with types\n\n{tables.plain(kinds)}"


def held_out(services: Iterable[str]) -> str:
    """Return the table of how right the gate is, by services that a person finished.

    Their drafts go through it as if nobody had read them. A difference may be one of
    names: a person calls an identifier otherwise.
    """
    agreed: list[Agreement] = []
    for name in list(services) or holdout.services():
        finished = Library(build.DATA).load(name, "resources-1", plain=False)
        agreed.append(holdout.right(name, finished or {}, derived(name).definition))
    misses = "\n".join(
        f"{one.service}.{where}, {kind}: finished {theirs}, derived {ours}"
        for one in agreed
        for kind, where, theirs, ours in one.misses
    )
    return f"{tables.plain(rows(agreed, crosscheck.KINDS))}\n\n{misses}"


def _row(found: Derived) -> list[str]:
    roles = found.roles
    had = sum(len(one) for one in roles.found.values())
    told = sum(len(one) for one in roles.told.values())
    return [
        found.name,
        f"{len(found.types)} of {found.drafted}",
        f"{had} of {told}",
        f"{len(roles.plain)} of {roles.total}",
        *(f"{same} of {all_}" for same, all_ in found.agreement.values()),
    ]


def doubts_by_kind(found: Derived) -> Counter[str]:
    """Return how many types are left out for each kind of doubt."""
    return Counter(
        kind for told in found.refused.values() for kind in {_kind(one) for one in told}
    )


def _kind(doubt: str) -> str:
    """Return a doubt without the names in it."""
    for start, kind in _NAMING.items():
        if doubt.startswith(start):
            return kind
    rule, colon, _ = doubt.partition(": ")
    if colon and " " not in rule:
        return f"the rule {rule}"
    return doubt.partition(", ")[0]
