"""Resources of lambda that moto can make."""

from __future__ import annotations

import io
import zipfile

from moto_inventory.making import MAKERS, Aws, Made, makes


@makes("lambda.Function")
def _(aws: Aws) -> Made:
    arn = aws.function["FunctionArn"].removesuffix(":1")
    tags = aws.client("lambda").get_function(FunctionName="function")["Configuration"]
    assert arn == tags["FunctionArn"]
    return Made(["function"], tags["FunctionArn"])


@makes("lambda.Version")
def _(aws: Aws) -> Made:
    version = aws.function["Version"]
    answer = aws.client("lambda").get_function_configuration(
        FunctionName="function", Qualifier=version
    )
    return Made(["function", version], answer["FunctionArn"])


@makes("lambda.Alias")
def _(aws: Aws) -> Made:
    answer = aws.client("lambda").create_alias(
        FunctionName="function", Name="live", FunctionVersion=aws.function["Version"]
    )
    return Made(["function", "live"], answer["AliasArn"])


@makes("lambda.EventSourceMapping")
def _(aws: Aws) -> Made:
    answer = aws.client("lambda").create_event_source_mapping(
        FunctionName=aws.function["FunctionName"],
        EventSourceArn=MAKERS["sqs.Queue"](aws).arn,
    )
    return Made([answer["UUID"]], answer["EventSourceMappingArn"])


@makes("lambda.LayerVersion")
def _(aws: Aws) -> Made:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("python/m.py", "")
    answer = aws.client("lambda").publish_layer_version(
        LayerName="layer", Content={"ZipFile": code.getvalue()}
    )
    return Made(["layer", answer["Version"]], answer["LayerVersionArn"])


@makes("lambda.Layer")
def _(aws: Aws) -> Made:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("f.py", "")
    answer = aws.client("lambda").publish_layer_version(
        LayerName="layer", Content={"ZipFile": code.getvalue()}
    )
    return Made(["layer"], answer["LayerArn"])
