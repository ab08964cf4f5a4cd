"""Names of AWS's services, types and ARNs in the source code of a project.

The code is parsed, not run: only names that stand as text in a call are found.
"""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Folders with code that is not the project's own.
_NOT_OURS = {"node_modules", "site-packages", "typings", "venv"}


class AwsNames(NamedTuple):
    """Services, types, ARNs and paths named in a project's code.

    Attributes:
        services: Arguments of ``client()`` and ``resource()``; some are no services.
        arns: ARNs given to ``resource_from_arn()``.
        types: Types given to ``resource_from_arn()`` and ``resources_with_tags()``.
        paths: Arguments of ``resource()``, which may be paths of a resource.
    """

    services: set[str]
    arns: set[str]
    types: set[str]
    paths: set[str]


def aws_names_in(folder: str | os.PathLike[str]) -> AwsNames:
    """Return the services, types, ARNs and paths that a project's code names.

    Args:
        folder: The folder of a project. Files that are not Python 3 are skipped.
    """
    names = AwsNames(set(), set(), set(), set())
    for path in _modules(Path(folder)):
        for call in _calls_in(path):
            function = _function_name(call)
            keywords = {keyword.arg: keyword.value for keyword in call.keywords}
            first = call.args[0] if call.args else None
            if function in ("client", "resource"):
                names.services.update(_texts(first or keywords.get("service_name")))
            if function == "resource":
                # The method of a session, or of a resource, which has the same name.
                names.paths.update(_texts(first or keywords.get("attribute")))
            if function == "resource_from_arn":
                names.arns.update(_texts(first or keywords.get("arn")))
                names.types.update(_texts(keywords.get("type")))
            if function == "resources_with_tags":
                second = call.args[1] if len(call.args) > 1 else keywords.get("types")
                names.types.update(_texts(second))
    return names


def _modules(folder: Path) -> Iterator[Path]:
    for directory, folders, files in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if name not in _NOT_OURS
            and not name.startswith(".")
            # A virtual environment of any name.
            and not Path(directory, name, "pyvenv.cfg").exists()
        ]
        yield from (Path(directory, name) for name in files if name.endswith(".py"))


def _calls_in(path: Path) -> Iterator[ast.Call]:
    try:
        with warnings.catch_warnings():
            # Warnings about the project's code are for its own authors.
            warnings.simplefilter("ignore")
            module = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    yield from (node for node in ast.walk(module) if isinstance(node, ast.Call))


def _texts(node: ast.expr | None) -> Iterator[str]:
    """Yield the text of a literal, or the texts of a literal list, tuple or set."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for element in node.elts:
            yield from _texts(element)


def _function_name(node: ast.Call) -> str | None:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None
