"""Adds to stubs what this package gives boto3's classes beside definitions."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore import xform_name

from boto3_extensions._arns.rules import rules_of
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._help.pages import root_of
from boto3_extensions._stubs.following import imports_of, methods_of, module_of

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

_META = """
    session: Session
"""

_COLLECTION = '''
    def first(self) -> {item} | None:
        """
        Return the first item; None if there is none.
        """

    def loaded(
        self,
        executor: Any = ...,
        *,
        max_workers: int = ...,
        in_order: bool = ...,
    ) -> Iterator[{item}]:
        """
        Yield all items with their data loaded ahead.
        """
'''

_WAITER = '''
    def {name}(self, **kwargs: Any) -> list[{item}]:
        """
        Wait until all items are so.
        """
'''

_TAGGING = re.compile(r"(def create_tags\(\s*self, \*\*kwargs[^)]*\) -> )None:")

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
    base = folders["boto3"] / "resources" / "base.pyi"
    _add(base, {"ServiceResource": _RESOURCE, "ResourceMeta": _META})
    _import(base, "from boto3.session import Session\n")
    collections = ("ResourceCollection", "CollectionManager")
    stub = folders["boto3"] / "resources" / "collection.pyi"
    _add(stub, dict.fromkeys(collections, _COLLECTION.format(item="Any")))
    services = {name: body for name, body in definitions.items() if body}
    for service, definition in services.items():
        stub = folders[module_of(service)] / "service_resource.pyi"
        # As `_stubs_data` calls the few that may not be called so.
        kinds = rules_of(catalog.loader, service)
        renamed = [f"{kind}Resource" for kind in kinds if _is_renamed(kind, definition)]
        names = [*kinds, *renamed]
        _add(stub, dict.fromkeys(names, _ARN))
        _add_constructors(stub, definition)
        methods = methods_of(catalog, services, service)
        _add(stub, methods)
        _import(stub, imports_of(methods, services))
        _demand_in_batches(stub, definition, catalog.service_model(service))
        _add_to_collections(stub, definition)


def _is_renamed(kind: str, definition: Definition) -> bool:
    types = definition["resources"]
    return kind not in types and f"{kind}Resource" in types


def _import(stub: Path, lines: str) -> None:
    source = stub.read_text(encoding="utf-8")
    # After the documentation, and what has to come first.
    before = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.ClassDef))
        and getattr(node, "module", None) != "__future__"
    ).lineno
    parts = source.splitlines(keepends=True)
    parts.insert(before - 1, lines)
    stub.write_text("".join(parts), encoding="utf-8")


def _demand_in_batches(stub: Path, definition: Definition, model: Any) -> None:
    """Let batch actions take the inputs that AWS needs and that boto3 does not fill in.

    The builder leaves out all that are needed.
    """
    lines = stub.read_text(encoding="utf-8").splitlines(keepends=True)
    for node in reversed(ast.parse("".join(lines)).body):
        item = _item_of(node)
        if not isinstance(node, ast.ClassDef) or item is None:
            continue
        body = definition["resources"].get(item, {})
        batches = {xform_name(n): b for n, b in body.get("batchActions", {}).items()}
        for part in reversed(node.body):
            if isinstance(part, ast.FunctionDef) and part.name in batches:
                names = _needed(batches[part.name]["request"], model)
                _demand(lines, part.args, names)
    stub.write_text("".join(lines), encoding="utf-8")


def _needed(request: Mapping[str, Any], model: Any) -> list[str]:
    """Return the inputs that a request needs and that are not filled in."""
    shape = model.operation_model(request["operation"]).input_shape
    targets = [one["target"] for one in request.get("params", ())]
    filled = {*map(root_of, targets)}
    return [name for name in shape.required_members if name not in filled]


def _demand(lines: list[str], arguments: ast.arguments, names: list[str]) -> None:
    """Put keywords into the lines of a function's parameters."""
    if not names:
        return
    first, *_ = arguments.args
    written: list[Any] = [
        first,
        *arguments.kwonlyargs,
        *filter(None, arguments.kw_defaults),
    ]
    last = max(written, key=lambda node: (node.end_lineno, node.end_col_offset))
    rest = lines[(last.end_lineno or 1) - 1][last.end_col_offset :]
    for name in names:
        arguments.kwonlyargs.insert(0, ast.arg(name, ast.Name("Any")))
        arguments.kw_defaults.insert(0, None)
    before = lines[first.lineno - 1][: first.col_offset]
    text = f"{before}{ast.unparse(arguments)}{rest}"
    lines[first.lineno - 1 : last.end_lineno] = [text]


def _add_to_collections(stub: Path, definition: Definition) -> None:
    """Add to the collections of a stub what all have here, and what waits for items."""
    source = stub.read_text(encoding="utf-8")
    members = {}
    for node in ast.parse(source).body:
        item = _item_of(node)
        if isinstance(node, ast.ClassDef) and item is not None:
            waiters = definition["resources"].get(item, {}).get("waiters", {})
            names = [f"wait_until_{xform_name(waiter)}" for waiter in waiters]
            members[node.name] = _COLLECTION.format(item=item) + "".join(
                _WAITER.format(name=name, item=item) for name in names
            )
    _add(stub, members)
    # botocore's settings of a wait, and what its operation takes.
    source = stub.read_text(encoding="utf-8")
    takes = re.sub(
        r"(def wait_until_\w+\(self)\) -> None", r"\1, **kwargs: Any) -> None", source
    )
    if "\n_Tag = Tag\n" in takes:
        # boto3's own of ec2, of which boto3-stubs says that it returns nothing.
        takes = _TAGGING.sub(r"\1list[_Tag]:", takes)
    stub.write_text(takes, encoding="utf-8")


def _item_of(node: ast.stmt) -> str | None:
    """Return the class of the items of a collection, None for any other class."""
    for part in getattr(node, "body", ()):
        if isinstance(part, ast.FunctionDef) and part.name == "__iter__":
            return (
                ast.unparse(part.returns or part).removesuffix("]").rpartition("[")[2]
            )
    return None


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
