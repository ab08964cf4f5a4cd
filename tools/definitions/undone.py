"""The members of answers that tell of what was not done."""

from __future__ import annotations

import re

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

# How AWS's services name the part of an answer that tells of what was not done.
_TELLS = re.compile(r"errors?$|fail|unsuccess|unprocess", re.IGNORECASE)
_NAMES = re.compile(
    r"^(un(success|process)|missing|invalid|failed)|not_?found$", re.IGNORECASE
)
# Of a single structure, more of whose names are those of a thing's state.
_REFUSED = re.compile(r"^(rejected|unprocessed|failed)[A-Z]\w*(Info|Items)$")
# How an entry of such a list says why.
_WHY = re.compile(
    r"^(errors?|exception|failure|reason|details?|message|code|fault)$"
    r"|(error|failure|exception)_?(code|message|reason|detail|details|name|type)$"
    r"|errors?$|failures?$|(description|reason|message)$",
    re.IGNORECASE,
)
# What is wrong is all that these are asked for.
_ASKS = ("Validate", "Verify")
_READS = ("Get", "Describe", "List")


def is_failure(operation: OperationModel, name: str, shape: Shape) -> bool:
    """Return whether a member of a response tells of what was not done."""
    if operation.name.startswith(_ASKS):
        return False
    # ListImportFailures lists just these.
    if operation.name.lower().endswith(name.lower()):
        return False
    if isinstance(shape, StructureShape):
        return bool(_REFUSED.search(name))
    item = _item_of(shape)
    if item is None:
        return False
    if _NAMES.search(name):
        return True
    says_why = isinstance(item, StructureShape) and any(map(_WHY.search, item.members))
    return bool(says_why and _TELLS.search(name)) and not _is_of_one(operation, name)


def _is_of_one(operation: OperationModel, name: str) -> bool:
    """Return whether an operation is asked for one thing, which the errors are about.

    It reads, and the errors, as of a flow's execution, are that thing's state; or its
    answer has a result in any case: who is authorized, and which policies had errors.
    """
    members = getattr(operation.input_shape, "members", {}).values()
    several = any(isinstance(member, ListShape | MapShape) for member in members)
    if several or operation.name.startswith("Batch"):
        return False
    required = {*getattr(operation.output_shape, "required_members", ())}
    return operation.name.startswith(_READS) or bool(required - {name})


def _item_of(shape: Shape) -> Shape | None:
    if isinstance(shape, ListShape):
        return shape.member
    return shape.value if isinstance(shape, MapShape) else None
