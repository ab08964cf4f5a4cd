"""Adds to stubs what this package gives boto3's classes beside definitions."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore import xform_name

from boto3_extensions._arns._arn_rules import rules_of
from boto3_extensions._cli._catalog import Catalog

_ARN = '''
    @property
    def arn(self) -> str:
        """
        The ARN: the service's own, or one made of identifiers, region and account.
        """
'''

_ACCOUNT_ID = '''
    @property
    def account_id(self) -> str:
        """
        The account that the session's credentials belong to.
        """
'''

_RESOURCE = '''
    def resource(self, attribute: str) -> Any:
        """
        Return the resource, or list of resources, that an attribute names.
        """

    def to_dict(self) -> dict[str, Any]:
        """
        Return the identifiers and the data, ready for JSON.
        """

    def exists(self) -> bool:
        """
        Tell whether it is there, by asking AWS.
        """
'''

_FIRST = '''
    def first(self) -> Any:
        """
        Return the first item; None if there is none.
        """
'''


# The stubs are not the user's code, though they are in the user's project.
_NO_COMPLAINTS = "# mypy: ignore-errors\n"

Definition = Mapping[str, Any]


def add_ours(
    catalog: Catalog, definitions: Mapping[str, Definition], packages: list[Path]
) -> None:
    """Add `arn`, `resource()` and its like, `account_id` and names of types to stubs.

    Args:
        catalog: Where the rules of ARNs are.
        definitions: The resources of the services that stubs were made of.
        packages: The folders of the packages, `boto3` among them.
    """
    folders = {package.name: package for package in packages}
    for package in packages:
        for stub in package.rglob("*.pyi"):
            source = stub.read_text(encoding="utf-8")
            stub.write_text(_NO_COMPLAINTS + source, encoding="utf-8")
    _add(folders["boto3"] / "session.pyi", {"Session": _ACCOUNT_ID})
    _add(folders["boto3"] / "resources" / "base.pyi", {"ServiceResource": _RESOURCE})
    collections = ("ResourceCollection", "CollectionManager")
    stub = folders["boto3"] / "resources" / "collection.pyi"
    _add(stub, dict.fromkeys(collections, _FIRST))
    for service, definition in definitions.items():
        if definition:
            package = folders[f"mypy_boto3_{service.replace('-', '_')}"]
            stub = package / "service_resource.pyi"
            # As `_stubs_data` calls the few that may not be called so.
            kinds = rules_of(catalog.loader, service)
            names = [name for kind in kinds for name in (kind, f"{kind}Resource")]
            _add(stub, dict.fromkeys(names, _ARN))
            _add_constructors(stub, definition)


def _add_constructors(stub: Path, definition: Definition) -> None:
    """Add to the service what makes a resource under another name than its type's.

    The builder knows types by their own names only.
    """
    source = stub.read_text(encoding="utf-8")
    service = next(
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("ServiceResource")
    )
    for name, has in definition["service"].get("has", {}).items():
        kind = has["resource"]["type"]
        # In a class that has a method of the type's name, the type goes by another.
        returned = f"_{kind}" if f"\n_{kind} = " in source else kind
        identifiers = definition["resources"][kind].get("identifiers", ())
        given = [f"{xform_name(one['name'])}: str" for one in identifiers]
        made = f"({', '.join(['self', *given])}) -> {returned}: ..."
        _add(stub, {service: f"\n    def {name}{made}\n"})


def _add(stub: Path, members: Mapping[str, str]) -> None:
    """Add members to classes of a stub, unless they have them."""
    source = stub.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    # From the last one up, so that what was added does not move what comes.
    for node in reversed(ast.parse(source).body):
        member = _lacking(node, members)
        if member:
            lines.insert(node.end_lineno or 0, member)
    stub.write_text("".join(lines), encoding="utf-8")


def _lacking(node: ast.stmt, members: Mapping[str, str]) -> str | None:
    if not isinstance(node, ast.ClassDef):
        return None
    member = members.get(node.name)
    added = [line.strip() for line in (member or "").splitlines() if "def " in line]
    named = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    named |= {
        part.target.id
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    return member if not named & {a[4 : a.index("(")] for a in added} else None
