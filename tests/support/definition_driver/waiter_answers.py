"""Make the answers that end a waiter, well or not, from its acceptors."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import jmespath

from fake_aws import Refusal

Answer = dict[str, Any] | Refusal

_LENGTH = re.compile(r"length\(([^)?]*?)(?:\[\?.*\])?\)( == `0`| > `0`)?$")
# With an index, or one that stands for all, after any step.
_PATH = re.compile(r"\w+(\[\d*\])?(\.\w+(\[\d*\])?)*")
_INDEX = re.compile(r"\[\d*\]$")
# What is compared so may be equal: where it may not, the answer is tried in vain.
_EQUAL = {"comparator eq", "comparator ne", "or_expression"}


def successful_answer(config: Any, usual: dict[str, Any]) -> Answer | None:
    """Return an answer by which the waiter `config` succeeds at once, or None.

    Args:
        config: botocore's `SingleWaiterConfig`.
        usual: the answer that the operation gives otherwise.
    """
    usual = _without_error(usual)
    acceptors = config.acceptors
    for acceptor in acceptors:
        if acceptor.state == "success":
            for candidate in _candidates(acceptor, usual):
                first = _first(acceptors, candidate)
                if first is not None and first.state == "success":
                    return candidate
    return None


def failed_answers(
    config: Any, usual: dict[str, Any]
) -> Iterator[tuple[str, Answer | None]]:
    """Yield for each way to fail what it is called, and an answer that is such.

    The answer is None if none can be made that this acceptor, before all others, calls
    a failure.

    Args:
        config: botocore's `SingleWaiterConfig`.
        usual: the answer that the operation gives otherwise.
    """
    usual = _without_error(usual)
    # Made anew each time that they are read.
    acceptors = config.acceptors
    for acceptor in acceptors:
        if acceptor.state == "failure":
            fitting = (
                candidate
                for candidate in (*_candidates(acceptor, usual), *_bare(acceptor))
                if _first(acceptors, candidate) is acceptor
            )
            state = f"{acceptor.argument or 'error'} {acceptor.expected}"
            yield state, next(fitting, None)


def _without_error(usual: dict[str, Any]) -> dict[str, Any]:
    # botocore's waiters take a member of this name for an error of AWS's.
    return {name: value for name, value in usual.items() if name != "Error"}


def _candidates(acceptor: Any, usual: dict[str, Any]) -> Iterator[Answer]:
    if acceptor.matcher == "error" and acceptor.expected is not False:
        code = "Anything" if acceptor.expected is True else acceptor.expected
        yield Refusal(code, "Planted for a waiter.", 400)
    elif acceptor.matcher == "status" and acceptor.expected >= 400:
        yield Refusal(str(acceptor.expected), "Planted.", acceptor.expected)
    else:
        yield usual
    if acceptor.matcher.startswith("path"):
        changed = copy.deepcopy(usual)
        for name, value in _wishes(jmespath.compile(acceptor.argument).parsed):
            _set_everywhere(changed, name, value)
        yield changed
        changed = copy.deepcopy(usual)
        if empty := _LENGTH.match(acceptor.argument):
            _set(changed, empty[1].split("."), [])
        else:
            _set(changed, acceptor.argument.split("."), acceptor.expected)
        yield changed


def _wishes(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the members that an expression compares, with a value that would do."""
    sides = node["children"]
    kind = f"{node['type']} {node.get('value', '')}".strip()
    for one, other in (sides, sides[::-1]) if len(sides) == 2 else ():
        if one["type"] != "field":
            continue
        if kind in _EQUAL and other["type"] == "literal":
            yield one["value"], other["value"]
        if kind == "comparator gte" and one is sides[1]:
            yield one["value"], 0
    for child in sides:
        yield from _wishes(child)


def _set_everywhere(node: Any, name: str, value: Any) -> None:
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list):
            _set_everywhere(inner, name, value)
    if isinstance(node, dict) and name in node:
        node[name] = value


def _bare(acceptor: Any) -> Iterator[Answer]:
    if acceptor.matcher.startswith("path") and _PATH.fullmatch(acceptor.argument):
        yield _alone(acceptor.argument.split("."), acceptor.expected)


def _alone(path: list[str], value: Any) -> Any:
    """Return an answer with nothing but the value at a path."""
    if not path:
        return value
    inner = _alone(path[1:], value)
    name = _INDEX.sub("", path[0])
    return {name: inner if name == path[0] else [inner]}


def _set(node: Any, path: list[str], value: Any) -> None:
    """Set everything that a path like `Reservations[].Instances[].State` selects.

    A step may be `*`, for all values of a map.
    """
    if isinstance(node, list):
        for item in node:
            _set(item, path, value)
        return
    if path[0] == "*" and isinstance(node, dict) and len(path) > 1:
        _set([*node.values()], path[1:], value)
        return
    name = _INDEX.sub("", path[0])
    if not isinstance(node, dict) or name not in node:
        return
    if len(path) > 1:
        _set(node[name], path[1:], value)
    elif isinstance(node[name], list) and not isinstance(value, list):
        node[name] = [value for _ in node[name]]
    else:
        node[name] = value


def _first(acceptors: list[Any], answer: Answer) -> Any:
    """Return the acceptor that decides, None if none fits."""
    seen = _as_seen(answer)
    return next((a for a in acceptors if a.matcher_func(seen)), None)


def _as_seen(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        return {
            "Error": {"Code": answer.code},
            "ResponseMetadata": {"HTTPStatusCode": answer.status},
        }
    return {**answer, "ResponseMetadata": {"HTTPStatusCode": 200}}
