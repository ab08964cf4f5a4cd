"""An ARN of every resource type, and everything that can be called on its resource."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse

import boto3_extensions
from boto3_extensions._arns.lookup import identifiers_of
from boto3_extensions._arns.rules import ArnRule, rules_of
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import NotOfferedError

MINE = "123456789012"
OTHER = "999999999999"

# What a field is like where not anything will do.
_VALUES = {
    "region": "us-east-1",
    "_": "0a1b2c3d4e5f6071",
    "revision": "7",
    "version": "7",
    "deployment_number": "7",
    "key": "k/e/y",
    "access_point": "point",
}


class Sent(Exception):
    """Ends a call that has got as far as its parameters being built."""


def a_session() -> tuple[boto3.Session, list[tuple[str, dict[str, Any]]]]:
    """Return a session that ends each call before it is made, and the list of them.

    But for STS's, which tells that the caller is MINE.
    """
    session = boto3.Session(
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        region_name="us-east-1",
    )
    calls: list[tuple[str, dict[str, Any]]] = []

    def note(params: Any, model: Any, **_: Any) -> None:
        if model.name != "GetCallerIdentity":
            # But for what botocore makes up anew for each call.
            made_up = model.idempotent_members
            sent = {
                name: given for name, given in params.items() if name not in made_up
            }
            calls.append((model.name, sent))
            raise Sent(model.name)

    def answer(**_: Any) -> Any:
        meta = {"HTTPStatusCode": 200, "HTTPHeaders": {}}
        http = AWSResponse("http://fake/", 200, {}, None)
        return http, {"Account": MINE, "ResponseMetadata": meta}

    session.events.register("before-parameter-build", note)
    session.events.register("before-call.sts.GetCallerIdentity", answer)
    return session, calls


@functools.cache
def _loader() -> Any:
    return loader_of(boto3_extensions.extend(boto3.Session()))


def services() -> list[str]:
    """Return the services with types that have an ARN, whatever it is made of.

    But for those that the installed botocore has no client of.
    """
    known = {*_loader().list_available_services("service-2")}
    return [one for one in _loader().list_available_services("arns-1") if one in known]


def arns(account: str, *services_: str) -> Iterator[tuple[str, str, str, ArnRule]]:
    """Yield service, type, ARN and rule of all that can be made from an ARN.

    Args:
        account: The account in the ARNs.
        services_: The services, all if there is none.
    """
    loader = _loader()
    for service in services_ or services():
        for kind, rules in rules_of(loader, service).items():
            names = identifiers_of(loader, service, kind)
            for rule in rules:
                if names and rule.template and all(map(rule.tells, names)):
                    arn = _filled(rule, account)
                    if arn and _is_offered(service, kind):
                        yield service, kind, arn, rule


def _is_offered(service: str, kind: str) -> bool:
    """Tell whether the installed botocore can make resources of a type."""
    try:
        getattr(_opened(service), kind)
    except NotOfferedError:
        return False
    except AttributeError:
        # Made by another name, or by another resource.
        return True
    return True


@functools.cache
def _opened(service: str) -> Any:
    return a_session()[0].resource(service)


def _filled(rule: ArnRule, account: str) -> str | None:
    assert rule.template
    pattern = rule.template.pattern
    values = {}
    for name, can_be in pattern.tests:
        drawn = account if name == "account" else _VALUES.get(name, f"{name[:8]}x")
        texts = (drawn, f"/{drawn}", f"/{drawn}/", "1")
        values[name] = next((text for text in texts if can_be(text)), None)
    if None in values.values():
        return None
    for name, globs in rule.globs.items():
        if name in values and name not in ("account", "region"):
            is_account = globs[0].startswith("[0-9]")
            values[name] = account if is_account else re.sub("[*?]", "x", globs[0])
    if "account" in rule.globs:
        glob = rule.globs["account"][0]
        values["account"] = account if set(glob) & set("[*?") else glob
    text = pattern.text % tuple(values[name] for name in pattern.names)
    return f"arn:aws:{rule.template.service}:{text}"


def calls_of(resource: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield everything that a resource can be asked for or told to do, by name."""
    model = resource.meta.resource_model
    if model.load is not None:
        yield "load", resource.load
    for action in model.actions:
        yield action.name, getattr(resource, action.name)
    for batch in model.collections:
        manager = getattr(resource, batch.name)
        yield batch.name, lambda manager=manager: list(manager.limit(1))
    for waiter in model.waiters:
        yield waiter.name, getattr(resource, waiter.name)


def as_loaded(resource: Any, account: str) -> None:
    """Give a resource data as its owner's account would answer with."""
    model = resource.meta.resource_model
    if not model.shape:
        return
    shape = resource.meta.client.meta.service_model.shape_for(model.shape)
    resource.meta.data = {
        name: account
        if name == "CatalogId"
        else f"arn:aws:x:us-east-1:{account}:{name}/1"
        for name, member in shape.members.items()
        if member.type_name == "string"
    }
