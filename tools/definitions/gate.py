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
    tag_ways,
    tags,
)
from .agreement import Agreement, rows
from .build import SERVICE, Documents
from .checks import Finding, Library, tagging
from .derivation import derive
from .drafting import place_all
from .evidence import Doubt, Part
from .listing import listings
from .placement import tagged_input
from .resource_type import ResourceType
from .service import Service, all_services, services_with_resources
from .shapes import strings_in
from .sources import Statement
from .spec import ListSpec, OperationSpec, ServiceSpec
from .texts import plain
from .toml_file import written
from .types import TypeBuilder
from .words import after_verb, verb, words

# Members without which a type is as right as with them: they wait, or lead elsewhere.
_SPARED = ("waiters", "has")
# Inputs of who asks, which are no part of what is asked for.
_NO_IDENTIFIER = re.compile(r"(Token|Language|RoleA[rR][nN])$")
# A list, a member, and the type that the list leaves it out of.
_SUMMARY = re.compile(r"fills (\w+) from (\w+), which lacks \w+: list ")
_ANSWERS = re.compile(r"(\w+) answers with (\w+) of what was not done")
_OMITS = re.compile(r"(\w+) leaves (\w+) of (\w+) out")
# The parts of a type, by the section of a definition that has them.
_PARTS = {"load": "load", "hasMany": "list", "actions": "create"}
# The roles of operations, by how comparisons call them.
_ROLES = {title: role for role, title in crosscheck.TITLES.items()}
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
        given_up: The doubts about parts that a type of the draft is without.
        documents: The data files.
    """

    name: str
    drafted: int
    refused: dict[str, list[str]] = field(default_factory=dict)
    given_up: dict[str, list[str]] = field(default_factory=dict)
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
        drop_half_ways(found)
        _drop_mixed_answers(service, found)
        _drop_stale_extras(service, found)
        _drop_told_errors(service, found)
        _drop_unlooked_arns(found)
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
        unloaded: Types without the load that the draft has.
        unlisted: The owners of collections that are none, by type and operation:
            actions that return a dict.
        omitted: The members that a list leaves out, by type and list.
        named: Actions that keep the names of their operations.
        told: Types whose data have their ARN.
    """

    untagged: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)
    unloaded: set[str] = field(default_factory=set)
    unlisted: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    omitted: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)


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
        for kind in known.unloaded & {*spec.types}:
            spec.types[kind].load = False
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
        self._unlist(spec, known)
        for kind in known.told & {*spec.types}:
            spec.types[kind].arn = {**(spec.types[kind].arn or {}), "arn": "arn"}
        for (kind, operation), members in known.omitted.items():
            if kind in spec.types:
                spec.types[kind].omits[operation] = sorted(members)
        for operation in known.moved:
            kind = self._made.get(operation, "")
            made = kind if kind in spec.types else ""
            spec.operations[operation] = OperationSpec(on=[SERVICE], returns=made)
        for operation in known.untold:
            told = spec.operations.get(operation, OperationSpec())
            spec.operations[operation] = replace(told, returns="")
        for operation in known.named:
            told = spec.operations.get(operation, OperationSpec())
            spec.operations[operation] = replace(told, names=[operation])
        return spec, self._placed(spec, gone)

    def _unlist(self, spec: ServiceSpec, known: _Known) -> None:
        """Make collections that are in doubt actions of their owners."""
        if not known.unlisted:
            return
        kinds = TypeBuilder(self.service, spec).build()
        for (name, operation), owners in known.unlisted.items():
            if name not in spec.types:
                continue
            told = spec.types[name].lists
            if not isinstance(told, list):
                made = listings(self.service, kinds[name])
                told = [ListSpec(one.operation) for one in made]
            left = [one for one in told if one.operation != operation]
            spec.types[name].lists = left or False
            on = sorted(owners & {SERVICE, *spec.types})
            spec.operations[operation] = OperationSpec(on=on or [SERVICE], returns="")

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
        about: dict[str, list[Doubt]] = {
            name: told
            for name, told in evidence.doubts(self.service, kinds, document).items()
            if told
        }
        for name, doubt in self._disagreements(kinds, document):
            about.setdefault(name, []).append(doubt)
        # What goes for that takes its own faults with it.
        faults = [] if about else _findings(self.service.name, found.documents)
        for finding in faults:
            if (
                self._spare(found, finding)
                or self._mend(found, finding)
                or _is_of_missing_tags(finding)
            ):
                continue
            if finding.rule == "tags" and tags.NONE_AT_AWS in finding.text:
                untagged.add(finding.place)
                continue
            text = f"{finding.rule}: {finding.text}"
            if part := _part(document, finding):
                about.setdefault(part[0], []).append(Doubt(text, part[1]))
                continue
            doubt = Doubt(text)
            # Of what cannot be told to be about some of the types, all are in doubt.
            for owner in _owners(document, finding) or document["resources"]:
                about.setdefault(owner, []).append(doubt)
        self.known.untagged |= untagged
        return {
            kind: [one.text for one in told]
            for kind, told in about.items()
            if kind not in untagged and not self._gives_up(found, kind, told)
        }

    def _gives_up(self, found: Derived, name: str, told: Iterable[Doubt]) -> bool:
        """Give up the parts of a type that are in doubt; return whether it has any.

        The rest of the type is judged anew without them.
        """
        parts = [one for one in told if one.part is not None]
        for one in parts:
            role, operation = one.part or Part("", "")
            if role == "load":
                self.known.unloaded.add(name)
            elif role == "create":
                self.known.untold.add(operation)
            elif role == "list":
                key = (name, operation)
                owners = {
                    owner
                    for owner, section, _, body in names.sites(found.definition)
                    if section == "hasMany"
                    and body["resource"]["type"] == name
                    and body["request"]["operation"] == operation
                }
                self.known.unlisted[key] = owners
            else:
                self.known.moved.add(operation)
            found.given_up.setdefault(name, []).append(one.text)
        return bool(parts)

    def _disagreements(
        self, kinds: dict[str, ResourceType], document: dict[str, Any]
    ) -> Iterator[tuple[str, Doubt]]:
        """Yield types, and what another source states otherwise about each.

        What the source has and the draft has not is no reason to leave the rest out.
        """
        done = crosscheck.roles(document)
        making = {
            (site["resource"]["type"], site["request"]["operation"])
            for role, _, site in evidence.makers(document)
            if role == "create"
        }
        for source, statements in crosscheck.SOURCES.items():
            for stated in statements(self.service):
                key = (source, stated.name)
                mine = crosscheck.same_type(stated, done)
                if mine and self._is_another(stated, kinds[mine], document):
                    continue
                if self.stated.setdefault(key, mine) != mine or mine is None:
                    continue
                agreed = crosscheck.compared(self.service.name, [stated], document)
                for title, _, theirs, ours in agreed.misses:
                    text = f"{source} has {title} {theirs}, not {ours}"
                    role = _ROLES.get(title)
                    if role is None:
                        if not evidence.needs_all(
                            self.service, kinds[mine], document["resources"][mine]
                        ):
                            yield mine, Doubt(text)
                        continue
                    for operation in sorted(done[mine][role]):
                        # An action is judged by its own name, a deletion as well.
                        is_part = (
                            role in {"read", "list"} or (mine, operation) in making
                        )
                        if is_part and role != "delete":
                            part = Part("load" if role == "read" else role, operation)
                            yield mine, Doubt(text, part)

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

    def _is_another(
        self, stated: Statement, kind: ResourceType, document: dict[str, Any]
    ) -> bool:
        """Return whether a statement is about something else than a type.

        What CloudFormation calls a BridgeOutput is known by its bridge and a name, and
        is made and read as a part of the bridge.
        """
        mine = document["resources"][kind.name]["identifiers"]
        named = stated.noun.lower() in {noun.lower() for noun in kind.nouns}
        told = stated.identifiers
        return not named and told is not None and len(told) > len(mine)

    def _mend(self, found: Derived, finding: Finding) -> bool:
        """Write down by a rule what a finding asks a person for, if a rule can."""
        document, text = found.definition, finding.text
        operation, _, member = finding.place.partition(" ")
        if finding.rule == "default":
            quoted = text[text.index('"') : text.rindex('"') + 1]
            for _, section, _, body in names.sites(document):
                if section == "hasMany" and body["request"]["operation"] == operation:
                    told = f"{quoted} ({member or operation})"
                    body["leavesOut"] = min(told, body.get("leavesOut", told))
            return True
        if finding.rule == "stated":
            if not _NO_IDENTIFIER.search(finding.place):
                self.known.moved.add(text.split()[2])
            return True
        if finding.rule == "omits" and (told := _OMITS.match(text)):
            listing, left_out, kind = told.groups()
            identifiers = document["resources"][kind]["identifiers"]
            members = {str(i.get("memberName", i["name"])) for i in identifiers}
            if left_out not in members:
                self.known.omitted.setdefault((kind, listing), set()).add(left_out)
            return True
        if finding.rule == "summaries" and (told := _SUMMARY.search(text)):
            return self._summarised(
                document, _site(document, text.split()[0]), *told.groups()
            )
        if finding.rule == "failures" and (told := _ANSWERS.match(text)):
            return _is_own_error(self.service, *told.groups())
        if finding.rule == "extras":
            # It has been taken out, as what is as it was once.
            return True
        if finding.rule == "arn-hidden":
            self.known.told.add(finding.place)
            return True
        site = _site(document, text.split()[0])
        if finding.rule == "reads" and site is not None:
            site.pop("reads", None)
            return True
        if finding.rule == "reserved" and (site := _reserved(document, text)):
            self.known.named.add(site["request"]["operation"])
            return True
        # A repository is answered with a catalog's data, and is what is made.
        made = site.get("resource", {}).get("type") if site is not None else None
        if finding.rule == "otherwise" and site is not None:
            return bool(after_verb(site["request"]["operation"]) == made)
        return finding.rule == "place" and _drop_link(found, finding.place)

    def _summarised(
        self,
        document: dict[str, Any],
        site: dict[str, Any] | None,
        kind: str,
        shape: str,
    ) -> bool:
        """Have a type completed by its load where a list fills it from a summary."""
        if site is not None and "{" in str(site["resource"].get("path")):
            # A part of its data, put in its place there.
            del site["resource"]["path"]
            return True
        if shape not in self.service.model.shape_names:
            return False
        summaries = document["resources"][kind].setdefault("summaries", [])
        if shape not in summaries:
            summaries.append(shape)
        return True


def _site(document: dict[str, Any], place: str) -> dict[str, Any] | None:
    """Return the body of what stands at a place: ``App.actions.Delete``."""
    return next(
        (
            body
            for owner, section, name, body in names.sites(document)
            if place == f"{owner}.{section}.{name}"
        ),
        None,
    )


def _reserved(document: dict[str, Any], text: str) -> dict[str, Any] | None:
    """Return the action of a type whose name would be one of Python's keywords."""
    told = re.match(r"(\w+): the action (\w+) ", text)
    return told and _site(document, f"{told[1]}.actions.{told[2]}")


def _part(document: dict[str, Any], finding: Finding) -> tuple[str, Part] | None:
    """Return the type and the part of it that a finding is about, if it is about one.

    A load, a collection, or an action that makes resources.
    """
    for place in (finding.place, finding.text.split()[0].rstrip(":")):
        for owner, section, name, body in names.sites(document):
            path = owner if section == "load" else f"{owner}.{section}"
            if place != f"{path}.{name}" or section not in _PARTS:
                continue
            operation = body["request"]["operation"]
            made = owner if section == "load" else body.get("resource", {}).get("type")
            if made in document["resources"]:
                return made, Part(_PARTS[section], operation)
    return None


def _drop_link(found: Derived, place: str) -> bool:
    """Take out the link at a place, ``Volume.links.key``; return whether it is one."""
    kind, _, name = place.partition(".links.")
    document = found.documents_by_name.get("links-1.json", {})
    entries = document.get("links", {}).get(kind, {})
    if name not in entries:
        return False
    del entries[name]
    document.get("regions", {}).get(kind, {}).pop(name, None)
    _drop_empty_links(found)
    return True


def drop_half_ways(found: Derived) -> None:
    """Take out the ways to tags that can be added and not removed, or not read."""
    for path, document in list(found.documents.items()):
        if path.name != tag_ways.FILE:
            continue
        entries = document.get("resources", {})
        for kind, way in list(entries.items()):
            body = found.definition["resources"].get(kind, {})
            if any(tagging.halves(way, body)):
                del entries[kind]
        if not entries and not document.get("refused"):
            del found.documents[path]


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
        for kind, entries in document["links"].items():
            for name, target in list(entries.items()):
                if not (
                    isinstance(target, str)
                    and links.is_sure(name, target)
                    and not any(one in name for one in own)
                ):
                    del entries[name]
                    document.get("regions", {}).get(kind, {}).pop(name, None)
    _drop_empty_links(found)


def _drop_mixed_answers(service: Service, found: Derived) -> None:
    """Take out the data of creates that answer with more than a type's data, and less.

    quicksight tells the HTTP status beside a part of what it has made.
    """
    resources = found.definition.get("resources", {})
    for role, _, site in evidence.makers(found.definition):
        made = resources.get(site["resource"]["type"], {})
        if role != "create" or site["resource"].get("path") != "@":
            continue
        output = service.output(site["request"]["operation"])
        told = {*output.members} if output is not None else set()
        whole = (
            {*service.structure(made["shape"]).members} if "shape" in made else set()
        )
        more = told - whole - {*made.get("extras", {})}
        if more and not whole <= told:
            del site["resource"]["path"]


def _drop_stale_extras(service: Service, found: Derived) -> None:
    """Take out what a create alone tells of a thing that changes.

    The version that an application was created with is not the one that it has, which
    its data tell further down.
    """
    for body in found.definition.get("resources", {}).values():
        extras = body.get("extras", {})
        shape = service.structure(body["shape"]) if extras and "shape" in body else None
        paths = strings_in(shape)
        told = {steps[-1].lower() for steps in paths}
        is_chosen = "[" in str(body.get("load", {}).get("path"))
        for name, entry in list(extras.items()):
            changes = re.search("(version|status|state)$", name, re.IGNORECASE)
            of_list = re.search("(versionid|version|time|count)$|^failed", name, re.I)
            if "load" not in entry and (changes or name.lower() in told):
                del extras[name]
            elif "load" in entry and is_chosen and of_list:
                # That of all that was listed.
                del extras[name]
        if not body.get("extras", True):
            del body["extras"]


def _drop_unlooked_arns(found: Derived) -> None:
    """Take out the formats that tell less than an ARN does, of what is never loaded.

    Nothing would say whether what has the name now is what the ARN was of.
    """
    resources = found.definition.get("resources", {})
    for path, document in list(found.documents.items()):
        if path.name != "arns-1.json":
            continue
        for kind, entry in document["resources"].items():
            if "{_}" in entry.get("format", "") and "load" not in resources[kind]:
                del entry["format"]
        kept = {kind: one for kind, one in document["resources"].items() if one}
        document["resources"] = kept
        if not kept:
            del found.documents[path]


def _drop_told_errors(service: Service, found: Derived) -> None:
    """Take out failures of reads that are a thing's own errors.

    The definition of a dashboard is there, with the errors of the dashboard.
    """
    for _, section, _, body in names.sites(found.definition):
        operation = body.get("request", {}).get("operation", "")
        if section not in {"load", "actions"} or "failures" not in body:
            continue
        told = body["failures"]
        left = [one for one in told if not _is_own_error(service, operation, one)]
        if left != told:
            body["failures"] = left
        if not left:
            del body["failures"]


def _is_own_error(service: Service, operation: str, member: Any) -> bool:
    """Return whether AWS says that errors in an answer are a thing's own."""
    output = service.output(operation)
    shape = output.members.get(str(member)) if output is not None else None
    return (
        verb(operation) in {"Get", "Describe"}
        and shape is not None
        and "associated with" in plain(shape.documentation)
    )


def _drop_empty_links(found: Derived) -> None:
    """Take out the types without links, and a file without any."""
    for path, document in list(found.documents.items()):
        if path.name == "links-1.json":
            for section in ("links", "regions"):
                told = document.get(section, {})
                document[section] = {kind: one for kind, one in told.items() if one}
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


def given_up_by_kind(found: Derived) -> Counter[str]:
    """Return how many types have given up a part for each kind of doubt."""
    return Counter(
        kind
        for told in found.given_up.values()
        for kind in {_kind(one) for one in told}
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
