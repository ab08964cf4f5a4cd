"""IAM as its users work with it, against moto; what moto lacks, against the fake AWS.

The fake shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

KEY = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ== ann"
GITHUB = "https://token.actions.githubusercontent.com"
BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess"
TEAM = {"Key": "team", "Value": "sales"}


@pytest.fixture
def iam(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("iam")


@pytest.fixture
def user(iam: Any) -> Any:
    """Make a user."""
    return iam.create_user(UserName="ann")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("iam", **fake.client_arguments("iam"))


def test_an_ssh_key_is_uploaded_listed_and_deleted(iam: Any, user: Any) -> None:
    """A list tells no fingerprint, which the key looks up by itself."""
    key = user.upload_ssh_public_key(SSHPublicKeyBody=KEY)
    (listed,) = user.ssh_public_keys.all()
    assert (key, user) == (listed, listed.User())
    assert key.fingerprint == listed.fingerprint
    assert KEY == iam.SSHPublicKey(key.id, "ann").ssh_public_key_body
    key.deactivate()
    assert ["Inactive"] == [one.status for one in user.ssh_public_keys.all()]
    key.delete()
    assert [] == list(user.ssh_public_keys.all())


def test_an_access_key_tells_its_use_and_its_user(iam: Any, user: Any) -> None:
    """Whoever finds a key somewhere can ask whose it is."""
    pair = user.create_access_key_pair()
    (listed,) = user.access_keys.all()
    assert pair.id == listed.LastUsed().access_key_id
    found = iam.AccessKeyLastUsed(pair.id)
    assert "N/A" == found.service_name
    assert user == found.get_user()


def test_an_oidc_provider_is_made_changed_and_deleted(iam: Any) -> None:
    """An identity provider has the clients and thumbprints it was made with."""
    provider = iam.create_open_id_connect_provider(
        Url=GITHUB, ClientIDList=["sts.amazonaws.com"], ThumbprintList=["a" * 40]
    )
    assert [provider] == list(iam.open_id_connect_providers.all())
    assert ["sts.amazonaws.com"] == provider.client_id_list
    provider.update_thumbprint(ThumbprintList=["b" * 40])
    provider.load()
    assert ["b" * 40] == provider.thumbprint_list
    provider.delete()
    assert [] == list(iam.open_id_connect_providers.all())


@pytest.mark.parametrize("kind", ["user", "role", "policy", "profile", "provider"])
def test_what_can_have_tags_is_tagged(iam: Any, kind: str) -> None:
    """Each type takes, lists and loses tags in the same way."""
    text = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", %s}]}'
    own = text % '"Action": "s3:Get*", "Resource": "*"'
    makers: dict[str, Callable[[], Any]] = {
        "user": lambda: iam.create_user(UserName="x"),
        "role": lambda: iam.create_role(RoleName="x", AssumeRolePolicyDocument="{}"),
        "policy": lambda: iam.create_policy(PolicyName="x", PolicyDocument=own),
        "profile": lambda: iam.create_instance_profile(InstanceProfileName="x"),
        "provider": lambda: iam.create_open_id_connect_provider(Url=GITHUB),
    }
    one = makers[kind]()
    one.tag(Tags=[TEAM, {"Key": "stage", "Value": "test"}])
    one.untag(TagKeys=["stage"])
    one.load()
    assert [TEAM] == one.tags


def test_a_role_is_changed_within_a_boundary(iam: Any) -> None:
    """A role's settings and its boundary are changed by the role."""
    role = iam.create_role(RoleName="web", AssumeRolePolicyDocument="{}")
    role.wait_until_exists()
    role.update(Description="of the web servers", MaxSessionDuration=7200)
    role.put_permissions_boundary(PermissionsBoundary=BOUNDARY)
    role.load()
    assert ("of the web servers", 7200) == (role.description, role.max_session_duration)
    assert BOUNDARY == role.permissions_boundary["PermissionsBoundaryArn"]
    role.delete_permissions_boundary()
    role.load()
    assert role.permissions_boundary is None


def test_a_service_linked_role_is_deleted_by_a_task(iam: Any) -> None:
    """AWS deletes such a role when its service agrees; the task tells how far it is."""
    role = iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")
    assert "AWSServiceRoleForAutoScaling" == role.name
    task = role.delete_service_linked_role()
    assert "SUCCEEDED" == iam.ServiceLinkedRoleDeletionTask(task.id).status


def test_the_credential_report_is_generated_and_read(iam: Any, user: Any) -> None:
    """The account has one report, which AWS takes a while to make."""
    report = iam.CredentialReport()
    assert "STARTED" == report.generate()["State"]
    assert "COMPLETE" == report.generate()["State"]
    report.wait_until_ready()
    head, *lines = report.content.decode().splitlines()
    assert head.startswith("user,arn,")
    assert ["ann"] == [line.split(",")[0] for line in lines]


def test_the_account_has_an_alias(iam: Any) -> None:
    """An alias is listed, and deleted by itself."""
    alias = iam.AccountAlias("orders")
    alias.create()
    assert [alias] == list(iam.account_aliases.all())
    alias.delete()
    assert [] == list(iam.account_aliases.all())


def test_details_tell_all_of_every_user_at_once(iam: Any, user: Any) -> None:
    """One call answers what would take several for each user, group and role."""
    user.tag(Tags=[TEAM])
    group = iam.create_group(GroupName="sales")
    group.add_user(UserName="ann")
    (detail,) = iam.user_details.all()
    assert ([TEAM], ["sales"]) == (detail.tags, detail.group_list)
    assert user == detail.User()
    assert [] == iam.GroupDetail("sales").attached_managed_policies
    assert [group] == [one.Group() for one in iam.group_details.all()]


def test_an_oidc_provider_is_found_by_its_arn(arns: None, session: MakeSession) -> None:
    """A provider of EKS has slashes in its name."""
    name = "oidc.eks.eu-west-1.amazonaws.com/id/A"
    arn = f"arn:aws:iam::123456789012:oidc-provider/{name}"
    provider = boto3_extensions.resource_from_arn(arn, session())
    assert session().resource("iam").OpenIDConnectProvider(arn) == provider
    assert arn == provider.arn


def test_a_user_asks_what_policies_allow(fake: FakeAws, faked: Any) -> None:
    """AWS wants the user's ARN, which is looked up if need be."""
    results = [{"EvalActionName": "s3:GetObject", "EvalDecision": "allowed"}]
    fake.plant("iam", "SimulatePrincipalPolicy", {"EvaluationResults": results})
    user = faked.User("ann")
    answer = user.simulate_policy(ActionNames=["s3:GetObject"])
    assert results == answer["EvaluationResults"]
    asked = fake.calls[-1].params
    assert user.arn == asked["PolicySourceArn"]


def test_what_services_a_role_used(fake: FakeAws, faked: Any) -> None:
    """A report is asked for, and has each service when it is ready."""
    used = [{"ServiceName": "Amazon S3", "ServiceNamespace": "s3"}]
    answer = {
        "JobStatus": "COMPLETED",
        "ServicesLastAccessed": used,
        "IsTruncated": False,
    }
    fake.plant("iam", "GenerateServiceLastAccessedDetails", {"JobId": "j" * 36})
    fake.plant("iam", "GetServiceLastAccessedDetails", answer)
    report = faked.Role("web").generate_service_last_accessed_details()
    assert "COMPLETED" == report.job_status
    assert ["Amazon S3"] == [one.service_name for one in report.services.all()]
    report.Service("s3").get_entities()
    wanted = {"JobId": "j" * 36, "ServiceNamespace": "s3"}
    assert wanted == fake.calls[-1].params


def test_a_password_is_told_once(fake: FakeAws, faked: Any) -> None:
    """Who makes a service's credential for a user, or resets it, gets the password."""
    made = faked.User("ann").create_service_specific_credential(ServiceName="s")
    new = fake.synthesise("iam", "CreateServiceSpecificCredential")
    assert (
        new["ServiceSpecificCredential"]["ServicePassword"]
        == made.reset().service_password
        == made.service_password
    )
    assert not hasattr(made.Credential(), "service_password")
    made.deactivate()
    assert "Inactive" == fake.calls[-1].params["Status"]
