"""What AWS has ended is in no list, and what it has begun or withdrawn is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore
import pytest

from boto3_extensions._definitions import history as definitions_history
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._definitions.needs import Missing
from boto3_extensions._discovery.description import describe
from fake_aws import FakeAws

# One of each kind: of a service, of a type, a collection.
ENDED = [
    ("cloudfront", "", "create_streaming_distribution"),
    ("ec2", "", "elastic_gpus"),
    ("ec2", "Vpc", "describe_classic_link"),
    ("redshift", "Cluster", "modify_aqua_configuration"),
]


def resource(fake: FakeAws, service: str, kind: str = "") -> Any:
    """Return a service of the fake AWS, or a resource of it."""
    found = boto3.resource(service, **fake.client_arguments(service))
    return getattr(found, kind)("x") if kind else found


@pytest.mark.parametrize(("service", "kind", "name"), ENDED)
def test_what_has_ended_is_in_no_list(
    fake: FakeAws, service: str, kind: str, name: str
) -> None:
    """Neither in completion nor in what `show` and the documentation are made of."""
    found = resource(fake, service, kind)
    assert name not in dir(found)
    told = describe(Catalog(), service, kind or None)
    members = [one.name for one in (*told.actions, *told.collections)]
    assert members
    assert name not in members


def test_an_action_that_has_ended_can_be_called(fake: FakeAws) -> None:
    """It sends what it sent."""
    vpc = resource(fake, "ec2", "Vpc")
    vpc.describe_classic_link()
    vpc.describe_classic_link(DryRun=True)
    assert [
        {"VpcIds": ["x"]},
        {"VpcIds": ["x"], "DryRun": True},
    ] == [call.params for call in fake.calls]


def test_what_an_ended_action_makes_is_a_resource(fake: FakeAws) -> None:
    """With all that its type has."""
    fake.plant(
        "cloudfront",
        "CreateStreamingDistribution",
        {"StreamingDistribution": {"Id": "E1", "ARN": "arn", "Status": "s"}},
    )
    cloudfront = resource(fake, "cloudfront")
    origin = {"DomainName": "d", "OriginAccessIdentity": ""}
    config = {
        "CallerReference": "c",
        "S3Origin": origin,
        "Comment": "",
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "Enabled": False,
    }
    made = cloudfront.create_streaming_distribution(StreamingDistributionConfig=config)
    assert cloudfront.StreamingDistribution("E1") == made
    assert "s" == made.status


def test_a_collection_that_has_ended_can_be_read(fake: FakeAws) -> None:
    """Its items are those of the type."""
    gpus = {"ElasticGpuSet": [{"ElasticGpuId": "egpu-1"}]}
    fake.plant("ec2", "DescribeElasticGpus", gpus)
    (found,) = resource(fake, "ec2").elastic_gpus.all()
    assert "egpu-1" == found.id


def test_a_name_that_never_was_is_still_told(fake: FakeAws) -> None:
    """With a suggestion, as ever."""
    with pytest.raises(AttributeError, match="describe_classic_links_of_it"):
        _ = resource(fake, "ec2", "Vpc").describe_classic_links_of_it


@pytest.mark.parametrize("kind", ["BundleTask", "ElasticIp", "Instance", "Vpc"])
def test_ended_members_work_with_a_client_that_the_class_was_not_made_with(
    fake: FakeAws, kind: str
) -> None:
    """Nothing that its class once found out about its own client's model is needed."""
    of_one_session = resource(fake, "ec2", kind)
    its_own = of_one_session.meta.client.meta.service_model
    another = boto3.Session("a", "b").client("ec2", **fake.client_arguments("ec2"))
    found = type(of_one_session)("x", client=another)
    assert another.meta.service_model is not its_own
    with pytest.raises(AttributeError, match="never_was"):
        _ = found.never_was


HISTORY = {
    "since": {
        "operations": {"New": "9.1.2"},
        "members": {"Thing": {"NewMember": "9.2.0", "OldMember": "1.2.3"}},
        "inputs": {"Old": {"Param": "9.3.0"}},
    },
    "withdrawn": {
        "service": {"drop": {"release": "1.44.8", "operation": "DropIt"}},
        "Thing": {"tags": {"release": "1.44.8"}},
        "GoneType": {"": {"release": "1.44.6"}},
    },
}


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a service of which it is known when AWS brought and took what."""
    folder = tmp_path / "shop" / "2026-01-01"
    folder.mkdir(parents=True)
    (folder / "offered-1.json").write_text(json.dumps(HISTORY))
    (tmp_path / "made-from-1.json").write_text('{"botocore": "9.3.5"}')
    monkeypatch.setattr(definitions_history, "DATA_PATH", str(tmp_path))
    definitions_history._history.cache_clear()
    yield
    definitions_history._history.cache_clear()


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (Missing("operation", "New"), "takes botocore 9.1.2 or newer: pip install"),
        (Missing("member", "NewMember", "Thing"), "takes botocore 9.2.0 or newer"),
        (Missing("input", "Param", "Old"), "takes botocore 9.3.0 or newer"),
        (Missing("shape", "Other"), r"a newer botocore \(.* made with 9.3.5\)"),
        (Missing("member", "OldMember", "Thing"), "AWS has withdrawn it since"),
    ],
)
@pytest.mark.usefixtures("history")
def test_the_error_tells_which_botocore_it_takes(missing: Missing, told: str) -> None:
    """As far as that is known; what an older release had is withdrawn."""
    with pytest.raises(AssertionError, match=told):
        raise AssertionError(definitions_history.missing_reason("shop", missing))


@pytest.mark.parametrize(
    ("owner", "name", "told"),
    [
        ("shop", "drop", "withdrawn the operation DropIt: botocore 1.44.8 no longer"),
        ("Thing", "tags", "AWS has withdrawn it: botocore 1.44.8 no longer has it"),
        ("shop", "GoneType", "AWS has withdrawn it: botocore 1.44.6"),
    ],
)
@pytest.mark.usefixtures("history")
def test_the_error_tells_of_what_is_withdrawn(owner: str, name: str, told: str) -> None:
    """By the release of botocore that is the first without it."""
    assert told in definitions_history.withdrawn_reason("shop", owner, name)


@pytest.mark.usefixtures("history")
def test_an_attribute_of_a_newer_botocore_is_known() -> None:
    """Though no definition names it."""
    found = definitions_history.missing_attribute("shop", "Thing", "new_member")
    assert Missing("member", "NewMember", "Thing") == found
    assert definitions_history.missing_attribute("shop", "Thing", "misspelt") is None


def test_a_service_that_was_kept_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its definitions are of an older botocore than the others."""
    made_from = {"botocore": botocore.__version__, "kept": ["glue"]}
    (tmp_path / "made-from-1.json").write_text(json.dumps(made_from))
    monkeypatch.setattr(definitions_history, "DATA_PATH", str(tmp_path))
    definitions_history.is_made_from_this.cache_clear()
    assert definitions_history.is_made_from_this("rds")
    assert not definitions_history.is_made_from_this("glue")
    definitions_history.is_made_from_this.cache_clear()
