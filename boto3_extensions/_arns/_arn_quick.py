"""Makes the ARNs of resources of one class the quick way, where that is known to do.

What it does not know, it leaves to ``_arns.arn_of``, whose answers it has to equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from boto3.exceptions import ResourceLoadException

from boto3_extensions._arns._arn_reading import (
    Kept,
    Read,
    kept,
    reader,
    reader_of_all,
)
from boto3_extensions._arns._arn_rules import ArnRule, TypeRules, globs_test

# On the resource: the ARN it was made from by `resource_from_arn`.
MADE_FROM = "_boto3_extensions_arn"

_Places = dict[str, Kept | None]


class _Way:
    """One rule, as it is followed for a class."""

    def __init__(self, rule: ArnRule, places: _Places) -> None:
        self.when: list[tuple[Read, Callable[[str], object]]] = [
            (reader(path, places), is_like) for path, is_like in rule.when.items()
        ]
        self._told = reader(rule.arn, places) if rule.arn else None
        maker = rule.maker
        self._maker = maker
        self._own: Read = reader_of_all(maker.fields, places) if maker else str
        self._is_single = maker is not None and len(maker.fields) == 1
        account = maker.account if maker else ""
        self._owner = reader(account, places) if account else None

    def make(self, resource: Any, client: Any) -> str | None:
        """Return the ARN that the rule gives, or None if that takes closer looking."""
        if self._told is not None:
            told = self._told(resource)
            if isinstance(told, str) and told.startswith("arn:"):
                return told
        maker = self._maker
        known = maker.texts.get(id(client)) if maker else None
        if maker is None or known is None or known[0]() is not client:
            return None
        text = known[1].get(self._owner(resource) if self._owner else None)
        own = self._own(resource)
        if text and maker.fits(own if self._is_single else "\n".join(own)):
            arn: str = text % own
            return arn
        return None


class QuickArns:
    """Makes ARNs of resources of one class.

    Args:
        rules: The rules of the resource type.
        cls: The class.
    """

    def __init__(self, rules: TypeRules, cls: Any) -> None:
        some = _to_the_first_without_conditions(rules)
        names = {path.split(".")[0] for rule in some for path in _paths_of(rule)}
        places = {name: kept(cls, name) for name in names}
        self._ways = [_Way(rule, places) for rule in some]
        self._usual = self._ways[-1]
        self._unusual = [
            (reader(path, places), globs_test(globs))
            for path, globs in _globs_against(some[-1], some[:-1]).items()
        ]
        passed_over = [name for name, place in places.items() if place]
        self._get = attrgetter("__class__", *passed_over)
        self._got = self._get(cls)
        identifiers = {each.name for each in cls.meta.resource_model.identifiers}
        self._needs_data = not names <= identifiers

    def make(self, resource: Any) -> str | None:
        """Return a resource's ARN, or None if that takes closer looking."""
        meta = resource.meta
        data = meta.data
        if MADE_FROM in resource.__dict__ or (
            self._needs_data and type(data) is not dict
        ):
            return None
        # Somebody may have changed the class since, or made a subclass.
        if self._get(type(resource)) != self._got:
            return None
        try:
            for read, is_like in self._unusual:
                if is_like(str(read(resource))):
                    break
            else:
                made = self._usual.make(resource, meta.client)
                if made is not None:
                    return made
            return self._way_of(resource).make(resource, meta.client)
        except (AttributeError, ResourceLoadException, TypeError):
            # The way that looks closer tells what is the matter, if that is an error.
            return None

    def _way_of(self, resource: Any) -> _Way:
        for way in self._ways:
            if all(is_like(str(read(resource))) for read, is_like in way.when):
                return way
        return self._usual


def _to_the_first_without_conditions(rules: Iterable[ArnRule]) -> list[ArnRule]:
    found = []
    for rule in rules:
        found.append(rule)
        if not rule.when:
            break
    return found


def _globs_against(
    usual: ArnRule, others: Iterable[ArnRule]
) -> dict[str, tuple[str, ...]]:
    """Return globs, by attribute, one of which fits wherever another rule holds."""
    found: dict[str, tuple[str, ...]] = {}
    # Its maker does not know the owners of others.
    owner = usual.maker.account if usual.maker and not usual.arn else ""
    for rule in others:
        if rule.globs.keys() != {owner}:
            path, globs = next(iter(rule.globs.items()))
            found[path] = found.get(path, ()) + globs
    return found


def _paths_of(rule: ArnRule) -> list[str]:
    of_maker = [*rule.maker.fields, rule.maker.account] if rule.maker else []
    return [path for path in (*rule.when, rule.arn, *of_maker) if path]
