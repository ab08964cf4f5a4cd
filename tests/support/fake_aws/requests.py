"""From an HTTP request to an operation and checked parameters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from botocore.validate import ParamValidator
from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request
from werkzeug.exceptions import NotFound

from fake_aws import cbor
from fake_aws.http import HttpRequest
from fake_aws.models import Service
from fake_aws.refusal import Refusal
from fake_aws.unknown import Form, unknown_in_json, unknown_in_xml

Read = tuple[OperationModel, dict[str, Any]]


def read(service: Service, request: HttpRequest) -> Read:
    """Return the operation that `request` is for and its parameters.

    Raises:
        Refusal: if no operation matches or the parameters do not fit its input shape.
    """
    readers: dict[str, Callable[[Service, HttpRequest], Read]] = {
        "ec2": _read_form,
        "query": _read_form,
        "json": _read_json,
        "smithy-rpc-v2-cbor": _read_cbor,
    }
    operation, params = readers.get(service.protocol, _read_rest)(service, request)
    if operation.input_shape is not None:
        report = ParamValidator().validate(params, operation.input_shape)
        if report.has_errors():
            raise Refusal("ValidationException", report.generate_report())
    return operation, params


def _read_form(service: Service, request: HttpRequest) -> Read:
    form = Form(parse_qsl(request.body.decode(), keep_blank_values=True))
    operation = service.operation(form.get("Action", ""))
    if form.get("Version") != service.model.api_version:
        raise Refusal(
            "InvalidVersion", f"{form.get('Version')} is no version of {service.name}."
        )
    params = _parse(service, operation, values=form)
    _refuse_unknown(form.unknown)
    return operation, params


def _read_json(service: Service, request: HttpRequest) -> Read:
    prefix, _, name = request.headers.get("X-Amz-Target", "").rpartition(".")
    if prefix != service.target_prefix:
        raise Refusal("InvalidAction", f"{prefix!r} is no target of {service.name}.")
    operation = service.operation(name)
    if operation.input_shape is not None:
        _refuse_unknown_json(request.body, operation.input_shape)
    return operation, _parse(service, operation, body=request.body)


def _read_cbor(service: Service, request: HttpRequest) -> Read:
    operation = service.operation(request.path.rpartition("/")[2])
    params = cbor.decode(request.body) if request.body else {}
    if operation.input_shape is not None:
        _refuse_unknown(unknown_in_json(params, operation.input_shape))
    return operation, params


def _read_rest(service: Service, request: HttpRequest) -> Read:
    routed = _routable(request)
    try:
        operation, labels = service.router.match(routed)
    except NotFound:
        raise Refusal(
            "InvalidAction",
            f"{service.name} has no {request.method} {request.target}.",
            404,
        ) from None
    if operation.name == "ListBuckets" and "/s3express/" in _authorization(request):
        # Same method, same URI; only the signature tells them apart.
        operation = service.operation("ListDirectoryBuckets")
    _refuse_unknown_in_rest(service, operation, request)
    params = _parse(
        service,
        operation,
        body=request.body,
        headers=routed.headers,
        url_params=labels,
        values=routed.args,
    )
    # moto reads a list that is absent from the query string as an empty one.
    return operation, {name: v for name, v in params.items() if v != []}


def _authorization(request: HttpRequest) -> str:
    return str(request.headers.get("Authorization", ""))


def _routable(request: HttpRequest) -> Request:
    routed = Request.from_primitives(
        request.method, f"http://fake{request.target}", request.headers, request.body
    )
    # Without it moto would route by the decoded path, and decode it once more.
    routed.environ["RAW_URI"] = request.target
    return routed


def _parse(service: Service, operation: OperationModel, **parts: Any) -> dict[str, Any]:
    parser = PROTOCOL_PARSERS[service.protocol](operation)
    try:
        return dict(parser.parse(parts))
    except Exception as error:
        raise Refusal(
            "SerializationException", f"{operation.name} cannot be read: {error!r}"
        ) from error


def _refuse_unknown_in_rest(
    service: Service, operation: OperationModel, request: HttpRequest
) -> None:
    shape = operation.input_shape
    payload = shape and shape.members.get(shape.serialization.get("payload"))
    body_shape = payload or shape
    if body_shape is None or body_shape.type_name in ("blob", "string"):
        return
    if service.protocol == "rest-json":
        _refuse_unknown_json(request.body, body_shape)
    else:
        _refuse_unknown(unknown_in_xml(request.body, body_shape))


def _refuse_unknown_json(body: bytes, shape: Any) -> None:
    try:
        value = json.loads(body or b"{}")
    except ValueError as error:
        raise Refusal("SerializationException", f"Not JSON: {error}") from error
    _refuse_unknown(unknown_in_json(value, shape))


def _refuse_unknown(names: Iterable[str]) -> None:
    found = ", ".join(names)
    if found:
        raise Refusal("ValidationException", f"Unknown parameter in input: {found}")
