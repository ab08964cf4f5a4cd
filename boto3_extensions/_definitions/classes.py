"""Changes to the attributes of a resource class before boto3 makes the class.

boto3 emits the event ``creating-resource-class`` with a dict of attributes. Additions
look up the definition of the type, and replace methods and properties in that dict.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boto3.resources.base import ServiceResource
    from boto3.utils import ServiceContext

# The attributes of a class by name, as the event has them.
ClassAttributes = dict[str, Any]

# The function by which a property of a resource is read.
Getter = Callable[[Any], Any]

# The resource types that boto3 itself defines, in all versions of a service. There will
# be no more: boto3's resources get no new features. A test compares this list with the
# installed boto3.
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

# The services that boto3 itself defines resources of.
BOTO3_SERVICES = frozenset(_TYPES)


def is_boto3_type(service: str, resource_type: str) -> bool:
    """Return whether boto3 itself defines a resource type; such a type stays as it is.

    Args:
        service: boto3's name of the service.
        resource_type: The name of the type, such as ``Bucket``.
    """
    return resource_type in _TYPES.get(service, ())


def type_definition(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> dict[str, Any]:
    """Return the definition of a resource type, empty for a service itself."""
    name = class_attributes["meta"].resource_model.name
    found: dict[str, Any] = service_context.resource_json_definitions.get(name, {})
    return found


def type_or_service_definition(
    class_attributes: ClassAttributes, service_context: ServiceContext
) -> dict[str, Any]:
    """Return the definition of a resource type, or of the service itself."""
    model = class_attributes["meta"].resource_model
    found: dict[str, Any] = (
        service_context.resource_json_definitions.get(model.name)
        # The service itself is not among its types. Semi-private: boto3's model holds
        # the definition that it was made of.
        or getattr(model, "_definition", None)
        or {}
    )
    return found


def copy_of(resource: ServiceResource) -> ServiceResource:
    """Return a copy of a resource with a ``meta`` of its own and the same client."""
    twin = copy.copy(resource)
    twin.meta = resource.meta.copy()
    return twin


def replace_load(
    class_attributes: ClassAttributes, replacement: Callable[..., Any]
) -> None:
    """Replace the method ``load``, and its alias ``reload``."""
    load = class_attributes["load"]
    for name in ("load", "reload"):
        if class_attributes.get(name) is load:
            class_attributes[name] = replacement


def wrap_property(
    class_attributes: ClassAttributes, name: str, wrap: Callable[[Getter], Getter]
) -> None:
    """Wrap the getter of a property, if the class has a property of that name.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        name: The name of the property.
        wrap: Returns the new getter, given the present one.
    """
    found = class_attributes.get(name)
    if isinstance(found, property) and found.fget is not None:
        class_attributes[name] = found.getter(wrap(found.fget))


def remember_subclass(make: Callable[[type], type]) -> Callable[[type], type]:
    """Decorate a function that derives a class, to reuse the last class it made.

    boto3 makes the class of a collection once for each class of owners, and the
    collection is read many times.

    Args:
        make: Returns a subclass of a class.
    """
    last: tuple[type | None, type | None] = (None, None)

    def make_or_reuse(base: type) -> type:
        nonlocal last
        known, made = last
        if made is None or known is not base:
            made = make(base)
            last = base, made
        return made

    return make_or_reuse
