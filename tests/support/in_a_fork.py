"""Runs something in a forked process, as pre-forking web servers do."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable

SECONDS = 30


def true_in_a_fork(question: Callable[[], object]) -> bool:
    """Tell whether the answer is true in a child of this process.

    False if the child raises, and if it hangs: it is ended after 30 seconds.
    """
    with warnings.catch_warnings():
        # Python warns of just what is tested: locks that other threads hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        code = 1
        try:
            signal.alarm(SECONDS)
            code = 0 if question() else 1
        finally:
            # Not `sys.exit`, which would go on with the tests.
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
