"""The tool that makes small changes and sees whether tests notice them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from mutants import __main__ as command
from mutants.change import Change
from mutants.code import edits_of
from mutants.concerned import names_at
from mutants.data import Place, changed, places_of
from mutants.nearest import nearest
from mutants.sample import draw
from mutants.trial import Outcome, Ran, Tree, Trials

ROOT = Path(__file__).parents[2]
MODULE = "boto3_extensions/_room/thing.py"
TEST = "tests/test_thing.py"


def after(source: str, kind: str) -> list[str]:
    """Return a module with each change of a kind that it can have."""
    return [edit.applied_to(source) for edit in edits_of(source) if edit.kind == kind]


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("comparison flipped", "a = b == c", "a = (b != c)"),
        ("comparison flipped", "a = b <= c", "a = (b < c)"),
        ("boolean exchanged", "a = b and c", "a = (b or c)"),
        ("negation dropped", "a = not b", "a = (b)"),
        ("condition negated", "if a:\n    b()", "if (not a):\n    b()"),
        (
            "condition negated",
            "a = [b for b in c if b]",
            "a = [b for b in c if (not b)]",
        ),
        ("constant changed", "a = 1", "a = 2"),
        ("constant changed", "a = True", "a = False"),
        ("constant changed", "a = 'key'", "a = 'key_'"),
        ("statement dropped", "a()\n", "pass\n"),
        ("statement dropped", "a.b = c", "pass"),
        ("None returned", "def a():\n    return b", "def a():\n    return None"),
        ("loop left otherwise", "for a in b:\n    break", "for a in b:\n    continue"),
        ("sign exchanged", "ä = b + c", "ä = (b - c)"),
    ],
)
def test_a_change_of_each_kind_is_made(kind: str, source: str, expected: str) -> None:
    """In place, with the text around as it was."""
    assert [expected] == after(source, kind)


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""',
        "def a(b: 'key') -> 'name': ...",
        "if TYPE_CHECKING:\n    a = 1",
        "a = 'a message to people'",
    ],
)
def test_nothing_is_changed_that_no_test_has_to_notice(source: str) -> None:
    """Docstrings, annotations, messages and what is for type checkers."""
    assert [] == after(source, "constant changed")


@pytest.mark.parametrize("value", ["", " None", " False"])
def test_no_is_not_replaced_by_nothing(value: str) -> None:
    """Whoever asks takes both alike."""
    assert [] == after(f"def a():\n    return{value}", "None returned")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place("key dropped", ("a",)), {"b": {"type": "Y"}, "c": [1, 2]}),
        (Place("item dropped", ("c", 0)), {"c": [2]}),
        (Place("other value", ("a", "type")), {"a": {"type": "Y"}}),
        (Place("number changed", ("c", 1)), {"c": [1, 3]}),
        (Place("order reversed", ("c",)), {"c": [2, 1]}),
    ],
)
def test_a_document_is_changed_in_one_place(
    place: Place, expected: dict[str, object]
) -> None:
    """A text becomes another one that the same key has; the document stays as it is."""
    document = {"a": {"type": "X"}, "b": {"type": "Y"}, "c": [1, 2]}
    assert place in places_of(document)
    found = changed(document, place, random.Random(1))
    rest = {} if place.kind == "key dropped" else document
    assert rest | expected == found
    assert {"a": {"type": "X"}, "b": {"type": "Y"}, "c": [1, 2]} == document


def test_a_seed_draws_the_same_changes_again() -> None:
    """Another one draws others."""
    one, same, other = (
        list(draw(ROOT, seed, 4, ["boto3_extensions/_arns"])) for seed in (1, 1, 2)
    )
    assert 4 == len(one)
    assert one == same
    assert one != other


def test_only_what_is_asked_for_is_changed() -> None:
    """A file, or what is in a folder, whatever part it is of."""
    only = ["boto3_extensions/data/acm", "tools/definitions/words.py"]
    paths = {change.path for change in draw(ROOT, 1, 6, only)}
    assert {"tools/definitions/words.py"} < paths
    assert {Path(path).parts[:3] for path in paths} == {
        ("boto3_extensions", "data", "acm"),
        ("tools", "definitions", "words.py"),
    }


def written(folder: Path) -> Path:
    """Return a tree with a module and tests that are near and far."""
    files = {
        MODULE: "A = 1\n",
        TEST: "from boto3_extensions._room import thing\n",
        "tests/test_user.py": "from boto3_extensions._room.thing import A\n",
        "tests/test_far.py": "import boto3_extensions\n",
        "tests/fleet/test_thing.py": "from boto3_extensions._room import thing\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_order_of_what_a_request_sends_is_left_alone() -> None:
    """It means nothing."""
    kinds = {place.kind for place in places_of({"params": [{}, {}]})}
    assert {"key dropped", "item dropped"} == kinds


def test_the_nearest_tests_come_first(tmp_path: Path) -> None:
    """Those named as the module, then who imports it; none that need a server."""
    assert [TEST, "tests/test_user.py"] == nearest(written(tmp_path), MODULE)


def test_tests_that_name_what_is_changed_come_before_others(tmp_path: Path) -> None:
    """Whether they import its module or have its function from the package."""
    root = written(tmp_path)
    (root / "tests/test_far.py").write_text("# new_thing() and new_thing(1)\n")
    (root / "tests/test_views.py").write_text("import boto3_extensions\n")
    near = nearest(root, MODULE, ["_add_views", "new_thing"])
    assert [TEST, "tests/test_far.py", "tests/test_user.py"] == near[:3]
    assert ["tests/test_views.py"] == near[3:], "by a word of the function's name"


@pytest.mark.parametrize(
    "files",
    [
        # Who calls it: who tests a module by its name tests what that calls.
        {"boto3_extensions/_hall/desk.py": "from .._room.thing import new\n\nnew()\n"},
        # What a function is for, as it is not imported at the top.
        {
            MODULE: "def new():\n    from .._hall import desk\n\n    return desk\n",
            "boto3_extensions/_hall/desk.py": "",
        },
    ],
    ids=["calls it", "is imported by it"],
)
def test_tests_of_what_is_by_its_side_come_before_others(
    tmp_path: Path, files: dict[str, str]
) -> None:
    """And only where it is about the function that was changed."""
    root = written(tmp_path)
    tests = {"tests/hall/test_desk_top.py": "", "tests/room/test_a.py": ""}
    for name, text in {**files, **tests}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert [TEST, "tests/hall/test_desk_top.py"] == nearest(root, MODULE, ["new"])[:2]
    assert "tests/hall/test_desk_top.py" not in nearest(root, MODULE, ["old"])


def test_tests_of_users_come_after_all_others(tmp_path: Path) -> None:
    """The tests of the room before, and the more modules between, the later."""
    root = written(tmp_path)
    files = {
        "boto3_extensions/_hall/near.py": "def f():\n    from .._room.thing import A\n",
        "boto3_extensions/_hall/far.py": "from . import near\n",
        "boto3_extensions/_hall/farther.py": "import boto3_extensions._hall.far\n",
        "tests/test_a.py": "import boto3_extensions._hall.farther\n",
        "tests/test_b.py": "from boto3_extensions._hall.far import x\n",
        "tests/test_c.py": "from boto3_extensions._hall import near\n",
        "tests/room/test_d.py": "",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    near = ["tests/room/test_d.py", "tests/test_c.py", "tests/test_b.py"]
    assert [TEST, "tests/test_user.py", *near] == nearest(root, MODULE)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (1, []),
        (3, ["Thing"]),
        (5, ["inner", "method", "Thing"]),
        (8, ["_far", "_near", "public"]),
        (10, ["_near", "public"]),
        (13, ["public"]),
    ],
)
def test_a_change_concerns_what_leads_to_it(line: int, names: list[str]) -> None:
    """What it is in, and for a private function the functions that call it."""
    source = (
        "A = 1\n"
        "class Thing:\n"
        "    b = 1\n"
        "    def method(self):\n"
        "        def inner(): return 2\n"
        "        return inner\n"
        "def _far():\n"
        "    return 1\n"
        "def _near():\n"
        "    return _far()\n"
        "def other(): return _farther\n"
        "@decorator\n"
        "def public(): return _near()\n"
    )
    assert names == names_at(source, line)


def test_the_nearest_tests_of_data_are_of_its_service() -> None:
    """After those that go through all files of the kind."""
    path = "boto3_extensions/data/rds/2014-10-31/links-1.json"
    near = nearest(ROOT, path)
    assert near.index("tests/links/test_known.py") < near.index(
        "tests/services/test_rds.py"
    )


def test_the_nearest_tests_of_the_package_itself_are_of_its_import() -> None:
    """It has no name of its own."""
    near = nearest(ROOT, "boto3_extensions/__init__.py")
    assert "tests/test_import.py" == near[0]


def runs_for(change: Change, tree: Tree) -> list[list[str]]:
    """Return the tests of each run for a change that none of them notices."""
    asked: list[list[str]] = []

    def run(tests: Sequence[str], seconds: float) -> Ran:
        asked.append([*tests])
        return Ran(0, "")

    Trials(tree, run, seconds=1, whole=False).try_out(change)
    return asked


def test_a_change_of_data_is_looked_for_in_its_service_first(tmp_path: Path) -> None:
    """Many tests go through all services; what drives others is not run at all."""
    (tmp_path / "from").mkdir()
    tree = Tree(written(tmp_path / "from"), tmp_path)
    path = "boto3_extensions/data/new-thing/2020-01-01/links-1.json"
    (tree.root / path).parent.mkdir(parents=True)
    (tree.root / "tests/driven").mkdir()
    (tree.root / "tests/driven/test_new_thing.py").touch()
    (tree.root / "tests/test_new_thing_more.py").touch()
    change = Change(path, "key dropped", "{}", "[]")
    asked = runs_for(change, tree)
    driver, other = "tests/driven/test_new_thing.py", "tests/test_new_thing_more.py"
    assert [[driver, other, "-k", "new-thing"], [other]] == asked


def test_a_change_of_the_generator_is_looked_for_in_single_services(
    tmp_path: Path,
) -> None:
    """What goes through all of them takes minutes."""
    (tmp_path / "from").mkdir()
    tree = Tree(written(tmp_path / "from"), tmp_path)
    path = "tools/definitions/thing.py"
    (tree.root / path).parent.mkdir(parents=True)
    (tree.root / path).write_text("A = 1\n", encoding="utf-8")
    change = Change(path, "constant changed", "A = 1\n", "A = 2\n")
    asked = runs_for(change, tree)
    assert [TEST, "-m", "not whole"] == asked[0]
    assert 3 == len(asked), "and last in all that it makes, curated and derived"


CHANGE = Change(MODULE, "constant changed", "A = 1\n", "A = 2\n")
Answer = Callable[[str, Sequence[str]], Ran]


def outcome(folder: Path, answer: Answer, *, whole: bool = False) -> str | None:
    """Return what notices a change if pytest answers so to a module and tests."""
    (folder / "from").mkdir()
    tree = Tree(written(folder / "from"), folder)

    def run(tests: Sequence[str], seconds: float) -> Ran:
        return answer((tree.root / MODULE).read_text("utf-8"), tests)

    found = Trials(tree, run, seconds=1, whole=whole).try_out(CHANGE)
    assert CHANGE.before == (tree.root / MODULE).read_text("utf-8")
    return found.killer


def test_a_change_is_noticed_by_a_test_that_fails_with_it(tmp_path: Path) -> None:
    """And passes without it."""

    def answer(module: str, tests: Sequence[str]) -> Ran:
        return Ran(int(module == CHANGE.after), f"FAILED {TEST}::test_a - Assertion")

    assert f"{TEST}::test_a" == outcome(tmp_path, answer)


def test_a_test_that_fails_anyway_notices_nothing(tmp_path: Path) -> None:
    """It is left out, and the others run again."""

    def answer(module: str, tests: Sequence[str]) -> Ran:
        if f"--deselect={TEST}::test_a" in tests:
            return Ran(0, "")
        return Ran(1, f"FAILED {TEST}::test_a - Assertion")

    assert outcome(tmp_path, answer) is None


def test_a_hang_is_noticed(tmp_path: Path) -> None:
    """If the same tests end in time without the change."""

    def answer(module: str, tests: Sequence[str]) -> Ran:
        return Ran(None if module == CHANGE.after else 0, "")

    assert "time" == outcome(tmp_path, answer)


@pytest.mark.parametrize(("code", "killer"), [(4, "time"), (None, None)])
def test_an_end_of_pytest_is_noticed_among_tests_that_fail_anyway(
    tmp_path: Path, code: int | None, killer: str | None
) -> None:
    """With a package that cannot be imported, no test runs; a hang could be theirs."""

    def answer(module: str, tests: Sequence[str]) -> Ran:
        return Ran(code if module == CHANGE.after else 1, "")

    assert killer == outcome(tmp_path, answer)


def test_tests_that_take_too_long_anyway_tell_nothing(tmp_path: Path) -> None:
    """The change counts neither as noticed nor as one that survived."""
    (tmp_path / "from").mkdir()
    tree = Tree(written(tmp_path / "from"), tmp_path)
    trials = Trials(tree, lambda tests, seconds: Ran(None, ""), seconds=1)
    found = trials.try_out(CHANGE)
    assert Outcome(CHANGE, None, is_tried=False) == found
    assert 100 == command.percentage([found])


@pytest.mark.parametrize(
    ("whole", "killer"), [(True, "tests/test_far.py"), (False, None)]
)
def test_the_suite_runs_after_the_nearest_tests(
    tmp_path: Path, whole: bool, killer: str | None
) -> None:
    """Unless it is not wanted."""

    def answer(module: str, tests: Sequence[str]) -> Ran:
        fails = module == CHANGE.after and tests[0] == "tests"
        return Ran(int(fails), "ERROR tests/test_far.py\n")

    assert killer == outcome(tmp_path, answer, whole=whole)


def test_tests_run_with_the_changed_package(tmp_path: Path) -> None:
    """The copy's, to the first failure, and no longer than they may."""
    (tmp_path / "from").mkdir()
    tree = Tree(written(tmp_path / "from"), tmp_path)
    tree.write("boto3_extensions/__init__.py", "")
    tree.write("boto3_extensions/_room/__init__.py", "")
    tree.write(
        TEST,
        "from boto3_extensions._room import thing\n\n"
        "def test_a():\n    assert thing.A == 1\n",
    )
    assert 0 == tree.run([TEST], 60).code
    tree.write(MODULE, CHANGE.after)
    assert 1 == tree.run([TEST], 60).code
    tree.write(MODULE, "while True:\n    pass\n")
    assert tree.run([TEST], 0.5).code is None


def test_a_survivor_is_printed_with_its_difference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A change that was noticed with the test that did."""
    list(command.told([Outcome(CHANGE, None), Outcome(CHANGE, TEST)]))
    printed = capsys.readouterr().out
    assert f"1. SURVIVED  {MODULE}:1: constant changed\n" in printed
    assert "-A = 1\n+A = 2\n" in printed
    assert f"2. killed  {MODULE}:1: constant changed\n   by {TEST}\n" in printed


def test_the_summary_tells_each_part_in_percent() -> None:
    """And all together."""
    data = CHANGE._replace(path="boto3_extensions/data/x/1/links-1.json")
    outcomes = [Outcome(CHANGE, TEST), Outcome(CHANGE, None), Outcome(data, TEST)]
    assert [
        "package: 1 of 2 killed, 50 %",
        "data: 1 of 1 killed, 100 %",
        "all: 2 of 3 killed, 67 %",
    ] == command.summary(outcomes)


@pytest.mark.parametrize(("floor", "code"), [("0", 0), ("50", 0), ("51", 1)])
def test_too_few_noticed_changes_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, floor: str, code: int
) -> None:
    """Below the floor that was asked for; without one, none are too few."""
    outcomes = iter([Outcome(CHANGE, TEST), Outcome(CHANGE, None)])
    monkeypatch.setattr(command, "draw", lambda *args: [CHANGE, CHANGE])
    monkeypatch.setattr(Trials, "try_out", lambda self, change: next(outcomes))
    assert code == command.main(["--floor", floor], root=written(tmp_path))
