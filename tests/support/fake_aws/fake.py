"""The fake itself: which service a request is for, and what it gets."""

from __future__ import annotations

import contextlib
import functools
import json
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import botocore.session
import jmespath
from botocore.config import Config
from botocore.loaders import Loader
from moto.core.model import OperationModel, Shape

from fake_aws.answers import write, write_refusal
from fake_aws.http import HttpAnswer, HttpRequest, Server
from fake_aws.models import Service, Services
from fake_aws.outputs import ITEMS, Synthesis
from fake_aws.paging import Pager
from fake_aws.refusal import Refusal
from fake_aws.requests import read

Plant = dict[str, Any] | Callable[[dict[str, Any]], dict[str, Any]] | Refusal

_PREFIX = re.compile(r"/_([^/]+)(/.*)?$")
# What is of directory buckets botocore sends to an endpoint without its path.
_AT_THE_ROOT = {"/v20180820/": "s3control"}
_SCOPE = re.compile(r"Credential=[^,]*/([^/,]+)/aws4_request")


@dataclass(frozen=True)
class Call:
    """One request that the fake understood."""

    service: str
    operation: str
    params: dict[str, Any]


class FakeAws:
    """A server that answers every operation of every service botocore knows."""

    def __init__(self, loader: Loader | None = None) -> None:
        self.calls: list[Call] = []
        self._plants: dict[tuple[str, str], Plant] = {}
        self._services = Services(loader)
        self._written: dict[tuple[Any, ...], HttpAnswer] = {}
        self._server = Server(self._respond)

    def start(self) -> None:
        """Serve, on a free loopback port."""
        self._server.start()

    def stop(self) -> None:
        """Close the port and all connections."""
        self._server.stop()

    def __enter__(self) -> FakeAws:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def url_for(self, service: str) -> str:
        """Return the `endpoint_url` for a client of `service` (as boto3 names it).

        The name is part of the URL because the credential scope alone cannot tell elb
        from elbv2, and a request without a signature has none.
        """
        return f"{self._server.url}/_{service}"

    def client_arguments(self, service: str) -> dict[str, Any]:
        """Return what `boto3.client` and `boto3.resource` need to talk to the fake."""
        return {
            "region_name": "us-east-1",
            "endpoint_url": self.url_for(service),
            "aws_access_key_id": "AKIAFAKE",
            "aws_secret_access_key": "fake",
            # Host prefixes (`data-`, an account id) have no loopback address.
            "config": Config(retries={"max_attempts": 0}, inject_host_prefix=False),
        }

    def client(self, service: str) -> Any:
        """Return a plain botocore client that talks to the fake."""
        return self._core.create_client(service, **self.client_arguments(service))

    @functools.cached_property
    def _core(self) -> botocore.session.Session:
        return botocore.session.Session()

    def plant(self, service: str, operation: str, answer: Plant) -> None:
        """Answer every call of `operation` with `answer`, or what it returns."""
        self._plants[service, operation] = answer

    @contextlib.contextmanager
    def planted(self, service: str, operation: str, answer: Plant) -> Iterator[None]:
        """Plant an answer for as long as the context lasts."""
        key = (service, operation)
        before = self._plants.get(key)
        self._plants[key] = answer
        try:
            yield
        finally:
            del self._plants[key]
            if before is not None:
                self._plants[key] = before

    def fail(
        self, service: str, operation: str, *, code: str, status: int = 400
    ) -> None:
        """Answer every call of `operation` with an AWS error."""
        self._plants[service, operation] = Refusal(code, "Planted error.", status)

    def reset(self) -> None:
        """Forget all calls and everything planted."""
        self.calls.clear()
        self._plants.clear()

    def calls_to(self, service: str, operation: str) -> list[Call]:
        """Return the recorded calls of one operation, oldest first."""
        return [
            c for c in self.calls if (c.service, c.operation) == (service, operation)
        ]

    def synthesise(
        self, service: str, operation: str, params: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the answer that a call with `params` gets when nothing is planted."""
        found = self._services[service]
        return self._synthesise(found, found.operation(operation), params or {})

    def with_failures(self, service: str, operation: str) -> dict[str, Any]:
        """Return an answer that also tells of things that were not done."""
        found = self._services[service]
        return self._whole(found, found.operation(operation), {})

    def is_paged(self, service: str, operation: str) -> bool:
        """Tell whether an operation answers in pages."""
        return operation in self._services[service].paginators

    def pagination(self, service: str, operation: str) -> Mapping[str, Any]:
        """Return how an operation pages, as paginators-1 has it; nothing if not."""
        found: Mapping[str, Any] = self._services[service].paginators
        return found.get(operation, {})

    def page_size_parameter(self, service: str, operation: str) -> Shape | None:
        """Return the shape of the paginator's `limit_key`, if there is one."""
        found = self._services[service]
        key = found.paginators.get(operation, {}).get("limit_key")
        return found.operation(operation).input_shape.members[key] if key else None

    def operation(self, service: str, name: str) -> OperationModel:
        """Return botocore's description of an operation."""
        return self._services[service].operation(name)

    def _respond(self, request: HttpRequest) -> HttpAnswer:
        service = None
        try:
            service, request = self._service_of(request)
            operation, params = read(service, request)
            self.calls.append(Call(service.name, operation.name, params))
            return self._answer(service, operation, params)
        except Refusal as refusal:
            return write_refusal(service, refusal)
        except Exception:
            fault = Refusal("FakeAwsIsBroken", traceback.format_exc(), 500)
            return write_refusal(service, fault)

    def _service_of(self, request: HttpRequest) -> tuple[Service, HttpRequest]:
        scope = _SCOPE.search(request.headers.get("Authorization", ""))
        named = _PREFIX.match(request.path)
        if named is None and scope is None:
            raise Refusal("MissingAuthenticationToken", "No service is named.", 403)
        rooted = (of for at, of in _AT_THE_ROOT.items() if request.path.startswith(at))
        name = named[1] if named else next(rooted, scope and scope[1])
        service = self._services[name]
        if scope is not None and not scope[1].startswith(service.signing_name):
            raise Refusal(
                "SignatureDoesNotMatch",
                f"Signed for {scope[1]}, but {service.name} is {service.signing_name}.",
                403,
            )
        path = (named[2] or "/") if named else request.path
        return service, replace(request, path=path)

    def _answer(
        self, service: Service, operation: OperationModel, params: dict[str, Any]
    ) -> HttpAnswer:
        if operation.has_event_stream_output or operation.has_event_stream_input:
            raise Refusal("NotImplemented", "The fake has no event streams.", 501)
        planted = self._plants.get((service.name, operation.name))
        if isinstance(planted, Refusal):
            raise planted
        if planted is None:
            return self._usual(service, operation, params)
        answer = planted(params) if callable(planted) else planted
        return write(service, operation, answer)

    def _usual(
        self, service: Service, operation: OperationModel, params: dict[str, Any]
    ) -> HttpAnswer:
        # Written once: half the time of a driver went into writing the same again.
        pagination = service.paginators.get(operation.name)
        asked = Pager(pagination).asked(params) if pagination else {}
        key = (service.name, operation.name, json.dumps(asked, default=repr))
        if key not in self._written:
            answer = self._synthesise(service, operation, params)
            self._written[key] = write(service, operation, answer)
        return self._written[key]

    def _synthesise(
        self, service: Service, operation: OperationModel, params: dict[str, Any]
    ) -> dict[str, Any]:
        answer = self._whole(service, operation, params)
        # All is done that a call asks for: who wants failures plants them.
        for path in service.failures.get(operation.name, ()):
            failed = jmespath.search(path, answer)
            name = path.partition("[")[0]
            if name == path:
                answer.pop(name, None)
            elif failed:
                answer[name] = [one for one in answer[name] if one not in failed]
        return answer

    def _whole(
        self, service: Service, operation: OperationModel, params: dict[str, Any]
    ) -> dict[str, Any]:
        pagination = service.paginators.get(operation.name)
        if pagination is None:
            return Synthesis(service.name, operation, ITEMS).answer(1)
        pager = Pager(pagination)
        pages = Synthesis(service.name, operation, pager.items(params, ITEMS))
        return pager.page(params, pages.answer)
