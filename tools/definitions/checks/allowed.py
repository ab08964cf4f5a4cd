"""The exceptions to the rules that definitions/*.toml makes, each with its reason."""

from __future__ import annotations

from pathlib import Path

from ..spec import ServiceSpec
from ..toml_file import read_all


def read_allowed(folder: Path) -> dict[str, dict[str, str]]:
    """Return, by service, the exceptions that a folder of TOML files makes.

    ``[allowed]`` has them as the checks print them: ``"renamed Stack.name" = "why"``.
    A type's ``equality`` is the reason why its identifiers identify all the same. A
    waiter's ``retry`` has states that pass, though no name tells, and its ``absent``
    what an empty list means.
    """
    return {spec.service: _reasons(spec) for spec in read_all(folder)}


def _reasons(spec: ServiceSpec) -> dict[str, str]:
    equal = {t.name: t.equality for t in spec.types.values() if t.equality}
    waits = {
        f"ends {waiter.name} {state}": "it passes, as [waiters] says"
        for waiter in spec.waiters.values()
        for states in waiter.retry.values()
        for state in (states if isinstance(states, list) else [states])
    }
    missing = {
        f"ends {waiter.name} absent": "[waiters] says that it waits on"
        for waiter in spec.waiters.values()
        if waiter.absent == "waits"
    }
    identity = {f"identity {name}": why for name, why in equal.items()}
    return {**spec.allowed, **identity, **waits, **missing}
