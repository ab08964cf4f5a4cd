"""What a newer botocore brings is told, and no name goes without being asked for."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader

from definitions import __main__ as command
from definitions import build, growth, names, toml_file
from definitions.service import Service
from definitions.spec import ServiceSpec
from drafted import specification

DEFINITION = """
service = "cloudtrail"
[types.Channel]
identifiers = { Arn = "ChannelArn" }
inputs = { Arn = ["Channel"] }
[types.Import]
identifiers = { Id = "ImportId" }
"""
MODEL = "cloudtrail/2013-11-01/service-2.json"


def spec(tmp_path: Path, text: str = DEFINITION) -> ServiceSpec:
    """Return the definitions that a TOML gives."""
    return specification(tmp_path, text)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the generator write elsewhere."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(build, "DATA", folder)
    return folder


@pytest.fixture
def since(tmp_path: Path) -> Callable[..., Path]:
    """Put an older botocore into a folder, as pip would: one that lacks something."""

    def write(change: Callable[[dict[str, Any]], None], place: str = MODEL) -> Path:
        shipped = Path(Loader.BUILTIN_DATA_PATH) / f"{place}.gz"
        model = json.loads(gzip.decompress(shipped.read_bytes()))
        change(model)
        path = tmp_path / "older" / "botocore" / "data" / place
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(model), encoding="utf-8")
        return tmp_path / "older"

    return write


def test_what_aws_has_added_is_told(
    tmp_path: Path,
    data: Path,
    since: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Operations with their places, types that may be there now, and attributes."""

    def lacks(model: dict[str, Any]) -> None:
        for name in [*model["operations"]]:
            if "Dashboard" in name or name == "StopImport":
                del model["operations"][name]
        del model["shapes"]["GetChannelResponse"]["members"]["SourceConfig"]

    assert 0 == growth.report([spec(tmp_path)], since(lacks))
    told = capsys.readouterr().out.splitlines()
    assert "cloudtrail" == told[0]
    assert "    StopImport: Import.stop()" in told
    assert "    CreateDashboard: service.create_dashboard()" in told
    assert ["    Dashboard"] == told[told.index("  new types, perhaps") + 1 :][:1]
    assert ["  new attributes", "    Channel: source_config"] == told[-2:]


def test_nothing_new_is_said(
    tmp_path: Path,
    data: Path,
    since: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One line, whatever the number of services."""
    assert 0 == growth.report([spec(tmp_path)], since(lambda model: None))
    assert "AWS has added nothing to these services.\n" == capsys.readouterr().out


def test_an_operation_that_nothing_reaches_is_told(
    tmp_path: Path,
    data: Path,
    since: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A person has to find its place."""
    left_out = '[operations]\nStopImport = { left_out = "for the test" }'
    older = since(lambda model: model["operations"].pop("StopImport"))
    growth.report([spec(tmp_path, DEFINITION + left_out)], older)
    assert "    StopImport: nothing reaches it\n" in capsys.readouterr().out


def test_what_aws_deprecates_is_told(
    tmp_path: Path,
    data: Path,
    since: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It would go from the data by itself, and can be kept by its name."""
    place = "lambda/2015-03-31/service-2.json"
    older = since(
        lambda model: model["operations"]["InvokeAsync"].pop("deprecated"), place
    )
    text = 'service = "lambda"\n'
    growth.report([spec(tmp_path, text)], older)
    told = capsys.readouterr().out
    assert "deprecated by now" in told
    assert told.endswith("    InvokeAsync\n")
    growth.report([spec(tmp_path, f'{text}deprecated = ["InvokeAsync"]')], older)
    assert "InvokeAsync" not in capsys.readouterr().out


def test_a_deprecated_operation_may_be_kept() -> None:
    """Whoever calls it shall go on to."""
    assert "InvokeAsync" not in Service("lambda").operations
    assert "InvokeAsync" in Service("lambda", kept=["InvokeAsync"]).operations


def test_names_that_would_be_gone_fail(
    tmp_path: Path,
    data: Path,
    since: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The data that is there has them, the definitions do not give them any more."""
    command.generate([spec(tmp_path)])
    fewer = spec(
        tmp_path,
        'service = "cloudtrail"\n[types.Import]\nidentifiers = { Name = "ImportId" }',
    )
    assert 1 == growth.report([fewer], since(lambda model: None))
    told = capsys.readouterr().out.splitlines()
    gone = told[told.index("  names that would be gone") + 1 :]
    assert "    Channel (type)" in gone
    assert "    Import.(id) (identifiers)" in gone
    assert "    service.channels (collection)" in gone


def test_what_cannot_be_generated_any_more_is_told(
    tmp_path: Path,
    data: Path,
    since: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The other services are still looked at."""
    broken = spec(tmp_path, DEFINITION + "[operations]\nFlyImport = {}")
    older = since(lambda model: model["operations"].pop("StopImport"))
    assert 1 == growth.report([broken, spec(tmp_path)], older)
    told = capsys.readouterr().out
    assert "  cannot be generated\n    cloudtrail: no operation FlyImport\n" in told
    assert "StopImport: Import.stop()" in told


@pytest.mark.parametrize("folder", [None, Path("nowhere")])
def test_the_older_botocore_has_to_be_there(folder: Path | None) -> None:
    """Without it nothing could be called new."""
    with pytest.raises(toml_file.DefinitionError, match=r"botocore"):
        growth.report([], folder)


def test_every_sort_of_name_is_seen() -> None:
    """Whatever a program may call or read; another kind of the same name will do."""
    service = Service("cloudtrail")
    sources = [{"source": "data"}], [{"source": "input"}]
    body = {
        "identifiers": [{"name": "Arn"}, {"name": "SubId"}],
        "shape": "Channel",
        "load": {},
        "actions": {"DoThis": {}},
        "batchActions": {"Delete": {}},
        "has": {
            name: {"resource": {"identifiers": parts}}
            for name, parts in zip(("AnOwner", "APart"), sources, strict=True)
        },
        "hasMany": {"APlace": {}},
        "waiters": {"ItIs": {}},
    }
    definition = {"service": {}, "resources": {"Thing": body}}
    arns = {"resources": {"Thing": {}}}
    documents = {"resources-1.json": definition, "arns-1.json": arns}
    found = names.names_of(service, documents)
    assert {
        "(arn, sub_id)": "identifiers",
        "*.delete": "batch action",
        "APart": "sub-resource",
        "a_place": "collection",
        "an_owner": "reference",
        "arn": "attribute",
        "channel_arn": "attribute",
        "do_this": "action",
        "load": "action",
        "name": "attribute",
        "wait_until_it_is": "waiter",
    } == dict(sorted(found["Thing"].items()))
    overlay = {"resources-1.sdk-extras.json": {"merge": definition}}
    assert {"service", "Thing"} == set(names.names_of(service, overlay))
    assert [] == names.vanished(found, {**found, "New": {}})
    other = {**found["Thing"], "do_this": "reference"}
    assert [] == names.vanished(found, {**found, "Thing": other})


def test_an_identifier_may_come_to_be_optional() -> None:
    """Whoever gave it, by position or by name, still can."""
    service = Service("cloudtrail")
    before = {"resources": {"T": {"identifiers": [{"name": "A"}, {"name": "B"}]}}}
    optional = [{"name": "A"}, {"name": "B", "optional": True}]
    after = {"resources": {"T": {"identifiers": optional}}}
    had, has = [
        names.names_of(service, {"resources-1.json": one}) for one in (before, after)
    ]
    assert [] == names.vanished(had, has)
    assert ["T.(a) (identifiers)"] == names.vanished(has, had)


def test_an_attribute_may_be_gone_with_its_shape(tmp_path: Path, data: Path) -> None:
    """Another shape of a type's data has other members."""
    service = Service("cloudtrail")
    before = {"resources": {"T": {"shape": "Trail"}}}
    after = {"resources": {"T": {"shape": "TrailInfo"}}}
    found = [
        names.names_of(service, {"resources-1.json": one}) for one in (before, after)
    ]
    assert "T.s3_bucket_name (attribute)" in names.vanished(*found)


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    somebody = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com"]
    subprocess.run(["git", "-C", str(folder), *somebody, *arguments], check=True)


@pytest.fixture
def in_git(tmp_path: Path, data: Path) -> Path:
    """Generate two types, and commit what that gives."""
    command.generate([spec(tmp_path)])
    git(data, "init", "--quiet")
    git(data, "add", ".")
    git(data, "commit", "--quiet", "--message", "for the test")
    return data


FEWER = 'service = "cloudtrail"\n[types.Import]\nidentifiers = { Id = "ImportId" }\n'
LINE = "  cloudtrail.Channel (type)"


def test_names_in_git_are_not_dropped(
    tmp_path: Path, in_git: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The generator names them, and leaves all files as they are."""
    path = in_git / "cloudtrail/2013-11-01/resources-1.json"
    before = path.read_text("utf-8")
    assert 1 == command.generate([spec(tmp_path, FEWER)])
    assert LINE in capsys.readouterr().out.splitlines()
    assert before == path.read_text("utf-8")


def test_names_in_git_are_missed_by_the_check(
    tmp_path: Path, in_git: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has dropped them says so once more, until they are gone from git."""
    fewer = spec(tmp_path, FEWER)
    command.generate([fewer], drop=True)
    assert 1 == command.check([fewer])
    assert LINE in capsys.readouterr().out.splitlines()
    command.check([fewer], drop=True)
    assert LINE not in capsys.readouterr().out.splitlines()


ARN = "arn:{partition}:cloudtrail:{region}:{account}:channel"


def formats(*found: str) -> names.Names:
    """Return the names of a type with ARN formats, all but the first in variants."""
    first, *others = [{"format": f"{ARN}{end}"} for end in found]
    entry = {**first, "variants": [{"when": {"a": "b"}, **one} for one in others]}
    documents = {"arns-1.json": {"resources": {"Channel": entry}}}
    return names.names_of(Service("cloudtrail"), documents)


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        (["/{arn}", "/of/{arn}"], ["/{arn}"], ["/of/{arn}"]),
        (["/{arn}", "/of/{arn}"], ["/of/{arn}"], ["/{arn}"]),
        (["/{arn+}"], ["/{arn}"], ["/{arn+}"]),
        (["/{arn}"], ["/{arn+}"], []),
        (["/{arn}"], [":{arn}"], ["/{arn}"]),
        (["/{_}"], ["/{name.of}"], []),
        (["/{arn}", "/of/{arn}"], ["/of/{_}", "/{_}"], []),
    ],
)
def test_an_arn_format_that_is_read_stays(
    before: list[str], after: list[str], gone: list[str]
) -> None:
    """An ARN that somebody has written down shall make its resource for ever."""
    expected = [f"Channel.{ARN}{end} (ARN format)" for end in gone]
    assert expected == names.vanished(formats(*before), formats(*after))


def test_an_arn_format_in_git_is_not_dropped(
    tmp_path: Path, in_git: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not as a part of a type that stays, either."""
    arn = f'[types.Channel.arn]\nformat = "{ARN}/{{_}}"\narn = "arn"\n'
    kept = 'variants = [{ when = { name = "b" }, format = "FORMAT" }]\n'
    with_format = spec(
        tmp_path, DEFINITION + arn + kept.replace("FORMAT", f"{ARN}:{{_}}")
    )
    assert 0 == command.generate([with_format], drop=True)
    git(in_git, "add", ".")
    git(in_git, "commit", "--quiet", "--message", "a format")
    assert 1 == command.generate([spec(tmp_path, DEFINITION + arn)])
    line = f"  cloudtrail.Channel.{ARN}:{{_}} (ARN format)"
    assert line in capsys.readouterr().out.splitlines()


def test_names_are_dropped_on_demand(tmp_path: Path, in_git: Path) -> None:
    """Those that were never released, for one."""
    assert 0 == command.generate([spec(tmp_path, FEWER)], drop=True)
    resources = names.on_disk(in_git, "cloudtrail")["resources-1.json"]["resources"]
    assert ["Import"] == list(resources)


def test_names_that_are_in_no_commit_may_go(tmp_path: Path, in_git: Path) -> None:
    """While a definition is written its names come and go."""
    one = '[operations]\nStopImport = { on = "Import", as = ["Stop", "Halt"] }\n'
    assert 0 == command.generate([spec(tmp_path, DEFINITION + one)])
    assert 0 == command.generate([spec(tmp_path, DEFINITION)])


def test_where_there_is_no_git_nothing_is_kept(tmp_path: Path, data: Path) -> None:
    """As in an sdist: there is nothing to compare with."""
    assert 0 == command.generate([spec(tmp_path)])
    assert 0 == command.generate([spec(tmp_path, FEWER)])
