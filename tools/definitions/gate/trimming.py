"""The members of derived definitions that go, whichever types pass."""

from __future__ import annotations

import re
from typing import Any

from botocore import xform_name
from botocore.model import Shape

from .. import evidence, links, names, own_waiters, tag_ways
from ..checks import tagging
from ..derivation import flags
from ..evidence.sites import filled_inputs, given_inputs
from ..making import CREATE_VERBS
from ..service import Service
from ..shapes import plain_pattern, shape_at, strings_in, words_of_arn
from ..texts import plain
from ..types import LOAD_VERBS
from ..words import after_verb, ends_of, verb, words
from .outcome import Derived

_NO_ACTION: dict[str, Any] = {"request": {"operation": ""}}
# What AWS says of a name in the DNS, which is none of a Domain.
_DNS_NAME = re.compile(r"The domain name (of|for)\b")

# The kinds of what has parts.
_PARTS = {"structure", "list", "map"}


def trim(service: Service, found: Derived) -> None:
    """Take out what may be wrong of any type, be the type right or not."""
    _drop_unsure_links(service, found)
    _drop_long_waits(service, found)
    _drop_waits_for_others(service, found)
    drop_half_ways(found)
    _drop_mixed_answers(service, found)
    _ask_for_all(service, found)
    _keep_answers(service, found)
    _drop_stale_extras(service, found)
    _drop_mixed_arns(service, found)
    _drop_owners_arns(service, found)
    _drop_namesakes_references(service, found)
    _drop_references_to_twins(service, found)
    _drop_unlooked_arns(found)


def _drop_unsure_links(service: Service, found: Derived) -> None:
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
                    and not _is_of_longer(
                        service, found, kind, name, target.partition(".")[2]
                    )
                ):
                    del entries[name]
                    document.get("regions", {}).get(kind, {}).pop(name, None)
    _drop_empty_links(found)


def _is_of_longer(
    service: Service, found: Derived, kind: str, name: str, noun: str
) -> bool:
    """Return whether AWS's text on a member names a type by a noun and more.

    "The IDs for all the Input Security Groups": those are no security groups of ec2's.
    """
    members = _members(service, found.definition["resources"].get(kind, {}))
    texts = (
        plain(m.documentation) for n, m in members.items() if xform_name(n) == name
    )
    longer = [n for n in found.types if n.endswith(noun) and n not in {noun, kind}]
    return any(
        " ".join(words(one)).lower() in text.lower() for text in texts for one in longer
    )


def _members(service: Service, body: dict[str, Any]) -> dict[str, Shape]:
    """Return the members of a type's data by name; none for a type without data."""
    shape = service.structure(body["shape"]) if "shape" in body else None
    return dict(shape.members) if shape is not None else {}


def drop_link(found: Derived, place: str) -> bool:
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
    """Take out the waits for an end that AWS puts off for days.

    So it does with what can be restored after it was deleted: a phone number of Chime.
    """
    for kind, definition in found.definition.get("resources", {}).items():
        ends = [
            action["request"]["operation"]
            for name, action in definition.get("actions", {}).items()
            # Not so its DeleteSchedule.
            if name == "Delete"
        ]
        texts = (plain(service.operations[one].documentation) for one in ends)
        restores = definition.get("actions", {}).get("Restore", _NO_ACTION)
        if restores["request"]["operation"] == f"Restore{kind}" or any(
            re.search(r"\bschedule", text, re.IGNORECASE) for text in texts
        ):
            for name in [n for n in definition.get("waiters", {}) if "Deleted" in n]:
                del definition["waiters"][name]
            if not definition.get("waiters", True):
                del definition["waiters"]
    drop_unused_waiters(found)


def _drop_waits_for_others(service: Service, found: Derived) -> None:
    """Take out the waits for the states of all that a type's owner has had.

    Of a migration project, each request that failed once would end them.
    """
    for body in found.definition.get("resources", {}).values():
        waiters = body.get("waiters", {})
        load = body.get("load", _NO_ACTION)["request"]["operation"]
        for name, wait in list(waiters.items()):
            called = wait["waiterName"]
            told = service.waiters.get(called) or service.waiters.get(
                called.removeprefix(own_waiters.PREFIX), {}
            )
            paths = [str(one.get("argument", "")) for one in told.get("acceptors", ())]
            if told.get("operation") != load and any("[]" in path for path in paths):
                del waiters[name]
        if not body.get("waiters", True):
            del body["waiters"]
    drop_unused_waiters(found)


def drop_unused_waiters(found: Derived) -> None:
    used = names.waiter_names(found.definition)
    for path, document in list(found.documents.items()):
        waits = document.get("merge", {}).get("waiters")
        if waits is not None:
            for name in {*waits} - {*used}:
                del waits[name]
            if not waits:
                del found.documents[path]
                found.documents.pop(path.with_name("waiters-2.json"), None)


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


def _ask_for_all(service: Service, found: Derived) -> None:
    """Have lists ask for all items, and for what loads of theirs ask for by flags."""
    resources = found.definition.get("resources", {})
    for _, section, _, body in names.sites(found.definition):
        if section != "hasMany":
            continue
        load = resources.get(body["resource"]["type"], {}).get("load", _NO_ACTION)
        sent = [p["target"] for p in load["request"].get("params", ()) if "value" in p]
        operation, asked = body["request"]["operation"], given_inputs(body)
        told = {
            **flags.of_lists(service, operation, sent),
            **flags.widest(service, operation),
        }
        if told := {one: value for one, value in told.items() if one not in asked}:
            body["defaults"] = told
        if absent := flags.of_single_ones(service, operation, sent):
            omits = resources[body["resource"]["type"]].setdefault("omits", {})
            omits[operation] = sorted({*omits.get(operation, ()), *absent})


def _keep_answers(service: Service, found: Derived) -> None:
    """Have creates of types without a load make their data of the answer.

    Nothing else would tell the name and the version of a component that was made.
    """
    resources = found.definition.get("resources", {})
    for role, _, site in evidence.makers(found.definition):
        made = resources.get(site["resource"]["type"], {})
        if role != "create" or "path" in site["resource"] or "load" in made:
            continue
        paths = [
            one["path"]
            for one in site["resource"]["identifiers"]
            if one["source"] == "response"
        ]
        holders = {path.rpartition(".")[0] for path in paths}
        if len(holders) != 1 or "shape" not in made or "[" in "".join(paths):
            continue
        (holder,) = holders
        output = service.output(site["request"]["operation"])
        told = shape_at(output, holder) if holder else output
        known = {str(i.get("memberName", i["name"])) for i in made["identifiers"]}
        whole = service.structure(made["shape"]).members.keys() - known
        # Of a part, who reads the rest would be told None.
        if told is not None and whole and whole <= told.members.keys():
            site["resource"]["path"] = holder or "@"


def _drop_stale_extras(service: Service, found: Derived) -> None:
    """Take out what a create alone tells of a thing that changes.

    The version that an application was created with is not the one that it has, which
    its data tell further down; nor is an AgentName, where its data have the Name.
    """
    for kind, body in found.definition.get("resources", {}).items():
        extras = body.get("extras", {})
        shape = service.structure(body["shape"]) if extras and "shape" in body else None
        paths = strings_in(shape)
        told = {steps[-1].lower() for steps in paths}
        told |= {f"{end}{member}".lower() for end in ends_of(kind) for member in told}
        is_chosen = "[" in str(body.get("load", {}).get("path"))
        for name, entry in list(extras.items()):
            changes = re.search("(version|status|state)$", name, re.IGNORECASE)
            of_list = re.search("(versionid|version|time|count)$|^failed", name, re.I)
            if "load" not in entry and (
                changes
                or name.lower() in told
                or _is_read(service, kind, entry)
                or _is_read_of_parent(service, kind, body, name, entry)
            ):
                del extras[name]
            elif "load" in entry and is_chosen and of_list:
                # That of all that was listed.
                del extras[name]
        if not body.get("extras", True):
            del body["extras"]


def _is_read(service: Service, kind: str, entry: dict[str, Any]) -> bool:
    """Return whether an operation of its own reads what a create has told, too.

    The configuration of a group is what GetGroupConfiguration tells, later as well.
    """
    for operation, model in service.operations.items():
        about = after_verb(operation)
        if verb(operation) not in LOAD_VERBS or kind not in about or about == kind:
            continue
        output = model.output_shape
        members = output.members.values() if output is not None else ()
        if entry["shape"] in {one.name for one in members if one.type_name in _PARTS}:
            return True
    return False


def _is_read_of_parent(
    service: Service, kind: str, body: dict[str, Any], name: str, entry: dict[str, Any]
) -> bool:
    """Return whether what reads the thing that a version is of may tell it of each.

    GetQuestionSet takes a questionSetVersion, and tells the questions of that.
    """
    last = (body.get("identifiers") or [{"name": ""}])[-1]
    own = str(last.get("memberName", last["name"])).lower()
    for operation, model in service.operations.items():
        about = after_verb(operation)
        output = model.output_shape
        if (
            verb(operation) in LOAD_VERBS
            and kind.startswith(about)
            and kind != about
            and output is not None
            and any(one.lower().endswith(own) for one in service.inputs(operation))
            and name in output.members
            and output.members[name].name == entry["shape"]
        ):
            return True
    return False


def _drop_mixed_arns(service: Service, found: Derived) -> None:
    """Take out what hands an ARN on to a type whose ARNs have another pattern.

    The ProfileArn by which the policy of an agent profile is read is no Profile's.
    """
    resources = found.definition.get("resources", {})
    for body in resources.values():
        for name, one in list(body.get("has", {}).items()):
            other = one["resource"]["type"]
            for told in one["resource"].get("identifiers", ()):
                if told["source"] != "identifier" or other not in resources:
                    continue
                mine = _words_of_arn(service, body, told["name"])
                theirs = _words_of_arn(service, resources[other], told["target"])
                if mine and theirs and not mine & theirs:
                    del body["has"][name]
                    break
        if not body.get("has", True):
            del body["has"]


def _words_of_arn(service: Service, body: dict[str, Any], identifier: str) -> set[str]:
    """Return the words of the pattern of the ARNs that a type is loaded by."""
    request = body.get("load", {}).get("request", {})
    for param in request.get("params", ()):
        if param["source"] == "identifier" and param["name"] == identifier:
            shape = service.inputs(request["operation"]).get(param["target"])
            # The service's own name stands in all of them.
            told = words_of_arn(plain_pattern(shape)) if shape is not None else set()
            return told - {service.name, service.model.signing_name}
    return set()


def _drop_owners_arns(service: Service, found: Derived) -> None:
    """Take out the ARNs in a type's data whose shape is called after another type.

    A flow's version has the ARN of its flow.
    """
    others = {f"{kind}Arn": kind for kind in found.types}
    arns = found.documents_by_name.get("arns-1.json", {}).get("resources", {})
    for kind, entry in arns.items():
        body = found.definition["resources"].get(kind, {})
        for name, member in _members(service, body).items():
            if xform_name(name) == entry.get("arn"):
                other = others.get(member.name[:1].upper() + member.name[1:], kind)
                if other != kind and not kind.endswith(other):
                    del entry["arn"]
                    break


def _drop_namesakes_references(service: Service, found: Derived) -> None:
    """Take out the references by a member that is called as a type is, and means more.

    The bundle of a distribution of lightsail is one that GetDistributionBundles tells,
    none of GetBundles; and the domain name of a certificate is no Domain.
    """
    things = evidence.things(service)
    for kind, body in found.definition.get("resources", {}).items():
        members = _members(service, body)
        for name, one in list(body.get("has", {}).items()):
            other = one["resource"]["type"]
            paths = [
                i["path"]
                for i in one["resource"]["identifiers"]
                if i["source"] == "data"
            ]
            told = [members[path] for path in paths if path in members]
            # A recommendationArn may be an OrganizationRecommendation's.
            of = {re.sub(r"A(rn|RN)$", "", one.name) for one in told} - {other}
            if paths and (
                {end + other for end in ends_of(kind)} & things
                or any(_DNS_NAME.match(plain(one.documentation)) for one in told)
                or of & {*found.types}
            ):
                del body["has"][name]
                body.get("beside", {}).pop(xform_name(name), None)
        if not body.get("has", True):
            del body["has"]
        if not body.get("beside", True):
            del body["beside"]


def _drop_references_to_twins(service: Service, found: Derived) -> None:
    """Take out the references by an id that another type of a longer name has, too.

    The FleetId of a game session may be that of a fleet, or of a ContainerFleet. Not so
    where nothing makes the former: a transit gateway's peering is a peering.
    """
    made = {after_verb(one) for one in service.operations if verb(one) in CREATE_VERBS}
    resources = found.definition.get("resources", {})
    asked = {
        kind: filled_inputs(body.get("load", _NO_ACTION))
        for kind, body in resources.items()
    }
    for body in resources.values():
        for name, one in list(body.get("has", {}).items()):
            kind = one["resource"]["type"]
            ids = {f"{kind}{end}".lower() for end in ("Id", "Arn", "Name")}
            others = [
                other
                for other, inputs in asked.items()
                if other.endswith(kind)
                and {kind, other} <= made
                and other != kind
                and len(inputs) == len(resources[other]["identifiers"]) == 1
                and ids & {called.lower() for called in inputs}
            ]
            told = one["resource"]["identifiers"]
            if others and all(part["source"] == "data" for part in told):
                del body["has"][name]
                body.get("beside", {}).pop(xform_name(name), None)
        for section in ("has", "beside"):
            if not body.get(section, True):
                del body[section]


def _drop_unlooked_arns(found: Derived) -> None:
    """Take out the formats that tell less than an ARN does, of what is never loaded.

    Nothing would say whether what has the name now is what the ARN was of.
    """
    resources = found.definition.get("resources", {})
    for path, document in list(found.documents.items()):
        if path.name != "arns-1.json":
            continue
        for kind, entry in document["resources"].items():
            if "{_" in entry.get("format", "") and "load" not in resources[kind]:
                del entry["format"]
        kept = {kind: one for kind, one in document["resources"].items() if one}
        document["resources"] = kept
        if not kept:
            del found.documents[path]
