"""The changes that can be made to a Python module, one at a time.

Text is replaced in place, so that a change differs in nothing but itself. Left alone
are docstrings, annotations, messages (texts with a space in them) and imports for type
checkers, which no test has to notice.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


class Edit(NamedTuple):
    """A replacement of a part of a module.

    Attributes:
        kind: The kind of change.
        start: Offset of the first byte replaced.
        end: Offset of the byte after the last.
        text: The text in its place.
    """

    kind: str
    start: int
    end: int
    text: str

    def applied_to(self, source: str) -> str:
        """Return a module with the change."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()


def edits_of(source: str) -> list[Edit]:
    """Return all changes that can be made to a module, in the order of its text."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = {
        Edit(kind, starts[n.lineno - 1] + n.col_offset, _end(starts, n), text)
        for node in _changeable(ast.parse(source))
        for kind, n, text in _replacements(node)
    }
    return sorted(found, key=lambda edit: edit[1:])


def _end(starts: list[int], node: ast.expr | ast.stmt) -> int:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return starts[node.end_lineno - 1] + node.end_col_offset


def can_be(source: str) -> bool:
    """Tell whether a text is a Python module."""
    try:
        compile(source, "changed", "exec")
    except SyntaxError:
        return False
    return True


def _changeable(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Yield what lies within a node, without what no test has to notice."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params", "format_spec"):
            continue
        for child in value if isinstance(value, list) else [value]:
            # Before Python 3.12 what is within an f-string has no place of its own.
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
                continue
            if _is_docstring(child) or _is_for_type_checkers(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child
            yield from _changeable(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_for_type_checkers(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("cast", "TypeVar")


_Part = ast.expr | ast.stmt


def _replacements(node: _Part) -> Iterator[tuple[str, _Part, str]]:
    """Yield kinds of change, what they replace, and by which text."""
    for kind, replace in _KINDS.items():
        if (text := replace(node)) is not None:
            yield kind, node, text
    for test in _conditions(node):
        yield "condition negated", test, _text(ast.UnaryOp(ast.Not(), test))


def _conditions(node: _Part) -> list[ast.expr]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        return [node.test]
    generators = getattr(node, "generators", [])
    return [test for generator in generators for test in generator.ifs]


def _comparison(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Compare) or type(node.ops[0]) not in _OPPOSITE:
        return None
    ops = [_OPPOSITE[type(node.ops[0])](), *node.ops[1:]]
    return _text(ast.Compare(node.left, ops, node.comparators))


def _boolean(node: ast.AST) -> str | None:
    if not isinstance(node, ast.BoolOp):
        return None
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return _text(ast.BoolOp(other, node.values))


def _negation(node: ast.AST) -> str | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _text(node.operand)
    return None


def _constant(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Constant):
        return None
    value = node.value
    if isinstance(value, bool):
        return repr(not value)
    if isinstance(value, int | float):
        return repr(value + 1)
    if isinstance(value, str) and " " not in value:
        return repr(f"{value}_" if value else "mutant")
    return None


def _dropped(node: ast.AST) -> str | None:
    if isinstance(node, ast.AugAssign | ast.Raise | ast.Delete | ast.Expr):
        return "pass"
    if isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name):
        return "pass"
    return None


def _returned(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Return) or node.value is None:
        return None
    # Who asks whether something is so does not tell None from False.
    return None if ast.unparse(node.value) in ("None", "False") else "return None"


def _loop(node: ast.AST) -> str | None:
    if isinstance(node, ast.Continue):
        return "break"
    return "continue" if isinstance(node, ast.Break) else None


def _arithmetic(node: ast.AST) -> str | None:
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub):
        return None
    other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    return _text(ast.BinOp(node.left, other, node.right))


def _text(node: ast.expr) -> str:
    """Return an expression that stands wherever another one stood."""
    return f"({ast.unparse(node)})"


_KINDS: dict[str, Callable[[ast.AST], str | None]] = {
    "comparison flipped": _comparison,
    "boolean exchanged": _boolean,
    "negation dropped": _negation,
    "constant changed": _constant,
    "statement dropped": _dropped,
    "None returned": _returned,
    "loop left otherwise": _loop,
    "sign exchanged": _arithmetic,
}
