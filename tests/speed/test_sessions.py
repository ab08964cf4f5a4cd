"""Sessions start with botocore's handlers in place, and share none of their own."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import boto3
import botocore.handlers
import botocore.hooks
import botocore.session
import pytest

import boto3_extensions
from boto3_extensions._speed import sessions as sessions
from boto3_extensions._speed.sessions import SharingTrie, new_botocore_session

KEYS = ("id", "key", "token")
REGION = "us-east-1"


@pytest.fixture(autouse=True)
def all_on(boto3_as_found: None) -> Iterator[None]:
    """Have everything switched on, and no template from another test."""
    boto3_extensions.patch(speed=True)
    sessions._template = None
    yield
    sessions._template = None


def session() -> boto3.Session:
    """Make a session that reaches nobody."""
    return boto3.Session(*KEYS, region_name=REGION)


def tree_of(emitter: Any) -> Any:
    """Return the tree of an emitter's handlers."""
    while hasattr(emitter, "_emitter"):
        emitter = emitter._emitter
    return emitter._handlers


def registered(core: Any) -> Any:
    """Return the handlers of a botocore session, as its tree has them."""
    return tree_of(core.get_component("event_emitter"))._root


@pytest.mark.parametrize("has_base", [False, True])
def test_a_session_starts_with_the_handlers_it_always_had(has_base: bool) -> None:
    """The tree is what botocore makes, with handlers in the same order, each once."""
    light = new_botocore_session(session() if has_base else None)

    assert type(tree_of(light.get_component("event_emitter"))) is SharingTrie, (
        "botocore's sessions changed: _light no longer makes them lighter"
    )
    assert registered(botocore.session.Session()) == registered(light)


def test_ordinary_sessions_are_light() -> None:
    """`boto3.Session()` has the tree that shares, and botocore's emitter around it."""
    events = session().events

    assert type(events) is botocore.hooks.EventAliaser
    assert type(events._emitter) is botocore.hooks.HierarchicalEmitter
    assert type(tree_of(events)) is SharingTrie


def test_a_botocore_session_of_the_users_is_taken_as_it_is() -> None:
    """Who brings a botocore session keeps it, by position or by keyword."""
    core = botocore.session.Session()

    assert boto3.Session(botocore_session=core)._session is core
    assert boto3.Session(None, None, None, REGION, core)._session is core


def test_a_replaced_get_session_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who replaces botocore's way to make sessions has it called."""
    core = botocore.session.Session()
    monkeypatch.setattr(botocore.session, "get_session", lambda *_: core)

    assert session()._session is core


def test_a_handler_added_to_botocores_list_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list of built-in handlers may grow while the program runs."""
    session()
    heard: list[str] = []
    more = ("invented", lambda **_: heard.append("yes"))
    handlers = [*botocore.handlers.BUILTIN_HANDLERS, more]
    monkeypatch.setattr(botocore.handlers, "BUILTIN_HANDLERS", handlers)

    session().events.emit("invented")

    assert ["yes"] == heard


def test_an_unknown_form_of_handlers_is_left_to_botocore(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the list of built-in handlers is not understood, nothing is shared."""
    monkeypatch.setattr(sessions, "_emitter_with", lambda _: None)

    assert type(tree_of(session().events)) is botocore.hooks._PrefixTrie


def test_initializers_see_each_session_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore's hook for new sessions runs for real sessions only."""
    seen: list[Any] = []
    monkeypatch.setattr(botocore.session, "invoke_initializers", seen.append)

    assert [session()._session] == seen


def test_handlers_of_a_session_are_its_own() -> None:
    """What one session registers or unregisters, no other notices."""
    one, other = session(), session()
    heard: list[str] = []
    builtin = botocore.handlers.add_generate_presigned_url
    one.events.register("invented.event", lambda **_: heard.append("one"), "mine")
    one.events.unregister("creating-client-class", builtin)

    for each in (other, session()):
        each.events.emit("invented.event")
        assert builtin in tree_of(each.events).prefix_search("creating-client-class.x")
    assert [] == heard
    one.events.emit("invented.event")
    assert ["one"] == heard
    assert builtin not in tree_of(one.events).prefix_search("creating-client-class.x")


def test_handlers_of_a_client_are_its_own() -> None:
    """What one client registers, neither its session nor its siblings notice."""
    parent = session()
    one, other = parent.client("sqs"), parent.client("sqs")
    heard: list[str] = []
    one.meta.events.register("invented", lambda **_: heard.append("one"))
    parent.events.register("invented", lambda **_: heard.append("later"))

    for events in (other.meta.events, session().events):
        events.emit("invented")
    assert [] == heard
    one.meta.events.emit("invented")
    assert ["one"] == heard


SCRIPT = (
    ("register", "a.b", 1, "first"),
    ("register", "a.b", 1, "last"),
    ("register", "a.*.c", 2, "middle"),
    ("register", "a", 3, "middle"),
    ("unregister", "a.b", 1, ""),
    ("unregister", "a.b", 4, ""),
    ("unregister", "a.x.y", 1, ""),
    ("register", "a.b.c.d", 4, "first"),
    ("unregister", "a.*.c", 2, ""),
    ("unregister", "a", 3, ""),
)


def test_the_tree_does_what_botocores_does() -> None:
    """After each of many changes, searches find the same; copies made before do not."""
    plain, ours = botocore.hooks._PrefixTrie(), SharingTrie()
    for number, (what, key, value, section) in enumerate(SCRIPT):
        before = botocore.hooks.copy.deepcopy(ours._root)
        copied = botocore.hooks.copy.copy(ours)
        errors = [
            str(changed(tree, what, key, value, section)) for tree in (plain, ours)
        ]

        assert errors[0] == errors[1], number
        assert plain._root == ours._root, number
        assert before == copied._root, number


def changed(tree: Any, what: str, key: str, value: int, section: str) -> Any:
    """Change a tree, and return the error there was."""
    try:
        if what == "register":
            place = ("first", "middle", "last").index(section)
            tree.append_item(key, value, section=place)
        else:
            tree.remove_item(key, value)
    except ValueError as error:
        return error


def test_a_handler_without_keywords_is_refused() -> None:
    """The check of handlers refuses what botocore's refuses."""
    with pytest.raises(ValueError, match="must accept keyword"):
        session().events.register("invented", lambda: None)
    with pytest.raises(ValueError, match="must be callable"):
        session().events.register("invented", 1)


def test_names_of_events_are_what_botocore_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Old names of events are translated, also after many others were asked for."""
    monkeypatch.setattr(sessions, "_MAX_NAMES", 3)
    names = ["before-call.elb.X", "a.b", "docs.title.sdb", "needs-retry.ses", "x"] * 2
    light = [session().events._alias_event_name(name) for name in names]
    boto3_extensions.patch(speed=False)

    assert [session().events._alias_event_name(name) for name in names] == light
    assert len(sessions._CURRENT_NAMES) <= 3


def test_aliases_of_the_users_are_followed() -> None:
    """An emitter with other aliases translates by those."""
    events = botocore.hooks.EventAliaser(
        botocore.hooks.HierarchicalEmitter(), {"before": "after"}
    )
    heard: list[str] = []
    events.register("before.x", lambda event_name, **_: heard.append(event_name))
    events.emit("after.x")

    assert ["after.x"] == heard


def test_a_dropped_session_goes() -> None:
    """Neither templates nor shared classes keep a session, a client or a resource."""
    made = session()
    kept = [made, made._session, made.client("s3"), made.resource("ec2")]
    kept += [made.resource("dynamodb").Table("x"), made.events]
    gone = [weakref.ref(one) for one in kept]
    del made, kept
    gc.collect()

    assert [None] * len(gone) == [one() for one in gone]


def test_threads_register_in_sessions_of_their_own() -> None:
    """32 threads that make sessions and register at once hear only their own."""
    wrong: list[Any] = []

    def run(number: int) -> None:
        for _ in range(20):
            heard: list[int] = []
            own = session()
            own.events.register("invented", lambda h=heard, **_: h.append(number))
            own.events.emit("invented")
            if heard != [number]:
                wrong.append(heard)

    threads = [threading.Thread(target=run, args=[n]) for n in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == wrong


def test_sessions_of_one_base_pool_connections() -> None:
    """Only a core made for a base session shares connections."""
    base = session()

    assert type(new_botocore_session(base)) is sessions.PoolingSession
    assert type(new_botocore_session()) is botocore.session.Session


@pytest.mark.parametrize("speed", [False, ["connections"]])
def test_nothing_is_shared_when_it_is_switched_off(speed: Any) -> None:
    """With `sessions` off, every session registers botocore's handlers itself."""
    boto3_extensions.patch(speed=speed)

    assert type(tree_of(session().events)) is botocore.hooks._PrefixTrie
    assert type(new_botocore_session(session())) is botocore.session.Session
