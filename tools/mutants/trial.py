"""The trial of a change: whether a test fails with it that passes without it."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from .change import Change
from .concerned import names_at
from .nearest import nearest

_IGNORED = shutil.ignore_patterns(
    ".*", "__pycache__", "build", "dist", "*.egg-info", "node_modules"
)
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?\.py(?:::.*?)?)(?: - .*)?$", re.MULTILINE)
# pytest's codes for "all passed" and "no tests were collected", and for "some failed".
_PASSED = (0, 5)
_FAILED_SOME = 1
_TIME = "time"
# Without what needs more than Python, and minutes for little.
_SUITE = ["tests", "--ignore=tests/fleet", "--ignore=tests/typing"]
# No tests of pytest's, and what the generator is for: all data made anew and compared.
# Those that nobody has read take longer.
_CHECKS = {
    "the data files, made anew": ["check"],
    "the derived data files, made anew": ["derive", "--check"],
}


class Ran(NamedTuple):
    """The end of a run of tests; the code is None if the time was over."""

    code: int | None
    output: str


class Run(Protocol):
    """The running of tests: names of files or tests, options, seconds at most."""

    def __call__(self, tests: Sequence[str], seconds: float) -> Ran: ...


class Outcome(NamedTuple):
    """The outcome of a trial.

    Attributes:
        change: The change.
        killer: The test that noticed it, or "time" for a hang; None if none did.
        is_tried: Whether the tests could tell: they end in time without the change.
    """

    change: Change
    killer: str | None
    is_tried: bool = True


class Tree:
    """A copy of the tree, in which one file after the other is changed.

    Args:
        root: The tree.
        folder: The folder that the copy is put into.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = folder / "tree"
        shutil.copytree(root, self.root, ignore=_IGNORED)
        # Bytecode is known by the time of its source, in whole seconds.
        self._seconds = itertools.count(int(time.time()) + 1)

    def write(self, path: str, text: str) -> None:
        """Write a file as if a second had passed since the last one."""
        (self.root / path).write_text(text, encoding="utf-8")
        now = next(self._seconds)
        os.utime(self.root / path, (now, now))

    def run(self, tests: Sequence[str], seconds: float) -> Ran:
        """Run tests in the copy, with the copy's package, to the first failure."""
        command = ["pytest", "-x", "-q", "-p", "no:cacheprovider"]
        # The nearest first.
        command += ["-p", "no:randomly"]
        command += [f"--timeout={max(1, int(seconds / 4))}", *tests]
        if tests[0] in _CHECKS:
            command = ["tools.definitions", *_CHECKS[tests[0]]]
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            return Ran(None, process.communicate()[0])
        except BaseException:
            _kill(process)
            raise
        return Ran(process.returncode, output)


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process together with those that its tests have begun."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class Trials:
    """Trials of changes in one tree.

    Args:
        tree: The copy of the tree.
        run: The running of tests.
        seconds: How long a run may take.
        whole: Whether the whole suite follows the nearest tests.
    """

    def __init__(
        self, tree: Tree, run: Run, *, seconds: float, whole: bool = True
    ) -> None:
        self._tree = tree
        self._run = run
        self._seconds = seconds
        self._whole = whole
        # How tests end without any change.
        self._codes: dict[tuple[str, ...], int | None] = {}

    def try_out(self, change: Change) -> Outcome:
        """Return whether a change is noticed."""
        for tests in self._rounds(change):
            outcome = self._outcome(change, tests) if tests else Outcome(change, None)
            if outcome.killer or not outcome.is_tried:
                return outcome
        return Outcome(change, None)

    def _rounds(self, change: Change) -> list[list[str]]:
        """Return the tests to run, nearest first, as arguments of pytest."""
        if change.path.endswith(".json"):
            near = nearest(self._tree.root, change.path)
            # Many tests go through all services, of which one was changed. What drives
            # another notices nothing.
            others = [file for file in near if not file.startswith("tests/driven/")]
            rounds = [[*near, "-k", Path(change.path).parts[-3]], others]
        else:
            names = names_at(change.before, change.line)
            near = nearest(self._tree.root, change.path, names)
            # Drafts of every service take minutes, and tell little more.
            rounds = [near]
            if change.path.startswith("tools/"):
                rounds = [[*near, "-m", "not whole"]] if near else []
                rounds += [[check] for check in _CHECKS]
        return [*rounds, _SUITE] if self._whole else rounds

    def _outcome(self, change: Change, tests: list[str]) -> Outcome:
        while True:
            unfit = [
                one[0]
                for one, code in self._codes.items()
                if code not in _PASSED and not one[1:]
            ]
            is_check = tests[0] in _CHECKS
            left_out = [] if is_check else [f"--deselect={one}" for one in unfit]
            ran = self._changed(change, [*tests, *left_out])
            if ran.code in _PASSED:
                return Outcome(change, None)
            found = _FAILED.findall(ran.output)
            if not found:
                # None of them failed: the time was over, or pytest itself ended.
                usual = self._code([*tests, *left_out])
                # Tests that fail anyway do run, which pytest's own end keeps them from.
                is_end = ran.code is not None and not is_check
                could_tell = usual in _PASSED or (is_end and usual == _FAILED_SOME)
                killer = tests[0] if is_check and ran.code else _TIME
                return Outcome(change, killer if could_tell else None, could_tell)
            if self._code([found[0]]) in _PASSED:
                return Outcome(change, found[0])

    def _changed(self, change: Change, tests: list[str]) -> Ran:
        self._tree.write(change.path, change.after)
        try:
            return self._run(tests, self._seconds)
        finally:
            self._tree.write(change.path, change.before)

    def _code(self, tests: list[str]) -> int | None:
        """Return how tests end without the change; each is run once."""
        key = tuple(tests)
        if key not in self._codes:
            self._codes[key] = self._run(tests, self._seconds).code
        return self._codes[key]
