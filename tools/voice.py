"""Check the first sentences of docstrings: each names its thing with a noun.

    python tools/voice.py boto3_extensions tools

A first sentence is read alone: in a tooltip, in `help()`, in an index. One that
says "what" or "one" where a noun belongs is understood by its writer only. The rule and
examples stand in CONTRIBUTING.rst, in section "Sentences".
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Words that stand in the place of a noun. "Which" and "how" may introduce a question
# whose noun follows ("which account owns it"), "one" may count ("one page").
_EMPTY = re.compile(
    r"""
    \b(?:what|whatever|whoever|whichever)\b
    | \bthat\ which\b
    | ^(?:It|They|This|That)\b
    # "one" or "ones" as a pronoun: at the end of a phrase, or before a verb or clause.
    | \b(?:a|an|the|this|that|each|every|any|another|other|no)\ ones?\b(?!-)
    | \bones?(?=[.,;:)]|\ (?:that|which|who|is|are|was|has|have|in|on|by|for|to|it)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_SENTENCE = re.compile(r"(?:[.!?:](?=\s)|\n\s*\n)")


class Fault(NamedTuple):
    """A first sentence that does not name its thing."""

    place: str
    word: str
    sentence: str


def first_sentence(docstring: str) -> str:
    """Return the first sentence of a docstring, on one line."""
    return " ".join(_SENTENCE.split(docstring.strip(), maxsplit=1)[0].split())


def faults_in(source: str, place: str) -> Iterator[Fault]:
    """Yield the faults of a module's docstrings.

    Args:
        source: The text of the module.
        place: The path of the module, for messages.
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, _DOCUMENTED):
            continue
        docstring = ast.get_docstring(node)
        if docstring is None:
            continue
        sentence = first_sentence(docstring)
        # Names of code and quotations say what they say.
        found = _EMPTY.search(re.sub(r"``.*?``|`.*?`|\".*?\"", "x", sentence))
        if found:
            line = getattr(node, "lineno", 1)
            yield Fault(f"{place}:{line}", found[0], sentence)


def main(folders: list[str]) -> int:
    """Print the faults in folders of Python files, and return how the check ended."""
    files = [path for folder in folders for path in sorted(Path(folder).rglob("*.py"))]
    faults = [
        fault
        for path in files
        for fault in faults_in(path.read_text("utf-8"), path.as_posix())
    ]
    for fault in faults:
        print(f'{fault.place}: "{fault.word}" where a noun belongs: {fault.sentence}')
    print(
        f"{len(faults)} first sentences of {len(files)} files do not name their thing"
    )
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
