"""Resources of servicediscovery that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes


def namespace(aws: Aws) -> Made:
    """Make a namespace."""
    client = aws.client("servicediscovery")
    made = client.create_http_namespace(Name="shop")
    operation = client.get_operation(OperationId=made["OperationId"])["Operation"]
    found = client.get_namespace(Id=operation["Targets"]["NAMESPACE"])["Namespace"]
    return Made([found["Id"]], found["Arn"])


@makes("servicediscovery.Namespace")
def _(aws: Aws) -> Made:
    return namespace(aws)


@makes("servicediscovery.Service")
def _(aws: Aws) -> Made:
    (owner,) = namespace(aws).identifiers
    client = aws.client("servicediscovery")
    made = client.create_service(Name="carts", NamespaceId=owner)["Service"]
    return Made([made["Id"]], made["Arn"])
