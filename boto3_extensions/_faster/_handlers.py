"""Event handlers that a new session starts with: taken over, not registered again.

Three quarters of what a session costs is the registration of botocore's own 130
handlers. They are the same for all, so they are registered once, into a tree that
copies what it changes, and every session starts with that tree. What a session or a
client registers goes into a tree of its own, which shares the untouched branches.
"""

from __future__ import annotations

import copy
import types
from collections.abc import Callable
from typing import Any, NamedTuple

from botocore import handlers
from botocore.hooks import (  # type: ignore[attr-defined, unused-ignore]
    EventAliaser,
    HierarchicalEmitter,
    NodeList,
    _PrefixTrie,
)
from botocore.utils import EVENT_ALIASES

from boto3_extensions._forks import Lock

# Names of events asked for so far, and what they are for botocore; cleared when there
# are this many.
_MOST_NAMES = 8192
_NAMES: dict[str, str] = {}
_ALIASES: dict[Any, Any] = dict(EVENT_ALIASES)
# Those of one part of a name, and those of several.
_ONE_PART = frozenset(old for old in _ALIASES if "." not in old)
_SEVERAL_PARTS = [old for old in _ALIASES if "." in old]

_TAKES_KEYWORDS = 0x08  # CO_VARKEYWORDS of `inspect`

Node = dict[str, Any]

# Held while a change is put into a tree, else one that another thread puts in meanwhile
# is lost. One for all trees: it is held for microseconds. For the same thread again, as
# handlers are compared by their own `__eq__`.
_changing = Lock()


class SharingTrie(_PrefixTrie):  # type: ignore[misc, unused-ignore]
    """botocore's tree of handlers, where a change makes new nodes and alters none."""

    _root: Node

    def append_item(self, key: str, value: Any, section: int = 1) -> None:
        """Add a handler, as botocore's does: to the first, the middle or the last."""

        def add(values: Any) -> Any:
            lists = [[], [], []] if values is None else [*map(list, values)]
            lists[section].append(value)
            return NodeList(*lists)

        _changing.run(self._add, key, add)

    def _add(self, key: str, add: Callable[[Any], Any]) -> None:
        self._root = _with(self._root, key.split("."), add)

    def remove_item(self, key: str, value: Any) -> None:
        """Remove a handler; a ValueError, as of botocore's, if the key is unknown."""
        _changing.run(self._remove, key, value)

    def _remove(self, key: str, value: Any) -> None:
        own = _PrefixTrie()
        own._root = _branch_of_its_own(self._root, key.split("."))
        own.remove_item(key, value)
        self._root = own._root

    def __copy__(self) -> SharingTrie:
        """Return a tree with the same handlers, which no longer follows this one."""
        duplicate = type(self)()
        duplicate._root = self._root
        return duplicate


class _Template(NamedTuple):
    handlers: list[Any]
    aliases: dict[Any, Any]
    emitter: Any


_template: _Template | None = None


def new_emitter() -> Any:
    """Return an emitter with the handlers botocore gives every session.

    Returns:
        An emitter of botocore's class; None if botocore has handlers of a form that is
        not known here.
    """
    template = builtin()
    return None if template is None else copy.copy(template)


def builtin() -> Any:
    """Return the emitter that has botocore's own handlers and no others.

    Returns:
        The emitter, for reading; None if botocore has handlers of a form that is not
        known here.
    """
    global _template
    template = _template
    # Both are public, and may have been changed by somebody since.
    if (
        template is None
        or template.handlers != handlers.BUILTIN_HANDLERS
        or template.aliases != EVENT_ALIASES
    ):
        emitter: Any = _registered(handlers.BUILTIN_HANDLERS)
        if emitter is None:
            return None
        template = _template = _Template(
            list(handlers.BUILTIN_HANDLERS), dict(EVENT_ALIASES), emitter
        )
    return template.emitter


def _registered(specifications: Any) -> Any:
    # As botocore's Session._register_builtin_handlers does it (guarded by a test).
    emitter: Any = HierarchicalEmitter()
    names = EventAliaser(emitter)
    register: dict[Any, Callable[..., None]] = {
        (): names.register,
        (handlers.REGISTER_FIRST,): names.register_first,
        (handlers.REGISTER_LAST,): names.register_last,
    }
    for event_name, handler, *how in specifications:
        if tuple(how) not in register:
            return None
        register[tuple(how)](event_name, handler)
    tree = emitter._handlers
    if type(tree) is not _PrefixTrie or set(tree._root) != _NODE:
        return None
    emitter._handlers = SharingTrie()
    emitter._handlers._root = tree._root
    emitter._lookup_cache = {}
    return emitter


_NODE = {"chunk", "children", "values"}


def _with(node: Node, path: list[str], change: Callable[[Any], Any]) -> Node:
    # The node with a change at the end of a path; all beside the path is the same.
    if not path:
        return {**node, "values": change(node["values"])}
    first, *rest = path
    child = node["children"].get(first) or _empty(first)
    children = {**node["children"], first: _with(child, rest, change)}
    return {**node, "children": children}


def _empty(chunk: str) -> Node:
    return {"chunk": chunk, "values": None, "children": {}}


def _branch_of_its_own(node: Node, path: list[str]) -> Node:
    # A copy of the nodes along a path, as far as it goes, for botocore's code to alter.
    values = node["values"]
    own = {**node, "values": values and NodeList(*map(list, values))}
    own["children"] = dict(node["children"])
    if path and path[0] in own["children"]:
        child = own["children"][path[0]]
        own["children"][path[0]] = _branch_of_its_own(child, path[1:])
    return own


def alias_event_name(
    original: Callable[..., str], aliaser: Any, event_name: str
) -> str:
    """Return what an event is called today, looked up once for all emitters."""
    known = aliaser._alias_name_cache
    found: str | None = known.get(event_name)
    if found is None:
        if aliaser._event_aliases != _ALIASES:
            return original(aliaser, event_name)
        found = _NAMES.get(event_name)
        if found is None:
            if len(_NAMES) >= _MOST_NAMES:
                _NAMES.clear()
            found = _NAMES[event_name] = (
                original(aliaser, event_name)
                if _may_have_alias(event_name)
                else event_name
            )
        known[event_name] = found
    return found


def _may_have_alias(event_name: str) -> bool:
    # botocore looks through 300 aliases for the parts of each name, in turn.
    return not _ONE_PART.isdisjoint(event_name.split(".")) or any(
        old in event_name for old in _SEVERAL_PARTS
    )


def verify_accept_kwargs(
    original: Callable[..., Any], emitter: Any, function: Any
) -> Any:
    """Refuse a handler without `**kwargs`; the code of a plain function tells that."""
    plain = function.__func__ if type(function) is types.MethodType else function
    if (
        type(plain) is types.FunctionType
        and plain.__code__.co_flags & _TAKES_KEYWORDS
        # What follows other functions when it is inspected is left to that.
        and not vars(plain)
    ):
        return None
    return original(emitter, function)
