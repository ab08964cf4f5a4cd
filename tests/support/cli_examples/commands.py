"""From a command line of AWS CLI to the parameters of an operation."""

from __future__ import annotations

import base64
import functools
import json
import shlex
from collections.abc import Callable, Mapping
from fnmatch import fnmatch
from typing import Any

import pytest
from botocore import xform_name
from botocore.model import OperationModel, Shape
from botocore.utils import parse_timestamp

from cli_examples.reading import Example, Unusable

with pytest.MonkeyPatch.context() as _patch:
    # Where botocore looks for data: awscli adds a folder to it.
    _patch.setenv("AWS_DATA_PATH", "")
    from awscli.customizations.argrename import ARGUMENT_RENAMES
    from awscli.shorthand import BackCompatVisitor, ShorthandParseError, ShorthandParser

# Options of every command, and how many values they take.
_GLOBAL = {
    "--region": 1,
    "--profile": 1,
    "--output": 1,
    "--endpoint-url": 1,
    "--color": 1,
    "--max-items": 1,
    "--page-size": 1,
    "--starting-token": 1,
    "--cli-binary-format": 1,
    "--no-paginate": 0,
    "--no-cli-pager": 0,
    "--debug": 0,
}

Parameters = dict[str, Any]


def parameters(example: Example, operation: OperationModel) -> Parameters:
    """Return what an example's command line gives the operation.

    Raises:
        Unusable: if it has what AWS CLI alone understands, or not what it needs.
    """
    try:
        words = shlex.split(example.command)[3:]
    except ValueError:
        raise Unusable("has quotes that do not close") from None
    options = _options_of(example, operation)
    given: Parameters = {}
    while words:
        option, *words = words
        option, joined, value = option.partition("=")
        values: list[str] = [value] if joined else []
        while words and not words[0].startswith("--"):
            values.append(words.pop(0))
        if option in (">", "|", "&&", ";"):
            break
        if option == "--query":
            raise Unusable("shapes its output by --query")
        if option == "--output" and values and values[0] != "json":
            raise Unusable(f"has an output that is {values[0]}")
        if option in _GLOBAL:
            if len(values) > _GLOBAL[option]:
                raise Unusable(f"has {values[-1]!r}, which is no option")
            continue
        if option == "--cli-input-json":
            given |= _document(example, values[0], "--cli-input-json")
            continue
        name, read = _option(options, option)
        given[name] = read(values)
    return given


def _options_of(
    example: Example, operation: OperationModel
) -> Mapping[str, tuple[str, Callable[[list[str]], Any]]]:
    found: dict[str, tuple[str, Callable[[list[str]], Any]]] = {}
    shape = operation.input_shape
    for name, member in (shape.members if shape is not None else {}).items():
        option = xform_name(name, "-")
        if member.type_name == "boolean":
            found[_renamed(example, f"no-{option}")] = name, lambda values: False
            found[_renamed(example, option)] = name, lambda values: True
            continue

        read = functools.partial(_Reader(example, option).argument, shape=member)
        found[_renamed(example, option)] = name, read
    return found


def _renamed(example: Example, option: str) -> str:
    whole = f"{example.service}.{example.page}.{option}"
    for pattern, name in ARGUMENT_RENAMES.items():
        if fnmatch(whole, pattern):
            return str(name)
    return option


def _option(options: Mapping[str, Any], option: str) -> Any:
    name = option.removeprefix("--")
    if not option.startswith("--"):
        raise Unusable(f"has {option!r}, which is no option")
    # AWS CLI takes the beginning of an option for it.
    like = [name] if name in options else [o for o in options if o.startswith(name)]
    if len(like) != 1:
        raise Unusable(f"has --{name}, which the operation does not know")
    return options[like[0]]


def _document(example: Example, text: str, option: str) -> Any:
    """Return the JSON that an option has, in itself or in a file.

    Raises:
        Unusable: if it is none, or in a file that is not shown.
    """
    if text.startswith(("file:", "fileb:")):
        text = _file(example, text)
    try:
        return json.loads(text)
    except ValueError:
        raise Unusable(f"has broken JSON for {option}") from None


def _file(example: Example, address: str) -> str:
    name = address.rpartition("/")[2]
    if name not in example.files:
        raise Unusable(f"does not show {name}")
    return example.files[name]


class _Reader:
    """Reads the values of one option as its shape says."""

    def __init__(self, example: Example, option: str) -> None:
        self._example = example
        self._option = f"--{option}"

    def argument(self, values: list[str], shape: Shape) -> Any:
        """Return the value of an option of the shape."""
        if not values and list(getattr(shape, "members", ())) == ["Value"]:
            return {"Value": True}
        if not values:
            raise Unusable(f"has no value for {self._option}")
        if shape.type_name == "list":
            return self._list(values, shape)
        if len(values) > 1:
            raise Unusable(f"has more than one value for {self._option}")
        return self._one(values[0], shape)

    def _list(self, values: list[str], shape: Shape) -> list[Any]:
        if values[0].lstrip()[:1] == "[" or values[0].startswith("file:"):
            document = _document(self._example, " ".join(values), self._option)
            whole = document if isinstance(document, list) else [document]
            return [self._converted(one, shape.member) for one in whole]
        if shape.member.type_name not in ("structure", "map", "list"):
            values = [one.rstrip(",") for one in values]
        return [self._one(one, shape.member) for one in values]

    def _one(self, value: str, shape: Shape) -> Any:
        if shape.type_name in ("structure", "map", "list"):
            if value.lstrip()[:1] in ("{", "[") or value.startswith("file:"):
                document = _document(self._example, value, self._option)
                return self._converted(document, shape)
            return self._converted(self._shorthand(value, shape), shape)
        if value.startswith(("file:", "fileb:")):
            name = value.rpartition("/")[2]
            value = self._example.files.get(name, f"The content of {name}.")
        return self._converted(value, shape)

    def _shorthand(self, value: str, shape: Shape) -> Any:
        members = list(getattr(shape, "members", {}))
        if len(members) == 1 and "=" not in value:
            return {members[0]: value}
        try:
            # `@=` would have the parser open a file of this machine.
            parsed = ShorthandParser().parse(value.replace("@=", "="))
            BackCompatVisitor().visit(parsed, shape)
        except (ShorthandParseError, AttributeError) as error:
            raise Unusable(f"has broken shorthand for {self._option}") from error
        return parsed

    def _converted(self, value: Any, shape: Shape) -> Any:
        kind = shape.type_name
        if kind == "structure" and isinstance(value, dict):
            return {
                name: self._converted(one, shape.members[name])
                if name in shape.members
                else one
                for name, one in value.items()
            }
        if kind == "list" and isinstance(value, list):
            return [self._converted(one, shape.member) for one in value]
        if kind == "map" and isinstance(value, dict):
            return {k: self._converted(v, shape.value) for k, v in value.items()}
        return self._scalar(value, kind)

    def _scalar(self, value: Any, kind: str) -> Any:
        try:
            if kind == "boolean" and isinstance(value, str):
                return value.lower() == "true"
            if kind in ("integer", "long"):
                return int(value)
            if kind in ("float", "double"):
                return float(value)
            if kind == "timestamp":
                return parse_timestamp(value)
            if kind == "blob" and isinstance(value, str):
                return _bytes(value)
        except (ValueError, TypeError) as error:
            raise Unusable(f"has {value!r} for {self._option}") from error
        return value


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode()
