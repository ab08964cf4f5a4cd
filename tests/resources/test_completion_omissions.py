"""What a list leaves out, though its shape has it, is loaded once; denied, it is None.

Spoken to the fake AWS: moto's lists leave out nothing.
"""

from __future__ import annotations

import logging
from typing import Any

import boto3
import botocore.exceptions
import pytest

from fake_aws import FakeAws

TAGS = [{"Key": "team", "Value": "shop"}]
LISTED = {"UserName": "ann", "Path": "/", "PasswordLastUsed": "2026-01-01T00:00:00Z"}


@pytest.fixture
def iam(fake: FakeAws) -> Any:
    """Return the service with the user ann, whom only GetUser knows to have tags."""
    fake.plant("iam", "ListUsers", {"Users": [LISTED]})
    fake.plant("iam", "GetUser", {"User": {**LISTED, "Tags": TAGS}})
    return boto3.resource("iam", **fake.client_arguments("iam"))


def listed(iam: Any) -> Any:
    """Return the one user as ListUsers tells of her."""
    (user,) = iam.users.all()
    return user


def sent(fake: FakeAws) -> list[str]:
    """Name the operations that were sent."""
    return [call.operation for call in fake.calls]


def test_what_a_list_leaves_out_is_loaded(iam: Any, fake: FakeAws) -> None:
    """Reading tags of a listed user asks for the user."""
    assert TAGS == listed(iam).tags
    assert ["ListUsers", "GetUser"] == sent(fake)


def test_one_load_serves_all(iam: Any, fake: FakeAws) -> None:
    """What the loaded user does not have is None, and is not asked for again."""
    user = listed(iam)
    assert (TAGS, None, None) == (
        user.tags,
        user.permissions_boundary,
        user.permissions_boundary,
    )
    assert 1 == sent(fake).count("GetUser")


def test_what_the_list_tells_is_read_from_it(iam: Any, fake: FakeAws) -> None:
    """Other attributes cost no call."""
    user = listed(iam)
    assert ("/", None) == (user.path, user.create_date)
    assert ["ListUsers"] == sent(fake)


def test_a_whole_item_is_not_loaded(iam: Any, fake: FakeAws) -> None:
    """Data that has one of them is from elsewhere and lacks none: a created user's."""
    fake.plant("iam", "CreateUser", {"User": {"UserName": "ann", "Tags": TAGS}})
    user = iam.create_user(UserName="ann", Tags=TAGS)
    assert (TAGS, None) == (user.tags, user.permissions_boundary)
    assert ["CreateUser"] == sent(fake)


def test_another_list_leaves_out_others(iam: Any, fake: FakeAws) -> None:
    """GetGroup does not tell when a password was used."""
    group = {"GroupName": "g", "Path": "/", "GroupId": "1", "Arn": "arn:aws:iam::1:g"}
    fake.plant("iam", "GetGroup", {"Group": group, "Users": [{"UserName": "ann"}]})
    (user,) = iam.Group("g").users.all()
    assert user.password_last_used is not None
    assert ["GetGroup", "GetUser"] == sent(fake)


def test_denied_it_is_none_and_the_log_tells_once(
    iam: Any, fake: FakeAws, caplog: pytest.LogCaptureFixture
) -> None:
    """Who may list but not read gets what boto3 gives, and one warning for all."""
    fake.plant("iam", "ListUsers", {"Users": [LISTED, {**LISTED, "UserName": "bob"}]})
    fake.fail("iam", "GetUser", code="AccessDenied", status=403)
    users = list(iam.users.all())
    with caplog.at_level(logging.WARNING, logger="boto3_extensions"):
        assert [None, None, None] == [u.tags for u in [*users, *users[:1]]]
    assert ["GetUser of iam.User was denied"] == [
        record.getMessage().partition(":")[0] for record in caplog.records
    ]
    assert 2 == sent(fake).count("GetUser")


def test_another_error_is_raised(iam: Any, fake: FakeAws) -> None:
    """Who was deleted since is not somebody without tags."""
    fake.fail("iam", "GetUser", code="NoSuchEntity", status=404)
    with pytest.raises(botocore.exceptions.ClientError, match="NoSuchEntity"):
        _ = listed(iam).tags


@pytest.mark.parametrize(
    ("service", "collection", "operation", "answer", "attribute"),
    [
        ("iam", "roles", "ListRoles", {"Roles": [{"RoleName": "r"}]}, "role_last_used"),
        (
            "iam",
            "policies",
            "ListPolicies",
            {"Policies": [{"Arn": "arn:aws:iam::123456789012:policy/a"}]},
            "description",
        ),
        (
            "iam",
            "instance_profiles",
            "ListInstanceProfiles",
            {"InstanceProfiles": [{"InstanceProfileName": "i"}]},
            "tags",
        ),
        (
            "lambda",
            "functions",
            "ListFunctions",
            {"Functions": [{"FunctionName": "f"}]},
            "state",
        ),
    ],
)
def test_every_list_that_aws_says_it_of(
    fake: FakeAws,
    service: str,
    collection: str,
    operation: str,
    answer: dict[str, Any],
    attribute: str,
) -> None:
    """The fake AWS makes up a value where the item is asked for."""
    fake.plant(service, operation, answer)
    resource = boto3.resource(service, **fake.client_arguments(service))
    (item,) = getattr(resource, collection).all()
    assert getattr(item, attribute) is not None
