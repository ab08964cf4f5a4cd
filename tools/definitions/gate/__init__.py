"""The gate that derived definitions pass: services that no person has read.

A draft proposes types by rules alone. Those are derived that AWS's names leave no doubt
about (``evidence``), that agree with every other source that knows them, and in which
the rules of ``checks`` find nothing. The rest of a service are its plain operations.

``passing`` judges a ``draft`` until nothing more goes, which ``known`` notes. ``judge``
asks ``evidence``, the ``disagreements`` with other sources and the ``findings`` of the
checks; ``mends`` does what a finding asks for if a rule can, and ``trimming`` takes out
what no type may have. ``outcome`` is what passes, of which ``reports`` tell; why an
operation has no role there, ``unplaced`` says.
"""

from .outcome import Derived
from .passing import derived, passed, unread
from .reports import doubts_by_kind, given_up_by_kind, held_out, report
from .trimming import drop_half_ways
from .unplaced import unplaced_by_kind

__all__ = [
    "Derived",
    "derived",
    "doubts_by_kind",
    "drop_half_ways",
    "given_up_by_kind",
    "held_out",
    "passed",
    "report",
    "unplaced_by_kind",
    "unread",
]
