"""The inputs of which AWS's documentation requires one, though its model requires none.

Each may be left out for the other's sake. Asked with neither, AWS refuses: vpc-lattice
lists the associations of a service network or of a service, and never all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .service import Service

_TAG = re.compile(r"<[^>]+>")
# A sentence that says so of every call, and not of some: "When ..., you must ...".
_ONE_OF = re.compile(
    r"(?:^|[.:!]\s+)(?:"
    r"You must (?:include|provide|specify|supply|pass) (?:at least one|either|one of)\b"
    r"|You must (?:provide|specify) the (?:[^.,]* )?(?:ARN|ID|name) or "
    r"(?:the )?(?:ARN|ID|name)\b"
    r"|At least one of [^.]* must be (?:provided|specified))",
    re.IGNORECASE,
)


def requires_one_of(
    service: Service, operation: str, given: Collection[str] = ()
) -> bool:
    """Return whether AWS's text says that one of several inputs has to be given.

    Not so where any that the operation does not require is *given*.
    """
    if {*given} - service.required(operation):
        return False
    return any(_ONE_OF.search(text) for text in _texts(service, operation))


def _texts(service: Service, operation: str) -> Iterator[str]:
    texts = [service.model.operation_model(operation).documentation]
    texts += [shape.documentation for shape in service.inputs(operation).values()]
    for text in texts:
        yield " ".join(_TAG.sub(" ", str(text)).split())
