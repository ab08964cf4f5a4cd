"""Makes identifiers of resources out of what was found in an ARN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter

from boto3_extensions._arns._arn_rules import ENDPOINT, PARTITION, ArnRule
from boto3_extensions._arns._arn_templates import ArnTemplate, Pattern

Groups = tuple[str, ...]
Maker = Callable[[str, Groups], str | int]


def maker_of(
    name: str, rule: ArnRule, template: ArnTemplate, positions: Mapping[str, int]
) -> Maker:
    """Return what makes an identifier, given an ARN and what was found in it.

    That is the ARN's partition first, the fields of the template where `positions` has
    them, and the URL of the service last. It raises a ValueError if the ARN can be
    nothing's.

    Args:
        name: The identifier, which the ARN tells.
        rule: The rule that the ARN follows.
        template: The rule's template.
        positions: Where the fields are.
    """
    if name in rule.identifiers:
        return _of_pattern(rule.identifiers[name], template, positions)
    if name == rule.arn:
        return lambda arn, groups: arn
    position = positions[name if name in positions else "account"]
    if name not in rule.numbers:
        return lambda arn, groups: groups[position]

    def number(arn: str, groups: Groups) -> int:
        text = groups[position]
        if not (text.isascii() and text.isdecimal()):
            raise ValueError(f"its {name} would be a number")
        return int(text)

    return number


def _of_pattern(
    pattern: Pattern, template: ArnTemplate, positions: Mapping[str, int]
) -> Maker:
    places = {PARTITION: 0, ENDPOINT: -1, **positions}
    # What fitted the same part of the template need not be looked at again.
    known = dict(zip(template.pattern.names, template.pattern.parts, strict=True))
    tests = [
        (name, places[name], can_be)
        for (name, can_be), part in zip(pattern.tests, pattern.parts, strict=True)
        if known.get(name) != part and name not in (PARTITION, ENDPOINT)
    ]
    # Of one place, itemgetter gives no tuple; `%` takes that as well.
    values_of = itemgetter(*(places[name] for name in pattern.names))

    def filled(arn: str, groups: Groups) -> str:
        for name, place, can_be in tests:
            if not can_be(groups[place]):
                raise ValueError(f"{name} cannot be {groups[place]!r}")
        text: str = pattern.text % values_of(groups)
        return text

    return filled
