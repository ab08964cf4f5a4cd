"""A tour of boto3_extensions: lists, ARNs, links, another account, and back from ARNs.

make demo                         on an embedded AWS, no account needed
python examples/tour.py --live    on your own account, only reading; add
                                  --role-arn ARN to see it assume a role

Each step shows the lines of code that it runs, and below them what they print.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import sys
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import boto3
from boto3.exceptions import Boto3Error
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
)

import boto3_extensions

HEADING, CODE, ARN, PLAIN = "\033[1m", "\033[36m", "\033[33m", "\033[0m"


class Step(NamedTuple):
    """Some lines of code, and what they look at, in words."""

    what: str
    code: str


LISTS = [
    Step(
        "rds db_instances",
        """
for database in session.resource("rds").db_instances.limit(5):
    print(database.id, database.engine, database.db_instance_status)
    print(database.arn)
""",
    ),
    Step(
        "cloudtrail trails",
        """
for trail in session.resource("cloudtrail").trails.limit(5):
    print(trail.name, "logs to", trail.resource("s3_bucket_name"))
    print(trail.arn)
""",
    ),
    Step(
        "acm certificates",
        """
for certificate in session.resource("acm").certificates.limit(5):
    print(certificate.domain_name, certificate.status)
    print(certificate.arn)
""",
    ),
    Step(
        "s3 buckets",
        """
for bucket in session.resource("s3").buckets.limit(5):
    print(bucket.arn)
""",
    ),
    Step(
        "dynamodb tables",
        """
for table in session.resource("dynamodb").tables.limit(5):
    print(table.arn)
""",
    ),
    Step(
        "iam roles",
        """
for role in session.resource("iam").roles.limit(5):
    print(role.arn)
""",
    ),
]
BACK = """
found = boto3_extensions.resource_from_arn(arn, session=session)
print(found)
"""
ASSUME = """
connections = boto3_extensions.ConnectionManager(session=session)
first = connections.get_session(role_arn, role_session_name="tour")
print(session.account_id, "->", first.account_id)
"""
AGAIN = """
again = connections.get_session(role_arn, role_session_name="tour")
print("from the cache" if again is first else "made anew")
"""
THERE = """
for table in again.resource("dynamodb").tables.limit(1):
    print(table.arn)
"""


class Tour:
    """Walk through the package with one session; count what could not be shown."""

    def __init__(self, session: boto3.Session, terminal: Terminal) -> None:
        self.terminal = terminal
        self.problems = 0
        # What the steps know, and what they leave behind.
        self.names: dict[str, Any] = {
            "boto3": boto3,
            "boto3_extensions": boto3_extensions,
            "session": session,
        }

    def show_caller(self) -> None:
        """Say with whose account the tour is made."""
        versions = f"{boto3_extensions.__version__} on boto3 {boto3.__version__}"
        self.terminal.print(f"boto3_extensions {versions}")
        self.step("your account", "print(session.account_id, session.region_name)")

    def show_resources(self) -> list[str]:
        """List a few resources of each kind with their ARNs; return those."""
        self.terminal.heading("Resources and their ARNs")
        arns = []
        for one in LISTS:
            told = self.step(one.what, one.code)
            arns += [line for line in told if line.startswith("arn:")][:1]
        return arns

    def show_from_arns(self, arns: Sequence[str]) -> None:
        """Turn ARNs back into the resources they name."""
        self.terminal.heading("From the ARN alone back to the resource")
        # Those that fit a line of most terminals.
        for arn in sorted(arns, key=len)[:3]:
            self.step(arn, f'arn = "{arn}"' + BACK)

    def show_another_account(self, role_arn: str) -> None:
        """Assume a role twice: the second session comes out of the cache."""
        self.terminal.heading("In another account")
        code = f'role_arn = "{role_arn}"' + ASSUME
        for part in code, AGAIN, THERE:
            if not self.step(role_arn, part, timed=part is AGAIN):
                break

    def step(self, what: str, code: str, *, timed: bool = False) -> list[str]:
        """Show some code, run it, and show what it prints; return those lines.

        What could not be shown is said kindly, and why, instead of stopping.
        """
        self.terminal.code(code.strip("\n"))
        told = io.StringIO()
        began = time.perf_counter()
        error = ""
        try:
            with contextlib.redirect_stdout(told):
                exec(compile(code, "tour", "exec"), self.names)
        except (ClientError, BotoCoreError, Boto3Error) as problem:
            self.problems += 1
            error = f"({what} not shown: {explain(problem)})"
        lines = told.getvalue().splitlines()
        if timed:
            lines.append(f"{(time.perf_counter() - began) * 1000:.1f} ms")
        for line in lines or [error or "nothing to show"]:
            self.terminal.output(line)
        if lines and error:
            self.terminal.output(error)
        return lines if not error else []


class Terminal:
    """Where the tour is printed: in colour, and as wide as it is, if it is one."""

    def __init__(self) -> None:
        forced = bool(os.environ.get("FORCE_COLOR"))
        is_one = sys.stdout.isatty()
        self.coloured = forced or (is_one and "NO_COLOR" not in os.environ)
        self.width = shutil.get_terminal_size().columns if is_one else None

    def print(self, line: str, colour: str = "") -> None:
        """Print a line; one that is too long loses its middle."""
        if self.width and len(line) > self.width:
            half = (self.width - 3) // 2
            line = f"{line[: self.width - 3 - half]}...{line[-half:]}"
        print(f"{colour}{line}{PLAIN}" if colour and self.coloured else line)

    def heading(self, text: str) -> None:
        """Print what comes next."""
        self.print("")
        self.print(text, HEADING)

    def code(self, code: str) -> None:
        """Print lines of code as Python's prompt shows them."""
        for line in code.splitlines():
            self.print(("... " if line.startswith(" ") else ">>> ") + line, CODE)

    def output(self, line: str) -> None:
        """Print what code has printed."""
        self.print(line, ARN if line.startswith("arn:") else "")


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
    tour = Tour(boto3.Session(), Terminal())
    tour.show_caller()
    tour.show_from_arns(tour.show_resources())
    if arguments.role_arn:
        tour.show_another_account(arguments.role_arn)
    if tour.problems:
        parts = "1 part" if tour.problems == 1 else f"{tour.problems} parts"
        print(f"\n{parts} could not be shown; why is told above.")
    return 1 if tour.problems and not arguments.live else 0


if __name__ == "__main__":
    sys.exit(main())
