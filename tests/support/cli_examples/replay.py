"""Replays an example through a collection, a load or an action."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import jmespath
from botocore.model import OperationModel
from botocore.validate import ParamValidator

from boto3_extensions.exceptions import ResourceNotFoundError
from cli_examples.answers import as_answer, texts_in
from cli_examples.commands import parameters
from cli_examples.identity import identity, named_by
from cli_examples.matching import Match, matched
from cli_examples.reading import Example, Unusable
from cli_examples.stage import Place, Stage, is_stand_in, place_of, snake
from cli_examples.uses import COLLECTION, LOAD, Use

# A load's path to the only item of a list, or to those that it chooses from.
_LIST = re.compile(r"(\w+)\[0?\]$")


@dataclass(frozen=True)
class Replay:
    """An example that can be replayed: what is asked, what is answered, and where."""

    example: Example
    given: Mapping[str, Any]
    answer: Mapping[str, Any]
    place: Place


def prepared(
    example: Example, operation: OperationModel, pagination: Mapping[str, Any]
) -> Replay:
    """Return an example as it can be replayed.

    Args:
        example: One of the operation.
        operation: botocore's description of it.
        pagination: How it pages, which AWS CLI has done already; may be empty.

    Raises:
        Unusable: if it cannot.
    """
    given = parameters(example, operation)
    if operation.input_shape is not None:
        report = ParamValidator().validate(given, operation.input_shape)
        if report.has_errors():
            said = report.generate_report().splitlines()[0]
            raise Unusable(f"has parameters that botocore refuses: {said}")
    answer = as_answer(example.answer(), operation.output_shape)
    ends = pagination.get("output_token", [])
    ends = [ends] if isinstance(ends, str) else ends
    for name in ["NextToken", "nextToken", pagination.get("more_results"), *ends]:
        if name:
            _drop(answer, name.split("."))
    texts = [example.output, example.command]
    return Replay(example, given, answer, place_of(texts))


def play(stage: Stage, use: Use, replay: Replay) -> list[Any] | None:
    """Return the resources that a use makes of an example, ``None`` if it is not its.

    Of a load that is the resource, loaded; each there may be, if the example does not
    say which.

    Raises:
        ResourceNotFoundError: if the answer has what a load does not find.
    """
    match = matched(use.params, replay.given)
    if match is not None and not _may_be(use, match):
        return None
    if use.kind == LOAD:
        loaded = list(_loads(stage, use, replay, match))
        return loaded or None
    if match is None:
        return None
    owner = _owner(stage, use, replay, match)
    planted = {**replay.answer}
    with stage.fake.planted(use.subject.service, use.operation, planted):
        if use.kind == COLLECTION:
            return list(getattr(owner, use.name).filter(**match.rest))
        made = getattr(owner, use.name)(**match.rest)
    return made if isinstance(made, list) else [made]


def _may_be(use: Use, match: Match) -> bool:
    """Tell whether the ARNs that a command has may be the owner's."""
    if len(use.subject.definition.get("identifiers", [])) > 1 and not match.data:
        return True
    for value in [*match.identifiers.values(), *match.data.values()]:
        named = named_by(value) if str(value).startswith("arn:") else None
        if named and named != (use.subject.service, use.subject.type):
            return False
    return True


def _owner(stage: Stage, use: Use, replay: Replay, match: Match) -> Any:
    owner = stage.make(use.subject, replay.place, match.identifiers)
    if match.data:
        data: dict[str, Any] = {}
        for path, value in match.data.items():
            _put(data, path.split("."), value)
        owner.meta.data = data
    return owner


def _loads(
    stage: Stage, use: Use, replay: Replay, match: Match | None
) -> Iterator[Any]:
    """Yield the resource of a load, or of each item of a list that it loads from."""
    known = [
        (one["name"], {snake(one["name"]), snake(one.get("memberName", one["name"]))})
        for one in use.subject.definition.get("identifiers", [])
    ]
    match = match or Match()
    unknown = [one for one in known if one[0] not in match.identifiers]
    path = use.definition.get("path") or "@"
    if not unknown:
        yield from _load(stage, use, replay, match)
        return
    simple = _LIST.match(path)
    items = jmespath.search(path.replace("[0]", "[]"), replay.answer)
    for item in items if isinstance(items, list) else []:
        told = {snake(name): value for name, value in item.items()}
        found = {
            name: next((told[m] for m in members if told.get(m) is not None), None)
            for name, members in unknown
        }
        if None in found.values():
            continue
        mine = replay
        if simple:
            # As AWS answers if it is asked for this one.
            mine = replace(replay, answer={**replay.answer, simple[1]: [item]})
        found = {name: value for name, value in found.items() if value is not None}
        yield from _load(
            stage, use, mine, Match({**match.identifiers, **found}, match.data)
        )


def _load(stage: Stage, use: Use, replay: Replay, match: Match) -> Iterator[Any]:
    owner = _owner(stage, use, replay, match)
    planted = {**replay.answer}
    with stage.fake.planted(use.subject.service, use.operation, planted):
        try:
            owner.load()
        except ResourceNotFoundError:
            # Rightly, unless the answer has it.
            known = [v for v in identity(owner)[1:] if not is_stand_in(v)]
            texts = texts_in(replay.answer)
            if known and all(any(str(v) in t for t in texts) for v in known):
                raise
        else:
            yield owner


def _drop(answer: dict[str, Any], path: list[str]) -> None:
    for name in path[:-1]:
        answer = answer.get(name, {})
    answer.pop(path[-1], None)


def _put(data: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        data = data.setdefault(name, {})
    data[path[-1]] = value
