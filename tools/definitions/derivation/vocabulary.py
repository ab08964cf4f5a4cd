"""The nouns of a service: the objects of its operations' names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from botocore.model import Shape

from .. import shapes
from ..making import CHANGE_VERBS
from ..service import Service
from ..words import PREPOSITIONS, after_verb, ends_of, plurals, singular, verb, words
from .identifiers import KINDS, telling

ONE = ("Delete", "Get", "Describe", "Head")
SEVERAL = ("Describe", "List", "Get")
# And those of lists that need to be told what for.
LISTING = (*SEVERAL, "Search")
MAKING = (
    "Create", "Put", "Add", "Register", "Import", "Allocate", "Request", "Start",
    "Upload", "Initiate", "Send", "Set",
)  # fmt: skip
# What these make, or list, they do not single out.
NAMELESS = {*MAKING, "List", "Copy"} - {"Put", "Set", "Upload"}
CHANGING = (*CHANGE_VERBS, "Change")

_TOKENS = (
    "clienttoken", "requesttoken", "idempotencytoken", "nexttoken", "locktoken",
    "updatetoken", "creationtoken", "timestamp", "revisionid", "token", "ifmatch",
)  # fmt: skip


# What an item is like, why it is changed, and which version the caller has seen.
_STATE = re.compile(r"(Status|Reason)$|^[Cc]urrent\w*Version(Id)?$")


class Vocabulary:
    """The nouns of a service, and the verbs of each."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.nouns: dict[str, set[str]] = {}
        for operation in service.operations:
            noun = after_verb(operation)
            self.nouns.setdefault(noun, set()).add(verb(operation))
        self.nouns.pop("", None)
        called = {noun.lower() for noun in self.nouns}
        self._tokens = {
            name
            for operation in service.operations
            for name, shape in service.inputs(operation).items()
            if _is_token(name, shape)
            # But the revisions of a data set are things.
            and not {name.lower(), name.lower().removesuffix("id")} & called
        }
        self.inputs = sorted(
            {
                name
                for operation in service.operations
                for name, shape in service.inputs(operation).items()
                if shape.type_name in shapes.SCALARS
            }
        )

    def nouns_of(self, name: str) -> list[str]:
        """Return the names of a type in operations: its name, longer or shorter.

        glacier's Notification is a VaultNotification, ec2's VpcAddress an Address,
        s3's ObjectSummary an Object; sns has a PlatformEndpoint created, and then
        speaks of the Endpoint.
        """
        known = {singular(noun).lower(): singular(noun) for noun in self.nouns}
        known |= {noun.lower(): noun for noun in self.nouns}
        parts, wanted = words(name), name.lower()
        longer = sorted((n for n in known if n.endswith(wanted)), key=len)
        longer += sorted((n for n in known if n.startswith(wanted)), key=len)
        tails = [end.lower() for end in ends_of(name)[1:]]
        heads = ["".join(parts[:i]).lower() for i in range(len(parts) - 1, 0, -1)]
        found = [known[n] for n in [wanted, *longer, *tails, *heads] if n in known]
        told = [n for n in found if self.verbs(n) & {*ONE, *SEVERAL, *CHANGING}]
        return list(dict.fromkeys([name, *found[:1], *told[:1]]))

    def verbs(self, noun: str) -> set[str]:
        """Return the verbs before a noun, in singular or plural."""
        return {v for n in plurals(noun) for v in self.nouns.get(n, set())}

    def is_token(self, name: str) -> bool:
        """Return whether an input may differ between two calls for the same item.

        An idempotency token, that of a page or a lock, a time, a revision, the caller.
        """
        return name in self._tokens

    def things(self) -> list[str]:
        """Return the nouns that are made and deleted, made and read, or listed."""
        found = []
        for noun in sorted({self._one(n) for n in self.nouns}):
            if PREPOSITIONS & {*words(noun)} or singular(noun) == "Tag":
                # What tags are on is told by the operation's input.
                continue
            verbs = self.verbs(noun)
            kinds = ({"Delete"}, {*MAKING, *CHANGING}, {*ONE[1:], *SEVERAL})
            listed = any(telling(noun, shape, []) for _, shape in self.items(noun))
            two = sum(bool(verbs & kind) for kind in kinds) > 1
            if listed or two or self._told_and_listed(noun):
                found.append(noun)
        return found

    def _told_and_listed(self, noun: str) -> bool:
        """Return whether a noun has both a read operation and a list operation."""
        known = self.service.operations
        one = any(self.required(verb + noun) for verb in ONE[1:])
        several = {v + n for v in SEVERAL for n in plurals(noun)[:-2]}
        return one and any(operation in known for operation in several)

    def _one(self, noun: str) -> str:
        """Return the singular of a noun; DhcpOptions has a DhcpOptionsId and none."""
        own = {noun + kind for kind in KINDS}
        told = [v + noun for v in ONE if v + noun in self.service.operations]
        whole = any(own & {*self.service.inputs(o)} for o in told)
        # GetBucketCors is no list of bucket cors.
        # Nor does CreateLocationEfs make one of several LocationEf.
        several = len(told) > 1 or self._is_made_whole(noun)
        whole = whole or (several and all(self.required(o) for o in told))
        return noun if whole else singular(noun)

    def _is_made_whole(self, noun: str) -> bool:
        """Return whether a noun is created, and read as one that is no list."""
        reads = [v + noun for v in ONE[1:] if v + noun in self.service.operations]
        lists = any(
            noun.lower().endswith(items.path.removesuffix("[]").lower())
            for operation in reads
            for items in shapes.lists_in(self.service.output(operation))
        )
        return bool(reads) and not lists and "Create" + noun in self.service.operations

    def required(self, operation: str) -> list[str]:
        """Return the one-valued inputs an operation requires, in AWS's order."""
        if operation not in self.service.operations:
            return []
        inputs = self.service.inputs(operation)
        required = self.service.required(operation)
        return [
            n for n in inputs if n in required and inputs[n].type_name in shapes.SCALARS
        ]

    def items(self, noun: str) -> Iterator[tuple[str, Shape]]:
        """Yield the item shapes of a noun's list and read operations."""
        for spelt in plurals(noun):
            for operation in [v + spelt for v in ("Describe", "Get", "List")]:
                if operation in self.service.operations:
                    output = self.service.output(operation)
                    for items in shapes.lists_in(output):
                        yield operation, items.item
                    for _, shape in shapes.structures_in(output):
                        yield operation, shape


def _is_token(name: str, shape: Shape) -> bool:
    return (
        shape.type_name == "timestamp"
        or "idempotencyToken" in shape.metadata
        or name.lower().endswith(_TOKENS)
        or name.lower() in {"revision", "ifmatch", "etag", "chimebearer", "dryrun"}
        or _STATE.search(name) is not None
    )
