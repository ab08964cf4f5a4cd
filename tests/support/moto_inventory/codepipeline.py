"""Resources of codepipeline that moto can make."""

from __future__ import annotations

from typing import Any

from moto_inventory.making import Aws, Made, makes

TRUST = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal":'
    ' {"Service": "codepipeline.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
)


def _stage(name: str, category: str, provider: str) -> dict[str, Any]:
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": name, "actions": [{"name": name, "actionTypeId": kind}]}


@makes("codepipeline.Pipeline")
def _(aws: Aws) -> Made:
    role = aws.client("iam").create_role(
        RoleName="pipeline", AssumeRolePolicyDocument=TRUST
    )
    client = aws.client("codepipeline")
    client.create_pipeline(
        pipeline={
            "name": "pipeline",
            "roleArn": role["Role"]["Arn"],
            "artifactStore": {"type": "S3", "location": "artifacts"},
            "stages": [
                _stage("source", "Source", "S3"),
                _stage("build", "Build", "CodeBuild"),
            ],
        }
    )
    told = client.get_pipeline(name="pipeline")["metadata"]
    return Made(["pipeline"], told["pipelineArn"])
