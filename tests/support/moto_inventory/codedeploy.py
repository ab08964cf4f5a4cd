"""Resources of codedeploy that moto can make, whose ARNs it does not tell."""

from __future__ import annotations

from moto_inventory.making import Aws, Made, makes

START = "arn:aws:codedeploy:us-east-1:123456789012"


def application(aws: Aws) -> None:
    """Make an application."""
    aws.client("codedeploy").create_application(
        applicationName="application", computePlatform="Server"
    )


@makes("codedeploy.Application")
def _(aws: Aws) -> Made:
    application(aws)
    return Made(["application"], f"{START}:application:application")


@makes("codedeploy.DeploymentGroup")
def _(aws: Aws) -> Made:
    application(aws)
    aws.client("codedeploy").create_deployment_group(
        applicationName="application",
        deploymentGroupName="group",
        serviceRoleArn="arn:aws:iam::123456789012:role/role",
    )
    return Made(["application", "group"], f"{START}:deploymentgroup:application/group")
