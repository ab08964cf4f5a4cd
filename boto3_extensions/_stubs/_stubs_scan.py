"""Finds out which services a project uses, by reading its code."""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

# Folders that hold no code of the project's own.
_NOT_OURS = {"node_modules", "site-packages", "typings", "venv"}


def services_used(folder: str | os.PathLike[str]) -> set[str]:
    """Return the services that the code below a folder makes clients and resources of.

    Args:
        folder: Of a project; files that are no Python 3 are passed over.

    Returns:
        What stands as a text in calls of anything called `client` or `resource`, which
        need not be the name of a service.
    """
    return {name for path in _modules(Path(folder)) for name in _named_in(path)}


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


def _named_in(path: Path) -> Iterator[str]:
    try:
        with warnings.catch_warnings():
            # Those about the project's code are for its own authors.
            warnings.simplefilter("ignore")
            module = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _called(node) in ("client", "resource"):
            given = {word.arg: word.value for word in node.keywords}
            first = node.args[0] if node.args else given.get("service_name")
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _called(node: ast.Call) -> str | None:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None
