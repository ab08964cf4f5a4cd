"""AWS's own words about the inputs of operations."""

from __future__ import annotations

import re

from ..words import words

_TAGS = re.compile(r"<[^>]+>")
_KIND = r"(?:ids?|arns?|names?|identifiers?|amazon resource (?:names?|numbers?))"
# "The ID or ARN" is one of two ways to say which; of "a run or a job" it is not known.
_EITHER = re.compile(rf"{_KIND}\W* or (?:the |an? )?(?=\W*{_KIND})")


def says_whose(text: str, noun: str) -> bool:
    """Return whether a text about an id, a name or an ARN says that it is a noun's.

    "The test suite's Amazon Resource Name" is a Suite's and no Test's, "the ARN of
    the project about which you are requesting information" a Project's.

    Args:
        text: The documentation of an input, in AWS's HTML.
        noun: The noun of a type.
    """
    plain = " ".join(_TAGS.sub(" ", text).split()).lower()
    first = _EITHER.sub("", re.split(r"\.(?:\s|$)", plain)[0])
    if re.search(r"\bor\b", first):
        return False
    spoken = re.escape(" ".join(words(noun)).lower())
    before = r"(?:of|for|identif(?:y|ies)) (?:the|your|an?) (?:[\w.-]+ ){0,4}?"
    after = r"(?= (?:for|used|about|whose|that|which|to|where|in|from)\b|\W*$|,|;)"
    return bool(
        re.search(rf"\b{before}{spoken}{after}", first)
        or re.search(rf"\b{spoken}(?:'s)? \(?{_KIND}\b", first)
    )
