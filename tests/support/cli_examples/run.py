"""All examples of a service, replayed through all that uses their operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore import xform_name

from cli_examples.judging import faults, lost
from cli_examples.reading import Unusable, examples_of
from cli_examples.replay import Replay, play, prepared
from cli_examples.stage import Stage
from cli_examples.uses import Use, uses_of


@dataclass
class Outcome:
    """What the examples of one service have shown.

    Attributes:
        faults: What is wrong, by the example and the use: ``ecs/list-tasks 1 ecs...``.
        unusable: Why examples cannot be replayed, by the example.
        played: The uses that an example was replayed through.
        unplayed: Those of whose operations there are usable examples, of which none
            asks as they do.
    """

    faults: dict[str, str] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)
    played: set[str] = field(default_factory=set)
    unplayed: set[str] = field(default_factory=set)


def run(stage: Stage, service: str) -> Outcome:
    """Replay the examples of a service, as boto3 names it."""
    outcome = Outcome()
    uses = uses_of(service)
    operations = {xform_name(name, "-"): name for name in uses}
    for example in examples_of(service):
        if example.page not in operations:
            continue
        name = operations[example.page]
        operation = stage.fake.operation(service, name)
        pagination = stage.fake.pagination(service, name)
        try:
            replay = prepared(example, operation, pagination)
        except Unusable as reason:
            outcome.unusable[str(example)] = str(reason)
        else:
            _replay(stage, uses[name], replay, outcome)
    outcome.unplayed -= outcome.played
    return outcome


def _replay(
    stage: Stage, uses: Sequence[Use], replay: Replay, outcome: Outcome
) -> None:
    played: list[tuple[Use, list[Any]]] = []
    for use in uses:
        outcome.unplayed.add(str(use))
        where = f"{replay.example} {use}"
        try:
            made = play(stage, use, replay)
            if made is None:
                continue
            outcome.played.add(str(use))
            played.append((use, made))
            found = list(faults(stage, use, replay, made))
        except Exception as error:
            found = [f"raises {type(error).__name__}: {error}"]
        if found:
            outcome.faults[where] = "; ".join(found)
    if played and (gone := lost(replay, played)):
        outcome.faults[f"{replay.example} {played[0][0]} loses"] = ", ".join(gone)
