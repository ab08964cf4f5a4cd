"""The resource types that an ARN may name, and the quick way to the right one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore import xform_name

from boto3_extensions._arns._arn_guards import guards_of
from boto3_extensions._arns._arn_rules import ArnRule
from boto3_extensions._arns._arn_templates import ArnTemplate
from boto3_extensions._session import model_of

_Values = tuple[str, ...]


class Candidate:
    """A rule of a resource type, as something that an ARN may fit.

    Attributes:
        guards: The rule's conditions as regular expressions to look ahead by where a
            field begins; None if they cannot be written so.
        is_conditional: Whether `holds_for` has to be asked therefore.
        rank: Sorts candidates, the closest first.
        identifiers: The names of the type's identifiers, once `can_be_made` was asked.
    """

    def __init__(
        self,
        service: str,
        resource_type: str,
        rule: ArnRule,
        template: ArnTemplate,
        before: list[ArnRule],
    ) -> None:
        self.service = service
        self.resource_type = resource_type
        self.rule = rule
        self.template = template
        self.rank = template.pattern.rank
        self.identifiers: _Values = ()
        self._own_globs = _globs(rule, template)
        told = set(template.pattern.fields)
        # What the ARN does not tell about a condition, it does not tell to be met.
        before = [other for other in before if other.when.keys() <= told]
        self._globs_before = [_globs(other, template) for other in before]
        self.guards = guards_of(rule, before, template)
        self.is_conditional = self.guards is None
        self._untold: list[str] | None = None
        self._is_defined = True

    def match(self, rest: str) -> _Values | None:
        """Return an ARN's fields if a resource with that ARN follows this rule.

        Args:
            rest: What comes after the ARN's service.
        """
        values = self.template.pattern.values(rest)
        return values if values is not None and self.holds_for(values) else None

    def holds_for(self, values: _Values) -> bool:
        """Tell whether it is this rule that resources with such an ARN follow."""
        for i, matches in self._own_globs:
            if not matches(values[i]):
                return False
        for globs in self._globs_before:
            if all(matches(values[i]) for i, matches in globs):
                return False
        return True

    def fields(self, values: _Values) -> dict[str, str]:
        """Return the values of the template's fields by name."""
        return dict(zip(self.template.pattern.fields, values, strict=True))

    def can_be_made(self, loader: Any) -> bool:
        """Tell whether an ARN tells all identifiers of the type, and there is one."""
        if self._untold is None:
            names = identifiers_of(loader, self.service, self.resource_type)
            self._is_defined = names is not None
            self.identifiers = names = names or ()
            self._untold = [name for name in names if not self.rule.tells(name)]
        return bool(self.identifiers) and not self._untold

    def why_not(self) -> str:
        """Tell, after `can_be_made`, why no resource can be made from such an ARN."""
        what = f"a {self.service}.{self.resource_type}"
        if not self._is_defined:
            return f"{what}, which {self.service}'s resources-1 does not define"
        lacks = ", ".join(self._untold or ()) or "which one of them it is"
        return f"{what}, but not {lacks}"


def _globs(
    rule: ArnRule, template: ArnTemplate
) -> list[tuple[int, Callable[[str], object]]]:
    """Return the conditions that an ARN tells about: the field's place, the test."""
    fields = template.pattern.fields
    return [
        (fields.index(attribute), is_like)
        for attribute, is_like in rule.when.items()
        if attribute in fields
    ]


def identifiers_of(loader: Any, service: str, resource_type: str) -> _Values | None:
    document = model_of(loader, service, "resources-1")
    if document is None or resource_type not in document["resources"]:
        return None
    definition = document["resources"][resource_type]
    return tuple(xform_name(i["name"]) for i in definition.get("identifiers", ()))
