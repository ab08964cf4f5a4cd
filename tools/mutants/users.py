"""The modules that use a module, directly or through others."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

# So many imports may lie between a module and its users: behind more is everything.
_MOST = 2
# They use everything, and every test uses them.
_EVERYTHING = ("boto3_extensions", "boto3_extensions._install")


def dotted(path: Path) -> str:
    """Return the name that tests import a module by, of its path as of the root."""
    parts = path.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    # tests have the tools on their path.
    return name.removeprefix("tools.")


def users_of(root: Path, path: str) -> dict[str, int]:
    """Return the users of a module by their names, with the imports between.

    Args:
        root: The tree.
        path: The file of the module, as of the root.
    """
    imports, start = _imports(root), dotted(Path(path))
    found, last = {start: 0}, {start}
    for steps in range(1, _MOST + 1):
        last = {n for n, used in imports.items() if used & last and n not in found}
        found.update(dict.fromkeys(last, steps))
    del found[start]
    return found


def callers_of(root: Path, path: str, names: Iterable[str]) -> list[Path]:
    """Return the modules that import a module and speak of something in it.

    Args:
        root: The tree.
        path: The file of the module, as of the root.
        names: The names of functions and classes in it.
    """
    if not names:
        return []
    spoken = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    name = dotted(Path(path))
    return [
        file
        for user, file in _files(root).items()
        if name in _imports(root)[user] and spoken.search(file.read_text("utf-8"))
    ]


def called_by(root: Path, path: str, names: Iterable[str]) -> list[Path]:
    """Return the modules that functions of a module import when they are called.

    Args:
        root: The tree.
        path: The file of the module, as of the root.
        names: The names of the functions.
    """
    wanted, found = {*names}, set[str]()
    for node in ast.walk(ast.parse((root / path).read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name in wanted:
            found.update(_imported(Path(path), ast.unparse(node)))
    return [file for name, file in _files(root).items() if name in found]


@functools.cache
def _files(root: Path) -> Mapping[str, Path]:
    """Return the modules of the tree by their names, without those of everything."""
    return {
        name: file
        for folder in ("boto3_extensions", "tools")
        for file in sorted((root / folder).rglob("*.py"))
        if (name := dotted(file.relative_to(root))) not in _EVERYTHING
    }


@functools.cache
def _imports(root: Path) -> Mapping[str, set[str]]:
    """Return what each module of the tree imports, inside of functions, too."""
    return {
        name: set(_imported(file.relative_to(root), file.read_text("utf-8")))
        for name, file in _files(root).items()
    }


def _imported(path: Path, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = node.module or ""
            if node.level:
                above = dotted(Path(*path.parts[: -node.level]))
                package = ".".join(filter(None, (above, node.module)))
            yield package
            yield from (f"{package}.{alias.name}" for alias in node.names)
