"""Reads ARNs by a template, and makes them.

A template is an ARN with fields: ``arn:{partition}:s3:::{bucket_name}/{key+}``.
``{name}`` stands for one or more characters other than ``/`` and ``:``, not beginning
or ending in white space; ``{name+}`` for anything, ``/`` and ``:`` included. Where a
``{name+}`` touches a letter on its left or another field, it begins or ends there with
``/`` or ``:``, so that ``role{path+}{name}`` reads the path of ``role/a/b/name`` as
``/a/b/``. ``{_}`` and ``{_+}`` are parts that nobody needs: skipped in reading, and a
template that has one cannot be filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from boto3_extensions._arns._arn import PARTS, Arn, first_segment

_FIELD = re.compile(r"\{([A-Za-z_][\w.]*\+?)\}")
# No character that cannot be in an ARN, so that what fits a template is one.
_ONE_SEGMENT = r"(?!\s)[^/:\x00-\x1f\x7f]+(?<!\s)"
_ANYTHING = {  # by what it touches: (on the left, on the right)
    (False, False): r"[^\x00-\x1f\x7f]+",
    (True, False): r"[/:][^\x00-\x1f\x7f]*",
    (False, True): r"[^\x00-\x1f\x7f]*[/:]",
    (True, True): r"[/:](?:[^\x00-\x1f\x7f]*[/:])?",
}

# Fields that are parts of every ARN, and no part at all where they are empty.
_PART_FIELDS = {
    "region": PARTS["region"].replace("*", "+"),
    "account": f"(?:{PARTS['account'].removesuffix('|')})",
}
# What has neither ``/`` nor ``:`` in it.
_WITHOUT_ENDS = {_ONE_SEGMENT, *_PART_FIELDS.values()}


def _parts(text: str, literals: list[str], fields: list[str]) -> Iterator[str]:
    """Yield the regular expression of what each field of a pattern stands for."""
    for i, field in enumerate(fields):
        touches_field = i > 0 and not literals[i]
        if touches_field and field.endswith("+") == fields[i - 1].endswith("+"):
            raise ValueError(f"{text!r}: nothing tells where {{{field}}} begins")
        left = touches_field or literals[i][-1:].isalnum()
        right = not literals[i + 1] and i + 1 < len(fields)
        one_segment = _PART_FIELDS.get(field, _ONE_SEGMENT)
        yield _ANYTHING[left, right] if field.endswith("+") else one_segment


class Pattern:
    """A compiled piece of text with fields.

    Attributes:
        fields: The names of the fields, each once, without ``_``.
        names: The same with ``_``, and as often as they occur.
        parts: For each of them, the regular expression of what it stands for.
        literals: The same of the text before each, and after the last.
        tests: For each of them, what tells whether a value may be filled in.
        text: The text with ``%s`` for each of them.
        can_be_filled: Whether the fields tell the whole text.
        rank: Sorts patterns, the most specific first.
    """

    def __init__(self, text: str) -> None:
        pieces = _FIELD.split(text)
        literals, fields = pieces[::2], pieces[1::2]
        if "{" in "".join(literals) or "}" in "".join(literals):
            raise ValueError(f"{text!r} has a field that cannot be read")
        self.names = [field.removesuffix("+") for field in fields]
        self.fields = tuple(dict.fromkeys(name for name in self.names if name != "_"))
        self.can_be_filled = "_" not in self.names
        unbounded = [field for field in fields if field.endswith("+")]
        self.rank = (-len("".join(literals)), len(unbounded))
        self.text = "%s".join(literal.replace("%", "%%") for literal in literals)
        self.literals = [re.escape(literal) for literal in literals]
        self.parts = list(_parts(text, literals, fields))
        self._fullmatch = re.compile(self._regex(), re.DOTALL).fullmatch
        self.tests = [
            (name, re.compile(part, re.DOTALL).fullmatch)
            for name, part in zip(self.names, self.parts, strict=True)
        ]

    def _regex(self) -> str:
        """Return a regular expression that has a group for each of `fields`."""
        pieces = [self.literals[0]]
        for i, name in enumerate(self.names):
            group = f"({self.parts[i]})"
            if name == "_":
                group = f"(?:{self.parts[i]})"
            elif name in self.names[:i]:
                # In brackets, as a digit may follow.
                group = f"(?:\\{self.fields.index(name) + 1})"
            pieces += [group, self.literals[i + 1]]
        return "".join(pieces)

    def is_definite(self, position: int) -> bool:
        """Tell whether a field, by its position in `names`, can only end in one place.

        That is where the next ``/`` or ``:`` is, or the text ends.
        """
        if self.parts[position] not in _WITHOUT_ENDS:
            return False
        after = self.literals[position + 1]
        return after.startswith(("/", ":")) or (
            not after and position == len(self.names) - 1
        )

    def values(self, text: str) -> tuple[str, ...] | None:
        """Return what `fields` stand for in a text, or None if it is another text."""
        match = self._fullmatch(text)
        return match.groups() if match else None

    def match(self, text: str) -> dict[str, str] | None:
        """Return what `values` does, by the names of the fields."""
        values = self.values(text)
        return None if values is None else dict(zip(self.fields, values, strict=True))

    def fill_partly(self, values: Mapping[str, str]) -> str:
        """Put values into some fields, and ``%s`` into the others.

        Raises:
            ValueError: A value would be read back as something else.
        """
        for name, can_be in self.tests:
            if name in values and not can_be(values[name]):
                raise ValueError(f"{name} cannot be {values[name]!r}")
        # A literal % has to survive being filled twice.
        text = self.text.replace("%%", "%%%%")
        return text % tuple(values.get(name, "%s") for name in self.names)

    def fill(self, values: Mapping[str, str]) -> str:
        """Put values into the fields.

        Raises:
            ValueError: A value would be read back as something else.
        """
        texts = []
        for name, can_be in self.tests:
            text = values[name]
            if not can_be(text):
                raise ValueError(f"{name} cannot be {text!r}")
            texts.append(text)
        return self.text % tuple(texts)


class ArnTemplate:
    """A compiled ARN template.

    Attributes:
        text: The template as it was written.
        service: The ARN's service part, which a template always tells.
        segment: The resource's text up to the first ``/`` or ``:``, None if a field is
            in there.
        pattern: The part from the region on.
        has_region, has_account: Whether they are fields.
        own_fields: The fields other than region and account, as often as they occur.
        own_regex: A regular expression of their values, joined by line feeds.
    """

    def __init__(self, text: str) -> None:
        head = text.split(":", 5)
        if len(head) < 6 or head[:2] != ["arn", "{partition}"] or "{" in head[2]:
            raise ValueError(
                f"{text!r} is no ARN template: "
                "it has to begin like 'arn:{partition}:service:{region}:{account}:'"
            )
        self.text = text
        self.service = head[2]
        self.segment = _first_literal_segment(head[5])
        self.pattern = Pattern(":".join(head[3:]))
        self.own_fields = [
            name for name in self.pattern.names if name not in _PART_FIELDS
        ]
        self.has_region = "region" in self.pattern.fields
        self.has_account = "account" in self.pattern.fields
        # What their values are like, when joined by what is in none of them.
        self.own_regex = "\n".join(
            part
            for name, part in zip(self.pattern.names, self.pattern.parts, strict=True)
            if name not in _PART_FIELDS
        )

    def match(self, arn: Arn) -> dict[str, str] | None:
        """Return what the fields stand for in an ARN, or None if it is another one."""
        if arn.service != self.service:
            return None
        fields = self.pattern.match(after_service(arn))
        return None if fields is None else {"partition": arn.partition, **fields}

    def fill(self, values: Mapping[str, str]) -> str:
        """Put values into the fields, see ``Pattern.fill``."""
        return f"arn:{values['partition']}:{self.service}:{self.pattern.fill(values)}"

    def fill_partly(self, partition: str, region: str, account: str) -> str:
        """Return a text with ``%s`` for each of `own_fields`.

        Raises:
            ValueError: A value would be read back as something else.
        """
        known = {"region": region, "account": account}
        return f"arn:{partition}:{self.service}:{self.pattern.fill_partly(known)}"


def after_service(arn: Arn) -> str:
    """Return the part of an ARN that the `pattern` of a template is about."""
    return f"{arn.region}:{arn.account_id}:{arn.resource}"


def _first_literal_segment(resource: str) -> str | None:
    literal, *rest = _FIELD.split(resource, maxsplit=1)
    segment = first_segment(literal)
    if segment != literal or not rest:
        return segment
    ends_here = rest[0].endswith("+") and literal[-1:].isalnum()
    return segment if ends_here else None
