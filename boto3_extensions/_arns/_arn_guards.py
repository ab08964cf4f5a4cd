"""Writes conditions of rules as regular expressions, so that matching asks them.

What they make of an ARN's field is decided where the field begins: by ``(?!arn:.*\\Z)``
that a baseline's id is no ARN. Asking once there is a match takes as long again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from boto3_extensions._arns._arn_rules import ArnRule
from boto3_extensions._arns._arn_templates import ArnTemplate, Pattern

# Parts of a glob. Of classes of characters, those that mean the same in both languages.
_PART = re.compile(r"\[!?(?:0-9|a-z|A-Z|[\w*:/.])+\]|[^\[\]]", re.DOTALL)
_GLOB = re.compile(f"(?:{_PART.pattern})*", re.DOTALL)


def guards_of(
    rule: ArnRule, before: Sequence[ArnRule], template: ArnTemplate
) -> dict[str, str] | None:
    """Return what to look ahead by where a field begins, None if it cannot be written.

    Args:
        rule: A rule whose conditions have to hold, where the ARN tells about them.
        before: Rules none of which may hold; the ARN tells about all their conditions.
        template: The rule's template.
    """
    told = set(template.pattern.fields)
    own = [("=", {name: glob}) for name, glob in rule.globs.items() if name in told]
    guards: dict[str, str] = {}
    for kind, globs in own + [("!", other.globs) for other in before]:
        if len(globs) != 1:
            return None
        ((name, any_of),) = globs.items()
        text = _guard(name, any_of, template.pattern)
        if text is None:
            return None
        guards[name] = guards.get(name, "") + f"(?{kind}{text})"
    return guards


def _guard(name: str, globs: Sequence[str], pattern: Pattern) -> str | None:
    """Return a regular expression of what is like any of some globs, to the end."""
    if pattern.names.count(name) > 1 or not all(map(_GLOB.fullmatch, globs)):
        return None
    position = pattern.names.index(name)
    if position == len(pattern.names) - 1:
        texts = [_regex(glob, "") for glob in globs]
        return f"(?:{'|'.join(texts)}){pattern.literals[-1]}\\Z"
    if not pattern.is_definite(position) or set("/:") & set("".join(globs)):
        return None
    texts = [_regex(glob, "/:") for glob in globs]
    return f"(?:{'|'.join(texts)})[/:]"


def _regex(glob: str, excluded: str) -> str:
    character = f"[^{excluded}]" if excluded else "."
    texts = {"*": character + "*", "?": character}
    for part in _PART.findall(glob):
        if part.startswith("[!"):
            texts[part] = f"[^{part[2:-1]}{excluded}]"
        elif part.startswith("["):
            texts[part] = part
    return "".join(texts.get(part) or re.escape(part) for part in _PART.findall(glob))
