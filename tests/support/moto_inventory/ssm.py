"""Resources of ssm that moto can make."""

from __future__ import annotations

import json

from moto_inventory.making import TAGS, Aws, Made, makes


@makes("ssm.Parameter")
def _(aws: Aws) -> Made:
    client = aws.client("ssm")
    client.put_parameter(Name="/team/p", Value="v", Type="String")
    return Made(["/team/p"], client.get_parameter(Name="/team/p")["Parameter"]["ARN"])


@makes("ssm.Document")
def _(aws: Aws) -> Made:
    step = {"action": "aws:runShellScript", "name": "s", "inputs": {}}
    content = {"schemaVersion": "2.2", "description": "d", "mainSteps": [step]}
    aws.client("ssm").create_document(
        Name="document", Content=json.dumps(content), DocumentType="Command", Tags=TAGS
    )
    return aws.tagged("document")
