"""Plain data of a resource (`to_dict`), and its existence at AWS (`exists`).

`to_dict` returns identifiers and attributes with values ready for JSON. `exists` calls
the load operation of the resource, or the operation of its waiter if it has no load.

A resource counts as missing only if the error code, or else the message, of the service
says so. A denial, a throttled request or an identifier that AWS cannot parse remains an
error, since the resource may exist all the same.
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

# The place of a value that JSON cannot have: a stream, which can be read only once.
_LEFT_OUT = object()


def to_dict(resource: Any) -> dict[str, Any]:
    """Return the identifiers and attributes of a resource, ready for JSON.

    The resource is loaded if it is not loaded yet, as by reading its attributes. For a
    type without a load operation the result has the identifiers alone, unless the
    resource has data, as an item of a collection may.

    Args:
        resource: A resource of any type.

    Returns:
        Values by the names of identifiers and attributes in snake_case. Keys inside
        values are spelled as AWS spells them. Dates and times are ISO 8601 strings,
        sets are sorted lists, bytes are base64 strings, decimals are numbers, or
        strings where a number would lose digits. Streaming bodies are left out.

    Raises:
        TypeError: `resource` is no resource.
        ResourceNotFoundError: The resource does not exist.
        ClientError: The service refused the load operation.
    """
    check_resource("to_dict", resource)
    values = {name: getattr(resource, name) for name in resource.meta.identifiers}
    if resource.meta.data is not None or hasattr(type(resource), "load"):
        values.update(
            (name, getattr(resource, name)) for name in attributes_of(resource)
        )
    plain = ((name, to_json_value(value)) for name, value in values.items())
    return {name: value for name, value in plain if value is not _LEFT_OUT}


def check_resource(function: str, given: object) -> None:
    """Check that an argument is a resource.

    Args:
        function: The name of the function that takes the resource, for the message.
        given: The argument.

    Raises:
        TypeError: The argument is no resource.
    """
    if not isinstance(given, ServiceResource):
        raise TypeError(
            f'{function}() takes a resource, such as rds.DBInstance("orders"), not a '
            f"{type(given).__name__}"
        )


def attributes_of(resource: ServiceResource) -> Iterator[str]:
    """Yield the names of a resource's attributes, without identifiers, sorted."""
    model = resource.meta.resource_model
    known = set(dir(type(resource)))
    names: list[str] = []
    try:
        service_model = resource.meta.client.meta.service_model
        if model is not None and model.shape:
            names += model.get_attributes(service_model.shape_for(model.shape))
    except NoShapeFoundError:
        # The definition was made with a botocore newer than the installed release.
        pass
    extras = getattr(model, "_definition", {}).get("extras", {})
    names += [
        xform_name(extra)
        for extra, described in extras.items()
        if described.get("load")
    ]
    # The class lacks attributes that are withheld, or whose name another member has.
    yield from (name for name in dict.fromkeys(sorted(names)) if name in known)


def to_json_value(value: object) -> Any:
    """Return a value ready for JSON; for a stream, the marker `_LEFT_OUT`.

    Args:
        value: Any value of an attribute; objects of unknown classes become strings.
    """
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
        items = ((str(key), to_json_value(item)) for key, item in value.items())
        return {key: item for key, item in items if item is not _LEFT_OUT}
    if isinstance(value, set | frozenset):
        return sorted(
            map(to_json_value, value), key=lambda item: (str(type(item)), item)
        )
    if isinstance(value, list | tuple):
        return [item for item in map(to_json_value, value) if item is not _LEFT_OUT]
    if hasattr(value, "read") or hasattr(value, "get_initial_response"):
        return _LEFT_OUT
    # boto3's `Binary` of DynamoDB has its bytes as `value`.
    content = getattr(value, "value", None)
    return (
        to_json_value(content) if isinstance(content, bytes | bytearray) else str(value)
    )


def _number(value: decimal.Decimal) -> int | float | str:
    if not value.is_finite():
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    # DynamoDB's numbers have up to 38 digits, a float 15.
    return number if decimal.Decimal(repr(number)) == value else str(value)


# The error codes for a missing resource, of all operations that load a type of ours
# or of boto3. Those of EC2, which are in no service model, are such as
# `InvalidInstanceID.NotFound`.
_NOT_FOUND = re.compile(
    r"404$|.*(NotFound|NotFond|DoesNotExist|NotExists|NonExistent\w*|NotPresent)"
    r"(Exception|Fault|Error)?$|(.*\.)?NoSuch[A-Z]\w*$"
)

# Error codes about another missing thing, such as the KMS key of an existing resource.
_NOT_FOUND_OTHER = re.compile(r"KMS|ServiceLinkedRole")

# Other error codes for a missing resource by service, according to their messages.
_NOT_FOUND_BY_SERVICE = {
    "acm": {"InvalidArnException"},
    "acm-pca": {"InvalidArnException"},
    "ce": {"UnknownMonitorException", "UnknownSubscriptionException"},
    "codeconnections": {"ResourceUnavailableException"},
    "codestar-connections": {"ResourceUnavailableException"},
    "datapipeline": {"PipelineDeletedException"},
    "ram": {"UnknownResourceException"},
    "snowball": {"InvalidResourceException"},
    "ssm": {"InvalidDocument", "InvalidDeletionIdException"},
    "swf": {"UnknownResourceFault"},
    "waf": {"WAFNonexistentItemException"},
    "waf-regional": {"WAFNonexistentItemException"},
    "wafv2": {"WAFNonexistentItemException"},
}

# General error codes, with which only the message says that a resource is missing, as
# for stacks of CloudFormation, clusters of EMR and most of SageMaker. Load operations
# take identifiers alone, so a missing thing is the resource or its parent.
_GENERAL_CODE = re.compile(
    r"Validation(Error|Exception)|(Invalid|Bad)RequestException|InvalidParameterValue"
    r"|DirectConnectClientException"
)
_NOT_FOUND_MESSAGE = re.compile(
    r"(does not|doesn't|do not) exist|(not|n't) (be )?found"
    r"|[Cc]luster id .* is not valid|^Could not find |\bRecordNotFound\b"
)

# The name of the waiter in boto3.
_WAITER = "wait_until_exists"


def exists(resource: Any) -> bool:
    """Return whether a resource exists, by a call to AWS.

    The call leaves the resource as it is: its data are neither loaded nor replaced.

    Args:
        resource: A resource of a type with a load operation or a waiter.

    Returns:
        False only if the service says that the resource or its parent does not exist. A
        resource that is being deleted exists for as long as the service describes it.

    Raises:
        TypeError: `resource` is no resource.
        ClientError: The service refused the call for another reason, such as a denial.
        NotLoadableError: AWS has no operation that describes a single resource of this
            type.
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
    """Return whether an error of a load operation says that the resource is missing.

    Args:
        error: The error of an operation that takes identifiers alone.
        service_name: boto3's name of the service.
    """
    details = error.response.get("Error", {})
    code = str(details.get("Code", ""))
    if _NOT_FOUND_OTHER.match(code):
        return False
    if _NOT_FOUND.match(code) or code in _NOT_FOUND_BY_SERVICE.get(service_name, ()):
        return True
    message = str(details.get("Message", ""))
    return bool(_GENERAL_CODE.fullmatch(code) and _NOT_FOUND_MESSAGE.search(message))


def _is_there(resource: ServiceResource) -> bool:
    model = resource.meta.resource_model
    if model.load is None and (waiter := _waiter_of(model)) is not None:
        # Not by boto3's own load of a bucket, which finds the caller's buckets only and
        # hides a denial.
        client = resource.meta.client
        operation = client.get_waiter(xform_name(waiter.waiter_name)).config.operation
        parameters = create_request_parameters(resource, waiter)
        getattr(client, xform_name(operation))(**parameters)
        return True
    if not hasattr(resource, "load"):
        raise NotLoadableError(
            f"No operation is known to load one {type(resource).__name__} by what it "
            "is known by: look for it among those that a collection lists"
        )
    # A copy is loaded, so that the data of the resource, a lock token for instance,
    # stay those that the caller has read.
    twin = copy.copy(resource)
    twin.meta = resource.meta.copy()
    twin.load()
    return twin.meta.data is not None


def _waiter_of(model: ResourceModel) -> Waiter | None:
    return next((waiter for waiter in model.waiters if waiter.name == _WAITER), None)
