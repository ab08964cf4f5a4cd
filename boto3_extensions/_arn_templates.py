"""Takes ARNs apart and puts them together by a template.

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
from typing import NamedTuple

from boto3_extensions.exceptions import MalformedArnError

# IAM's limit for an ARN in a policy; the longest real ones, of s3 objects, are shorter.
_MAX_LENGTH = 2048

# Not every account is twelve digits: `aws` owns managed policies, `cloudfront` users.
_PARTS = {
    "partition": r"[a-z][a-z0-9-]*",
    "service": r"[a-z0-9-]+",
    "region": r"[a-z0-9-]*",
    "account": r"[0-9]{12}|[a-z][a-z0-9-]*|",
    "resource": r"[^\x00-\x1f\x7f]+",
}
_ARN = re.compile("arn:" + ":".join(f"({part})" for part in _PARTS.values()))

_FIELD = re.compile(r"\{([A-Za-z_][\w.]*\+?)\}")
_ONE_SEGMENT = r"(?!\s)[^/:]+(?<!\s)"
_ANYTHING = {  # by what it touches: (on the left, on the right)
    (False, False): r".+",
    (True, False): r"[/:].*",
    (False, True): r".*[/:]",
    (True, True): r"[/:](?:.*[/:])?",
}


class Arn(NamedTuple):
    """The named parts of an ARN; ``str()`` gives the ARN back."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return "arn:" + ":".join(self)


def split_arn(arn: object) -> Arn:
    """Take an ARN apart.

    Args:
        arn: A string such as ``arn:aws:iam::123456789012:role/name``.

    Returns:
        Its five parts.

    Raises:
        MalformedArnError: It is no ARN; the message names the part that is wrong.
    """
    if isinstance(arn, str) and len(arn) <= _MAX_LENGTH:
        match = _ARN.fullmatch(arn)
        if match:
            return Arn(*match.groups())
    raise MalformedArnError(_what_is_wrong(arn))


def _what_is_wrong(arn: object) -> str:
    if not isinstance(arn, str):
        return f"an ARN is a string, not {type(arn).__name__}"
    if len(arn) > _MAX_LENGTH:
        return f"{arn[:60]!r}…: {len(arn)} characters, an ARN has {_MAX_LENGTH} at most"
    head, *parts = arn.split(":", 5)
    if head != "arn":
        return f"{arn!r} is no ARN: it does not begin with 'arn:'"
    if len(parts) < len(_PARTS):
        missing = list(_PARTS)[len(parts)]
        return f"{arn!r} is no ARN: it ends before its {missing}"
    for (name, pattern), part in zip(_PARTS.items(), parts, strict=True):
        if not re.fullmatch(pattern, part):
            return f"{arn!r} is no ARN: its {name} cannot be {part!r}"
    raise AssertionError(arn)


def _parts(text: str, literals: list[str], fields: list[str]) -> Iterator[str]:
    """Yield the regular expression of what each field of a pattern stands for."""
    for i, field in enumerate(fields):
        touches_field = i > 0 and not literals[i]
        if touches_field and field.endswith("+") == fields[i - 1].endswith("+"):
            raise ValueError(f"{text!r}: nothing tells where {{{field}}} begins")
        left = touches_field or literals[i][-1:].isalnum()
        right = not literals[i + 1] and i + 1 < len(fields)
        yield _ANYTHING[left, right] if field.endswith("+") else _ONE_SEGMENT


class Pattern:
    """A compiled piece of text with fields.

    Attributes:
        fields: The names of the fields, each once, without ``_``.
        can_be_filled: Whether the fields tell the whole text.
        rank: Sorts patterns, the most specific first.
    """

    def __init__(self, text: str) -> None:
        pieces = _FIELD.split(text)
        literals, fields = pieces[::2], pieces[1::2]
        if "{" in "".join(literals) or "}" in "".join(literals):
            raise ValueError(f"{text!r} has a field that cannot be read")
        self._names = [field.removesuffix("+") for field in fields]
        self.fields = tuple(dict.fromkeys(name for name in self._names if name != "_"))
        self.can_be_filled = "_" not in self._names
        unbounded = [field for field in fields if field.endswith("+")]
        self.rank = (-len("".join(literals)), len(unbounded))
        self._text = "%s".join(literal.replace("%", "%%") for literal in literals)
        parts = list(_parts(text, literals, fields))
        regex = re.escape(literals[0])
        for i, (part, after) in enumerate(zip(parts, literals[1:], strict=True)):
            regex += self._group(i, part) + re.escape(after)
        self._regex = re.compile(regex, re.DOTALL)
        self._allowed = {
            name: re.compile(part, re.DOTALL)
            for name, part in zip(self._names, parts, strict=True)
        }

    def _group(self, position: int, part: str) -> str:
        name = self._names[position]
        if name == "_":
            return f"(?:{part})"
        if name in self._names[:position]:
            return f"(?:\\{self.fields.index(name) + 1})"
        return f"({part})"

    def match(self, text: str) -> dict[str, str] | None:
        """Return what the fields stand for in a text, or None if it is another text."""
        match = self._regex.fullmatch(text)
        return dict(zip(self.fields, match.groups(), strict=True)) if match else None

    def fill(self, values: Mapping[str, str]) -> str:
        """Put values into the fields.

        Raises:
            ValueError: A value would be read back as something else.
        """
        for name, allowed in self._allowed.items():
            if not allowed.fullmatch(values[name]):
                raise ValueError(f"{name} cannot be {values[name]!r}")
        return self._text % tuple([values[name] for name in self._names])


class ArnTemplate:
    """A compiled ARN template.

    Attributes:
        service: The ARN's service part, which a template always tells.
        segment: The resource's text up to the first ``/`` or ``:``, None if a field is
            in there.
        pattern: The part from the region on.
    """

    def __init__(self, text: str) -> None:
        head = text.split(":", 5)
        if len(head) < 6 or head[:2] != ["arn", "{partition}"] or "{" in head[2]:
            raise ValueError(
                f"{text!r} is no ARN template: "
                "it has to begin like 'arn:{partition}:service:{region}:{account}:'"
            )
        self.service = head[2]
        self.segment = _first_literal_segment(head[5])
        self.pattern = Pattern(":".join(head[3:]))

    def match(self, arn: Arn) -> dict[str, str] | None:
        """Return what the fields stand for in an ARN, or None if it is another one."""
        if arn.service != self.service:
            return None
        fields = self.pattern.match(after_service(arn))
        return None if fields is None else {"partition": arn.partition, **fields}

    def fill(self, values: Mapping[str, str]) -> str:
        """Put values into the fields, see ``Pattern.fill``."""
        return f"arn:{values['partition']}:{self.service}:{self.pattern.fill(values)}"


def after_service(arn: Arn) -> str:
    """Return the part of an ARN that the `pattern` of a template is about."""
    return f"{arn.region}:{arn.account}:{arn.resource}"


def first_segment(resource: str) -> str:
    """Return the resource part of an ARN up to its first ``/`` or ``:``."""
    slash, colon = resource.find("/"), resource.find(":")
    if slash >= 0 and colon >= 0:
        return resource[: min(slash, colon)]
    return resource[: max(slash, colon)] if slash >= 0 or colon >= 0 else resource


def _first_literal_segment(resource: str) -> str | None:
    literal, *rest = _FIELD.split(resource, maxsplit=1)
    segment = first_segment(literal)
    if segment != literal or not rest:
        return segment
    ends_here = rest[0].endswith("+") and literal[-1:].isalnum()
    return segment if ends_here else None
