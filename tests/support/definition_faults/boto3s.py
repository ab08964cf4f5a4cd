"""What the rules find in boto3's own definitions, by service, and what comes of it."""

from __future__ import annotations

_RENAMED = "known by the new name since the type exists"
_UNREAD = "left from an older format; boto3 does not look at it"
_SECRET = "the secret is an identifier only so that it is kept"
_OMITS = "attributes are None that a load would fill; our definition says which"
_ORDER = "made by name, so the order does not matter"
_ENDED = "boto3 offers what AWS has ended"
_CALLERS = "without a user it is the caller's, whom CurrentUser is"
_SENT = "boto3's own send what they always sent"

BOTO3: dict[str, dict[str, str]] = {
    "cloudformation": {
        "identifiers Stack.hasMany.ResourceSummaries": _ORDER,
        "listless StackResource": "the service lists them as summaries",
        "identifiers StackResourceSummary.has.Resource": (
            "a bug: a summary's Resource() has stack and logical id exchanged"
        ),
    },
    "cloudwatch": {
        "default DescribeAlarms AlarmTypes": "boto3's alarms are those of a metric",
        "default ListMetrics IncludeLinkedAccounts": _SENT,
        **{
            f"limit Alarm.batchActions.{name}": _SENT
            for name in ("Delete", "DisableActions", "EnableActions")
        },
    },
    "dynamodb": {},
    "ec2": {
        "default DescribeImages IncludeDeprecated": _SENT,
        "default DescribeImages IncludeDisabled": _SENT,
        "default DescribeInstances IncludeManagedResources": _SENT,
        "default DescribeKeyPairs IncludePublicKey": _SENT,
        "default DescribeNetworkInterfaces IncludeManagedResources": _SENT,
        "default DescribeVolumes IncludeManagedResources": _SENT,
        "key Image.waiters.Exists": _UNREAD,
        "key Instance.waiters.Exists": _UNREAD,
        "key Instance.waiters.Running": _UNREAD,
        "key Instance.waiters.Stopped": _UNREAD,
        "key Instance.waiters.Terminated": _UNREAD,
        "key Snapshot.waiters.Completed": _UNREAD,
        "key VpcPeeringConnection.waiters.Exists": _UNREAD,
        "path NetworkInterfaceAssociation.has.Address": (
            "the data loaded has it, though the type's shape has not"
        ),
        "listless KeyPair": "they are listed as KeyPairInfo, which can be loaded",
        "listless Tag": "each is an attribute of what it is on",
        "wrong-data Tag.load": "a bug: the same tag of another resource is as good",
        "summaries Instance.has.NetworkInterfaces": (
            "a bug: attributes are None that a load would fill"
        ),
        "renamed Instance.network_interfaces": _RENAMED,
        "renamed NetworkInterface.association": _RENAMED,
        "renamed RouteTable.associations": _RENAMED,
        "renamed RouteTable.routes": _RENAMED,
        "hidden service.has.KeyPairInfo": "so that KeyPair() can be loaded",
        "limit Instance.batchActions.CreateTags": _SENT,
        "limit Instance.batchActions.Terminate": _SENT,
        "limit Tag.batchActions.Delete": _SENT,
        "hidden service.has.KeyPair": "so that KeyPair() can be loaded",
        **{
            f"ended {kind}.actions.{name}": _ENDED
            for kind, name in (
                ("Instance", "AttachClassicLinkVpc"),
                ("Instance", "DetachClassicLinkVpc"),
                ("Vpc", "AttachClassicLinkInstance"),
                ("Vpc", "DetachClassicLinkInstance"),
                ("Vpc", "DisableClassicLink"),
                ("Vpc", "EnableClassicLink"),
            )
        },
    },
    "glacier": {
        "identifiers Archive.actions.InitiateArchiveRetrieval": _ORDER,
        "identifiers Vault.actions.InitiateInventoryRetrieval": _ORDER,
        "identifiers Vault.actions.InitiateMultipartUpload": _ORDER,
        "identifiers Vault.actions.UploadArchive": _ORDER,
    },
    "iam": {
        "identifiers service.actions.CreateSigningCertificate": (
            "a bug: the certificate cannot be made without its user"
        ),
        "optional-owner LoginProfile.actions.Create": _CALLERS,
        "optional-owner User.actions.CreateAccessKeyPair": _CALLERS,
        "identifiers service.has.Policy": "the user gives it by position",
        "owner AccessKeyPair.actions.Activate": _SECRET,
        "owner AccessKeyPair.actions.Deactivate": _SECRET,
        "owner AccessKeyPair.actions.Delete": _SECRET,
        "omits InstanceProfile.ListInstanceProfiles": _OMITS,
        "omits Policy.ListPolicies": _OMITS,
        "omits PolicyVersion.ListPolicyVersions": _OMITS,
        "omits Role.ListRoles": _OMITS,
        "omits User.GetGroup": _OMITS,
        "omits User.ListUsers": _OMITS,
        "omits VirtualMfaDevice.ListVirtualMFADevices": _OMITS,
        "renamed InstanceProfile.roles": _RENAMED,
        "renamed VirtualMfaDevice.user": _RENAMED,
    },
    # Dropped by boto3 in 2025.
    "opsworks": {},
    "s3": {
        "ended BucketLifecycle.actions.Put": _ENDED,
        "ended BucketLifecycle.load": _ENDED,
        "key MultipartUploadPart.identifiers": _UNREAD,
        "listless Object": "they are listed as summaries",
        "load-wraps BucketLogging.load": "logging_enabled is its attribute",
        **{
            f"lock {kind}.actions.{name}": _SENT
            for kind, names in {
                "Object": ("CopyFrom", "Delete", "Get", "Put"),
                "ObjectSummary": ("CopyFrom", "Delete", "Get", "Put"),
                "ObjectVersion": ("Delete", "Get", "Head"),
            }.items()
            for name in names
        },
    },
    "sns": {},
    "sqs": {},
}
