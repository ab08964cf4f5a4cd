"""A tour of boto3_extensions: lists, ARNs, another account, resources from ARNs.

make demo                         on an embedded AWS, no account needed
python examples/tour.py --live    on your own account, only reading; add
                                  --role-arn ARN to see it assume a role
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import boto3
from boto3.exceptions import Boto3Error
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
)

import boto3_extensions

MOST_SHOWN = 5


class Kind(NamedTuple):
    """A collection to look at, and what to say of each resource in it."""

    service: str
    collection: str
    name: str
    detail: str


KINDS = [
    Kind("cloudtrail", "trails", "{0.name}", "logs to {0.s3_bucket_name}"),
    Kind("rds", "db_instances", "{0.id}", "{0.engine}, {0.db_instance_status}"),
    Kind("acm", "certificates", "{0.domain_name}", "{0.status}"),
    Kind("s3", "buckets", "{0.name}", "since {0.creation_date:%Y-%m-%d}"),
    Kind("dynamodb", "tables", "{0.name}", "{0.table_status}, {0.item_count} items"),
    Kind("iam", "roles", "{0.name}", "path {0.path}"),
]


class Tour:
    """Walk through the package with one session; count what could not be shown."""

    def __init__(self, session: boto3.Session) -> None:
        self.session = session
        self.problems = 0
        self.found: list[tuple[Kind, str]] = []

    def show_caller(self) -> None:
        """Say with whose account the tour is made."""
        versions = f"{boto3_extensions.__version__} on boto3 {boto3.__version__}"
        print(f"boto3_extensions {versions}")
        with self.going_on("your account"):
            region = self.session.region_name or "not set"
            print(f"account {self.session.account_id}, region {region}")

    def show_resources(self) -> None:
        """List a few resources of each kind with their ARNs."""
        print("\nResources and their ARNs")
        rows: list[Sequence[str]] = []
        for kind in KINDS:
            with self.going_on(f"{kind.service} {kind.collection}"):
                rows += self.rows_of(kind)
        print_table(("Type", "Name", "Detail", "ARN"), rows)

    def rows_of(self, kind: Kind) -> list[Sequence[str]]:
        """Return a row for each of the first few resources of one kind."""
        service = self.session.resource(kind.service)
        rows: list[Sequence[str]] = []
        for item in getattr(service, kind.collection).limit(MOST_SHOWN):
            name, detail = kind.name.format(item), kind.detail.format(item)
            rows.append((type(item).__name__, name, detail, item.arn))
        self.found += [(kind, arn) for *_, arn in rows[:1]]
        return rows

    def show_from_arns(self) -> None:
        """Turn ARNs back into the resources they name."""
        print("\nFrom the ARN alone back to the resource")
        rows = []
        for kind, arn in self.found:
            with self.going_on(arn):
                item = boto3_extensions.resource_from_arn(arn, session=self.session)
                rows.append((arn, type(item).__name__, kind.detail.format(item)))
        print_table(("ARN", "Type", "Detail"), rows)

    def show_another_account(self, role_arn: str) -> None:
        """Assume a role twice: the second session comes out of the cache."""
        print(f"\nIn another account, as {role_arn}")
        connections = boto3_extensions.ConnectionManager(session=self.session)
        rows = []
        with self.going_on(role_arn):
            rows.append(("your own session", self.session.account_id, ""))
            began = time.perf_counter()
            first = connections.get_session(role_arn, role_session_name="tour")
            rows.append(("get_session", first.account_id, since(began)))
            began = time.perf_counter()
            second = connections.get_session(role_arn, role_session_name="tour")
            note = "from the cache" if second is first else "made anew"
            again = ("get_session again", second.account_id, f"{since(began)}, {note}")
            rows.append(again)
            for table in second.resource("dynamodb").tables.limit(1):
                account = table.arn.split(":")[4]
                rows.append((f"its table {table.name}", account, table.arn))
        print_table(("What", "Account", "Note"), rows)

    @contextmanager
    def going_on(self, what: str) -> Iterator[None]:
        """Say kindly what could not be shown, and why, instead of stopping."""
        try:
            yield
        except (ClientError, BotoCoreError, Boto3Error) as error:
            self.problems += 1
            print(f"  ({what} not shown: {explain(error)})")


def explain(error: Exception) -> str:
    """Put an error of AWS or boto3 into words that say what to do."""
    if isinstance(error, NoCredentialsError):
        return "no AWS credentials found; set AWS_PROFILE, for example"
    if isinstance(error, NoRegionError):
        return "no region is set; set AWS_DEFAULT_REGION, for example"
    if not isinstance(error, ClientError):
        return str(error)
    code = error.response["Error"]["Code"]
    if "AccessDenied" in code or "Unauthorized" in code:
        return f"your credentials may not call {error.operation_name}"
    return f"{error.operation_name} answered {code}"


def since(began: float) -> str:
    """Return the time gone by, in milliseconds."""
    return f"{(time.perf_counter() - began) * 1000:.1f} ms"


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns as wide as their widest cell, or that there are none."""
    if not rows:
        print("  nothing to show")
        return
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        print("  " + "  ".join(cells).rstrip())


def main(argv: Sequence[str] | None = None) -> int:
    """Make the tour and return the exit code.

    On a live account a part that may not be read is no failure; elsewhere it is.
    """
    parser = argparse.ArgumentParser(description="A tour of boto3_extensions.")
    parser.add_argument("--live", action="store_true", help="read your AWS account")
    parser.add_argument("--role-arn", help="role to assume on the way")
    arguments = parser.parse_args(argv)
    if not arguments.live and "AWS_ENDPOINT_URL" not in os.environ:
        parser.error("say --live to read your own AWS account, or run `make demo`")

    boto3_extensions.arn_patch_boto3()
    tour = Tour(boto3.Session())
    tour.show_caller()
    tour.show_resources()
    tour.show_from_arns()
    if arguments.role_arn:
        tour.show_another_account(arguments.role_arn)
    if tour.problems:
        print(f"\n{tour.problems} parts could not be shown; the reasons are above.")
    return 1 if tour.problems and not arguments.live else 0


if __name__ == "__main__":
    sys.exit(main())
