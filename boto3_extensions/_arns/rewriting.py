"""Puts ARNs in the place of names in the parameters of a call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from boto3_extensions._arns.arn import Arn

if TYPE_CHECKING:
    from botocore.model import Shape

# CloudFormation's way to act on the stack sets of who has delegated that.
_CALL_AS, _ADMIN = "CallAs", "DELEGATED_ADMIN"

# An input that has an identifier of ours which nothing can take the place of.
BARE = object()


class Owned(Protocol):
    """The resource that an ARN names, as far as a call of it has to know."""

    arn: str
    parts: Arn
    account_id: str
    is_incarnate: bool

    def is_foreign(self) -> bool:
        """Tell whether the owner is another than who calls."""

    def targets(self, operation: str) -> Mapping[str, Any]:
        """Return what ``targets-1`` says of an operation."""

    def inputs(self, operation: str) -> Mapping[str, Any]:
        """Return the members of an operation's input."""

    def is_carrier(self, text: str) -> bool:
        """Tell whether a text says whose the resource is."""

    def is_identifier(self, text: str) -> bool:
        """Tell whether a text is an identifier that says so."""

    def is_bare(self, text: str) -> bool:
        """Tell whether a text is an identifier that does not."""

    def is_part(self, kinds: list[str]) -> bool:
        """Tell whether a name of such types is of something within another."""

    def arn_for(self, text: str, kinds: list[str]) -> Any:
        """Return the ARN of what an identifier names; `BARE` if unknown."""


class Rewriting:
    """A call's parameters with ARNs in the place of names, as far as there are any.

    Attributes:
        params: The parameters to be sent.
        has_arn: Whether the resource's own ARN is in the place of its name.
        is_anchored: Whether nothing in them names something of the caller's own.
    """

    def __init__(
        self, origin: Owned, operation: str, params: Any, foreign: bool
    ) -> None:
        self._origin = origin
        self._inputs = origin.inputs(operation)
        self.params = dict(params)
        self.has_arn = False
        self._keys: dict[str, str] = {}
        # Of names that stay: one of a part says nothing where its owner is told.
        self._has_owner = self._is_bare = self._is_bare_part = False
        facts = origin.targets(operation)
        names = facts.get("names", {})
        is_owned = foreign and self._add_owner(facts.get("owner"))
        if is_owned:
            self.is_anchored = not origin.is_incarnate
            return
        carries = any(origin.is_carrier(text) for text in top_texts(params))
        # First what takes the place of several names at once.
        for path, entry in sorted(names.items(), key=lambda e: "without" not in e[1]):
            self._take(path, entry)
        if not names:
            self._is_bare = any(map(origin.is_bare, texts_in(params)))
        by_identifier = any(origin.is_identifier(text) for text in top_texts(params))
        owner = self._has_owner and (foreign or not origin.is_incarnate)
        self.is_anchored = by_identifier or (
            (self.has_arn or carries or owner)
            and not self._is_bare
            and (owner or not self._is_bare_part)
        )

    def _add_owner(self, name: str | None) -> bool:
        if not name or name not in self._inputs:
            return False
        told = self.params.setdefault(name, self._origin.account_id)
        return bool(told == self._origin.account_id)

    def _take(self, path: str, entry: Mapping[str, Any]) -> None:
        member = path.removesuffix("[]")
        holder, inputs = self.params, self._inputs
        if path.endswith("{}"):
            self._take_keys(path[:-2], entry)
            return
        if re.fullmatch(r"\w+\.\w+", member):
            top, _, member = member.partition(".")
            inner = self.params.get(top)
            if not isinstance(inner, Mapping):
                return
            # The caller's own stays as it is.
            holder = self.params[top] = dict(inner)
            inputs = getattr(self._inputs.get(top), "members", {})
        elif "." in member or "[" in member:
            top = re.split(r"[.\[]", member, maxsplit=1)[0]
            inside = texts_in(self.params.get(top))
            self._is_bare |= any(map(self._origin.is_bare, inside))
            return
        value = holder.get(member)
        items = value if isinstance(value, list | tuple) else [value]
        if not any(isinstance(i, str) and self._origin.is_bare(i) for i in items):
            return
        kinds = entry.get("of", [])
        is_part = self._origin.is_part(kinds)
        put = [self._arn_for(item, entry) for item in items]
        if BARE in put or not _put(holder, inputs, member, entry, put):
            self._is_bare |= not is_part
            self._is_bare_part |= is_part
            return
        is_own = self._origin.arn in put or "id" in entry
        self.has_arn |= is_own
        self._has_owner |= not is_own

    def _take_keys(self, member: str, entry: Mapping[str, Any]) -> None:
        value = self.params.get(member)
        if not isinstance(value, Mapping) or not any(map(self._origin.is_bare, value)):
            return
        put = [self._arn_for(key, entry) for key in value]
        if BARE in put:
            self._is_bare = True
            return
        self.params[member] = dict(zip(put, value.values(), strict=True))
        self._keys = dict(zip(put, value, strict=True))
        self.has_arn = True

    def read(self, answer: Any) -> Any:
        """Give what an answer has by the keys that were sent the names asked with."""
        if not self._keys or not isinstance(answer, dict):
            return answer
        return {
            member: {self._keys.get(key, key): one for key, one in value.items()}
            if isinstance(value, dict)
            else value
            for member, value in answer.items()
        }

    def _arn_for(self, item: Any, entry: Mapping[str, Any]) -> Any:
        if not isinstance(item, str) or not self._origin.is_bare(item):
            return item
        if "id" in entry:
            # The end of the ARN, which has the unique part, and is looked up in the
            # account of the caller, or in that which administers the organization.
            if self._origin.is_foreign() and self.params.get(_CALL_AS) != _ADMIN:
                return BARE
            return self._origin.parts.resource.partition("/")[2]
        return self._origin.arn_for(item, entry.get("of", []))


def _put(
    holder: dict[str, Any],
    inputs: Mapping[str, Any],
    member: str,
    entry: Mapping[str, Any],
    put: list[Any],
) -> bool:
    """Put ARNs in the place of names, unless there is no input that takes them."""
    path = entry.get("arn") or entry.get("id")
    if not path:
        return False
    _, _, last = path.rpartition(".")
    other, value = last.removesuffix("[]"), holder[member]
    if other not in inputs or (other != member and other in holder):
        return False
    put = [_as_taken(one, inputs[other]) for one in put]
    if other == member:
        holder[member] = put if isinstance(value, list | tuple) else put[0]
        return True
    if not last.endswith("[]") and len(put) > 1:
        return False
    for name in (member, *entry.get("without", ())):
        holder.pop(name, None)
    holder[other] = put if last.endswith("[]") else put[0]
    return True


def _as_taken(arn: Any, shape: Shape) -> Any:
    """Return an ARN as an input takes it: a log group's mostly without its asterisk."""
    shape = getattr(shape, "member", shape)
    pattern = str(shape.metadata.get("pattern", "")).replace("\\p{", "p{")
    if not (isinstance(arn, str) and arn.endswith(":*") and pattern):
        return arn
    try:
        return arn if re.fullmatch(pattern, arn) else arn[:-2]
    except re.error:
        # Java's, which Python does not read all of.
        return arn


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_in(key)
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def top_texts(params: Mapping[str, Any]) -> Iterator[str]:
    for value in params.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from (one for one in value if isinstance(one, str))
