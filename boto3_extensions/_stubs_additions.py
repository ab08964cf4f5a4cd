"""Adds to stubs what this package gives boto3's classes beside definitions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

from boto3_extensions._arn_rules import rules_of
from boto3_extensions._catalog import Catalog

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
'''


# The stubs are not the user's code, though they are in the user's project.
_NO_COMPLAINTS = "# mypy: ignore-errors\n"


def add_ours(catalog: Catalog, services: Iterable[str], packages: list[Path]) -> None:
    """Add `arn`, `resource()` and `account_id` to the stubs of classes that have them.

    Args:
        catalog: Where the definitions are.
        services: Those that stubs were made of.
        packages: The folders of the packages, `boto3` among them.
    """
    folders = {package.name: package for package in packages}
    for package in packages:
        for stub in package.rglob("*.pyi"):
            source = stub.read_text(encoding="utf-8")
            stub.write_text(_NO_COMPLAINTS + source, encoding="utf-8")
    _add(folders["boto3"] / "session.pyi", {"Session": _ACCOUNT_ID})
    _add(folders["boto3"] / "resources" / "base.pyi", {"ServiceResource": _RESOURCE})
    for service in services:
        package = folders[f"mypy_boto3_{service.replace('-', '_')}"]
        stub = package / "service_resource.pyi"
        if stub.is_file():
            # As `_stubs_data` calls the few that may not be called so.
            kinds = rules_of(catalog.loader, service)
            names = [name for kind in kinds for name in (kind, f"{kind}Resource")]
            _add(stub, dict.fromkeys(names, _ARN))


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
