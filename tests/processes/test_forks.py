"""One owner for what belongs to a process: nothing else has a lock or a thread."""

from __future__ import annotations

import _thread
import ast
import gc
import os
import subprocess
import sys
import threading
import types
from collections import OrderedDict, deque
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
from boto3_extensions import ConnectionManager
from boto3_extensions._connections.remote import ManagerRecipe, _managers
from boto3_extensions._foundation import concurrency
from boto3_extensions._foundation.concurrency import (
    DaemonThread,
    Lock,
    ThreadPool,
    Turn,
)
from boto3_extensions.exceptions import OtherProcessError
from in_a_fork import true_in_a_fork

# Newer Pythons warn of forks among threads; that is what is tested.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

PACKAGE = Path(boto3_extensions.__file__).parent
# The owner, and what is made with it.
OWNERS = {"concurrency.py"}
ROLE = "arn:aws:iam::111111111111:role/reader"

# What a module may use of these; everything else in them may have locks or threads.
HARMLESS = {
    "threading": {"get_ident", "current_thread", "local"},
    "queue": {"Empty", "Full"},
    # A future is made by an executor, or is finished from the start.
    "concurrent.futures": {"CancelledError", "Executor", "Future"},
    "functools": {"cache", "lru_cache", "partial", "reduce", "update_wrapper", "wraps"},
    "os": set(dir(os)) - {"fork", "forkpty", "getpid", "register_at_fork"},
    "_thread": set(),
    "multiprocessing": set(),
    "asyncio": set(),
    "sched": set(),
}


def unowned_in(source: str) -> list[str]:
    """Return what a module's source uses that only the owner may use."""
    found = []
    names: dict[str, str] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for one in node.names:
                first = one.name.partition(".")[0]
                names[one.asname or first] = one.name if one.asname else first
                # By its parts alone, which are told apart below.
                if first == "concurrent":
                    found.append(one.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            home = node.module.partition(".")[0]
            home = node.module if home == "concurrent" else home
            found += [
                f"{home}.{one.name}"
                for one in node.names
                if home.startswith(tuple(HARMLESS))
                and one.name not in HARMLESS.get(home, ())
            ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            home = names.get(node.value.id, "")
            if home in HARMLESS and node.attr not in HARMLESS[home]:
                found.append(f"{home}.{node.attr}")
    return found


def test_no_module_has_what_is_not_owned() -> None:
    """No lock, event, thread, executor, queue or fork hook but the owner's."""
    found = {
        str(path.relative_to(PACKAGE)): unowned
        for path in PACKAGE.rglob("*.py")
        if path.name not in OWNERS and (unowned := unowned_in(path.read_text()))
    }
    assert {} == found


@pytest.mark.parametrize(
    "source",
    [
        "import threading\nlock = threading.Lock()",
        "import threading as t\nlock = t.RLock()",
        "from threading import Event",
        "import threading\nclass Mine(threading.Thread): pass",
        "from concurrent.futures import ThreadPoolExecutor",
        "import concurrent.futures",
        "from concurrent.futures.thread import ThreadPoolExecutor",
        "from _thread import allocate_lock",
        "from queue import SimpleQueue",
        "import os\nos.register_at_fork(after_in_child=print)",
        "import os\nkey = os.getpid()",
        "from functools import cached_property",
        "import multiprocessing\nmultiprocessing.Pool()",
    ],
)
def test_the_walk_finds(source: str) -> None:
    """Each of these in a module would be found."""
    assert unowned_in(source)


LOCKS = (type(_thread.allocate_lock()), _thread.RLock)
KINDS: tuple[Any, ...] = (
    *LOCKS,
    threading.Condition,
    threading.Event,
    threading.Semaphore,
    threading.Barrier,
    threading.Thread,
    Executor,
)
CONTAINERS = (dict, list, tuple, set, frozenset, deque, OrderedDict, types.CellType)


def is_a(thing: Any, *kinds: Any) -> bool:
    """Tell what something is without asking it, as a weak proxy may be to nothing."""
    return issubclass(type(thing), kinds)


def is_ours(thing: Any) -> bool:
    """Tell whether something is an instance of one of our classes, or a module."""
    home = thing.__name__ if is_a(thing, types.ModuleType) else ""
    home = home or type(thing).__module__
    return isinstance(home, str) and home.partition(".")[0] == "boto3_extensions"


def live_unowned() -> list[str]:
    """Return the locks and the like that our objects hold and the owner has not."""
    gc.collect()
    roots = [one for one in gc.get_objects() if is_ours(one)]
    roots += [m for n, m in list(sys.modules.items()) if n.startswith(PACKAGE.name)]
    seen: set[int] = set()
    found = []
    todo = [(one, repr(type(one))) for one in roots]
    while todo:
        thing, path = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        # What a lock of the owner's has inside is the owner's, if that knows the lock.
        if is_a(thing, Lock, *KINDS):
            if thing not in concurrency._owners and not is_a(
                thing, DaemonThread, ThreadPool
            ):
                found.append(f"{path}: {type(thing)}")
            continue
        # Turns wake those who wait by locks, and are over in another process.
        if is_a(thing, Turn):
            continue
        if is_ours(thing) or is_a(thing, *CONTAINERS):
            parts = gc.get_referents(thing)
            if is_a(thing, types.ModuleType):
                parts = list(vars(thing).values())
            todo += [(part, f"{path}/{type(thing).__name__}") for part in parts]
    return found


def use_all(connections: ConnectionManager, number: int) -> bool:
    """Use what has locks: patches, classes, sessions, clients, caches, accounts."""
    boto3_extensions.arn_patch_boto3()
    boto3_extensions.clear_speed_caches()
    role = f"arn:aws:iam::{number:012}:role/r"
    session = connections.get_session(role)
    # Without a call, as the role's ARN says it.
    assert session.resource("s3").Bucket("b").arn == "arn:aws:s3:::b"
    assert session.account_id == f"{number:012}"
    plain = boto3.Session(region_name="us-east-1")
    plain.events.register("before-call", lambda **_: None)
    assert plain.client("sqs").meta.service_model.service_name == "sqs"
    return session.get_credentials().get_frozen_credentials().token is not None


def print_unowned() -> None:
    """Print the number of such things once all was used, and with one more planted."""
    connections = ConnectionManager(region_name="us-east-1", cache=None)
    use_all(connections, 1)
    for result in connections.map(lambda s: s.region_name, [ROLE]):
        assert result.value == "us-east-1"
    _managers.get(ManagerRecipe("token", lambda: connections))
    assert boto3.Session(region_name="us-east-1").account_id
    found = live_unowned()
    vars(connections)["planted"] = [{"lock": threading.Lock()}]
    print(found, len(live_unowned()))


# In a process of its own, as the others have left millions of objects in this one.
PRINT_UNOWNED = """
import runpy, sys
sys.path[:0] = sys.argv[2:]
runpy.run_path(sys.argv[1])["print_unowned"]()
"""


def test_no_object_has_what_is_not_owned(aws: str) -> None:
    """The same for what lives, once all was used: none that a child could find held."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT_UNOWNED, __file__, *sys.path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ("[] 1", 0) == (done.stdout.strip(), done.returncode), done.stderr


def test_a_child_finds_every_lock_free(aws: str) -> None:
    """With each lock held by another thread of the parent, it can do everything."""
    connections = ConnectionManager(region_name="us-east-1")
    use_all(connections, 1)
    locks = [one for one in list(concurrency._owners) if isinstance(one, Lock)]
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        for lock in locks:
            lock.acquire()
        held.set()
        over.wait(60)
        for lock in locks:
            lock.release()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        assert true_in_a_fork(lambda: use_all(connections, 2))
    finally:
        over.set()
        holder.join()
    assert 10 < len(locks)


def test_a_child_keeps_what_its_own_thread_holds() -> None:
    """Who forks in the midst of something goes on with it, and leaves it in the end."""
    lock = Lock()

    def is_held() -> bool:
        return lock._lock._is_owned()  # type: ignore[no-any-return, attr-defined, unused-ignore]

    with lock:
        assert true_in_a_fork(is_held)
    assert not true_in_a_fork(is_held)


def test_a_fork_that_python_is_not_told_of_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """uWSGI's calls no hooks; the number of the process tells."""
    before = concurrency.current_process()
    assert before is concurrency.current_process()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert before is not concurrency.current_process()


def test_a_child_makes_what_its_parent_was_making(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Such as a class: at once, without the thread that it would wait for."""
    monkeypatch.setattr(concurrency, "WAIT_TIMEOUT", 60)
    begun, over = threading.Event(), threading.Event()

    def make() -> str:
        begun.set()
        over.wait(60)
        return "the parent's"

    maker = threading.Thread(
        target=concurrency.make_once, args=("key", make, lambda: None)
    )
    maker.start()
    try:
        assert begun.wait(10)
        assert true_in_a_fork(
            lambda: concurrency.make_once("key", lambda: "its own", lambda: None)
        )
    finally:
        over.set()
        maker.join()


def test_a_child_does_not_wait_for_calls_of_its_parent(aws: str) -> None:
    """Who forks while going through results is told so in the child."""
    connections = ConnectionManager(region_name="us-east-1")
    roles = [f"arn:aws:iam::{number:012}:role/r" for number in range(1, 9)]
    results = connections.map(lambda s: s.region_name, roles, max_workers=2)
    next(results)

    def refused() -> bool:
        with pytest.raises(OtherProcessError, match="another process"):
            for _ in results:
                pass
        return True

    assert true_in_a_fork(refused)
    assert 7 == len(list(results))


WHILE_IMPORTING = """
import importlib.machinery, os, signal, sys, threading
import boto3, boto3_extensions

boto3_extensions.arn_patch_boto3()
KEYS = ("id", "key")
at, go_on, asked = threading.Event(), threading.Event(), []

class Slow:
    def __init__(self, inner): self.inner = inner
    def __getattr__(self, name): return getattr(self.inner, name)
    def create_module(self, spec): return self.inner.create_module(spec)
    def exec_module(self, module):
        self.inner.exec_module(module)
        pause()

def pause():
    at.set()
    go_on.wait(30)
    go_on.clear()

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if threading.current_thread() is not first or not name.startswith(PACKAGES):
            return None
        asked.append(name)
        if len(asked) % EVERY == 1:
            spec = importlib.machinery.PathFinder.find_spec(name, path)
            if spec is not None and spec.loader is not None:
                spec.loader = Slow(spec.loader)
            return spec
        return None

def use():
    session = boto3.Session(*KEYS, region_name="us-east-1")
    assert session.resource("s3").Bucket("b").arn == "arn:aws:s3:::b"
    manager = boto3_extensions.ConnectionManager(session=session)
    manager.get_session("arn:aws:iam::111111111111:role/r").client("sts")

def run():
    use()
    over.append(1)
    at.set()

PACKAGES, EVERY = ("boto3_extensions.", "boto3.s3"), 12
over, hung, children = [], [], []
first = threading.Thread(target=run, daemon=True)
sys.meta_path.insert(0, Finder)
first.start()
while not over:
    assert at.wait(60)
    at.clear()
    if over:
        break
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        use()
        os._exit(0)
    children.append((pid, asked[-1]))
    go_on.set()
bad = [n for pid, n in children if os.waitpid(pid, 0)[1]]
print(len(children), bad)
"""


def test_a_child_can_import_what_its_parent_was_importing() -> None:
    """Forked in the midst of the first client of another thread, at many modules."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WHILE_IMPORTING],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    count, _, bad = done.stdout.strip().partition(" ")
    assert ("[]", 0) == (bad, done.returncode), done.stderr
    assert 3 < int(count)
