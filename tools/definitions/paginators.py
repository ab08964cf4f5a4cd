"""Paginations that botocore lacks, so that no collection ends after its first page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from botocore.model import ListShape, StructureShape

from .resource_type import Call
from .service import Service
from .shapes import shape_at

_TOKENS = [
    ("NextToken", "NextToken"),
    ("nextToken", "nextToken"),
    ("Marker", "NextMarker"),
    ("Marker", "Marker"),
    ("ContinuationToken", "NextContinuationToken"),
    ("ContinuationToken", "ContinuationToken"),
    ("PaginationToken", "PaginationToken"),
    ("pageToken", "nextPageToken"),
]
_LIMITS = ["MaxResults", "maxResults", "MaxRecords", "MaxItems", "Limit", "PageSize"]


def missing(
    service: Service, many: dict[str, dict[str, Any]], loads: Iterable[Call | None] = ()
) -> dict[str, Any]:
    """Return a pagination for each operation of a list that has tokens but none.

    Args:
        service: The service's models.
        many: ``hasMany`` by owner.
        loads: The loads, of which some choose from a list.
    """
    made = {}
    lists = [
        (c["request"]["operation"], _result_key(c))
        for owner in many.values()
        for c in owner.values()
    ]
    lists += [
        (load.operation, load.path.split("[]")[0])
        for load in loads
        if load is not None and load.path and re.fullmatch(r"[\w.]+\[\]", load.path)
    ]
    for operation, result in lists:
        if operation not in service.paginators and operation not in made:
            found = pagination(service, operation, result)
            if found:
                made[operation] = found
    return dict(sorted(made.items()))


def late(service: Service, since: Mapping[str, str]) -> dict[str, Any]:
    """Return botocore's own paginations that not every supported botocore has.

    Without one, a collection would end after its first page, and nobody would notice.

    Args:
        service: The service's models.
        since: The oldest release known to have each, by operation.
    """
    return {o: service.paginators[o] for o in sorted(since) if o in service.paginators}


def _result_key(collection: dict[str, Any]) -> str:
    resource = collection["resource"]
    paths = [i["path"] for i in resource["identifiers"] if i["source"] == "response"]
    return str(resource.get("path") or paths[0]).split("[]")[0]


def pagination(service: Service, operation: str, result: str) -> dict[str, Any] | None:
    """Return the pagination of an operation, or ``None`` without pages.

    The tokens stand beside the items: cloudfront has both in a ``DistributionList``.
    """
    inputs, output = service.inputs(operation), service.output(operation)
    holder_name, dot, _ = result.rpartition(".")
    place, holder = holder_name + dot, shape_at(output, holder_name)
    outputs = holder.members if isinstance(holder, StructureShape) else {}
    tokens = _tokens(inputs, outputs)
    if not tokens and not place:
        tokens = _last_item(inputs, outputs, result)
    if not tokens and place and output is not None:
        # ec2's DescribeApplicationStatus has them outside of what holds the items.
        place, outputs = "", output.members
        tokens = _tokens(inputs, outputs)
    if not tokens:
        return None
    found: dict[str, Any] = {
        "input_token": _one_or_all([given for given, _ in tokens]),
        "output_token": _one_or_all([place + answered for _, answered in tokens]),
    }
    if more := _more(outputs):
        found["more_results"] = f"{place}{more}"
    limit = next((name for name in _LIMITS if name in inputs), None)
    if limit:
        found["limit_key"] = limit
    return {**found, "result_key": result}


def _tokens(inputs: dict[str, Any], outputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the inputs and outputs of an operation's pagination tokens."""
    pairs = [*_TOKENS, *_last_evaluated(outputs)]
    known = [pair for pair in pairs if pair[0] in inputs and pair[1] in outputs]
    return known[:1] or _cursor(inputs, outputs)


def _one_or_all(names: list[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else names


def _cursor(inputs: dict[str, Any], outputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Return route53's pairs, a key of the next item: ``NextX`` or ``XMarker``."""
    return [
        (given, answered)
        for given in inputs
        for answered in (f"Next{given}", given)
        if answered in outputs and (answered != given or given.endswith("Marker"))
    ]


def _last_evaluated(outputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Return dynamodb's pairs, ``LastEvaluatedX`` to go on with ``ExclusiveStartX``."""
    last = [name for name in outputs if name.startswith("LastEvaluated")]
    return [(f"ExclusiveStart{n.removeprefix('LastEvaluated')}", n) for n in last]


def _last_item(
    inputs: dict[str, Any], outputs: dict[str, Any], result: str
) -> list[tuple[str, str]]:
    """Return firehose's pair: ``ExclusiveStartX`` and the name of the last item."""
    starts = [name for name in inputs if name.startswith("ExclusiveStart")]
    items = outputs.get(result)
    if len(starts) != 1 or not _more(outputs) or not isinstance(items, ListShape):
        return []
    (start,) = starts
    if items.member.type_name == "string":
        return [(start, f"{result}[-1]")]
    name = start.removeprefix("ExclusiveStart")
    known = isinstance(items.member, StructureShape) and name in items.member.members
    return [(start, f"{result}[-1].{name}")] if known else []


def _more(outputs: dict[str, Any]) -> str | None:
    """Return the member that tells whether there are more pages."""
    flags = [name for name in outputs if name == "IsTruncated" or name[:7] == "HasMore"]
    return flags[0] if len(flags) == 1 else None
