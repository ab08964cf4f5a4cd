"""What is wrong with one thing in one definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from definition_driver.subjects import Subject
    from definition_driver.world import World


@dataclass(frozen=True)
class Fault:
    """`where` is the path in the definition, as `ec2.Instance.hasMany.Volumes`."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


def guarded(where: str, check: Callable[[], Iterable[str]]) -> Iterator[Fault]:
    """Yield a fault for each sentence of `check`, and for what it raises."""
    try:
        for sentence in check():
            yield Fault(where, sentence)
    except Exception as error:
        yield Fault(
            where,
            f"using it raises {type(error).__name__}: {error} -- "
            "correct its operation, params, paths or identifiers.",
        )


def driven(
    check: Callable[[World, Subject], Iterable[Fault]],
    world: World,
    subject: Subject,
    section: str,
) -> Iterator[Fault]:
    """Yield what `check` finds; that it cannot even start is a fault as well."""
    try:
        yield from check(world, subject)
    except Exception as error:
        yield Fault(
            subject.where(section),
            f"a {subject.type} cannot be made: {type(error).__name__}: {error}",
        )
