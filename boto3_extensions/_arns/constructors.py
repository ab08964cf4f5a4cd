"""Checks of the identifiers given to constructors of resources.

``elbv2.LoadBalancer(arn)`` would load a load balancer whose name is the ARN; an empty
text would load any, for some services return everything then. Constructors of boto3's
own types take any value, as in plain boto3.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from botocore import xform_name

from boto3_extensions._arns.arn import parse_arn
from boto3_extensions._arns.lookup import find
from boto3_extensions._arns.origin import KIND, unguarded
from boto3_extensions._arns.resource import resource_from, service_opener
from boto3_extensions._arns.rules import rules_of
from boto3_extensions._definitions.classes import is_boto3_type, type_definition
from boto3_extensions._foundation.models import load_definitions, loader_of
from boto3_extensions.exceptions import ArnError, ArnRulesError, IdentifierError

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.utils import ServiceContext

_ARN = "arn"


def add_checked_constructors(
    class_attributes: dict[str, Any],
    service_context: ServiceContext,
    session: boto3.Session,
) -> None:
    """Wrap the constructors of resources in a class with checks of identifiers.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: boto3's context of the service.
        session: The `boto3.Session` the class is made for.
    """
    service = service_context.service_name
    types_of = _constructed_types(class_attributes, service_context)
    definitions = service_context.resource_json_definitions
    for name, value in class_attributes.items():
        if name[:1].isupper() and type(value) is types.FunctionType:
            kind = types_of.get(name, name)
            if kind in definitions and not is_boto3_type(service, kind):
                class_attributes[name] = _checking(
                    value, _Checks(kind, definitions, service, session)
                )


def _constructed_types(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> dict[str, str]:
    definition = type_definition(class_attributes, service_context)
    if not definition:
        model = class_attributes["meta"].resource_model
        definition = getattr(model, "_definition", {})
    has = definition.get("has", {})
    return {name: body["resource"]["type"] for name, body in has.items()}


class _Checks:
    """The checks of a type's identifiers, prepared when a constructor is called.

    A session's ec2 has two hundred constructors, of which few are ever called.

    Args:
        kind: The type's name in boto3's definition of the service.
        definitions: The definitions of the service's types, by name.
        service: boto3's name of the service.
        session: The session that resources are made with.
    """

    __slots__ = ("_definitions", "_service", "_session", "kind")

    def __init__(
        self,
        kind: str,
        definitions: Mapping[str, Any],
        service: str,
        session: boto3.Session,
    ) -> None:
        self.kind = kind
        self._definitions = definitions
        self._service = service
        self._session = session

    def refuse_empty(
        self, parent: ServiceResource, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> None:
        """Refuse an empty text, except for optional identifiers.

        Args:
            parent: The resource, or service resource, whose constructor is called.
            args: The positional arguments.
            kwargs: The keyword arguments.

        Raises:
            IdentifierError: A required identifier is empty.
        """
        identifiers = self._definitions[self.kind].get("identifiers", ())
        optional = [xform_name(i["name"]) for i in identifiers if i.get("optional")]
        names = [xform_name(i["name"]) for i in identifiers]
        # The parent's identifiers come first, and boto3 fills them in.
        own = names[len(parent.meta.identifiers) :]
        given = dict(zip(own, args, strict=False))
        for name, value in {**given, **kwargs}.items():
            # AWS itself returns '' as the group of a rule that is for all.
            if value == "" and name not in optional:
                raise IdentifierError(
                    f"'' is no identifier of a {self._service}.{self.kind}"
                )

    def by_arn(
        self,
        plain: Callable[..., Any],
        parent: ServiceResource,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
        arn: str,
    ) -> Any:
        """Return the resource for an ARN in a name's place, None for an ordinary value.

        Args:
            plain: boto3's constructor.
            parent: The resource, or service resource, whose constructor it is.
            args: The positional arguments.
            kwargs: The keyword arguments.
            arn: The argument that begins like an ARN.

        Raises:
            IdentifierError: The ARN names a resource of the type, whose identifier is
                only a part of that.
        """
        service, session = self._service, self._session
        try:
            named = find(arn, loader_of(session))
        except ArnError:
            return None
        is_shared = named.service != service
        if is_shared and not self._is_form_of(arn):
            return None
        made = plain(parent, *args, **kwargs)
        definition = self._definitions[self.kind]
        names = [xform_name(i["name"]) for i in definition.get("identifiers", ())]
        given = _identifier_of(made, args, kwargs, arn, names)
        if given is None:
            return None
        entry = next(
            i for i in definition["identifiers"] if xform_name(i["name"]) == given
        )
        sent = list(_takings(entry["name"], definition, service, session))
        if "arn:" in entry.get("prefix", "") and any(sent):
            return _of_its_owner(made, parent, arn, session)
        # Some ids are ARNs of other resources: a target may be a load balancer.
        if not (is_shared or named.resource_type == self.kind) or _takes_arns(
            given, entry["name"], self.kind, definition, service, session
        ):
            return None
        by_arn = "" if is_shared else "boto3_extensions.resource_from_arn(), or by "
        raise IdentifierError(
            f"The {given} of a {service}.{self.kind} is not '{arn}': make it by "
            f"{by_arn}the name that is in the ARN"
        )

    def _is_form_of(self, arn: str) -> bool:
        """Return whether an ARN that is taken for another service's may be of the type.

        AWS has one form of ARN for docdb, neptune and rds, whose own types come first.
        """
        parsed = parse_arn(arn)
        try:
            rules = rules_of(loader_of(self._session), self._service).get(self.kind)
            templates = [rule.template for rule in rules or ()]
        except ArnRulesError:
            return False
        return any(t is not None and t.match(parsed) is not None for t in templates)


def _checking(plain: Callable[..., Any], checks: _Checks) -> Callable[..., Any]:
    @functools.wraps(plain)
    def create_checked(self: ServiceResource, *args: Any, **kwargs: Any) -> Any:
        for value in (*args, *kwargs.values()) if kwargs else args:
            if value == "":
                checks.refuse_empty(self, args, kwargs)
            elif isinstance(value, str) and value.startswith("arn:"):
                made = checks.by_arn(plain, self, args, kwargs, value)
                if made is not None:
                    return made
        return plain(self, *args, **kwargs)

    return create_checked


def _identifier_of(
    made: ServiceResource, args: Any, kwargs: Any, arn: str, names: list[str]
) -> str | None:
    for name, value in kwargs.items():
        if value == arn and name in names:
            return str(name)
    own = names[len(names) - len(args) :]
    return next((n for n, v in zip(own, args, strict=False) if v == arn), None)


def _of_its_owner(
    made: ServiceResource, parent: ServiceResource, arn: str, session: boto3.Session
) -> Any:
    """Return a resource with a client for the owner and the region of an ARN.

    Args:
        made: The resource, whose identifier is the ARN.
        parent: The resource whose constructor was called.
        arn: The ARN.
        session: The session that the parent was made with.
    """
    client = parent.meta.client
    home = client.meta.region_name
    open_service = service_opener(client, session)
    of_arn = resource_from(parse_arn(arn), session, home, open_service)
    values = [getattr(made, name) for name in made.meta.identifiers]
    # The ARN itself is sent, with the owner's account: no call has to be guarded.
    return type(made)(*values, client=unguarded(of_arn.meta.client))


def _takes_arns(
    attribute: str,
    name: str,
    kind: str,
    definition: Mapping[str, Any],
    service: str,
    session: boto3.Session,
) -> bool:
    """Return whether an identifier may be an ARN, which AWS takes in its place.

    Args:
        attribute: The identifier as an attribute: ``load_balancer_arn``.
        name: The identifier's name in the definition: ``LoadBalancerArn``.
        kind: The type's name in boto3's definition of the service.
        definition: The definition of the type.
        service: boto3's name of the service.
        session: The session that resources are made with.
    """
    if attribute == _ARN or attribute.endswith("_arn"):
        return True
    loader = loader_of(session)
    try:
        rules = rules_of(loader, service).get(kind)
        if rules and any(attribute == rule.arn for rule in rules):
            return True
    except ArnRulesError:
        return True
    if load_definitions(loader, service, KIND) is None:
        # No operation of the service takes ARNs.
        return False
    # The first request decides: the load, if there is one.
    return next(_takings(name, definition, service, session), True)


def _takings(
    name: str, definition: Mapping[str, Any], service: str, session: boto3.Session
) -> Iterator[bool]:
    """Yield whether an ARN may be sent, for each request that sends an identifier."""
    document = load_definitions(loader_of(session), service, KIND) or {}
    operations = document.get("operations", {})
    for request in _requests(definition):
        names = operations.get(request["operation"], {}).get("names", {})
        for param in request.get("params", ()):
            if param["source"] == "identifier" and param.get("name") == name:
                path = param["target"].split("[")[0]
                entry = names.get(path) or names.get(f"{path}[]") or {}
                yield bool((entry.get("arn") or "").removesuffix("[]") == path)


def _requests(definition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    requests = [definition["load"]["request"]] if "load" in definition else []
    for part in ("actions", "hasMany"):
        bodies = definition.get(part, {}).values()
        requests += [body["request"] for body in bodies if "request" in body]
    return requests
