"""Members that this package adds to boto3's classes, written into the stubs.

mypy-boto3-builder reads resource definitions alone. It cannot know of members that are
in no definition: `arn`, `resource()`, `account_id`, methods of collections,
constructors under another name than the type's, and required inputs of batch actions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore import xform_name

from boto3_extensions._arns.rules import rules_of
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._help.signatures import input_of
from boto3_extensions._stubs.following import imports_of, methods_of, module_of

if TYPE_CHECKING:
    from botocore.model import ServiceModel

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

# The stubs are in the user's project, and still not code that the user checks.
_NO_COMPLAINTS = "# mypy: ignore-errors\n"
# Into the stubs of services that nobody has gone through.
_DERIVED = (
    "# Derived from AWS's models by rules alone: the names of types and members may\n"
    "# change in a minor release of boto3_extensions.\n"
)

Definition = Mapping[str, Any]


def add_package_members(
    catalog: Catalog, definitions: Mapping[str, Definition], packages: list[Path]
) -> None:
    """Add this package's members to stubs that the builder wrote.

    Args:
        catalog: Finds the ARN rules, links and models.
        definitions: The definitions that the stubs were made from, by service.
        packages: The folders of the stub packages, `boto3` among them.
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
        # `_stubs.definitions` gives a type this name if its own is reserved.
        kinds = rules_of(catalog.loader, service)
        renamed = [f"{kind}Resource" for kind in kinds if _is_renamed(kind, definition)]
        names = [*kinds, *renamed]
        _add(stub, dict.fromkeys(names, _ARN))
        _add_constructors(stub, definition)
        methods = methods_of(catalog, services, service)
        _add(stub, methods)
        _import(stub, imports_of(methods, services))
        _require_batch_inputs(stub, definition, catalog.service_model(service))
        _add_to_collections(stub, definition)
        if catalog.is_derived(service):
            source = stub.read_text(encoding="utf-8")
            stub.write_text(_DERIVED + source, encoding="utf-8")


def _is_renamed(kind: str, definition: Definition) -> bool:
    types = definition["resources"]
    return kind not in types and f"{kind}Resource" in types


def _import(stub: Path, lines: str) -> None:
    source = stub.read_text(encoding="utf-8")
    # After the docstring and the imports from `__future__`.
    before = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.ClassDef))
        and getattr(node, "module", None) != "__future__"
    ).lineno
    parts = source.splitlines(keepends=True)
    parts.insert(before - 1, lines)
    stub.write_text("".join(parts), encoding="utf-8")


def _require_batch_inputs(
    stub: Path, definition: Definition, model: ServiceModel
) -> None:
    """Add the required inputs that boto3 does not fill in to batch actions of a stub.

    The builder leaves out all required inputs.
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
                names = _required_inputs(batches[part.name]["request"], model)
                _add_keywords(lines, part.args, names)
    stub.write_text("".join(lines), encoding="utf-8")


def _required_inputs(request: Mapping[str, Any], model: ServiceModel) -> list[str]:
    """Return the required inputs of a request that boto3 does not fill in."""
    shape = model.operation_model(request["operation"]).input_shape
    targets = [param["target"] for param in request.get("params", ())]
    filled = {*map(input_of, targets)}
    return [name for name in shape.required_members if name not in filled]


def _add_keywords(lines: list[str], arguments: ast.arguments, names: list[str]) -> None:
    """Add required keyword parameters to a function of a stub.

    Args:
        lines: The lines of the stub, changed in place.
        arguments: The parameters of the function, with their lines.
        names: The names of the new parameters.
    """
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
    """Add `first`, `loaded` and the waiters of the items to collections of a stub."""
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
    # The settings of a botocore waiter, and the inputs of its operation.
    source = stub.read_text(encoding="utf-8")
    source = re.sub(
        r"(def wait_until_\w+\(self)\) -> None", r"\1, **kwargs: Any) -> None", source
    )
    if "\n_Tag = Tag\n" in source:
        # boto3 itself adds `create_tags` to ec2; the builder says that it returns None.
        source = _TAGGING.sub(r"\1list[_Tag]:", source)
    stub.write_text(source, encoding="utf-8")


def _item_of(node: ast.stmt) -> str | None:
    """Return the name of the items' class of a collection, None for any other class."""
    for part in getattr(node, "body", ()):
        if isinstance(part, ast.FunctionDef) and part.name == "__iter__":
            return (
                ast.unparse(part.returns or part).removesuffix("]").rpartition("[")[2]
            )
    return None


def _add_constructors(stub: Path, definition: Definition) -> None:
    """Add to the service the constructors under another name than the type's.

    The builder writes the constructor of a type by the type's name only.
    """
    source = stub.read_text(encoding="utf-8")
    service = next(
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("ServiceResource")
    )
    for name, has in definition["service"].get("has", {}).items():
        kind = has["resource"]["type"]
        # The builder's name for a type in a class that has a method of the type's name.
        returned = f"_{kind}" if f"\n_{kind} = " in source else kind
        identifiers = definition["resources"][kind].get("identifiers", ())
        parameters = [f"{xform_name(i['name'])}: str" for i in identifiers]
        signature = f"({', '.join(['self', *parameters])}) -> {returned}: ..."
        _add(stub, {service: f"\n    def {name}{signature}\n"})


def _add(stub: Path, members: Mapping[str, str]) -> None:
    """Add members to those classes of a stub that have none of the same name.

    Args:
        stub: The file.
        members: Source text of members, by the name of the class.
    """
    source = stub.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    # From the last class up, so that the line numbers of the others remain right.
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
    present = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    present |= {
        part.target.id
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    return member if not present & {a[4 : a.index("(")] for a in added} else None
