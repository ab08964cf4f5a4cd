"""Resources of route53resolver that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

CALLS.update(
    {
        "route53resolver.ResolverRule": Call(
            "create_resolver_rule",
            {
                "CreatorRequestId": "1",
                "Name": "home",
                "RuleType": "SYSTEM",
                "DomainName": "home.example.com",
            },
            "ResolverRule.Id",
            "ResolverRule.Arn",
        ),
    }
)


@makes("route53resolver.ResolverEndpoint")
def _(aws: Aws) -> Made:
    subnets = aws.subnets
    ec2 = aws.client("ec2")
    vpc = ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
    group = ec2.create_security_group(GroupName="dns", Description="d", VpcId=vpc)
    made = aws.client("route53resolver").create_resolver_endpoint(
        CreatorRequestId="1",
        Name="out",
        SecurityGroupIds=[group["GroupId"]],
        Direction="OUTBOUND",
        IpAddresses=[{"SubnetId": one} for one in subnets[:2]],
    )
    endpoint = made["ResolverEndpoint"]
    return Made([endpoint["Id"]], endpoint["Arn"])
