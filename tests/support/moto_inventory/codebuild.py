"""Resources of codebuild that moto can make."""

from __future__ import annotations

from moto_inventory.making import CALLS, Aws, Call, Made, makes

# What a project needs besides its name.
NEEDS = {
    "source": {"type": "S3", "location": "bucket/path/file.zip"},
    "artifacts": {"type": "NO_ARTIFACTS"},
    "environment": {
        "type": "LINUX_CONTAINER",
        "image": "contents_not_validated",
        "computeType": "BUILD_GENERAL1_SMALL",
    },
    "serviceRole": "arn:aws:iam::123456789012:role/service-role/codebuild",
}
PROJECT = Call(
    "create_project", {"name": "project", **NEEDS}, "project.name", "project.arn"
)
CALLS["codebuild.Project"] = PROJECT


@makes("codebuild.Build")
def _(aws: Aws) -> Made:
    aws.call("codebuild", PROJECT)
    build = aws.client("codebuild").start_build(projectName="project")["build"]
    return Made([build["id"]], build["arn"])
