"""What users do with instances and what they are made of and bought by, beyond boto3.

moto has a part of it; what it lacks is asked of the fake AWS, which shows what is sent
and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:ec2:us-east-1:123456789012:"
LAUNCH = {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro"}


@pytest.fixture
def ec2(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ec2")


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    return boto3.Session().resource("ec2", **fake.client_arguments("ec2"))


@pytest.fixture
def instance(ec2: Any) -> Any:
    """Run an instance."""
    (made,) = ec2.create_instances(MinCount=1, MaxCount=1, **LAUNCH)
    made.wait_until_running()
    return made


@pytest.fixture
def template(ec2: Any) -> Any:
    """Make a launch template."""
    return ec2.create_launch_template(
        LaunchTemplateName="web", LaunchTemplateData=LAUNCH
    )


def test_a_launch_template_has_versions(ec2: Any, template: Any) -> None:
    """A version is known by its number, as a string, or by what AWS calls it."""
    made = template.create_version(LaunchTemplateData={"InstanceType": "t3.large"})
    template.load()

    versions = {v.version: v.launch_template_data for v in template.versions.all()}

    assert {"1", "2"} == set(versions)
    assert "t3.large" == versions["2"]["InstanceType"]
    assert template.Version("2") == made == template.latest_version
    assert template.Version("1") == template.default_version
    assert 2 == template.Version("$Latest").version_number
    template.modify(DefaultVersion="2")
    assert made == ec2.LaunchTemplate(template.id).default_version
    assert template == made.LaunchTemplate()


def test_what_is_made_and_what_is_bought_have_arns(
    arns: None, ec2: Any, template: Any
) -> None:
    """A launch template is listed, made from its ARN, and deleted."""
    (found,) = ec2.launch_templates.all()

    assert f"{ARN}launch-template/{template.id}" == found.arn
    assert f"{ARN}reserved-instances/r-1" == ec2.ReservedInstances("r-1").arn
    assert template == boto3_extensions.resource_from_arn(found.arn)
    found.delete()
    assert [] == list(ec2.launch_templates.all())


def test_a_spot_request_leads_to_its_instance(arns: None, ec2: Any) -> None:
    """A spot instance is asked for, waited for, and leads to its instance."""
    (request,) = ec2.request_spot_instances(
        SpotPrice="0.5", LaunchSpecification=LAUNCH, InstanceCount=1
    )

    request.wait_until_fulfilled()

    (found,) = ec2.spot_instance_requests.all()
    assert f"{ARN}spot-instances-request/{found.id}" == request.arn
    assert "running" == found.instance.state["Name"]
    ec2.spot_instance_requests.cancel()
    states = {request.state for request in ec2.spot_instance_requests.all()}
    assert states <= {"cancelled"}


def test_a_fleet_has_instances(arns: None, ec2: Any, template: Any) -> None:
    """The instances of a fleet are boto3's own, which load what its list lacks."""
    fleet = ec2.create_fleet(
        LaunchTemplateConfigs=[
            {
                "LaunchTemplateSpecification": {
                    "LaunchTemplateId": template.id,
                    "Version": "1",
                }
            }
        ],
        TargetCapacitySpecification={
            "TotalTargetCapacity": 1,
            "DefaultTargetCapacityType": "on-demand",
        },
    )

    (instance,) = fleet.active_instances.all()

    assert f"{ARN}fleet/{fleet.id}" == fleet.arn
    assert LAUNCH["ImageId"] == instance.image_id
    assert [fleet] == list(ec2.fleets.all())
    fleet.delete(TerminateInstances=True)
    assert "deleted_terminating" == ec2.Fleet(fleet.id).fleet_state


def test_an_instance_gets_a_role(session: MakeSession, ec2: Any, instance: Any) -> None:
    """What gives an instance a role is replaced, found with the instance, and ended."""
    iam = session().resource("iam")
    profiles = [
        iam.create_instance_profile(InstanceProfileName=name).arn for name in "ab"
    ]
    made = instance.associate_iam_instance_profile(
        IamInstanceProfile={"Arn": profiles[0]}
    )

    replaced = made.replace(IamInstanceProfile={"Arn": profiles[1]})

    (found,) = instance.iam_instance_profile_associations.all()
    assert replaced == found
    assert profiles[1] == found.iam_instance_profile["Arn"]
    assert instance == found.instance
    found.disassociate()
    assert [] == list(ec2.iam_instance_profile_associations.all())


def test_an_instance_has_a_status(ec2: Any, instance: Any) -> None:
    """It is waited for, asked of the instance and listed, even of a stopped one."""
    instance.wait_until_status_ok()
    instance.wait_until_system_status_ok()
    assert [instance.Status()] == list(ec2.instance_statuses.all())
    assert "ok" == instance.Status().instance_status["Status"]

    instance.stop()
    instance.wait_until_stopped()

    assert [instance.Status()] == list(ec2.instance_statuses.all())
    running = ec2.instance_statuses.filter(IncludeAllInstances=False)
    assert [] == list(running)
    assert "stopped" == instance.Status().instance_state["Name"]
    assert instance == instance.Status().Instance()


def test_an_instance_is_changed(instance: Any) -> None:
    """What EC2 has come to know of instances since boto3's definition is at hand."""
    instance.modify_metadata_options(HttpTokens="required")
    instance.load()
    assert "required" == instance.metadata_options["HttpTokens"]


def test_a_volume_is_modified(ec2: Any) -> None:
    """A modification is what the volume has last undergone."""
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, VolumeType="gp2")
    other = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, VolumeType="gp2")

    made = volume.modify(Size=16)
    other.modify(Size=32)

    assert (8, 16) == (made.original_size, made.target_size)
    assert 32 == other.Modification().target_size
    assert {made, other.Modification()} == set(ec2.volume_modifications.all())
    assert volume == made.Volume()


def test_all_volumes_of_an_instance_are_snapshotted(ec2: Any, instance: Any) -> None:
    """The snapshots are those of the instance's volumes, taken at once."""
    made = instance.create_snapshots(Description="before")

    assert {v.id for v in instance.volumes.all()} == {s.volume_id for s in made}
    assert {"before"} == {s.description for s in made}


def test_an_image_is_copied(ec2: Any, instance: Any) -> None:
    """A copy knows what it was made of, and an image what runs of it."""
    image = instance.create_image(Name="golden")
    image.wait_until_available()

    copied = image.copy(Name="copy", SourceRegion="us-east-1")

    assert "copy" == copied.name
    (other,) = image_instances = ec2.create_instances(
        ImageId=copied.id, MinCount=1, MaxCount=1
    )
    assert image_instances == list(copied.instances.all())
    assert copied == other.image


@pytest.fixture
def hosts(ec2: Any) -> Any:
    """Allocate two dedicated hosts."""
    return ec2.allocate_hosts(
        AvailabilityZone="us-east-1a", InstanceType="m5.large", Quantity=2
    )


def test_dedicated_hosts_are_changed_and_released(
    arns: None, ec2: Any, hosts: Any
) -> None:
    """What is done to a collection is done to all hosts with one call."""
    ec2.hosts.modify(AutoPlacement="off")

    assert set(hosts) == set(ec2.hosts.all())
    assert {"off"} == {host.auto_placement for host in hosts}
    assert f"{ARN}dedicated-host/{hosts[0].id}" == hosts[0].arn
    ec2.hosts.release()
    assert {"released"} == {ec2.Host(host.id).state for host in hosts}


def test_what_has_tags_is_tagged_like_boto3s_own_types(ec2: Any, hosts: Any) -> None:
    """One host or all of them get tags, and lose them again."""
    (tag,) = hosts[0].create_tags(Tags=[{"Key": "team", "Value": "blue"}])
    ec2.hosts.create_tags(Tags=[{"Key": "stage", "Value": "test"}])

    tags = {t["Key"]: t["Value"] for t in hosts[0].tags}
    assert {"team": "blue", "stage": "test"} == tags
    assert ec2.Tag(hosts[0].id, "team", "blue") == tag
    tag.delete()
    ec2.hosts.delete_tags(Tags=[{"Key": "stage"}])
    assert [[], []] == [ec2.Host(host.id).tags for host in hosts]


def test_a_setting_of_the_account_is_a_resource(ec2: Any) -> None:
    """What a region has one of needs no identifier, and is loaded and switched."""
    setting = ec2.EbsEncryptionByDefault()
    assert setting.ebs_encryption_by_default is False

    setting.enable()
    setting.load()

    assert setting.ebs_encryption_by_default is True


def test_what_there_is_to_choose_from_is_listed(ec2: Any) -> None:
    """Regions, zones, and the types of instances with where they are offered."""
    assert "us-east-1" in {region.name for region in ec2.regions.all()}
    zone = ec2.AvailabilityZone("us-east-1a")
    assert ("available", ec2.Region("us-east-1")) == (zone.state, zone.region)
    assert 2 == ec2.InstanceType("t3.micro").v_cpu_info["DefaultVCpus"]
    assert ["us-east-1"] == [
        offering.location for offering in ec2.InstanceType("t3.micro").offerings.all()
    ]


def test_reserved_instances_are_bought_modified_and_sold(
    fake: FakeAws, faked: Any
) -> None:
    """An offering is bought; one purchase is modified, and put up for sale."""
    bought = {"ReservedInstancesId": "r-1"}
    listed = {"ReservedInstancesListingId": "rl-1", "ReservedInstancesId": "r-1"}
    fake.plant("ec2", "PurchaseReservedInstancesOffering", bought)
    fake.plant(
        "ec2", "ModifyReservedInstances", {"ReservedInstancesModificationId": "m"}
    )
    listings = {"ReservedInstancesListings": [listed]}
    fake.plant("ec2", "CreateReservedInstancesListing", listings)
    configurations = [{"InstanceCount": 1}]
    prices = [{"Price": 10.0, "Term": 1, "CurrencyCode": "USD"}]

    reserved = faked.ReservedInstancesOffering("o").purchase(InstanceCount=2)

    assert faked.ReservedInstances("r-1") == reserved == faked.ReservedInstance("r-1")
    modification = reserved.modify(TargetConfigurations=configurations)
    assert faked.ReservedInstancesModification("m") == modification
    listing = reserved.create_listing(
        InstanceCount=1, PriceSchedules=prices, ClientToken="once"
    )
    assert (reserved, "rl-1") == (listing.reserved_instance, listing.id)


def test_many_reserved_instances_are_exchanged_at_once(
    fake: FakeAws, faked: Any
) -> None:
    """What is asked of a page of them goes out as one request."""
    both = [{"ReservedInstancesId": "r-1"}, {"ReservedInstancesId": "r-2"}]
    fake.plant("ec2", "DescribeReservedInstances", {"ReservedInstances": both})

    faked.reserved_instances.get_exchange_quote()

    (call,) = fake.calls_to("ec2", "GetReservedInstancesExchangeQuote")
    assert ["r-1", "r-2"] == call.params["ReservedInstanceIds"]


def test_a_snapshot_is_fetched_out_of_the_recycle_bin(
    fake: FakeAws, faked: Any
) -> None:
    """What is in the recycle bin is listed, and is itself again when restored."""
    binned = {"Snapshots": [{"SnapshotId": "snap-1", "Description": "mine"}]}
    fake.plant("ec2", "ListSnapshotsInRecycleBin", binned)
    fake.plant("ec2", "RestoreSnapshotFromRecycleBin", {"SnapshotId": "snap-1"})

    (found,) = faked.snapshots_in_recycle_bin.all()

    assert "mine" == found.description
    assert faked.Snapshot("snap-1") == found.restore()


def test_splitting_gives_the_new_reservation(fake: FakeAws, faked: Any) -> None:
    """AWS answers with both parts; the one that is new is what was made."""
    parts = {
        "SourceCapacityReservation": {"CapacityReservationId": "cr-1"},
        "DestinationCapacityReservation": {"CapacityReservationId": "cr-2"},
    }
    fake.plant("ec2", "CreateCapacityReservationBySplitting", parts)

    made = faked.CapacityReservation("cr-1").create_by_splitting(InstanceCount=1)

    assert faked.CapacityReservation("cr-2") == made


@pytest.mark.newer_botocore
def test_a_check_of_an_instance_is_listed(fake: FakeAws, faked: Any) -> None:
    """An association with an instance has no key, as one with a tag has."""
    one = {
        "ApplicationStatusCheckId": "asc-1",
        "AssociationType": "instance-id",
        "Value": "i-1",
    }
    answer = {"Associations": [one]}
    fake.plant("ec2", "DescribeApplicationStatusCheckAssociations", answer)

    (found,) = faked.ApplicationStatusCheck("asc-1").instance_associations.all()

    assert faked.Instance("i-1") == found.instance
    (call,) = fake.calls
    wanted = {"Name": "association-type", "Values": ["instance-id"]}
    assert [wanted] == call.params["Filters"]
