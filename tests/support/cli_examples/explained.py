"""What examples show that is no fault of a definition, each with its reason.

By the example and the use, as `run` names them; `*` stands for anything. One that is
gone is reported, too, so that this list stays true.
"""

from __future__ import annotations

_WITHOUT_ID = (
    "The example is older than the identifier, or written without it: AWS tells it now."
)
_NO_ID_YET = (
    "AWS tells no identifier where it does what was asked for in another way, and there"
    " is nothing to make an object of."
)
_BOTO3 = (
    "boto3's own definition reads the identifiers only, or makes another type's items."
)
_TYPO = "The example has one thing under two names: its writer made a mistake."
_ONE_TEXT = "The example has the same placeholder for each of its items."
_OWNERS = "What describes the owner stands beside the items, and is known of the owner."
_RIGHTLY = "Rightly: the example asks by what is no name of one, and AWS has no such."
_ASKED = "How many were asked for, which AWS tells back with them."
_SELECTOR = (
    "A name may say which version is meant; what it was asked for stays the identifier."
)

EXPLAINED = {
    "apigateway/get-domain-name 2 *": _TYPO,
    "apigateway/get-domain-names 2 *": _TYPO,
    "apigateway/get-rest-api 1 *": _TYPO,
    "autoscaling/terminate-instance-in-auto-scaling-group 1 *": (
        "AWS documents Activity, which the example lacks."
    ),
    "cloudformation/describe-change-set 2 *": _TYPO,
    "cloudformation/describe-stack-set 1 *": _TYPO,
    "cloudformation/list-stack-instances 1 *": _TYPO,
    "cloudwatch/describe-alarms 1 *.load": (
        "Rightly: an alarm of one type is none of another."
    ),
    "cloudwatch/describe-anomaly-detectors 1 *": _WITHOUT_ID,
    "cloudwatch/list-metrics 1 *": (
        "In boto3 a metric is its namespace and name, whatever its dimensions."
    ),
    "codebuild/batch-get-projects 1 *": _TYPO,
    "codebuild/create-project 1 *": _TYPO,
    "codebuild/list-build-batches 1 *": _ONE_TEXT,
    "codebuild/list-build-batches-for-project 1 *": _ONE_TEXT,
    "codebuild/list-reports 1 *": _ONE_TEXT,
    "codecommit/get-comment 1 *": _WITHOUT_ID,
    "cognito-identity/list-identity-pools 1 *": _TYPO,
    "config/describe-config-rule-evaluation-status 1 *": (
        "Its ARN is the rule's, of which the status is a part."
    ),
    "directconnect/create-direct-connect-gateway-association 1 *": _WITHOUT_ID,
    "directconnect/describe-direct-connect-gateway-associations 1 *": _WITHOUT_ID,
    "ec2/create-coip-cidr 1 * loses": _OWNERS,
    "ec2/describe-capacity-reservations * *": (
        "The example has a space after the identifiers, or one of another example."
    ),
    "ec2/describe-fleet-instances 1 *": _OWNERS,
    "ec2/describe-instances 1 *": _BOTO3,
    "ec2/describe-snapshots 1 *": _TYPO,
    "ec2/describe-transit-gateways 1 *": _TYPO,
    "ec2/describe-vpc-endpoint-connections 1 *": _WITHOUT_ID,
    "ec2/describe-vpc-endpoint-service-permissions 1 *": _WITHOUT_ID,
    "ec2/describe-vpc-endpoint-services 1 * loses": (
        "The names of the services are told twice; the example has more of them than of"
        " their details."
    ),
    "ec2/get-transit-gateway-attachment-propagations 1 * loses": (
        "The items are route tables; the state is the propagation's, which"
        " TransitGatewayRouteTable.propagations has."
    ),
    "ec2/provision-ipam-pool-cidr 2 *": _NO_ID_YET,
    "ecr/complete-layer-upload 1 * loses": _OWNERS,
    "ecr/put-image 1 * loses": (
        "The manifest is what the caller has sent; the example does not show its file."
    ),
    "efs/describe-file-systems 1 *": _TYPO,
    "elasticache/describe-cache-clusters 1 *": _TYPO,
    "glacier/upload-archive 1 * loses": _BOTO3,
    "iam/list-attached-*-policies 1 * loses": _BOTO3,
    "iam/list-entities-for-policy 1 * loses": _BOTO3,
    "iam/list-saml-providers 1 * loses": _BOTO3,
    "iam/list-server-certificates 1 * loses": _BOTO3,
    "iam/upload-signing-certificate 1 *": (
        "boto3 does not take the user's name from the answer, and cannot make a"
        " SigningCertificate."
    ),
    "iot/list-audit-findings 2 *": _WITHOUT_ID,
    "kinesis/list-streams 1 * loses": (
        "The example is older than StreamSummaries, by which streams are listed."
    ),
    "kms/describe-custom-key-stores 3 *": _TYPO,
    "kms/list-key-rotations 1 *": _WITHOUT_ID,
    "kms/list-keys 1 *": (
        "A key that was listed is described for its ARN, for it may be another"
        " account's: the fake AWS makes one up."
    ),
    "logs/describe-log-streams 1 *.load": _RIGHTLY,
    "memorydb/describe-engine-versions 1 * loses": _WITHOUT_ID,
    "organizations/create-policy 1 *": _WITHOUT_ID,
    "organizations/list-handshakes-for-organization 1 *": _TYPO,
    "rds/describe-db-cluster-endpoints * * loses": (
        "The endpoints that a cluster has of itself have no name: its attributes tell"
        " them."
    ),
    "redshift/describe-events 1 * loses": _WITHOUT_ID,
    "route53resolver/create-resolver-rule 1 *": _TYPO,
    "route53resolver/get-firewall-config 1 *": _TYPO,
    "route53resolver/list-resolver-endpoint* 1 * loses": _ASKED,
    "route53resolver/list-resolver-rule-associations 1 * loses": _ASKED,
    "route53resolver/list-resolver-rules 1 *": _TYPO,
    "s3/get-bucket-lifecycle 1 * loses": (
        "Two operations of S3 have this URI, and no server can tell them apart."
    ),
    "s3/list-parts 1 * loses": _BOTO3,
    "secretsmanager/list-secret-version-ids 1 * loses": _OWNERS,
    "secretsmanager/put-secret-value * * loses": _OWNERS,
    "servicediscovery/get-instance 1 *": _TYPO,
    "securityhub/batch-enable-standards 1 *": (
        "StandardsArn is the standard's, to which the account subscribes."
    ),
    "securityhub/batch-get-standards-control-associations 1 *": (
        "The example asks by another ARN of the standard than AWS tells."
    ),
    "securityhub/get-enabled-standards 1 *": (
        "StandardsArn is the standard's, to which the account subscribes."
    ),
    "securityhub/list-standards-control-associations 1 *": (
        "StandardsArn is the standard's, with which the control is associated."
    ),
    "sns/list-platform-applications 1 * loses": _BOTO3,
    "sns/list-subscriptions-by-topic 1 * loses": _BOTO3,
    "sns/list-subscriptions 1 * loses": _BOTO3,
    "ssm/get-parameter 3 *": _SELECTOR,
    "ssm/get-parameter 4 *": _SELECTOR,
    "wafv2/get-ip-set 1 *": _TYPO,
    "wafv2/list-ip-sets 1 *": _TYPO,
    "xray/create-sampling-rule 1 * loses": (
        "When a rule was made and changed stands beside it."
    ),
    "xray/get-sampling-rules 1 * loses": (
        "When a rule was made and changed stands beside it."
    ),
}
