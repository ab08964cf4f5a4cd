"""Resources of apigatewayv2 that moto can make, none of which tells its ARN."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes

ARN = "arn:aws:apigateway:us-east-1::"


def api(aws: Aws) -> str:
    """Make an HTTP API and return its id."""
    answer = aws.client("apigatewayv2").create_api(Name="a", ProtocolType="HTTP")
    return str(answer["ApiId"])


@makes("apigatewayv2.Api")
def _(aws: Aws) -> Made:
    made = api(aws)
    return Made([made], f"{ARN}/apis/{made}")


@makes("apigatewayv2.Stage")
def _(aws: Aws) -> Made:
    made = api(aws)
    aws.client("apigatewayv2").create_stage(ApiId=made, StageName="$default")
    return Made([made, "$default"], f"{ARN}/apis/{made}/stages/$default")
