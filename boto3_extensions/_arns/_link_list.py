"""Lists what can be followed from a resource type: what there is, to be asked for.

ARNs are in no data of ours, for they tell of themselves. botocore's shapes tell where
they are: by the name of a member or of its shape, or by the pattern that it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore import xform_name

from boto3_extensions._arns._arn_rules import rules_of
from boto3_extensions._arns._link_data import link_at, load_links, targets
from boto3_extensions._arns._link_paths import ANY, could_lead_on, shape_of
from boto3_extensions.exceptions import ArnRulesError

ARN = "ARN"

# What is deeper nobody has asked for; jobs of glue have whole programs in them.
_MOST_STEPS = 6
# By name: AWS calls a few ARNs something else.
_ARN_NAME = re.compile(
    r"(\w+_)?arns?(_list)?|in_use_by|(alarm|ok|insufficient_data)_actions"
    r"|(\w+_)?(stack|change_set)_id"
)
_ARN_SHAPE = re.compile(r"A(RN|rn)(?![a-z])")
# So many fit into an error.
_SHOWN = 12


def links_of(resource: Any) -> dict[str, str]:
    """Return what ``resource()`` can follow from a resource type, without a call.

    Args:
        resource: A type, such as ``"lambda.Function"``, or a resource of it.

    Returns:
        What each path leads to, such as ``{"vpc_config.subnet_ids": "ec2.Subnet"}``,
        or ``"ARN"`` for whatever that names. A ``*`` in a path is any key of a map.

    Raises:
        UnknownNameError: There is no such service, or it has no such type.
    """
    # Here, since a session of its own is made, and most programs list nothing.
    from boto3_extensions._cli._catalog import Catalog

    catalog = Catalog()
    if not isinstance(resource, str):
        meta = resource.meta
        resource = f"{meta.service_name}.{meta.resource_model.name}"
    service, _, resource_type = resource.partition(".")
    catalog.check_type(service, resource_type)
    model = catalog.make_class(service, resource_type).meta.resource_model
    return followable(
        catalog.loader, catalog.service_model(service), model, catalog.offers
    )


def followable(
    loader: Any,
    service_model: Any,
    model: Any,
    offers: Callable[[str, str], bool] = lambda service, constructor: True,
) -> dict[str, str]:
    """Return what can be followed from a resource type, see `links_of`.

    Args:
        loader: botocore's loader of a session.
        service_model: botocore's model of the service.
        model: boto3's of the resource type.
        offers: Tells whether a service has what makes a resource of such a name.
    """
    service = service_model.service_name
    shape = shape_of(service_model, model.shape)
    links = load_links(loader, service, model.name)
    own_arn = _own_arn(loader, service, model.name)
    found = {r.name: f"{service}.{r.resource.type}" for r in model.references}
    for path in _arns(shape):
        if path != own_arn and not link_at(links, path):
            found[path] = ARN
    for path, link in links.items():
        known = [one for one in targets(link) if offers(*one.split(".", 1))]
        if known and could_lead_on(shape, path.split(".")):
            found[path] = " or ".join(known)
    return dict(sorted(found.items()))


def _own_arn(loader: Any, service: str, resource_type: str) -> str:
    try:
        rules = rules_of(loader, service).get(resource_type)
        return rules.main.arn if rules else ""
    except ArnRulesError:
        # Of the user's. Who asks for the ARN is told.
        return ""


def can_be_followed(known: Mapping[str, str]) -> str:
    """Return a sentence that names what can be followed, or some of it."""
    if not known:
        return "Nothing of it is known to be followed"
    names = sorted(known, key=lambda path: (path.count("."), path))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"Can be followed: {', '.join(names[:_SHOWN])}{more}"


def _arns(
    shape: Any, way: tuple[str, ...] = (), seen: frozenset[str] = frozenset()
) -> Iterator[str]:
    if shape is None or shape.name in seen or len(way) > _MOST_STEPS:
        return
    seen = seen | {shape.name}
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from _arns(member, (*way, xform_name(name)), seen)
    elif shape.type_name == "list":
        yield from _arns(shape.member, way, seen)
    elif shape.type_name == "map":
        yield from _arns(shape.value, (*way, ANY), seen)
    elif shape.type_name == "string" and _is_arn(shape, way[-1]):
        yield ".".join(way)


def _is_arn(shape: Any, name: str) -> bool:
    pattern = str(shape.metadata.get("pattern", ""))
    return bool(
        _ARN_NAME.fullmatch(name)
        or _ARN_SHAPE.search(shape.name)
        or pattern.lstrip("^").startswith("arn:")
    )
