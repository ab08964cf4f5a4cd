"""The attribute ``arn`` of resources.

The property is added to a resource class while boto3 makes the class, if the type has
an entry in ``arns-1`` (see ``_arns.rules``) and no attribute ``arn`` of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from operator import attrgetter
from types import CodeType, SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from boto3.exceptions import ResourceLoadException
from boto3.resources import factory
from botocore.exceptions import NoCredentialsError

from boto3_extensions._arns.account import account_id_of
from boto3_extensions._arns.arn import parse_arn, partition_of
from boto3_extensions._arns.clients import is_of_aws
from boto3_extensions._arns.origin import MADE_FROM, origin_of
from boto3_extensions._arns.rules import (
    ENDPOINT,
    ArnRule,
    ArnTemplate,
    TypeRules,
    globs_test,
    rules_of,
)
from boto3_extensions._definitions.classes import BOTO3S, wrap_property
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import (
    ArnAccountError,
    ArnRulesError,
    ArnUnavailableError,
)

# Returns what a resource tells.
Read = Callable[[Any], Any]


class Kept(NamedTuple):
    """Where a resource keeps an attribute.

    Attributes:
        hidden: The attribute that holds it, '' if it is in the data.
        member: Else its key there.
    """

    hidden: str
    member: str


def _codes_of(creator: str) -> set[CodeType]:
    # Semi-private, the methods that make the properties; guarded by test_arn_quick.
    code = getattr(getattr(factory.ResourceFactory, creator, None), "__code__", None)
    constants = getattr(code, "co_consts", ())
    return {each for each in constants if isinstance(each, CodeType)}


_IDENTIFIERS = _codes_of("_create_identifier") | _codes_of("_create_identifier_alias")
_MEMBERS = _codes_of("_create_autoload_property")


def kept(cls: type, name: str) -> Kept | None:
    """Tell where resources of a class keep an attribute.

    Returns:
        The place, or None if it is not just boto3's own property that reads it.
    """
    found = getattr(cls, name, None)
    getter = found.fget if type(found) is property else None
    code = getattr(getter, "__code__", None)
    cells = getattr(getter, "__closure__", None) or ()
    told = dict(zip(getattr(code, "co_freevars", ()), cells, strict=True))
    try:
        if code in _IDENTIFIERS:
            place = Kept(f"_{told['identifier'].cell_contents.name}", "")
        elif code in _MEMBERS:
            place = Kept("", told["name"].cell_contents)
        else:
            return None
        return place if _reads_from(getter, place) else None
    except Exception:
        # The next boto3 may do it otherwise.
        return None


def _reads_from(getter: Any, place: Kept) -> bool:
    mark = object()
    meta = SimpleNamespace(data={place.member: mark})
    return getter(SimpleNamespace(meta=meta, **{place.hidden: mark})) is mark


def reader(path: str, places: Mapping[str, Kept | None]) -> Read:
    """Return what reads an attribute, or raises an AttributeError if that is not easy.

    Args:
        path: The attribute, dots step into dicts.
        places: Where attributes are kept, None for those whose properties have to be
            called.
    """
    name, *steps = path.split(".")
    place = places[name]
    if place is not None and place.member:
        read = _reader_of_member(place.member)
    else:
        read = attrgetter(place.hidden if place else name)

    def step(resource: Any) -> Any:
        value = read(resource)
        for key in steps:
            value = value.get(key)
        return value

    return step if steps else read


def _reader_of_member(member: str) -> Read:
    return lambda resource: resource.meta.data.get(member)


def reader_of_all(paths: Iterable[str], places: Mapping[str, Kept | None]) -> Read:
    """Return what reads several attributes: as a tuple, or, of one, the value."""
    paths = tuple(paths)
    # One with dots in it is in no place.
    found = [places.get(path) for path in paths]
    hidden = [place.hidden for place in found if place and place.hidden]
    if hidden and len(hidden) == len(paths):
        return attrgetter(*hidden)
    reads = [reader(path, places) for path in paths]
    if len(reads) == 1:
        return reads[0]
    return lambda resource: tuple(read(resource) for read in reads)


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


# What reads identifiers as such.
_READERS = ("boto3.", "boto3_extensions.", "aioboto3.", "aiobotocore.")
_ACCOUNT_ID = re.compile("[0-9]{12}")


def add_arn(
    class_attributes: dict[str, Any], service_context: Any, session: Any
) -> None:
    """Add the property `arn` to a class being made, unless the type has none.

    Args:
        class_attributes: What boto3 is about to make the class of.
        service_context: boto3's `ServiceContext`.
        session: The `boto3.Session` the class is made for.
    """
    service = service_context.service_name
    resource_type = class_attributes["meta"].resource_model.name
    if "arn" in class_attributes and service not in BOTO3S:
        wrap_property(class_attributes, "arn", _telling_an_arn)
    if "arn" in class_attributes or resource_type == service:
        return
    try:
        rules = rules_of(loader_of(session), service).get(resource_type)
    except ArnRulesError as error:
        # A file of the user's; resources shall work without their ARNs.
        class_attributes["arn"] = property(_raising(str(error)))
        return
    if rules is None:
        return
    quick: QuickArns | None = None

    def arn(self: Any) -> str:
        """Return the resource's ARN.

        Returns:
            What the service says it is, where the service does say, which may load the
            resource; else the ARN made of the resource's identifiers, its client's
            region and its owner's account.

        Raises:
            ArnUnavailableError: It cannot be had; the message says why. Where
                credentials would tell the account, it is botocore's
                ``NoCredentialsError``, too.
        """
        nonlocal quick
        if quick is None:
            quick = QuickArns(rules, type(self))
        made = quick.make(self)
        return arn_of(self, rules, session) if made is None else made

    class_attributes["arn"] = property(arn)


def _telling_an_arn(getter: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Refuse to tell an identifier for an ARN that is none, but to boto3 itself."""

    @wraps(getter)
    def get_arn(self: Any) -> Any:
        told = getter(self)
        if isinstance(told, str) and not told.startswith("arn:"):
            # To it, it is what the resource is known by, whatever that is.
            reader = sys._getframe(1).f_globals.get("__name__", "")
            if not reader.startswith(_READERS):
                raise _unavailable(self, f"it was made by {told!r}, which is none")
        return told

    return get_arn


def _raising(message: str) -> Callable[[Any], str]:
    def arn(_: Any) -> str:
        raise ArnRulesError(message)

    return arn


def arn_of(resource: Any, rules: TypeRules, session: Any) -> str:
    """Return the ARN of a resource by the rules of its type."""
    made_from: str | None = vars(resource).get(MADE_FROM)
    if made_from is not None and resource.meta.data is None:
        return made_from
    rule = rules.main
    for variant in rules.variants:
        if _holds(resource, variant):
            rule = variant
            break
    if rule.arn:
        told = _read(resource, rule.arn)
        # What is named like an ARN may hold a name or a serial number.
        if isinstance(told, str) and told.startswith("arn:"):
            return told
    return _construct(resource, rule, session)


def _holds(resource: Any, rule: ArnRule) -> bool:
    for attribute, is_like in rule.when.items():
        if not is_like(str(_read(resource, attribute))):
            return False
    return True


def _construct(resource: Any, rule: ArnRule, session: Any) -> str:
    template = _fillable_template(resource, rule)
    values = _parts_of_identifiers(resource, rule) if rule.identifiers else {}
    for name in template.own_fields:
        if name not in values:
            values[name] = _required(resource, name)
    client = resource.meta.client.meta
    told = values.get("region") or _region_in(values.get(ENDPOINT), session)
    region = ""
    if template.has_region:
        region = told or _region(resource, client)
    owner, account = None, ""
    if template.has_account:
        # Last, as it may cost a call that would be in vain.
        owner = values.get("account") or _owner(resource, rule)
        account = _account(resource, owner, session)
    values.setdefault("partition", client.partition)
    values.update(region=region, account=account)
    try:
        arn = template.fill(values)
    except ValueError as error:
        raise _unavailable(resource, str(error)) from error
    if rule.maker is not None and MADE_FROM not in vars(resource):
        rule.maker.learn(resource.meta.client, owner, region, account)
    return arn


def _fillable_template(resource: Any, rule: ArnRule) -> ArnTemplate:
    if rule.template is None:
        reason = _no_arn_in(resource, rule) if rule.arn else "AWS gives it none"
        raise _unavailable(resource, reason)
    if not rule.template.pattern.can_be_filled:
        raise _unavailable(resource, _no_arn_in(resource, rule))
    return rule.template


def _no_arn_in(resource: Any, rule: ArnRule) -> str:
    told = _read(resource, rule.arn)
    if told is None:
        return f"the service left out {rule.arn}"
    return f"{rule.arn} is {told!r}, which is none"


def _parts_of_identifiers(resource: Any, rule: ArnRule) -> dict[str, str]:
    parts: dict[str, str] = {}
    for identifier, pattern in rule.identifiers.items():
        value = getattr(resource, identifier)
        found = pattern.match(value)
        if found is None:
            raise _unavailable(
                resource, f"it cannot be told from {identifier} {value!r}"
            )
        parts.update(found)
    return parts


def _region(resource: Any, client: Any) -> str:
    region: str = client.region_name
    if region.endswith("-global"):
        raise _unavailable(resource, f"its client has no region, only {region}")
    return region


def _region_in(endpoint: str | None, session: Any) -> str | None:
    """Return the region that is in a URL, None if there is none or it is the client's.

    A queue's URL is sent to where it says, whatever the client's region.
    """
    if not endpoint or not is_of_aws(endpoint, session):
        return None
    labels = (urlsplit(endpoint).hostname or "").split(".")
    if labels == ["queue", "amazonaws", "com"]:
        return "us-east-1"
    return next((label for label in labels if partition_of(session, label)), None)


def _owner(resource: Any, rule: ArnRule) -> Any:
    return _read(resource, rule.account) if rule.account else None


def _account(resource: Any, owner: Any, session: Any) -> str:
    # An owner may be given by alias, and glacier's `-` is whoever calls.
    if owner is not None and _ACCOUNT_ID.fullmatch(str(owner)):
        return str(owner)
    made_from: str | None = vars(resource).get(MADE_FROM)
    if made_from is not None:
        return parse_arn(made_from).account_id
    origin = origin_of(resource.meta.client)
    if origin is not None and origin.account_id:
        # What was made from an ARN has no other's things.
        return origin.account_id
    try:
        return account_id_of(resource.meta.client, session)
    except NoCredentialsError as error:
        reason = "its client has no credentials, which would tell the account"
        raise ArnAccountError(_why(resource, reason)) from error


def _required(resource: Any, field: str) -> str:
    value = _read(resource, field)
    if value is None or value == "":
        raise _unavailable(resource, f"it has no {field}")
    return str(value)


def _read(resource: Any, path: str) -> Any:
    """Return an attribute's value, None if there is none or it cannot be loaded."""
    name, steps = _steps(path)
    try:
        value = getattr(resource, name)
    # First, as of boto3's own types what is not there is both.
    except AttributeError as error:
        # An older botocore may not know the member.
        if not hasattr(type(resource), name):
            return None
        # boto3 reads the attribute from None if the service answers with nothing.
        reason = f"{name} cannot be read; does it exist?"
        raise _unavailable(resource, reason) from error
    except ResourceLoadException:
        return None
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


@cache
def _steps(path: str) -> tuple[str, tuple[str, ...]]:
    name, *steps = path.split(".")
    return name, tuple(steps)


def _unavailable(resource: Any, reason: str) -> ArnUnavailableError:
    return ArnUnavailableError(_why(resource, reason))


def _why(resource: Any, reason: str) -> str:
    # Not the repr: it shows all identifiers.
    return f"No ARN for this {type(resource).__name__}: {reason}."
