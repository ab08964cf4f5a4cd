"""The inputs of operations that name a resource or take its ARN.

``lambda``'s ``FunctionName`` takes both, ``kinesis`` has ``StreamARN`` beside
``StreamName``, ``ecr`` has ``registryId`` for whose repository it is; most operations
of ``iam`` have nothing of the kind, and so can be asked of the caller's account alone.
AWS tells it by names of members, by the patterns of their shapes and in its texts. All
three are read, for an ARN that is sent in vain is refused by AWS, while a name may be
that of somebody else's resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.model import ListShape, Shape, StructureShape

from boto3_extensions._arns.origin import has_unique_ids
from boto3_extensions._definitions.classes import is_boto3_type

from .service import Service

# Whose the resource is, in operations that take its name. By service where the name
# means something else in others.
OWNERS = re.compile(
    r"registryId|CatalogI[dD]|QueueOwnerAWSAccountId|EventDataStoreOwnerAccountId"
    r"|[oO]wnerAccount|ResourceOwnerAccountId|meshOwner|domainOwner|workflowOwnerId"
)
OWNERS_OF = {
    **dict.fromkeys(
        ("account", "application-insights", "redshift"), re.compile("AccountId")
    ),
    "mgn": re.compile("accountID"),
    # Whose bucket it has to be, or AWS refuses.
    "s3": re.compile("ExpectedBucketOwner"),
}
# Where a resource is that has another's name elsewhere: by service the input that says
# so, and of which types; None for all that take it. Texts of botocore's models.
WHERES: Mapping[str, tuple[str, frozenset[str] | None]] = {
    "apigateway": ("domainNameId", None),
    "apigatewayv2": ("DomainNameId", None),
    "cloudformation": ("CallAs", None),
    "ecs": ("cluster", frozenset({"CapacityProvider"})),
    "logs": ("resourceArn", frozenset({"ResourcePolicy"})),
    "s3": ("VersionId", frozenset({"ObjectAnnotation"})),
    "ssm": ("SyncType", frozenset({"ResourceDataSync"})),
    "wafv2": ("LogScope", None),
}
# By which a list has what is of others, too, with the values that do so; any true one
# if there are none here.
OTHERS: Mapping[str, Mapping[str, list[str]]] = {
    "apigatewayv2": {"ResourceOwner": []},
    "glue": {"ResourceShareType": []},
    "logs": {"accountIdentifiers": [], "includeLinkedAccounts": []},
    "rds": {
        "IncludePublic": [],
        "IncludeShared": [],
        "SnapshotType": ["public", "shared"],
    },
    "ssm": {"Shared": []},
}
# What these make is the caller's own, whosever it is made of: a cluster restored from
# another's snapshot, a command that runs another's document.
_MAKE_OWN = re.compile(
    "glue.CreateCrawler|logs.StartQuery"
    "|ssm.(SendCommand|Start(Automation|ChangeRequest)Execution|StartExecutionPreview)"
    "|ssm.CreateAssociation"
    "|(?!ec2|elasticache|cloudfront).*[.](Restore|Copy)[A-Z].*"
)
# Of buckets there are no two of a name.
_SAY_NOTHING = {"s3"}

# Whom a resource is given to, or what the account is of: not the owner.
NO_OWNERS = {"glue": {"CreateCatalog"}}

_ARN_PATTERN = re.compile(r"arn:|arn\\:|\^arn")
_ARN_TEXT = re.compile(
    r"\bARNs?\b|Amazon Resource Names?|Amazon Resource Number", re.ASCII
)
# Where it is said that no ARN is taken, or what the ARN of something else is.
_NO_ARN_TEXT = re.compile(
    r"(not|n't|cannot|never)\b[^.]{0,60}\b(ARNs?|Amazon Resource Name)\b"
    r"|ARNs? (is|are) not|follow the pattern of the ARN|not the \w+ ARN"
    # What is answered.
    r"|\bonly the\b[^.]*\bARN\b[^.]*\breturned",
    re.IGNORECASE,
)
_ARN_NAME = re.compile(r"(?P<stem>\w*?)_?(arns?)(_list)?")
_NAME = re.compile(
    r"(?P<stem>\w*?)_?(names?|ids?|identifiers?|name_list|id_list)(_list)?"
)
_TAG = re.compile("<[^>]*>")

# CloudFormation calls a stack's ARN its id, and the end of a stack set's ARN that's.
_ID_TEXT = re.compile(r"\bunique (stack )?ID\b|\bstack ID\b", re.IGNORECASE)
_ARN_IS_ID = {("cloudformation", "StackName")}
_END_IS_ID = {("cloudformation", "StackSetName")}

# Maps whose keys are names or ARNs, of operations that boto3's own resources call.
_KEYS = {"dynamodb": [("BatchWriteItem", "RequestItems", "Table")]}


class Named(NamedTuple):
    """An input that has an identifier of a resource.

    Attributes:
        path: Where it is: ``FunctionName``, ``services[]``.
        kind: The type that the identifier is of.
        identifier: The identifier.
    """

    path: str
    kind: str
    identifier: str


def document(service: Service, ours: Mapping[str, Any]) -> dict[str, Any]:
    """Return a service's ``targets-1``: the inputs of targets by operation.

    Args:
        service: The service.
        ours: Its definition without what boto3 has.
    """
    definition = _merged(service.base, ours)
    found: dict[str, dict[str, Any]] = {}
    for operation, member, kind in _KEYS.get(service.name, ()):
        if operation in service.model.operation_names:
            names = {f"{member}{{}}": {"of": [kind], "arn": f"{member}{{}}"}}
            found[operation] = {"names": names}
    for operation, named in sorted(_named(service, definition).items()):
        entry = _entry(service, operation, named)
        if entry:
            found[operation] = entry
    for operation, said in _said(service, definition).items():
        found[operation] = {**said, **found.get(operation, {})}
    ordered = dict(sorted(found.items()))
    return {"version": "1.0", "operations": ordered} if found else {}


def _said(service: Service, definition: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the inputs for the owner or Region of a resource, by operation."""
    found: dict[str, dict[str, Any]] = {}
    if has_unique_ids(service.name):
        return found
    where, kinds = WHERES.get(service.name, ("", None))
    others = OTHERS.get(service.name, {})
    for kind, request, made in _all_requests(service, definition):
        operation = request["operation"]
        inputs = service.inputs(operation)
        filled = {p["target"] for p in request.get("params", ())}
        owner = owner_of(service.name, operation, inputs)
        states = []
        if is_boto3_type(service.name, made):
            # As in boto3. A queue's URL has the account.
            continue
        entry = found.setdefault(operation, {})
        if owner and service.name not in _SAY_NOTHING:
            entry["owner"] = owner
            states.append(owner)
        if where in inputs and where not in filled and _is_of(kinds, kind, made):
            entry["where"] = [where]
            states.append(where)
        states = [name for name in states if name not in filled]
        if made and _MAKE_OWN.fullmatch(f"{service.name}.{operation}"):
            entry["makes"] = "own"
        elif made and states:
            entry["states"] = sorted({*entry.get("states", ()), *states})
        lists = {n: v for n, v in others.items() if n in inputs}
        if made and lists:
            entry["others"] = lists
    return {operation: entry for operation, entry in found.items() if entry}


def _is_of(kinds: frozenset[str] | None, kind: str, made: str) -> bool:
    return kinds is None or made in kinds or (kind in kinds and not made)


def _all_requests(
    service: Service, definition: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Yield the requests of a definition, each with its type and the type it makes."""
    bodies = [("", definition.get("service", {}))]
    for kind, body in [*bodies, *definition.get("resources", {}).items()]:
        if "load" in body and _is_known(service, body["load"]["request"]):
            yield kind, body["load"]["request"], kind
        for key in ("actions", "batchActions", "hasMany"):
            for one in body.get(key, {}).values():
                if "request" in one and _is_known(service, one["request"]):
                    yield kind, one["request"], one.get("resource", {}).get("type", "")


def _is_known(service: Service, request: Mapping[str, Any]) -> bool:
    return request["operation"] in service.model.operation_names


def _entry(service: Service, operation: str, named: set[Named]) -> dict[str, Any]:
    names: dict[str, dict[str, Any]] = {}
    inputs = service.inputs(operation)
    for path in sorted({one.path for one in named}):
        of = sorted({one.kind for one in named if one.path == path})
        arn = arn_path(service, operation, path, of)
        names[path] = {"of": of, **({"arn": arn} if arn else {})}
        if (service.name, path) in _END_IS_ID:
            names[path]["id"] = path
        elif arn and "." in path:
            holder = path.rpartition(".")[0]
            beside = {one.path for one in named if one.path != path}
            without = [b for b in beside if b.rpartition(".")[0] == holder]
            if without:
                names[path]["without"] = sorted(b.rpartition(".")[2] for b in without)
    owner = owner_of(service.name, operation, inputs)
    if has_unique_ids(service.name):
        # Where ids are no other account's, those are to be known that are names.
        names = {
            path: entry
            for path, entry in names.items()
            if any(o.path == path and not _is_id(o.identifier) for o in named)
        }
        return {"names": names} if names else {}
    if not owner and not any({"arn", "id"} & entry.keys() for entry in names.values()):
        return {}
    return {**({"owner": owner} if owner else {}), "names": names}


def _is_id(identifier: str) -> bool:
    name = str(xform_name(identifier))
    return name == "id" or name.endswith("_id")


def owner_of(service: str, operation: str, inputs: Mapping[str, Shape]) -> str | None:
    """Return the input of an operation for the owner's account, if any."""
    if operation in NO_OWNERS.get(service, ()):
        return None
    return next((name for name in inputs if is_owner(service, name)), None)


def is_owner(service: str, name: str) -> bool:
    """Return whether an input of a service is for the owner's account."""
    own = OWNERS_OF.get(service)
    return bool(OWNERS.fullmatch(name) or (own and own.fullmatch(name)))


def arn_path(
    service: Service, operation: str, path: str, kinds: list[str]
) -> str | None:
    """Return the input with the ARN of the resource in another input, if there is any.

    Args:
        service: The service.
        operation: The operation.
        path: The input that has a name or an id.
        kinds: The types that may be named there.
    """
    inputs = service.inputs(operation)
    member = path.removesuffix("[]")
    shape = inputs.get(member)
    if shape is None:
        # It is inside of something. Filters take names.
        return _beside_name(service, operation, path, kinds)
    if (service.name, path) in _END_IS_ID:
        return None
    if takes_arn(member, shape):
        return path
    if (service.name, path) in _ARN_IS_ID and _ID_TEXT.search(shape.documentation):
        return path
    if member in service.required(operation):
        return None
    return _sibling(member, inputs, kinds)


def _beside_name(
    service: Service, operation: str, path: str, kinds: list[str]
) -> str | None:
    """Return the path of an ARN next to a name in a structure that takes either."""
    holder, _, member = path.partition(".")
    shape = service.inputs(operation).get(holder)
    if not isinstance(shape, StructureShape) or member not in shape.members:
        return None
    if member in shape.required_members:
        return None
    # `SchemaId` has the registry's name, too, and no ARN of that.
    found = _sibling(member, shape.members, kinds)
    return f"{holder}.{found}" if found else None


def takes_arn(name: str, shape: Shape) -> bool:
    """Return whether an input takes an ARN, by its name, its pattern or its text."""
    text = _TAG.sub("", shape.documentation)
    if isinstance(shape, ListShape):
        text += _TAG.sub("", shape.member.documentation)
        shape = shape.member
    if shape.type_name != "string":
        return False
    if _ARN_NAME.fullmatch(xform_name(name)):
        return True
    if _ARN_PATTERN.search(str(shape.metadata.get("pattern", ""))):
        return True
    return bool(_ARN_TEXT.search(text)) and not _NO_ARN_TEXT.search(text)


def _sibling(member: str, inputs: Mapping[str, Shape], kinds: list[str]) -> str | None:
    match = _NAME.fullmatch(xform_name(member))
    stem = match["stem"] if match else xform_name(member)
    stems = {stem} if stem else {xform_name(kind) for kind in kinds}
    for name, shape in inputs.items():
        if name == member:
            continue
        as_arn = _ARN_NAME.fullmatch(xform_name(name))
        as_id = _NAME.fullmatch(xform_name(name))
        if as_arn and as_arn["stem"] in stems:
            return f"{name}[]" if isinstance(shape, ListShape) else name
        # Of two ways to name a log group, the identifier is the one that takes ARNs.
        if as_id and as_id["stem"] in stems and takes_arn(name, shape):
            return f"{name}[]" if isinstance(shape, ListShape) else name
    return None


def _named(service: Service, definition: Mapping[str, Any]) -> dict[str, set[Named]]:
    roots = _roots(definition)
    found: dict[str, set[Named]] = {}
    for kind, request in _requests(service, definition):
        if request["operation"] not in service.model.operation_names:
            continue
        for param in request.get("params", ()):
            if param["source"] == "identifier":
                path = re.sub(r"\[(\d+|\*)?\]", "[]", param["target"])
                root = roots.get((kind, param["name"]), (kind, param["name"]))
                found.setdefault(request["operation"], set()).add(Named(path, *root))
    return found


def _roots(definition: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the original type and name of inherited identifiers."""
    resources = definition.get("resources", {})
    inherited: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, body in resources.items():
        for has in [*body.get("has", {}).values(), *body.get("hasMany", {}).values()]:
            resource = has["resource"]
            own = {i["name"] for i in body.get("identifiers", ())}
            theirs = resources.get(resource["type"], {}).get("identifiers", ())
            # A reference from a child to its parent goes the other way.
            if len(theirs) <= len(own) and not _is_deeper(theirs, own, resource):
                continue
            for one in resource.get("identifiers", ()):
                if one["source"] == "identifier":
                    inherited.setdefault(
                        (resource["type"], one["target"]), (kind, one["name"])
                    )
    roots = {}
    for key in inherited:
        at, seen = key, {key}
        while at in inherited and inherited[at] not in seen:
            at = inherited[at]
            seen.add(at)
        roots[key] = at
    return roots


def _is_deeper(theirs: Any, own: set[str], resource: Mapping[str, Any]) -> bool:
    given = [i for i in resource.get("identifiers", ()) if i["source"] == "identifier"]
    return bool(given) and len(given) < len(theirs)


def _requests(
    service: Service, definition: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind, body in definition.get("resources", {}).items():
        if "load" in body:
            yield kind, body["load"]["request"]
        for key in ("actions", "batchActions", "hasMany"):
            for one in body.get(key, {}).values():
                if "request" in one:
                    yield kind, one["request"]
        for one in body.get("waiters", {}).values():
            # One of botocore's may have a copy that ends otherwise.
            name = one["waiterName"]
            waiter = service.waiters.get(name.removeprefix("Ext"))
            if waiter:
                yield kind, {"operation": waiter["operation"], **one}


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        before = merged.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            value = _merged(before, value)
        merged[key] = value
    return merged
