"""What an answer says of an item is never taken for another's."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import boto3
import boto3.resources.response
import pytest
from boto3.resources.response import ResourceHandler
from hypothesis import given, settings
from hypothesis import strategies as st

import boto3_extensions

KEYS = {
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "x",
}

# Collections with one and with two identifiers of the item, ours and boto3's, with a
# path of data and with a nested one.
COLLECTIONS = [
    ("rds", "db_cluster_endpoints", "DescribeDBClusterEndpoints", "DBClusterEndpoints",
     {"id": "DBClusterEndpointIdentifier"}),
    ("ec2", "security_groups", "DescribeSecurityGroups", "SecurityGroups",
     {"id": "GroupId"}),
    ("route53", "vpcs", None, "VPCs", {"id": "VPCId", "region": "VPCRegion"}),
    ("iam", "virtual_mfa_devices", "ListVirtualMFADevices", "VirtualMFADevices",
     {"serial_number": "SerialNumber"}),
    ("logs", "resource_policies", "DescribeResourcePolicies", "resourcePolicies",
     {"name": "policyName"}),
]  # fmt: skip

values = st.sampled_from(["a", "b", "", None])


@pytest.fixture(params=[True, False], ids=["fast", "plain"])
def session(request: pytest.FixtureRequest) -> Iterator[boto3.Session]:
    """Make a session, with what makes boto3 faster and without."""
    boto3_extensions.patch(speed=request.param)
    yield boto3.Session(**KEYS)
    boto3_extensions.patch(speed=True)


def answering(session: boto3.Session, service: str, answer: dict[str, Any]) -> Any:
    """Return a service resource whose client gets this answer to whatever it asks."""
    resource = session.resource(service)

    def respond(**kwargs: Any) -> Any:
        # Read at each call, so that a test can change it.
        told = {"ResponseMetadata": {"HTTPStatusCode": 200}, **answer}
        return type("Response", (), {"status_code": 200})(), told

    resource.meta.client.meta.events.register("before-call", respond)
    return resource


@functools.cache
def resource_of(service: str, fast: bool) -> tuple[Any, dict[str, Any]]:
    """Return a service resource and what it is answered, which a test fills."""
    answer: dict[str, Any] = {}
    return answering(SESSIONS[fast], service, answer), answer


def items_of(members: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Draw items any of whose members is missing, null, empty or another's, too."""
    keys = st.fixed_dictionaries({}, optional=dict.fromkeys(members, values))
    return st.lists(keys, max_size=6).map(
        lambda drawn: [{**item, "Mark": n} for n, item in enumerate(drawn)]
    )


@pytest.mark.parametrize("case", [c for c in COLLECTIONS if c[2]], ids=lambda c: c[1])
@pytest.mark.parametrize("fast", [True, False], ids=["fast", "plain"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_items_keep_their_data(case: Any, fast: bool, data: st.DataObject) -> None:
    """Whatever identifiers the items of a page lack, each object has its own item."""
    service, collection, _, key, identifiers = case
    drawn = data.draw(items_of(list(identifiers.values())))
    boto3_extensions.patch(speed=fast)
    resource, answers = resource_of(service, fast)
    answers[key] = drawn
    try:
        found = list(getattr(resource, collection).all())
        pages = list(getattr(resource, collection).pages())
    finally:
        boto3_extensions.patch(speed=True)

    whole = [i for i in drawn if all(i.get(m) for m in identifiers.values())]
    assert whole == [item.meta.data for item in found]
    assert found == [item for page in pages for item in page]
    for item in found:
        for name, member in identifiers.items():
            assert item.meta.data[member] == getattr(item, name)


SESSIONS = {fast: boto3.Session(**KEYS) for fast in (True, False)}


@settings(max_examples=60, deadline=None)
@given(drawn=items_of(["DestinationCidrBlock", "Unused"]))
def test_references_keep_their_data(drawn: list[dict[str, Any]]) -> None:
    """boto3's routes of a route table are zipped of two lists no more."""
    table = SESSIONS[True].resource("ec2").RouteTable("rtb-1")
    table.meta.data = {"Routes": drawn}

    whole = [i for i in drawn if i.get("DestinationCidrBlock")]
    assert whole == [route.meta.data for route in table.routes]
    assert [i["DestinationCidrBlock"] for i in whole] == [
        route.destination_cidr_block for route in table.routes
    ]


def test_two_identifiers_are_of_one_item(session: boto3.Session) -> None:
    """Lists that happen to be as long as each other are not those of the same items."""
    whole = {"VPCId": "vpc-2", "VPCRegion": "us-east-1"}
    vpcs = [{"VPCId": "vpc-1"}, {"VPCRegion": "eu-west-1"}, whole]
    route53 = answering(session, "route53", {"VPCs": vpcs, "HostedZone": {"Id": "Z"}})

    found = list(route53.HostedZone("Z").vpcs.all())

    assert [("vpc-2", "us-east-1")] == [(v.id, v.region) for v in found]
    assert [whole] == [v.meta.data for v in found]


def test_items_of_a_request_are_kept_apart(session: boto3.Session) -> None:
    """A tag that is created without a value does not get the next one's."""
    ec2 = answering(session, "ec2", {})

    made = ec2.Vpc("vpc-1").create_tags(Tags=[{"Key": "a"}, {"Key": "b", "Value": "2"}])

    assert ("b", "2") in [(tag.key, tag.value) for tag in made]
    assert "a" not in [tag.key for tag in made]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"domainName": "a.test", "domainNameId": "1"}, "PrivateDomainName"),
        ({"domainName": "a.test"}, "DomainName"),
    ],
)
def test_an_answer_without_one_thing_is_of_another(
    session: boto3.Session, told: dict[str, Any], kind: str
) -> None:
    """A domain name is private if it has an id."""
    made = answering(session, "apigateway", told).create_domain_name(
        domainName="a.test"
    )

    assert f"apigateway.{kind}" == type(made).__name__
    assert "a.test" == made.name


def test_what_is_asked_for_tells_which_of_two_is_made(session: boto3.Session) -> None:
    """The app of a space has no user profile, and no answer says so."""
    sagemaker = answering(session, "sagemaker", {})
    asked = {"DomainId": "d-1", "AppType": "JupyterLab", "AppName": "lab"}

    of_user = sagemaker.create_app(UserProfileName="ann", **asked)
    of_space = sagemaker.create_app(SpaceName="shop", **asked)

    assert "sagemaker.App" == type(of_user).__name__
    assert "sagemaker.SpaceApp" == type(of_space).__name__
    assert ("d-1", "shop", "lab") == (
        of_space.domain_id,
        of_space.space_name,
        of_space.name,
    )


def test_no_item_with_an_identifier_is_an_empty_page(session: boto3.Session) -> None:
    """An IndexError of boto3's, where there is data without identifiers."""
    rds = answering(session, "rds", {"DBClusterEndpoints": [{"Endpoint": "e"}]})

    assert [] == list(rds.db_cluster_endpoints.all())


def test_the_handler_is_boto3s_again_after_unpatch() -> None:
    """The very function is put back, and unpatching leaves none of ours."""
    boto3_extensions.unpatch()
    try:
        assert not hasattr(ResourceHandler.__call__, "__wrapped__")
    finally:
        boto3_extensions.patch()


@pytest.mark.parametrize("lacking", [[], [1]], ids=["even", "uneven"])
def test_a_wrapped_function_is_called_and_mixes_nothing(
    session: boto3.Session, lacking: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody puts around boto3's own is called, and each has its own item."""
    module = boto3.resources.response
    original, calls = module.build_identifiers, []

    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        return original(*args, **kwargs)

    monkeypatch.setattr(module, "build_identifiers", wrapper)
    groups = [{"GroupId": f"sg-{n}", "Mark": n} for n in range(3)]
    for n in lacking:
        del groups[n]["GroupId"]
    ec2 = answering(session, "ec2", {"SecurityGroups": groups})
    found = {one.id: one.meta.data["Mark"] for one in ec2.security_groups.all()}

    assert {f"sg-{n}": n for n in range(3) if n not in lacking} == found
    assert 1 == len(calls)
