"""The short paths from a resource to a sub-resource, and to what it refers to.

Each is put before the function that boto3 made for it, and calls that for whatever is
not the plain case: keywords, wrong numbers of arguments, values that are None or lists,
data that is not loaded yet, and classes without a builder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore import xform_name
from jmespath.exceptions import JMESPathError

from boto3_extensions._foundation import switches
from boto3_extensions._foundation.wraps import CONSTRUCTING
from boto3_extensions._speed.construction import Builder
from boto3_extensions._speed.jmespath import search_of

if TYPE_CHECKING:
    from boto3_extensions._speed.classes import Made, Slot

# Finds the value of an identifier, given the resource and its data.
Read = Callable[[Any, Any], Any]


_token = CONSTRUCTING.token

# How many a factory of ours has; more are somebody's, who wants them to run.
_PARTS = 4


class Target:
    """A resource type that others lead to."""

    __slots__ = ("_context", "_factory", "_slot", "type")

    def __init__(self, factory: Any, resource_type: str, context: Any) -> None:
        self.type = resource_type
        self._factory = factory
        self._context = context
        self._slot: Slot | None = None

    def builder(self, client: Any, values: Sequence[Any]) -> Builder | None:
        """Return what makes objects of this type now, None if boto3 has to.

        Args:
            client: The client of the object that is about to be made.
            values: The values of its identifiers.
        """
        slot = self._slot
        if slot is not None:
            made = slot.made
            if (
                made is not None
                and made.tried
                and made.state is switches.state
                and made.seen is slot.hooks._lookup_cache
                and made.token is _token()
                and len(vars(self._factory)) == _PARTS
            ):
                return made.builder
        found = self._find(client, values)
        return None if found is None else found.builder

    def _find(self, client: Any, values: Sequence[Any]) -> Made | None:
        # Only when it is needed: types lead to each other in circles.
        definition = self._context.resource_json_definitions.get(self.type)
        slot = self._factory.slot_of(self.type, definition, self._context)
        self._slot = slot
        return None if slot is None else slot.get_with_builder(client, values)

    def identifiers(self) -> Sequence[Any]:
        """Return the definitions of the identifiers."""
        definition = self._context.resource_json_definitions.get(self.type) or {}
        found: Sequence[Any] = definition.get("identifiers", ())
        return found


class _Construction(NamedTuple):
    target: Target
    # The identifiers that are the parent's, and how many others there have to be.
    inherited: list[str]
    wanted: int


def constructing(plain: Any, factory: Any, model: Any, context: Any) -> Any:
    """Return what makes a sub-resource of the arguments it is called with.

    Args:
        plain: What boto3 made for it.
        factory: The factory of the sub-resource's class.
        model: boto3's model of the sub-resource.
        context: What the factory knows of the service.
    """
    # Made when it is needed: ec2 has 220 sub-resources, of which few are called.
    plan: _Construction | None = None

    def create_resource(self: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal plan
        if plan is None:
            plan = _construction(Target(factory, model.resource.type, context), model)
        target, inherited, wanted = plan
        if not kwargs and len(args) == wanted:
            client = self.meta.client
            values = args
            if inherited:
                values = (*[getattr(self, name) for name in inherited], *args)
            builder = target.builder(client, values)
            if builder is not None:
                made = builder.one(client, values)
                if made is not None:
                    return made
        try:
            return plain(self, *args, **kwargs)
        except (IndexError, ValueError) as error:
            from boto3_extensions._help import suggestions as help_suggestions

            help_suggestions.raise_miscounted(error, model, context, args, kwargs)
            raise

    return _named_like(plain, create_resource)


def _construction(target: Target, model: Any) -> _Construction:
    identifiers = model.resource.identifiers
    if {i.source for i in identifiers} - {"identifier", "input"}:
        return _Construction(target, [], -1)
    # boto3 puts those of the parent first, whatever their places.
    inherited = [xform_name(i.name) for i in identifiers if i.source == "identifier"]
    wanted = len(target.identifiers()) - len(inherited)
    return _Construction(target, inherited, wanted)


def referring(plain: Any, factory: Any, model: Any, context: Any) -> Any:
    """Return the property that is what a resource refers to.

    Args:
        plain: The property that boto3 made for it.
        factory: The factory of the class of what is referred to.
        model: boto3's model of the reference.
        context: What the factory knows of the service.
    """
    get_plain = plain.fget
    plan: _Reference | None = None

    def get_reference(self: Any) -> Any:
        nonlocal plan
        if plan is None:
            plan = _reference(Target(factory, model.resource.type, context), model)
        target, reads, search = plan
        data = self.meta.data
        values = [read(self, data) for read in reads] if data is not None else None
        for value in values or (None,):
            if value is None or isinstance(value, list):
                return get_plain(self)
        client = self.meta.client
        builder = target.builder(client, values or ())
        made = None if builder is None else builder.one(client, values or ())
        if made is None:
            return get_plain(self)
        if search is not None:
            found = search(data)
            if found is not None:
                made.meta.data = found
        return made

    return property(_named_like(get_plain, get_reference))


class _Reference(NamedTuple):
    target: Target
    # None to read, if boto3 has to do it.
    reads: Sequence[Read]
    search: Callable[[Any], Any] | None


def _reference(target: Target, model: Any) -> _Reference:
    reads = reads_of(target, model.resource.identifiers, _read)
    if any("arn:" in one.get("prefix", "") for one in target.identifiers()):
        # Told by its ARN, of which `_resources._answers` takes the name.
        reads = None
    search = search_or_none(model.resource.path)
    if reads is None or (model.resource.path and search is None):
        return _Reference(target, (), None)
    return _Reference(target, reads, search)


def _named_like(plain: Any, function: Any) -> Any:
    # Less than functools.wraps, which takes a dict for each.
    function.__name__ = plain.__name__
    function.__qualname__, function.__module__ = plain.__qualname__, plain.__module__
    function.__doc__ = plain.__doc__
    return function


def search_or_none(path: str | None) -> Callable[[Any], Any] | None:
    """Return what searches data by a path, None if there is no path or it is bad."""
    try:
        return search_of(path) if path else None
    except JMESPathError:
        # boto3 says so when it is used.
        return None


def _in_order(target: Target, identifiers: Sequence[Any]) -> list[Any] | None:
    """Sort models of identifiers as the target has them, None if they do not fit."""
    by_name = {xform_name(i.target): i for i in identifiers}
    names = [xform_name(i["name"]) for i in target.identifiers()]
    if not names or by_name.keys() != set(names) or len(identifiers) != len(names):
        return None
    return [by_name[name] for name in names]


def from_parent(name: str) -> Read:
    """Return what reads an identifier of the parent."""
    attribute = xform_name(name)
    return lambda parent, data: getattr(parent, attribute)


def reads_of(
    target: Target, identifiers: Sequence[Any], read_of: Callable[[Any, Any], Any]
) -> list[Any] | None:
    """Return what reads each identifier of a target, in its order.

    Args:
        target: The type that the identifiers are of.
        identifiers: boto3's models of where they come from.
        read_of: Given such a model, and what searches by its path or None, returns
            what reads it, or None where boto3 has to.

    Returns:
        None if boto3 has to read any of them, or there are none.
    """
    reads: list[Any] = []
    for identifier in _in_order(target, identifiers) or ():
        read = read_of(identifier, search_or_none(identifier.path))
        if read is None:
            return None
        reads.append(read)
    return reads or None


def _read(identifier: Any, search: Callable[[Any], Any] | None) -> Read | None:
    if identifier.source == "identifier":
        return from_parent(identifier.name)
    if identifier.source == "data" and search is not None:
        return _from_data(search)
    return None


def _from_data(search: Callable[[Any], Any]) -> Read:
    return lambda parent, data: search(data)
