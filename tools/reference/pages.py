"""The page of a curated service, and that of a resource type."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from botocore import xform_name

from boto3_extensions._discovery.description import (
    Action,
    Attribute,
    Collection,
    Description,
    Link,
    Relation,
    Waiter,
)

from . import parts
from .html import code, escape, items, link, member, members, type_link
from .service import Call, Service

_TYPE = re.compile(r"\w+")
_TYPES = re.compile(r"[\w-]+\.\w+")
# So many parameters are named in a signature; of more, those that must be given.
_IN_SIGNATURE = 4

# Methods that this package adds to all resources: the guide tells of them.
_OF_ALL = {"exists", "resource", "to_dict"}

_EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
_BLOCK = ".. code-block:: pycon\n\n"


class Page:
    """A page in the making: of a type, or of a service itself."""

    def __init__(
        self, service: Service, found: Description, known: Mapping[str, str]
    ) -> None:
        self._service = service
        self._found = found
        self._name = f"{service.name}.{found.type}" if found.type else service.name
        # Addresses of types, from the page of all services.
        self._known = known

    def sections(self) -> Iterator[str]:
        """Yield the members by their kinds, called before read, each by name."""
        found = self._found
        calls = self._service.calls(found.type)
        said = self._service.says_of_attributes(found.type) if found.type else {}
        yield from self._section(
            "Actions",
            "method",
            [
                (a.name, self._action(a, calls[a.name]), _names(a))
                for a in found.actions
            ],
        )
        yield from self._section(
            "Collections",
            "attribute",
            [(c.name, self._collection(c), _names(c)) for c in found.collections],
        )
        yield from self._section(
            "Waiters", "method", [(w.name, self._waiter(w), []) for w in found.waiters]
        )
        yield from self._section(
            "Attributes",
            "attribute",
            [
                (a.name, self._attribute(a, *said.get(a.name, ("", ""))), [])
                for a in found.attributes
            ],
        )
        yield from self._section(
            "References",
            "attribute",
            [(one.name, self._relation(one), []) for one in found.references],
        )
        # The list of types says it all for the service itself.
        yield from self._section(
            "Sub-resources",
            "method",
            [(one.name, self._relation(one), []) for one in found.subresources]
            if found.type
            else [],
        )
        if found.links:
            yield self._heading("Links")
            links = sorted(found.links, key=lambda one: one.name)
            yield parts.raw(items(map(self._link, links)))
        yield from self._section(
            "Methods",
            "method",
            [
                (
                    one.name,
                    self._member(one.name, "()", f"{escape(one.summary)}."),
                    [],
                )
                for one in found.methods
                if one.name not in _OF_ALL
            ],
        )

    def facts(self) -> Iterator[str]:
        """Yield what is to know of a resource before its members, as HTML."""
        yield from self.identity()
        also = [f"{m.name}()" for m in self._found.methods if m.name in _OF_ALL]
        if also:
            guide = link("as all resources", "../../resources.html")
            yield f"Has {', '.join(map(code, also))}, {guide}"
        yield from self.owners()

    def identity(self) -> Iterator[str]:
        """Yield a resource's identifiers, what loads it, and its ARN, as HTML."""
        found = self._found
        names = ", ".join(code(xform_name(name)) for name in found.identifiers)
        yield f"Identifiers: {names or 'none'}"
        if found.load:
            yield f"Loaded by {self._operation(found.load)}"
        for form in found.arn:
            yield f"ARN: {code(form)}"

    def owners(self) -> Iterator[str]:
        """Yield the collections that a resource is in, if there are any, as HTML."""
        owners = [
            f"{self.linked(owner)} {code('.' + name)}"
            if owner
            else code(f"{self._service.name}.{name}")
            for owner, name in self._service.listed_by(self._found.type)
        ]
        if owners:
            yield f"Listed by {', '.join(owners)}"

    def linked(self, kind: str) -> str:
        """Return a type of this service, or a list of it, with a link to its page."""
        name = _TYPE.findall(kind)[-1]
        address = self._address(f"{self._service.name}.{name}")
        shown = type_link(name, address) if address else escape(name)
        return f"list of {shown}" if kind != name else shown

    def _address(self, name: str) -> str:
        """Return the address of a type from this page, empty if it is nowhere."""
        address = self._known.get(name, "")
        folder = f"{self._service.name}/"
        if address.startswith(folder):
            # A place on the service's page is on this one.
            return address.removeprefix(folder).removeprefix("index.html")
        return f"../{address}" if address else ""

    def _section(
        self, heading: str, kind: str, found: list[tuple[str, str, list[str]]]
    ) -> Iterator[str]:
        # Whoever looks for a name knows where in a list it is.
        listed = sorted(found, key=lambda one: one[0])
        if listed:
            yield self._heading(heading)
            yield parts.objects(
                (kind, f"{self._name}.{name}", others) for name, _, others in listed
            )
            yield parts.raw(self._members(shown for _, shown, _ in listed))

    def _heading(self, text: str) -> str:
        return parts.title(text, 2)

    def _members(self, shown: Iterable[str]) -> str:
        return members(shown)

    def _member(self, name: str, after: str, *body: str) -> str:
        shown = f"<b>{escape(name)}</b>{after}"
        return member(f"{self._name}.{name}", shown, *body)

    def _action(self, one: Action, call: Call) -> str:
        needed = [each.name for each in call.parameters if each.required]
        shown = [each.name for each in call.parameters]
        if len(shown) > _IN_SIGNATURE:
            shown = [*needed, "..."]
        given = ", ".join(n if n == "..." else f"{n}=" for n in shown)
        returns = self.linked(one.returns) if one.returns else ""
        told = "" if returns else f"Returns {escape(call.returns)}."
        parameters = [
            f"{code(each.name)} <i>{escape(each.type)}</i>"
            f"{', required' if each.required else ''}: {escape(each.says)}"
            for each in call.parameters
        ]
        taken = items(parameters) if parameters else ""
        if len(parameters) > _IN_SIGNATURE:
            head = f"<summary>{len(parameters)} parameters</summary>"
            taken = f"<details>{head}{taken}</details>"
        said = escape(self._service.says_of_operation(one.operation)) + _newer(one)
        return (
            self._member(
                one.name,
                f"({escape(given)})" + (f" → {returns}" if returns else ""),
                said,
                f"Calls {self._operation(one.operation)}. {told}",
            )
            + taken
        )

    def _collection(self, one: Collection) -> str:
        body = f"By {self._operation(one.operation)}."
        if one.batch_actions:
            at_once = ", ".join(code(f"{name}()") for name in one.batch_actions)
            body += f" All at once: {at_once}."
        leaves_out = escape(one.leaves_out)
        kind = f" : collection of {self.linked(one.type)}"
        return self._member(one.name, kind, f"{body} {leaves_out}{_newer(one)}")

    def _waiter(self, one: Waiter) -> str:
        # The inputs of its operation may be given, too, and seldom are.
        by = f"By {self._operation(one.operation)}."
        return self._member(one.name, "(WaiterConfig=, ...)", by)

    def _attribute(self, one: Attribute, said: str, keys: str) -> str:
        told = f" Keys: {code(keys)}" if keys else ""
        kind = f" : {escape(one.type)}"
        return self._member(one.name, kind, escape(said) + told)

    def _relation(self, one: Relation) -> str:
        asked = f"({', '.join(one.identifiers)})" if one.identifiers else ""
        return self._member(one.name, f"{escape(asked)} : {self.linked(one.type)}")

    def _link(self, one: Link) -> str:
        def linked(found: re.Match[str]) -> str:
            return link(found[0], self._address(found[0]))

        what = _TYPES.sub(linked, one.type)
        return f"{code(f'.resource({one.name!r})')}: {what}"

    def _operation(self, operation: str) -> str:
        """Return an operation and the client's method, which pages.js makes links."""
        return f"<a>{operation}</a> (client's <a>{xform_name(operation)}</a>)"


def type_page(service: Service, resource_type: str, known: Mapping[str, str]) -> str:
    """Return the page of a resource type."""
    found = service.types[resource_type]
    page = Page(service, found, known)
    name = f"{service.name}.{resource_type}"
    path = f"{link('Services', '../index.html')} / {link(service.name, 'index.html')}"
    return joined(
        parts.raw(f'<nav class="path" aria-label="Where this is">{path}</nav>'),
        parts.title(name),
        parts.objects([("class", name, [])]),
        parts.raw(_start(service, name, escape(service.says_of_type(resource_type)))),
        parts.code(_how_to_make(found)),
        parts.raw(items(page.facts())),
        _example(name),
        *page.sections(),
    )


def service_page(service: Service, known: Mapping[str, str]) -> str:
    """Return the page of a service."""
    page = Page(service, service.itself, known)
    return joined(
        *head(service),
        parts.title("Resource types", 2),
        *(
            part
            for about, kinds in service.groups.items()
            for part in (
                parts.title(about, 3) if about else "",
                parts.raw(
                    items(
                        f"{page.linked(kind)} <code>"
                        f"({arguments(service.types[kind].identifiers)})</code>"
                        for kind in kinds
                    )
                ),
            )
        ),
        *page.sections(),
    )


def head(service: Service) -> Iterator[str]:
    """Yield the parts that the page of a service begins with."""
    name = service.name
    yield parts.raw(
        '<nav class="path" aria-label="Where this is">'
        f"{link('Services', '../index.html')}</nav>"
    )
    yield parts.title(name)
    yield parts.objects([("module", name, [])])
    yield parts.raw(
        _start(
            service,
            name,
            f"{escape(service.full_name)}, {code(f'boto3.resource({name!r})')}; "
            f"{link('boto3 on its client', service.boto3_page)}",
        )
    )


def services_page(services: list[Service], areas: Mapping[str, Sequence[str]]) -> str:
    """Return the page that lists the services.

    Args:
        services: All of them.
        areas: The names of the curated ones by the areas of AWS they belong to.
    """
    by_name = {one.name: one for one in services}
    derived = [one for one in services if one.is_derived]
    below = link("derived service", "#derived-services")
    single = f"A {below} has a single page. " if derived else ""
    return joined(
        parts.title("Services"),
        parts.raw(
            "<p>Every service that has resources with this package. A page for each, "
            "and one for each resource type, tells what they have: actions with their "
            "parameters, collections, attributes, references, links and waiters. "
            f"{single}The search finds them by the names of operations "
            f"({code('StopDBInstance')}) and of clients' methods "
            f"({code('stop_db_instance')}), too."
        ),
        *(
            part
            for area, names in areas.items()
            for part in (
                parts.title(area, 2),
                parts.raw(items(_service(by_name[name]) for name in names)),
            )
        ),
        *_derived(derived),
    )


def _derived(services: list[Service]) -> Iterator[str]:
    """Yield the parts that list the derived services, by name."""
    if services:
        guide = link("what that means", "../resources.html#derived-services")
        yield parts.title("Derived services", 2)
        yield parts.raw(
            "<p>Rules have made the definitions of these out of AWS's models, and no "
            "person has read them. Names may change in a minor release: "
            f"{guide}. Where the rules are sure of no type, a service has its actions "
            "alone."
        )
        yield parts.raw(items(map(_service, services)))


def _service(one: Service) -> str:
    count = len(one.names)
    types = f"{count} resource types" if count > 1 else "1 resource type"
    told = types if count else "actions alone"
    return (
        f"{link(one.name, f'{one.name}/index.html')}: {escape(one.full_name)}, {told}"
    )


def joined(*found: str) -> str:
    """Return a page of its parts, less those that are empty."""
    return "\n".join(part for part in found if part) + "\n"


def _start(service: Service, name: str, said: str) -> str:
    """Return the first paragraph, which tells pages.js where operations are told of."""
    return f'<p id="{name}" data-api="{service.uid}">{said}'


def _example(name: str) -> str:
    """Return the block of a type's example, which is run as a test; empty for most."""
    path = _EXAMPLES / f"{name}.rst"
    if not path.is_file():
        return ""
    text = path.read_text("utf-8")
    if not text.startswith(_BLOCK):
        raise ValueError(f"{path}: an example is one block, {_BLOCK.strip()}")
    return parts.code(textwrap.dedent(text.removeprefix(_BLOCK)).rstrip(), "pycon")


def _how_to_make(found: Description) -> str:
    made = re.sub(r"\W", "_", found.service)
    # Words of Python's own, such as lambda, name no variable.
    made = f"{made}_" if made == "lambda" else made
    call = f"{made}.{found.type}({arguments(found.identifiers)})"
    return (
        f'{made} = boto3.resource("{found.service}")\n{xform_name(found.type)} = {call}'
    )


def _names(one: Action | Collection) -> list[str]:
    """Return the names of an operation by which it is looked for."""
    return [one.operation, xform_name(one.operation)]


def _newer(one: Action | Collection) -> str:
    return f" An older name of {code(one.newer_name)}." if one.newer_name else ""


def arguments(identifiers: list[str]) -> str:
    """Return the arguments that a resource is made of, as in a call."""
    return ", ".join(map(xform_name, identifiers))
