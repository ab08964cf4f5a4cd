"""AWS's own words about operations and their inputs."""

from __future__ import annotations

import re
from collections.abc import Collection

from botocore.model import Shape

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
    r"|At least one of [^.]* must be (?:provided|specified)"
    r"|Either \w+ or \w+ (?:is|must be) (?:required|provided|specified)"
    r"|This (?:operation|action) can be used in (?:any of )?the following ways: "
    r"To [^.]*, provide\b)",
    re.IGNORECASE,
)


def plain(documentation: str | None) -> str:
    """Return a documentation's text in a line, without AWS's HTML."""
    return " ".join(_MARKUP.sub(" ", documentation or "").split())


# "Default: LATEST_ONLY", 'Defaults to "LATEST_PER_CHECK"', "The default is CUSTOMER".
_DEFAULT = re.compile(
    r"\bdefault(?:s|ing)?(?: value)?(?: is|:)?(?: to)? ?[^\w\s.,;]?([\w-]+)"
    r"|\b(\w+) is the default\b",
    re.IGNORECASE,
)


def default_of(shape: Shape) -> str | None:
    """Return the word of an enumeration that AWS takes where none is sent.

    None where its text does not tell.
    """
    known = {str(word) for word in shape.metadata.get("enum", ())}
    said = _DEFAULT.findall(plain(shape.documentation))
    told = {word for pair in said for word in pair} & known
    return told.pop() if len(told) == 1 else None


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


# What is said after "The identifier of the template."
_ITS_ARN = re.compile(r"\bThis is the [\w -]+'s Amazon Resource Name \(ARN\)\.?\s*$")


def wants_arn(shape: Shape) -> bool:
    """Return whether an input takes an ARN and no other id, by its text or pattern."""
    return _is_arns(shape.documentation) or _has_arns(shape)


def _is_arns(documentation: str | None) -> bool:
    """Return whether a text about an input says that it is an ARN and no other id."""
    if _ITS_ARN.search(plain(documentation)):
        return True
    first = first_sentence(documentation)
    return bool(re.search(r"\bARN\b|Amazon Resource Name", first)) and not re.search(
        r"\b(ID|name|identifier)\b", re.sub("Amazon Resource Name", "", first), re.I
    )


def _has_arns(shape: Shape) -> bool:
    """Return whether botocore's pattern of a string has ARNs alone."""
    told = str(shape.metadata.get("pattern", ""))
    pattern = re.sub(r"\\.|\[[^\]]*\]", "_", told).strip("^$")
    while _flat(pattern) == "()":
        pattern = pattern[1:-1].removeprefix("?:").strip("^$")
    flat = _flat(pattern)
    # Of a group in the beginning, what stands behind it says whether it may lack.
    may_lack = re.match(r"\(\)[?*]", flat)
    return bool(re.match(r"\(*arn", pattern)) and not may_lack and "|" not in flat


def _flat(pattern: str) -> str:
    """Return a regular expression with its groups emptied."""
    found, depth = "", 0
    for letter in pattern:
        depth += letter == "("
        if depth == 0 or (depth == 1 and letter in "()"):
            found += letter
        depth -= letter == ")"
    return found


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
