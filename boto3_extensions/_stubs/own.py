"""The stub of this package's own names, with what only the other stubs can tell.

The other modules that it imports from type checkers find in the installed package.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3_extensions
from boto3_extensions import exceptions
from boto3_extensions._arns import resource
from boto3_extensions._arns.lookup import resource_type_of
from boto3_extensions._arns.resource import type_called
from boto3_extensions._stubs.following import module_of
from boto3_extensions.exceptions import ArnError

PACKAGE = boto3_extensions.__name__

_FOLLOWS = "resource_from_arn"


def write_own(
    definitions: Mapping[str, Mapping[str, Any]], arns: Iterable[str], folder: Path
) -> Path:
    """Write the stub of this package.

    Args:
        definitions: The resources of the services that get stubs, as written.
        arns: Those that stand in the code, whose types are told.
        folder: Where the package goes.

    Returns:
        The folder of the package.
    """
    package = folder / PACKAGE
    package.mkdir(parents=True)
    written = [*_of_arns(definitions, arns), *_of_types(definitions)]
    modules = [
        f"import {module_of(name)}.service_resource"
        for name, definition in definitions.items()
        if definition
    ]
    parts = [
        f'"""Types of {PACKAGE}."""',
        "from __future__ import annotations",
        "from typing import Any, Literal, overload",
        *sorted(modules),
        *_names(),
        *(_overload(parameters, kind) for parameters, kind in written),
        _overload(_parameters("str", "str | None", "None"), "Any", bool(written)),
    ]
    # Which pyright looks for here, as an attribute of the package.
    errors = inspect.getsource(exceptions)
    (package / "exceptions.pyi").write_text(errors, encoding="utf-8")
    (package / "__init__.pyi").write_text("\n".join(parts) + "\n", encoding="utf-8")
    return package


def _names() -> Iterator[str]:
    """Yield the lines that have all public names but the one with overloads."""
    module = ast.parse(inspect.getsource(boto3_extensions))
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(PACKAGE):
            names = [one.name for one in node.names if one.name != _FOLLOWS]
            given = ", ".join(f"{name} as {name}" for name in names)
            if names:
                yield f"from {node.module} import {given}"
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node)
    yield f"from {PACKAGE} import exceptions as exceptions"
    yield "__version__: str"
    # Of the class itself, not of a module.
    yield f"__all__ = {boto3_extensions.__all__!r}"


def _of_arns(
    definitions: Mapping[str, Mapping[str, Any]], arns: Iterable[str]
) -> Iterator[tuple[str, str]]:
    for arn in sorted(set(arns)):
        try:
            named = resource_type_of(arn)
        except ArnError:
            # The code may well be about that.
            continue
        kind = _class(definitions, named.service_name, named.resource_type)
        if kind is not None:
            yield _parameters(f"Literal[{arn!r}]", "None", "None"), kind


def _of_types(
    definitions: Mapping[str, Mapping[str, Any]],
) -> Iterator[tuple[str, str]]:
    for service, definition in sorted(definitions.items()):
        has = definition.get("service", {}).get("has", {})
        for name in sorted({*has, *definition.get("resources", {})}):
            kind = _class(definitions, service, name)
            if kind is not None:
                yield _parameters("str", f'Literal["{service}.{name}"]', None), kind


def _class(
    definitions: Mapping[str, Mapping[str, Any]], service: str, name: str
) -> str | None:
    kind = type_called(definitions.get(service) or {}, name)
    if kind is None:
        return None
    return f"{module_of(service)}.service_resource.{kind}"


def _parameters(arn: str, kind: str, default: str | None) -> str:
    """Return the parameters of `resource_from_arn`, two of them with other types."""
    module = ast.parse(inspect.getsource(resource.resource_from_arn))
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    arguments = function.args
    arguments.args[0].annotation = ast.parse(arn, mode="eval").body
    for number, one in enumerate(arguments.kwonlyargs):
        if one.arg == "type":
            one.annotation = ast.parse(kind, mode="eval").body
            if default is None:
                arguments.kw_defaults[number] = None
    return ast.unparse(arguments)


def _overload(parameters: str, returned: str, is_one_of_many: bool = True) -> str:
    decorator = "@overload\n" if is_one_of_many else ""
    return f"{decorator}def {_FOLLOWS}({parameters}) -> {returned}: ..."
