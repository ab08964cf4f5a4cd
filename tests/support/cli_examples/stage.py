"""Resources of any type, in any region and account, that talk to one fake AWS."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import boto3
import botocore.session
from boto3.utils import LazyLoadedWaiterModel, ServiceContext
from botocore import xform_name

import boto3_extensions
from definition_driver.subjects import SERVICE, Subject, definitions_of
from fake_aws import FakeAws

_ARN = re.compile(r"arn:aws:[\w-]*:([a-z]{2}-[a-z]+-\d|):(\d{12}|):")
# What an identifier begins with that an example does not tell.
_STAND_IN = "no-"


class Place(NamedTuple):
    """Where an example happens."""

    region: str
    account: str


_USUAL = Place("us-east-1", "123456789012")


class Stage:
    """Where examples are replayed."""

    def __init__(self, fake: FakeAws) -> None:
        self.fake = fake
        self._sessions: dict[str, boto3.Session] = {}
        self._services: dict[tuple[str, Place], Any] = {}

    def session(self, account: str) -> boto3.Session:
        """Return the session with credentials of an account."""
        if account not in self._sessions:
            core = botocore.session.Session()
            core.set_credentials("AKIAFAKE", "fake", account_id=account)
            session = boto3.Session(botocore_session=core)
            self._sessions[account] = boto3_extensions.extend(session)
        return self._sessions[account]

    def service(self, name: str, place: Place) -> Any:
        """Return a service resource, made once."""
        if (name, place) not in self._services:
            arguments = self.fake.client_arguments(name)
            del arguments["aws_access_key_id"], arguments["aws_secret_access_key"]
            arguments["region_name"] = place.region
            resource = self.session(place.account).resource(name, **arguments)
            self._services[name, place] = resource
        return self._services[name, place]

    def make(
        self, subject: Subject, place: Place, identifiers: Mapping[str, Any]
    ) -> Any:
        """Return a resource, with a stand-in for each identifier that is not given."""
        service = self.service(subject.service, place)
        if subject.type == SERVICE:
            return service
        values = [
            identifiers.get(one["name"], f"{_STAND_IN}{one['name']}")
            for one in subject.definition.get("identifiers", [])
        ]
        made = self._class(subject, service.meta.client, place)
        return made(*values, client=service.meta.client)

    def _class(self, subject: Subject, client: Any, place: Place) -> Any:
        """Return the type's class, which not every service resource can construct."""
        definitions = definitions_of(subject.service)["resources"]
        session = self.session(place.account)
        return session.resource_factory.load_from_definition(
            resource_name=subject.type,
            single_resource_json_definition=definitions[subject.type],
            service_context=ServiceContext(
                service_name=subject.service,
                service_model=client.meta.service_model,
                resource_json_definitions=definitions,
                service_waiter_model=LazyLoadedWaiterModel(
                    session._session,
                    subject.service,
                    client.meta.service_model.api_version,
                ),
            ),
        )


def place_of(texts: Iterable[str]) -> Place:
    """Return the region and the account that most of the ARNs in some texts are of."""
    regions: collections.Counter[str] = collections.Counter()
    accounts: collections.Counter[str] = collections.Counter()
    for text in texts:
        for region, account in _ARN.findall(text):
            regions[region] += bool(region)
            accounts[account] += bool(account)
    return Place(
        max(regions, key=lambda r: regions[r], default="") or _USUAL.region,
        max(accounts, key=lambda a: accounts[a], default="") or _USUAL.account,
    )


def is_stand_in(value: Any) -> bool:
    """Tell whether an identifier is one of ours, for want of the example's."""
    return isinstance(value, str) and value.startswith(_STAND_IN)


def snake(name: str) -> str:
    """Return an identifier's name as an attribute."""
    return str(xform_name(name))
