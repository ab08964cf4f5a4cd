"""Resources of glue that moto can make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto_inventory.making import CALLS, MAKERS, ROLE, Aws, Call, Made, makes

CALLS.update(
    {
        "glue.Registry": Call(
            "create_registry", {"RegistryName": "r"}, "RegistryName", "RegistryArn"
        ),
        "glue.Schema": Call(
            "create_schema",
            {
                "SchemaName": "schema",
                "DataFormat": "AVRO",
                "Compatibility": "NONE",
                "SchemaDefinition": '{"type": "record", "name": "r", "fields": []}',
            },
            "RegistryName SchemaName",
            "SchemaArn",
        ),
    }
)


@makes("glue.Job")
def _(aws: Aws) -> Made:
    aws.client("glue").create_job(
        Name="job", Role="r", Command={"Name": "glueetl"}, Tags={"a": "b"}
    )
    return aws.tagged("job")


GLUE: dict[str, tuple[str, dict[str, Any]]] = {
    "Connection": (
        "create_connection",
        {
            "ConnectionInput": {
                "Name": "made",
                "ConnectionType": "JDBC",
                "ConnectionProperties": {},
            }
        },
    ),
    "Crawler": ("create_crawler", {"Name": "made", "Role": "r", "Targets": {}}),
    "Database": ("create_database", {"DatabaseInput": {"Name": "made"}}),
    "DevEndpoint": ("create_dev_endpoint", {"EndpointName": "made", "RoleArn": ROLE}),
    "Session": ("create_session", {"Id": "made", "Role": ROLE, "Command": {}}),
    "Trigger": ("create_trigger", {"Name": "made", "Type": "ON_DEMAND", "Actions": []}),
    "Workflow": ("create_workflow", {"Name": "made"}),
}


def _of_glue(operation: str, given: dict[str, Any]) -> Callable[[Aws], Made]:
    def maker(aws: Aws) -> Made:
        getattr(aws.client("glue"), operation)(**given, Tags={"purpose": "test"})
        return aws.tagged("/made")._replace(identifiers=["made"])

    return maker


MAKERS.update({f"glue.{kind}": _of_glue(*given) for kind, given in GLUE.items()})
