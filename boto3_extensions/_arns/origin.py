"""Origins: the account and place of resources, held against each of their calls.

Most operations take a name, and a name may belong to another resource in another
account, or to a later resource in the same account. So a resource that was made from an
ARN gets a guarded client, which passes each call to the resource's origin before it is
made. Every call of the resource, and of resources made by it, goes through
``_make_api_call`` of that client. ``targets-1``, made by ``tools/definitions/targets``,
has the input members that take a resource's name, and the members that take its ARN or
its owner's account instead.

With the caller's own account in the ARN, calls are made unchanged, unless the ARN
has more than the name: a stack that was deleted and made again has another ARN. Then
the ARN is sent; where an operation takes only a name, the resource with that name is
loaded first and its ARN is compared.

Some identifiers are unique across accounts: ``subnet-0a1b2c3d4e5f60718`` is no other
account's subnet, and EC2 accepts that id for a subnet that is shared with the caller.
A call with such an id cannot affect another resource.
"""

from __future__ import annotations

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
from boto3_extensions._arns.rules import ArnRule, TypeRules, rules_of
from boto3_extensions._foundation.models import load_definitions, loader_of
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
    from botocore.model import Shape

KIND = "targets-1"

# The parameters of a call, by AWS's names.
CallParams = Mapping[str, Any]
# Makes a call, given the operation and its parameters; returns the response.
ApiCall = Callable[[str, CallParams], Any]

# The attribute of a resource with the ARN from which `resource_from_arn` made it.
MADE_FROM = "_boto3_extensions_arn"
# The attribute of a guarded client with its origin.
ORIGIN = "_boto3_extensions_origin"


def remember_arn(resource: ServiceResource, arn: str) -> None:
    """Set the ARN that a resource was made from; its attribute ``arn`` returns it.

    Once the resource is loaded, the ARN in its data counts.
    """
    vars(resource)[MADE_FROM] = arn


def guard(resource: ServiceResource, origin: Origin) -> None:
    """Guard the calls of a resource, and of resources made by it, with an origin."""
    resource.meta.client = guarded_client(origin.client, origin)


def guarded_client(client: BaseClient, origin: Origin) -> Any:
    """Return a copy of a client that passes each call to an origin."""
    kind = type(client)
    # A subclass of the client's class, of the same name.
    made = type(kind.__name__, (_Guarded, kind), {"__module__": kind.__module__})
    twin: Any = object.__new__(made)
    twin.__dict__.update(vars(client))
    twin.__dict__[ORIGIN] = origin
    return twin


def origin_of(client: BaseClient) -> Origin | None:
    """Return the origin that a client passes its calls to, None if unguarded."""
    try:
        found: Origin | None = vars(client).get(ORIGIN)
    except TypeError:
        # An object in the place of a client may have no attributes of its own.
        return None
    return found


def unguarded(client: BaseClient) -> Any:
    """Return the client that a guarded client was made of, or the client itself."""
    origin = origin_of(client)
    return client if origin is None else origin.client


def is_guarded(resource: object) -> bool:
    """Return whether a resource has a guarded client."""
    client = getattr(getattr(resource, "meta", None), "client", None)
    return ORIGIN in getattr(client, "__dict__", ())


class _Guarded:
    """A mixin of clients that passes each call to the client's origin."""

    def _make_api_call(self, operation_name: str, api_params: CallParams) -> Any:
        # All calls of a client go through it; semi-private, guarded by test_origin.
        call: Any = super()._make_api_call  # type: ignore[misc]
        origin: Origin = self.__dict__[ORIGIN]
        return origin.checked(operation_name, api_params, call)

    def generate_presigned_url(
        self, ClientMethod: str, Params: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        # The call is made later, by somebody else. The names of the parameters are
        # botocore's, as callers may use them; the values are passed on.
        plain: Any = super().generate_presigned_url  # type: ignore[misc]
        client: Any = self
        operation = client.meta.method_to_api_mapping.get(ClientMethod)
        if operation is None:
            return plain(ClientMethod, Params, *args, **kwargs)

        def sign(_: str, params: CallParams) -> Any:
            return plain(ClientMethod, params, *args, **kwargs)

        origin: Origin = self.__dict__[ORIGIN]
        return origin.checked(operation, Params or {}, sign)


_ACCOUNT_ID = re.compile("[0-9]{12}")

# Services whose ids are never used again: the rest of an ARN adds nothing to the id.
_UNIQUE_IDS = {"organizations"}


class Origin:
    """The account that a resource's name is valid in.

    This class itself is the origin of a resource known by a link from a resource that
    was made from an ARN: its name means nothing in another account.

    Args:
        arn: The ARN of the resource, or of the resource with the link.
        session: The session that the resource was made with.
        client: The resource's client, guarded or not.
        own_account_id: The caller's account, if the caller has stated it.

    Attributes:
        arn: The ARN as a text.
        parts: The ARN.
        account_id: The owner's account, '' if the ARN has none.
        own_account_id: The caller's account, None until it is known.
        client: The client without a guard.
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
        # One guard is enough: the nearest origin counts.
        self.client = unguarded(client)
        self._session = session
        self._is_foreign: bool | None = None if self.account_id else False

    def is_foreign(self) -> bool:
        """Return whether the owner's account is not that of the client's credentials.

        Raises:
            ArnOwnerUnknownError: The account of the credentials cannot be found out.
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

    def checked(self, operation: str, params: CallParams, call: ApiCall) -> Any:
        """Make a call unless the owner is foreign, and return its response.

        Args:
            operation: AWS's name of the operation.
            params: Its parameters.
            call: Makes a call, given the operation and its parameters.

        Raises:
            ArnOwnerError: The call would affect a resource of the caller's account.
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
        arn: The resource's ARN.
        session: The session that the resource was made with.
        resource: The resource, not yet guarded.
        rule: The rule that its ARN follows.
        own_account_id: The caller's account, if the caller has stated it.

    Attributes:
        is_incarnate: Whether the ARN identifies the resource more closely than its
            identifiers do, which a later resource of the same name may have.
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
        """Return whether a resource is the ARN's own, and not a part of that."""
        meta = resource.meta
        if (meta.service_name, meta.resource_model.name) != (self._service, self._type):
            return False
        return self._values == [getattr(resource, name) for name in meta.identifiers]

    @property
    def is_needed(self) -> bool:
        """Whether a call could affect another resource than the ARN's."""
        return bool(self.account_id) or self.is_incarnate

    def checked(self, operation: str, params: CallParams, call: ApiCall) -> Any:
        """Make a call, with the resource's ARN or owner in it where they are needed.

        Args:
            operation: AWS's name of the operation.
            params: Its parameters.
            call: Makes a call, given the operation and its parameters.

        Raises:
            ArnOwnerError: The call would affect a resource of the caller's account.
            ArnIncarnationError: The call would affect a later resource of that name.
        """
        foreign = self.is_foreign()
        if not (foreign or self.is_incarnate) or not isinstance(params, Mapping):
            return call(operation, params)
        if not foreign and not (self._bare & set(texts_in(params))):
            return call(operation, params)
        if foreign and self._is_unique:
            if self._has_a_name(operation, params):
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

    def _has_a_name(self, operation: str, params: CallParams) -> bool:
        """Return whether parameters contain a name that other accounts may use, too."""
        for path in self.targets(operation).get("names", {}):
            names = jmespath.search(path, params)
            if any(not is_unique_id(self._service, text) for text in texts_in(names)):
                return True
        return False

    def _refusal(self, operation: str) -> ArnOwnerError:
        return ArnOwnerError(
            f"{operation} is not called: '{self.arn}' is of account {self.account_id}, "
            f"the session of {self.own_account_id}, and {operation} can only be asked "
            "for what is the caller's own. Use a session of the owner's account"
        )

    def _compare(self, operation: str, path: str | None, answer: object) -> None:
        """Raise an ArnIncarnationError for a response with another resource's ARN.

        Args:
            operation: The operation, by which boto3 loads the resource.
            path: The JMESPath of the resource's data in the response.
            answer: The response.
        """
        found = jmespath.search(path, answer) if path and path != "@" else answer
        items = found if isinstance(found, list) else [found]
        arns = [arn for item in items if (arn := self._arn_in(item))]
        if arns and self.arn not in arns:
            raise self._mismatch(operation, arns[0])

    def _arn_in(self, item: object) -> str | None:
        """Return the ARN in the data of a resource, None if there is none."""
        for step in self._rule.arn.split("."):
            if not isinstance(item, Mapping):
                return None
            values = (v for k, v in item.items() if xform_name(k) == xform_name(step))
            item = next(values, None)
        return item if isinstance(item, str) else None

    def _look(self, operation: str) -> None:
        """Load the resource and raise an ArnIncarnationError if it has another ARN."""
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

    # The methods of the protocol `Owned`, for `Rewriting`.

    def targets(self, operation: str) -> Mapping[str, Any]:
        """Return the entry of an operation in ``targets-1``."""
        return targets_of(self.client, self._session, operation)

    def inputs(self, operation: str) -> Mapping[str, Shape]:
        """Return the members of an operation's input in this release of botocore."""
        return inputs_of(self.client, operation)

    def is_carrier(self, text: str) -> bool:
        """Return whether a text contains the owner's account."""
        return text in self._carriers or f":{self.account_id}:" in text

    def is_identifier(self, text: str) -> bool:
        """Return whether a text is an identifier that contains the owner's account."""
        return text in self._carriers

    def is_bare(self, text: str) -> bool:
        """Return whether a text is an identifier without the owner's account."""
        return text in self._bare

    def is_part(self, kinds: list[str]) -> bool:
        """Return whether a name is valid only within another resource.

        Args:
            kinds: The types that may have the name.
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
        """Return the ARN of the resource that an identifier names; `BARE` if unknown.

        Args:
            text: One of the resource's identifiers: its own, or its parent's.
            kinds: The types that may have the identifier.
        """
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
            return template.fill(values)
        except ValueError:
            return None

    def _rules(self) -> Mapping[str, TypeRules]:
        try:
            return rules_of(loader_of(self._session), self._service)
        except ArnRulesError:
            # The file is the user's; the error is raised where an ARN is needed.
            return {}


class StatedOrigin(Origin):
    """The origin of resources in the response of a call that has stated their owner.

    Args:
        arn: An ARN with the account, if any.
        session: The session that the resources were made with.
        client: The client that the call was made with.
        owner: The owner as sent: an account, or a catalog in an account. None if only
            a place was stated.
        where: Other parameters without which a name is ambiguous, such as a cluster,
            by the input member.
        own_account_id: The caller's account, if the caller has stated it.
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
        # A name without its catalog is that of another thing in the same account.
        if owner and owner != self.account_id:
            self._is_foreign = True

    def checked(self, operation: str, params: CallParams, call: ApiCall) -> Any:
        """Make a call with the stated owner and place, unless it has its own.

        Args:
            operation: AWS's name of the operation.
            params: Its parameters.
            call: Makes a call, given the operation and its parameters.

        Raises:
            ArnOwnerError: The call would affect a resource of the caller's account.
        """
        if not isinstance(params, Mapping):
            return call(operation, params)
        facts = targets_of(self.client, self._session, operation)
        inputs = inputs_of(self.client, operation)
        sent = dict(params)
        for member in facts.get("where", ()):
            if member in self.where and member in inputs:
                sent.setdefault(member, self.where[member])
        if self.owner is None:
            return call(operation, sent)
        name: str = facts.get("owner", "")
        takes_owner = name in inputs
        try:
            is_foreign = self.is_foreign()
        except ArnOwnerUnknownError:
            if not takes_owner:
                raise
            is_foreign = True
        if is_foreign and takes_owner:
            sent.setdefault(name, self.owner)
        elif is_foreign and not self._has_owner(params):
            raise self._refusal(operation)
        return call(operation, sent)

    def _has_owner(self, params: CallParams) -> bool:
        """Return whether a parameter is an ARN of the owner's account."""
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
    """Return the entry of an operation in ``targets-1`` of a client's service.

    Its members, each optional, are ``names`` (the input members that take names, by
    path), ``owner`` (the member that takes the owner's account), ``states``, ``where``
    and ``others`` (see `_arns.statements`) and ``makes``.
    """
    service = client.meta.service_model.service_name
    document = load_definitions(loader_of(session), service, KIND) or {}
    found: Mapping[str, Any] = document.get("operations", {}).get(operation, {})
    return found


def inputs_of(client: BaseClient, operation: str) -> Mapping[str, Shape]:
    """Return the members of an operation's input in this release of botocore."""
    shape = client.meta.service_model.operation_model(operation).input_shape
    return shape.members if shape else {}


def _drops_a_part(rule: ArnRule, identifiers: Iterable[str]) -> bool:
    """Return whether an ARN has a part that the identifiers do not have.

    Such a part is a unique id, or a place such as the path of a role or the cluster of
    a snapshot.
    """
    if rule.template is None or not rule.arn or rule.arn in identifiers:
        return False
    kept = {"region", "account", *identifiers}
    for pattern in rule.identifiers.values():
        kept.update(pattern.fields)
    return not kept.issuperset(rule.template.pattern.names)


def _are_unique(service: str, names: Iterable[str], values: list[Any]) -> bool:
    return all(
        (name == "id" or name.endswith("_id")) and is_unique_id(service, value)
        for name, value in zip(names, values, strict=True)
    )


_PAGE = re.compile("next_?(token|marker)|marker|starting_token", re.IGNORECASE)


def _is_next_page(params: Mapping[str, Any]) -> bool:
    return any(_PAGE.fullmatch(name) and value for name, value in params.items())


_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# Identifiers that AWS generates, unique across accounts, by service. Those of EC2 are
# from its user guide ("Resource IDs"), the others from their models.
_UNIQUE_FORMS: Mapping[str, re.Pattern[str]] = {
    "ec2": re.compile("([a-z]+[0-9]?-)+([0-9a-f]{17}|[0-9a-f]{8})"),
    "organizations": re.compile(
        "[0-9]{12}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|(p|h|rt)-[0-9a-z]{8,128}"
    ),
    "directconnect": re.compile(f"dx[a-z]+-[0-9a-z]{{8}}|{_UUID}"),
}


def has_unique_ids(service: str) -> bool:
    """Return whether a service is known to have ids that are unique across accounts."""
    return service in _UNIQUE_FORMS


def is_unique_id(service: str, text: object) -> bool:
    """Return whether a value is an identifier that is unique across accounts."""
    form = _UNIQUE_FORMS.get(service)
    return (
        form is not None and isinstance(text, str) and form.fullmatch(text) is not None
    )
