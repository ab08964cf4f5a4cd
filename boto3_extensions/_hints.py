"""Finds what a name that a resource does not have may have been meant to be.

Whoever reads ``.status`` or ``.value`` wants to know something: what changes things is
suggested for none but its own misspelt name. A name is looked for as AWS writes it,
then at the end of attributes (``db_instance_status``), and of what reads
(``get_value``), then elsewhere in attributes (``retention_in_days``), then among all
that is like it. What a collection lacks, its items may have.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from boto3.resources import factory
from botocore import xform_name
from botocore.docs.docstring import LazyLoadedDocstring
from botocore.model import NoShapeFoundError

from boto3_extensions._seeing import pages, signatures
from boto3_extensions._texts import readable
from boto3_extensions.exceptions import IdentifierCountError, UnknownMemberError

# Where boto3 makes the members of a class.
_FACTORY = factory.__file__

_READS = re.compile(
    r"(BatchGet|Describe|Download|Filter|Get|Head|List|Lookup|Query|Scan|Search|Select)"
    r"(?![a-z])"
)

# A verb with one of these is none that somebody wants to call, unless it is called so.
_INFLECTED = re.compile(r"(ed|ing|ion|ment|able|ible|ive|or|er|s)$")

# Of a word for several of a thing: "policies", "records", not "status" or "access".
_PLURAL = re.compile(r"(?<=..)(ies|(?<![suia])s)$")

# AWS has both words for it.
_SAME = {"state": "status", "status": "state"}

# What a thing is asked for that is known by another word.
_IDENTITY = {"id", "name", "identifier"}

# How like its own name a misspelt verb is: "rebot" is, "status" is no "start".
_LIKE_A_VERB = 0.85

# How like its own name anything else is: "permissions" are no "sessions".
_LIKE = 0.7

# The least letters that a name may be cut to: "env" of "environment".
_LEAST_LETTERS = 3


def near_member(resource: Any, name: str) -> str | None:
    """Return the member that a name was meant to be, or advice how to have it."""
    if name == "arn":
        from boto3_extensions import _patch

        if not _patch.arns_enabled() and pages.has_arn(resource):
            return "Call boto3_extensions.arn_patch_boto3() first."
    return near_in(type(resource), name)


def near_in(made: Any, name: str) -> str | None:
    """Return the member of a class of resources that a name was meant to be."""
    model = made.meta.resource_model
    known = [one for one in dir(made) if not one.startswith("_")]
    pythonic: str = xform_name(name)
    if pythonic in known:
        return pythonic
    for operation, member in _operations(model):
        if xform_name(operation) == pythonic:
            return member
    changing = {
        action.name
        for action in model.actions
        if not _READS.match(action.request.operation)
    }
    telling = [one for one in known if one not in changing]
    actions = {action.name for action in model.actions}
    data = [one for one in telling if one not in actions and not one.startswith("wait")]
    whole = f"{xform_name(model.name)}_{pythonic}"
    if whole in data:
        return whole
    identifiers: list[str] = [one.name for one in model.identifiers]
    if pythonic in _IDENTITY and len(identifiers) == 1:
        # No "kms_key_id" for the id of a secret, nor its "key_name" for an instance's.
        return identifiers[0]
    return (
        _ending_in(pythonic, data)
        or _ending_in(pythonic, telling)
        or _ending_in(_SAME.get(pythonic, pythonic), data)
        or _verb(name, changing)
        or similar(name, telling, _LIKE_A_VERB)
        or _holding(pythonic, data)
        or similar(name, telling, _LIKE)
    )


def similar(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """Return the known name that is most like another one, if any is like it."""
    # Only now, since few programs misspell anything.
    import difflib

    by_lower = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name.lower(), by_lower, 1, least)
    return by_lower[found[0]] if found else None


def _ending_in(name: str, known: Iterable[str]) -> str | None:
    """Return the shortest name whose last words are the ones that are looked for."""
    found = [one for one in known if f"_{one}".endswith(f"_{name}")]
    return min(found, key=len) if found else None


def _holding(name: str, known: Iterable[str]) -> str | None:
    """Return the shortest name with the words that are looked for in it, or begun."""
    words = f"_{_of_one(name)}_"
    plain = {one: f"_{_of_one(xform_name(one))}_" for one in known}
    found = [one for one, text in plain.items() if words in text]
    if not found and len(name) >= _LEAST_LETTERS:
        found = [one for one in plain if one.startswith(name)]
    # Written so, if possible: for "ip" no "elastic_ips", but "public_ip_address".
    return min(
        found, key=lambda one: (f"_{name}_" not in f"_{one}_", len(one)), default=None
    )


def _of_one(name: str) -> str:
    """Return a name with each of its words in the singular."""
    return "_".join(_PLURAL.sub(_singular, word) for word in name.split("_"))


def _singular(ending: re.Match[str]) -> str:
    return "y" if ending[0] == "ies" else ""


def _verb(name: str, known: Iterable[str]) -> str | None:
    found = similar(name, known, _LIKE_A_VERB)
    if found is None:
        return None
    first, meant = name.split("_")[0], found.split("_")[0]
    # "enabled" is no "enable", whatever that ends in itself.
    inflected = (ending := _INFLECTED.search(first)) and not meant.endswith(ending[0])
    alike = first == meant or similar(first, [meant], _LIKE_A_VERB)
    return found if alike and not inflected else None


def _operations(model: Any) -> Iterator[tuple[str, str]]:
    for member in (*model.collections, *model.actions):
        yield member.request.operation, member.name
    if model.load is not None:
        yield model.load.request.operation, "load"


def add_hints(class_attributes: dict[str, Any], service_context: Any) -> None:
    """Let a class being made say more: collections be iterated, texts be read by all.

    Only where boto3's own factory makes its members: ours does it itself, without
    another function for each of hundreds of them.

    Args:
        class_attributes: The attributes boto3 is about to make a class of.
        service_context: What boto3's factory knows of the service.
    """
    for name, member in list(class_attributes.items()):
        class_attributes[name] = member = telling_more(member)
        if isinstance(member, property) and _is_boto3s(member.fget, "get_collection"):
            class_attributes[name] = member.getter(_iterable(member.fget))
        elif _is_boto3s(member, "create_resource"):
            made = _made_by(class_attributes["meta"].resource_model, name)
            if made is not None:
                class_attributes[name] = _counting(member, made, service_context)


def telling_more(member: Any) -> Any:
    """Return a member whose text is read by all; an action gets its signature, too."""
    function: Any = member.fget if isinstance(member, property) else member
    text = getattr(function, "__doc__", None)
    if not isinstance(text, LazyLoadedDocstring):
        return member
    function.__doc__ = readable(pages.with_page(text))
    # Semi-private, and guarded by test_signatures: what boto3 writes the text of.
    made_of = text._gen_kwargs
    model = made_of.get("action_model") or made_of.get("batch_action_model")
    if made_of.get("action_name") == "filter":
        model = made_of.get("collection_model")
    if model is not None and "service_model" in made_of:
        function.__signature__ = signatures.lazy(model, made_of["service_model"])
    # A property took the text when it was made.
    return property(function) if member is not function else member


def _is_boto3s(function: Any, made_as: str) -> bool:
    code = getattr(function, "__code__", None)
    return code is not None and (code.co_filename, code.co_name) == (_FACTORY, made_as)


def _made_by(model: Any, name: str) -> Any:
    return next((one for one in model.subresources if one.name == name), None)


def _iterable(getter: Any) -> Callable[[Any], Any]:
    @functools.wraps(getter)
    def get_iterable(self: Any) -> Any:
        return let_iterate(getter(self))

    return get_iterable


def let_iterate(manager: Any) -> Any:
    """Let a collection be iterated without `all()`, have `first()`, suggest names."""
    made_for_it = type(manager)
    if not hasattr(made_for_it, "__iter__"):
        # boto3 has made the class for this collection of this session alone.
        made_for_it.__iter__ = _iterate
        listed = getattr(made_for_it, "_collection_cls", None)
        for one in filter(None, (made_for_it, listed)):
            for member in list(vars(one).values()):
                telling_more(member)
            if one.__doc__ is None:
                one.__doc__ = _told_of(manager)
            if not hasattr(one, "first"):
                one.first = _first
            if not hasattr(one, "__getattr__"):
                one.__getattr__ = _suggest
            # AWS's own wins, if there is a batch action of that name.
            if not hasattr(one, "loaded"):
                one.loaded = _loaded
    return manager


def _told_of(collection: Any) -> str:
    """Return the documentation of a collection's class."""
    # Semi-private, and guarded by test_help.
    model = collection._model
    batch = "".join(f", {one.name}()" for one in model.batch_actions)
    return (
        f"All {model.resource.type} resources that {model.request.operation} lists.\n\n"
        "Iterate over it, or over what all(), filter(), limit() or page_size() return."
        + (f"\n\nActions of all of them at once: {batch[2:]}." if batch else "")
    )


def _loaded(self: Any, **options: Any) -> Iterator[Any]:
    """Yield all items with their data loaded ahead: `boto3_extensions.loaded`."""
    from boto3_extensions._fan_out.each import loaded

    return loaded(self, **options)


def _iterate(self: Any) -> Iterator[Any]:
    return iter(self.all())


def _first(self: Any) -> Any:
    """Return the first item; None if there is none. No further page is asked for."""
    from boto3_extensions._seeing.beginning import first

    return first(self)


_first.__name__ = _first.__qualname__ = "first"
_first.__module__ = "boto3_extensions"


def _suggest(self: Any, name: str) -> Any:
    if name.startswith("_") or hasattr(type(self), name):
        return object.__getattribute__(self, name)
    if name.startswith("wait_until_"):
        from boto3_extensions._fan_out.waiting import waiting_of

        wait = waiting_of(self, name)
        if wait is not None:
            return wait
    raise UnknownMemberError(name, type(self).__name__, lambda: _near(self, name))


def _near(collection: Any, name: str) -> str | None:
    """Return the member of a collection that a name was meant to be, or its items'."""
    known = [one for one in dir(type(collection)) if not one.startswith("_")]
    # Semi-private, and guarded by test_hints: as `boto3.resources.collection` makes it.
    model = collection._model.resource.model
    services = collection._parent.meta.client.meta.service_model
    data = [*_data_of(model, services)]
    calls = [one.name for one in model.actions]
    pythonic = xform_name(name)
    if pythonic in calls:
        return _of_items(pythonic, is_call=True)
    for one in data:
        if _of_one(one) == _of_one(pythonic):
            return _of_items(one, is_call=False)
    if pythonic in _IDENTITY and len(model.identifiers) == 1:
        return _of_items(model.identifiers[0].name, is_call=False)
    near = similar(name, known, _LIKE)
    if near is None and (found := _ending_in(pythonic, data)):
        return _of_items(found, is_call=False)
    return near or similar(name, known)


def _data_of(model: Any, services: Any) -> Iterator[str]:
    """Yield the names of what the items of a collection tell."""
    shape = None
    with contextlib.suppress(NoShapeFoundError):
        shape = services.shape_for(model.shape) if model.shape else None
    model.load_rename_map(shape)
    for one in (*model.identifiers, *model.references, *model.collections):
        yield one.name
    yield from model.get_attributes(shape) if shape is not None else ()


def _of_items(name: str, is_call: bool) -> str:
    return f"Each of its items has: {name}{'()' if is_call else ''}"


def _counting(plain: Any, made: Any, service_context: Any) -> Callable[..., Any]:
    @functools.wraps(plain)
    def create_resource(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return plain(self, *args, **kwargs)
        except (IndexError, ValueError) as error:
            raise_miscounted(error, made, service_context, args, kwargs)
            raise

    return create_resource


def raise_miscounted(
    error: Exception, made: Any, service_context: Any, args: Any, kwargs: Any
) -> None:
    """Raise the error that names identifiers, if they were not all or too many.

    Args:
        error: That of boto3.
        made: boto3's model of the sub-resource.
        service_context: What boto3's factory knows of the service.
        args: What the constructor was called with by position.
        kwargs: What it was called with by name.
    """
    wanted = _wanted(made, service_context)
    given = {*wanted[: len(args)], *kwargs}
    if len(args) + len(kwargs) == len(wanted) and given == {*wanted}:
        return
    raise IdentifierCountError(
        # Without the values: one may be a secret.
        f"{service_context.service_name}.{made.resource.type} takes its"
        f" identifiers in this order: {', '.join(wanted) or 'none'}. Given by position"
        f" were {len(args)}, by name {', '.join(kwargs) or 'none'}."
    ) from error


def _wanted(made: Any, service_context: Any) -> list[str]:
    """Return the identifiers that the caller of a constructor has to give."""
    inherited = {
        xform_name(one.target)
        for one in made.resource.identifiers
        if one.source != "input"
    }
    definitions = service_context.resource_json_definitions
    definition = definitions.get(made.resource.type) or {}
    names = [xform_name(one["name"]) for one in definition.get("identifiers", ())]
    return [name for name in names if name not in inherited]
