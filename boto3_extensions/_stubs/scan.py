"""Finds out what of AWS a project uses, by reading its code."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Folders that hold no code of the project's own.
_NOT_OURS = {"node_modules", "site-packages", "typings", "venv"}


class Used(NamedTuple):
    """The texts that stand in calls of a project's code.

    Attributes:
        services: What clients and resources are made of; it need not be a service.
        arns: What resources are made of by `resource_from_arn`.
        types: What these are to be, and what `resources_with_tags` is asked for.
        paths: What `resource` follows.
    """

    services: set[str]
    arns: set[str]
    types: set[str]
    paths: set[str]


def used_in(folder: str | os.PathLike[str]) -> Used:
    """Return what the code below a folder has in calls by its text.

    Args:
        folder: Of a project; files that are no Python 3 are passed over.
    """
    used = Used(set(), set(), set(), set())
    for path in _modules(Path(folder)):
        for call in _calls_in(path):
            called = _called(call)
            given = {word.arg: word.value for word in call.keywords}
            first = call.args[0] if call.args else None
            if called in ("client", "resource"):
                used.services.update(_texts(first or given.get("service_name")))
            if called == "resource":
                # Of a session, or of a resource: the name is the same.
                used.paths.update(_texts(first or given.get("attribute")))
            if called == "resource_from_arn":
                used.arns.update(_texts(first or given.get("arn")))
                used.types.update(_texts(given.get("type")))
            if called == "resources_with_tags":
                second = call.args[1] if len(call.args) > 1 else given.get("types")
                used.types.update(_texts(second))
    return used


def _modules(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if name not in _NOT_OURS
            and not name.startswith(".")
            # An environment, whatever it is called.
            and not Path(place, name, "pyvenv.cfg").exists()
        ]
        yield from (Path(place, name) for name in files if name.endswith(".py"))


def _calls_in(path: Path) -> Iterator[ast.Call]:
    try:
        with warnings.catch_warnings():
            # Those about the project's code are for its own authors.
            warnings.simplefilter("ignore")
            module = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    yield from (node for node in ast.walk(module) if isinstance(node, ast.Call))


def _texts(node: ast.expr | None) -> Iterator[str]:
    """Yield the text that an expression is, or those of a list."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for one in node.elts:
            yield from _texts(one)


def _called(node: ast.Call) -> str | None:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None
