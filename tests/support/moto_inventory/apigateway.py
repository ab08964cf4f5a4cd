"""Resources of apigateway that moto can make, none of which tells its ARN."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes

ARN = "arn:aws:apigateway:us-east-1::"


def rest_api(aws: Aws) -> tuple[str, str]:
    """Make a REST API with a method, and return its id and its root resource's."""
    client = aws.client("apigateway")
    answer = client.create_rest_api(name="a")
    ids = {"restApiId": answer["id"], "resourceId": answer["rootResourceId"]}
    client.put_method(**ids, httpMethod="GET", authorizationType="NONE")
    client.put_integration(**ids, httpMethod="GET", type="MOCK")
    return str(answer["id"]), str(answer["rootResourceId"])


@makes("apigateway.RestApi")
def _(aws: Aws) -> Made:
    made, _ = rest_api(aws)
    return Made([made], f"{ARN}/restapis/{made}")


@makes("apigateway.Method")
def _(aws: Aws) -> Made:
    api, root = rest_api(aws)
    arn = f"{ARN}/restapis/{api}/resources/{root}/methods/GET"
    return Made([api, root, "GET"], arn)


@makes("apigateway.Stage")
def _(aws: Aws) -> Made:
    api, _ = rest_api(aws)
    aws.client("apigateway").create_deployment(restApiId=api, stageName="test")
    return Made([api, "test"], f"{ARN}/restapis/{api}/stages/test")


@makes("apigateway.ApiKey")
def _(aws: Aws) -> Made:
    made = aws.client("apigateway").create_api_key(name="k")["id"]
    return Made([made], f"{ARN}/apikeys/{made}")


@makes("apigateway.UsagePlan")
def _(aws: Aws) -> Made:
    made = aws.client("apigateway").create_usage_plan(name="p")["id"]
    return Made([made], f"{ARN}/usageplans/{made}")
