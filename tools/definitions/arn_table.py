"""The table of all resource types' ARNs for the documentation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore import xform_name

from . import arn_names
from .checks import Service

IDENTIFIER = "identifier"
DATA = "data"
CONSTRUCTED = "constructed"
NONE = "none"
SOURCES = (DATA, IDENTIFIER, CONSTRUCTED, NONE)

HEADS = ("type", "source", "ARN", "in the reference")

# Types whose attribute `arn`, which boto3 takes from their data or identifiers, is the
# ARN of what they belong to or point to; whose it is.
ANOTHERS = {
    "autoscaling.LoadBalancerTargetGroup": "the target group",
    "elbv2.ListenerCertificate": "the acm Certificate",
    "forecast.EvaluationResult": "the Predictor",
    "iam.PolicyVersion": "the Policy",
    "kafka.ConfigurationRevision": "the Configuration",
    "kafka.ScramSecret": "the secretsmanager Secret",
    "organizations.PolicyTarget": "the target",
    "secretsmanager.ResourcePolicy": "the Secret",
}


@dataclass(frozen=True)
class Row:
    """A kind of ARN of a type's resources, or the note that they have none.

    Attributes:
        kind: The resource type.
        source: One of ``SOURCES``: where the ARN is from, the first choice first.
        format: The template of the ARN; empty where another type has it.
        reference: What the Service Authorization Reference calls such resources.
    """

    kind: str
    source: str
    format: str
    reference: str

    @property
    def plain(self) -> tuple[str, ...]:
        """The row as a terminal shows it, without its type."""
        return (self.source, self.format or "-", self.reference or "-")

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as the documentation shows it."""
        template = f"``{self.format}``" if self.format else "as the service says"
        return (f"``{self.kind}``", self.source, template, self.reference or "--")


def of(service: Service) -> list[Row]:
    """Return a row for each type, more for one with ARNs of several kinds."""
    return [
        row
        for kind in sorted(service.types)
        for row in _rows(service, kind, service.arns.get(kind))
    ]


def _rows(
    service: Service, kind: str, entry: Mapping[str, Any] | None
) -> Iterator[Row]:
    if entry is None:
        source = _inherited(service, kind)
        yield Row(kind, source, "", "")
        return
    for rule in (entry, *entry.get("variants", ())):
        template = rule.get("format", "")
        # A variant without either says which resources of the type have no ARN.
        if template or rule.get("arn"):
            names = arn_names.named(template) if template else []
            yield Row(
                kind, _source(service, kind, rule), template, _list(service.name, names)
            )


def _list(service: str, names: list[str]) -> str:
    return ", ".join(sorted(name.removeprefix(f"{service}.") for name in names))


def _source(service: Service, kind: str, rule: Mapping[str, Any]) -> str:
    told = rule.get("arn")
    if told is None:
        # boto3's own attribute comes first.
        inherited = _inherited(service, kind)
        return CONSTRUCTED if inherited == NONE else inherited
    return IDENTIFIER if told in _identifiers(service, kind) else DATA


def _inherited(service: Service, kind: str) -> str:
    """Return the member of an attribute `arn` of boto3's own definition."""
    if f"{service.name}.{kind}" in ANOTHERS:
        return NONE
    if "arn" in _identifiers(service, kind):
        return IDENTIFIER
    shape = service.shape(kind)
    members = shape.members if shape is not None else {}
    return DATA if "arn" in map(xform_name, members) else NONE


def _identifiers(service: Service, kind: str) -> list[str]:
    return [xform_name(name) for name in service.identifier_names(kind)]


def counts(found: Mapping[str, list[Row]]) -> list[tuple[str, ...]]:
    """Return the numbers of types by service and source of the ARN."""
    rows: list[tuple[str, ...]] = [("service", "types", *SOURCES)]
    total: Counter[str] = Counter()
    for service, table in found.items():
        # A type's first row is its main rule.
        first = {row.kind: row.source for row in reversed(table)}
        figures = Counter(first.values())
        total += figures
        rows.append(_figures(f"``{service}``", figures))
    return [*rows, _figures("all", total)]


def _figures(name: str, figures: Counter[str]) -> tuple[str, ...]:
    return (name, str(figures.total()), *(str(figures[s]) for s in SOURCES))
