"""The tags of every type that has some, read and changed over HTTP on the fake AWS.

It shows that ``tags-1`` fits botocore's models, not how AWS behaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.model import NoShapeFoundError

from boto3_extensions import tags_of
from boto3_extensions._arns.lookup import default_index
from boto3_extensions._foundation.models import load_definitions
from boto3_extensions._tags.ways import TAGS_TYPE_NAME, client_method_of
from boto3_extensions.exceptions import NotOfferedError, TagError
from definition_driver import Subject, World, models_are_older, services
from definition_driver.world import calls_of, leaves


def ways(service: str) -> dict[str, Any]:
    """Return what ``tags-1`` of a service says of each type."""
    document = load_definitions(default_index()[0], service, TAGS_TYPE_NAME) or {
        "resources": {}
    }
    found: dict[str, Any] = document["resources"]
    return found


@pytest.mark.parametrize("service", [s for s in services() if ways(s)])
def test_tags_are_read_and_changed(world: World, service: str) -> None:
    """As the model has them, with all that identifies the resource, in one call."""
    faults = []
    for kind, way in ways(service).items():
        try:
            faults += [
                f"{kind}: {fault}" for fault in _faults(world, service, kind, way)
            ]
        except (NotOfferedError, NoShapeFoundError, TagError):
            # The type came later, or what its tags are known by.
            if not models_are_older():
                raise
        except Exception as error:
            faults.append(f"{kind}: {type(error).__name__}: {error}")
    assert "" == "\n".join(faults)


def _faults(world: World, service: str, kind: str, way: Any) -> Iterator[str]:
    subject = Subject(service, kind)
    resource = _made(world, subject, way)
    tags = tags_of(resource)
    found, _ = world.during(lambda: dict(tags))
    if not found or not all(isinstance(v, str) for v in found.values()):
        yield f"it reads {found!r}"
        return
    puts = way.get("add") or way.get("replace")
    if puts is None:
        return
    _, calls = world.during(lambda: tags.update(team="shop", env="prod"))
    yield from _call_faults(resource, calls, puts, {"team", "shop", "env", "prod"})
    key = next(iter(found))
    _, calls = world.during(lambda: tags.pop(key))
    if removal := way.get("remove"):
        yield from _call_faults(resource, calls, removal, {key})
    # What replaces all is read anew, and the fake AWS keeps nothing.
    if key in tags or ("replace" not in way and "shop" != tags["team"]):
        yield f"it has {tags!r} after the change"


def _made(world: World, subject: Subject, way: Any) -> Any:
    needs = [p["source"] for part in way.values() if isinstance(part, dict)
             for p in part.get("params", ())]  # fmt: skip
    resource = world.make(subject)
    if "read" in way:
        client_method_of(resource, way["read"])
    # Somewhere to have it from.
    if ("data" in needs or "read" not in way) and not hasattr(resource, "load"):
        return world.with_data(subject)
    return resource


def _call_faults(
    resource: Any, calls: list[Any], request: Any, sent: set[str]
) -> Iterator[str]:
    ours = calls_of(calls, request["operation"])
    if len(ours) != 1:
        yield f"it makes {len(ours)} calls of {request['operation']}"
        return
    texts = set(map(str, leaves(ours[0].params)))
    if lost := sent - texts - _keys(ours[0].params):
        yield f"{request['operation']} lacks {lost}"
    for param in [*request["params"], *request.get("item", ())]:
        if param["source"] == "identifier":
            value = str(getattr(resource, xform_name(param["name"])))
            if value not in texts:
                yield f"{request['operation']} lacks {value} for {param['target']}"


def _keys(value: Any) -> set[str]:
    found = set()
    if isinstance(value, dict):
        found |= {*value}.union(*map(_keys, value.values()))
    return found
