"""The stub of this package itself, with overloads of `resource_from_arn`.

The types of the overloads stand in the stubs of services, so no code installed with the
package can name them. Type checkers find all other modules in the installed package.
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

# The public function that has overloads.
_OVERLOADED = "resource_from_arn"

# Resource definitions by service.
Definitions = Mapping[str, Mapping[str, Any]]


def write_package_stub(
    definitions: Definitions, arns: Iterable[str], folder: Path
) -> Path:
    """Write the stub of this package.

    Args:
        definitions: The definitions of the services that get stubs, as written.
        arns: ARNs in a project's code; each gets an overload that returns its class.
        folder: The folder that gets the package.

    Returns:
        The folder of the stub package.
    """
    package = folder / PACKAGE
    package.mkdir(parents=True)
    overloads = [*_of_arns(definitions, arns), *_of_types(definitions)]
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
        *(_overload(parameters, kind) for parameters, kind in overloads),
        _overload(_parameters("str", "str | None", "None"), "Any", bool(overloads)),
    ]
    # Copied: pyright looks for this submodule in the stub package alone.
    errors = inspect.getsource(exceptions)
    (package / "exceptions.pyi").write_text(errors, encoding="utf-8")
    (package / "__init__.pyi").write_text("\n".join(parts) + "\n", encoding="utf-8")
    return package


def _names() -> Iterator[str]:
    """Yield the lines that define all public names but the overloaded function."""
    module = ast.parse(inspect.getsource(boto3_extensions))
    for node in _statements(module.body):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(PACKAGE):
            names = [alias.name for alias in node.names if alias.name != _OVERLOADED]
            aliases = ", ".join(f"{name} as {name}" for name in names)
            if names:
                yield f"from {node.module} import {aliases}"
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node)
    yield f"from {PACKAGE} import exceptions as exceptions"
    yield "__version__: str"
    # Not among the imports and annotations above.
    yield f"__all__ = {boto3_extensions.__all__!r}"


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements with those of conditions, as ``if TYPE_CHECKING``."""
    for node in body:
        yield node
        if isinstance(node, ast.If):
            yield from _statements(node.body)


def _of_arns(
    definitions: Definitions, arns: Iterable[str]
) -> Iterator[tuple[str, str]]:
    for arn in sorted(set(arns)):
        try:
            resource_type = resource_type_of(arn)
        except ArnError:
            # The code may be a test of this very error.
            continue
        kind = _class(
            definitions, resource_type.service_name, resource_type.resource_type
        )
        if kind is not None:
            yield _parameters(f"Literal[{arn!r}]", "None", "None"), kind


def _of_types(
    definitions: Definitions,
) -> Iterator[tuple[str, str]]:
    for service, definition in sorted(definitions.items()):
        has = definition.get("service", {}).get("has", {})
        for name in sorted({*has, *definition.get("resources", {})}):
            kind = _class(definitions, service, name)
            if kind is not None:
                yield _parameters("str", f'Literal["{service}.{name}"]', None), kind


def _class(definitions: Definitions, service: str, name: str) -> str | None:
    kind = type_called(definitions.get(service) or {}, name)
    if kind is None:
        return None
    return f"{module_of(service)}.service_resource.{kind}"


def _parameters(arn: str, kind: str, default: str | None) -> str:
    """Return the parameters of `resource_from_arn` for an overload, as source text.

    Args:
        arn: The type of the ARN.
        kind: The type of the parameter ``type``.
        default: The default of that parameter; None if it is required.
    """
    module = ast.parse(inspect.getsource(resource.resource_from_arn))
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    arguments = function.args
    arguments.args[0].annotation = ast.parse(arn, mode="eval").body
    for number, argument in enumerate(arguments.kwonlyargs):
        if argument.arg == "type":
            argument.annotation = ast.parse(kind, mode="eval").body
            if default is None:
                arguments.kw_defaults[number] = None
    return ast.unparse(arguments)


def _overload(parameters: str, returned: str, has_others: bool = True) -> str:
    decorator = "@overload\n" if has_others else ""
    return f"{decorator}def {_OVERLOADED}({parameters}) -> {returned}: ..."
