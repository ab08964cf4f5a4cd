"""The names of functions and classes that a change in one line of a module concerns."""

from __future__ import annotations

import ast
import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def names_at(source: str, line: int) -> list[str]:
    """Return the names of what a line is in, the innermost first, and of its users.

    Args:
        source: The text of a module.
        line: The number of the line, from 1.

    Returns:
        The names of the functions and classes around the line; if the outermost is
        private also those of the module's definitions that lead to it, nearest first.
    """
    top = [node for node in ast.parse(source).body if isinstance(node, _Definition)]
    names: list[str] = []
    for node in top:
        if _has(node, line):
            inner = [n for n in ast.walk(node) if isinstance(n, _Definition)]
            names = [n.name for n in reversed(inner) if _has(n, line)]
    for name in names[-1:]:
        if name.startswith("_"):
            names += _users(name, top)
    return names


def _has(node: _Definition, line: int) -> bool:
    start = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return start <= line <= (node.end_lineno or start)


def _users(name: str, definitions: list[_Definition]) -> list[str]:
    """Return the names of definitions that use a private one, directly or by others."""
    found: list[str] = []
    wanted = [name]
    while wanted:
        word = re.compile(rf"\b{re.escape(wanted.pop(0))}\b")
        for node in definitions:
            if node.name not in (name, *found) and word.search(ast.unparse(node)):
                found.append(node.name)
                if node.name.startswith("_"):
                    wanted.append(node.name)
    return found


def words_of(name: str) -> list[str]:
    """Return the words of a name in snake case or in camel case, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]
