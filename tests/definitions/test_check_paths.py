"""What the checks know of JMESPath: what it would find in data of a shape."""

from __future__ import annotations

import pytest
from botocore.model import Shape

import shelves
from definitions.checks.paths import PathError, describe, spelled, steps, walk

ROOM = {
    "type": "structure",
    "members": {
        "Rows": {"shape": "Rows"},
        "Best": {"shape": "Shelf"},
        "New": {"shape": "ShelfSummaries"},
        "Old": {"shape": "ShelfSummaries"},
    },
}
SHAPES = {"Room": ROOM, "Rows": {"type": "list", "member": {"shape": "ShelfSummaries"}}}


def room() -> Shape:
    """Return a shape with lists of lists."""
    found = shelves.service(shapes=SHAPES).shape_named("Room")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("@", "a structure"),
        ("Best.Title", "a string"),
        ("Best.Length", "an integer"),
        ("Best.Labels.colour", "a string"),
        ("Best.Rooms", "a list of string"),
        ("Best.Rooms[0]", "a string"),
        ("New[].Id", "a list of string"),
        ("New[*]", "a list of structure"),
        ("New[0:2].Id", "a list of string"),
        ("New[-1]", "a structure"),
        ("New[?Title=='x'].Id", "a list of string"),
        ("Rows[]", "a list of structure"),
        ("Rows[*]", "a list of list of structure"),
        ("Rows[][].Id", "a list of string"),
        ("Rows[*][0].Id", "a list of string"),
        ("[New, Old]|[].Id", "a list of string"),
        ("merge(Best, {Row: New}).Title", "a string"),
        ("merge(Best, {Row: New}).Row", "a list of structure"),
        ("New[].not_null(Id, Title)", "a list of string"),
        ("New[].Id.to_string(@)", "a list of string"),
        ("Best.Labels.values(@)", "a list of string"),
        ("values(Best.Labels)[0]", "a string"),
    ],
)
def test_what_a_path_finds(path: str, value: str) -> None:
    """The shapes tell what JMESPath would find, projections included."""
    assert value == describe(walk(path, room()))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("Worst", "Room has no member Worst"),
        ("best", "Room has no member best, but Best"),
        ("Best.Title.Length", "Length is asked of a string"),
        ("Best[]", "a structure is taken for a list"),
        ("[New, Lost]|[].Id", "Room has no member Lost"),
        ("merge(Best, New)", "a list of structure is merged"),
        ("Best.to_string(@)", "to_string is asked of no scalar"),
        ("values(Best)", "values are asked of a structure"),
        ("{Row: Lost}", "Room has no member Lost"),
        (
            "keys(Best)",
            "its function_expression cannot be checked; use fields, [] and [0]",
        ),
        ("Best || New", "its or_expression cannot be checked; use fields, [] and [0]"),
        ("Best.", "Best. is not a JMESPath"),
    ],
)
def test_what_a_path_does_not_find(path: str, message: str) -> None:
    """The message says at which step the path leads nowhere."""
    with pytest.raises(PathError) as caught:
        walk(path, room())
    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("@", ""),
        ("New[].Id", "New[].Id"),
        ("New[*].Id", "New[].Id"),
        ("Rows[][0].Best", "Rows[][0].Best"),
        ("New[]|[0].Id", "New[][0].Id"),
    ],
)
def test_the_steps_of_a_path(path: str, way: str) -> None:
    """Two ways to write one path have the same steps."""
    assert way == spelled(steps(path))
