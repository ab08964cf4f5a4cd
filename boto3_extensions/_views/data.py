"""Turns a resource into plain data: identifiers and attributes, ready for JSON.

Tells whether a resource is there: by its load, or its waiter where it has none.

Only what AWS says of a thing that is not there counts as that. A denial, a throttle, a
name that AWS cannot read are errors as they are anywhere else: what was not seen may be
there all the same.

Gives resources ``to_dict()`` and ``exists()``, where AWS has no such member.

Resources that are asked to travel to another process: refused, with what to send.

Their classes are made anew in each session, so pickle cannot find them; a client and
its credentials could not travel either.
"""

from __future__ import annotations

import base64
import copy
import datetime
import decimal
import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from boto3.resources.base import ServiceResource
from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.model import NoShapeFoundError

from boto3_extensions.exceptions import NotLoadableError, ResourceNotFoundError

if TYPE_CHECKING:
    from boto3.resources.model import ResourceModel, Waiter

# Stands for a value that has no place in JSON: a stream can be read but once.
_LEFT_OUT = object()


def to_dict(resource: Any) -> dict[str, Any]:
    """Return the identifiers and the data of a resource, ready for JSON.

    What is not loaded yet is loaded, as reading the attributes would. A type that
    cannot be loaded has its identifiers alone, unless its data came along.

    Args:
        resource: A resource of any type.

    Returns:
        By name of the attribute, in Python's spelling; inside of values, keys are
        written as AWS does. Dates and times are ISO 8601 strings, sets are sorted
        lists, bytes are base64, decimals are numbers, or strings where a number would
        lose digits. Bodies that are streams are left out.

    Raises:
        TypeError: `resource` is none.
        ResourceNotFoundError: There is no such resource.
        ClientError: The service did not answer when it was asked to load it.
    """
    check_resource("to_dict", resource)
    found = {name: getattr(resource, name) for name in resource.meta.identifiers}
    if resource.meta.data is not None or hasattr(type(resource), "load"):
        found.update(
            (name, getattr(resource, name)) for name in attributes_of(resource)
        )
    plain = ((name, as_plain(value)) for name, value in found.items())
    return {name: value for name, value in plain if value is not _LEFT_OUT}


def check_resource(function: str, given: object) -> None:
    """Refuse what is no resource.

    Args:
        function: The name of the function that takes one.
        given: What it was given.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(given, ServiceResource):
        raise TypeError(
            f'{function}() takes a resource, such as rds.DBInstance("orders"), not a '
            f"{type(given).__name__}"
        )


def attributes_of(resource: ServiceResource) -> Iterator[str]:
    """Yield the names of the attributes that hold a resource's data, in order."""
    model = resource.meta.resource_model
    known = set(dir(type(resource)))
    names: list[str] = []
    try:
        service_model = resource.meta.client.meta.service_model
        if model is not None and model.shape:
            names += model.get_attributes(service_model.shape_for(model.shape))
    except NoShapeFoundError:
        # Of a botocore newer than this one.
        pass
    extras = getattr(model, "_definition", {}).get("extras", {})
    names += [xform_name(one) for one, told in extras.items() if told.get("load")]
    # What is not there is withheld, or has given way to another member.
    yield from (name for name in dict.fromkeys(sorted(names)) if name in known)


def as_plain(value: object) -> Any:
    """Return a value as JSON has it, a mark of this module's for a stream."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        # JSON has no infinity.
        return value if math.isfinite(value) else str(value)
    if isinstance(value, decimal.Decimal):
        return _number(value)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, ServiceResource):
        known = {name: getattr(value, name) for name in value.meta.identifiers}
        return known if len(known) != 1 else next(iter(known.values()))
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        items = ((str(key), as_plain(one)) for key, one in value.items())
        return {key: one for key, one in items if one is not _LEFT_OUT}
    if isinstance(value, set | frozenset):
        return sorted(map(as_plain, value), key=lambda one: (str(type(one)), one))
    if isinstance(value, list | tuple):
        return [one for one in map(as_plain, value) if one is not _LEFT_OUT]
    if hasattr(value, "read") or hasattr(value, "get_initial_response"):
        return _LEFT_OUT
    # dynamodb's Binary, of boto3's: what it holds is bytes.
    held = getattr(value, "value", None)
    return as_plain(held) if isinstance(held, bytes | bytearray) else str(value)


def _number(value: decimal.Decimal) -> int | float | str:
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    # dynamodb has 38 digits, a float 15.
    return near if decimal.Decimal(repr(near)) == value else str(value)


# As the errors of all operations are called that load a type of ours or boto3's. Those
# of ec2, of which no model knows any, are `InvalidInstanceID.NotFound`.
_NOT_FOUND = re.compile(
    r"404$|.*(NotFound|NotFond|DoesNotExist|NotExists|NonExistent\w*|NotPresent)"
    r"(Exception|Fault|Error)?$|(.*\.)?NoSuch[A-Z]\w*$"
)

# What another thing lacks, of a resource that is there: its key, the service's role.
_ANOTHER = re.compile(r"KMS|ServiceLinkedRole")

# What is not called so, by service, from the errors' own text.
_OTHERWISE = {
    "acm": {"InvalidArnException"},
    "datapipeline": {"PipelineDeletedException"},
    "ssm": {"InvalidDocument", "InvalidDeletionIdException"},
}

# Where only the message tells, as of cloudformation's stacks and emr's clusters. A load
# asks by identifiers alone: what does not exist is the thing or its parent.
_GENERAL = re.compile(
    r"Validation(Error|Exception)|InvalidRequestException|InvalidParameterValue"
    r"|DirectConnectClientException"
)
_TOLD = re.compile(
    r"(does not|doesn't|do not) exist|(not|n't) (be )?found"
    r"|[Cc]luster id .* is not valid"
)

# What boto3 calls the waiter, and where it says of which operation.
_WAITER = "wait_until_exists"


def exists(resource: Any) -> bool:
    """Tell whether a resource is there, by asking AWS.

    The resource stays as it is: its data are not loaded, nor replaced.

    Args:
        resource: A resource of a type that can be loaded, or waited for.

    Returns:
        False only if the service says that it, or what it is a part of, is not there.
        What is being deleted is there for as long as the service shows it.

    Raises:
        ClientError: The service said something else, such as that it is denied.
        NotLoadableError: AWS has no operation that asks for one of its type.
    """
    check_resource("exists", resource)
    try:
        return _is_there(resource)
    except ResourceNotFoundError:
        return False
    except ClientError as error:
        if is_not_found(error, resource.meta.service_name):
            return False
        raise


def is_not_found(error: ClientError, service_name: str) -> bool:
    """Tell whether a service says that what it was asked to load is not there.

    Args:
        error: Of an operation that takes nothing but identifiers.
        service_name: boto3's name of the service.
    """
    told = error.response.get("Error", {})
    code = str(told.get("Code", ""))
    if _ANOTHER.match(code):
        return False
    if _NOT_FOUND.match(code) or code in _OTHERWISE.get(service_name, ()):
        return True
    message = str(told.get("Message", ""))
    return bool(_GENERAL.fullmatch(code) and _TOLD.search(message))


def _is_there(resource: ServiceResource) -> bool:
    model = resource.meta.resource_model
    if model.load is None and (waiter := _waiter_of(model)) is not None:
        # boto3's own load of a bucket finds the caller's alone, and hides a denial.
        client = resource.meta.client
        operation = client.get_waiter(xform_name(waiter.waiter_name)).config.operation
        parameters = create_request_parameters(resource, waiter)
        getattr(client, xform_name(operation))(**parameters)
        return True
    if not hasattr(resource, "load"):
        raise NotLoadableError(
            f"AWS has no operation that asks for one {type(resource).__name__}: look "
            "for it among those that a collection lists"
        )
    # Whoever holds the resource has read it as it was, a token of it included.
    twin = copy.copy(resource)
    twin.meta = resource.meta.copy()
    twin.load()
    return twin.meta.data is not None


def _waiter_of(model: ResourceModel) -> Waiter | None:
    return next((one for one in model.waiters if one.name == _WAITER), None)
