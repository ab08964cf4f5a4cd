"""What is wrong with the resources that come out of an example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from boto3_extensions import resource_from_arn
from cli_examples.answers import leaves, text_of, texts_in
from cli_examples.identity import identity, is_arn, named_by
from cli_examples.replay import Replay
from cli_examples.stage import Stage, is_stand_in, snake
from cli_examples.uses import ACTION, COLLECTION, LOAD, Use

# What is about the call, and of no use beside what it was about.
_OF_THE_CALL = {
    "ClientToken", "Location", "location", "MaxItems", "Quantity", "Return",
}  # fmt: skip


def faults(
    stage: Stage, use: Use, replay: Replay, made: Sequence[Any]
) -> Iterator[str]:
    """Yield what is wrong with the resources that a use has made of an example."""
    resources = [one for one in made if hasattr(one, "meta")]
    for one in made:
        if one not in resources:
            yield f"gives {one!r:.60} instead of a {use.type}"
    for one in resources:
        yield from _identifier_faults(use, replay, one)
        yield from _arn_faults(stage, use, replay, one)
    known = {identity(one) for one in resources}
    if use.kind == COLLECTION and len(known) != len(resources):
        yield f"has {len(resources)} items, of which {len(known)} differ"


def _identifier_faults(use: Use, replay: Replay, one: Any) -> Iterator[str]:
    """Yield each identifier that its data, the answer and the request have not."""
    data = _data_of(one)
    held = texts_in(data or replay.answer)
    if use.kind != LOAD:
        held += texts_in(replay.given)
    told = {snake(name): value for name, value in data.items()}
    for identifier in one.meta.resource_model.identifiers:
        value = getattr(one, identifier.name)
        for part in value if isinstance(value, tuple) else [value]:
            if part is None or is_stand_in(part) or _is_in(text_of(part), held):
                continue
            other = told.get(snake(identifier.member_name or identifier.name))
            if use.kind != LOAD or other is not None:
                yield f"{identifier.name} is {part!r}, its data has {other!r}"


def _arn_faults(stage: Stage, use: Use, replay: Replay, one: Any) -> Iterator[str]:
    """Yield how a resource and its own ARN, as AWS tells it, do not go together."""
    kind = use.subject.service, one.meta.resource_model.name
    for member, arn in _own_arns(one):
        named = named_by(arn)
        if named == kind:
            made = resource_from_arn(arn, stage.session(replay.place.account))
            # An ARN that somebody gives for an identifier stays.
            given = any(str(value).startswith("arn:") for value in identity(one)[1:])
            if identity(made) != identity(one) and not given:
                yield f"is {identity(one)}, by its {member} {identity(made)}"
        if named == kind or (named is None and is_arn(arn)):
            read = _read_arn(one)
            if read != arn:
                yield f"has the arn {read}, its {member} is {arn}"


def _read_arn(one: Any) -> str:
    if not hasattr(type(one), "arn"):
        return "of a type that has none"
    try:
        return str(one.arn)
    except Exception as error:
        return f"that raises {type(error).__name__}: {error}"


def _own_arns(one: Any) -> Iterator[tuple[str, str]]:
    """Yield the members of a resource's data that are its own ARN, by their names."""
    kind = one.meta.resource_model.name.lower()
    for member, value in _data_of(one).items():
        noun = member.lower().removesuffix("arn")
        is_own = noun != member.lower() and (noun in kind or noun.endswith(kind))
        if is_own and isinstance(value, str) and value.startswith("arn:"):
            yield member, value


def _data_of(one: Any) -> dict[str, Any]:
    return one.meta.data if isinstance(one.meta.data, dict) else {}


def _is_in(value: str, texts: Iterable[str]) -> bool:
    """Tell whether a text is a value, or has it in it, as ARNs and addresses have."""
    return any(
        value == text or (len(value) > 1 and value.lower() in text.lower())
        for text in texts
    )


def lost(replay: Replay, played: Iterable[tuple[Use, Sequence[Any]]]) -> list[str]:
    """Return the paths of the values of an answer that no resource has.

    A create may leave to the load of what it has made what the load brings.
    """
    held: set[str] = set()
    loaded: set[str] = set()
    for use, made in played:
        for one in made:
            held.update(_held(one))
            if use.kind == ACTION and hasattr(one, "load"):
                loaded |= _members_of(one)
    ends = tuple(filter(None, held))
    held.update(texts_in(replay.given))
    found = set()
    for path, value in leaves(replay.answer):
        text = text_of(value)
        if value in (None, "", False, 0) or text in held:
            continue
        if path.rpartition(".")[2] in _OF_THE_CALL:
            continue
        # Where identifiers are the ends of ARNs.
        if isinstance(value, str) and value.endswith(ends):
            continue
        if loaded.isdisjoint(re.split(r"\W+", path)):
            found.add(path)
    return sorted(found)


def _held(one: Any) -> list[str]:
    """Return every value that a resource has, as text."""
    if not hasattr(one, "meta"):
        return texts_in(one)
    kept = getattr(one, "_boto3_extensions_extras", None)
    extras = dict(getattr(kept, "values", {}))
    return texts_in([one.meta.data, extras, list(identity(one)[1:])])


def _members_of(one: Any) -> set[str]:
    """Return the names of the members that the load of a resource brings."""
    model = one.meta.resource_model
    shape = one.meta.client.meta.service_model.shape_for(model.shape)
    # The Id that a create tells is the ChangeSetId of what it has made.
    short = (name.removeprefix(model.name) for name in shape.members)
    # A path may make the data of several members of what describes it.
    words = re.findall(r"\w+", getattr(model.load, "path", None) or "")
    return {*shape.members, *short, *words[1:]}
