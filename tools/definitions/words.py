"""The spelling of AWS's names: words, plurals, and operations without a noun."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z0-9])|[A-Z]?[a-z0-9]+|[A-Z]+|[0-9]+")
PREPOSITIONS = {"To", "From", "For", "Of", "In", "On", "With", "By", "Into", "At"}


def words(name: str) -> list[str]:
    """Split a CamelCase name: ``DBClusterSnapshots`` is DB, Cluster, Snapshots."""
    return [*_words(name)]


# The same few thousand names are asked for again and again: each is split once.
@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(name[:1].upper() + name[1:]))


def ends_of(noun: str) -> list[str]:
    """Return the ends of a noun, the longest first: FlowLog, Log."""
    parts = words(noun)
    return ["".join(parts[start:]) for start in range(len(parts))]


def plurals(noun: str) -> list[str]:
    """Return the spellings AWS uses for several of *noun*, likeliest first."""
    found = [noun + "s"]
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        found.insert(0, noun[:-1] + "ies")
    if noun.endswith(("s", "x", "ch", "sh")):
        found.insert(0, noun + "es")
    if noun.endswith("sis"):
        found.insert(0, noun[:-2] + "es")
    return [*found, noun, noun + "List"]


def singular(noun: str) -> str:
    """Return the singular of a noun; other nouns stay unchanged."""
    if noun.endswith("eries") and noun.lower().endswith("series"):
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes", "ches", "shes", "iases", "tuses")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is", "lias")):
        return noun[:-1]
    return noun


@cache
def find_noun(noun: str, name: str) -> tuple[int, int] | None:
    """Return the word positions of *noun*, singular or plural, in *name*.

    The longest spelling, and of two the first: in ListActivatedRulesInRuleGroup a Rule
    is among the Rules.
    """
    hay = _words(name)
    found = [
        (start, start + len(form))
        for form in _forms(noun)
        for start in range(len(hay) - len(form) + 1)
        if hay[start : start + len(form)] == form
    ]
    return min(found, key=lambda place: (place[0] - place[1], place[0]), default=None)


@cache
def _forms(noun: str) -> tuple[tuple[str, ...], ...]:
    """Return a noun and its plurals as words."""
    return tuple({_words(form): None for form in [noun, *plurals(noun)[:2]]})


def has_words(noun: str, name: str) -> bool:
    """Return whether *noun* itself, not its plural, stands in *name*."""
    hay, needle = words(name), words(noun)
    return any(
        hay[start : start + len(needle)] == needle
        for start in range(len(hay) - len(needle) + 1)
    )


def without_noun(name: str, nouns: list[str]) -> str:
    """Return *name* less the longest of *nouns*, and less a dangling preposition.

    ``RemoveRoleFromDBCluster`` less DBCluster is ``RemoveRole``; a name that would
    be left empty or without its verb stays whole.
    """
    for noun in sorted(nouns, key=len, reverse=True):
        place = find_noun(noun, name)
        if place is None or place[0] == 0:
            continue
        parts = words(name)
        rest = parts[: place[0]] + parts[place[1] :]
        while len(rest) > 1 and rest[-1] in PREPOSITIONS:
            rest.pop()
        if place[0] < len(rest) and rest[place[0] - 1] in PREPOSITIONS:
            del rest[place[0] - 1]
        return "".join(rest)
    return name


def after_verb(operation: str) -> str:
    """Return an operation's name less the first word: the noun, if it has but one."""
    return "".join(words(operation)[1:])


def verb(operation: str) -> str:
    """Return the first word of an operation's name."""
    return words(operation)[0]
