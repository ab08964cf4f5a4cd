"""Keeps what was made from an ARN to the thing that the ARN names.

Most operations take a name, and a name is that of another thing in another account, or
of a later one. So what is made from an ARN gets a client that looks at each call before
it is made: everything that such a resource does, and all that comes of it, goes through
``_make_api_call`` of its client. ``targets-1``, made by ``tools/definitions/targets``,
tells which inputs have a resource's name, and where its ARN or its owner goes instead.

With the caller's own account in the ARN, calls are what they are without one, unless
the ARN tells more than the name: a stack that was deleted and made again has another
ARN. There, too, the ARN is sent; where only a name is taken, it is looked first which
one has that name now.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import jmespath
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from boto3_extensions._arns._account import account_id_of
from boto3_extensions._arns._arn import Arn
from boto3_extensions._arns._arn_rules import ArnRule, loader_of, rules_of
from boto3_extensions._session import model_of
from boto3_extensions.exceptions import (
    ArnIncarnationError,
    ArnOwnerError,
    ArnOwnerUnknownError,
    ArnRulesError,
)

logger = logging.getLogger(__name__)

KIND = "targets-1"

_ACCOUNT_ID = re.compile("[0-9]{12}")

# On a guarded client: the origin of what it is for.
_ORIGIN = "_boto3_extensions_origin"

# An id that no other organization's thing has is known without what else an ARN has.
_UNIQUE_IDS = {"organizations"}

# An input that has an identifier of ours which nothing can take the place of.
_BARE = object()


class Origin:
    """What an ARN says of the resource that was made from it, or what a link says.

    Attributes:
        arn: The ARN; of a name told by such a resource, that resource's.
        account_id: The owner's account, '' if the ARN has none.
        own_account_id: The account that the caller says is theirs, None to find out.
        client: The client that the guarded one does the same as.
    """

    def __init__(
        self,
        arn: Arn,
        session: Any,
        client: Any,
        own_account_id: str | None = None,
    ) -> None:
        self.arn = str(arn)
        self.parts = arn
        is_account = _ACCOUNT_ID.fullmatch(arn.account_id)
        self.account_id = arn.account_id if is_account else ""
        self.own_account_id = own_account_id
        self.client = client
        self._session = session
        self._is_foreign: bool | None = None if self.account_id else False

    def is_foreign(self) -> bool:
        """Tell whether the owner is another than who the client works as.

        Raises:
            ArnOwnerUnknownError: It cannot be found out as whom the client works.
        """
        if self._is_foreign is None:
            mine = self.own_account_id or self._find_own_account()
            self._is_foreign = mine != self.account_id
            self.own_account_id = mine
        return self._is_foreign

    def _find_own_account(self) -> str:
        try:
            return account_id_of(self.client, self._session)
        except (BotoCoreError, ClientError) as error:
            raise ArnOwnerUnknownError(
                f"'{self.arn}' is of account {self.account_id}, and whether the "
                f"session is of that, too, could not be found out: {error}. Say so by "
                "resource_from_arn(arn, session, account_id=...)"
            ) from error

    def checked(self, operation: str, params: Any, call: Callable[..., Any]) -> Any:
        """Make a call, if it is for the right thing.

        Args:
            operation: The operation as AWS calls it.
            params: Its parameters.
            call: Makes a call, given the operation and its parameters.

        Raises:
            ArnOwnerError: It would be for something of the caller's own.
        """
        if self.is_foreign():
            raise self._refusal(operation)
        return call(operation, params)

    def _refusal(self, operation: str) -> ArnOwnerError:
        return ArnOwnerError(
            f"{operation} is not called: it was told by '{self.arn}', of account "
            f"{self.account_id}, by a name alone, which for the session of account "
            f"{self.own_account_id} is something of its own"
        )


class NamedOrigin(Origin):
    """The origin of a resource that was made from its own ARN.

    Args:
        resource: The resource, not yet guarded.
        rule: The rule that its ARN follows.
    """

    def __init__(
        self,
        arn: Arn,
        session: Any,
        resource: Any,
        rule: ArnRule,
        own_account_id: str | None = None,
    ) -> None:
        super().__init__(arn, session, resource.meta.client, own_account_id)
        meta = resource.meta
        self._class = type(resource)
        self._service: str = meta.service_name
        self._type: str = meta.resource_model.name
        self._values = [getattr(resource, name) for name in meta.identifiers]
        self._rule = rule
        self.is_incarnate = self._service not in _UNIQUE_IDS and _drops_a_part(
            rule, meta.identifiers
        )
        texts = [value for value in self._values if isinstance(value, str)]
        owner = self.account_id
        self._carriers = {text for text in texts if owner and owner in text}
        self._bare = {text for text in texts if text not in self._carriers}

    @property
    def is_needed(self) -> bool:
        """Whether a call could be for another thing than the ARN's."""
        return bool(self.account_id) or self.is_incarnate

    def checked(self, operation: str, params: Any, call: Callable[..., Any]) -> Any:
        """Make a call, with the ARN or the owner in it where there is need.

        Raises:
            ArnOwnerError: It would be for something of the caller's own.
            ArnIncarnationError: It would be for what has the name now.
        """
        foreign = self.is_foreign()
        if not (foreign or self.is_incarnate) or not isinstance(params, Mapping):
            return call(operation, params)
        if not foreign and not (self._bare & set(_texts(params))):
            return call(operation, params)
        sent = _Rewriting(self, operation, params, foreign)
        if foreign:
            if not sent.is_anchored:
                raise self._refusal(operation)
            return call(operation, sent.params)
        if sent.has_arn:
            return call(operation, sent.params)
        load = self._class.meta.resource_model.load
        if load is not None and load.request.operation == operation:
            answer = call(operation, params)
            self._compare(operation, load.path, answer)
            return answer
        if not _is_next_page(params):
            self._look(operation)
        return call(operation, params)

    def _refusal(self, operation: str) -> ArnOwnerError:
        return ArnOwnerError(
            f"{operation} is not called: '{self.arn}' is of account {self.account_id}, "
            f"the session of {self.own_account_id}, and {operation} can only be asked "
            "for what is the caller's own. Use a session of the owner's account"
        )

    def _compare(self, operation: str, path: str | None, answer: Any) -> None:
        found = jmespath.search(path, answer) if path and path != "@" else answer
        items = found if isinstance(found, list) else [found]
        arns = [arn for item in items if (arn := self._arn_in(item))]
        if arns and self.arn not in arns:
            raise self._mismatch(operation, arns[0])

    def _arn_in(self, item: Any) -> str | None:
        if not isinstance(item, Mapping):
            return None
        named = (v for k, v in item.items() if xform_name(k) == self._rule.arn)
        return next(named, None)

    def _look(self, operation: str) -> None:
        """Load what has the name now, to see whether it is what the ARN names."""
        plain = self._class(*self._values, client=self.client)
        plain.load()
        now = getattr(plain, self._rule.arn, None) if self._rule.arn else None
        if now != self.arn:
            raise self._mismatch(operation, now)

    def _mismatch(self, operation: str, now: str | None) -> ArnIncarnationError:
        return ArnIncarnationError(
            f"{operation} is refused: '{self.arn}' has another of that name in its "
            f"place now, {now or 'which tells no ARN'}"
        )

    # What `_Rewriting` asks.

    def targets(self, operation: str) -> Mapping[str, Any]:
        """Return what ``targets-1`` says of an operation."""
        document = model_of(loader_of(self._session), self._service, KIND) or {}
        found: Mapping[str, Any] = document.get("operations", {}).get(operation, {})
        return found

    def inputs(self, operation: str) -> Mapping[str, Any]:
        """Return the members of an operation's input in this release of botocore."""
        shape = self.client.meta.service_model.operation_model(operation).input_shape
        return shape.members if shape else {}

    def is_carrier(self, text: str) -> bool:
        """Tell whether a text says whose the resource is."""
        return text in self._carriers or f":{self.account_id}:" in text

    def is_bare(self, text: str) -> bool:
        """Tell whether a text is an identifier that says nothing of the owner."""
        return text in self._bare

    def arn_for(self, text: str, kinds: list[str]) -> Any:
        """Return the ARN of what an identifier of ours names; `_BARE` if unknown."""
        if self._type in kinds or not self._parents(kinds):
            is_last = self._values and text == self._values[-1]
            return self.arn if self._type in kinds or is_last else _BARE
        for kind in self._parents(kinds):
            arn = self._arn_of_parent(text, kind)
            if arn:
                return arn
        return _BARE

    def _parents(self, kinds: list[str]) -> list[str]:
        known = self._rules()
        return [kind for kind in kinds if kind in known and kind != self._type]

    def _arn_of_parent(self, text: str, kind: str) -> str | None:
        template = self._rules()[kind].main.template
        if template is None or not template.pattern.can_be_filled:
            return None
        if len(template.own_fields) != 1 or len(self._values) < 2:
            return None
        parts = self.parts
        values = {
            template.own_fields[0]: text,
            "partition": parts.partition,
            "region": parts.region,
            "account": parts.account_id,
        }
        try:
            arn: str = template.fill(values)
            return arn
        except ValueError:
            return None

    def _rules(self) -> Mapping[str, Any]:
        try:
            return rules_of(loader_of(self._session), self._service)
        except ArnRulesError:
            # A file of the user's.
            return {}


class _Rewriting:
    """A call's parameters with ARNs in the place of names, as far as there are any.

    Attributes:
        params: The parameters to be sent.
        has_arn: Whether the ARN is in the place of the name.
        is_anchored: Whether nothing in them names something of the caller's own.
    """

    def __init__(
        self, origin: NamedOrigin, operation: str, params: Any, foreign: bool
    ) -> None:
        self._origin = origin
        self._inputs = origin.inputs(operation)
        self.params = dict(params)
        self.has_arn = False
        facts = origin.targets(operation)
        names = facts.get("names", {})
        is_owned = foreign and self._add_owner(facts.get("owner"))
        if is_owned:
            self.is_anchored = not origin.is_incarnate
            return
        carries = any(origin.is_carrier(text) for text in _top_texts(params))
        self._is_bare = False
        for path, entry in names.items():
            self._take(path, entry)
        if not names:
            self._is_bare = any(map(origin.is_bare, _texts(params)))
        by_identifier = any(text in origin._carriers for text in _top_texts(params))
        self.is_anchored = by_identifier or (
            (self.has_arn or carries) and not self._is_bare
        )

    def _add_owner(self, name: str | None) -> bool:
        if not name or name not in self._inputs:
            return False
        told = self.params.setdefault(name, self._origin.account_id)
        return bool(told == self._origin.account_id)

    def _take(self, path: str, entry: Mapping[str, Any]) -> None:
        member = path.removesuffix("[]")
        if "." in member or "[" in member:
            top = re.split(r"[.\[]", member, maxsplit=1)[0]
            inside = _texts(self.params.get(top))
            self._is_bare |= any(map(self._origin.is_bare, inside))
            return
        value = self.params.get(member)
        items = value if isinstance(value, list | tuple) else [value]
        if not any(isinstance(i, str) and self._origin.is_bare(i) for i in items):
            return
        put = [self._arn_for(item, entry) for item in items]
        if _BARE in put or not self._put(member, entry, put, value):
            self._is_bare = True
        else:
            self.has_arn = True

    def _arn_for(self, item: Any, entry: Mapping[str, Any]) -> Any:
        if not isinstance(item, str) or not self._origin.is_bare(item):
            return item
        kinds = entry.get("of", [])
        if "id" in entry:
            # Of use within the account alone, and so nothing that tells an owner.
            end = self._origin.parts.resource.partition("/")[2]
            return end if not self._origin.is_foreign() else _BARE
        return self._origin.arn_for(item, kinds)

    def _put(
        self, member: str, entry: Mapping[str, Any], put: list[Any], value: Any
    ) -> bool:
        path = entry.get("arn") or entry.get("id")
        if not path:
            return False
        other = path.removesuffix("[]")
        if other not in self._inputs or (other != member and other in self.params):
            return False
        if other != member:
            del self.params[member]
            if not path.endswith("[]") and len(put) > 1:
                return False
            self.params[other] = put if path.endswith("[]") else put[0]
        else:
            is_list = isinstance(value, list | tuple)
            self.params[member] = put if is_list else put[0]
        return True


def _drops_a_part(rule: ArnRule, identifiers: Iterable[str]) -> bool:
    """Tell whether an ARN has a part that the identifiers do not have."""
    if rule.template is None or rule.arn in identifiers:
        return False
    return "_" in rule.template.pattern.names


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _top_texts(params: Mapping[str, Any]) -> Iterator[str]:
    for value in params.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from (one for one in value if isinstance(one, str))


_PAGE = re.compile("next_?(token|marker)|marker|starting_token", re.IGNORECASE)


def _is_next_page(params: Mapping[str, Any]) -> bool:
    return any(_PAGE.fullmatch(name) and value for name, value in params.items())


class _Guarded:
    """What comes before a client's class to have its calls looked at."""

    def _make_api_call(self, operation_name: str, api_params: Any) -> Any:
        # The one way of all calls of a client, semi-private; guarded by test_origin.
        call: Any = super()._make_api_call  # type: ignore[misc]
        origin: Origin = self.__dict__[_ORIGIN]
        return origin.checked(operation_name, api_params, call)


def guard(resource: Any, origin: Origin) -> None:
    """Let a resource, and all that comes of it, call by way of an origin."""
    resource.meta.client = guarded(origin.client, origin)


def guarded(client: Any, origin: Origin) -> Any:
    """Return a client that does what another does, once the origin has agreed."""
    kind = type(client)
    # Of the class's own name, and an instance of it.
    made = type(kind.__name__, (_Guarded, kind), {"__module__": kind.__module__})
    twin: Any = object.__new__(made)
    twin.__dict__.update(vars(client))
    twin.__dict__[_ORIGIN] = origin
    return twin


def origin_of(client: Any) -> Origin | None:
    """Return the origin that a client's calls are held against, if any."""
    try:
        found: Origin | None = vars(client).get(_ORIGIN)
    except TypeError:
        # A stand-in for a client.
        return None
    return found


def unguarded(client: Any) -> Any:
    """Return the client below a guarded one, or the client itself."""
    origin = origin_of(client)
    return client if origin is None else origin.client
