"""The rule that inputs with the owner of a list are sent again to what is in it.

A list and the deletion of its items that take the same input take it for the same: an
owner, a cluster, a version. Who has given it to the list alone would delete the
namesake in another place, unless ``targets-1`` has the input: see
``_arns.statements``. An account is that of all that is done to the items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from boto3_extensions._arns.origin import has_unique_ids
from boto3_extensions._definitions.classes import is_boto3_type
from boto3_extensions._help.signatures import input_of

from .. import targets
from .finding import Finding, Findings
from .service import ACTION, BATCH, COLLECTION, LOAD, Service, Site

_ENDS = re.compile("(Batch)?(Delete|Deregister|Terminate|Release|Revoke|Disable)")
_ACCOUNT = re.compile("(aws)?_?account_?id", re.IGNORECASE)
# How a call is made, not what it is about.
_HOW = re.compile(
    "next_?token|marker|max_?(results|records|items)|limit|page_?size|dry_?run"
    "|.*client_?token|request_?payer|audit_?context|locale|tag_?keys|.*prefix",
    re.IGNORECASE,
)


def lists_say_to_items(service: Service) -> Findings:
    """Find inputs of lists that operations of their items take, but are not given."""
    if has_unique_ids(service.name):
        return
    where, _ = targets.WHERES.get(service.name, ("", None))
    known = {where, *targets.OTHERS.get(service.name, ())}
    # Of buckets there are no two of a name.
    known |= {"ExpectedBucketOwner"}
    for kind in service.types:
        identifiers = service.identifiers(kind)
        if is_boto3_type(service.name, kind) or any(map(_is_arn, identifiers)):
            continue
        ending: dict[str, str] = {}
        for site in service.sites(ACTION, BATCH, LOAD):
            if site.owner == kind:
                for name, operation in _free(service, site):
                    if _ENDS.match(operation) or _ACCOUNT.fullmatch(name):
                        ending.setdefault(name, operation)
        for site in service.sites(COLLECTION):
            if not site.answer or site.answer.get("type") != kind:
                continue
            for name, operation in _free(service, site):
                is_told = name in known or targets.is_owner(service.name, name)
                if name in ending and not is_told:
                    yield Finding(
                        "stated",
                        f"{operation} {kind} {name}",
                        f"{operation} and {ending[name]} of the {kind} that it lists"
                        f" take {name}, which the latter is not told.",
                    )


def _is_arn(identifier: Mapping[str, str]) -> bool:
    # Nothing else has to be said of what has one.
    return identifier.get("memberName", identifier["name"]).lower().endswith("arn")


def _free(service: Service, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the inputs that a definition leaves to its caller, and the operation."""
    operation = service.operation(site)
    if operation is None or operation.input_shape is None:
        return
    filled = {input_of(str(param["target"])) for param in site.params}
    for name in operation.input_shape.members:
        if name not in filled and not _HOW.fullmatch(name):
            yield name, operation.name
