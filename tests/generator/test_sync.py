"""A newer botocore is taken in by rules, service by service, and never half way."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore
import pytest
import tomlkit
from botocore.loaders import Loader

from definitions import __main__ as command
from definitions import build, history, service, sync, toml_file, withdrawal

MODEL = Path("cloudtrail/2013-11-01/service-2.json")
DEFINITION = """
service = "cloudtrail"

# Where events of other sources come in.
[types.Channel]
identifiers = { Arn = "ChannelArn" }
inputs = { Arn = ["Channel"] }

[types.Import]
identifiers = { Id = "ImportId" }

[operations]
StopImport = { on = "Import", as = "Stop" }
WithdrawnOperation = { on = "Import" }
"""
Change = Callable[[dict[str, Any]], None]


class Workplace:
    """Definitions and data of one service, and the botocore they are made from."""

    def __init__(self, folder: Path) -> None:
        self.definitions = folder / "definitions"
        self.data = folder / "data"
        self.older = folder / "older"
        for made in (self.definitions, self.data):
            made.mkdir()
        self.toml = self.definitions / "cloudtrail.toml"
        self.write(DEFINITION.replace('WithdrawnOperation = { on = "Import" }\n', ""))

    def write(self, text: str) -> None:
        """Write the definitions."""
        self.toml.write_text(text, encoding="utf-8")

    def older_botocore(self, change: Change) -> None:
        """Make the data from a botocore that differs from the installed one."""
        shipped = Path(Loader.BUILTIN_DATA_PATH) / f"{MODEL}.gz"
        model = json.loads(gzip.decompress(shipped.read_bytes()))
        change(model)
        path = self.older / MODEL
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(model), encoding="utf-8")
        for kind in ("paginators-1", "waiters-2"):
            for beside in shipped.parent.glob(f"{kind}.json*"):
                (path.parent / beside.name).write_bytes(beside.read_bytes())

    def generate(self) -> None:
        """Write the data that the definitions give."""
        for path, document in build.documents(toml_file.read(self.toml), {}).items():
            target = self.data / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(build.as_text(document), encoding="utf-8")

    def sync(self) -> sync.Synced:
        """Take the installed botocore in."""
        (one,) = sync.sync(["cloudtrail"], self.older)
        return one

    def written(self, name: str) -> dict[str, Any]:
        """Return a data file."""
        path = self.data / MODEL.parent / name
        return dict(json.loads(path.read_text("utf-8")))


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """Have the generator read and write elsewhere."""
    made = Workplace(tmp_path)
    monkeypatch.setattr(build, "DATA", made.data)
    monkeypatch.setattr(sync, "DEFINITIONS", made.definitions)
    monkeypatch.setattr(history, "HISTORY", made.definitions / "history.json")
    monkeypatch.setattr(history, "MADE_FROM", made.data / "made-from-1.json")
    return made


def without_stop_import(model: dict[str, Any]) -> None:
    """Take an operation out that the installed botocore has."""
    del model["operations"]["StopImport"]


def with_withdrawn(model: dict[str, Any]) -> None:
    """Put an operation in that the installed botocore no longer has."""
    stop = model["operations"]["StopImport"]
    model["operations"]["WithdrawnOperation"] = {**stop, "name": "WithdrawnOperation"}


def parts(text: str) -> dict[Path, Any]:
    """Return definitions as they are parsed to be changed."""
    return {Path("cloudtrail.toml"): tomlkit.parse(text)}


def test_withdrawn_operation_leaves_the_toml_alone() -> None:
    """What names an operation that is gone goes; comments and all else stay."""
    documents = parts(DEFINITION)

    lines, _ = withdrawal.drop_withdrawn(documents)

    assert ["operations.WithdrawnOperation"] == lines
    (left,) = documents.values()
    gone = 'WithdrawnOperation = { on = "Import" }\n'
    assert DEFINITION.replace(gone, "") == tomlkit.dumps(left)


def test_type_of_which_nothing_is_left_goes_with_what_refers_to_it() -> None:
    """A type that AWS has withdrawn takes its operations and children with it."""
    text = (
        DEFINITION
        + """
[types.Gone]
identifiers = { Id = "GoneId" }
[types.GoneChild]
parent = "Gone"
identifiers = { Id = "ImportId" }
"""
    )
    documents = parts(text.replace('on = "Import", as', 'on = ["Import", "Gone"], as'))

    lines, made = withdrawal.drop_withdrawn(documents)

    assert {"types.Gone", "types.GoneChild"} <= set(lines)
    (definition,) = (d for p, d in made.items() if p.name == "resources-1.json")
    assert {"Channel", "Import"} == set(definition["resources"])
    assert "Stop" in definition["resources"]["Import"]["actions"]


def test_one_of_the_types_that_an_operation_makes_goes_alone() -> None:
    """What is left of a list is made still; where none is left, the rules decide."""
    text = (
        DEFINITION
        + """
StartImport = { on = "service", returns = ["Gone", "Import"] }
ListImports = { on = "service", returns = ["Gone"] }
"""
    )
    documents = parts(text)

    lines, _ = withdrawal.drop_withdrawn(documents)

    (document,) = documents.values()
    assert ["Import"] == document["operations"]["StartImport"]["returns"]
    assert "returns" not in document["operations"]["ListImports"]
    assert "operations.ListImports.returns" in lines


def test_what_is_mended_is_told() -> None:
    """A reference to a type that is gone leaves with a line for who looks."""
    found = parts(
        'service = "cloudtrail"\n[types.Import]\n'
        'references = { Of = { type = "Channel", path = "Id" }, Trail = "TrailName" }\n'
    )
    told = withdrawal._mend(found, "Import refers to Channel, no type")
    assert "types.Import.references.Of" == told
    (document,) = found.values()
    assert {"Trail": "TrailName"} == document["types"]["Import"]["references"]
    assert withdrawal._mend(found, "Import refers to Channel, no type") is None


def test_what_aws_deprecates_is_told_and_kept() -> None:
    """Once: what stands in the TOML by now is no news."""
    found = parts('service = "lambda"\n[types.Function]\n')
    before = service.Service("lambda", kept=["InvokeAsync"])
    told = withdrawal.keep_deprecated(found, before)
    assert ["deprecated, and kept: InvokeAsync"] == told
    (document,) = found.values()
    assert ["InvokeAsync"] == document["deprecated"]
    assert [] == withdrawal.keep_deprecated(found, before)


def test_that_nothing_is_left_to_decide_is_told(work: Workplace) -> None:
    """Or a person would look for it."""
    work.generate()
    work.older_botocore(lambda model: None)
    assert "Nothing is left for a person to decide." == sync.review([work.sync()])[-1]


def test_new_operation_is_placed_and_its_release_remembered(work: Workplace) -> None:
    """What AWS added is in the data, and the release that has it beside it."""
    work.older_botocore(without_stop_import)
    work.write(DEFINITION.partition("[operations]")[0])
    work.generate()

    one = work.sync()

    assert "" == one.fault
    assert one.growth is not None
    assert {"StopImport": ["Import.stop()"]} == one.growth.operations
    since = work.written("offered-1.json")["since"]
    assert {"StopImport": botocore.__version__} == since["operations"]
    assert {"version": "1.0", "botocore": botocore.__version__} == json.loads(
        history.MADE_FROM.read_text("utf-8")
    )


@pytest.mark.parametrize(
    ("operation", "is_list"),
    [("ListPublicKeys", True), ("RegisterOrganizationDelegatedAdmin", False)],
)
def test_new_list_without_a_type_is_for_a_person(
    work: Workplace, operation: str, is_list: bool
) -> None:
    """Another operation that is called on the service stays there."""
    work.generate()
    work.older_botocore(lambda model: model["operations"].pop(operation))
    lines = sync.review([work.sync()])
    told = [line for line in lines if f"lists what has no type: {operation}" in line]
    assert is_list is any("its items have Value, " in line for line in told)
    assert is_list is (lines[-1] != "Nothing is left for a person to decide.")


def test_pagination_that_came_late_is_brought_along(work: Workplace) -> None:
    """A collection has all its pages on a botocore that knows no pages of it, too."""
    work.older_botocore(without_stop_import)
    pages = work.older / MODEL.parent / "paginators-1.json"
    known = json.loads(pages.read_text("utf-8"))
    ours = known["pagination"].pop("ListImports")
    pages.write_text(json.dumps(known), encoding="utf-8")
    work.write(DEFINITION.partition("[operations]")[0])
    work.generate()
    name = "paginators-1.boto3-extensions-extras.json"

    one = work.sync()

    assert "" == one.fault
    assert ours == work.written(name)["merge"]["pagination"]["ListImports"]


def test_withdrawn_name_is_remembered(work: Workplace) -> None:
    """A name that went with its operation is told with the release that lacks it."""
    work.older_botocore(with_withdrawn)
    work.write(DEFINITION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "_loader", service.loader_of(str(work.older)))
        work.generate()
    told = {"release": botocore.__version__, "operation": "WithdrawnOperation"}

    one = work.sync()

    assert ["Import.withdrawn_operation (action)"] == one.withdrawn
    assert {"Import": {"withdrawn_operation": told}} == one.entry["withdrawn"]


def test_service_that_cannot_be_generated_is_kept(work: Workplace) -> None:
    """A service with a fault of ours stays as it was, and is named with the reason."""
    work.older_botocore(without_stop_import)
    work.write(DEFINITION.partition("[operations]")[0])
    work.generate()
    before = work.written("resources-1.json")
    broken = work.toml.read_text("utf-8") + "\n[types.Import.arn]\nformat = 7\n"
    work.write(broken.replace('"ImportId"', '"Nothing"'))

    one = work.sync()

    assert one.fault
    assert before == work.written("resources-1.json")
    assert f"  cloudtrail: kept as it was: {one.fault}" in sync.review([one])


def test_another_botocore_than_the_datas_is_named_with_the_mend(
    work: Workplace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check that fails on another botocore names the pin and says what to do."""
    work.write(DEFINITION)
    history.MADE_FROM.write_text('{"botocore": "1.2.3"}', encoding="utf-8")

    assert 1 == command.check([toml_file.read(work.toml)])

    told = capsys.readouterr().out
    assert "cloudtrail cannot be generated: cloudtrail: no operation With" in told
    assert "made from botocore 1.2.3" in told
    assert "make sync" in told


def test_data_that_are_stale_fail_the_check(
    work: Workplace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is named, and the exit code is 1; data that are made anew pass."""
    spec = toml_file.read(work.toml)
    work.generate()
    assert 0 == command.check([spec])
    path = work.data / MODEL.parent / "resources-1.json"
    path.write_text(path.read_text("utf-8").replace("StopImport", "Stop"), "utf-8")

    assert 1 == command.check([spec])
    assert "resources-1.json is not what its TOML gives" in capsys.readouterr().out


def test_data_without_a_definition_fail_the_check(
    work: Workplace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an earlier definition gave has to go."""
    work.generate()
    left = work.data / MODEL.parent / "tags-2.json"
    left.write_text("{}", encoding="utf-8")

    assert 1 == command.check([toml_file.read(work.toml)])
    assert "tags-2.json has no TOML that gives it" in capsys.readouterr().out


@pytest.mark.parametrize("failing", ["check", "obey"])
def test_the_command_fails_if_one_of_its_two_checks_does(
    monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """Both run, and the exit code is that of the one that fails."""
    ran: list[str] = []

    def result(name: str) -> int:
        ran.append(name)
        return int(name == failing)

    monkeypatch.setattr(command, "check", lambda specs, **_: result("check"))
    monkeypatch.setattr(command, "obey", lambda specs, notes: result("obey"))

    assert 1 == command.main(["check", "cloudtrail"])
    assert ["check", "obey"] == ran
