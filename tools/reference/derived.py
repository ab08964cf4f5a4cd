"""The page of a derived service: one for all of its types, a line for each member.

Nobody has read these definitions, and there are hundreds of services. What an action
takes is on AWS's page of its operation, to which its line is a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from boto3_extensions._discovery.description import (
    Action,
    Attribute,
    Collection,
    Waiter,
)

from . import parts
from .html import code, escape, items, line, link, members
from .pages import Page, arguments, head, joined
from .service import Call, Service

_NOTE = (
    "<p>Rules have made these definitions out of AWS's models, and no person has read "
    "them. Names may change in a minor release: "
    f"{link('Derived services', '../../resources.html#derived-services')}."
)
_NO_TYPES = " The rules are sure of no resource type here, so there are actions alone."


class Brief(Page):
    """The members of a type in a line each, or those of a service itself."""

    def _heading(self, text: str) -> str:
        # Those of each of many types would hide the types among the headings.
        if self._found.type:
            return parts.raw(f'<p class="rubric">{escape(text)}</p>')
        return super()._heading(text)

    def _members(self, shown: Iterable[str]) -> str:
        return members(shown, "short members")

    def _member(self, name: str, after: str, *body: str) -> str:
        said = " ".join(one for one in body if one)
        shown = f"<b>{escape(name)}</b>{after}" + (f", {said}" if said else "")
        return line(f"{self._name}.{name}", shown)

    def _operation(self, operation: str) -> str:
        """Return an operation, which pages.js makes a link."""
        return f"<a>{operation}</a>"

    def _action(self, one: Action, call: Call) -> str:
        # Which keys a dict has is told where the operation is.
        kind, _, _ = call.returns.partition(":")
        returns = self.linked(one.returns) if one.returns else escape(kind)
        operation = self._operation(one.operation)
        return self._member(one.name, f"() → {returns}", operation)

    def _collection(self, one: Collection) -> str:
        said = self._operation(one.operation)
        if one.batch_actions:
            at_once = ", ".join(code(f"{name}()") for name in one.batch_actions)
            said += f", all at once: {at_once}"
        return self._member(one.name, f" : collection of {self.linked(one.type)}", said)

    def _waiter(self, one: Waiter) -> str:
        return self._member(one.name, "()", self._operation(one.operation))

    def _attribute(self, one: Attribute, said: str, keys: str) -> str:
        return self._member(one.name, f" : {escape(one.type)}")


def service_page(service: Service, known: Mapping[str, str]) -> str:
    """Return the page of a derived service, all of its types included."""
    own = Brief(service, service.itself, known)
    return joined(
        *head(service),
        parts.raw(_NOTE + ("" if service.names else _NO_TYPES)),
        *own.sections(),
        *(part for kind in service.names for part in _of_type(service, kind, known)),
    )


def _of_type(service: Service, kind: str, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the parts of a page that tell of one type."""
    name = f"{service.name}.{kind}"
    page = Brief(service, service.types[kind], known)
    made = f"{service.name}.{kind}({arguments(service.types[kind].identifiers)})"
    said = escape(service.says_of_type(kind))
    yield parts.title(kind, 2, name)
    yield parts.objects([("class", name, [])])
    yield parts.raw(f"<p>{code(made)}" + (f": {said}" if said else ""))
    if facts := [*page.identity(), *page.owners()]:
        yield parts.raw(items(facts))
    yield from page.sections()
