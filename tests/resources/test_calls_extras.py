"""What an answer tells of a resource beside its data is an attribute of it."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from boto3_extensions.exceptions import MissingResourceError
from fake_aws import FakeAws

ZONE = {"Id": "/hostedzone/Z1", "Name": "x.", "CallerReference": "c"}
SERVERS = {"NameServers": ["ns-1.example"]}
CHANGE = {
    "Id": "/change/C1",
    "Status": "PENDING",
    "SubmittedAt": "2026-01-01T00:00:00Z",
}


@pytest.fixture
def route53(fake: FakeAws) -> Any:
    """Return the service with a zone that has name servers."""
    answer = {"HostedZone": ZONE, "DelegationSet": SERVERS}
    fake.plant("route53", "GetHostedZone", answer)
    created = {**answer, "ChangeInfo": CHANGE, "Location": "https://example.com/Z1"}
    fake.plant("route53", "CreateHostedZone", created)
    return resource(fake, "route53")


def resource(fake: FakeAws, service: str) -> Any:
    """Return a service of the fake AWS."""
    return boto3.resource(service, **fake.client_arguments(service))


def sent(fake: FakeAws) -> list[str]:
    """Name the operations that were sent."""
    return [call.operation for call in fake.calls]


def test_what_a_load_tells_beside_the_data_is_read(route53: Any, fake: FakeAws) -> None:
    """One load brings it, and the data."""
    zone = route53.HostedZone("Z1")
    assert ["ns-1.example"] == zone.delegation_set["NameServers"]
    assert "x." == zone.name
    assert ["GetHostedZone"] == sent(fake)


def test_what_a_create_tells_is_read_of_what_it_returns(
    route53: Any, fake: FakeAws
) -> None:
    """Without another call, and still after the zone was loaded."""
    zone = route53.create_hosted_zone(Name="x.", CallerReference="c")
    assert ("PENDING", SERVERS) == (zone.change_info["Status"], zone.delegation_set)
    assert ["CreateHostedZone"] == sent(fake)
    zone.load()
    assert "PENDING" == zone.change_info["Status"]


def test_what_only_a_create_tells_is_none_of_others(
    route53: Any, fake: FakeAws
) -> None:
    """No call could bring it."""
    assert route53.HostedZone("Z1").change_info is None
    assert [] == sent(fake)


def test_it_goes_with_the_data(route53: Any, fake: FakeAws) -> None:
    """An action makes boto3 forget the data, and what was loaded with it."""
    zone = route53.HostedZone("Z1")
    assert SERVERS == zone.delegation_set
    zone.update_comment(Comment="c")
    others = {"NameServers": ["ns-2.example"]}
    fake.plant(
        "route53", "GetHostedZone", {"HostedZone": ZONE, "DelegationSet": others}
    )
    assert others == zone.delegation_set


def test_a_listed_resource_loads_it(route53: Any, fake: FakeAws) -> None:
    """A list does not tell it."""
    listed = {
        "HostedZones": [ZONE],
        "Marker": "",
        "IsTruncated": False,
        "MaxItems": "9",
    }
    fake.plant("route53", "ListHostedZones", listed)
    (zone,) = route53.hosted_zones.all()
    assert ("x.", SERVERS) == (zone.name, zone.delegation_set)
    assert ["ListHostedZones", "GetHostedZone"] == sent(fake)


def test_what_only_a_list_tells_is_known_after_a_load(fake: FakeAws) -> None:
    """GetSuiteRun has no createdAt, and ListSuiteRuns has."""
    definition_id, run_id = "definition-1", "run-123456789"
    run = {"suiteRunId": run_id, "suiteDefinitionId": definition_id}
    listed = {**run, "createdAt": 0}
    fake.plant("iotdeviceadvisor", "ListSuiteRuns", {"suiteRunsList": [listed]})
    fake.plant("iotdeviceadvisor", "GetSuiteRun", {**run, "suiteRunArn": "arn"})
    definition = resource(fake, "iotdeviceadvisor").SuiteDefinition(definition_id)
    (found,) = definition.suite_runs.all()
    assert "arn" == found.suite_run_arn
    assert 1970 == found.created_at.year


def test_what_is_in_the_data_but_in_no_shape(fake: FakeAws) -> None:
    """A distribution's load brings its configuration."""
    answer = {"Distribution": {"Id": "D", "DistributionConfig": {}}, "ETag": "E"}
    answer["Distribution"]["DistributionConfig"] = {"DefaultRootObject": "start.html"}
    fake.plant("cloudfront", "GetDistribution", answer)
    distribution = resource(fake, "cloudfront").Distribution("D")
    assert "start.html" == distribution.default_root_object
    assert distribution.caller_reference is None
    assert 1 == len(fake.calls)


@pytest.mark.parametrize(
    ("service", "method", "parameters", "attribute"),
    [
        pytest.param(
            "iam",
            "create_delegation_request",
            {
                "Description": "d",
                "Permissions": {"PolicyTemplateArn": "arn:aws:iam::aws:policy/x"},
                "RequestorWorkflowId": "wwwwwwww",
                "NotificationChannel": "nnnn",
                "SessionDuration": 300,
            },
            "console_deep_link",
            marks=pytest.mark.newer_botocore,
        ),
        (
            "cloudwatch",
            "put_dashboard",
            {"DashboardName": "d", "DashboardBody": "{}"},
            "dashboard_validation_messages",
        ),
    ],
)
def test_what_cannot_be_had_again(
    fake: FakeAws, service: str, method: str, parameters: Any, attribute: str
) -> None:
    """What is returned has it; the fake AWS makes up a value."""
    made = getattr(resource(fake, service), method)(**parameters)
    assert getattr(made, attribute)


def test_each_of_several_has_it(fake: FakeAws) -> None:
    """What boto3's own actions return, too: instances know their reservation."""
    fake.plant(
        "ec2",
        "RunInstances",
        {"ReservationId": "r-1", "Instances": [{"InstanceId": i} for i in "ab"]},
    )
    made = resource(fake, "ec2").create_instances(ImageId="i", MinCount=2, MaxCount=2)
    assert ["r-1", "r-1"] == [instance.reservation_id for instance in made]


def test_what_does_not_exist_has_none(fake: FakeAws) -> None:
    """As other attributes of boto3's own types it raises."""
    fake.plant("ec2", "DescribeNetworkInterfaces", {"NetworkInterfaces": []})
    association = resource(fake, "ec2").NetworkInterfaceAssociation("eipassoc-1")
    with pytest.raises(MissingResourceError, match="eipassoc-1"):
        _ = association.allocation_id


def test_a_stand_in_for_a_client_is_asked_all_the_same(route53: Any) -> None:
    """One without events tells nothing more than boto3 would have known."""

    class Client:
        def get_hosted_zone(self, **_: Any) -> Any:
            return {"HostedZone": ZONE, "DelegationSet": SERVERS}

    zone = route53.HostedZone("Z1")
    zone.meta.client = Client()
    assert "x." == zone.name
