"""The replacement of names by ARNs in the parameters of a call.

`Rewriting` puts the ARN of a resource, or its owner's account, into the parameters of a
call that has the resource's name, as far as the operation takes them (``targets-1``
has the input members). Afterwards its attributes say whether the call can only affect
the ARN's resource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from boto3_extensions._arns.arn import Arn

if TYPE_CHECKING:
    from botocore.model import Shape

# CloudFormation's parameter for stack sets of an organization's management account.
_CALL_AS, _ADMIN = "CallAs", "DELEGATED_ADMIN"

# In the place of an ARN: the identifier stays, as no ARN can take its place.
BARE = object()


class Owned(Protocol):
    """A resource that an ARN names, with its owner and its identifiers."""

    arn: str
    parts: Arn
    account_id: str
    is_incarnate: bool

    def is_foreign(self) -> bool:
        """Return whether the owner's account is not the caller's."""

    def targets(self, operation: str) -> Mapping[str, Any]:
        """Return the entry of an operation in ``targets-1``."""

    def inputs(self, operation: str) -> Mapping[str, Shape]:
        """Return the members of an operation's input."""

    def is_carrier(self, text: str) -> bool:
        """Return whether a text contains the owner's account."""

    def is_identifier(self, text: str) -> bool:
        """Return whether a text is an identifier that contains the owner's account."""

    def is_bare(self, text: str) -> bool:
        """Return whether a text is an identifier without the owner's account."""

    def is_part(self, kinds: list[str]) -> bool:
        """Return whether a name of such types is valid only within another resource."""

    def arn_for(self, text: str, kinds: list[str]) -> Any:
        """Return the ARN of the resource an identifier names; `BARE` if unknown."""


class Rewriting:
    """A call's parameters with ARNs in the place of names, as far as possible.

    Args:
        origin: The resource whose name is in the parameters.
        operation: AWS's name of the operation.
        params: The call's parameters, which stay as they are.
        foreign: Whether the resource is of another account than the caller's.

    Attributes:
        params: The parameters to be sent.
        has_arn: Whether the resource's own ARN is in the place of its name.
        is_anchored: Whether the call cannot affect a resource of the caller's account
            that has the same name.
    """

    def __init__(
        self, origin: Owned, operation: str, params: Mapping[str, Any], foreign: bool
    ) -> None:
        self._origin = origin
        self._inputs = origin.inputs(operation)
        self.params = dict(params)
        self.has_arn = False
        self._keys: dict[str, str] = {}
        # Names that stay as they are. The name of a part, such as an alias, does no
        # harm where the owner's account is sent, too.
        self._has_owner = self._is_bare = self._is_bare_part = False
        targets = origin.targets(operation)
        names = targets.get("names", {})
        if foreign and self._add_owner(targets.get("owner")):
            self.is_anchored = not origin.is_incarnate
            return
        carries = any(origin.is_carrier(text) for text in top_texts(params))
        # First the ARNs that take the place of several names at once.
        for path, entry in sorted(names.items(), key=lambda e: "without" not in e[1]):
            self._replace(path, entry)
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
        """Add the owner's account to the parameters; return whether it is sent."""
        if not name or name not in self._inputs:
            return False
        sent = self.params.setdefault(name, self._origin.account_id)
        return bool(sent == self._origin.account_id)

    def _replace(self, path: str, entry: Mapping[str, Any]) -> None:
        """Replace the resource's names in an input member by ARNs.

        Args:
            path: The path of the member: ``Name``, ``Names[]``, ``Outer.Name``, or
                ``Names{}`` for a map with names as keys.
            entry: The path's entry under ``names`` in ``targets-1``.
        """
        member = path.removesuffix("[]")
        holder, inputs = self.params, self._inputs
        if path.endswith("{}"):
            self._replace_keys(path[:-2], entry)
            return
        if re.fullmatch(r"\w+\.\w+", member):
            top, _, member = member.partition(".")
            inner = self.params.get(top)
            if not isinstance(inner, Mapping):
                return
            # A copy: the caller's dict stays as it is.
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

    def _replace_keys(self, member: str, entry: Mapping[str, Any]) -> None:
        """Replace the resource's names by ARNs where they are the keys of a map."""
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

    def read(self, answer: object) -> Any:
        """Return a response with the caller's names in the place of ARNs sent as keys.

        Args:
            answer: The response, a dict unless an event handler has replaced it.
        """
        if not self._keys or not isinstance(answer, dict):
            return answer
        return {
            member: {self._keys.get(key, key): item for key, item in value.items()}
            if isinstance(value, dict)
            else value
            for member, value in answer.items()
        }

    def _arn_for(self, item: object, entry: Mapping[str, Any]) -> Any:
        """Return the ARN or unique id for a name, other values as they are."""
        if not isinstance(item, str) or not self._origin.is_bare(item):
            return item
        if "id" in entry:
            # The end of the ARN, which contains the unique id. It is looked up in the
            # caller's account, or in the organization's management account.
            if self._origin.is_foreign() and self.params.get(_CALL_AS) != _ADMIN:
                return BARE
            return self._origin.parts.resource.partition("/")[2]
        return self._origin.arn_for(item, entry.get("of", []))


def _put(
    holder: dict[str, Any],
    inputs: Mapping[str, Shape],
    member: str,
    entry: Mapping[str, Any],
    put: list[Any],
) -> bool:
    """Put ARNs in the place of names; return whether an input member takes them.

    Args:
        holder: The parameters, or a dict in them, with the names.
        inputs: The members that may be in the holder.
        member: The member with the names.
        entry: The entry of the member's path in ``targets-1``.
        put: The ARNs, each at the index of its name.
    """
    path = entry.get("arn") or entry.get("id")
    if not path:
        return False
    _, _, last = path.rpartition(".")
    other, value = last.removesuffix("[]"), holder[member]
    if other not in inputs or (other != member and other in holder):
        return False
    put = [_as_taken(arn, inputs[other]) for arn in put]
    if other == member:
        holder[member] = put if isinstance(value, list | tuple) else put[0]
        return True
    if not last.endswith("[]") and len(put) > 1:
        return False
    for name in (member, *entry.get("without", ())):
        holder.pop(name, None)
    holder[other] = put if last.endswith("[]") else put[0]
    return True


def _as_taken(arn: object, shape: Shape) -> object:
    """Return an ARN without its final ``:*`` if an input's pattern does not allow it.

    ARNs of log groups end so, and most operations of CloudWatch Logs refuse that.
    """
    shape = getattr(shape, "member", shape)
    pattern = str(shape.metadata.get("pattern", "")).replace("\\p{", "p{")
    if not (isinstance(arn, str) and arn.endswith(":*") and pattern):
        return arn
    try:
        return arn if re.fullmatch(pattern, arn) else arn[:-2]
    except re.error:
        # Patterns are written for Java; Python cannot read all of them.
        return arn


def texts_in(value: object) -> Iterator[str]:
    """Yield all texts in a value, keys and nested values included."""
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
    """Yield the texts that are parameters, or items of a list that is a parameter."""
    for value in params.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from (item for item in value if isinstance(item, str))
