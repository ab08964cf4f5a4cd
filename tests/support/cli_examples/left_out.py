"""The examples that are not replayed, and the uses that none is replayed through.

`left_out.txt` has them, with the reason why an example cannot be replayed; what asks
otherwise than all examples of its operation has none. To write it anew, for another
release of awscli, in ``tests``::

    python -m cli_examples.left_out
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import account_hosts
import boto3_extensions
from cli_examples.run import Outcome, run
from cli_examples.stage import Stage
from definition_driver.subjects import services
from definition_driver.world import own_loader
from fake_aws import FakeAws

PATH = Path(__file__).with_name("left_out.txt")
HEAD = """\
# What of AWS CLI's examples is not replayed, see left_out.py, which writes this.
"""


def lines_of(outcome: Outcome) -> list[str]:
    """Return the lines that an outcome gives."""
    reasons = [f"{example}: {why}" for example, why in outcome.unusable.items()]
    return [*reasons, *(f"{use}: no example asks so" for use in outcome.unplayed)]


def known(service: str) -> set[str]:
    """Return the lines of a service."""
    lines = PATH.read_text("utf-8").splitlines()
    return {line for line in lines if line.startswith((f"{service}/", f"{service}."))}


def written(outcomes: Iterable[Outcome]) -> str:
    """Return the whole file."""
    lines = sorted(line for outcome in outcomes for line in lines_of(outcome))
    return HEAD + "\n".join(lines) + "\n"


def figures(outcomes: Mapping[str, Outcome]) -> str:
    """Return how many examples and uses were replayed, in words."""
    played = [use for one in outcomes.values() for use in one.played]
    kinds = {kind: sum(f".{kind}" in use for use in played) for kind in _KINDS}
    spelled = ", ".join(f"{kinds[kind]} {word}" for kind, word in _KINDS.items())
    unusable = sum(len(one.unusable) for one in outcomes.values())
    return f"{spelled}; {unusable} examples cannot be replayed"


_KINDS = {"hasMany": "collections", "load": "loads", "actions": "creates"}


def main() -> None:
    """Write the file."""
    boto3_extensions.arn_patch_boto3()
    account_hosts.resolve()
    with FakeAws(own_loader()) as fake:
        stage = Stage(fake)
        outcomes = {service: run(stage, service) for service in services()}
    PATH.write_text(written(outcomes.values()), encoding="utf-8")
    print(figures(outcomes))


if __name__ == "__main__":
    main()
