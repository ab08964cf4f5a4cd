"""`patch` and `unpatch` put one wrapper into boto3 and take it out, whatever others do.

Orders of import, and what cannot be undone, are tried in interpreters of their own.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import boto3
import boto3.session
import botocore.session
import pytest

from boto3_extensions import _install
from boto3_extensions._foundation import models, switches
from boto3_extensions._foundation import sessions as foundation_sessions

Init = Callable[..., None]


pytestmark = pytest.mark.usefixtures("plain_boto3")


@pytest.fixture
def extended(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Record the sessions handed to `extend`, each time that happens."""
    sessions: list[Any] = []
    extend = foundation_sessions.extend

    def record(session: Any) -> Any:
        sessions.append(session)
        return extend(session)

    monkeypatch.setattr(foundation_sessions, "extend", record)
    return sessions


def current_init() -> Any:
    """Return the very object that boto3's Session class holds."""
    return vars(boto3.Session)["__init__"]


def polite(wrapped: Init) -> Init:
    """Wrap a constructor as functools recommends it."""
    return functools.wraps(wrapped)(rude(wrapped))


def rude(wrapped: Init) -> Init:
    """Wrap a constructor without a trace of what it wraps."""

    def stranger(self: Any, *args: Any, **kwargs: Any) -> None:
        wrapped(self, *args, **kwargs)
        self.seen_by_stranger = True

    return stranger


@contextmanager
def stranger_on_top(wrap: Callable[[Init], Init]) -> Iterator[Init]:
    """Have somebody else's wrapper over what is there, then undone by assignment."""
    below = current_init()
    boto3.Session.__init__ = wrap(below)
    try:
        yield current_init()
    finally:
        boto3.Session.__init__ = below


def test_patch_and_unpatch(plain_boto3: Init, extended: list[Any]) -> None:
    """`patch` reaches every new session; `unpatch` puts the same function back."""
    _install.patch()
    assert switches.is_patched()
    session = boto3.Session()
    assert [session] == extended

    _install.unpatch()
    assert not switches.is_patched()
    assert plain_boto3 is current_init()
    boto3.Session()
    assert [session] == extended


def test_patch_twice(plain_boto3: Init, extended: list[Any]) -> None:
    """A second `patch` adds no second layer."""
    _install.patch()
    once = current_init()
    _install.patch()

    assert once is current_init()
    assert plain_boto3 is once.__wrapped__
    session = boto3.Session()
    assert [session] == extended


def test_unpatch_twice(plain_boto3: Init) -> None:
    """A second `unpatch` changes nothing."""
    _install.patch()
    _install.unpatch()
    _install.unpatch()

    assert plain_boto3 is current_init()


def test_unpatch_first(plain_boto3: Init) -> None:
    """`unpatch` without `patch` changes nothing."""
    _install.unpatch()

    assert plain_boto3 is current_init()


def test_patch_again(extended: list[Any]) -> None:
    """After an undo, `patch` works as the first time."""
    _install.patch()
    _install.unpatch()
    _install.patch()

    session = boto3.Session()

    assert [session] == extended


def test_only_three_methods_change() -> None:
    """Classes, and every other attribute of theirs, stay the objects they were."""
    before = dict(vars(boto3.Session))
    classes = boto3.Session, boto3.session.Session
    _install.patch()
    after = dict(vars(boto3.Session))

    assert classes == (boto3.Session, boto3.session.Session)
    for method in ("__init__", "resource", "get_available_resources"):
        assert before.pop(method) is not after.pop(method)
    assert before == after


def test_constructor_looks_the_same(plain_boto3: Init) -> None:
    """The patched constructor has the signature, name and documentation of boto3's."""
    _install.patch()
    patched = current_init()

    assert inspect.signature(plain_boto3) == inspect.signature(patched)
    assert plain_boto3.__qualname__ == patched.__qualname__
    assert plain_boto3.__doc__ == patched.__doc__


def test_error_of_the_constructor(extended: list[Any]) -> None:
    """A session that boto3 refuses is not extended, and the error is boto3's."""
    _install.patch()

    with pytest.raises(TypeError, match="no_such_argument"):
        boto3.Session(no_such_argument=1)
    assert [] == extended


@pytest.mark.parametrize("wrap", [polite, rude])
def test_stranger_above(wrap: Callable[[Init], Init], extended: list[Any]) -> None:
    """A wrapper put over ours survives `unpatch`; ours below it does nothing."""
    _install.patch()
    with stranger_on_top(wrap) as theirs:
        _install.unpatch()

        assert theirs is current_init()
        assert boto3.Session().seen_by_stranger
        assert [] == extended


@pytest.mark.parametrize("wrap", [polite, rude])
def test_stranger_above_and_patch_again(
    wrap: Callable[[Init], Init], extended: list[Any]
) -> None:
    """With ours still under a stranger's wrapper, `patch` wakes it and adds none."""
    _install.patch()
    with stranger_on_top(wrap) as theirs:
        _install.unpatch()
        _install.patch()
        session = boto3.Session()

        assert theirs is current_init()
        assert [session] == extended


@pytest.mark.parametrize("wrap", [polite, rude])
def test_stranger_below(wrap: Callable[[Init], Init], extended: list[Any]) -> None:
    """A wrapper that was there before us is what `unpatch` puts back."""
    with stranger_on_top(wrap) as theirs:
        _install.patch()
        session = boto3.Session()
        assert session.seen_by_stranger
        assert [session] == extended

        _install.unpatch()
        assert theirs is current_init()


def test_stranger_below_leaves_first(extended: list[Any]) -> None:
    """If an earlier wrapper's undo takes ours off too, `patch` puts ours on again."""
    with stranger_on_top(polite):
        _install.patch()
    boto3.Session()
    assert [] == extended

    _install.patch()

    session = boto3.Session()
    assert [session] == extended


def test_subclass(extended: list[Any]) -> None:
    """A subclass made before the patch is served through its call of super()."""

    class Child(boto3.Session):
        def __init__(self) -> None:
            super().__init__(region_name="eu-west-1")

    _install.patch()
    session = Child()

    assert [session] == extended
    assert "eu-west-1" == session.region_name


def test_subclass_in_the_place_of_session(
    extended: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where somebody put a subclass in the place of Session, both are served."""
    base = boto3.Session

    class Child(boto3.Session):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)

    with monkeypatch.context() as context:
        context.setattr(boto3, "Session", Child)
        context.setattr(boto3.session, "Session", Child)
        _install.patch()
        sessions = [base(), Child()]
    _install.unpatch()

    assert sessions == extended


def test_mock_in_the_place_of_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that a test puts in the place of Session is left alone."""
    with monkeypatch.context() as context:
        context.setattr(boto3, "Session", lambda: None)
        _install.patch()

    assert switches.is_patched()


def test_two_sessions_on_one_botocore_session() -> None:
    """Sessions that share a botocore session have our folder on its path once."""
    _install.patch()
    shared = botocore.session.get_session()
    boto3.Session(botocore_session=shared)
    boto3.Session(botocore_session=shared)

    paths = shared.get_component("data_loader").search_paths

    assert 1 == paths.count(models.DATA_PATH)


def test_default_session_is_extended(extended: list[Any]) -> None:
    """A default session older than the patch is extended, not replaced."""
    boto3.setup_default_session(region_name="eu-west-1")
    default = boto3.DEFAULT_SESSION

    _install.patch()

    assert [default] == extended
    assert default is boto3.DEFAULT_SESSION


def test_default_session_is_not_made() -> None:
    """Where there is no default session, `patch` makes none."""
    _install.patch()

    assert boto3.DEFAULT_SESSION is None


def test_default_session_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test has put there as default session does not stop the patch."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", object())

    _install.patch()

    assert switches.is_patched()


def test_threads() -> None:
    """Sessions made while others patch and unpatch are whole, and the end is right."""

    def work(number: int) -> Any:
        (_install.patch, _install.unpatch, _install.arn_patch_boto3)[number % 3]()
        return boto3.Session(region_name="eu-west-1").region_name

    with ThreadPoolExecutor(8) as pool:
        regions = set(pool.map(work, range(60)))
    _install.patch()
    inside = current_init()

    assert {"eu-west-1"} == regions
    assert not hasattr(inside.__wrapped__, "__wrapped__")


def test_arn_patch_implies_patch() -> None:
    """`arn_patch_boto3` turns ARNs on and patches; `unpatch` turns both off."""
    _install.arn_patch_boto3()
    assert switches.is_patched()
    assert switches.arns_enabled()

    _install.unpatch()
    assert not switches.arns_enabled()

    _install.patch()
    assert not switches.arns_enabled()


def test_arn_patch_twice(plain_boto3: Init) -> None:
    """A second `arn_patch_boto3` changes nothing."""
    _install.arn_patch_boto3()
    before = dict(vars(boto3.Session))
    _install.arn_patch_boto3()

    assert before == dict(vars(boto3.Session))
    assert plain_boto3 is current_init().__wrapped__


def test_account_id(aws: str, credentials: None) -> None:
    """A session tells its account while ARNs are on, and not afterwards."""
    session = boto3.Session(region_name="us-east-1")
    _install.arn_patch_boto3()
    assert "123456789012" == session.account_id

    _install.unpatch()
    assert not hasattr(session, "account_id")


def test_account_id_of_boto3_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """If boto3 has an `account_id` of its own, it stays, after the undo as well."""
    with monkeypatch.context() as context:
        context.setattr(boto3.Session, "account_id", "boto3's", raising=False)
        _install.arn_patch_boto3()
        assert "boto3's" == boto3.Session().account_id

        _install.unpatch()
        assert "boto3's" == boto3.Session().account_id


def test_account_id_of_the_user_wins() -> None:
    """A session can be given another `account_id`, as any attribute."""
    _install.arn_patch_boto3()
    session = boto3.Session()
    session.account_id = "210987654321"

    assert "210987654321" == session.account_id
