"""How a resource type is identified, listed and loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from botocore import xform_name
from botocore.model import Shape, StructureShape

from . import shapes
from .service import Service
from .toml_file import DefinitionError, ListSpec, LoadSpec, ServiceSpec, TypeSpec
from .words import plurals

LIST_VERBS = ("Describe", "List", "Get")
LOAD_VERBS = ("Describe", "Get", "Head")


@dataclass
class Identifier:
    """One identifier: its name in boto3, its member in the data, its inputs."""

    name: str
    member: str | None
    inputs: list[str]
    own: bool = True


@dataclass
class Call:
    """An operation with the inputs a resource fills in, and where its answer is."""

    operation: str
    params: list[dict[str, str]]
    path: str | None = None


@dataclass
class Listing(Call):
    """A list operation of a type: the names of the collection it makes, its items."""

    names: list[str] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    item: Shape | None = None
    spec: ListSpec | None = None


@dataclass
class ResourceType:
    """A resource type, from the TOML, boto3's own definition and botocore's model."""

    spec: TypeSpec
    identifiers: list[Identifier]
    shape: StructureShape | None = None
    load: Call | None = None
    base: bool = False

    @property
    def name(self) -> str:
        """Return the type's name."""
        return self.spec.name

    @property
    def nouns(self) -> list[str]:
        """Return the words AWS uses for the type in operation names."""
        return self.spec.nouns

    def arn_member(self) -> str | None:
        """Return the data member, or ``None``, that holds the type's own ARN."""
        wanted = (self.spec.arn or {}).get("arn")
        members = self.shape.members if self.shape is not None else {}
        return next((m for m in members if xform_name(m) == wanted), None)

    def arn_identifier(self) -> Identifier | None:
        """Return the identifier that is the type's own ARN, if one is."""
        wanted = (self.spec.arn or {}).get("arn")
        return next((i for i in self.identifiers if xform_name(i.name) == wanted), None)


def own_inputs(spec: TypeSpec, name: str, member: str | None) -> list[str]:
    """Return the input names that mean a type's own identifier, surest first."""
    found = [*spec.inputs.get(name, [])]
    if member:
        found += [member, member[:1].lower() + member[1:]]
        found += [f"Source{member}"]
    for noun in spec.nouns:
        if member in {"Id", "Name", "Arn", "ARN", "Identifier"}:
            found += [noun + member, noun[:1].lower() + noun[1:] + member]
    return list(dict.fromkeys(found))


class TypeBuilder:
    """Derives every type of one service."""

    def __init__(self, service: Service, spec: ServiceSpec) -> None:
        self.service = service
        self.spec = spec
        self.types: dict[str, ResourceType] = {}

    def build(self) -> dict[str, ResourceType]:
        """Return the types: boto3's own first, then the TOML's, parents first."""
        for name in self.service.base.get("resources", {}):
            self.types[name] = self._base_type(name)
        for spec in self.spec.types.values():
            if spec.name not in self.types:
                self._add(spec)
        return self.types

    def _base_type(self, name: str) -> ResourceType:
        definition = self.service.base["resources"][name]
        spec = self.spec.types.get(name) or TypeSpec(name, [name])
        shape = definition.get("shape")
        return ResourceType(
            spec,
            [
                Identifier(
                    i["name"],
                    i.get("memberName"),
                    [*spec.inputs.get(i["name"], []), *_used(definition, i["name"])],
                )
                for i in definition.get("identifiers", [])
            ],
            shape=self.service.model.shape_for(shape) if shape else None,
            load=None,
            base=True,
        )

    def _add(self, spec: TypeSpec) -> None:
        if spec.parent and spec.parent not in self.types:
            self._add(self.spec.types[spec.parent])
        identifiers = self._inherited(spec)
        for name, member in spec.identifiers.items():
            identifiers.append(
                Identifier(name, member or None, own_inputs(spec, name, member))
            )
        kind = ResourceType(spec, identifiers)
        kind.load = self._load(kind)
        kind.shape = self._shape(kind)
        _drop_absent_members(kind)
        self.types[spec.name] = kind

    def _inherited(self, spec: TypeSpec) -> list[Identifier]:
        """Return a parent's identifiers as its child carries them."""
        if not spec.parent:
            return []
        parent = self.types[spec.parent]
        found = []
        for i in parent.identifiers:
            # BucketName of an Object stays BucketName; its Key becomes ObjectKey.
            inherited = any(
                i.name.startswith(n) for n in self.types if n != parent.name
            )
            name = i.name if inherited or not i.own else parent.name + i.name
            inputs = [*spec.inputs.get(name, []), *i.inputs]
            found.append(Identifier(name, i.member, inputs, own=False))
        return found

    def _load(self, kind: ResourceType) -> Call | None:
        spec = kind.spec.load
        if isinstance(spec, LoadSpec):
            return self._written_load(kind, spec)
        if not spec:
            return None
        for noun in kind.nouns:
            names = [v + noun for v in LOAD_VERBS]
            names += [v + p for v in LOAD_VERBS for p in plurals(noun)]
            for operation in names:
                if operation in self.service.operations:
                    call = self._loads(kind, operation)
                    if call:
                        return call
        return None

    def _written_load(self, kind: ResourceType, spec: LoadSpec) -> Call:
        if spec.operation not in self.service.operations:
            raise DefinitionError(f"{kind.name}: no operation {spec.operation}")
        if spec.params:
            params = params_of(kind, spec.params)
        else:
            params = match_inputs(self.service, kind, spec.operation, lists=True) or []
        path = spec.path or self._answer(kind, spec.operation)
        return Call(spec.operation, params, path)

    def _loads(self, kind: ResourceType, operation: str) -> Call | None:
        """Return the load that *operation* makes, if it can single out one item."""
        params = match_inputs(self.service, kind, operation, lists=True)
        if not params:
            return None
        given = {p["target"].removesuffix("[0]") for p in params}
        path = self._answer(kind, operation)
        if path is None or self.service.required(operation) - given:
            return None
        return Call(operation, params, path)

    def _answer(self, kind: ResourceType, operation: str) -> str | None:
        """Return where the one item stands in an operation's output."""
        output = self.service.output(operation)
        members = [i.member for i in kind.identifiers if i.own and i.member]
        for path, structure in shapes.structures_in(output):
            if members and all(m in structure.members for m in members):
                return path
        for items in shapes.lists_in(output):
            if members and all(shapes.member_of(items.item, [m]) for m in members):
                return items.path[:-1] + "0]"
        if operation.endswith(tuple(kind.nouns)):
            inner = [p for p, s in shapes.structures_in(output) if p in kind.nouns]
            return inner[0] if inner else "@"
        return None

    def _shape(self, kind: ResourceType) -> StructureShape | None:
        if kind.spec.shape:
            return self.service.model.shape_for(kind.spec.shape)
        if kind.load and kind.load.path:
            return shape_at(self.service.output(kind.load.operation), kind.load.path)
        item = next((x.item for x in listings(self.service, kind) if x.item), None)
        return item if isinstance(item, StructureShape) else None


def _drop_absent_members(kind: ResourceType) -> None:
    """Forget a member name that the type's own data does not have."""
    members = kind.shape.members if kind.shape is not None else {}
    for identifier in kind.identifiers:
        if identifier.member not in members:
            identifier.member = None


def _used(definition: object, name: str) -> list[str]:
    """Return the inputs that boto3's own definition fills with an identifier."""
    found: dict[str, None] = {}
    if isinstance(definition, dict):
        for value in definition.values():
            found.update(dict.fromkeys(_used(value, name)))
        if definition.get("source") == "identifier" and definition.get("name") == name:
            target = str(definition.get("target", ""))
            if target.isalnum():
                found[target] = None
    elif isinstance(definition, list):
        for value in definition:
            found.update(dict.fromkeys(_used(value, name)))
    return list(found)


def shape_at(output: Shape | None, path: str) -> StructureShape | None:
    """Return the structure a simple JMESPath leads to."""
    shape = output
    for part in path.split("."):
        name = part.split("[")[0]
        if name in {"@", "$", ""}:
            continue
        if not isinstance(shape, StructureShape) or name not in shape.members:
            return None
        shape = shape.members[name]
        if "[" in part:
            shape = shape.member  # type: ignore[attr-defined]
    return shape if isinstance(shape, StructureShape) else None


def params_of(kind: ResourceType | None, written: dict[str, str]) -> list[dict[str, str]]:
    """Return boto3's request parameters for ``{input = what}`` as a person writes it.

    *what* is an identifier's name, ``'a constant'`` in its own quotes, ``arn`` for
    the type's own ARN, or else a JMESPath into the type's data.
    """
    return [_param(kind, target, value) for target, value in written.items()]


def _param(kind: ResourceType | None, target: str, value: str) -> dict[str, str]:
    if value.startswith("'"):
        return {"target": target, "source": "string", "value": value.strip("'")}
    names = {i.name for i in kind.identifiers} if kind else set()
    if value == "arn" and kind:
        identifier, member = kind.arn_identifier(), kind.arn_member()
        if identifier:
            value = identifier.name
        elif member:
            value = member
        else:
            raise DefinitionError(f"{kind.name}: its data holds no ARN for {target}")
    if value in names or any(i.name == value for i in (kind.identifiers if kind else [])):
        return {"target": target, "source": "identifier", "name": value}
    return {"target": target, "source": "data", "path": value}


def match_inputs(
    service: Service, kind: ResourceType, operation: str, *, lists: bool = False
) -> list[dict[str, str]] | None:
    """Return parameters that fill an operation from *every* identifier of a type.

    With *lists*, an input that takes a list of ids will do (``VpcIds[0]``).
    """
    inputs = service.inputs(operation)
    params = []
    for identifier in kind.identifiers:
        target = _target(inputs, identifier, lists)
        if target is None:
            return None
        params.append(
            {"target": target, "source": "identifier", "name": identifier.name}
        )
    return params


def _target(inputs: dict[str, Shape], identifier: Identifier, lists: bool) -> str | None:
    for name in sorted(identifier.inputs, key=lambda n: not n.startswith("Source")):
        if name in inputs and inputs[name].type_name in shapes.SCALARS:
            return name
    if lists:
        for name in identifier.inputs:
            for plural in plurals(name):
                if plural in inputs and shapes.is_string_list(inputs[plural]):
                    return f"{plural}[0]"
    return None


def listings(service: Service, kind: ResourceType) -> list[Listing]:
    """Return the list operations of a type, whoever's collection they make."""
    spec = kind.spec.lists
    if isinstance(spec, bool):
        found = _derived_listing(service, kind) if spec else None
        return [found] if found else []
    return [_written_listing(service, kind, one) for one in spec]


def _derived_listing(service: Service, kind: ResourceType) -> Listing | None:
    found = []
    for noun in kind.nouns:
        for verb in LIST_VERBS:
            for plural in plurals(noun):
                operation = verb + plural
                one = kind.load and kind.load.operation == operation
                if one and not (kind.load.path or "").endswith("[0]"):
                    continue
                if operation in service.operations:
                    listing = _listing(service, kind, operation)
                    if listing:
                        found.append(listing)
    # A list of the whole thing beats a list of summaries; else AWS's verbs in order.
    full = [x for x in found if kind.shape is not None and x.item is kind.shape]
    same = [x for x in found if kind.shape and x.item and x.item.name == kind.shape.name]
    return next(iter([*full, *same, *found]), None)


def _listing(service: Service, kind: ResourceType, operation: str) -> Listing | None:
    for items in shapes.lists_in(service.output(operation)):
        identifiers = item_identifiers(kind, items, {})
        if identifiers is not None:
            return Listing(operation, [], items.path, [], identifiers, items.item)
    return None


def _written_listing(service: Service, kind: ResourceType, spec: ListSpec) -> Listing:
    if spec.operation not in service.operations:
        raise DefinitionError(f"{kind.name}: no operation {spec.operation}")
    for items in shapes.lists_in(service.output(spec.operation)):
        if spec.path and items.path != spec.path:
            continue
        identifiers = item_identifiers(kind, items, spec.identifiers)
        if identifiers is not None:
            return Listing(
                spec.operation, [], items.path, spec.names, identifiers, items.item, spec
            )
    raise DefinitionError(
        f"{kind.name}: no list in the answer of {spec.operation} has its identifiers"
    )


def item_identifiers(
    kind: ResourceType, items: shapes.Items, written: dict[str, str]
) -> dict[str, str] | None:
    """Return where in a list's items each own identifier stands, or ``None``."""
    found = {}
    for identifier in kind.identifiers:
        if not identifier.own:
            continue
        if not isinstance(items.item, StructureShape):
            own = [i for i in kind.identifiers if i.own]
            if len(own) != 1 or "." in items.path:
                return None
            found[identifier.name] = items.path
            continue
        names = [written.get(identifier.name) or identifier.member or ""]
        names += [n for n in identifier.inputs if not n.startswith("Source")]
        member = shapes.member_of(items.item, [n for n in names if n])
        if member is None:
            return None
        found[identifier.name] = f"{items.path}.{member}"
    return found if found else None
