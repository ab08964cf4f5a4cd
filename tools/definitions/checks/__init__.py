"""The rules that every definition obeys, on every boto3 the package supports.

``run`` applies them; ``service`` is what a rule sees, ``library`` where it comes from,
``finding`` what a rule says. The other modules are rules, each a function of a service
(``files``: of a file) that yields findings.
"""

from .allowed import read_allowed
from .finding import ERROR, NOTE, Finding
from .library import Library
from .run import check_data, check_file, check_service, errors
from .service import Service

__all__ = [
    "ERROR",
    "NOTE",
    "Finding",
    "Library",
    "Service",
    "check_data",
    "check_file",
    "check_service",
    "errors",
    "read_allowed",
]
