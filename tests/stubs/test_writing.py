"""What of the stubs needs no builder: the services, the data, what is added."""

from __future__ import annotations

import ast
import copy
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from boto3.resources.model import Action

import boto3_extensions
import client_alone
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._help.signatures import signature_of
from boto3_extensions._stubs import writing
from boto3_extensions._stubs.additions import add_package_members
from boto3_extensions._stubs.definitions import _rewrite_actions, write_models
from boto3_extensions._stubs.following import imports_of, methods_of
from boto3_extensions._stubs.own import write_package_stub
from boto3_extensions._stubs.scan import aws_names_in
from boto3_extensions._stubs.writing import services_needed
from boto3_extensions.exceptions import MissingExtraError, StubsError, UnknownNameError

CODE = """
import boto3
s3 = boto3.client("s3")
rds = boto3.Session().resource(service_name="rds")
boto3.client(name), boto3.client(), client("sts"), s3.get_object(Bucket="ec2")
"""

IAM = {
    "service": {"has": {"OldRole": {"resource": {"type": "Role"}}}},
    "resources": {"Role": {"identifiers": [{"name": "Name"}]}},
}


def test_services_are_found_in_calls(tmp_path: Path) -> None:
    """Clients and resources count, however they are asked for."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text(CODE)
    assert {"s3", "rds", "sts"} == aws_names_in(tmp_path).services


@pytest.mark.parametrize("folder", [".venv", "node_modules", "typings", "env"])
def test_code_of_others_is_not_searched(tmp_path: Path, folder: str) -> None:
    """Environments, hidden folders and stubs are no code of the project."""
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "main.py").write_text(CODE)
    (tmp_path / "env").mkdir(exist_ok=True)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    assert set() == aws_names_in(tmp_path).services


def test_what_is_no_python_is_passed_over(tmp_path: Path) -> None:
    """A template, or Python 2, keeps nobody from getting stubs."""
    (tmp_path / "broken.py").write_text("print 'hello'\n")
    (tmp_path / "zeros.py").write_bytes(b"\0")
    (tmp_path / "main.py").write_text(CODE)
    assert {"s3", "rds", "sts"} == aws_names_in(tmp_path).services


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """All definitions there are."""
    return Catalog()


def written(catalog: Catalog, service: str, folder: Path) -> dict[str, Any]:
    """Return the documents that the builder gets of a service, by kind."""
    write_models(catalog, service, folder)
    found = (folder / service).glob("*/*.json")
    return {path.stem: json.loads(path.read_text("utf-8")) for path in found}


def test_overlays_are_merged(catalog: Catalog, tmp_path: Path) -> None:
    """The builder's loader finds boto3's types and ours in one file."""
    types = written(catalog, "ec2", tmp_path)["resources-1"]["resources"]
    assert {"Instance", "VpcEndpoint"} <= set(types)


def test_our_waiters_are_there(catalog: Catalog, tmp_path: Path) -> None:
    """Those that botocore lacks are in a file that only our loader merges."""
    documents = written(catalog, "rds", tmp_path)
    named = {
        waiter["waiterName"]
        for body in documents["resources-1"]["resources"].values()
        for waiter in body.get("waiters", {}).values()
    }
    assert named <= set(documents["waiters-2"]["waiters"])


def test_a_type_called_like_a_builtin_gets_another_class(
    catalog: Catalog, tmp_path: Path
) -> None:
    """`cloudformation.Type(...)` stays, and is of a class `TypeResource`."""
    definition = written(catalog, "cloudformation", tmp_path)["resources-1"]
    made = definition["service"]["has"]["Type"]["resource"]
    assert "TypeResource" == made["type"]
    assert "Type" not in definition["resources"]


def test_a_member_called_like_a_keyword_is_left_out(
    catalog: Catalog, tmp_path: Path
) -> None:
    """`task.from` is no Python; the type of requests and answers keeps it."""
    documents = written(catalog, "logs", tmp_path)
    shape = documents["resources-1"]["resources"]["ExportTask"]["shape"]
    shapes = documents["service-2"]["shapes"]
    assert "from" not in shapes[shape]["members"]
    assert "from" in shapes["ExportTask"]["members"]


def test_what_is_filled_in_need_not_be_given(catalog: Catalog) -> None:
    """The builder leaves out of each action what the signature at run time does."""
    differing = {}
    for service in catalog.names:
        definition = copy.deepcopy(dict(catalog.definition(service)))
        model = catalog.service_model(service)
        _rewrite_actions(definition, catalog.model(service, "service-2"))
        original = catalog.definition(service)
        for kind, body in definition["resources"].items():
            for name, action in body.get("actions", {}).items():
                needed = _needed_by_the_builder(action, model)
                plain = Action(name, original["resources"][kind]["actions"][name], {})
                taken = signature_of(plain, model).parameters.values()
                if needed ^ {
                    one.name
                    for one in taken
                    if one.kind is one.KEYWORD_ONLY and one.default is one.empty
                } - {"from"}:
                    differing[f"{service}.{kind}.{name}"] = needed
    assert {} == differing


def _needed_by_the_builder(action: dict[str, Any], model: Any) -> set[str]:
    """Return the inputs that the stub of an action wants, as the builder reads it."""
    shape = model.operation_model(action["request"]["operation"]).input_shape
    params = action["request"]["params"]
    filled = {
        one["target"].partition(".")[0].partition("[")[0]
        for one in params
        if one["source"] in ("identifier", "string", "boolean")
    }
    return {*shape.required_members} - filled - {"from"} if shape else set()


def test_an_action_that_makes_several_says_so(catalog: Catalog, tmp_path: Path) -> None:
    """The builder sees it by the path alone."""
    definition = written(catalog, "emr", tmp_path)["resources-1"]
    made = definition["resources"]["Cluster"]["actions"]["AddSteps"]["resource"]
    assert "[]" == made["path"]


def test_the_token_of_a_lock_is_an_attribute(catalog: Catalog, tmp_path: Path) -> None:
    """By AWS's word and by boto3's."""
    documents = written(catalog, "cloudfront", tmp_path)
    shape = documents["resources-1"]["resources"]["CachePolicy"]["shape"]
    assert {"ETag", "etag"} <= {*documents["service-2"]["shapes"][shape]["members"]}


def test_links_are_typed_by_what_they_lead_to(catalog: Catalog, tmp_path: Path) -> None:
    """One or a list of them, where their service has stubs, too."""
    names = ("kms", "rds")
    written_ = {name: write_models(catalog, name, tmp_path) for name in names}
    method = methods_of(catalog, written_, "rds")["DBInstance"]
    assert 'Literal["kms_key_id"]) -> mypy_boto3_kms.service_resource.Key' in method
    assert "vpc_security_group_id" not in method
    assert {"import mypy_boto3_kms.service_resource"} <= {
        *imports_of({"DBInstance": method}, written_).splitlines()
    }


def test_what_arns_and_types_lead_to_is_told(catalog: Catalog, tmp_path: Path) -> None:
    """`resource_from_arn` has an overload for each; the rest is as in the package."""
    written_ = {"kms": write_models(catalog, "kms", tmp_path / "data"), "sts": {}}
    arn = "arn:aws:kms:us-east-1:123456789012:alias/shop"
    package = write_package_stub(written_, [arn, "arn:aws:sts:no"], tmp_path)
    source = (package / "__init__.pyi").read_text("utf-8")
    module = ast.parse(source)
    overloads = [n for n in module.body if isinstance(n, ast.FunctionDef)]
    by_arn, *by_type, plain = map(ast.unparse, overloads)
    assert f"Literal['{arn}']" in by_arn
    assert ") -> mypy_boto3_kms.service_resource.Alias:" in by_arn
    assert any("type: Literal['kms.Key']," in one for one in by_type)
    assert ") -> Any:" in plain
    assert {*boto3_extensions.__all__} <= {*_names_in(module)}


def _names_in(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom):
            yield from (one.asname or one.name for one in node.names)
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target)


def test_services_that_are_led_to_count_as_used(tmp_path: Path) -> None:
    """By ARNs, types and links in the code, of which one may be none."""
    (tmp_path / "main.py").write_text(
        "resource_from_arn('arn:aws:s3:::logs'), resource_from_arn('arn:no')\n"
        "resource_from_arn(arn, type='sns.Topic')\n"
        "resources_with_tags({}, ['sqs.Queue']), boto3.resource('rds')\n"
        "database.resource('kms_key_id')\n"
    )
    assert {"rds", "s3", "sns", "sqs", "kms"} == services_needed(aws_names_in(tmp_path))


def test_a_service_without_resources_is_botocores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The builder reads its client's model where it always does."""
    models = client_alone.write_model(tmp_path / "models")
    monkeypatch.setenv("AWS_DATA_PATH", models)
    assert {} == written(Catalog(), client_alone.NAME, tmp_path / "data")


def test_arn_is_added_to_types_that_have_one(catalog: Catalog, tmp_path: Path) -> None:
    """One that AWS gives no ARN, and one that says so itself, are left as they are."""
    stub = _added_to(
        catalog,
        tmp_path,
        "class Role:\n    arn: str\n\nclass Group:\n    x: int\n\n"
        "class CurrentUser:\n    x: int\n\n"
        "class IAMServiceResource(ServiceResource):\n    x: int\n",
    )
    members = _members(stub)
    ours = {kind for kind, names in members.items() if "def arn" in names}
    has = {k for k in members if k in _types_with_arn(catalog)} - {"Role"}
    assert has == ours
    assert "def account_id" in _members(tmp_path / "boto3" / "session.pyi")["Session"]


def test_other_names_of_types_are_added(catalog: Catalog, tmp_path: Path) -> None:
    """The builder calls what makes a resource by the name of its type only."""
    source = (
        "class Role:\n    x: int\n\n"
        "class IAMServiceResource(ServiceResource):\n    x: int\n"
    )
    found = _members(_added_to(catalog, tmp_path, source))
    assert "def OldRole(self, name: str) -> Role:" in found["IAMServiceResource"]


def test_ways_to_look_at_things_are_added(catalog: Catalog, tmp_path: Path) -> None:
    """To all resources, and to collections."""
    _added_to(
        catalog, tmp_path, "class IAMServiceResource(ServiceResource):\n    x: int"
    )
    folder = tmp_path / "boto3" / "resources"
    resource = _members(folder / "base.pyi")["ServiceResource"]
    assert "def to_dict(self) -> dict[str, Any]:" in resource
    assert "def exists(self) -> bool:" in resource
    collection = _members(folder / "collection.pyi")["ResourceCollection"]
    assert "def first(self) -> Any | None:" in collection


def test_what_a_batch_action_requires_is_added(
    catalog: Catalog, tmp_path: Path
) -> None:
    """The builder leaves all required inputs out, of which boto3 fills in some."""
    source = (
        "class ClusterTasksCollection(ResourceCollection):\n"
        "    def __iter__(self) -> Iterator[Task]: ...\n"
        "    def update_protection(self, *, expiresInMinutes: int = ...) -> None: ...\n"
        "class ECSServiceResource(ServiceResource):\n    x: int\n"
    )
    definitions = {"ecs": catalog.definition("ecs")}
    found = _members(_added_to(catalog, tmp_path, source, definitions))
    (added,) = (
        line
        for line in found["ClusterTasksCollection"].splitlines()
        if "update_protection" in line
    )
    assert "(self, *, protectionEnabled: Any, expiresInMinutes: int=...)" in added


@pytest.mark.parametrize(("service", "is_derived"), [("amp", True), ("iam", False)])
def test_the_stubs_of_derived_services_say_so(
    catalog: Catalog, tmp_path: Path, service: str, is_derived: bool
) -> None:
    """Above all else, where a reader of the file begins."""
    definition = IAM if service == "iam" else catalog.definition(service)
    source = "class AmpServiceResource:\n    x: int\n"
    stub = _added_to(catalog, tmp_path, source, {service: definition})
    assert is_derived is stub.read_text("utf-8").startswith(
        "# Derived from AWS's models"
    )


def _added_to(
    catalog: Catalog,
    folder: Path,
    source: str,
    definitions: Mapping[str, Any] = MappingProxyType({"iam": IAM}),
) -> Path:
    """Return the stub of a service, iam by default, with what is ours added."""
    (service,) = definitions
    stubs = {
        "boto3/session.pyi": "class Session:\n    x: int\n",
        "boto3/resources/base.pyi": "class ServiceResource:\n    meta: int\n",
        "boto3/resources/collection.pyi": "class ResourceCollection:\n    x: int\n",
        f"mypy_boto3_{service}/service_resource.pyi": source,
    }
    for name, text in stubs.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    add_package_members(
        catalog, definitions, [folder / "boto3", folder / f"mypy_boto3_{service}"]
    )
    return folder / name


def _types_with_arn(catalog: Catalog) -> set[str]:
    return set(catalog.model("iam", "arns-1")["resources"])


def _members(stub: Path) -> dict[str, str]:
    module = ast.parse(stub.read_text("utf-8"))
    return {n.name: ast.unparse(n) for n in module.body if isinstance(n, ast.ClassDef)}


def test_a_misspelt_service_is_refused_with_the_near_name(tmp_path: Path) -> None:
    """Nothing is written then."""
    with pytest.raises(UnknownNameError, match="did you mean 'rds'"):
        writing.write_stubs(["rdss"], tmp_path / "typings")
    assert [] == list(tmp_path.iterdir())


def test_no_services_are_refused(tmp_path: Path) -> None:
    """A project that uses none gets a word instead of an empty folder."""
    with pytest.raises(StubsError, match="name some"):
        writing.write_stubs([], tmp_path / "typings")


def test_without_the_builder_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And, on a Python that is too old for it, that a newer one will do."""
    monkeypatch.setattr(writing, "_BUILDER", "no_such_module")
    old = r"Python 3\.12 or newer" if sys.version_info < (3, 12) else "not installed"
    told = rf"{old}.*boto3_extensions\[stubs\]"
    with pytest.raises(MissingExtraError, match=told):
        writing.write_stubs(["sts"], tmp_path / "typings")


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_the_last_word_of_the_builder_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    """Wherever it has written it."""
    code = f"import sys; print('a log\\nno such operation', file=sys.{stream})"
    (tmp_path / "failing_builder.py").write_text(f"{code}; sys.exit(3)")
    monkeypatch.setattr(writing, "_BUILDER", "failing_builder")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StubsError, match=r"ended with 3: no such operation$"):
        writing._build(["sts"], tmp_path, tmp_path / "made")


def test_a_service_with_trouble_does_not_keep_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, with the reason, and the others get their stubs."""

    def build(services: list[str], data: Path, folder: Path) -> None:
        if "glue" in services:
            raise StubsError("mypy-boto3-builder ended with 1: no such operation")
        folder.mkdir()

    monkeypatch.setattr(writing, "_build", build)
    left_out: dict[str, str] = {}
    made = tmp_path / "stubs"
    built = writing._build_all(["glue", "rds"], tmp_path, made, left_out)
    assert ["rds"] == built
    assert {"glue": "mypy-boto3-builder ended with 1: no such operation"} == left_out
    with pytest.raises(StubsError, match="no such operation"):
        writing._build_all(["glue"], tmp_path, made, {})


def test_a_service_that_cannot_be_described_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its definition, which may be the user's, is like."""

    def write(catalog: Catalog, service: str, folder: Path) -> dict[str, Any]:
        if service == "glue":
            raise KeyError("shape")
        return write_models(catalog, service, folder)

    monkeypatch.setattr(writing, "write_models", write)
    left_out: dict[str, str] = {}
    found = writing._write_all(Catalog(), ["glue", "rds"], tmp_path, left_out)
    assert ["rds"] == list(found)
    assert {"glue": "KeyError: 'shape'"} == left_out
