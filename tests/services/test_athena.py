"""Athena as its users work with it, against moto, or our fake where moto lacks."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

HERE = "arn:aws:athena:us-east-1:123456789012"


@pytest.fixture
def athena(arns: None, session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("athena")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Return the service of the fake AWS."""
    return boto3.resource("athena", **fake.client_arguments("athena"))


def test_a_query_is_run_in_a_workgroup(athena: Any) -> None:
    """What starts a query returns it, and its workgroup lists it."""
    group = athena.create_work_group(Name="reports")
    query = group.start_query_execution(
        QueryString="SELECT 1", ResultConfiguration={"OutputLocation": "s3://out/"}
    )
    query.wait_until_succeeded()
    assert "SELECT 1" == query.query
    assert [query] == list(group.query_executions.all())
    assert "ResultSet" in query.get_results()
    assert f"{HERE}:workgroup/reports" == group.arn


def test_a_workgroup_is_tagged_by_the_arn_made_of_its_name(athena: Any) -> None:
    """The data of a workgroup tell no ARN."""
    tags = [{"Key": "team", "Value": "shop"}]
    group = athena.create_work_group(Name="reports", Tags=tags)
    group.tag(Tags=[{"Key": "stage", "Value": "test"}])
    assert [*tags, {"Key": "stage", "Value": "test"}] == group.list_tags()["Tags"]


def test_a_saved_query_is_made_and_loaded(athena: Any) -> None:
    """A list has the ids alone; each item loads itself when it is asked."""
    made = athena.create_named_query(
        Name="top", Database="shop", QueryString="SELECT 1"
    )
    (listed,) = athena.named_queries.all()
    assert made == listed
    assert "SELECT 1" == listed.query_string


def test_a_catalog_has_databases_with_tables(fake: FakeAws, faked: Any) -> None:
    """Each is asked for by the names of all that it is in."""
    fake.plant("athena", "ListDatabases", {"DatabaseList": [{"Name": "shop"}]})
    fake.plant("athena", "ListTableMetadata", {"TableMetadataList": [{"Name": "o"}]})
    (database,) = faked.DataCatalog("AwsDataCatalog").databases.all()
    (table,) = database.tables.all()
    assert faked.Table("AwsDataCatalog", "shop", "o") == table
    table.load()
    assert {
        "CatalogName": "AwsDataCatalog",
        "DatabaseName": "shop",
        "TableName": "o",
    } == fake.calls[-1].params


def test_queries_are_got_together(fake: FakeAws, faked: Any) -> None:
    """The ids of a list are asked for by one call."""
    ids = ["q-1", "q-2"]
    fake.plant("athena", "ListQueryExecutions", {"QueryExecutionIds": ids})
    faked.WorkGroup("reports").query_executions.get()
    call = fake.calls_to("athena", "BatchGetQueryExecution")[0]
    assert {"QueryExecutionIds": ids} == call.params


def test_the_arn_of_a_session_has_its_workgroup(fake: FakeAws) -> None:
    """The id tells a session; the workgroup in its ARN is read from its data."""
    fake.plant("athena", "GetSession", {"SessionId": "s-1", "WorkGroup": "spark"})
    url = fake.client_arguments("athena")["endpoint_url"]
    mine: Any = boto3.Session(
        "testing", "testing", region_name="us-east-1", aws_account_id="123456789012"
    )
    mine.resource("athena", endpoint_url=url).Session("s-1").tag(
        Tags=[{"Key": "team", "Value": "shop"}]
    )
    arn = f"{HERE}:workgroup/spark/session/s-1"
    assert arn == fake.calls[-1].params["ResourceARN"]
    found: Any = boto3_extensions.resource_from_arn(
        arn, boto3.Session(region_name="us-east-1")
    )
    assert ("athena.Session", "s-1") == (type(found).__name__, found.id)


def test_a_notebook_names_its_sessions(fake: FakeAws, faked: Any) -> None:
    """The list of a notebook has other data of a session than the session itself."""
    told = [{"SessionId": "s-1", "CreationTime": 1700000000}]
    fake.plant("athena", "ListNotebookSessions", {"NotebookSessionsList": told})
    fake.plant("athena", "GetSession", {"SessionId": "s-1", "WorkGroup": "spark"})
    (found,) = faked.Notebook("n-1").sessions.all()
    assert faked.Session("s-1") == found
    assert "spark" == found.work_group
