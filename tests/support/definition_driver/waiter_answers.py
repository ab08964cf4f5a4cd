"""Make the answer that ends a waiter well, from its acceptors."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import jmespath

from fake_aws import Refusal

Answer = dict[str, Any] | Refusal

_LENGTH = re.compile(r"length\(([^)?]*?)(?:\[\?.*\])?\)( == `0`| > `0`)?$")
_INDEX = re.compile(r"\[\d*\]$")
# What is compared so may be equal: where it may not, the answer is tried in vain.
_EQUAL = {"comparator eq", "comparator ne", "or_expression"}


def successful_answer(config: Any, usual: dict[str, Any]) -> Answer | None:
    """Return an answer by which the waiter `config` succeeds at once, or None.

    Args:
        config: botocore's `SingleWaiterConfig`.
        usual: the answer that the operation gives otherwise.
    """
    # botocore's waiters take a member of this name for an error of AWS's.
    usual = {name: value for name, value in usual.items() if name != "Error"}
    for acceptor in config.acceptors:
        if acceptor.state == "success":
            for candidate in _candidates(acceptor, usual):
                if _outcome(config, candidate) == "success":
                    return candidate
    return None


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


def _set(node: Any, path: list[str], value: Any) -> None:
    """Set everything that a path like `Reservations[].Instances[].State` selects."""
    if isinstance(node, list):
        for item in node:
            _set(item, path, value)
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


def _outcome(config: Any, answer: Answer) -> str:
    seen = _as_seen(answer)
    for acceptor in config.acceptors:
        if acceptor.matcher_func(seen):
            return str(acceptor.state)
    return "retry"


def _as_seen(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        return {
            "Error": {"Code": answer.code},
            "ResponseMetadata": {"HTTPStatusCode": answer.status},
        }
    return {**answer, "ResponseMetadata": {"HTTPStatusCode": 200}}
