"""What AWS's reference has for our services is the ARN of a type of ours, or listed."""

from __future__ import annotations

from authorization_reference import (
    WRITTEN_OTHERWISE,
    an_arn_like,
    reference,
    shape_of_ours,
    shapes_of_theirs,
    templates,
)
from authorization_reference import shape_of_theirs as shape
from boto3_extensions._arns.arn import parse_arn

# Of which only one ARN is ours.
OTHER_SERVICES = {"observabilityadmin", "trustedadvisor"}

NEEDS_NO_TYPE = "no operation of the service lists or describes one"
OF_ANOTHER_CLIENT = "another client of botocore's makes and lists them"
A_LIST = "a list's own, for policies only: its items have theirs"
A_SETTING = "a setting or a document of one thing, with no ARN that anything tells"
GATEWAY_LISTS = [
    "Api", "ApiKey", "ApiMapping", "Authorizer", "BasePathMapping", "ClientCertificate",
    "Deployment", "DocumentationPart", "DocumentationVersion", "DomainName",
    "DomainNameAccessAssociation", "GatewayResponse", "Integration",
    "IntegrationResponse", "Model", "PrivateBasePathMapping", "RequestValidator",
    "Resource", "RestApi", "Route", "RouteResponse", "Stage", "UsagePlan",
    "UsagePlanKey", "VpcLink",
]  # fmt: skip
GATEWAY_SETTINGS = [
    "AccessLogSettings", "Account", "AuthorizersCache", "Cors", "ExportedAPI",
    "ModelTemplate", "RouteRequestParameter", "RouteSettings", "Sdk", "Tags",
    "Template",
]  # fmt: skip
NO_SUCH_ID = "what a VPC has one of, known by the VPC's id; AWS tells no ARN of it"
OF_MAIL_MANAGER = [
    "addon-instance", "addon-subscription", "mailmanager-address-list",
    "mailmanager-archive", "mailmanager-ingress-point", "mailmanager-rule-set",
    "mailmanager-smtp-relay", "mailmanager-traffic-policy",
]  # fmt: skip
NOT_OURS = {
    **dict.fromkeys((f"apigateway.{name}s" for name in GATEWAY_LISTS), A_LIST),
    **dict.fromkeys((f"apigateway.{name}" for name in GATEWAY_SETTINGS), A_SETTING),
    # Of bedrock-agent, bedrock-runtime, bedrock-data-automation and their like.
    **dict.fromkeys(
        [
            "bedrock.agent",
            "bedrock.agent-alias",
            "bedrock.async-invoke",
            "bedrock.blueprint",
            "bedrock.blueprint-optimization-invocation",
            "bedrock.data-automation-invocation-job",
            "bedrock.data-automation-profile",
            "bedrock.data-automation-project",
            "bedrock.flow",
            "bedrock.flow-alias",
            "bedrock.flow-execution",
            "bedrock.knowledge-base",
            "bedrock.prompt",
            "bedrock.prompt-version",
            "bedrock.session",
        ],
        OF_ANOTHER_CLIENT,
    ),
    "bedrock.bedrock-marketplace-model-endpoint": "all of them, for policies only",
    "bedrock.guardrail-profile": NEEDS_NO_TYPE,
    "bedrock.model-evaluation-job": "what evaluation jobs were once called",
    "bedrock.system-tool": NEEDS_NO_TYPE,
    "cloudformation.stackset-target": NEEDS_NO_TYPE,
    "cloudwatch.service": OF_ANOTHER_CLIENT,
    "cloudwatch.slo": OF_ANOTHER_CLIENT,
    "batch.job-definition": "for policies only; a definition has revisions",
    "codedeploy.instance": "its own ARN, in its data, is written otherwise",
    "dynamodb.index": "part of a table's description",
    "dynamodb.stream": OF_ANOTHER_CLIENT,
    "ec2.verified-access-endpoint-target": NEEDS_NO_TYPE,
    "ec2.verified-access-policy": "what an endpoint or a group has one of, with no id",
    "eks.dashboard": "a page of the console",
    "elasticmapreduce.editor": NEEDS_NO_TYPE,
    "events.api-destination": "without its id; botocore's model has that",
    "events.connection": "without its id; botocore's model has that",
    "events.create-snapshot": NEEDS_NO_TYPE,
    "events.reboot-instance": NEEDS_NO_TYPE,
    "events.stop-instance": NEEDS_NO_TYPE,
    "events.terminate-instance": NEEDS_NO_TYPE,
    "forecast.algorithm": NEEDS_NO_TYPE,
    "forecast.endpoint": NEEDS_NO_TYPE,
    "glue.completion": NEEDS_NO_TYPE,
    "glue.schema": "without its registry; AWS's own examples have that",
    "iam.access-report": "for policies only; a report is known by its job's id",
    "iam.assumed-role": NEEDS_NO_TYPE,
    "iam.federated-user": NEEDS_NO_TYPE,
    "iot.client": NEEDS_NO_TYPE,
    "iot.topic": NEEDS_NO_TYPE,
    "iot.topicfilter": NEEDS_NO_TYPE,
    "iot.tunnel": OF_ANOTHER_CLIENT,
    "kafka.group": NEEDS_NO_TYPE,
    "kafka.transactional-id": NEEDS_NO_TYPE,
    "redshift.dbgroup": NEEDS_NO_TYPE,
    "redshift.dbname": NEEDS_NO_TYPE,
    "redshift.dbuser": NEEDS_NO_TYPE,
    "redshift.namespace": "what a cluster has one of, told in its data",
    "redshift.securitygroup": "of a rule in a group; the group's ends before",
    "redshift.securitygroupingress-cidr": "a rule in a group, with no id",
    "redshift.securitygroupingress-ec2securitygroup": "a rule in a group, with no id",
    "s3-outposts.endpoint": OF_ANOTHER_CLIENT,
    "s3-outposts.object": NEEDS_NO_TYPE,
    "route53resolver.autodefined-rule": "where AWS tells one, it is in no account",
    "route53resolver.firewall-config": NO_SUCH_ID,
    "route53resolver.resolver-config": NO_SUCH_ID,
    "route53resolver.resolver-dnssec-config": NO_SUCH_ID,
    "sagemaker.hub-content": "without its version; AWS's own ARNs have that",
    "sagemaker.human-loop": OF_ANOTHER_CLIENT,
    "sagemaker.monitoring-schedule-alert": "no operation tells or takes it",
    "sagemaker.shared-model": NEEDS_NO_TYPE,
    "sagemaker.shared-model-event": NEEDS_NO_TYPE,
    "sagemaker.workteam": "without its crowd; AWS's own ARNs have that",
    "securityhub.hub": "an account has one, whose ARN is in its data",
    **dict.fromkeys((f"ses.{name}" for name in OF_MAIL_MANAGER), OF_ANOTHER_CLIENT),
    "ses.reputation-policy": "AWS's own, named in the data of what it is about",
    "sso.Account": "an account of an organization, known by its id alone",
    "ssm.automation-definition": "a document under another name, for policies only",
    "ssm.managed-instance-inventory": "what an instance has one of, for policies only",
    "ssm.opsitemgroup": NEEDS_NO_TYPE,
}


def not_carried() -> set[str]:
    """Return what the reference has for our services, and no type of ours does."""
    formats = [case.values[1] for case in templates()]
    services = {text.split(":")[2] for text in formats} - OTHER_SERVICES
    shapes = {shape_of_ours(text) for text in formats} & shapes_of_theirs()
    otherwise = {name for names in WRITTEN_OTHERWISE.values() for name in names}
    return {
        name
        for name, arn in reference().items()
        if name not in otherwise
        and name.split(".")[0] == parse_arn(an_arn_like(arn)).service
        and name.split(".")[0] in services
        and shape(arn) not in shapes
    }


def test_what_is_not_carried_is_listed_with_its_reason() -> None:
    """An ARN that AWS adds for one of our services asks for a type, or for a reason."""
    assert NOT_OURS.keys() == not_carried()
