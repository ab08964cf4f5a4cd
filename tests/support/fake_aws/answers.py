"""From an answer or a refusal to HTTP, in the protocol that botocore picked."""

from __future__ import annotations

import functools
import json
from typing import Any
from xml.sax.saxutils import escape

from moto.core.model import OperationModel
from moto.core.serialize import BaseRestSerializer, get_serializer_class

from fake_aws import cbor
from fake_aws.http import HttpAnswer
from fake_aws.models import Service
from fake_aws.refusal import Refusal

_REQUEST_ID = "11111111-2222-3333-4444-555555555555"


def write(
    service: Service, operation: OperationModel, answer: dict[str, Any]
) -> HttpAnswer:
    """Return `answer` as the operation's successful HTTP answer."""
    if service.protocol == "smithy-rpc-v2-cbor":
        shape = operation.output_shape
        body = cbor.encode(answer, shape) if shape is not None else b""
        return HttpAnswer(200, body, {"smithy-protocol": "rpc-v2-cbor"})
    serializer = _serializer_class(service.name, service.protocol)(operation)
    written = serializer.serialize(answer)
    body = written["body"]
    return HttpAnswer(
        written["status_code"],
        body.encode() if isinstance(body, str) else body,
        {
            **written["headers"],
            **_content_type(operation, answer),
            "x-amzn-RequestId": _REQUEST_ID,
        },
    )


class _NestedBodies(BaseRestSerializer):
    """A REST serializer to which a member called ``body`` is not the whole answer's."""

    _whole: Any = None

    def _serialize_structure_member(
        self, serialized: Any, value: Any, shape: Any, key: str
    ) -> None:
        # The answer comes first.
        self._whole = serialized if self._whole is None else self._whole
        if serialized is self._whole or "body" not in serialized:
            super()._serialize_structure_member(serialized, value, shape, key)
            return
        # moto takes every structure with a `body` for the answer.
        body = serialized.pop("body")
        super()._serialize_structure_member(serialized, value, shape, key)
        serialized["body"] = body


@functools.cache
def _serializer_class(service: str, protocol: str) -> type[Any]:
    found = get_serializer_class(service, protocol)
    if not issubclass(found, BaseRestSerializer):
        return found
    return type(found.__name__, (_NestedBodies, found), {})


def _content_type(operation: OperationModel, answer: dict[str, Any]) -> dict[str, str]:
    """Return the header of a modelled content type, which moto replaces by its own."""
    shape = operation.output_shape
    for name, member in (shape.members if shape is not None else {}).items():
        if member.serialization.get("name", "").lower() == "content-type":
            return {"Content-Type": answer[name]} if answer.get(name) else {}
    return {}


def write_refusal(service: Service | None, refusal: Refusal) -> HttpAnswer:
    """Return `refusal` in the form in which the service's protocol tells errors."""
    protocol = service.protocol if service else "json"
    headers = {"x-amzn-RequestId": _REQUEST_ID}
    if protocol == "smithy-rpc-v2-cbor":
        headers["smithy-protocol"] = "rpc-v2-cbor"
        body = cbor.encode_error(refusal.code, refusal.message)
    elif protocol.endswith("json"):
        headers["x-amzn-ErrorType"] = refusal.code
        body = json.dumps({"__type": refusal.code, "message": refusal.message}).encode()
    else:
        body = _xml_error(service, refusal).encode()
    return HttpAnswer(refusal.status, body, headers)


def _xml_error(service: Service | None, refusal: Refusal) -> str:
    error = (
        f"<Error><Type>Sender</Type><Code>{escape(refusal.code)}</Code>"
        f"<Message>{escape(refusal.message)}</Message></Error>"
    )
    if service is not None and service.name == "s3":
        return error
    if service is not None and service.protocol == "ec2":
        return f"<Response><Errors>{error}</Errors></Response>"
    return f"<ErrorResponse>{error}</ErrorResponse>"
