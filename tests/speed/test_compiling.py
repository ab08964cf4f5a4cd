"""Models are compiled whole, into safe folders, and change nothing but the time."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import botocore.loaders
import botocore.session
import pytest
from moto.core.loaders import create_loader

import boto3_extensions
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._foundation import compiled, models
from boto3_extensions._foundation.models import parsed_files
from boto3_extensions._speed.compiling import compile_models
from boto3_extensions.exceptions import CompiledFolderError, UnknownNameError

SERVICES = ("s3", "sqs", "rds")

pytestmark = [
    pytest.mark.skipif(
        not hasattr(os, "geteuid"),
        reason="Windows reads no folder that a variable names",
    ),
    pytest.mark.usefixtures("nothing_read"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the path of a folder that programs look into, and that is not there."""
    monkeypatch.setenv(compiled.VARIABLE, str(tmp_path / "compiled"))
    return tmp_path / "compiled"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the list of the JSON files that are parsed from now on, by their names."""
    names: list[str] = []
    original = models._parsed

    def note(path: str) -> Any:
        names.append(os.path.basename(path))
        return original(path)

    monkeypatch.setattr(models, "_parsed", note)
    return names


def write(folder: Path, *services: str) -> None:
    """Compile the models of services."""
    compile_models(Catalog().loader, services or SERVICES, str(folder))
    parsed_files.clear()


def loader_of(session: boto3.Session) -> Any:
    """Return the loader of a session."""
    return session._session.get_component("data_loader")


def load(session: boto3.Session, service: str = "sqs", kind: str = "service-2") -> Any:
    """Load a model as botocore does."""
    return loader_of(session).load_service_model(service, kind)


@pytest.mark.parametrize("service", SERVICES)
def test_compiled_models_are_botocores(
    folder: Path, parsed: list[str], service: str
) -> None:
    """They are those that botocore's own loader reads, extras and order included."""
    write(folder, service)
    shared = loader_of(boto3.Session())
    plain = botocore.loaders.Loader(include_default_search_paths=False)
    plain.search_paths.extend(shared.search_paths)
    plain.extras_types[:] = shared.extras_types
    parsed.clear()
    for kind in ("service-2", "resources-1", "endpoint-rule-set-1"):
        if os.path.exists(folder / compiled.file_name(key_of(shared, service, kind))):
            expected = plain.load_service_model(service, kind)

            assert json.dumps(expected) == json.dumps(load_fresh(service, kind))
            assert [] == parsed


def key_of(loader: Any, service: str, kind: str) -> models.Key:
    """Return the key of a model."""
    version = loader.determine_latest_version(service, kind)
    return models.shared_files(loader, f"{service}/{version}/{kind}")


def load_fresh(service: str, kind: str) -> Any:
    """Load a model that no session has."""
    parsed_files.clear()
    return load(boto3.Session(), service, kind)


def test_a_client_starts_without_json(folder: Path, parsed: list[str]) -> None:
    """Of a service that was compiled, small files alone are parsed."""
    write(folder)
    parsed.clear()
    boto3.Session(region_name="us-east-1").client("s3")

    assert {"service-2", "endpoints", "endpoint-rule-set-1"}.isdisjoint(parsed)


def test_each_session_gets_a_document_of_its_own(folder: Path) -> None:
    """A change stays with its session, as with models out of JSON."""
    write(folder)
    one, other = load(boto3.Session()), load(boto3.Session())
    one["operations"]["Mine"] = {}

    assert "Mine" not in other["operations"]
    assert "Mine" not in load(boto3.Session())["operations"]


def test_the_switch_turns_compiled_models_off(folder: Path, parsed: list[str]) -> None:
    """`compiled` is a speed patch of its own."""
    write(folder)
    names = [one.name for one in boto3_extensions.speed_patches()]
    boto3_extensions.patch(speed=[name for name in names if name != "compiled"])
    parsed.clear()
    load(boto3.Session())

    assert "service-2" in parsed


def test_unpatched_botocore_reads_its_own(folder: Path, parsed: list[str]) -> None:
    """Nothing that was compiled is read without the patch, nor by our parser."""
    write(folder)
    boto3_extensions.unpatch()
    parsed.clear()
    model = load(boto3.Session())

    assert models.source_of(model) is None
    assert [] == parsed
    assert {} == dict(parsed_files._used)


def test_a_model_of_the_users_wins(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`AWS_DATA_PATH` counts before all that was compiled."""
    write(folder)
    path = tmp_path / "mine" / "sqs" / "2012-11-05" / "service-2.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"metadata": {"mine": true}}', "utf-8")
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path / "mine"))

    assert {"metadata": {"mine": True}} == load(boto3.Session())


def test_a_model_of_the_users_is_not_compiled(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What botocore itself has to read is left out."""
    path = tmp_path / "mine" / "sqs" / "2012-11-05" / "service-2.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"long": "x" * 100_000}), "utf-8")
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path / "mine"))
    write(folder, "sqs")

    assert [] == [*folder.glob("sqs-*service-2*")]


def test_motos_loader_reads_json(folder: Path, parsed: list[str]) -> None:
    """It merges extras of its own into what botocore's loader has read."""
    write(folder)
    core = botocore.session.Session()
    core.register_component("data_loader", create_loader())
    parsed.clear()
    read = load(boto3.Session(botocore_session=core), "s3")

    assert models.source_of(read) is None
    assert [] == parsed


def test_files_are_nobody_elses_to_write(folder: Path) -> None:
    """Even where the umask would let all write, and where it lets nobody read."""
    for umask, kept in ((0o000, 0o755), (0o027, 0o750)):
        before = os.umask(umask)
        try:
            write(folder, "sqs")
        finally:
            os.umask(before)
        modes = {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}

        assert {kept & 0o644} == modes
        assert 0o755 == stat.S_IMODE(folder.stat().st_mode)


def test_a_folder_that_others_may_write_is_refused(folder: Path) -> None:
    """The command says why, and writes nothing."""
    folder.mkdir()
    folder.chmod(0o777)
    with pytest.raises(CompiledFolderError, match="others may write into"):
        write(folder)

    assert [] == [*folder.iterdir()]


def test_a_link_to_a_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    """What is written through it would be ignored."""
    (tmp_path / "real").mkdir()
    folder.symlink_to(tmp_path / "real")
    with pytest.raises(CompiledFolderError, match="is not a folder"):
        write(folder)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Folders above it are not made: nobody knows who may write there."""
    with pytest.raises(CompiledFolderError, match=r"No such file.*--folder"):
        write(tmp_path / "missing" / "compiled")


def test_a_file_that_cannot_be_replaced_is_told(folder: Path) -> None:
    """No part of a new file is left."""
    write(folder, "sqs")
    files = {*folder.iterdir()}
    for file in files:
        file.unlink()
        file.mkdir()
    with pytest.raises(CompiledFolderError, match="cannot be written"):
        write(folder, "sqs")

    assert files == {*folder.iterdir()}


def test_unknown_services_are_refused(folder: Path) -> None:
    """Nothing is written for the others, either."""
    with pytest.raises(UnknownNameError, match=r"'s33'.*'s3'"):
        write(folder, "s33", "sqs")
    with pytest.raises(UnknownNameError, match="name some"):
        compile_models(Catalog().loader, (), str(folder))

    assert not folder.exists()


def test_processes_that_compile_at_once_leave_whole_files(folder: Path) -> None:
    """A file is put into its place whole: any reader finds an old or a new one."""
    command = [sys.executable, "-m", "boto3_extensions", "compile", "sqs"]
    command += ["--folder", str(folder)]
    others = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [other.communicate(timeout=120)[1] for other in others]
    assert [b""] * 3 == said

    assert [0] * 3 == [other.returncode for other in others]
    assert {".".join(file.name.split(".")[2:]) for file in folder.iterdir()} == {
        sys.implementation.cache_tag
    }
    for file in folder.iterdir():
        assert file.read_bytes().startswith(b'{"made": ')


def test_compiling_again_replaces_stale_files(folder: Path, parsed: list[str]) -> None:
    """After an update of botocore the files have the names that they had."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore, "__version__", "0.0.1")
        write(folder, "sqs")
    files = {*folder.iterdir()}
    parsed.clear()
    load(boto3.Session())
    assert "service-2" in parsed

    write(folder, "sqs")
    parsed.clear()
    load(boto3.Session())
    assert [] == parsed
    assert files == {*folder.iterdir()}
