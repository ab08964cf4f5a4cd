"""What an ARN costs, either way, side by side in one process.

There: parse an ARN and tell its resource type, beside arnmatch (from PyPI) and plain
string splitting, which knows nothing. The ARNs are one of each resource type that has
a template, as far as arnmatch knows them. Back: `.arn` of loaded resources that is made
of their data, beside plain formatting of the same parts. Times are the best of many
short runs, in microseconds; nothing here talks to anybody.
"""

from __future__ import annotations

import statistics
import time
import timeit
from collections.abc import Callable, Collection, Iterator
from operator import attrgetter
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore import xform_name

import boto3_extensions
from boto3_extensions import parse_arn, resource_type_of
from boto3_extensions._arns.rules import rules_of
from boto3_extensions._foundation.models import loader_of
from boto3_extensions._resources.completion import _LOADED_DATA
from boto3_extensions.exceptions import ArnError

try:
    import arnmatch
except ImportError:
    arnmatch = None

ROUNDS = 40
TIMES = 50
# What we want to stay below, in microseconds.
LIMIT_THERE, LIMIT_BACK = 5, 5
FIXED = {"partition": "aws", "region": "us-east-1", "account": "123456789012"}


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
        print_row(name, taken)
    ours = found["resource_type_of(arn)"]
    print_slow(dict(zip(known, ours, strict=True)), LIMIT_THERE)
    if arnmatch is not None:
        theirs = found["arnmatch(arn)"]
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
    taken = timeit.timeit(lambda: way(*args), timer=time.process_time, number=TIMES)
    return taken / TIMES * 1e6


def print_back(session: Any) -> None:
    """Print what `.arn` costs of loaded resources whose data do not have it."""
    made = dict(constructed(session))
    parts = {name: parse_arn(resource.arn) for name, resource in made.items()}
    ours, plain = (dict.fromkeys(made, float("inf")) for _ in range(2))
    for _ in range(ROUNDS):
        for name, resource in made.items():
            ours[name] = min(ours[name], once(attrgetter("arn"), resource))
            plain[name] = min(plain[name], once(formatted, parts[name]))
    print(
        f"{len(ours)} constructed .arn{'':12} {'mean':>8} {'median':>8} {'highest':>8}"
    )
    print_row("resource.arn", ours.values())
    print_row("f'arn:...'", plain.values())
    print_slow(ours, LIMIT_BACK)
    ratio = statistics.median(ours[name] / plain[name] for name in made)
    print(f"It takes {ratio:.1f} times as long as formatting, in the median")


def constructed(session: Any) -> Iterator[tuple[str, Any]]:
    """Yield a loaded resource of each type whose ARN is made of what it tells."""
    loader = loader_of(session)
    for service in loader.list_available_services("arns-1"):
        makers = session.resource(service)
        for made in makers.meta.resource_model.subresources:
            rules = rules_of(loader, service).get(made.resource.type)
            if rules is None or rules.main.template is None or rules.main.arn:
                continue
            names = ["orders-1"] * len(made.resource.identifiers)
            resource = getattr(makers, made.name)(*names)
            data = owned(resource, rules.main.account)
            # As load() leaves it, so that nothing is looked for elsewhere.
            resource.meta.data = vars(resource)[_LOADED_DATA] = data
            try:
                resource.arn.startswith("arn:")
            except Boto3Error:
                continue
            yield f"{service}.{made.name}", resource


def owned(resource: Any, path: str) -> dict[str, Any]:
    """Return data that tells the owner's account, if that is where to look for it."""
    model = resource.meta.client.meta.service_model
    shape = resource.meta.resource_model.shape
    members = model.shape_for(shape).members if shape else ()
    attribute, *steps = path.split(".")
    owner: Any = "210987654321"
    for step in reversed(steps):
        owner = {step: owner}
    return {m: owner for m in members if xform_name(m) == attribute}


def print_row(name: str, taken: Collection[float]) -> None:
    """Print a line of a table."""
    row = [statistics.mean(taken), statistics.median(taken), max(taken)]
    print(f"{name:30}" + "".join(f" {figure:>6.2f}µs" for figure in row))


def print_slow(taken: dict[str, float], limit: float) -> None:
    """Print a line about all, and each that took too long, the longest first."""
    slow = sorted(
        ((us, name) for name, us in taken.items() if us >= limit), reverse=True
    )
    median, worst = statistics.median(taken.values()), max(taken, key=taken.__getitem__)
    print(
        f"Median {median:.2f} µs, worst {taken[worst]:.2f} µs ({worst}); "
        f"{len(slow)} of {len(taken)} take {limit} µs or longer"
    )
    for us, name in slow:
        print(f"    {us:.2f}µs {name}")


def formatted(parts: Any) -> str:
    """Put an ARN together from parts that are at hand."""
    partition, service, region, account, resource = parts
    return f"arn:{partition}:{service}:{region}:{account}:{resource}"


if __name__ == "__main__":
    main()
