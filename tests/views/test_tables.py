"""Resources as rows: dicts to programs, a table to people."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import pty
import re
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions import Rows
from boto3_extensions._views import tables
from boto3_extensions.exceptions import LinkError
from fake_aws import FakeAws
from make_session import MakeSession

DATABASES = [
    {
        "DBInstanceIdentifier": name,
        "Engine": engine,
        "MultiAZ": name == "a",
        "Endpoint": {"Address": f"{name}.example.com", "Port": 5432},
        "VpcSecurityGroups": [{"VpcSecurityGroupId": f"sg-{n}"} for n in "12"],
        "LicenseModel": "a, <b>bold</b> one",
    }
    for name, engine in (("a", "postgres"), ("b", "mysql"))
]


@pytest.fixture
def databases(fake: FakeAws) -> Any:
    """Return a collection of two databases."""
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": DATABASES})
    return boto3.resource("rds", **fake.client_arguments("rds")).db_instances


def test_a_row_has_the_columns_that_were_asked_for(databases: Any) -> None:
    """Identifiers, attributes, what is in dicts and lists, tags; in their order."""
    found = boto3_extensions.rows(
        databases,
        "id",
        "multi_az",
        "endpoint.Address",
        "endpoint.port",
        "vpc_security_groups.VpcSecurityGroupId",
        "db_name",
    )
    assert {
        "id": "a",
        "multi_az": True,
        "endpoint.Address": "a.example.com",
        "endpoint.port": 5432,
        "vpc_security_groups.VpcSecurityGroupId": ["sg-1", "sg-2"],
        "db_name": None,
    } == found[0]
    assert found.columns == list(found[1])


def test_tags_are_columns(session: MakeSession) -> None:
    """None, where there is no such tag."""
    secrets = session().resource("secretsmanager")
    secrets.create_secret(Name="key", Tags=[{"Key": "team", "Value": "shop"}])
    secrets.create_secret(Name="other")
    found = boto3_extensions.rows(secrets.secrets, "name", "tags.team", "tags.env")
    assert [("key", "shop", None), ("other", None, None)] == sorted(
        tuple(row.values()) for row in found
    )


def test_without_columns_a_row_has_everything(databases: Any) -> None:
    """As to_dict() has it."""
    found = boto3_extensions.rows(databases)
    assert [one.to_dict() for one in databases] == found
    assert "id" == found.columns[0]


def test_a_column_that_is_none_is_told(databases: Any) -> None:
    """With the near one."""
    with pytest.raises(LinkError, match="is it engine"):
        boto3_extensions.rows(databases, "engin")
    with pytest.raises(LinkError, match="is it id"):
        boto3_extensions.rows(databases, "name")


def test_the_name_of_the_type_may_be_left_out(fake: FakeAws) -> None:
    """As AWS writes it before the names of many attributes, but of no others."""
    told = {"DBInstanceIdentifier": "a", "DBInstanceStatus": "up", "KmsKeyId": "k"}
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": [told]})
    databases = boto3.resource("rds", **fake.client_arguments("rds")).db_instances
    (row,) = boto3_extensions.rows(databases, "status", "kms_key_id")
    assert {"status": "up", "kms_key_id": "k"} == row
    with pytest.raises(LinkError):
        boto3_extensions.rows(databases, "key_id")


def test_tags_are_a_column_too(fake: FakeAws, databases: Any) -> None:
    """A dict, however the service has them."""
    tags = [{"Key": "team", "Value": "shop"}]
    told = [{**one, "TagList": tags} for one in DATABASES]
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": told})
    found = boto3_extensions.rows(databases, "id", "tags")
    assert [{"team": "shop"}] * 2 == [row["tags"] for row in found]


def test_a_collection_is_no_column(databases: Any) -> None:
    """Its repr would be one that says nothing."""
    with pytest.raises(LinkError, match="is a collection"):
        boto3_extensions.rows(databases, "db_log_files")


@pytest.mark.parametrize("other", [None, "rds", {}, 3])
def test_only_resources_are_taken(other: Any) -> None:
    """The error says what is."""
    with pytest.raises(TypeError, match=r"such as rds\.db_instances"):
        boto3_extensions.rows(other)


def test_rows_are_a_list_of_dicts_to_programs(databases: Any) -> None:
    """json, csv and whoever reads lists take them."""
    found = boto3_extensions.rows(databases, "id", "engine")
    assert isinstance(found, list)
    assert [{"id": "a", "engine": "postgres"}, {"id": "b", "engine": "mysql"}] == found
    assert found == json.loads(json.dumps(found)) == json.loads(found.to_json())
    read = csv.DictReader(io.StringIO(found.to_csv()))
    assert found == list(read)


def test_rows_are_a_table_to_people(databases: Any) -> None:
    """In a terminal, which the width of 80 stands for where there is none."""
    found = boto3_extensions.rows(databases, "id", "engine", "endpoint")
    assert repr(found) == str(found)
    head, first, _ = str(found).splitlines()
    assert ["ID", "ENGINE", "ENDPOINT"] == head.split()
    assert ["a", "postgres"] == first.split()[:2]


def test_a_notebook_shows_html(databases: Any) -> None:
    """In which nothing that somebody wrote is markup."""
    found = boto3_extensions.rows(databases, "id", "license_model")
    html = found._repr_html_()
    assert ">license_model</th>" in html
    assert ">a, &lt;b&gt;bold&lt;/b&gt; one</td>" in html
    assert 2 == html.count(">a</td>") + html.count(">b</td>")


def test_html_has_numbers_at_the_right_and_names_in_one_piece() -> None:
    """Which the style of notebooks has otherwise."""
    html = Rows(
        [{"id": "a-b", "size": 5}, {"id": "c" * 200, "size": None}]
    )._repr_html_()
    assert '<td style="text-align: left; white-space: nowrap">a-b</td>' in html
    assert '<th style="text-align: right; white-space: nowrap">size</th>' in html
    assert f'<td style="text-align: left">{"c" * 200}</td>' in html


def test_to_look_at_rows_asks_nobody(fake: FakeAws, databases: Any) -> None:
    """Neither as text nor as HTML."""
    found = boto3_extensions.rows(databases, "id")
    before = len(fake.calls)
    assert str(found)
    assert found._repr_html_()
    assert before == len(fake.calls)


@pytest.mark.parametrize("width", [80, 120])
def test_a_table_fits_the_terminal(width: int) -> None:
    """What a thing is known by is cut last, and a cut is marked."""
    columns = ["account", "id", *(f"column_{n}" for n in range(3))]
    row = dict.fromkeys(columns, "x" * 40) | {"account": "1" * 12, "id": "i" * 20}
    lines = tables.as_text(columns, [row], width).splitlines()
    assert width >= max(map(len, lines))
    assert f"{'1' * 12}  {'i' * 20}  " in lines[1]
    assert 3 == lines[1].count("…")


def test_what_tells_names_apart_is_not_cut() -> None:
    """The end of a name, and the last part of an ARN."""
    rows = [
        {"name": f"/aws/lambda/{'x' * 80}-{n}", "arn": f"arn:aws:x:::{'y' * 80}/{n}"}
        for n in "12"
    ]
    lines = tables.as_text(["name", "arn"], rows, 60).splitlines()[1:]
    assert all(
        re.search(f"…x+-{n} +…y+/{n}$", one) for n, one in zip("12", lines, strict=True)
    )


def test_wide_characters_are_counted_twice() -> None:
    """As terminals show them."""
    rows = [{"id": "名" * 9, "x": "e\u0301"}, {"id": "a", "x": "名" * 90}]
    _, first, second = tables.as_text(["id", "x"], rows, 80).splitlines()
    assert "名" * 9 + "  e\u0301" == first
    assert "a" + " " * 19 + "名" * 29 + "…" == second


def test_no_control_character_gets_to_a_terminal() -> None:
    """A name may be anybody's."""
    assert "a [31mb c" == tables.cell_text("a\x1b[31mb\nc")


def test_cells_say_what_is_there() -> None:
    """Nothing for None, commas for a list, JSON for what is deeper."""
    values = (None, True, 0, ["a", 1], [], {"a": [1]}, [{"a": 1}], b"x")
    assert ["", "true", "0", "a, 1", "", '{"a": [1]}', '[{"a": 1}]', "eA=="] == [
        tables.cell_text(value) for value in values
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_rich_draws_the_same_table_if_it_is_there(width: int) -> None:
    """The extra `table`; without, the table is plain."""
    rows = [{"id": f"orders-{n}", "arn": "arn:" + "x" * 100} for n in range(2)]
    drawn = tables.as_rich(["id", "arn"], rows, width)
    assert (drawn is None) == (importlib.util.find_spec("rich") is None)
    main, terminal = pty.openpty()
    with os.fdopen(terminal, "w") as out, os.fdopen(main, "rb") as seen:
        tables.print_table(["id", "arn"], rows, out)
        out.flush()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", os.read(seen.fileno(), 65536).decode())
    lines = shown.replace("\r\n", "\n").splitlines()
    assert ["ID", "ARN"] == lines[0].split()
    assert lines[1].startswith("orders-0  …xxx")


def test_the_first_few_rows_are_a_table_too() -> None:
    """With the same columns, though one of them may have no value there."""
    found = Rows([{"id": "a"}, {"id": "b"}], ["id", "engine"])
    assert [{"id": "a"}] == found[:1]
    assert {"id": "b"} == found[1]
    assert ["ID", "ENGINE", "a"] == str(found[:1]).split()


def test_nothing_is_a_table_too() -> None:
    """With its columns, if they are known."""
    assert "ID" == str(Rows([], ["id"]))
    assert "" == str(Rows())
