"""What users do with ssm: parameters, documents, commands, windows and patches.

moto has no managed nodes, so the fake AWS answers for them: it shows what is sent and
how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from boto3.exceptions import ResourceLoadException

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

NODE = "mi-0123456789abcdef0"
CONTENT = '{"schemaVersion": "2.2", "mainSteps": []}'
PUBLIC = "arn:aws:ssm:us-east-1::parameter/aws/service/ecs/optimized-ami/amazon-linux"


@pytest.fixture
def ssm(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ssm")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    session = boto3.Session(region_name="us-east-1")
    return session.resource("ssm", **fake.client_arguments("ssm"))


@pytest.fixture
def document(ssm: Any) -> Any:
    """Make a document."""
    return ssm.create_document(
        Name="Restart", Content=CONTENT, DocumentType="Command", DocumentFormat="JSON"
    )


def put(ssm: Any, name: str, value: str = "x", kind: str = "String") -> Any:
    """Make a parameter."""
    return ssm.put_parameter(Name=name, Value=value, Type=kind)


def test_a_listed_parameter_gets_its_value(ssm: Any) -> None:
    """AWS lists parameters without their values; what it lists instead is metadata."""
    ssm.put_parameter(Name="/shop/url", Value="a.b", Type="String", Description="where")
    (listed,) = ssm.parameters.filter(
        Filters=[{"Key": "Name", "Values": ["/shop/url"]}]
    )
    assert "a.b" == listed.value
    assert "where" == listed.Metadata().description


def test_a_secret_is_decrypted_on_demand(ssm: Any) -> None:
    """As with AWS's own operation, it stays encrypted unless one asks."""
    secret = put(ssm, "/shop/password", "sesame", "SecureString")
    assert "sesame" not in {secret.value}
    secret.load(WithDecryption=True)
    assert "sesame" == secret.value


def test_parameters_are_found_below_a_path(ssm: Any) -> None:
    """Further down only if asked for; what was found is deleted together."""
    for name in ("/shop/url", "/shop/db/url", "/office/url"):
        put(ssm, name)
    shop = ssm.ParameterPath("/shop").parameters
    assert {"/shop/url"} == {parameter.name for parameter in shop.all()}
    below = shop.filter(Recursive=True)
    assert {"/shop/url", "/shop/db/url"} == {parameter.name for parameter in below}
    below.delete()
    assert [] == list(below)


def test_a_parameter_has_versions_and_labels(ssm: Any) -> None:
    """A change makes a version, which may be labelled and read by its number."""
    parameter = put(ssm, "url", "old")
    second = parameter.put(Value="new", Overwrite=True)
    assert parameter.Version(2) == second
    parameter.Version(1).label(Labels=["stable"])
    assert "old" == ssm.Parameter("url:stable").value
    assert ["old", "new"] == [version.value for version in parameter.versions.all()]
    assert "new" == second.value


def test_an_arn_names_a_parameter(arns: None, session: MakeSession, ssm: Any) -> None:
    """A path begins with the slash that the ARN has anyway; a plain name does not."""
    for name in ("/shop/db/url", "url"):
        found = boto3_extensions.resource_from_arn(put(ssm, name).arn, session())
        assert "x" == found.value
        # Whose it is, and whose session, is known once it was asked for.
        assert ssm.Parameter(name) == found
    public = boto3_extensions.resource_from_arn(PUBLIC, session())
    assert "/aws/service/ecs/optimized-ami/amazon-linux" == public.name


def test_things_are_tagged(ssm: Any, document: Any) -> None:
    """AWS wants to know what it is that has the tags, which resources know."""
    for tagged in (put(ssm, "url"), document):
        tagged.add_tags(
            Tags=[{"Key": "team", "Value": "web"}, {"Key": "a", "Value": ""}]
        )
        tagged.remove_tags(TagKeys=["a"])
        tags = tagged.list_tags()["TagList"]
        assert [{"Key": "team", "Value": "web"}] == tags


def test_a_document_has_versions(ssm: Any, document: Any) -> None:
    """An update makes a version, which may become the default, or go."""
    second = document.update(
        Content=CONTENT.replace("[]", '["x"]'), DocumentVersion="$LATEST"
    )
    assert document.Version("2") == second
    second.set_as_default()
    document.reload()
    assert "2" == document.default_version
    assert CONTENT == document.Version("1").get_content()["Content"]
    assert "JSON" == document.Version("1").document_format
    document.delete()
    mine = [{"Key": "Owner", "Values": ["Self"]}]
    assert [] == list(ssm.documents.filter(Filters=mine))


def test_a_document_is_its_owners(arns: None, document: Any, ssm: Any) -> None:
    """Of this account, or of another, which names it by its whole ARN."""
    arn = "arn:aws:ssm:us-east-1:123456789012:document/Restart"
    assert arn == document.arn
    shared = arn.replace("123456789012", "210987654321")
    assert shared == ssm.Document(shared).arn


def test_a_document_of_aws_is_nobodys(arns: None, fake: FakeAws, faked: Any) -> None:
    """The ARN has no account."""
    described = {"Name": "AWS-RunShellScript", "Owner": "Amazon"}
    fake.plant("ssm", "DescribeDocument", {"Document": described})
    found = faked.Document("AWS-RunShellScript")
    assert "arn:aws:ssm:us-east-1::document/AWS-RunShellScript" == found.arn


def test_a_command_is_sent_and_waited_for(ssm: Any, document: Any) -> None:
    """It is told from others by its id, and what it does on one node by both."""
    command = document.send_command(InstanceIds=[NODE], Comment="now")
    assert [command] == list(ssm.commands.all())
    invocation = command.Invocation(NODE)
    invocation.wait_until_executed()
    assert "Success" == invocation.status
    assert "now" == ssm.Command(command.id).comment


def test_a_maintenance_window_has_targets_and_tasks(ssm: Any) -> None:
    """Both are registered with it, listed and loaded through it."""
    window = ssm.create_maintenance_window(
        Name="nightly",
        Schedule="cron(0 2 * * ? *)",
        Duration=2,
        Cutoff=1,
        AllowUnassociatedTargets=False,
    )
    target = window.register_target(
        ResourceType="INSTANCE", Targets=[{"Key": "InstanceIds", "Values": [NODE]}]
    )
    task = window.register_task(
        TaskArn="Restart",
        TaskType="RUN_COMMAND",
        Targets=[{"Key": "WindowTargetIds", "Values": [target.id]}],
    )
    assert [window] == list(ssm.maintenance_windows.all())
    assert [target] == list(window.targets.all())
    assert "INSTANCE" == window.Target(target.id).resource_type
    assert ["Restart"] == [one.task_arn for one in window.tasks.all()]
    task.deregister()
    target.deregister()
    assert [] == [*window.targets.all(), *window.tasks.all()]


def test_a_patch_group_has_a_baseline(arns: None, ssm: Any) -> None:
    """A baseline is for the nodes of a group, whichever end one starts from."""
    baseline = ssm.create_patch_baseline(Name="web", OperatingSystem="UBUNTU")
    group = baseline.register_for_patch_group(PatchGroup="web servers")
    assert baseline == group.get_patch_baseline(OperatingSystem="UBUNTU")
    assert baseline in list(ssm.patch_baselines.all())
    arn = f"arn:aws:ssm:us-east-1:123456789012:patchbaseline/{baseline.id}"
    assert arn == baseline.arn
    assert "arn:aws:ssm:us-east-1:1:patchbaseline/pb-1" == (
        ssm.PatchBaseline("arn:aws:ssm:us-east-1:1:patchbaseline/pb-1").arn
    )


def test_a_node_is_asked_about(fake: FakeAws, faked: Any) -> None:
    """What AWS knows of a node is found through it, each by its own operation."""
    state = {"InstanceId": NODE, "MissingCount": 3, "BaselineId": "pb-1"}
    fake.plant("ssm", "DescribeInstancePatchStates", {"InstancePatchStates": [state]})
    node = faked.ManagedInstance(NODE)
    assert 3 == node.PatchState().missing_count
    assert faked.PatchBaseline("pb-1") == node.PatchState().patch_baseline
    fake.plant("ssm", "ListCommandInvocations", {"CommandInvocations": [
        {"CommandId": "c" * 36, "InstanceId": NODE}
    ]})  # fmt: skip
    (invocation,) = node.command_invocations.all()
    assert faked.Command("c" * 36).Invocation(NODE) == invocation


def test_a_node_that_is_not_there_is_missed(fake: FakeAws, faked: Any) -> None:
    """AWS answers with an empty list, which is no node."""
    fake.plant("ssm", "DescribeInstanceInformation", {"InstanceInformationList": []})
    with pytest.raises(ResourceLoadException, match=NODE):
        faked.ManagedInstance(NODE).load()


def test_nodes_have_the_arns_of_what_they_are(
    arns: None, fake: FakeAws, session: MakeSession, ssm: Any
) -> None:
    """An EC2 instance is EC2's; all others are the Systems Manager's own."""
    assert f"arn:aws:ssm:us-east-1:123456789012:managed-instance/{NODE}" == (
        ssm.ManagedInstance(NODE).arn
    )
    instance = ssm.ManagedInstance("i-0123456789abcdef0")
    assert "arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0" == (
        instance.arn
    )
    assert (
        "ec2.Instance"
        == type(boto3_extensions.resource_from_arn(instance.arn, session())).__name__
    )


def test_a_parameters_policy_knows_whose_it_is(fake: FakeAws, faked: Any) -> None:
    """AWS lists policies without the ARN it was asked with, which all else needs."""
    arn = "arn:aws:ssm:us-east-1:123456789012:parameter/url"
    fake.plant("ssm", "GetParameter", {"Parameter": {"Name": "url", "ARN": arn}})
    policy = {"PolicyId": "p", "PolicyHash": "h"}
    fake.plant("ssm", "GetResourcePolicies", {"Policies": [policy]})
    (found,) = faked.Parameter("url").resource_policies.all()
    assert faked.ResourcePolicy(arn, "p") == found
    found.delete()
    assert {"ResourceArn": arn, **policy} == fake.calls[-1].params


def test_an_ended_session_is_looked_for_in_history(fake: FakeAws, faked: Any) -> None:
    """AWS has two lists, and load() takes the one of sessions that go on."""
    fake.plant(
        "ssm",
        "DescribeSessions",
        lambda params: {
            "Sessions": [{"SessionId": "s", "Status": "Terminated"}]
            if "History" == params["State"]
            else []
        },
    )
    session = faked.Session("s")
    session.load(State="History")
    assert "Terminated" == session.status
    assert [session] == list(faked.session_history.all())
    assert [] == list(faked.active_sessions.all())


def test_patches_without_a_title_are_listed(fake: FakeAws, faked: Any) -> None:
    """What was installed otherwise than by Patch Manager has an empty one."""
    patches = [
        {"Title": "A fix (KB1)", "KBId": "KB1", "State": "Installed"},
        {"Title": "", "KBId": "KB2", "State": "InstalledOther"},
    ]
    fake.plant("ssm", "DescribeInstancePatches", {"Patches": patches})

    listed = list(faked.ManagedInstance(NODE).patches.all())

    assert ["KB1", "KB2"] == [patch.kb_id for patch in listed]
    assert ["A fix (KB1)", None] == [patch.title for patch in listed]
    other = faked.InstancePatch(NODE, "KB2")
    other.load()
    assert ("InstalledOther", listed[1]) == (other.state, other)


def test_patch_groups_have_a_baseline_for_each_system(
    fake: FakeAws, faked: Any
) -> None:
    """AWS lists a group once for each of them, with the baseline."""
    baselines = [
        {"BaselineId": "pb-1", "OperatingSystem": "WINDOWS"},
        {"BaselineId": "pb-2", "OperatingSystem": "UBUNTU"},
    ]
    mappings = [{"PatchGroup": "web", "BaselineIdentity": one} for one in baselines]
    fake.plant("ssm", "DescribePatchGroups", {"Mappings": mappings})

    one, other = faked.patch_group_mappings.all()

    assert faked.PatchGroup("web") == one.PatchGroup() == other.PatchGroup()
    assert ["pb-1", "pb-2"] == [one.patch_baseline.id, other.patch_baseline.id]
