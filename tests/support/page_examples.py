"""The examples of a page of the documentation: run as a reader would, in order.

A block with prompts prints what it shows. A ``text`` block right after a ``python``
block is what that prints. What prints something shows it.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^\.\. code-block:: (\w+)\n\n((?:   .*\n|\n)+)", re.MULTILINE)
_NAMED = re.compile(r"``([\w/.-]+\.json)``[^`]*?:\n\n\.\. code-block:: json")


class Example(NamedTuple):
    """One code block, and what it prints, if that is shown."""

    language: str
    code: str
    output: str | None


def examples(page: str) -> Iterator[Example]:
    """Yield the code blocks of a page, by its path in the checkout."""
    text = (ROOT / page).read_text("utf-8")
    found = list(_BLOCK.finditer(text))
    for number, block in enumerate(found):
        language = block[1]
        output = None
        if language == "python" and number + 1 < len(found):
            after = found[number + 1]
            if after[1] == "text" and after.start() == block.end():
                output = _unindented(after)
        yield Example(language, _unindented(block), output)


def run(page: str, names: dict[str, Any]) -> list[str]:
    """Run the examples of a page; return the lines that its ``python`` blocks print.

    Raises:
        AssertionError: One prints something else than is shown, or that is not shown.
    """
    printed: list[str] = []
    for example in examples(page):
        if example.language == "python":
            told = io.StringIO()
            with contextlib.redirect_stdout(told):
                exec(compile(example.code, page, "exec"), names)
            _compare(page, example, told.getvalue())
            printed += told.getvalue().splitlines()
        elif example.language == "pycon":
            parsed = doctest.DocTestParser().get_doctest(
                example.code, names, page, page, 0
            )
            runner = doctest.DebugRunner(optionflags=doctest.ELLIPSIS)
            runner.run(parsed, clear_globs=False)
            names.update(parsed.globs)
    return printed


def write_files(page: str, folder: Path) -> None:
    """Write the JSON files that a page shows, by the path named before each."""
    text = (ROOT / page).read_text("utf-8")
    shown = [one.code for one in examples(page) if one.language == "json"]
    for path, code in zip(_NAMED.findall(text), shown, strict=True):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(code, "utf-8")


def _compare(page: str, example: Example, told: str) -> None:
    if example.output is None:
        assert "" == told, f"{page} does not show what it prints:\n{told}"
        return
    fits = doctest.OutputChecker().check_output(
        example.output.strip() + "\n", told, doctest.ELLIPSIS
    )
    assert fits, f"{page} shows\n{example.output}\nbut this prints\n{told}"


def _unindented(block: re.Match[str]) -> str:
    return re.sub(r"^   ", "", block[2], flags=re.MULTILINE)
