"""The areas of AWS that the services with resources belong to, and README's table."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping

from .toml_file import DefinitionError

# As AWS's console groups them; every service with resources is in one.
AREAS: Mapping[str, tuple[str, ...]] = {
    "Compute": ("autoscaling", "ec2", "ecr", "ecs", "lambda"),
    "Storage and databases": (
        "dynamodb",
        "elasticache",
        "glacier",
        "rds",
        "redshift",
        "s3",
    ),
    "Network": ("cloudfront", "directconnect", "elb", "elbv2", "route53"),
    "Messages and streams": ("kafka", "kinesis", "sns", "sqs"),
    "Analytics": ("datapipeline", "emr", "forecast", "glue"),
    "Security and identity": (
        "acm",
        "cognito-identity",
        "iam",
        "kms",
        "secretsmanager",
    ),
    "Management": (
        "cloudformation",
        "cloudtrail",
        "cloudwatch",
        "cur",
        "health",
        "logs",
        "organizations",
        "pricing",
        "ssm",
        "support",
    ),
}
_HEADS = ("area", "services, and how many resource types each has")
_TABLE = re.compile(
    r"^=+  =+\narea .*?\n=+  =+\n.*?\n=+  =+$", re.MULTILINE | re.DOTALL
)
_WIDTH = 66


def table(types: Mapping[str, int]) -> str:
    """Return the table of services as reStructuredText.

    Args:
        types: How many resource types each service has, by its name.

    Raises:
        DefinitionError: A service is in no area.
    """
    for name in sorted(set(types) - {one for area in AREAS.values() for one in area}):
        raise DefinitionError(
            f"{name} is in no area of README.rst's table: add it to one of AREAS in "
            "tools/definitions/areas.py"
        )
    rows = [_HEADS, *_rows(types)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    rule = "  ".join("=" * width for width in widths)
    head, *body = [f"{one.ljust(widths[0])}  {two}" for one, two in rows]
    return "\n".join([rule, head, rule, *body, rule])


def _rows(types: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for area, services in AREAS.items():
        # A number stays in the line of its service.
        told = ", ".join(f"``{name}``\0{types[name]}" for name in services)
        for number, line in enumerate(textwrap.wrap(told, _WIDTH)):
            yield ("" if number else area), line.replace("\0", " ")


def with_table(readme: str, types: Mapping[str, int], ours: int) -> str:
    """Return README's text with its table, and the count of services, of today.

    Args:
        readme: The text.
        types: How many resource types each service has, by its name.
        ours: How many of them plain boto3 has no resources for.
    """
    readme = re.sub(r"resources for \d+ more", f"resources for {ours} more", readme)
    return _TABLE.sub(lambda _: table(types), readme)
