"""Compiled models are read where nobody else may write, and while they are true."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore
import pytest

from boto3_extensions._foundation import compiled, models

CONTENT = {"metadata": {"b": 1, "a": [True, None, 1.5, "ü"]}, "again": {"b": 1}}

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid"), reason="Windows tells no owners and modes"
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Give a JSON file."""
    path = tmp_path / "data" / "tiny" / "2020-01-01" / "service-2.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(CONTENT), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, model: Path) -> Path:
    """Give a folder with the compiled model of the JSON file."""
    path = tmp_path / "compiled"
    path.mkdir(mode=0o755)
    key = key_of(model)
    size = model.stat().st_size
    packed = compiled.pack(key, compiled.stamps_of(key), CONTENT, size)
    file = path / compiled.file_name(key)
    file.write_bytes(packed)
    file.chmod(0o644)
    return path


def key_of(model: Path) -> models.Key:
    """Return the key of a JSON file without extras."""
    return (str(model).removesuffix(".json"),)


def read(folder: Path, model: Path) -> dict[str, Any] | None:
    """Return what is read of the compiled model of a JSON file."""
    found = compiled.read(key_of(model), str(folder))
    return None if found is None else found[0]


def file_in(folder: Path) -> Path:
    """Return the only file in a folder."""
    (file,) = folder.iterdir()
    return file


def give_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a file or folder belong to another user than this one and root."""
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
    else:
        monkeypatch.setattr(compiled, "_effective_user", lambda: os.geteuid() + 1)


def test_what_is_read_is_what_was_compiled(folder: Path, model: Path) -> None:
    """Content, order of keys and the size of the JSON come back, in plain dicts."""
    found = compiled.read(key_of(model), str(folder))

    assert found is not None
    assert json.dumps(CONTENT) == json.dumps(found[0])
    assert model.stat().st_size == found[1]
    assert {dict} == {type(found[0]), *map(type, found[0].values())}


def test_equal_parts_stay_apart(folder: Path, model: Path) -> None:
    """Equal strings may be one object, but never dicts: a merge changes one of them."""
    found = read(folder, model)

    assert found is not None
    assert found["again"] is not found["metadata"]


def test_nothing_is_read_where_there_is_no_folder(tmp_path: Path, model: Path) -> None:
    """Most users have compiled nothing."""
    assert read(tmp_path / "none", model) is None


def test_a_model_of_another_length_is_stale(folder: Path, model: Path) -> None:
    """The JSON file was replaced by a longer one, at the same time."""
    before = model.stat()
    model.write_text(json.dumps(CONTENT) + "\n", "utf-8")
    os.utime(model, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert read(folder, model) is None


def test_a_model_of_another_time_is_stale(folder: Path, model: Path) -> None:
    """The JSON file was replaced by one of the same length."""
    os.utime(model, ns=(0, model.stat().st_mtime_ns + 1))

    assert read(folder, model) is None


def test_a_time_without_its_fraction_is_the_same(folder: Path, model: Path) -> None:
    """Layers of container images keep the seconds alone."""
    seconds = model.stat().st_mtime_ns // 10**9
    os.utime(model, ns=(0, seconds * 10**9))
    assert CONTENT == read(folder, model)

    os.utime(model, ns=(0, (seconds + 1) * 10**9))
    assert read(folder, model) is None


def test_a_packed_file_in_the_place_of_the_json_is_another(
    folder: Path, model: Path
) -> None:
    """botocore ships models as .json.gz in one release, as .json in another."""
    model.rename(f"{model}.gz")

    assert read(folder, model) is None


def test_a_missing_json_file_has_no_compiled_model(folder: Path, model: Path) -> None:
    """botocore was uninstalled, or has lost the service."""
    model.unlink()

    assert read(folder, model) is None


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (botocore, "__version__", "0.0.1"),
        (sys, "version", "3.99"),
        (compiled.marshal, "version", 99),
    ],
)
def test_other_releases_read_the_json(
    folder: Path, model: Path, module: Any, name: str, value: Any
) -> None:
    """After an update of Python or botocore nothing of before is believed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, value)
        assert read(folder, model) is None
    assert CONTENT == read(folder, model)


def flipped(written: bytes) -> bytes:
    """Return bytes of which the last but ten has another bit."""
    return written[:-10] + bytes([written[-10] ^ 1]) + written[-9:]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda written: b"",
        lambda written: written[:10],
        lambda written: written[:-10],
        lambda written: written.partition(b"\n")[0] + b"\n",
        lambda written: b"[]\n" + written.partition(b"\n")[2],
        lambda written: b"{}\n" + written.partition(b"\n")[2],
        lambda written: written.replace(b'"stamps": [[', b'"stamps": [[0, '),
        lambda written: written + b"more",
        lambda written: b"\xff" + written,
        flipped,
    ],
)
def test_a_spoilt_file_is_ignored(
    folder: Path, model: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """A disk that was full, or a file that was edited, is no error."""
    file = file_in(folder)
    file.write_bytes(spoil(file.read_bytes()))

    assert read(folder, model) is None


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o777, 0o1777])
def test_a_folder_that_others_may_write_is_ignored(
    folder: Path, model: Path, mode: int
) -> None:
    """Others could put a file of theirs into the place of ours."""
    folder.chmod(mode)

    assert read(folder, model) is None
    assert f"others may write into {folder}" == compiled.reason_to_ignore(str(folder))


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_a_file_that_others_may_write_is_ignored(
    folder: Path, model: Path, mode: int
) -> None:
    """A shared folder's umask may have been 000 or 002."""
    file_in(folder).chmod(mode)

    assert read(folder, model) is None


def test_a_file_of_another_user_is_ignored(
    folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what this user or root has written is believed."""
    give_away(file_in(folder), monkeypatch)

    assert read(folder, model) is None


def test_a_folder_of_another_user_is_ignored(
    folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its owner may change what is in it at any time."""
    give_away(folder, monkeypatch)

    assert read(folder, model) is None


def test_a_folder_below_one_that_others_may_write_is_ignored(
    folder: Path, model: Path
) -> None:
    """Others could put a whole folder into its place."""
    folder.parent.chmod(0o777)
    assert read(folder, model) is None

    # As /tmp: there nobody may rename what belongs to another.
    folder.parent.chmod(0o1777)
    assert CONTENT == read(folder, model)


def test_a_folder_below_one_of_another_user_is_ignored(
    folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner of a folder may rename all that is in it, sticky bit or not."""
    give_away(folder.parent, monkeypatch)
    folder.parent.chmod(0o1777)

    assert read(folder, model) is None


def test_links_are_not_followed(folder: Path, model: Path, tmp_path: Path) -> None:
    """Whoever may change the link chooses what is read: to a folder, or on the way."""
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "above").symlink_to(tmp_path)

    assert read(tmp_path / "link", model) is None
    assert read(tmp_path / "above" / folder.name, model) is None


def test_a_linked_file_is_not_followed(
    folder: Path, model: Path, tmp_path: Path
) -> None:
    """Not even to a file that would do."""
    file = file_in(folder)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")

    assert read(folder, model) is None


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(
    folder: Path, model: Path
) -> None:
    """Whatever is not a plain file is ignored."""
    file = file_in(folder)
    file.unlink()
    os.mkfifo(file, 0o600)

    assert read(folder, model) is None


def test_a_path_from_the_working_folder_is_ignored(
    folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program is started in any folder, others' ones too."""
    monkeypatch.chdir(folder.parent)

    assert read(Path(folder.name), model) is None


def test_the_folder_beside_the_package_needs_no_safe_folders_above(
    folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who may replace it may replace the package."""
    monkeypatch.setattr(compiled, "BESIDE", str(folder))
    folder.parent.chmod(0o777)
    assert CONTENT == read(folder, model)

    folder.chmod(0o777)
    assert read(folder, model) is None


def test_windows_reads_beside_the_package_alone(
    folder: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells neither owners nor who may write."""
    monkeypatch.setattr(compiled, "_effective_user", None)
    assert read(folder, model) is None

    monkeypatch.setattr(compiled, "BESIDE", str(folder))
    assert CONTENT == read(folder, model)
