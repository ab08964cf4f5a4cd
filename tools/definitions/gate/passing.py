"""The types of a service that pass, found by judging until nothing more goes."""

from __future__ import annotations

from copy import deepcopy

from .. import build, names
from ..service import Service, all_services, services_with_resources
from ..spec import ServiceSpec, WholeSpec
from ..toml_file import written
from .draft import Draft
from .judge import Judge
from .outcome import Derived
from .trimming import trim


def unread() -> list[str]:
    """Return the services that no person has written definitions of, by name."""
    return sorted({*all_services()} - {*written()} - {*services_with_resources()})


def derived(name: str) -> Derived:
    """Return what passes of the draft of a service."""
    return passed(name)[1]


def passed(name: str) -> tuple[ServiceSpec, Derived]:
    """Return what passes of the draft of a service, as a TOML has it and as data.

    What a type is left out for may change the others: its operations find other places,
    and its children go with it. So the rest is judged anew until nothing more goes.
    """
    service = Service(name)
    draft, judge = Draft(service), Judge(service)
    found = Derived(name, len(draft.whole.types))
    while True:
        known = deepcopy(judge.known)
        spec, kinds = draft.without(set(found.refused), known)
        found.documents = build.without_history(spec)
        trim(service, found)
        draft.remember(found.definition)
        about = judge.doubts(kinds, found)
        if not about and judge.known == known:
            break
        found.refused |= about
    spec = draft.without(set(found.refused), judge.known)[0]
    for _, _, _, body in names.sites(found.definition):
        if "defaults" in body:
            spec.lists[body["request"]["operation"]] = WholeSpec(body["defaults"])
    return spec, found
