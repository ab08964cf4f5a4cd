"""Faults that are not ours to mend: boto3's own, and what the fake cannot do.

A fault that is gone is reported too, so that this list stays true.
"""

from __future__ import annotations

KNOWN_FAULTS = {
    **dict.fromkeys(
        [
            "s3.Bucket.hasMany.delete_markers",
            "s3.Object.hasMany.delete_markers",
            "s3.ObjectSummary.hasMany.delete_markers",
        ],
        "A delete marker has no size, no ETag and no checksum.",
    ),
    "s3.ObjectVersion.load": (
        "The fake answers with DeleteMarker, S3 with an error in its place; what is in "
        "lists alone stays None."
    ),
    "apigateway.ServiceResource.hasMany.domain_names": (
        "The fake's domain names all have an id, and so are private ones."
    ),
    "cloudformation.StackResourceSummary.has.Resource": (
        "boto3 passes the identifiers in the wrong order, so that the stack's name and "
        "the logical id change places."
    ),
    "ec2.ServiceResource.actions.create_tags": (
        "boto3 replaces the action by a function that insists on a tag's value, which "
        "EC2 does not require."
    ),
    **dict.fromkeys(
        [
            "ec2.ElasticGpu.batchActions.CreateTags",
            "ec2.ElasticGpu.batchActions.DeleteTags",
        ],
        "AWS has ended the operation that lists them.",
    ),
    "ec2.Tag.batchActions.Delete": "boto3 has no collection of tags.",
    "ec2.Tag.load": "boto3 filters by key and value, and takes any resource's tag.",
    "iam.ServiceResource.actions.create_signing_certificate": (
        "boto3 does not take the user's name from the answer and cannot make the "
        "SigningCertificate."
    ),
    "kinesis.StreamConsumer.actions.subscribe_to_shard": (
        "The fake has no event streams."
    ),
    **dict.fromkeys(
        [
            "lambda.Function.actions.invoke_with_response_stream",
            "lambda.Version.actions.invoke_with_response_stream",
            "lambda.Alias.actions.invoke_with_response_stream",
        ],
        "The fake has no event streams.",
    ),
    "logs.LogGroup.actions.start_live_tail": "The fake has no event streams.",
    "logs.ServiceResource.actions.get_log_object": "The fake has no event streams.",
    "mq.ServiceResource.hasMany.broker_engine_types": (
        "AWS has two engines, of which the fake makes up six items."
    ),
    "s3.Object.actions.select_content": "The fake has no event streams.",
    "s3.Object.batchActions.Delete": (
        "boto3's collections are of ObjectSummary and ObjectVersion, none of Object."
    ),
    "s3control.Bucket.hasMany.access_points": (
        "botocore insists on the ARN of an access point on an Outpost, which the "
        "fake's is not."
    ),
    "sqs.Message.batchActions.Delete": "boto3 has no collection of messages.",
    **dict.fromkeys(
        [
            "ssm.ManagedInstance.actions.deregister",
            "ssm.ManagedInstance.actions.update_role",
        ],
        "Both insist on an id of 20 characters, and the fake lists shorter ones.",
    ),
    **dict.fromkeys(
        [
            "sso-admin.Application.hasMany.authentication_methods",
            "sso-admin.Application.hasMany.grants",
        ],
        "An application has one of each kind, of which there are fewer than the fake's"
        " items.",
    ),
}
