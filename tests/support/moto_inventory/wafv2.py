"""Resources of wafv2 that moto can make."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes

VISIBILITY = {
    "SampledRequestsEnabled": False,
    "CloudWatchMetricsEnabled": False,
    "MetricName": "m",
}


@makes("wafv2.WebACL")
def _(aws: Aws) -> Made:
    made = aws.client("wafv2").create_web_acl(
        Name="acl",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        VisibilityConfig=VISIBILITY,
    )["Summary"]
    return Made(["REGIONAL", made["Name"], made["Id"]], made["ARN"])


@makes("wafv2.IPSet")
def _(aws: Aws) -> Made:
    made = aws.client("wafv2").create_ip_set(
        Name="set", Scope="CLOUDFRONT", IPAddressVersion="IPV4", Addresses=[]
    )["Summary"]
    return Made(["CLOUDFRONT", made["Name"], made["Id"]], made["ARN"])
