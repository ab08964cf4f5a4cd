"""The identifiers, the lists and the load of a resource type."""

from __future__ import annotations

from botocore.model import StructureShape

from . import shapes
from .inputs import has_noun, is_bare, match_inputs, own_inputs, params_of, used_inputs
from .listing import listings
from .resource_type import Call, Identifier, ResourceType
from .service import Service
from .shapes import shape_at
from .spec import LoadSpec, ServiceSpec, TypeSpec
from .toml_file import DefinitionError
from .words import plurals

LOAD_VERBS = ("Describe", "Head", "Get")

# An answer with more members than these, beside an id, is more than an envelope.
_FURTHER = 3


class TypeBuilder:
    """The derivation of every type of a service."""

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
        resources = self.service.base["resources"]
        definition = resources[name]
        spec = self.spec.types.get(name) or TypeSpec(name, [name])
        inherited = len(resources.get(spec.parent, {}).get("identifiers", []))
        shape = definition.get("shape")
        kind = ResourceType(
            spec,
            [
                Identifier(
                    i["name"],
                    i.get("memberName"),
                    [
                        *spec.inputs.get(i["name"], []),
                        *used_inputs(definition, i["name"]),
                    ],
                    own=position >= inherited,
                )
                for position, i in enumerate(definition.get("identifiers", []))
            ],
            shape=self.service.structure(shape) if shape else None,
            base=True,
        )
        if isinstance(spec.load, LoadSpec) and "load" not in definition:
            kind.load = self._written_load(kind, spec.load)
        return kind

    def _add(self, spec: TypeSpec) -> None:
        if spec.parent and spec.parent not in self.types:
            self._add(self.spec.types[spec.parent])
        identifiers = self._inherited(spec)
        for name, member in spec.identifiers.items():
            many, member = member.endswith("[]"), member.removesuffix("[]")
            inputs = own_inputs(spec, name, member)
            prefix = spec.prefixes.get(name)
            identifiers.append(
                Identifier(name, member or None, inputs, prefix=prefix, many=many)
            )
        kind = ResourceType(spec, identifiers)
        kind.load = self._load(kind)
        kind.shape = self._shape(kind)
        _leave_own_members(kind)
        _drop_absent_members(kind)
        self._drop_others_members(kind)
        self._see_numbers(kind)
        self.types[spec.name] = kind

    def _drop_others_members(self, kind: ResourceType) -> None:
        """Forget the ``arn`` of an item for its parent's, by botocore's patterns.

        A resource of a recommendation is asked for by the recommendation's ARN.
        """
        for identifier in kind.identifiers:
            member = identifier.member
            if identifier.own or kind.shape is None or not (member and is_bare(member)):
                continue
            told = kind.shape.members[member].metadata.get("pattern")
            asked = {
                inputs[name].metadata.get("pattern")
                for inputs in map(self.service.inputs, self.service.operations)
                for name in {*identifier.inputs} & {*inputs}
            } - {None}
            if told and asked and told not in asked:
                identifier.member = None

    def _see_numbers(self, kind: ResourceType) -> None:
        """Mark the identifiers that AWS returns as numbers and takes as strings."""
        if kind.load is None or kind.shape is None:
            return
        inputs = self.service.inputs(kind.load.operation)
        for identifier in kind.identifiers:
            asked = [
                inputs.get(p["target"].removesuffix("[0]"))
                for p in kind.load.params
                if p.get("name") == identifier.name
            ]
            told = kind.shape.members.get(identifier.member)
            identifier.as_text = (
                told is not None
                and told.type_name in {"integer", "long"}
                and any(
                    shape is not None
                    and (shape.type_name == "string" or shapes.is_string_list(shape))
                    for shape in asked
                )
            )

    def _inherited(self, spec: TypeSpec) -> list[Identifier]:
        """Return a parent's identifiers by their names in a child type."""
        if not spec.parent:
            return []
        parent = self.types[spec.parent]
        found = []
        names = iter(spec.parent_identifiers)
        for i in parent.identifiers:
            # BucketName of an Object stays BucketName; its Key becomes ObjectKey.
            inherited = any(
                i.name.startswith(n) for n in self.types if n != parent.name
            )
            inherited = inherited or i.name.startswith(parent.name)
            name = i.name if inherited or not i.own else parent.name + i.name
            name = next(names, name)
            inputs = [*spec.inputs.get(name, []), *i.inputs]
            member = i.member
            if member in {*spec.identifiers.values(), *spec.own_data}:
                member = _seen_from_outside(parent, i)
            found.append(
                Identifier(name, member, inputs, False, prefix=i.prefix, many=i.many)
            )
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
            names += [v + noun + "Attributes" for v in LOAD_VERBS]
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
        """Return the load by *operation*, if its inputs identify an item."""
        params = match_inputs(self.service, kind, operation, lists=True)
        if params is None or (kind.identifiers and not params):
            return None
        given = {p["target"].removesuffix("[0]") for p in params}
        path = self._answer(kind, operation)
        if path is None or self.service.required(operation) - given:
            return None
        return Call(operation, params, path)

    def _answer(self, kind: ResourceType, operation: str) -> str | None:
        """Return the path of a type's structure in an operation's output."""
        output = self.service.output(operation)
        members = [i.member for i in kind.identifiers if i.own and i.member]
        if self._is_whole(kind, operation):
            return "@"
        for path, structure in shapes.structures_in(output):
            if members and all(m in structure.members for m in members):
                return path
        for items in shapes.lists_in(output):
            if members and all(shapes.member_of(items.item, [m]) for m in members):
                return items.path.replace("[]", "[0]")
        if operation.removesuffix("Attributes").endswith(tuple(kind.nouns)):
            inner = [
                p
                for p, s in shapes.structures_in(output)
                if p in kind.nouns or (not kind.identifiers and _ends(kind, p))
            ]
            return inner[0] if inner else "@"
        return None

    def _is_whole(self, kind: ResourceType, operation: str) -> bool:
        """Return whether an answer as a whole is the data of a type.

        It has the type's own identifiers, and more besides: databrew's Job has its Name
        beside a ``RecipeReference``, whose Name is a recipe's.
        """
        output = self.service.output(operation)
        named = any(operation == verb + n for n in kind.nouns for verb in LOAD_VERBS)
        own = [i for i in kind.identifiers if i.own]
        if output is None or not named or not own:
            return False
        told = [self._told_beside(kind, i, output) for i in own]
        if None in told or len(output.members) - len({*told}) <= _FURTHER:
            return False
        return not any(
            len(structure.members) > len(output.members)
            or _ends(kind, path[:1].upper() + path[1:])
            for path, structure in shapes.structures_in(output)
        )

    def _told_beside(
        self, kind: ResourceType, identifier: Identifier, output: StructureShape
    ) -> str | None:
        """Return the member of an answer that is an own identifier, if any is."""
        names = [identifier.name, *identifier.inputs, str(identifier.member)]
        names += [noun + identifier.name for noun in kind.nouns]
        wanted = {name.lower() for name in names}
        members = (m for m in output.members if m.lower() in wanted)
        return next((m for m in members if identifier.fits(output.members[m])), None)

    def _shape(self, kind: ResourceType) -> StructureShape | None:
        if kind.spec.shape:
            return self.service.structure(kind.spec.shape)
        if kind.load and kind.load.path:
            return shape_at(self.service.output(kind.load.operation), kind.load.path)
        item = next((x.item for x in listings(self.service, kind) if x.item), None)
        return item if isinstance(item, StructureShape) else None


def _ends(kind: ResourceType, member: str) -> bool:
    """Return whether a member's name is the end of its type's: PasswordPolicy."""
    return member != "@" and any(noun.endswith(member) for noun in kind.nouns)


def _seen_from_outside(kind: ResourceType, identifier: Identifier) -> str | None:
    """Return the member of a child with its parent's identifier.

    A cluster's ``Id`` is ``ClusterId`` in the data of a step, whose ``Id`` is another.
    """
    member = str(identifier.member)
    nouns = [noun for noun in kind.nouns if noun + member in identifier.inputs]
    return nouns[0] + member if nouns else None


def _leave_own_members(kind: ResourceType) -> None:
    """Tell a type's own name, id or ARN from the parent's.

    An insight of eks has a ``name``, and DescribeInsight asks for its ``clusterName``.
    The ``id`` of a data product of datazone is its own, though a domain has one, too.
    """
    asked = {p.get("name"): p["target"] for p in kind.load.params} if kind.load else {}
    own = {i.name.lower() for i in kind.identifiers if i.own}
    for identifier in (i for i in kind.identifiers if not i.own):
        target, member = asked.get(identifier.name), identifier.member
        if target and has_noun(target, member):
            identifier.member = target
        elif target and member and is_bare(member):
            # What is beside a member with the parent's noun is the type's own, too.
            called = {*identifier.inputs}.intersection(_members(kind))
            named = any(has_noun(name, member) for name in called)
            if named or (member.lower() in own and target != member):
                identifier.member = None


def _members(kind: ResourceType) -> set[str]:
    return {*kind.shape.members} if kind.shape is not None else set()


def _drop_absent_members(kind: ResourceType) -> None:
    """Forget a member name that the type's own data does not have."""
    members = _members(kind)
    for identifier in kind.identifiers:
        if identifier.member not in members:
            identifier.member = None
