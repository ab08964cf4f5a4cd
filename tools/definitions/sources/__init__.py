"""Other sources' statements about AWS's resource types, for comparison.

Each source is a module with a function ``statements(service)``. The models of botocore
tell operations and shapes; these, which operations create, read, list and delete one.
"""

from .statement import ROLES, Statement

__all__ = ["ROLES", "Statement"]
