"""Resources of iot that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, POLICY, Aws, Call, Made, makes

_ROLE = "arn:aws:iam::123456789012:role/made"

CALLS.update(
    {
        "iot.BillingGroup": Call(
            "create_billing_group",
            {"billingGroupName": "made"},
            "billingGroupName",
            "billingGroupArn",
        ),
        "iot.Certificate": Call(
            "create_keys_and_certificate", {}, "certificateId", "certificateArn"
        ),
        "iot.DomainConfiguration": Call(
            "create_domain_configuration",
            {"domainConfigurationName": "made"},
            "domainConfigurationName",
            "domainConfigurationArn",
        ),
        "iot.JobTemplate": Call(
            "create_job_template",
            {"jobTemplateId": "made", "document": "{}", "description": "made"},
            "jobTemplateId",
            "jobTemplateArn",
        ),
        "iot.Policy": Call(
            "create_policy",
            {"policyName": "made", "policyDocument": POLICY},
            "policyName",
            "policyArn",
        ),
        "iot.RoleAlias": Call(
            "create_role_alias",
            {"roleAlias": "made", "roleArn": _ROLE},
            "roleAlias",
            "roleAliasArn",
        ),
        "iot.Thing": Call(
            "create_thing", {"thingName": "made"}, "thingName", "thingArn"
        ),
        "iot.ThingGroup": Call(
            "create_thing_group",
            {"thingGroupName": "made"},
            "thingGroupName",
            "thingGroupArn",
        ),
        "iot.ThingType": Call(
            "create_thing_type",
            {"thingTypeName": "made"},
            "thingTypeName",
            "thingTypeArn",
        ),
    }
)


@makes("iot.Job")
def _(aws: Aws) -> Made:
    thing = aws.client("iot").create_thing(thingName="made")["thingArn"]
    answer = aws.client("iot").create_job(jobId="made", targets=[thing], document="{}")
    return Made(["made"], answer["jobArn"])


@makes("iot.TopicRule")
def _(aws: Aws) -> Made:
    aws.client("iot").create_topic_rule(
        ruleName="made", topicRulePayload={"sql": "SELECT * FROM 'made'", "actions": []}
    )
    return Made(["made"], aws.client("iot").get_topic_rule(ruleName="made")["ruleArn"])
