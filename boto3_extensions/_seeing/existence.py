"""Tells whether a resource is there: by its load, or its waiter where it has none.

Only what AWS says of a thing that is not there counts as that. A denial, a throttle, a
name that AWS cannot read are errors as they are anywhere else: what was not seen may be
there all the same.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from boto3.resources.params import create_request_parameters
from botocore import xform_name
from botocore.exceptions import ClientError

from boto3_extensions._seeing.plain import check_resource
from boto3_extensions.exceptions import NotLoadableError, ResourceNotFoundError

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


def _is_there(resource: Any) -> bool:
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


def _waiter_of(model: Any) -> Any:
    return next((one for one in model.waiters if one.name == _WAITER), None)
