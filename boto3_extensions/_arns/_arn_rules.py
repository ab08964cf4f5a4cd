"""Reads ``arns-1``: what is known about the ARNs of each resource type.

One object for each type, found by the session's loader, so that a user's own
``arns-1.json`` works like ours::

    "<Type>": {
      "format": "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
      "arn": "<attribute>",        the service's own ARN, read in preference
      "account": "<attribute>",    the owner's account, if that may not be the caller's
      "identifiers": {"<identifier>": "<pattern>"},
      "numbers": ["<identifier>"],     those that AWS takes as numbers
      "variants": [{"when": {"<attribute>": "<glob>"}, "format": ..., ...}]
    }

A list of globs in the place of one means any of them.

``format`` is a template of ``_arn_templates``. It tells ``{partition}``, ``{region}``,
``{account}`` and Python attributes of the resource; dots step into dicts, here as in
``arn`` and ``account``. What AWS's service answers wins over what is made up, so
``format`` alone makes an ARN only where ``arn`` is absent or has no value.

``identifiers`` is for an identifier that is neither a field of ``format`` nor the ARN,
but contains parts of it: sqs has ``{"url": "{endpoint+}/{account}/{queue_name}"}``. It
serves both ways: its fields may be used in ``format``, and the identifier is made of
the ARN's fields, ``{endpoint}`` being the URL of the service.

``variants`` are complete entries for resources of the type that have another kind of
ARN, the first whose ``when`` holds; one without ``format`` and ``arn`` has no ARN.
"""

from __future__ import annotations

import fnmatch
import operator
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from boto3_extensions._arns._arn_files import (
    document_of,
    entries_of,
    fault_of,
    file_of,
)
from boto3_extensions._arns._arn_making import ArnMaker
from boto3_extensions._arns._arn_templates import ArnTemplate, Pattern
from boto3_extensions._forks import kept_property
from boto3_extensions.exceptions import ArnRulesError

# The field of an identifier's pattern that is no part of the ARN.
ENDPOINT = "endpoint"
# The one that every ARN tells, whatever its template.
PARTITION = "partition"

_SPECIAL = re.compile(r"[*?\[]")


class ArnRule:
    """One entry, or variant of one, compiled."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.globs = {
            name: (glob,) if isinstance(glob, str) else tuple(glob)
            for name, glob in entry.get("when", {}).items()
        }
        self.when = {name: globs_test(globs) for name, globs in self.globs.items()}
        self.template = ArnTemplate(entry["format"]) if entry.get("format") else None
        self.arn: str = entry.get("arn", "")
        self.account: str = entry.get("account", "")
        self.identifiers = {
            identifier: Pattern(text)
            for identifier, text in entry.get("identifiers", {}).items()
        }
        self.needs_endpoint = any(
            ENDPOINT in pattern.fields for pattern in self.identifiers.values()
        )
        self.numbers = frozenset(entry.get("numbers", ()))
        self.maker = self._maker()

    def _maker(self) -> ArnMaker | None:
        template = self.template
        if template is None or not template.pattern.can_be_filled or self.identifiers:
            return None
        return ArnMaker(template, self.account if template.has_account else "")

    def tells(self, identifier: str) -> bool:
        """Tell whether an ARN that fits the template determines an identifier."""
        fields = self.template.pattern.fields if self.template else ()
        pattern = self.identifiers.get(identifier)
        if pattern is not None:
            return set(pattern.fields) <= {*fields, PARTITION, ENDPOINT}
        return identifier in (self.arn, *fields) or (
            identifier == self.account and "account" in fields
        )

    def is_plain(self, identifier: str) -> bool:
        """Tell whether an identifier is just what one of the fields stands for."""
        return (
            self.template is not None
            and identifier in self.template.pattern.fields
            and identifier not in {*self.identifiers, *self.numbers, self.arn}
        )


def globs_test(globs: tuple[str, ...]) -> Callable[[str], object]:
    """Return what tells whether a text is like one of some globs."""
    if len(globs) == 1:
        return glob_test(globs[0])
    if not any(_SPECIAL.search(glob[1:]) or glob[:1] != "*" for glob in globs):
        return operator.methodcaller("endswith", tuple(glob[1:] for glob in globs))
    return re.compile("|".join(fnmatch.translate(glob) for glob in globs)).fullmatch


def glob_test(glob: str) -> Callable[[str], object]:
    """Return what tells whether a text is like a glob."""
    # The usual ones take a third of the time of a regular expression.
    if not _SPECIAL.search(glob):
        return glob.__eq__
    if not _SPECIAL.search(glob[1:]) and glob[0] == "*":
        return operator.methodcaller("endswith", glob[1:])
    if not _SPECIAL.search(glob[:-1]) and glob[-1] == "*":
        return operator.methodcaller("startswith", glob[:-1])
    if glob[0] == glob[-1] == "*" and not _SPECIAL.search(glob[1:-1]):
        return operator.methodcaller("__contains__", glob[1:-1])
    return re.compile(fnmatch.translate(glob)).fullmatch


class TypeRules:
    """The rules of one resource type, compiled when first needed.

    Args:
        entry: What its service's ``arns-1`` says of the type.
        where: Returns what an error calls the entry.
    """

    def __init__(
        self, entry: Mapping[str, Any], where: Callable[[], str] = lambda: "an entry"
    ) -> None:
        self._entry = entry
        self._where = where

    @kept_property
    def main(self) -> ArnRule:
        """The rule that holds if no variant does."""
        return self._rule(self._entry)

    @kept_property
    def variants(self) -> list[ArnRule]:
        """The rules that come first, each where its condition holds."""
        # What is wrong with the whole is said first.
        numbers = self.main.numbers
        variants = self._entry.get("variants", ())
        return [self._rule(entry, numbers) for entry in variants]

    def _rule(self, entry: Any, numbers: Iterable[str] = ()) -> ArnRule:
        fault = fault_of(entry)
        if fault:
            raise ArnRulesError(f"{self._where()}: {fault}")
        try:
            return ArnRule({"numbers": numbers, **entry})
        except (AttributeError, TypeError, ValueError) as error:
            raise ArnRulesError(f"{self._where()}: {error}") from error

    def __iter__(self) -> Iterator[ArnRule]:
        yield from self.variants
        yield self.main


class _Compiled(NamedTuple):
    document: Mapping[str, Any]
    rules: dict[str, TypeRules]


# boto3 makes a class for each resource object, so what was made of a document is kept
# as long as the loader that has the document.
_compiled: weakref.WeakKeyDictionary[Any, dict[str, _Compiled]] = (
    weakref.WeakKeyDictionary()
)


def loader_of(session: Any) -> Any:
    """Return botocore's loader, the one that a boto3 session finds its data by."""
    # The same semi-private way as in `_session`; guarded by test_seams.
    return session._session.get_component("data_loader")


def rules_of(loader: Any, service: str) -> Mapping[str, TypeRules]:
    """Return the rules of a service's resource types, by type, in the order declared.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service; it need not exist.

    Raises:
        ArnRulesError: The file cannot be read. (Of one that can, an entry may be wrong,
            which is told where the entry is needed.)
    """
    document = document_of(loader, service)
    if document is None:
        return {}
    of_loader = _compiled.setdefault(loader, {})
    known = of_loader.get(service)
    if known is None or known.document is not document:
        file = file_of(loader, service)
        entries = entries_of(document, file)
        rules = {t: TypeRules(e, partial(_entry, file, t)) for t, e in entries.items()}
        known = of_loader[service] = _Compiled(document, rules)
    return known.rules


def _entry(file: Callable[[], str], resource_type: str) -> str:
    return f"{file()}: {resource_type}"
