"""Finds resources by their tags, with the Resource Groups Tagging API where that can.

Its GetResources knows all types but a few, a hundred resources a call, in one region;
what AWS has once for all regions is told in that of its partition that those services
sign for. It tells what has tags, or ever had, and need not know of what was done just
now. ``listed`` in ``tags-1`` is its filter for a type; other types are listed by their
own service, and the tags of each are asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from botocore.regions import EndpointResolver

from boto3_extensions._arns.resource import default_session, resource_from_arn
from boto3_extensions._foundation.models import loader_of, model_of
from boto3_extensions._foundation.sessions import extend
from boto3_extensions._tags import reading
from boto3_extensions._tags.mapping import tags_of
from boto3_extensions._tags.ways import KIND, way_for
from boto3_extensions.exceptions import (
    ArnError,
    NotTaggableError,
    TagError,
    UnknownNameError,
)

# What a call of GetResources takes, by its documentation.
_TYPES, _VALUES, _PAGE = 100, 20, 100

Wanted = Mapping[str, list[str]]


class UnknownResourceWarning(UserWarning):
    """Resources that have the tags, and no type that could be made of their ARNs."""


class TaggedResources(Iterator[Any]):
    """The resources that `resources_with_tags` finds, as they come.

    Attributes:
        unknown: The tags of what AWS told, and no resource type is known for, by ARN;
            whole when all resources have come, when a warning tells of them, too.
    """

    def __init__(
        self, found: Iterator[Any], unknown: dict[str, dict[str, str]]
    ) -> None:
        self._found = found
        self.unknown = unknown

    def __next__(self) -> Any:
        return next(self._found)


class _Listed(NamedTuple):
    """What GetResources is asked for in one region.

    Attributes:
        region: The region.
        filters: Its filters of types; none for all.
        types: The types to be yielded, such as ``rds.DBInstance``; None for all.
    """

    region: str | None
    filters: list[str]
    types: set[str] | None


def resources_with_tags(
    tags: Mapping[str, Iterable[str]] | None = None,
    types: Iterable[str] | None = None,
    session: Any = None,
) -> TaggedResources:
    """Yield the resources that have tags, each with its tags known.

    Asks in the session's region, and for what has none (``iam``, ``route53``,
    ``cloudfront``) where AWS tells of that. AWS may tell of what has just been deleted,
    and not yet of what has just been tagged.

    Args:
        tags: The values that a tag may have, by its key: ``{"team": ["shop", "web"]}``;
            ``[]`` for any. All keys must be there. None for whatever has tags, or once
            had some.
        types: The types to look for, as in ``["rds.DBInstance", "s3.Bucket"]``. None
            for all that the Resource Groups Tagging API knows: neither IAM's users and
            roles nor Auto Scaling groups, which have to be named here.
        session: A `boto3.Session`; boto3's default session if left out.

    Returns:
        An iterator of boto3 resources. Its `unknown` has what no type is known for.

    Raises:
        TypeError: For a single type, or tags that are no mapping.
        UnknownNameError: There is no such type.
        TagError: A type has no tags, or cannot be found by them.
    """
    if isinstance(types, str):
        raise TypeError(f"types are a list, such as [{types!r}]")
    wanted = _wanted(tags)
    own: list[Any] = []
    session = extend(default_session() if session is None else session)
    if types is None:
        asked = _everything(session)
    else:
        asked, own = _sorted_out(session, list(dict.fromkeys(types)))
    unknown: dict[str, dict[str, str]] = {}
    return TaggedResources(_found(session, wanted, asked, own, unknown), unknown)


def _wanted(tags: Any) -> dict[str, list[str]]:
    if tags is None:
        return {}
    if not isinstance(tags, Mapping):
        raise TypeError(
            f"tags are a mapping, such as {{'team': ['shop']}}, not a "
            f"{type(tags).__name__}"
        )
    wanted = {}
    for key, values in tags.items():
        several = [values] if isinstance(values, str) else values
        if not isinstance(several, Iterable):
            raise TypeError(
                f"the values of {key!r} are a list, and [] for any, not a "
                f"{type(values).__name__}"
            )
        wanted[key] = list(several)
        if not all(isinstance(text, str) for text in (key, *wanted[key])):
            raise TypeError(f"keys and values of tags are strings: {key!r}")
    return wanted


def _everything(session: Any) -> list[_Listed]:
    """Return what GetResources is asked for all types: here, and for what is global."""
    asked = [_Listed(session.region_name, [], None)]
    loader = loader_of(session)
    for service in loader.list_available_services(KIND):
        home = _home(session, service)
        if home in (None, session.region_name):
            continue
        ways = (model_of(loader, service, KIND) or {}).get("resources", {}).values()
        filters = {way["listed"].split(":")[0] for way in ways if "listed" in way}
        if filters:
            asked.append(_Listed(home, sorted(filters), None))
    return _joined(asked)


def _sorted_out(session: Any, types: list[str]) -> tuple[list[_Listed], list[Any]]:
    """Return what GetResources is asked for, and the collections that it knows not."""
    loader = loader_of(session)
    asked: list[_Listed] = []
    own: list[Any] = []
    for name in types:
        service, _, kind = str(name).partition(".")
        definition = model_of(loader, service, "resources-1") or {}
        if kind not in definition.get("resources", {}):
            raise UnknownNameError(
                f"there is no resource type {name!r}: name it as rds.DBInstance is; "
                "python -m boto3_extensions types SERVICE prints a service's"
            )
        way = way_for(loader, service, kind)
        if listed := way.parts.get("listed"):
            region = _home(session, service) or session.region_name
            asked.append(_Listed(region, [listed], {name}))
        else:
            own.append(_collection(session, service, kind))
    return _joined(asked), own


def _joined(asked: list[_Listed]) -> list[_Listed]:
    """Return what is asked, once for each region as far as a call takes it."""
    joined: list[_Listed] = []
    for one in asked:
        for other in joined:
            both = sorted({*other.filters, *one.filters})
            if other.region != one.region or not (other.filters and one.filters):
                continue
            if len(both) <= _TYPES:
                other.filters[:] = both
                if other.types is not None:
                    other.types.update(one.types or ())
                break
        else:
            types = None if one.types is None else set(one.types)
            joined.append(_Listed(one.region, list(one.filters), types))
    return joined


def _home(session: Any, service: str) -> str | None:
    """Return the region of a service that has one for all; None of others."""
    resolver = EndpointResolver(loader_of(session).load_data("endpoints"))
    found = resolver.construct_endpoint(service, session.region_name) or {}
    if not str(found.get("endpointName", "")).endswith("-global"):
        return None
    home: str | None = found.get("credentialScope", {}).get("region")
    return home


def _collection(session: Any, service: str, kind: str) -> Any:
    """Return the collection that has all resources of a type."""
    opened = session.resource(service)
    for collection in opened.meta.resource_model.collections:
        if collection.resource.type == kind:
            return getattr(opened, collection.name)
    raise TagError(
        f"{service}.{kind} cannot be found by its tags: the Resource Groups Tagging "
        f"API does not know it, and {service} lists it only as a part of something "
        "else; go through those, and ask for the tags_of each"
    )


def _found(
    session: Any,
    wanted: Wanted,
    asked: list[_Listed],
    own: list[Any],
    unknown: dict[str, dict[str, str]],
) -> Iterator[Any]:
    seen: set[str] = set()
    for one in asked:
        for arn, tags in _mappings(session, wanted, one):
            if arn in seen or not _fits(tags, wanted):
                continue
            seen.add(arn)
            try:
                resource = resource_from_arn(arn, session)
            except ArnError:
                if _is_asked_for(arn, one):
                    unknown[arn] = tags
                continue
            meta = resource.meta
            name = f"{meta.service_name}.{meta.resource_model.name}"
            if one.types is None or name in one.types:
                if _can_have_tags(resource):
                    reading.keep(resource, tags)
                yield resource
    for collection in own:
        for resource in collection.all():
            known = tags_of(resource)
            if _fits({**known, **known.system}, wanted):
                yield resource
    if unknown:
        warnings.warn(_told(unknown), UnknownResourceWarning, stacklevel=3)


def _mappings(
    session: Any, wanted: Wanted, one: _Listed
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield ARNs and tags as GetResources tells them."""
    params: dict[str, Any] = {"ResourcesPerPage": _PAGE}
    if wanted:
        params["TagFilters"] = [
            # Of more values than it takes, all are, and then chosen from.
            {"Key": key, "Values": values if len(values) <= _VALUES else []}
            for key, values in wanted.items()
        ]
    if one.filters:
        params["ResourceTypeFilters"] = one.filters
    client = session.client("resourcegroupstaggingapi", region_name=one.region)
    for page in client.get_paginator("get_resources").paginate(**params):
        for told in page["ResourceTagMappingList"]:
            tags = {tag["Key"]: tag["Value"] for tag in told.get("Tags", ())}
            yield told["ResourceARN"], tags


def _fits(tags: Mapping[str, str], wanted: Wanted) -> bool:
    return all(
        key in tags and (not values or tags[key] in values)
        for key, values in wanted.items()
    )


def _can_have_tags(resource: Any) -> bool:
    try:
        tags_of(resource)
    except NotTaggableError:
        return False
    return True


def _is_asked_for(arn: str, one: _Listed) -> bool:
    """Tell whether an ARN that makes no resource may be of a type that is asked for."""
    if one.types is None:
        return True
    parts = arn.split(":", 5)
    begins = [f for f in one.filters if ":" in f and f.split(":")[0] == parts[2]]
    return any(parts[5].startswith(f.split(":")[1]) for f in begins)


def _told(unknown: Mapping[str, Any]) -> str:
    first = next(iter(unknown))
    more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    return (
        f"{first}{more}: AWS tells their tags, and no resource type is known for them; "
        "they are in `unknown` of what resources_with_tags returned"
    )
