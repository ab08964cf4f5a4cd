"""The rule against operations that AWS has ended, by its models or documentation."""

from __future__ import annotations

import re

from botocore.model import OperationModel

from ..texts import plain
from .finding import Finding, Findings
from .service import ACTION, BATCH, COLLECTION, LOAD, Service

_END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")

# Of the operation itself: a parameter, a state or a platform may have ended, too.
_ENDED = (
    r"(?:is|has been|was) (?:deprecated|retired|discontinued|obsolete"
    r"|no longer (?:supported|available|maintained))"
)
_SENTENCE = re.compile(
    rf"(this (?:action|api|operation|command|method) {_ENDED}|deprecated\."
    r"|[\w ]+ reached end of life)"
    rf"|(?:the )?(?P<name>\w+)(?: (?:parameter|action|api|operation))? {_ENDED}",
    re.IGNORECASE,
)


def ended(operation: OperationModel) -> str:
    """Return AWS's text about the end of an operation; "" without an end."""
    for text in _END_OF_SENTENCE.split(plain(operation.documentation)):
        found = _SENTENCE.match(text)
        if found and (found[1] or found["name"].lower() == operation.name.lower()):
            return text
    return "Deprecated." if operation.deprecated else ""


def ended_not_offered(service: Service) -> Findings:
    """Find actions, loads and collections of operations that AWS has ended."""
    for site in service.sites(ACTION, BATCH, COLLECTION, LOAD):
        operation = service.operation(site)
        text = ended(operation) if operation is not None else ""
        if operation is not None and text:
            yield Finding(
                "ended",
                site.place,
                f'{site.place} calls {operation.name}, of which AWS says: "{text}"'
                " Generate it, so that no list has it.",
                absent=True,
            )
