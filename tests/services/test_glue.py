"""Glue as its users work with it, against moto; what that lacks, against the fake AWS.

The fake shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from boto3.exceptions import ResourceLoadException

import boto3_extensions
from boto3_extensions.exceptions import PartialFailureError
from fake_aws import FakeAws
from make_session import MakeSession

ROLE = "arn:aws:iam::123456789012:role/glue"
ARN = "arn:aws:glue:us-east-1:123456789012:"
ORDERS = {
    "Name": "orders",
    "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "bigint"}]},
    "PartitionKeys": [
        {"Name": "year", "Type": "string"},
        {"Name": "month", "Type": "string"},
    ],
}


@pytest.fixture
def glue(session: MakeSession) -> Any:
    """Make the service resource on moto."""
    return session().resource("glue")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("glue", **fake.client_arguments("glue"))


@pytest.fixture
def table(glue: Any) -> Any:
    """Make a database with one table in it, by year and month."""
    database = glue.create_database(DatabaseInput={"Name": "sales"})
    return database.create_table(TableInput=ORDERS)


@pytest.fixture
def job(glue: Any) -> Any:
    """Make a job that copies."""
    return glue.create_job(
        Name="copy", Role=ROLE, Command={"Name": "glueetl"}, Tags={"team": "sales"}
    )


def test_a_database_has_tables(glue: Any, table: Any) -> None:
    """What is created is the table, and the one that its database lists."""
    (listed,) = glue.Database("sales").tables.all()
    assert table == listed == glue.Database("sales").Table("orders")
    assert ["year", "month"] == [key["Name"] for key in listed.partition_keys]
    assert glue.Database("sales") == table.Database()

    table.delete()

    assert [] == list(glue.Database("sales").tables.all())


def test_a_changed_table_has_another_version(table: Any) -> None:
    """The old one stays until it is deleted."""
    table.update(TableInput={**ORDERS, "Description": "since 2020"})
    table.reload()
    assert "since 2020" == table.description
    assert [None, "since 2020"] == [
        version.table.get("Description") for version in table.versions.all()
    ]

    table.Version("1").delete()

    assert ["2"] == [version.version_id for version in table.versions.all()]


def test_a_partition_is_known_by_its_values(table: Any) -> None:
    """One that is listed is the one with the values, given as a list or a tuple."""
    table.create_partition(PartitionInput={"Values": ["2026", "10"]})
    table.create_partition(PartitionInput={"Values": ["2026", "11"]})
    november = table.Partition(["2026", "11"])
    assert {table.Partition(("2026", "10")), november} == set(table.partitions.all())

    parameters = {"rows": "42"}
    november.update(PartitionInput={"Values": ["2026", "11"], "Parameters": parameters})

    (found,) = table.batch_get_partition(PartitionsToGet=[{"Values": ["2026", "11"]}])
    assert (november, parameters) == (found, found.parameters)
    assert parameters == november.parameters


def test_partitions_are_deleted_together(table: Any) -> None:
    """One call deletes a page of them."""
    inputs = [{"Values": ["2026", f"{month:02}"]} for month in range(1, 4)]
    table.batch_create_partition(PartitionInputList=inputs)

    (answer,) = table.partitions.delete()

    assert 200 == answer["ResponseMetadata"]["HTTPStatusCode"]
    assert [] == list(table.partitions.all())


def test_a_jobs_run_is_waited_for(job: Any) -> None:
    """A run knows its job, and the job its runs."""
    run = job.start_run(Arguments={"--day": "1"})
    run.wait_until_succeeded(WaiterConfig={"Delay": 0, "MaxAttempts": 3})
    assert "SUCCEEDED" == run.job_run_state
    assert [run] == list(job.runs.all())
    assert job == run.Job()


def test_jobs_are_found_by_tag_and_by_name(glue: Any, job: Any) -> None:
    """Those found by a tag are mere names, which load; those by name come with all."""
    (tagged,) = glue.tagged_jobs.filter(Tags={"team": "sales"})
    (named,) = glue.batch_get_jobs(JobNames=["copy"])
    assert job == tagged == named == next(iter(glue.jobs.all()))
    assert ROLE == tagged.role == named.meta.data["Role"]


def test_a_name_that_no_job_has_is_told(glue: Any, job: Any) -> None:
    """With the jobs of the others."""
    with pytest.raises(PartialFailureError, match="JobsNotFound: paste") as caught:
        glue.batch_get_jobs(JobNames=["copy", "paste"])
    assert ([job], ["paste"]) == (caught.value.found, caught.value.failures)


def test_what_has_no_arn_in_its_data_is_tagged_by_its_own(
    arns: None, glue: Any, job: Any
) -> None:
    """A job has its ARN from us, and AWS takes it."""
    glue.tag_resource(ResourceArn=job.arn, TagsToAdd={"cost": "low"})
    tags = {"team": "sales", "cost": "low"}
    assert tags == glue.get_tags(ResourceArn=job.arn)["Tags"]


def test_a_crawler_crawls_into_a_database(glue: Any, table: Any) -> None:
    """Each crawl is remembered; the crawler leads to its database."""
    crawler = glue.create_crawler(
        Name="orders",
        Role=ROLE,
        DatabaseName="sales",
        Targets={"S3Targets": [{"Path": "s3://orders"}]},
    )
    crawler.start()
    (crawl,) = crawler.crawls.all()
    assert "COMPLETED" == crawl.state
    crawler.wait_until_ready(WaiterConfig={"Delay": 0, "MaxAttempts": 1})
    assert glue.Database("sales") == crawler.database


def test_a_workflow_runs_with_properties(glue: Any) -> None:
    """A run has its workflow's properties, and more. AWS lists workflows by name."""
    glue.create_workflow(Name="nightly", DefaultRunProperties={"day": "1"})
    (workflow,) = glue.workflows.all()
    assert {"day": "1"} == workflow.default_run_properties

    run = workflow.start_run(RunProperties={"hour": "2"})
    run.put_properties(RunProperties={"hour": "3"})

    assert {"day": "1", "hour": "3"} == run.get_properties()["RunProperties"]
    assert [run] == list(workflow.runs.all())
    assert "RUNNING" == run.status
    workflow.delete()
    assert [] == list(glue.workflows.all())


def test_a_trigger_belongs_to_a_job_and_a_workflow(glue: Any, job: Any) -> None:
    """The job lists the triggers that start it."""
    workflow = glue.create_workflow(Name="nightly")
    actions = [{"JobName": "copy"}]
    trigger = glue.create_trigger(
        Name="night", Type="ON_DEMAND", Actions=actions, WorkflowName="nightly"
    )
    assert [trigger] == list(job.triggers.all())
    assert workflow == trigger.workflow
    trigger.start()
    trigger.reload()
    assert "ACTIVATED" == trigger.state


def test_a_schema_has_versions(arns: None, glue: Any) -> None:
    """A registry has schemas, whose versions have ids of their own, and tags."""
    registry = glue.create_registry(RegistryName="events")
    old = '{"type": "record", "name": "Order", "fields": []}'
    new = old.replace("[]", '[{"name": "id", "type": "int", "default": 0}]')
    schema = registry.create_schema(
        SchemaName="order",
        DataFormat="AVRO",
        Compatibility="BACKWARD",
        SchemaDefinition=old,
    )
    version = schema.register_version(SchemaDefinition=new)
    assert (2, new) == (version.version_number, version.schema_definition)
    assert version == schema.get_version(SchemaVersionNumber={"VersionNumber": 2})
    assert version == schema.get_version_by_definition(SchemaDefinition=new)
    assert f"{ARN}schema/events/order" == schema.arn

    registry.tag(TagsToAdd={"team": "sales"})

    assert {"team": "sales"} == registry.get_tags()["Tags"]


def test_a_session_is_stopped(glue: Any) -> None:
    """Whoever makes a session gives it its id."""
    made = glue.create_session(Id="mine", Role=ROLE, Command={"Name": "glueetl"})
    made.wait_until_ready(WaiterConfig={"Delay": 0, "MaxAttempts": 3})
    assert [made] == list(glue.sessions.all())
    made.stop()
    made.reload()
    assert "STOPPING" == made.status


def test_arns_have_the_owner_of_the_catalog(arns: None, glue: Any, table: Any) -> None:
    """A table's owner is told by its data, and a catalog's by its id."""
    assert f"{ARN}database/sales" == table.Database().arn
    assert f"{ARN}table/sales/orders" == table.arn == table.catalog_table.arn
    assert table == boto3_extensions.resource_from_arn(table.arn)
    version = next(iter(table.versions.all()))
    assert f"{ARN}tableVersion/sales/orders/1" == version.arn
    theirs = glue.Catalog("210987654321").Database("sales").Table("orders")
    assert theirs.arn == f"{ARN}table/sales/orders".replace(
        "123456789012", "210987654321"
    )


def test_a_federated_catalog_is_in_the_arns_of_what_it_has(
    arns: None, glue: Any
) -> None:
    """The names of catalogs stand before those of databases."""
    catalog = glue.Catalog("123456789012:s3tablescatalog/lake")
    arn = f"{ARN}table/s3tablescatalog/lake/sales/orders"
    table = catalog.Database("sales").Table("orders")
    assert arn == table.arn
    assert table == boto3_extensions.resource_from_arn(arn)


def test_tables_of_all_databases_are_searched(fake: FakeAws, faked: Any) -> None:
    """Each knows its database, so that two of one name are two."""
    fake.plant(
        "glue",
        "SearchTables",
        {
            "TableList": [
                {"Name": "orders", "DatabaseName": name, "CatalogId": "123456789012"}
                for name in ("sales", "archive")
            ]
        },
    )
    wanted = [faked.Database(n).Table("orders") for n in ("sales", "archive")]
    assert wanted == list(faked.tables.all())


def test_a_table_of_0_23_0_is_searched_for(fake: FakeAws, faked: Any) -> None:
    """AWS's search is fuzzy; only what has the very name is taken."""
    found = [
        {"Name": "orders-2", "DatabaseName": "archive", "CatalogId": "123456789012"},
        {"Name": "orders", "DatabaseName": "sales", "CatalogId": "123456789012"},
    ]
    fake.plant("glue", "SearchTables", {"TableList": found})
    table = faked.Table("orders")
    assert "sales" == table.database_name
    same = faked.Database("sales").Table("orders")
    # Of the catalog that it was found in, which may be another account's.
    assert repr(same) == repr(table.database_table)
    with pytest.raises(ResourceLoadException):
        faked.Table("order").load()


def test_a_classifier_is_named_by_its_kind(fake: FakeAws, faked: Any) -> None:
    """The name is within one of four members, in lists and when it is made."""
    classifiers = [
        {"CsvClassifier": {"Name": "commas"}},
        {"GrokClassifier": {"Name": "logs", "Classification": "l", "GrokPattern": "p"}},
    ]
    fake.plant("glue", "GetClassifiers", {"Classifiers": classifiers})
    assert ["commas", "logs"] == [one.name for one in faked.classifiers.all()]
    made = faked.create_classifier(CsvClassifier={"Name": "commas"})
    assert faked.Classifier("commas") == made


def test_connections_are_deleted_together(fake: FakeAws, faked: Any) -> None:
    """One call deletes a page of them."""
    listed = [{"Name": "orders"}, {"Name": "stock"}]
    fake.plant("glue", "GetConnections", {"ConnectionList": listed})
    faked.connections.delete()
    sent = [c.params for c in fake.calls if c.operation == "BatchDeleteConnection"]
    assert [{"ConnectionNameList": ["orders", "stock"]}] == sent


def test_the_run_before_is_another_run(fake: FakeAws, faked: Any) -> None:
    """A retry leads to the run that failed."""
    run = {"Id": "jr_2", "PreviousRunId": "jr_1", "JobName": "copy"}
    fake.plant("glue", "GetJobRun", {"JobRun": run})
    job = faked.Job("copy")
    assert job.Run("jr_1") == job.Run("jr_2").previous_run
