"""Resources of sns that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "sns.Topic": Call("create_topic", {"Name": "topic"}, "TopicArn", "TopicArn"),
        "sns.PlatformApplication": Call(
            "create_platform_application",
            {"Name": "app", "Platform": "GCM", "Attributes": {}},
            "PlatformApplicationArn",
            "PlatformApplicationArn",
        ),
    }
)


@makes("sns.Subscription")
def _(aws: Aws) -> Made:
    topic = aws.call("sns", CALLS["sns.Topic"]).arn
    arn = aws.client("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint="arn:aws:sqs:us-east-1:123456789012:q",
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    return Made([arn], arn)


@makes("sns.PlatformEndpoint")
def _(aws: Aws) -> Made:
    application = aws.call("sns", CALLS["sns.PlatformApplication"]).arn
    arn = aws.client("sns").create_platform_endpoint(
        PlatformApplicationArn=application, Token="t"
    )["EndpointArn"]
    return Made([arn], arn)
