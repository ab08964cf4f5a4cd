"""What our additions have in common to the class that boto3 is making."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

# The types that boto3 has of its own, of all versions of a service. There will be no
# more: its resources get no new features. Compared with the installed by test_typed.
_BOTO3S = {
    "cloudformation": """
        Event Stack StackResource StackResourceSummary
    """,
    "cloudwatch": """
        Alarm Metric
    """,
    "dynamodb": """
        Table
    """,
    "ec2": """
        ClassicAddress DhcpOptions Image Instance InternetGateway KeyPair
        KeyPairInfo NetworkAcl NetworkInterface NetworkInterfaceAssociation
        PlacementGroup Route RouteTable RouteTableAssociation SecurityGroup
        Snapshot Subnet Tag Volume Vpc VpcAddress VpcPeeringConnection
    """,
    "glacier": """
        Account Archive Job MultipartUpload Notification Vault
    """,
    "iam": """
        AccessKey AccessKeyPair AccountPasswordPolicy AccountSummary
        AssumeRolePolicy CurrentUser Group GroupPolicy InstanceProfile
        LoginProfile MfaDevice Policy PolicyVersion Role RolePolicy SamlProvider
        ServerCertificate SigningCertificate User UserPolicy VirtualMfaDevice
    """,
    # Gone with its service; an older boto3 has it.
    "opsworks": """
        Layer Stack StackSummary
    """,
    "s3": """
        Bucket BucketAcl BucketCors BucketLifecycle BucketLifecycleConfiguration
        BucketLogging BucketNotification BucketPolicy BucketRequestPayment
        BucketTagging BucketVersioning BucketWebsite MultipartUpload
        MultipartUploadPart Object ObjectAcl ObjectSummary ObjectVersion
    """,
    "sns": """
        PlatformApplication PlatformEndpoint Subscription Topic
    """,
    "sqs": """
        Message Queue
    """,
}  # fmt: skip
_TYPES = {service: frozenset(names.split()) for service, names in _BOTO3S.items()}

# Of these, boto3 has resources of its own.
BOTO3S = frozenset(_TYPES)


def is_boto3s(service: str, kind: str) -> bool:
    """Tell whether boto3 has a type of its own, which stays as it is."""
    return kind in _TYPES.get(service, ())


def definition_of(
    class_attributes: dict[str, Any], service_context: Any
) -> dict[str, Any]:
    """Return the definition of a class being made, empty for one that has none."""
    name = class_attributes["meta"].resource_model.name
    found: dict[str, Any] = service_context.resource_json_definitions.get(name, {})
    return found


def twin_of(resource: Any) -> Any:
    """Return a resource that is the same, and whose facts can be changed by itself.

    Args:
        resource: One of boto3's objects; its ``meta`` is copied, its client is not.
    """
    twin = copy.copy(resource)
    twin.meta = resource.meta.copy()
    return twin


def replace_load(class_attributes: dict[str, Any], replacement: Any) -> None:
    """Put something in the place of ``load``, and of ``reload``, which is the same."""
    load = class_attributes["load"]
    for name in ("load", "reload"):
        if class_attributes.get(name) is load:
            class_attributes[name] = replacement


def wrap_property(
    class_attributes: dict[str, Any],
    name: str,
    wrap: Callable[[Callable[[Any], Any]], Callable[[Any], Any]],
) -> None:
    """Let a property of a class being made be read through another function.

    Nothing happens if there is no property of that name.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        name: The property's name.
        wrap: Returns the function to read it by, given the one there is.
    """
    found = class_attributes.get(name)
    if isinstance(found, property) and found.fget is not None:
        class_attributes[name] = found.getter(wrap(found.fget))


def once(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what makes a class of another as a function does, the same one again.

    boto3 makes the collection's class once for each class of owners, and reads it
    whenever the collection is had.
    """
    made: tuple[Any, Any] = (None, None)

    def make_once(base: Any) -> Any:
        nonlocal made
        known, found = made
        if known is not base:
            found = make(base)
            made = base, found
        return found

    return make_once
