"""The .rst files of AWS CLI: command lines, the files they name, and their output."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The folders that are not called as boto3 calls the service.
_FOLDERS = {"codedeploy": "deploy", "config": "configservice", "s3": "s3api"}
# "Contents of ``policy.json``::", and whatever else names a file.
_FILE = re.compile(r"([\w./-]+\.(?:json|txt|yaml|pem|cfg|xml|zip|py|yml))\b")
_DOTS = re.compile(r"(?:\.\.\.|<[\w -]+>),?[ \t]*$", re.MULTILINE)
_CONTINUED = re.compile(r"[\\^`][ \t]*\n")


class Unusable(Exception):
    """The reason why an example cannot be replayed; a sentence's end."""


@dataclass(frozen=True)
class Example:
    """A command line and its output, as text.

    `nth` counts the commands of a page from one.
    """

    service: str
    page: str
    nth: int
    command: str
    output: str
    files: dict[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.service}/{self.page} {self.nth}"

    def answer(self) -> Any:
        """Return the output as JSON.

        Raises:
            Unusable: if it is none.
        """
        if not self.output:
            raise Unusable("shows no output")
        if self.output[:1] not in "{[":
            raise Unusable("has an output that is no JSON")
        try:
            return json.loads(self.output)
        except ValueError:
            pass
        # Some leave out the end of a list, with or without dots that say so.
        whole = _DOTS.sub("", self.output)
        try:
            return json.loads(re.sub(r",(\s*[]}])", r"\1", whole))
        except ValueError:
            raise Unusable("has an output that is broken JSON") from None


def folder() -> Path:
    """Return the folder of the examples of the installed awscli."""
    found = importlib.util.find_spec("awscli")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pip install --no-deps awscli", name="awscli")
    return Path(found.origin).parent / "examples"


def examples_of(service: str) -> Iterator[Example]:
    """Yield each command of a service's pages; boto3 names the service."""
    here = folder() / _FOLDERS.get(service, service)
    for path in sorted(here.glob("*.rst")):
        yield from read(service, path.stem, path.read_text("utf-8"))


def read(service: str, page: str, text: str) -> Iterator[Example]:
    """Yield each command of a page of the operation that the page is called after."""
    files: dict[str, str] = {}
    commands: list[str] = []
    outputs: list[str] = []
    for label, block in _blocks(text):
        if block.startswith(("aws ", "$ aws ", "C:\\> aws ")):
            commands.append(block[block.index("aws ") :])
            outputs.append("")
        elif _is_output(label, block) and commands and not outputs[-1]:
            outputs[-1] = block
        elif named := _FILE.findall(label):
            files[Path(named[-1]).name] = block
    wanted = f"aws {_FOLDERS.get(service, service)} {page}"
    for nth, (command, output) in enumerate(zip(commands, outputs, strict=True), 1):
        whole = _CONTINUED.sub(" ", command)
        first, *others = whole.strip().splitlines()
        if others:
            first = whole.replace("\n", " ")
        if " ".join(first.split()[:3]) == wanted:
            yield Example(service, page, nth, first, output, files)


def _is_output(label: str, block: str) -> bool:
    if re.search(r"output|response|returns?\b|result", label, re.IGNORECASE):
        return True
    return block.startswith("{") and not _FILE.search(label)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield each literal block, and the line that announces it."""
    lines = text.replace("\t", "    ").splitlines()
    label = ""
    nth = 0
    while nth < len(lines):
        line = lines[nth]
        nth += 1
        if not line.strip():
            continue
        if not line.startswith(" "):
            label = line.strip()
            continue
        block = [line]
        while nth < len(lines) and (not lines[nth].strip() or lines[nth][0] == " "):
            block.append(lines[nth])
            nth += 1
        yield label, "\n".join(one.strip() for one in block).strip()
