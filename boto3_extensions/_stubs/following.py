"""Overloads of the method ``resource()``, for the paths that have links.

``resource("vpc_id")`` of a subnet returns a `Vpc`: in a stub, each such path gets an
overload that returns the class of the link's target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore import xform_name

from boto3_extensions._arns.resource import type_called
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._foundation.paths import ANY_KEY, shape_of
from boto3_extensions._links.known import NAMES_SUFFIX, load_links

if TYPE_CHECKING:
    from botocore.model import Shape

# Resource definitions by service.
Definitions = Mapping[str, Mapping[str, Any]]


class LinkTarget(NamedTuple):
    """Target of a path of a resource type.

    Attributes:
        service: The service of the target.
        kind: The class of the target in the stub of that service.
        is_list: Whether the path leads to a list of such targets.
    """

    service: str
    kind: str
    is_list: bool


def methods_of(
    catalog: Catalog, definitions: Definitions, service: str
) -> dict[str, str]:
    """Return the method ``resource`` for each class in a service's stub.

    Args:
        catalog: Finds the links and the models.
        definitions: The definitions of all services that get stubs, as written.
        service: The service that has the classes.

    Returns:
        Source text by class. The method returns `Any` for a path to a service without
        a stub, to several types, to an ARN, or without a link.
    """
    methods = {}
    for kind in definitions[service]["resources"]:
        targets = dict(sorted(_link_targets(catalog, definitions, service, kind)))
        if targets:
            methods[kind] = _method(targets)
    return methods


def imports_of(methods: Mapping[str, str], services: Definitions) -> str:
    """Return the lines that import the names in the overloads of a stub.

    Args:
        methods: Source text of the methods, by class.
        services: The definitions of all services that get stubs.
    """
    text = "".join(methods.values())
    modules = (f"{module_of(service)}.service_resource" for service in services)
    lines = [f"import {module}" for module in sorted(modules) if f"{module}." in text]
    if methods:
        lines.append("from typing import Literal, overload")
    return "".join(f"{line}\n" for line in lines)


def module_of(service: str) -> str:
    """Return the name of a service's stub package, such as ``mypy_boto3_rds``."""
    return f"mypy_boto3_{service.replace('-', '_')}"


def services_reached(catalog: Catalog, service: str, path: str) -> set[str]:
    """Return the services of a path's targets.

    Args:
        catalog: Finds the links.
        service: The service whose types have the path.
        path: The path, as given to ``resource()``.
    """
    return {
        target.partition(".")[0]
        for kind in catalog.model(service, "resources-1").get("resources", {})
        if isinstance(
            target := load_links(catalog.loader, service, kind).get(path), str
        )
    }


def _link_targets(
    catalog: Catalog, definitions: Definitions, service: str, kind: str
) -> Iterator[tuple[str, LinkTarget]]:
    body = definitions[service]["resources"][kind]
    own = kind if kind in catalog.definition(service)["resources"] else kind[:-8]
    shape = shape_of(catalog.service_model(service), body.get("shape"))
    if shape is None:
        original = catalog.definition(service)["resources"][own].get("shape")
        shape = shape_of(catalog.service_model(service), original)
    for path, link in load_links(catalog.loader, service, own).items():
        # A type checker would demand to know which of several types it is.
        if not isinstance(link, str) or ANY_KEY in path:
            continue
        target, _, constructor = link.removesuffix(NAMES_SUFFIX).partition(".")
        is_list = _has_lists(shape, path.split("."))
        # None for a service without a stub.
        target_kind = type_called(definitions.get(target) or {}, constructor)
        if target_kind is not None and is_list is not None:
            yield (
                path,
                LinkTarget(target, target_kind, is_list or link.endswith(NAMES_SUFFIX)),
            )


def _has_lists(shape: Shape | None, steps: list[str]) -> bool | None:
    """Return whether a path passes through a list, None if the shape lacks the path.

    Args:
        shape: The shape of a resource type's data.
        steps: The attributes along the path.
    """
    is_list = False
    for step in steps:
        while shape is not None and shape.type_name == "list":
            shape, is_list = shape.member, True
        if shape is None or shape.type_name != "structure":
            return None
        by_name = {xform_name(name): member for name, member in shape.members.items()}
        shape = by_name.get(step)
    if shape is None:
        return None
    return is_list or shape.type_name == "list"


def _method(targets: Mapping[str, LinkTarget]) -> str:
    overloads = "".join(
        "\n    @overload\n"
        f'    def resource(self, attribute: Literal["{path}"]) '
        f"-> {_class(target)}: ...\n"
        for path, target in targets.items()
    )
    return (
        f"{overloads}\n    @overload\n"
        "    def resource(self, attribute: str) -> Any:\n"
        '        """\n'
        "        Return the resource, or list of resources, that an attribute names.\n"
        '        """\n'
    )


def _class(target: LinkTarget) -> str:
    # With its module even in the stub of that module, where a class may have a method
    # with the name of a type.
    name = f"{module_of(target.service)}.service_resource.{target.kind}"
    return f"list[{name}]" if target.is_list else name
