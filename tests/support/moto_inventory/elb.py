"""Resources of elb that moto can make."""

from __future__ import annotations

from moto_inventory.making import TAGS, Aws, Made, makes


@makes("elb.LoadBalancer")
def _(aws: Aws) -> Made:
    port = {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}
    aws.client("elb").create_load_balancer(
        LoadBalancerName="classic",
        Listeners=[port],
        AvailabilityZones=["us-east-1a"],
        Tags=TAGS,
    )
    return aws.tagged("classic")
