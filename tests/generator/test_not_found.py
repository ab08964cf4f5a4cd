"""`exists()` knows every error by which AWS says that what is loaded is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from botocore.exceptions import ClientError

from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._views.data import is_not_found

SAYS_SO = re.compile(
    r"(does not|doesn't|do not|don't) (exist|refer to an existing)|not found"
    r"|(can't|cannot|could not|couldn't) (be (found|located)|find)"
)

# Whose text says it of something else than what is loaded, or of other faults, too.
OF_ANOTHER = {
    # The Region, the account, the attribute, the version or the target asked for.
    "DelegationSetNotReusable",
    "InvalidAttributeName",
    "InvalidDocumentVersion",
    "InvalidNamespaceFault",
    # A name that no repository can have, or none at all.
    "InvalidRepositoryNameException",
    "InvalidTarget",
    # Who may not know, or is not told, whether it is there.
    "AccessDeniedException",
    "UnauthorizedException",
    # Of omics' an API, and of partnercentral-selling's what passes by itself.
    "NotSupportedOperationException",
    "InternalServerException",
    # The key it is encrypted with, the role that the service works by.
    "KMSNotFoundException",
    "NoManagementAccountSLRExistsException",
    "ServiceLinkedRoleNotFoundFault",
    # The message tells which of several faults it is; opensearch has the text of
    # another error there.
    "BadRequestException",
    "InvalidParameterException",
    "ValidationException",
}


def errors() -> Iterator[tuple[str, str, str]]:
    """Yield service, code and text of each error of an operation that loads a type."""
    catalog = Catalog()
    for service in catalog.names:
        model = catalog.service_model(service)
        for definition in catalog.definition(service)["resources"].values():
            if load := definition.get("load"):
                operation = model.operation_model(load["request"]["operation"])
                for shape in operation.error_shapes:
                    code = shape.metadata.get("error", {}).get("code", shape.name)
                    yield service, code, shape.documentation


def test_every_error_that_says_so_is_known() -> None:
    """By what its text says; and none that says otherwise is taken for one."""
    unknown, mistaken, known = set(), set(), set()
    for service, code, text in errors():
        error = ClientError({"Error": {"Code": code, "Message": ""}}, "Load")
        if is_not_found(error, service):
            known.add(code)
            # Some services tell no more to whom they have nothing to tell.
            is_denial = "denied" in text.lower() and not SAYS_SO.search(text)
            if code in OF_ANOTHER or is_denial:
                mistaken.add((service, code))
        elif SAYS_SO.search(text) and code not in OF_ANOTHER:
            unknown.add((service, code, text))
    assert set() == unknown
    assert set() == mistaken
    assert 150 < len(known)
