"""Types of what ``resource()`` follows: overloads for the paths that links know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from botocore import xform_name

from boto3_extensions._arns.resource import type_called
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._foundation.paths import ANY, shape_of
from boto3_extensions._links.known import SEVERAL, load_links

Definitions = Mapping[str, Mapping[str, Any]]


class Followed(NamedTuple):
    """What a path of a resource type leads to.

    Attributes:
        service: The service of the resource, or of each of several.
        kind: Its class in the stub of that service.
        is_list: Whether there are several.
    """

    service: str
    kind: str
    is_list: bool


def methods_of(
    catalog: Catalog, definitions: Definitions, service: str
) -> dict[str, str]:
    """Return the method `resource` of each class of a service's stub.

    Args:
        catalog: Where the links are.
        definitions: The resources of all services that get stubs, as written.
        service: The one whose classes are meant.

    Returns:
        Source text by class. What is of another service, of several types, or an ARN,
        is `Any`, as is what nothing is known of.
    """
    found = {}
    for kind in definitions[service]["resources"]:
        known = dict(sorted(_followed(catalog, definitions, service, kind)))
        if known:
            found[kind] = _method(known)
    return found


def imports_of(methods: Mapping[str, str], services: Definitions) -> str:
    """Return the imports that such methods need."""
    text = "".join(methods.values())
    modules = (f"{module_of(service)}.service_resource" for service in services)
    lines = [f"import {module}" for module in sorted(modules) if f"{module}." in text]
    if methods:
        lines.append("from typing import Literal, overload")
    return "".join(f"{line}\n" for line in lines)


def module_of(service: str) -> str:
    """Return the name of the package that has a service's stubs."""
    return f"mypy_boto3_{service.replace('-', '_')}"


def services_led_to(catalog: Catalog, service: str, path: str) -> set[str]:
    """Return the services that a path leads to from any type of a service."""
    return {
        target.partition(".")[0]
        for kind in catalog.model(service, "resources-1").get("resources", {})
        if isinstance(
            target := load_links(catalog.loader, service, kind).get(path), str
        )
    }


def _followed(
    catalog: Catalog, definitions: Definitions, service: str, kind: str
) -> Iterator[tuple[str, Followed]]:
    body = definitions[service]["resources"][kind]
    own = kind if kind in catalog.definition(service)["resources"] else kind[:-8]
    shape = shape_of(catalog.service_model(service), body.get("shape"))
    if shape is None:
        original = catalog.definition(service)["resources"][own].get("shape")
        shape = shape_of(catalog.service_model(service), original)
    for path, link in load_links(catalog.loader, service, own).items():
        # Of several types it may be any, and a checker would ask which.
        if not isinstance(link, str) or ANY in path:
            continue
        target, _, constructor = link.removesuffix(SEVERAL).partition(".")
        is_list = _has_lists(shape, path.split("."))
        # None where the service gets no stub.
        made = type_called(definitions.get(target) or {}, constructor)
        if made is not None and is_list is not None:
            yield path, Followed(target, made, is_list or link.endswith(SEVERAL))


def _has_lists(shape: Any, steps: list[str]) -> bool | None:
    """Tell whether several things are at a path, None if no shape tells."""
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


def _method(known: Mapping[str, Followed]) -> str:
    overloads = "".join(
        "\n    @overload\n"
        f'    def resource(self, attribute: Literal["{path}"]) -> {_class(one)}: ...\n'
        for path, one in known.items()
    )
    return (
        f"{overloads}\n    @overload\n"
        "    def resource(self, attribute: str) -> Any:\n"
        '        """\n'
        "        Return the resource, or list of resources, that an attribute names.\n"
        '        """\n'
    )


def _class(one: Followed) -> str:
    # By its module in its own stub, too: there are methods that are called like types.
    name = f"{module_of(one.service)}.service_resource.{one.kind}"
    return f"list[{name}]" if one.is_list else name
