r"""The rules by which ARNs of resource types are made and read: ``arns-1`` files.

An ``arns-1`` file has an entry for each resource type of a service. It is found by the
session's loader, so that a user's own ``arns-1.json`` works like ours::

    "<Type>": {
      "format": "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
      "arn": "<attribute>",        the service's own ARN, read in preference
      "account": "<attribute>",    the owner's account, if that may not be the caller's
      "identifiers": {"<identifier>": "<pattern>"},
      "numbers": ["<identifier>"],     those that AWS takes as numbers
      "variants": [{"when": {"<attribute>": "<glob>"}, "format": ..., ...}]
    }

``format`` is a template, an ARN with fields:
``arn:{partition}:s3:::{bucket_name}/{key+}``. Fields are ``{partition}``, ``{region}``,
``{account}`` and Python attributes of the resource; dots step into dicts, here as in
``arn`` and ``account``. The ARN that an AWS service returns wins over an ARN made of
parts: ``format`` makes an ARN only where ``arn`` is absent or has no value.

``{name}`` stands for one or more characters other than ``/`` and ``:``, not beginning
or ending in white space; ``{name+}`` for any text, ``/`` and ``:`` included. Where a
``{name+}`` touches a letter on its left or another field, it begins or ends there with
``/`` or ``:``, so that ``role{path+}{name}`` reads the path of ``role/a/b/name`` as
``/a/b/``. ``{_}`` and ``{_+}`` are parts that are skipped in reading; a template that
has such a field cannot be filled.

``identifiers`` is for an identifier that is neither a field of ``format`` nor the ARN,
but contains parts of it: sqs has ``{"url": "{endpoint+}/{account}/{queue_name}"}``. It
serves both ways: its fields may be used in ``format``, and the identifier is made of
the ARN's fields, ``{endpoint}`` being the URL of the service. A pattern without fields
is the identifier of all that have such an ARN: events has
``{"event_bus_name": "default"}``.

``variants`` are complete entries for resources of the type that have another kind of
ARN; the first counts whose ``when`` holds. A list of globs in the place of one means
any of them. A variant without ``format`` and ``arn`` has no ARN.

From the top: the rules of a service, of a type, and a single rule; ARNs filled in
advance; reading and checking files; templates and patterns; globs and their
translation into regular expressions.
"""

from __future__ import annotations

import fnmatch
import operator
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3_extensions._arns.arn import PARTS, Arn, first_segment
from boto3_extensions._foundation.concurrency import fork_safe_property
from boto3_extensions._foundation.models import definition_path, load_definitions
from boto3_extensions.exceptions import ArnRulesError, DefinitionFileError

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.loaders import Loader

KIND = "arns-1"

# The field of an identifier's pattern that is no part of the ARN.
ENDPOINT = "endpoint"
# The field that every ARN has, whatever its template.
PARTITION = "partition"


class _Compiled(NamedTuple):
    document: Mapping[str, Any]
    rules: dict[str, TypeRules]


# boto3 makes a class for each resource object, so compiled rules are kept as long as
# the loader that has their document.
_compiled: weakref.WeakKeyDictionary[Loader, dict[str, _Compiled]] = (
    weakref.WeakKeyDictionary()
)


def rules_of(loader: Loader, service: str) -> Mapping[str, TypeRules]:
    """Return the rules of a service's resource types, by type, in the order declared.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service; it need not exist.

    Raises:
        ArnRulesError: The file cannot be read. (A wrong entry in a readable file is
            reported where the entry is needed.)
    """
    document = document_of(loader, service)
    if document is None:
        return {}
    of_loader = _compiled.setdefault(loader, {})
    known = of_loader.get(service)
    if known is None or known.document is not document:
        file = file_of(loader, service)
        entries = entries_of(document, file)
        rules = {t: TypeRules(e, partial(_entry, file, t)) for t, e in entries.items()}
        known = of_loader[service] = _Compiled(document, rules)
    return known.rules


def _entry(file: Callable[[], str], resource_type: str) -> str:
    return f"{file()}: {resource_type}"


class TypeRules:
    """The rules of a resource type, compiled when first needed.

    Iteration yields the variants, then the main rule: the order in which they are
    tried.

    Args:
        entry: The type's entry in its service's ``arns-1``.
        where: Returns the name of the entry for error messages.
    """

    def __init__(
        self, entry: Mapping[str, Any], where: Callable[[], str] = lambda: "an entry"
    ) -> None:
        self._entry = entry
        self._where = where

    @fork_safe_property
    def main(self) -> ArnRule:
        """The rule that holds if no variant does."""
        return self._rule(self._entry)

    @fork_safe_property
    def variants(self) -> list[ArnRule]:
        """The rules that come first, each where its condition holds."""
        # The main rule is compiled first, so that its faults are reported first.
        numbers = self.main.numbers
        variants = self._entry.get("variants", ())
        return [self._rule(entry, numbers) for entry in variants]

    def _rule(self, entry: Mapping[str, Any], numbers: Iterable[str] = ()) -> ArnRule:
        fault = fault_of(entry)
        if fault:
            raise ArnRulesError(f"{self._where()}: {fault}")
        try:
            return ArnRule({"numbers": numbers, **entry})
        except (AttributeError, TypeError, ValueError) as error:
            raise ArnRulesError(f"{self._where()}: {error}") from error

    def __iter__(self) -> Iterator[ArnRule]:
        yield from self.variants
        yield self.main


class ArnRule:
    """An entry of an ``arns-1`` file, or a variant of an entry, compiled.

    Attributes:
        globs: The conditions ``when``: the globs of an attribute, by its name.
        when: The same as tests of a text, by the attribute's name.
        template: The compiled ``format``, None if there is none.
        arn: The path of the attribute with the service's own ARN, "" if none.
        account: The path of the attribute with the owner's account, "" if none.
        identifiers: The patterns of identifiers that contain parts of the ARN, by name.
        needs_endpoint: Whether such an identifier contains the URL of the service.
        numbers: The names of identifiers that are numbers.
        filled: The rule's ARNs, filled in but for the resource's own fields.
    """

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.globs = {
            name: (glob,) if isinstance(glob, str) else tuple(glob)
            for name, glob in entry.get("when", {}).items()
        }
        self.when = {
            name: matcher_of_globs(globs) for name, globs in self.globs.items()
        }
        self.template = ArnTemplate(entry["format"]) if entry.get("format") else None
        self.arn: str = entry.get("arn", "")
        self.account: str = entry.get("account", "")
        self.identifiers = {
            identifier: Pattern(text)
            for identifier, text in entry.get("identifiers", {}).items()
        }
        self.needs_endpoint = any(
            ENDPOINT in pattern.fields for pattern in self.identifiers.values()
        )
        self.numbers = frozenset(entry.get("numbers", ()))
        self.filled = FilledTemplates()

    def tells(self, identifier: str) -> bool:
        """Return whether an ARN that fits the template determines an identifier."""
        fields = self.template.pattern.fields if self.template else ()
        pattern = self.identifiers.get(identifier)
        if pattern is not None:
            return set(pattern.fields) <= {*fields, PARTITION, ENDPOINT}
        return identifier in (self.arn, *fields) or (
            identifier == self.account and "account" in fields
        )

    def is_plain(self, identifier: str) -> bool:
        """Return whether an identifier is the text of a field, unchanged."""
        return (
            self.template is not None
            and identifier in self.template.pattern.fields
            and identifier not in {*self.identifiers, *self.numbers, self.arn}
        )


# The number of owners of a client's resources after which their ARNs are forgotten.
_MAX_OWNERS = 256


class FilledTemplates:
    """ARNs of a template in which only the resource's own fields are still to fill.

    Partition, region and the caller's account are the same for all resources of a
    client, and the owner's for many of them, so that of most ARNs only the end is new.
    They are kept by client and owner for as long as the client lives, as it takes a
    call to AWS, or a look at credentials, to know an account.
    """

    def __init__(self) -> None:
        # By id of the client, as a lookup by weak reference takes as long as the rest.
        self._texts: dict[int, tuple[Any, dict[str | None, str]]] = {}

    def __len__(self) -> int:
        """Return the number of ARNs that are kept."""
        return sum(len(texts) for _, texts in self._texts.values())

    def get(self, client: BaseClient, owner: object) -> str | None:
        """Return the ARN kept for a client and an owner, None if there is none.

        Args:
            client: The resource's client.
            owner: The value of the attribute with the owner's account.
        """
        kept = self._texts.get(id(client))
        if kept is None or kept[0]() is not client or not isinstance(owner, str | None):
            return None
        return kept[1].get(owner)

    def keep(self, client: BaseClient, owner: object, text: str) -> None:
        """Keep an ARN for a client and an owner.

        Args:
            client: The resource's client.
            owner: The value of the attribute with the owner's account.
            text: The ARN, with ``%s`` for each of the resource's own fields.
        """
        if not isinstance(owner, str | None):
            return
        of_client = id(client)
        kept = self._texts.get(of_client)
        if kept is None or kept[0]() is not client:
            forget = weakref.ref(client, lambda _: self._texts.pop(of_client, None))
            kept = self._texts[of_client] = (forget, {})
        if len(kept[1]) > _MAX_OWNERS:
            kept[1].clear()
        kept[1][owner] = text


_NO_TYPES = "it has no object 'resources', of types"

# The type of each key's value in an entry, and its name in JSON.
_FORMS: dict[str, tuple[type, str]] = {
    "format": (str, "string"),
    "arn": (str, "string"),
    "account": (str, "string"),
    "identifiers": (dict, "object"),
    "numbers": (list, "list"),
    "variants": (list, "list"),
    "when": (dict, "object"),
}


def document_of(loader: Loader, service: str) -> Any:
    """Return the content of a service's ``arns-1``, None if there is none.

    Args:
        loader: botocore's loader of a session.
        service: boto3's name of the service; it need not exist.

    Raises:
        ArnRulesError: There is a file, but it cannot be read.
    """
    try:
        return load_definitions(loader, service, KIND)
    except DefinitionFileError as error:
        # Without a cause the file was read, and has something else than an object.
        form = "" if error.__cause__ else f"; {_NO_TYPES}"
        raise ArnRulesError(f"{error}{form}") from error


def file_of(loader: Loader, service: str) -> Callable[[], str]:
    """Return a function that returns the path of a service's ``arns-1``.

    The function keeps no loader alive, and the file is looked for when it is called.
    """
    return partial(definition_path, list(loader.search_paths), service, KIND)


def entries_of(document: object, file: Callable[[], str]) -> Mapping[str, Any]:
    """Return the entries of an ``arns-1`` by type.

    Args:
        document: The content of the file, any JSON.
        file: Returns the path of the file.

    Raises:
        ArnRulesError: The file has no entries.
    """
    entries = document.get("resources") if isinstance(document, Mapping) else None
    if not isinstance(entries, Mapping):
        raise ArnRulesError(f"{file()}: {_NO_TYPES}")
    return entries


def fault_of(entry: object) -> str:
    """Return a message about the first fault in the form of an entry, "" if none.

    Args:
        entry: An entry or a variant, any JSON.
    """
    if not isinstance(entry, Mapping):
        return "it is no object with a 'format' or an 'arn'"
    for key, value in entry.items():
        if key not in _FORMS:
            return f"there is no key {key!r}, only {', '.join(_FORMS)}"
        form, called = _FORMS[key]
        if not isinstance(value, form):
            return f"its {key} is no {called}"
    for name, globs in entry.get("when", {}).items():
        if not globs or not isinstance(globs, str | list):
            return f"its when has no glob for {name}"
    if not {"format", "arn", "variants", "when"} & entry.keys():
        return "it has neither a 'format' nor an 'arn'"
    return ""


class ArnTemplate:
    """A compiled ARN template.

    Attributes:
        text: The template as it was written.
        service: The ARN's service part, which is no field in any template.
        segment: The resource's text up to the first ``/`` or ``:``, None if a field is
            in there.
        pattern: The part from the region on.
        has_region, has_account: Whether they are fields.
        own_fields: The fields other than region and account, as often as they occur.
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

    @fork_safe_property
    def fits(self) -> Callable[[str], object]:
        """The test whether values of `own_fields`, joined by line feeds, may be filled.

        No value may have a line feed in it.
        """
        parts = zip(self.pattern.names, self.pattern.parts, strict=True)
        own = [part for name, part in parts if name not in _PART_FIELDS]
        return re.compile("\n".join(own), re.DOTALL).fullmatch

    def fault_of(self, values: Iterable[str]) -> str:
        """Return a message about the first value that `fits` refuses."""
        tests = [test for test in self.pattern.tests if test[0] not in _PART_FIELDS]
        for (name, can_be), value in zip(tests, values, strict=True):
            if not can_be(value):
                return f"{name} cannot be {value!r}"
        raise AssertionError("all values fit")

    def match(self, arn: Arn) -> dict[str, str] | None:
        """Return the fields' values in an ARN, None if the ARN does not fit."""
        if arn.service != self.service:
            return None
        fields = self.pattern.match(after_service(arn))
        return None if fields is None else {"partition": arn.partition, **fields}

    def fill(self, values: Mapping[str, str]) -> str:
        """Put values into the fields, see ``Pattern.fill``."""
        return f"arn:{values['partition']}:{self.service}:{self.pattern.fill(values)}"

    def fill_partly(self, partition: str, region: str, account: str) -> str:
        """Return an ARN with ``%s`` for each of `own_fields`.

        Raises:
            ValueError: A value would be read back as something else.
        """
        known = {"region": region, "account": account}
        return f"arn:{partition}:{self.service}:{self.pattern.fill_partly(known)}"


def after_service(arn: Arn) -> str:
    """Return the part of an ARN after the service, which a template's pattern fits."""
    return f"{arn.region}:{arn.account_id}:{arn.resource}"


def _first_literal_segment(resource: str) -> str | None:
    literal, *rest = _FIELD.split(resource, maxsplit=1)
    segment = first_segment(literal)
    if segment != literal or not rest:
        return segment
    ends_here = rest[0].endswith("+") and literal[-1:].isalnum()
    return segment if ends_here else None


_FIELD = re.compile(r"\{([A-Za-z_][\w.]*\+?)\}")
# No character that cannot be in an ARN: a text that fits a template is an ARN.
_ONE_SEGMENT = r"(?!\s)[^/:\x00-\x1f\x7f]+(?<!\s)"
_ANYTHING = {  # by whether it touches a field or letter: (on the left, on the right)
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
# The regular expressions of values without ``/`` and ``:``.
_WITHOUT_ENDS = {_ONE_SEGMENT, *_PART_FIELDS.values()}


class Pattern:
    """A compiled text with fields.

    Attributes:
        fields: The names of the fields, each once, without ``_``.
        names: The names of the fields with ``_``, as often as they occur.
        parts: The regular expression of the values of each of `names`.
        literals: The regular expressions of the texts before each of `names`, and of
            the text after the last.
        tests: Each of `names` with the test whether a value may be filled in.
        text: The text with ``%s`` for each of `names`.
        can_be_filled: Whether values of the fields make the whole text.
        rank: The key that sorts patterns, the most specific first.
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
        """Return whether a field can only end in one place.

        That is where the next ``/`` or ``:`` is, or the end of the text.

        Args:
            position: The index of the field in `names`.
        """
        if self.parts[position] not in _WITHOUT_ENDS:
            return False
        after = self.literals[position + 1]
        return after.startswith(("/", ":")) or (
            not after and position == len(self.names) - 1
        )

    def values(self, text: str) -> tuple[str, ...] | None:
        """Return the values of `fields` in a text, None if the text does not fit."""
        match = self._fullmatch(text)
        return match.groups() if match else None

    def match(self, text: str) -> dict[str, str] | None:
        """Return the values of `fields` in a text by name, None if it does not fit."""
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


def _parts(text: str, literals: list[str], fields: list[str]) -> Iterator[str]:
    """Yield the regular expression of the values of each field of a pattern.

    Args:
        text: The pattern, for error messages.
        literals: The texts before each field, and the text after the last.
        fields: The fields without brackets, such as ``key+``.

    Raises:
        ValueError: Two fields touch, and their values could not be told apart.
    """
    for i, field in enumerate(fields):
        touches_field = i > 0 and not literals[i]
        if touches_field and field.endswith("+") == fields[i - 1].endswith("+"):
            raise ValueError(f"{text!r}: nothing tells where {{{field}}} begins")
        left = touches_field or literals[i][-1:].isalnum()
        right = not literals[i + 1] and i + 1 < len(fields)
        one_segment = _PART_FIELDS.get(field, _ONE_SEGMENT)
        yield _ANYTHING[left, right] if field.endswith("+") else one_segment


_SPECIAL = re.compile(r"[*?\[]")


def matcher_of_globs(globs: tuple[str, ...]) -> Callable[[str], object]:
    """Return a test whether a text matches any of some globs."""
    if len(globs) == 1:
        return matcher_of_glob(globs[0])
    if not any(_SPECIAL.search(glob[1:]) or glob[:1] != "*" for glob in globs):
        return operator.methodcaller("endswith", tuple(glob[1:] for glob in globs))
    return re.compile("|".join(fnmatch.translate(glob) for glob in globs)).fullmatch


def matcher_of_glob(glob: str) -> Callable[[str], object]:
    """Return a test whether a text matches a glob."""
    # The usual globs take a third of the time of a regular expression.
    if not _SPECIAL.search(glob):
        return glob.__eq__
    if not _SPECIAL.search(glob[1:]) and glob[0] == "*":
        return operator.methodcaller("endswith", glob[1:])
    if not _SPECIAL.search(glob[:-1]) and glob[-1] == "*":
        return operator.methodcaller("startswith", glob[:-1])
    if glob[0] == glob[-1] == "*" and not _SPECIAL.search(glob[1:-1]):
        return operator.methodcaller("__contains__", glob[1:-1])
    return re.compile(fnmatch.translate(glob)).fullmatch


# Parts of a glob. Of classes of characters, those that mean the same in both languages.
_PART = re.compile(r"\[!?(?:0-9|a-z|A-Z|[\w*:/.])+\]|[^\[\]]", re.DOTALL)
_GLOB = re.compile(f"(?:{_PART.pattern})*", re.DOTALL)


def guards_of(
    rule: ArnRule, before: Sequence[ArnRule], template: ArnTemplate
) -> dict[str, str] | None:
    r"""Return a rule's conditions as lookaheads, None if they cannot be written so.

    A condition on an ARN's field is decided where the field begins: ``(?!arn:.*\Z)``
    excludes a baseline's id that is an ARN. Testing it after a match takes as long
    again.

    Args:
        rule: A rule whose conditions have to hold, as far as their attributes are
            fields of the template.
        before: Rules none of which may hold; all their attributes are fields.
        template: The rule's template.

    Returns:
        Regular expressions by the field at whose beginning they stand.
    """
    fields = set(template.pattern.fields)
    own = [("=", {name: glob}) for name, glob in rule.globs.items() if name in fields]
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
    """Return the regular expression of a field whose value matches any of some globs.

    It ends at the field's end; None if globs or pattern do not allow that.
    """
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
    """Return a glob as a regular expression whose wildcards skip some characters."""
    character = f"[^{excluded}]" if excluded else "."
    texts = {"*": character + "*", "?": character}
    for part in _PART.findall(glob):
        if part.startswith("[!"):
            texts[part] = f"[^{part[2:-1]}{excluded}]"
        elif part.startswith("["):
            texts[part] = part
    return "".join(texts.get(part) or re.escape(part) for part in _PART.findall(glob))
