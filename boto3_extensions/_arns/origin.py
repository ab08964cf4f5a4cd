"""Identifiers that AWS makes up, which are one thing's in all accounts.

``subnet-0a1b2c3d4e5f60718`` is no other account's subnet, and EC2 answers for one that
is shared with the caller by that id alone: no operation of it takes an ARN. A call with
such an id cannot be for something of the caller's own. A name can.

Keeps what was made from an ARN to the thing that the ARN names.

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
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import jmespath
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from boto3_extensions._arns.account import account_id_of
from boto3_extensions._arns.arn import Arn
from boto3_extensions._arns.lookup import identifiers_of
from boto3_extensions._arns.rewriting import BARE, Rewriting, texts_in, top_texts
from boto3_extensions._arns.rules import ArnRule, rules_of
from boto3_extensions._foundation.models import loader_of, model_of
from boto3_extensions.exceptions import (
    ArnIncarnationError,
    ArnOwnerError,
    ArnOwnerUnknownError,
    ArnRulesError,
)

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from botocore.client import BaseClient

# On the resource: the ARN it was made from by `resource_from_arn`.
MADE_FROM = "_boto3_extensions_arn"


def remember_arn(resource: ServiceResource, arn: str) -> None:
    """Let a resource answer with the ARN it was made from, until its data says more."""
    vars(resource)[MADE_FROM] = arn


_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# Where AWS shares things, or lets act on another account's, by their ids. EC2: its
# user guide ("Resource IDs"); the others: the patterns and texts of their models.
_FORMS: Mapping[str, re.Pattern[str]] = {
    "ec2": re.compile("([a-z]+[0-9]?-)+([0-9a-f]{17}|[0-9a-f]{8})"),
    "organizations": re.compile(
        "[0-9]{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|(p|h|rt)-[0-9a-z]{8,128}"
    ),
    "directconnect": re.compile(f"dx[a-z]+-[0-9a-z]{{8}}|{_UUID}"),
}


def has_unique_ids(service: str) -> bool:
    """Tell whether a service is known to have such identifiers."""
    return service in _FORMS


def is_unique(service: str, text: object) -> bool:
    """Tell whether a text is an identifier that no other account's thing can have."""
    form = _FORMS.get(service)
    return (
        form is not None and isinstance(text, str) and form.fullmatch(text) is not None
    )


logger = logging.getLogger(__name__)

KIND = "targets-1"

_ACCOUNT_ID = re.compile("[0-9]{12}")

# An id that no other organization's thing has is known without what else an ARN has.
_UNIQUE_IDS = {"organizations"}


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
        session: boto3.Session,
        client: BaseClient,
        own_account_id: str | None = None,
    ) -> None:
        self.arn = str(arn)
        self.parts = arn
        is_account = _ACCOUNT_ID.fullmatch(arn.account_id)
        self.account_id = arn.account_id if is_account else ""
        self.own_account_id = own_account_id
        # Its own is the last word on what it is for.
        self.client = unguarded(client)
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
        session: boto3.Session,
        resource: ServiceResource,
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
        self._is_unique = _are_unique(self._service, meta.identifiers, self._values)

    def is_of(self, resource: ServiceResource) -> bool:
        """Tell whether it is a resource's own origin, and not that of what it is of."""
        meta = resource.meta
        if (meta.service_name, meta.resource_model.name) != (self._service, self._type):
            return False
        return self._values == [getattr(resource, name) for name in meta.identifiers]

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
        if not foreign and not (self._bare & set(texts_in(params))):
            return call(operation, params)
        if foreign and self._is_unique:
            if self._tells_a_name(operation, params):
                raise self._refusal(operation)
            return call(operation, params)
        sent = Rewriting(self, operation, params, foreign)
        if foreign:
            if not sent.is_anchored:
                raise self._refusal(operation)
            return sent.read(call(operation, sent.params))
        if sent.has_arn:
            return sent.read(call(operation, sent.params))
        load = self._class.meta.resource_model.load
        if load is not None and load.request.operation == operation:
            answer = call(operation, params)
            self._compare(operation, load.path, answer)
            return answer
        if not _is_next_page(params):
            self._look(operation)
        return call(operation, params)

    def _tells_a_name(self, operation: str, params: Mapping[str, Any]) -> bool:
        """Tell whether something is told by a name where all else is told by ids."""
        for path in self.targets(operation).get("names", {}):
            told = jmespath.search(path, params)
            if any(not is_unique(self._service, text) for text in texts_in(told)):
                return True
        return False

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
        for step in self._rule.arn.split("."):
            if not isinstance(item, Mapping):
                return None
            named = (v for k, v in item.items() if xform_name(k) == xform_name(step))
            item = next(named, None)
        return item if isinstance(item, str) else None

    def _look(self, operation: str) -> None:
        """Load what has the name now, to see whether it is what the ARN names."""
        plain = self._class(*self._values, client=self.client)
        plain.load()
        now = self._arn_in(plain.meta.data)
        if now != self.arn:
            raise self._mismatch(operation, now)

    def _mismatch(self, operation: str, now: str | None) -> ArnIncarnationError:
        return ArnIncarnationError(
            f"{operation} is refused: '{self.arn}' has another of that name in its "
            f"place now, {now or 'which tells no ARN'}"
        )

    # What `Rewriting` asks.

    def targets(self, operation: str) -> Mapping[str, Any]:
        """Return what ``targets-1`` says of an operation."""
        return targets_of(self.client, self._session, operation)

    def inputs(self, operation: str) -> Mapping[str, Any]:
        """Return the members of an operation's input in this release of botocore."""
        return inputs_of(self.client, operation)

    def is_carrier(self, text: str) -> bool:
        """Tell whether a text says whose the resource is."""
        return text in self._carriers or f":{self.account_id}:" in text

    def is_identifier(self, text: str) -> bool:
        """Tell whether a text is an identifier that says whose the resource is."""
        return text in self._carriers

    def is_bare(self, text: str) -> bool:
        """Tell whether a text is an identifier that says nothing of the owner."""
        return text in self._bare

    def is_part(self, kinds: list[str]) -> bool:
        """Tell whether a name is that of something within another, such as an alias.

        Args:
            kinds: The types that may be named.
        """
        if len(self._values) < 2:
            return False
        loader = loader_of(self._session)
        return bool(kinds) and all(
            kind == self._type
            or len(identifiers_of(loader, self._service, kind) or ()) > 1
            for kind in kinds
        )

    def arn_for(self, text: str, kinds: list[str]) -> Any:
        """Return the ARN of what an identifier of ours names; `BARE` if unknown."""
        if self._type in kinds or not self._parents(kinds):
            is_last = self._values and text == self._values[-1]
            return self.arn if self._type in kinds or is_last else BARE
        for kind in self._parents(kinds):
            arn = self._arn_of_parent(text, kind)
            if arn:
                return arn
        return BARE

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


class StatedOrigin(Origin):
    """The origin of what a call has brought in which the caller said whose it is.

    Args:
        owner: The account, or what stands for it: a catalog in an account. None if
            only a place was said.
        where: What else says which one is meant by a name: by input, its value.
    """

    def __init__(
        self,
        arn: Arn,
        session: boto3.Session,
        client: BaseClient,
        owner: str | None,
        where: Mapping[str, str],
        own_account_id: str | None = None,
    ) -> None:
        super().__init__(arn, session, client, own_account_id)
        self.owner = owner
        self.where = where
        # A catalog within an account is not what a name means there.
        if owner and owner != self.account_id:
            self._is_foreign = True

    def checked(self, operation: str, params: Any, call: Callable[..., Any]) -> Any:
        """Make a call with what was said, unless the caller says something else.

        Raises:
            ArnOwnerError: It would be for something of the caller's own.
        """
        if not isinstance(params, Mapping):
            return call(operation, params)
        facts = targets_of(self.client, self._session, operation)
        inputs = inputs_of(self.client, operation)
        sent = dict(params)
        for name in facts.get("where", ()):
            if name in self.where and name in inputs:
                sent.setdefault(name, self.where[name])
        if self.owner is None:
            return call(operation, sent)
        name = facts.get("owner")
        takes_owner = name in inputs
        try:
            is_foreign = self.is_foreign()
        except ArnOwnerUnknownError:
            if not takes_owner:
                raise
            is_foreign = True
        if is_foreign and takes_owner:
            sent.setdefault(name, self.owner)
        elif is_foreign and not self._is_told(params):
            raise self._refusal(operation)
        return call(operation, sent)

    def _is_told(self, params: Mapping[str, Any]) -> bool:
        owner = f":{self.account_id}:"
        return self.owner == self.account_id and any(
            owner in text for text in top_texts(params)
        )

    def _find_own_account(self) -> str:
        try:
            return super()._find_own_account()
        except ArnOwnerUnknownError as error:
            raise ArnOwnerUnknownError(
                f"It was said to be of account {self.account_id}, and whether the "
                "session is of that, too, could not be found out: "
                f"{error.__cause__}. Say so by boto3.Session(aws_account_id=...)"
            ) from error.__cause__

    def _refusal(self, operation: str) -> ArnOwnerError:
        return ArnOwnerError(
            f"{operation} is not called: it can only be asked for what is the "
            f"caller's own, and this was said to be of '{self.owner}' when it was "
            "listed or loaded. Use a session of the owner's account"
        )


def targets_of(
    client: BaseClient, session: boto3.Session, operation: str
) -> Mapping[str, Any]:
    """Return what ``targets-1`` says of an operation of a client's service."""
    service = client.meta.service_model.service_name
    document = model_of(loader_of(session), service, KIND) or {}
    found: Mapping[str, Any] = document.get("operations", {}).get(operation, {})
    return found


def inputs_of(client: BaseClient, operation: str) -> Mapping[str, Any]:
    """Return the members of an operation's input in this release of botocore."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    return shape.members if shape else {}


def _drops_a_part(rule: ArnRule, identifiers: Iterable[str]) -> bool:
    """Tell whether an ARN has a part that the identifiers do not have.

    A unique one, or a place in which a name is not taken twice: the path of a role, the
    cluster of a snapshot.
    """
    if rule.template is None or not rule.arn or rule.arn in identifiers:
        return False
    kept = {"region", "account", *identifiers}
    for pattern in rule.identifiers.values():
        kept.update(pattern.fields)
    return not kept.issuperset(rule.template.pattern.names)


def _are_unique(service: str, names: Iterable[str], values: list[Any]) -> bool:
    return all(
        (name == "id" or name.endswith("_id")) and is_unique(service, value)
        for name, value in zip(names, values, strict=True)
    )


_PAGE = re.compile("next_?(token|marker)|marker|starting_token", re.IGNORECASE)


def _is_next_page(params: Mapping[str, Any]) -> bool:
    return any(_PAGE.fullmatch(name) and value for name, value in params.items())


class _Guarded:
    """What comes before a client's class to have its calls looked at."""

    def _make_api_call(self, operation_name: str, api_params: Any) -> Any:
        # The one way of all calls of a client, semi-private; guarded by test_origin.
        call: Any = super()._make_api_call  # type: ignore[misc]
        origin: Origin = self.__dict__[ORIGIN]
        return origin.checked(operation_name, api_params, call)

    def generate_presigned_url(
        self, ClientMethod: str, Params: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        # A call that somebody else makes. Its names are botocore's, given by keyword.
        plain: Any = super().generate_presigned_url  # type: ignore[misc]
        client: Any = self
        operation = client.meta.method_to_api_mapping.get(ClientMethod)
        if operation is None:
            return plain(ClientMethod, Params, *args, **kwargs)

        def sign(_: str, params: Any) -> Any:
            return plain(ClientMethod, params, *args, **kwargs)

        origin: Origin = self.__dict__[ORIGIN]
        return origin.checked(operation, Params or {}, sign)


def guard(resource: ServiceResource, origin: Origin) -> None:
    """Let a resource, and all that comes of it, call by way of an origin."""
    resource.meta.client = guarded(origin.client, origin)


def guarded(client: BaseClient, origin: Origin) -> Any:
    """Return a client that does what another does, once the origin has agreed."""
    kind = type(client)
    # Of the class's own name, and an instance of it.
    made = type(kind.__name__, (_Guarded, kind), {"__module__": kind.__module__})
    twin: Any = object.__new__(made)
    twin.__dict__.update(vars(client))
    twin.__dict__[ORIGIN] = origin
    return twin


def origin_of(client: BaseClient) -> Origin | None:
    """Return the origin that a client's calls are held against, if any."""
    try:
        found: Origin | None = vars(client).get(ORIGIN)
    except TypeError:
        # A stand-in for a client.
        return None
    return found


def unguarded(client: BaseClient) -> Any:
    """Return the client below a guarded one, or the client itself."""
    origin = origin_of(client)
    return client if origin is None else origin.client


# On a guarded client: the origin of what it is for.
ORIGIN = "_boto3_extensions_origin"


def is_held(resource: object) -> bool:
    """Tell whether calls of a resource are held against an origin (`_arns._origin`)."""
    client = getattr(getattr(resource, "meta", None), "client", None)
    return ORIGIN in getattr(client, "__dict__", ())
