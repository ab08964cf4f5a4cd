"""Looks at the identifiers that somebody gives to make a resource with.

``elbv2.LoadBalancer(arn)`` would ask for a load balancer of that name; so would an
empty text, for which some services answer with all there is. boto3's own types take
whatever they are given, as in plain boto3.
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
from boto3_extensions._arns.resource import opener_of, resource_from
from boto3_extensions._arns.rules import rules_of
from boto3_extensions._definitions.classes import definition_of, is_boto3s
from boto3_extensions._foundation.models import loader_of, model_of
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
    """Let what makes resources by identifiers look at them first.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
        session: The `boto3.Session` the class is made for.
    """
    service = service_context.service_name
    types_of = _types(class_attributes, service_context)
    definitions = service_context.resource_json_definitions
    for name, made in class_attributes.items():
        if name[:1].isupper() and type(made) is types.FunctionType:
            kind = types_of.get(name, name)
            if kind in definitions and not is_boto3s(service, kind):
                class_attributes[name] = _checking(
                    made, _Maker(kind, definitions, service, session)
                )


def _types(
    class_attributes: dict[str, Any], service_context: ServiceContext
) -> dict[str, str]:
    definition = definition_of(class_attributes, service_context)
    if not definition:
        model = class_attributes["meta"].resource_model
        definition = getattr(model, "_definition", {})
    has = definition.get("has", {})
    return {name: body["resource"]["type"] for name, body in has.items()}


class _Maker:
    """A type whose resources are made by identifiers, looked into when one is made.

    Of ec2 there are two hundred in each session, of which few are ever used.
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
        """Refuse '', unless it says that there is none of what may be left out.

        Raises:
            IdentifierError: It is the value of an identifier that each has.
        """
        identifiers = self._definitions[self.kind].get("identifiers", ())
        optional = [xform_name(i["name"]) for i in identifiers if i.get("optional")]
        names = [xform_name(i["name"]) for i in identifiers]
        # A parent's own come first, and it fills them in.
        own = names[len(parent.meta.identifiers) :]
        given = dict(zip(own, args, strict=False))
        for name, value in {**given, **kwargs}.items():
            # AWS itself answers with '' for the group of a rule that is for all.
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
        """Return what is made with an ARN, None where that is nothing special."""
        service, session = self._service, self._session
        try:
            named = find(arn, loader_of(session))
        except ArnError:
            return None
        if named.service != service:
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
        # Some ids are ARNs of other things: a target may be a load balancer.
        if named.resource_type != self.kind or _takes_arns(
            given, entry["name"], self.kind, definition, service, session
        ):
            return None
        raise IdentifierError(
            f"The {given} of a {service}.{self.kind} is not '{arn}': make it by "
            "boto3_extensions.resource_from_arn(), or by the name that is in the ARN"
        )


def _checking(plain: Callable[..., Any], maker: _Maker) -> Callable[..., Any]:
    @functools.wraps(plain)
    def create_checked(self: ServiceResource, *args: Any, **kwargs: Any) -> Any:
        for value in (*args, *kwargs.values()) if kwargs else args:
            if value == "":
                maker.refuse_empty(self, args, kwargs)
            elif isinstance(value, str) and value.startswith("arn:"):
                made = maker.by_arn(plain, self, args, kwargs, value)
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
    """Return what was made by an ARN in a name's place, in the region of that."""
    client = parent.meta.client
    home = client.meta.region_name
    open_service = opener_of(client, session)
    of_arn = resource_from(parse_arn(arn), session, home, open_service)
    values = [getattr(made, name) for name in made.meta.identifiers]
    # What is sent is the ARN itself, which tells the owner: nobody has to be asked.
    return type(made)(*values, client=unguarded(of_arn.meta.client))


def _takes_arns(
    attribute: str,
    name: str,
    kind: str,
    definition: Mapping[str, Any],
    service: str,
    session: boto3.Session,
) -> bool:
    """Tell whether an ARN may be an identifier: it is sent where AWS takes one."""
    if attribute == _ARN or attribute.endswith("_arn"):
        return True
    loader = loader_of(session)
    try:
        rules = rules_of(loader, service).get(kind)
        if rules and any(attribute == rule.arn for rule in rules):
            return True
    except ArnRulesError:
        return True
    if model_of(loader, service, KIND) is None:
        # The service's operations have no input for ARNs at all.
        return False
    # By the first: a load, if there is one.
    return next(_takings(name, definition, service, session), True)


def _takings(
    name: str, definition: Mapping[str, Any], service: str, session: boto3.Session
) -> Iterator[bool]:
    """Yield for each request with an identifier whether an ARN may be in its place."""
    document = model_of(loader_of(session), service, KIND) or {}
    operations = document.get("operations", {})
    for request in _requests(definition):
        names = operations.get(request["operation"], {}).get("names", {})
        for param in request.get("params", ()):
            if param["source"] == "identifier" and param.get("name") == name:
                path = param["target"].split("[")[0]
                entry = names.get(path) or names.get(f"{path}[]") or {}
                yield bool((entry.get("arn") or "").removesuffix("[]") == path)


def _requests(definition: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [definition["load"]["request"]] if "load" in definition else []
    for part in ("actions", "hasMany"):
        bodies = definition.get(part, {}).values()
        found += [body["request"] for body in bodies if "request" in body]
    return found
