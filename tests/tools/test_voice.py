"""The check of first sentences finds those without a noun, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

import voice


def words_found(docstring: str) -> list[str]:
    """Return the words that the check finds in a function's docstring."""
    source = f"def function():\n    {docstring!r}\n"
    return [fault.word for fault in voice.faults_in(source, "module.py")]


@pytest.mark.parametrize(
    ("docstring", "word"),
    [
        ("Return what a path finds.", "what"),
        ("What STS answered.", "What"),
        ("Remember the tags, whatever is known of them.", "whatever"),
        ("Return that which is cached.", "that which"),
        ("It is called for every client.", "It"),
        ("This tells the account of an ARN.", "This"),
        ("The one that is kept.", "The one"),
        ("Yield all names but the ones with overloads.", "the ones"),
        ("A table of dicts, one for each resource.", "one"),
        ("Return the region of a service that has one.", "one"),
        ("Return a class\n    or what stands for it.\n    ", "what"),
    ],
)
def test_word_without_a_noun_is_found(docstring: str, word: str) -> None:
    """A word that stands in the place of a noun is found, wherever it stands."""
    assert [word] == words_found(docstring)


@pytest.mark.parametrize(
    "docstring",
    [
        "Return the ARN template of a resource type.",
        "Return how many items one page has.",
        "Tell which account owns a resource.",
        "Return one-time passwords of a device.",
        "Refuse the name ``what`` and the method `one`.",
        'Return the message "what is that?" of an error.',
        "Return the owner of a bucket. It is what STS tells.",
        "Return the owner of a bucket.\n\n    What STS tells.\n    ",
        "Load a bucket: it is kept.",
    ],
)
def test_sentence_with_its_noun_is_left_alone(docstring: str) -> None:
    """Nouns, counts, questions, code, and later sentences are no faults."""
    assert [] == words_found(docstring)


def test_modules_classes_and_methods_are_read() -> None:
    """Docstrings of all kinds are read, each with its place."""
    source = '''"""What there is."""
class Thing:
    """What it is."""
    async def method(self):
        """Do what is asked."""
    def other(self):
        pass
'''

    faults = list(voice.faults_in(source, "thing.py"))

    assert ["thing.py:1", "thing.py:2", "thing.py:4"] == [
        fault.place for fault in faults
    ]


def test_folder_with_a_fault_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints the place, the word and the sentence, and fails."""
    module = tmp_path / "room" / "module.py"
    module.parent.mkdir()
    module.write_text('"""Finds what there is."""\n', encoding="utf-8")

    assert 1 == voice.main([str(tmp_path)])
    fault, total = capsys.readouterr().out.splitlines()
    assert f'{module.as_posix()}:1: "what" where a noun belongs: ' in fault
    assert fault.endswith("Finds what there is.")
    assert total.startswith("1 first sentences of 1 files")


def test_folder_without_faults_passes(tmp_path: Path) -> None:
    """The command succeeds where every sentence has its noun."""
    (tmp_path / "module.py").write_text('"""Rules of ARNs."""\n', encoding="utf-8")

    assert 0 == voice.main([str(tmp_path)])


def test_folder_without_files_is_no_success(tmp_path: Path) -> None:
    """A folder that has moved does not pass for one without faults."""
    assert 1 == voice.main([str(tmp_path)])
