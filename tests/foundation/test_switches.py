"""The switches of what makes boto3 faster: who may turn what on, and who learns of it.

What each switch does has tests of its own.
"""

from __future__ import annotations

import types
from typing import Any

import pytest

import boto3_extensions
from boto3_extensions import _install
from boto3_extensions._foundation import switches
from boto3_extensions._foundation import wraps as wraps

SOME = "classes"


@pytest.fixture(autouse=True)
def all_off(boto3_as_found: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without the environment's choice, and with nothing on."""
    monkeypatch.delenv(switches.VARIABLE, raising=False)
    _install.unpatch()


def on() -> list[str]:
    """Return the names of what is on."""
    return [patch.name for patch in boto3_extensions.speed_patches() if patch.on]


def test_all_is_on_by_default() -> None:
    """Who imports the package gets all of it."""
    _install.patch()

    assert list(switches.SWITCHES) == on()


def test_each_says_what_it_does() -> None:
    """The report tells of every switch in a line of its own."""
    lines = [patch.does for patch in boto3_extensions.speed_patches()]

    assert len(switches.SWITCHES) == len(set(lines))
    assert all(0 < len(line) < 100 and "\n" not in line for line in lines)


@pytest.mark.parametrize(
    ("speed", "expected"),
    [(False, []), ([SOME], [SOME]), (SOME, [SOME]), ((), [])],
)
def test_a_program_chooses(speed: Any, expected: list[str]) -> None:
    """`patch(speed=...)` takes False, one name, or any names."""
    _install.patch(speed=speed)

    assert expected == on()


def test_a_choice_lasts() -> None:
    """Other calls of `patch` leave it, `unpatch` ends it."""
    _install.patch(speed=[SOME])
    _install.arn_patch_boto3()
    assert [SOME] == on()

    _install.unpatch()
    assert [] == on()

    _install.patch()
    assert list(switches.SWITCHES) == on()


def test_a_name_that_is_none() -> None:
    """The error names what there is, and nothing changes."""
    _install.patch(speed=[SOME])

    with pytest.raises(ValueError, match=f"no speed patch 'clases'.*{SOME}"):
        _install.patch(speed=["clases", SOME])
    assert [SOME] == on()


@pytest.mark.parametrize("written", ["0", "off", "FALSE", " no "])
def test_an_operator_switches_all_off(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is off in the environment cannot be switched on by the program."""
    monkeypatch.setenv(switches.VARIABLE, written)
    _install.patch(speed=True)

    assert [] == on()


@pytest.mark.parametrize("written", ["", "1", "on", "True", "yes"])
def test_an_operator_leaves_all_on(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an operator allows, a program may still switch off."""
    monkeypatch.setenv(switches.VARIABLE, written)
    _install.patch()
    assert list(switches.SWITCHES) == on()

    _install.patch(speed=False)
    assert [] == on()


def test_an_operator_allows_some(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Names in the environment are all that can be on; a misspelt one is told of."""
    monkeypatch.setenv(switches.VARIABLE, f"{SOME}, clases,")
    _install.patch()

    assert [SOME] == on()
    assert "BOTO3_EXTENSIONS_SPEED names 'clases'" in caplog.text


def test_every_change_is_another_state() -> None:
    """What keeps the state beside it learns that it is stale."""
    seen = [switches.state]
    for change in (
        _install.patch,
        _install.arn_patch_boto3,
        boto3_extensions.clear_speed_caches,
        _install.unpatch,
    ):
        change()
        seen.append(switches.state)

    assert len(seen) == len({id(state) for state in seen})


def test_caches_of_others_are_cleared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """`clear_speed_caches` calls all that asked for it, and switches nothing off."""
    calls: list[str] = []
    monkeypatch.setattr(switches, "_clearers", [])
    switches.also_clear(lambda: calls.append("cleared"))
    _install.patch(speed=[SOME])

    boto3_extensions.clear_speed_caches()

    assert ["cleared"] == calls
    assert [SOME] == on()


def a_wrap(holder: Any, parameters: tuple[str, ...] | None) -> wraps.Wrap:
    """Describe a wrap that adds one to what a function `count` returns."""
    return wraps.Wrap(
        holders=lambda: [holder],
        attribute="count",
        ours=lambda original, *args: original(*args) + 1,
        is_on=lambda: switches.is_on(SOME),
        parameters=parameters,
    )


def counting() -> Any:
    """Return something that holds a function `count`."""

    def count(start: int) -> int:
        return start

    return types.SimpleNamespace(count=count)


def test_a_wrap_does_nothing_while_it_is_off() -> None:
    """A switch works at once, whether or not the wrapper can be taken off."""
    holder = counting()
    original, wrap = holder.count, a_wrap(holder, ("start",))
    wraps.install_wrap(wrap)
    assert 1 == holder.count(1)

    _install.patch()
    assert 2 == holder.count(1)

    wraps.remove_wrap(wrap)
    assert original is holder.count


@pytest.mark.parametrize("parameters", [("begin",), ("start", "end"), ()])
def test_a_function_that_has_changed_is_left_alone(parameters: tuple[str, ...]) -> None:
    """What takes other parameters than we know is not wrapped."""
    holder = counting()
    original = holder.count

    wraps.install_wrap(a_wrap(holder, parameters))

    assert original is holder.count


@pytest.mark.parametrize("found", [None, len, staticmethod(len), property(len)])
def test_what_is_no_function_is_left_alone(found: Any) -> None:
    """An attribute of another kind than we know is not wrapped."""
    holder = types.SimpleNamespace(count=found)

    wraps.install_wrap(a_wrap(holder, None))

    assert found is holder.count


def test_every_speed_wrap_finds_what_it_knows() -> None:
    """boto3 and botocore have all functions that are wrapped, as they were."""
    _install.patch()

    left_alone = [
        f"{wrap.attribute} ({switch})"
        for switch, wrap in _install.SPEED_PATCHES
        if not wraps.holders_of(wrap)
    ]

    assert [] == left_alone, "boto3 has changed: these wraps stand in _install.FASTER"
