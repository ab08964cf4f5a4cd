"""The inventory of all that moto can make, with the ARN that it says each has.

The service itself is asked, in an answer to a plain client, or AWS's tagging service,
which knows resources by their ARNs. Each service has a module.
"""

from __future__ import annotations

import importlib
import pkgutil

from moto_inventory.making import CALLS, MAKERS, Made, make

__all__ = ["CALLS", "MAKERS", "Made", "make"]

for module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{module.name}")
