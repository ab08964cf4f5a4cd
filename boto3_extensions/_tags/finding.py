"""The search for resources by their tags, through the Resource Groups Tagging API.

GetResources returns the resources of a region that have tags, or once had some, a
hundred a page; the resources of global services are in the region that these services
sign for, such as us-east-1. It supports most types, and its data may be some time
behind. ``listed`` in ``tags-1`` is its filter for a type. Resources of other types are
listed by their own service, and their tags are read individually.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.regions import EndpointResolver

from boto3_extensions._arns.resource import default_session, resource_from_arn
from boto3_extensions._foundation.models import load_definitions, loader_of
from boto3_extensions._foundation.sessions import extend
from boto3_extensions._tags import reading
from boto3_extensions._tags.mapping import tags_of
from boto3_extensions._tags.ways import TAGS_TYPE_NAME, tag_operations_for
from boto3_extensions.exceptions import (
    ArnError,
    NotTaggableError,
    TagError,
    UnknownNameError,
)

if TYPE_CHECKING:
    import boto3
    from boto3.resources.base import ServiceResource
    from boto3.resources.collection import CollectionManager

# The limits of GetResources: types in a request, values of a tag, resources in a page.
# https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
_MOST_TYPES, _MOST_VALUES, _PAGE_SIZE = 100, 20, 100

# The allowed values of tags, by key; an empty list allows any value.
_TagFilter = Mapping[str, list[str]]


class UnknownResourceWarning(UserWarning):
    """Warning about resources with the tags whose ARNs are of no known type."""


class TaggedResources(Iterator[Any]):
    """The iterator of resources that `resources_with_tags` returns.

    Attributes:
        unknown: The tags of resources of no known type, by ARN. The dict is complete
            at the end of the iteration, when a warning names them, too.
    """

    def __init__(
        self, found: Iterator[Any], unknown: dict[str, dict[str, str]]
    ) -> None:
        self._found = found
        self.unknown = unknown

    def __next__(self) -> Any:
        return next(self._found)


class _RegionQuery(NamedTuple):
    """A query of GetResources in a region.

    Attributes:
        region: The region; None for the session's default.
        filters: The request's ``ResourceTypeFilters``; empty for all types.
        types: The types to yield, such as ``rds.DBInstance``; None for all.
    """

    region: str | None
    filters: list[str]
    types: set[str] | None


def resources_with_tags(
    tags: Mapping[str, Iterable[str]] | None = None,
    types: Iterable[str] | None = None,
    session: Any = None,
) -> TaggedResources:
    """Yield the resources that have certain tags, with their tags already read.

    The search is in the session's region, and for global services (``iam``,
    ``route53``, ``cloudfront``) in the region that AWS lists them in. AWS may still
    return resources that were just deleted, and not yet resources that were just
    tagged.

    Args:
        tags: The allowed values of tags, by key: ``{"team": ["shop", "web"]}``; ``[]``
            for any value. A resource must have all keys. None for all resources that
            have tags, or once had some.
        types: The types to look for, as in ``["rds.DBInstance", "s3.Bucket"]``. None
            for all types of the Resource Groups Tagging API; these are without IAM's
            users and roles and Auto Scaling groups, which have to be named here.
        session: A `boto3.Session`; None for boto3's default session.

    Returns:
        An iterator of boto3 resources. Its `unknown` has the tags of resources of no
        known type, by ARN.

    Raises:
        TypeError: For a single type, or tags that are no mapping.
        UnknownNameError: A type does not exist.
        TagError: A type has no tags, or cannot be searched by tags.
    """
    if isinstance(types, str):
        raise TypeError(f"types are a list, such as [{types!r}]")
    tag_filter = _checked_filter(tags)
    collections: list[CollectionManager] = []
    session = extend(default_session() if session is None else session)
    if types is None:
        queries = _queries_for_all_types(session)
    else:
        queries, collections = _queries_for(session, list(dict.fromkeys(types)))
    unknown: dict[str, dict[str, str]] = {}
    found = _search(session, tag_filter, queries, collections, unknown)
    return TaggedResources(found, unknown)


def _checked_filter(tags: object) -> dict[str, list[str]]:
    """Return the allowed values of tags as lists, by key.

    Raises:
        TypeError: The argument is no mapping of strings to strings or to iterables.
    """
    if tags is None:
        return {}
    if not isinstance(tags, Mapping):
        raise TypeError(
            f"tags are a mapping, such as {{'team': ['shop']}}, not a "
            f"{type(tags).__name__}"
        )
    tag_filter = {}
    for key, values in tags.items():
        several = [values] if isinstance(values, str) else values
        if not isinstance(several, Iterable):
            raise TypeError(
                f"the values of {key!r} are a list, and [] for any, not a "
                f"{type(values).__name__}"
            )
        tag_filter[key] = list(several)
        if not all(isinstance(text, str) for text in (key, *tag_filter[key])):
            raise TypeError(f"keys and values of tags are strings: {key!r}")
    return tag_filter


def _queries_for_all_types(session: boto3.Session) -> list[_RegionQuery]:
    """Return the queries for all types: of the session's region and global services."""
    queries = [_RegionQuery(session.region_name, [], None)]
    loader = loader_of(session)
    for service in loader.list_available_services(TAGS_TYPE_NAME):
        region = _global_region(session, service)
        if region in (None, session.region_name):
            continue
        entries = (
            (load_definitions(loader, service, TAGS_TYPE_NAME) or {})
            .get("resources", {})
            .values()
        )
        filters = {
            entry["listed"].split(":")[0] for entry in entries if "listed" in entry
        }
        if filters:
            queries.append(_RegionQuery(region, sorted(filters), None))
    return _merged(queries)


def _queries_for(
    session: boto3.Session, types: list[str]
) -> tuple[list[_RegionQuery], list[CollectionManager]]:
    """Return the queries for types, and the collections of types without a query.

    Raises:
        UnknownNameError: A type does not exist.
        TagError: A type has no tags, or neither a query nor a collection.
    """
    loader = loader_of(session)
    queries: list[_RegionQuery] = []
    collections: list[CollectionManager] = []
    for name in types:
        service, _, kind = str(name).partition(".")
        definition = load_definitions(loader, service, "resources-1") or {}
        if kind not in definition.get("resources", {}):
            raise UnknownNameError(
                f"there is no resource type {name!r}: name it as rds.DBInstance is; "
                "python -m boto3_extensions types SERVICE prints a service's"
            )
        operations = tag_operations_for(loader, service, kind)
        if type_filter := operations.parts.get("listed"):
            region = _global_region(session, service) or session.region_name
            queries.append(_RegionQuery(region, [type_filter], {name}))
        else:
            collections.append(_collection(session, service, kind))
    return _merged(queries), collections


def _merged(queries: list[_RegionQuery]) -> list[_RegionQuery]:
    """Return queries with those of a region merged, up to the limit of types."""
    merged: list[_RegionQuery] = []
    for query in queries:
        for other in merged:
            both = sorted({*other.filters, *query.filters})
            if other.region != query.region or not (other.filters and query.filters):
                continue
            if len(both) <= _MOST_TYPES:
                other.filters[:] = both
                if other.types is not None:
                    other.types.update(query.types or ())
                break
        else:
            types = None if query.types is None else set(query.types)
            merged.append(_RegionQuery(query.region, list(query.filters), types))
    return merged


def _global_region(session: boto3.Session, service: str) -> str | None:
    """Return the region that a global service signs for; None for other services.

    It is the ``credentialScope`` in botocore's ``endpoints.json``.
    """
    resolver = EndpointResolver(loader_of(session).load_data("endpoints"))
    endpoint = resolver.construct_endpoint(service, session.region_name) or {}
    if not str(endpoint.get("endpointName", "")).endswith("-global"):
        return None
    region: str | None = endpoint.get("credentialScope", {}).get("region")
    return region


def _collection(session: boto3.Session, service: str, kind: str) -> CollectionManager:
    """Return the collection of all resources of a type.

    Raises:
        TagError: The service resource has no such collection.
    """
    resource = session.resource(service)
    for collection in resource.meta.resource_model.collections:
        if collection.resource.type == kind:
            return getattr(resource, collection.name)
    raise TagError(
        f"{service}.{kind} cannot be found by its tags: the Resource Groups Tagging "
        f"API does not know it, and {service} lists it only as a part of something "
        "else; go through those, and ask for the tags_of each"
    )


def _search(
    session: boto3.Session,
    tag_filter: _TagFilter,
    queries: list[_RegionQuery],
    collections: list[CollectionManager],
    unknown: dict[str, dict[str, str]],
) -> Iterator[ServiceResource]:
    """Yield the resources of queries and collections that match a filter.

    Args:
        session: The session.
        tag_filter: The allowed values of tags.
        queries: The queries of GetResources.
        collections: The collections to list for types without a query.
        unknown: Receives the tags of resources of no known type, by ARN.
    """
    seen: set[str] = set()
    for query in queries:
        for arn, tags in _tagged_arns(session, tag_filter, query):
            if arn in seen or not _matches(tags, tag_filter):
                continue
            seen.add(arn)
            try:
                resource = resource_from_arn(arn, session)
            except ArnError:
                if _may_be_wanted(arn, query):
                    unknown[arn] = tags
                continue
            meta = resource.meta
            name = f"{meta.service_name}.{meta.resource_model.name}"
            if query.types is None or name in query.types:
                if _can_have_tags(resource):
                    reading.remember(resource, tags)
                yield resource
    for collection in collections:
        for resource in collection.all():
            own = tags_of(resource)
            if _matches({**own, **own.system}, tag_filter):
                yield resource
    if unknown:
        warnings.warn(_warning_about(unknown), UnknownResourceWarning, stacklevel=3)


def _tagged_arns(
    session: boto3.Session, tag_filter: _TagFilter, query: _RegionQuery
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the ARNs and tags that GetResources returns for a query."""
    params: dict[str, Any] = {"ResourcesPerPage": _PAGE_SIZE}
    if tag_filter:
        params["TagFilters"] = [
            # Above the limit of values, all are returned and filtered here.
            {"Key": key, "Values": values if len(values) <= _MOST_VALUES else []}
            for key, values in tag_filter.items()
        ]
    if query.filters:
        params["ResourceTypeFilters"] = query.filters
    client = session.client("resourcegroupstaggingapi", region_name=query.region)
    for page in client.get_paginator("get_resources").paginate(**params):
        for entry in page["ResourceTagMappingList"]:
            tags = {tag["Key"]: tag["Value"] for tag in entry.get("Tags", ())}
            yield entry["ResourceARN"], tags


def _matches(tags: Mapping[str, str], tag_filter: _TagFilter) -> bool:
    return all(
        key in tags and (not values or tags[key] in values)
        for key, values in tag_filter.items()
    )


def _can_have_tags(resource: ServiceResource) -> bool:
    try:
        tags_of(resource)
    except NotTaggableError:
        return False
    return True


def _may_be_wanted(arn: str, query: _RegionQuery) -> bool:
    """Return whether an ARN of no known type may be of a type that a query is for."""
    if query.types is None:
        return True
    parts = arn.split(":", 5)
    filters = [f for f in query.filters if ":" in f and f.split(":")[0] == parts[2]]
    return any(parts[5].startswith(f.split(":")[1]) for f in filters)


def _warning_about(unknown: Mapping[str, object]) -> str:
    first = next(iter(unknown))
    more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    return (
        f"{first}{more}: AWS tells their tags, and no resource type is known for them; "
        "they are in `unknown` of what resources_with_tags returned"
    )
