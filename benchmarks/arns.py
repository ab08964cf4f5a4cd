"""What an ARN costs, either way, side by side in one process.

There: parse an ARN and tell its resource type, beside arnmatch (from PyPI) and plain
string splitting, which knows nothing. The ARNs are one of each resource type that has
a template, as far as arnmatch knows them. Back: `.arn` of loaded resources that is made
of their data, beside plain formatting of the same parts. Times are the best of many
short runs, in microseconds; nothing here talks to anybody.
"""

from __future__ import annotations

import statistics
import timeit
from collections.abc import Callable
from typing import Any

import boto3

import boto3_extensions
from boto3_extensions import parse_arn, resource_type_of
from boto3_extensions._arn_rules import loader_of, rules_of
from boto3_extensions.exceptions import ArnError

try:
    import arnmatch
except ImportError:
    arnmatch = None

ROUNDS = 40
TIMES = 50
FIXED = {"partition": "aws", "region": "us-east-1", "account": "123456789012"}
LOADED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "ec2.Instance": ("ec2", "Instance", {"InstanceId": "i-0123456789abcdef0"}),
    "ec2.Vpc": ("ec2", "Vpc", {"OwnerId": "123456789012"}),
    "s3.Bucket": ("s3", "Bucket", {}),
    "redshift.Cluster": ("redshift", "Cluster", {}),
}


def main() -> None:
    """Print both tables."""
    boto3_extensions.arn_patch_boto3()
    session = boto3.Session(
        aws_access_key_id="x",
        aws_secret_access_key="x",
        aws_account_id="123456789012",
        region_name="us-east-1",
    )
    if arnmatch is None:
        print("Without arnmatch: pip install 'boto3_extensions[bench]' has it.\n")
    print_there(arns(session))
    print()
    print_back(session)


def arns(session: Any) -> list[str]:
    """Return an ARN of each resource type that can be told from one."""
    loader = loader_of(session)
    found = []
    for service in loader.list_available_services("arns-1"):
        for rules in rules_of(loader, service).values():
            template = rules.main.template
            if template and template.pattern.can_be_filled:
                fields = template.pattern.fields
                values = {name: FIXED.get(name, "orders-1") for name in fields}
                try:
                    found.append(template.fill({**FIXED, **values}))
                except ValueError:
                    continue
    return [arn for arn in dict.fromkeys(found) if is_known_to_all(arn)]


def is_known_to_all(arn: str) -> bool:
    """Tell whether we, and arnmatch, know what an ARN names."""
    try:
        resource_type_of(arn)
        if arnmatch is not None:
            arnmatch.arnmatch(arn)
    except (ArnError, ValueError):
        return False
    return True


def print_there(known: list[str]) -> None:
    """Print what it costs to parse ARNs and tell their types."""
    ways: dict[str, Callable[[str], Any]] = {
        "arn.split(':', 5)": lambda arn: arn.split(":", 5),
        "parse_arn(arn)": parse_arn,
        "resource_type_of(arn)": resource_type_of,
    }
    if arnmatch is not None:
        ways["arnmatch(arn)"] = arnmatch.arnmatch
    found = times(known, ways)
    print(f"{len(known)} ARNs{'':22} {'mean':>8} {'median':>8} {'highest':>8}")
    for name, taken in found.items():
        row = [statistics.mean(taken), statistics.median(taken), max(taken)]
        print(f"{name:30}" + "".join(f" {figure:>6.2f}µs" for figure in row))
    if arnmatch is not None:
        ours, theirs = found["resource_type_of(arn)"], found["arnmatch(arn)"]
        ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
        print(f"arnmatch takes {sum(theirs) / sum(ours):.1f} times as long for all,")
        print(f"{statistics.median(ratios):.1f} times in the median of single ARNs")


def times(
    known: list[str], ways: dict[str, Callable[[str], Any]]
) -> dict[str, list[float]]:
    """Return how long each way takes with each ARN, the ways in turns."""
    found = {name: [float("inf")] * len(known) for name in ways}
    for _ in range(ROUNDS):
        for i, arn in enumerate(known):
            for name, way in ways.items():
                found[name][i] = min(found[name][i], once(way, arn))
    return found


def once(way: Callable[..., Any], *args: Any) -> float:
    """Return how many microseconds a call takes in a short run."""
    taken = timeit.timeit(lambda: way(*args), number=TIMES)
    return taken / TIMES * 1e6


def print_back(session: Any) -> None:
    """Print what `.arn` costs of loaded resources whose data do not have it."""
    print(f"{'.arn':30} {'ours':>8} {'format':>8} {'ratio':>8}")
    for name, (service, constructor, data) in LOADED.items():
        resource = getattr(session.resource(service), constructor)("orders-1")
        resource.meta.data = data
        parts = parse_arn(resource.arn)
        ours = min(once(lambda r: r.arn, resource) for _ in range(ROUNDS * 10))
        plain = min(once(formatted, parts) for _ in range(ROUNDS * 10))
        print(f"{name:30} {ours:>6.2f}µs {plain:>6.2f}µs {ours / plain:>8.1f}")


def formatted(parts: Any) -> str:
    """Put an ARN together from parts that are at hand."""
    partition, service, region, account, resource = parts
    return f"arn:{partition}:{service}:{region}:{account}:{resource}"


if __name__ == "__main__":
    main()
