"""AWS's own words about operations and their inputs."""

from __future__ import annotations

import re
from collections.abc import Collection

from .service import Service
from .words import words

_MARKUP = re.compile(r"<[^>]+>")
_KIND = r"(?:ids?|arns?|names?|identifiers?|amazon resource (?:names?|numbers?))"
# "The ID or ARN" is one of two ways to say which; of "a run or a job" it is not known.
_EITHER = re.compile(rf"{_KIND}\W* or (?:the |an? )?(?=\W*{_KIND})")
# A sentence that says so of every call, and not of some: "When ..., you must ...".
_ONE_OF = re.compile(
    r"(?:^|[.:!]\s+)(?:"
    r"You must (?:include|provide|specify|supply|pass) (?:at least one|either|one of)\b"
    r"|You must (?:provide|specify) the (?:[^.,]* )?(?:ARN|ID|name) or "
    r"(?:the )?(?:ARN|ID|name)\b"
    r"|At least one of [^.]* must be (?:provided|specified))",
    re.IGNORECASE,
)


def plain(documentation: str | None) -> str:
    """Return a documentation's text in a line, without AWS's HTML."""
    return " ".join(_MARKUP.sub(" ", documentation or "").split())


def first_sentence(documentation: str | None) -> str:
    """Return the first sentence of a documentation, without AWS's HTML."""
    return re.split(r"\.(?:\s|$)", plain(documentation))[0]


def says_whose(text: str, noun: str) -> bool:
    """Return whether a text about an id, a name or an ARN says that it is a noun's.

    "The test suite's Amazon Resource Name" is a Suite's and no Test's, "the ARN of
    the project about which you are requesting information" a Project's.

    Args:
        text: The documentation of an input, in AWS's HTML.
        noun: The noun of a type.
    """
    first = _EITHER.sub("", first_sentence(text).lower())
    if re.search(r"\bor\b", first):
        return False
    spoken = re.escape(" ".join(words(noun)).lower())
    before = r"(?:of|for|identif(?:y|ies)) (?:the|your|an?) (?:[\w.-]+ ){0,4}?"
    after = r"(?= (?:for|used|about|whose|that|which|to|where|in|from)\b|\W*$|,|;)"
    return bool(
        re.search(rf"\b{before}{spoken}{after}", first)
        or re.search(rf"\b{spoken}(?:'s)? \(?{_KIND}\b", first)
    )


def requires_one_of(
    service: Service, operation: str, given: Collection[str] = ()
) -> bool:
    """Return whether AWS's text says that one of several inputs has to be given.

    Each may be left out for the other's sake. Asked with neither, AWS refuses:
    vpc-lattice lists the associations of a service network or of a service, and never
    all. Not so where any that the operation does not require is *given*.
    """
    if {*given} - service.required(operation):
        return False
    texts = [service.model.operation_model(operation).documentation]
    texts += [shape.documentation for shape in service.inputs(operation).values()]
    return any(_ONE_OF.search(plain(text)) for text in texts)
