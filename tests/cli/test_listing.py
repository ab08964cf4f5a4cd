"""`python -m boto3_extensions list`, on the embedded AWS."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import boto3
import pytest

from boto3_extensions._cli import listing
from boto3_extensions._cli.program import main
from fake_aws import FakeAws
from make_session import MakeSession

REGIONS = ("us-east-1", "eu-west-1")


@pytest.fixture(autouse=True)
def region(credentials: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a region, as a user has."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def databases(aws: str) -> None:
    """Have two databases in each of two regions."""
    for region in REGIONS:
        for engine in ("postgres", "mysql"):
            make(boto3.client("rds", region_name=region), f"{engine}-{region}", engine)


def make(rds: Any, name: str, engine: str = "postgres") -> None:
    """Make a database."""
    rds.create_db_instance(
        DBInstanceIdentifier=name,
        Engine=engine,
        DBInstanceClass="db.t3.micro",
        MasterUsername="x",
        MasterUserPassword="password123",
        AllocatedStorage=10,
        Tags=[{"Key": "team", "Value": f"of-{engine}"}],
    )


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Return what the command lists, as JSON has it; it succeeds."""
    assert 0 == main(["list", *arguments, "--json"])
    captured = capsys.readouterr()
    assert "" == captured.err
    return json.loads(captured.out)


def test_a_table_of_one_region(
    capsys: pytest.CaptureFixture[str], databases: None
) -> None:
    """With what a resource is known by, unless columns are told."""
    assert 0 == main(["list", "rds.DBInstance"])
    assert ["ID", "mysql-us-east-1", "postgres-us-east-1"] == sorted(
        capsys.readouterr().out.split()
    )


def test_columns_of_several_regions(
    capsys: pytest.CaptureFixture[str], databases: None
) -> None:
    """Where a row is from is its first column; the ARN and tags are columns, too."""
    found = told(
        capsys,
        "DBInstance",
        "--columns",
        "id,engine,tags.team,endpoint.Port,arn",
        "--regions",
        ",".join(REGIONS),
    )
    assert 4 == len(found)
    assert {
        "region": "eu-west-1",
        "id": "mysql-eu-west-1",
        "engine": "mysql",
        "tags.team": "of-mysql",
        "endpoint.Port": 3306,
        "arn": "arn:aws:rds:eu-west-1:123456789012:db:mysql-eu-west-1",
    } in found


def test_a_collection_can_be_named(
    capsys: pytest.CaptureFixture[str], databases: None
) -> None:
    """As well as a type."""
    assert 2 == len(told(capsys, "rds.db_instances"))


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ("engine==`postgres`", ["postgres-us-east-1"]),
        ("tags.team=='of-mysql'", ["mysql-us-east-1"]),
        ("starts_with(id, 'x')", []),
        ("allocated_storage", ["mysql-us-east-1", "postgres-us-east-1"]),
        ("status=='available' && engine=='mysql'", ["mysql-us-east-1"]),
        ("contains(id, 'sql') && !(tags.nosuch)", ["mysql-us-east-1"]),
    ],
)
def test_a_filter(
    capsys: pytest.CaptureFixture[str],
    databases: None,
    condition: str,
    kept: list[str],
) -> None:
    """It is JMESPath, of what to_dict() has, and of tags by their keys."""
    found = told(capsys, "rds.DBInstance", "--filter", condition)
    assert kept == sorted(one["id"] for one in found)


def test_csv(capsys: pytest.CaptureFixture[str], databases: None) -> None:
    """With the columns in the first line, and nothing cut."""
    assert 0 == main(["list", "rds.DBInstance", "--columns", "id,tags.team", "--csv"])
    read = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"id": "mysql-us-east-1", "tags.team": "of-mysql"} in read


def test_accounts_by_a_role(
    capsys: pytest.CaptureFixture[str], session: MakeSession
) -> None:
    """Each in each region; the columns begin with both."""
    sts = session().client("sts")
    for account in ("111122223333", "210987654321"):
        keys = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/audit", RoleSessionName="test"
        )["Credentials"]
        there = session(
            "eu-west-1",
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        make(there.client("rds"), f"of-{account}")
    given = ["--accounts", "111122223333,210987654321", "--role-name", "audit"]
    found = told(capsys, "rds.DBInstance", *given, "--regions", ",".join(REGIONS))
    assert [
        {"account": account, "region": "eu-west-1", "id": f"of-{account}"}
        for account in ("111122223333", "210987654321")
    ] == found


def test_the_accounts_of_an_organization(
    capsys: pytest.CaptureFixture[str], session: MakeSession
) -> None:
    """Those that are active, by the role that is named."""
    organizations = session().client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    organizations.create_account(AccountName="shop", Email="shop@example.com")
    given = ["--accounts", "organization", "--role-name", "audit"]
    assert [] == told(capsys, "rds.DBInstance", *given)


def test_what_failed_is_told_at_the_end(
    capsys: pytest.CaptureFixture[str], aws: str
) -> None:
    """By account and region, beside what was found; the exit code says so."""
    given = ["--accounts", "111122223333,42", "--role-name", "audit"]
    assert 3 == main(["list", "rds.DBInstance", *given])
    captured = capsys.readouterr()
    assert captured.out.startswith("ACCOUNT")
    assert "InvalidRoleArnException" in captured.err
    assert 1 == captured.err.count("\n")


def test_where_all_failed_there_is_no_table(
    capsys: pytest.CaptureFixture[str], fake: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code is that of a command that failed."""
    fake.fail("rds", "DescribeDBInstances", code="AccessDenied")
    url = fake.client_arguments("rds")["endpoint_url"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    assert 1 == main(["list", "rds.DBInstance"])
    captured = capsys.readouterr()
    assert "" == captured.out
    assert re.match("us-east-1: ClientError: .*AccessDenied", captured.err)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rds.DBInstanc"], "did you mean 'DBInstance'"),
        (["rds.DBInstance", "--columns", "id,engin"], "did you mean 'engine'"),
        (["rds.DBInstance", "--columns", "db_log_files"], "is a collection"),
        (["rds.DBInstance", "--filter", "to_string(engin) == 'x'"], "'engine'"),
        (["rds"], "say which type of rds"),
        (["rds.DBLogFile"], "no collection of all DBLogFile"),
    ],
)
def test_a_name_that_is_none_ends_with_1(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """Before anybody is asked."""
    assert 1 == main(["list", *arguments])
    captured = capsys.readouterr()
    assert "" == captured.out
    assert message in captured.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--filter", "engine=="],
        ["--accounts", "111122223333"],
        ["--csv", "--json"],
    ],
)
def test_what_makes_no_sense_ends_with_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """As argparse has it."""
    with pytest.raises(SystemExit) as caught:
        main(["list", "rds.DBInstance", *arguments])
    assert 2 == caught.value.code
    assert "usage:" in capsys.readouterr().err


def test_what_is_the_same_in_every_region_is_asked_for_once(
    capsys: pytest.CaptureFixture[str], session: MakeSession
) -> None:
    """As buckets and users are; the region is AWS's name for all of them."""
    session().resource("s3").create_bucket(Bucket="orders")
    session().resource("iam").create_user(UserName="jo")
    regions = ["--regions", ",".join(REGIONS)]
    for kind, name in (("s3.Bucket", "orders"), ("iam.User", "jo")):
        found = told(capsys, kind, *regions)
        assert [{"region": "aws-global", "name": name}] == found


def test_all_regions_have_another_name_in_another_partition(
    session: MakeSession,
) -> None:
    """China's is no region of AWS's; a regional service has none."""
    chinese = session(region_name="cn-north-1")
    for service in ("s3", "iam"):
        assert "aws-cn-global" == listing._global_region(chinese, service)
    assert "" == listing._global_region(chinese, "rds")


def test_all_enabled_regions(
    capsys: pytest.CaptureFixture[str], databases: None
) -> None:
    """Those that the account has switched on, as EC2 tells."""
    found = told(capsys, "rds.DBInstance", "--regions", "enabled")
    assert 4 == len(found)
    assert set(REGIONS) == {one["region"] for one in found}


def test_regions_where_ec2_may_not_be_asked(
    capsys: pytest.CaptureFixture[str], fake: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account's own list of regions tells them as well."""
    for service in ("account", "ec2", "rds"):
        url = fake.client_arguments(service)["endpoint_url"]
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service.upper()}", url)
    fake.fail("ec2", "DescribeRegions", code="UnauthorizedOperation")
    fake.plant("account", "ListRegions", {"Regions": [{"RegionName": REGIONS[1]}]})
    fake.plant("rds", "DescribeDBInstances", {"DBInstances": []})

    assert [] == told(capsys, "rds.DBInstance", "--regions", "enabled")
    asked = [(call.service, call.operation) for call in fake.calls]
    assert ("account", "ListRegions") in asked
    assert ("rds", "DescribeDBInstances") == asked[-1]
