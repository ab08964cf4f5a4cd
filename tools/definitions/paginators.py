"""Paginations that botocore lacks, so that no collection ends after its first page."""

from __future__ import annotations

from typing import Any

from botocore.model import StructureShape

from .service import Service

_TOKENS = [
    ("NextToken", "NextToken"),
    ("nextToken", "nextToken"),
    ("Marker", "NextMarker"),
    ("Marker", "Marker"),
    ("ContinuationToken", "NextContinuationToken"),
    ("ContinuationToken", "ContinuationToken"),
]
_LIMITS = ["MaxResults", "maxResults", "MaxRecords", "MaxItems", "Limit", "PageSize"]


def missing(service: Service, many: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a pagination for each collection's operation that has tokens but none.

    Args:
        service: The service's models.
        many: ``hasMany`` by owner.
    """
    made = {}
    for collection in (c for owner in many.values() for c in owner.values()):
        operation = collection["request"]["operation"]
        if operation not in service.paginators:
            found = pagination(service, operation, _result_key(collection))
            if found:
                made[operation] = found
    return dict(sorted(made.items()))


def _result_key(collection: dict[str, Any]) -> str:
    resource = collection["resource"]
    paths = [i["path"] for i in resource["identifiers"] if i["source"] == "response"]
    return str(resource.get("path") or paths[0]).split("[]")[0]


def pagination(service: Service, operation: str, result: str) -> dict[str, Any] | None:
    """Return how an operation pages, or ``None`` where it answers all at once."""
    inputs, output = service.inputs(operation), service.output(operation)
    outputs = output.members if isinstance(output, StructureShape) else {}
    for given, answered in [*_TOKENS, *_last_evaluated(outputs)]:
        if given in inputs and answered in outputs:
            found = {"input_token": given, "output_token": answered}
            if "IsTruncated" in outputs:
                found["more_results"] = "IsTruncated"
            limit = next((name for name in _LIMITS if name in inputs), None)
            if limit:
                found["limit_key"] = limit
            return {**found, "result_key": result}
    return None


def _last_evaluated(outputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Return dynamodb's pairs, ``LastEvaluatedX`` to go on with ``ExclusiveStartX``."""
    last = [name for name in outputs if name.startswith("LastEvaluated")]
    return [(f"ExclusiveStart{n.removeprefix('LastEvaluated')}", n) for n in last]
