"""Each rule about data files fires, on files written beside boto3's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from definitions.checks import NOTE, Library, check_file, errors
from xray_groups import SERVICE

# A service that boto3 has resources of, and one that it has not.
OVERLAID, ADDED = "sqs/2012-11-05", "xray/2016-04-12"
FULL, OVERLAY, ARNS = "resources-1.json", "resources-1.sdk-extras.json", "arns-1.json"
PAGES, MORE_PAGES = "paginators-1.json", "paginators-1.boto3-extensions-extras.json"
WAITERS, MORE_WAITERS = "waiters-2.json", "waiters-2.boto3-extensions-extras.json"

GROUP = {
    "identifiers": [{"name": "Name", "memberName": "GroupName"}],
    "shape": "Group",
    "load": {
        "request": {
            "operation": "GetGroup",
            "params": [{"target": "GroupName", "source": "identifier", "name": "Name"}],
        },
        "path": "Group",
    },
    "mustExist": True,
}
DEFINITION = {"service": SERVICE, "resources": {"Group": GROUP}}
TOKENS = {
    "input_token": "NextToken",
    "output_token": "NextToken",
    "result_key": "ResourcePolicies",
}

Write = Callable[..., list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a data file; what the rules say about it is the value."""

    def write_and_check(place: str, document: Any) -> list[str]:
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        text = document
        if not isinstance(document, str):
            text = json.dumps(document, indent=2) + "\n"
        path.write_text(text, encoding="utf-8")
        found = check_file(Library(tmp_path), path)
        return [finding.text for finding in found if finding.level != NOTE]

    return write_and_check


def merge(**parts: Any) -> dict[str, Any]:
    """Return an overlay."""
    return {"version": 1.0, "merge": parts}


def test_files_without_a_fault_pass(write: Write) -> None:
    """One of each kind passes, so that the cases below are proven by their fault."""
    entry = {"format": "arn:{partition}:xray:{region}:{account}:group/{name}/{_}"}
    box = {"identifiers": [{"name": "Name"}]}
    assert [] == write(f"{ADDED}/{FULL}", DEFINITION)
    assert [] == write(
        f"{ADDED}/{ARNS}", {"version": "1.0", "resources": {"Group": entry}}
    )
    assert [] == write(f"{OVERLAID}/{OVERLAY}", merge(resources={"Box": box}))


@pytest.mark.parametrize("place", [f"{ADDED}/service-2.json", f"xray/{FULL}"])
def test_another_file_is_found(write: Write, place: str) -> None:
    """A stray file would go into the wheel, or even hide one of botocore's."""
    assert [
        f"{place} is not <service>/<version>/ with one of {FULL}, {OVERLAY}, {PAGES},"
        f" {MORE_PAGES}, {WAITERS}, {MORE_WAITERS}, {ARNS}, ended-1.json,"
        " links-1.json, offered-1.json, tags-1.json, targets-1.json."
    ] == write(place, {})


def test_what_is_no_json_is_found(write: Write) -> None:
    """A broken file is named; nothing else can be said about it."""
    assert [f"{ADDED}/{FULL} is not JSON."] == write(f"{ADDED}/{FULL}", "{")


def test_json_written_by_hand_is_found(write: Write) -> None:
    """The generator writes all files alike: what differs is the data."""
    text = json.dumps(DEFINITION, indent=4) + "\n"
    assert [f"{ADDED}/{FULL} is not written as the generator does."] == write(
        f"{ADDED}/{FULL}", text
    )


@pytest.mark.parametrize(
    ("place", "document", "sentence"),
    [
        (
            f"{ADDED}/{FULL}",
            {"resources": {}},
            "has other keys than resources and service",
        ),
        (f"{OVERLAID}/{OVERLAY}", DEFINITION, "has other keys than merge and version"),
        (
            f"{OVERLAID}/{OVERLAY}",
            merge(colours={}),
            "merges more than resources and service",
        ),
        (f"{ADDED}/{ARNS}", [], "has other keys than resources and version"),
    ],
)
def test_another_form_is_found(
    write: Write, place: str, document: Any, sentence: str
) -> None:
    """A document that is not what its name says would be loaded as nothing."""
    assert [f"{place} {sentence}."] == write(place, document)


@pytest.mark.parametrize(
    ("place", "document", "sentence"),
    [
        (
            f"{OVERLAID}/{FULL}",
            DEFINITION,
            "is never read, for boto3 has its own: make it an overlay",
        ),
        (
            f"{ADDED}/{OVERLAY}",
            merge(),
            "is never read, for there is nothing to merge it with",
        ),
        (
            f"sqs/2012-11-06/{OVERLAY}",
            merge(),
            "should be in the folder 2012-11-05, where boto3 looks",
        ),
        (
            f"xray/2015-01-01/{FULL}",
            DEFINITION,
            "should be in the folder 2016-04-12, where boto3 looks",
        ),
        (
            f"sqs/2011-10-01/{ARNS}",
            {"version": "1.0", "resources": {}},
            "should be in the folder 2012-11-05, where boto3 looks",
        ),
        (
            f"{ADDED}/{PAGES}",
            {"pagination": {}},
            "is never read, for boto3 has its own: make it an overlay",
        ),
    ],
)
def test_a_file_where_boto3_does_not_look_is_found(
    write: Write, place: str, document: Any, sentence: str
) -> None:
    """botocore ignores such files without a word."""
    assert [f"{place} {sentence}."] == write(place, document)


@pytest.mark.parametrize(
    ("resources", "sentence"),
    [
        ({"Queue": {"shape": "Message"}}, "Queue.shape replaces what boto3 has"),
        (
            {"Queue": {"identifiers": [{"name": "Url"}]}},
            "Queue.identifiers repeats what boto3 has",
        ),
    ],
)
def test_an_overlay_that_changes_boto3s_is_found(
    write: Write, resources: Any, sentence: str
) -> None:
    """boto3's definitions stay whole: their leaves and lists are not ours."""
    found = write(f"{OVERLAID}/{OVERLAY}", merge(resources=resources))
    assert f"{sentence}: an overlay only adds." == found[0]


def test_an_overlay_that_adds_inside_an_entry_is_found(write: Write) -> None:
    """A path added to boto3's collection changes what the collection does."""
    inside = {"resource": {"path": "QueueUrls"}}
    found = write(
        f"{OVERLAID}/{OVERLAY}", merge(service={"hasMany": {"Queues": inside}})
    )
    assert (
        "service.hasMany.Queues.resource.path is added to an entry of boto3's, and so"
        " changes it." == found[0]
    )


def test_a_file_hidden_by_another_is_found(tmp_path: Path) -> None:
    """Of two overlays of one name, botocore's loader takes the first."""
    library = Library(tmp_path)
    path = tmp_path / OVERLAID / OVERLAY
    path.parent.mkdir(parents=True)
    box = {"identifiers": [{"name": "Name"}]}
    path.write_text(json.dumps(merge(resources={"Box": box}), indent=2) + "\n")
    assert [] == errors(check_file(library, path))
    # What the library has loaded is what comes before.
    path.write_text(json.dumps(merge(resources={"Bin": box}), indent=2) + "\n")
    assert [
        f"{OVERLAID}/{OVERLAY} is not what boto3 loads: something else comes before it."
    ] == [finding.text for finding in errors(check_file(library, path))]


@pytest.mark.parametrize(
    ("operation", "key", "value", "sentence"),
    [
        (
            "ListThings",
            "limit_key",
            "MaxResults",
            "ListThings is paged, but xray has no such operation.",
        ),
        (
            "ListRetrievedTraces",
            "output_token",
            "Next",
            "ListRetrievedTraces is paged with the output_token Next, but"
            " ListRetrievedTracesResult has no member Next.",
        ),
        (
            "ListRetrievedTraces",
            "result_key",
            "RetrievalStatus",
            "ListRetrievedTraces is paged with the result_key RetrievalStatus, but it"
            " is a string.",
        ),
    ],
)
def test_a_pagination_that_cannot_work_is_found(
    write: Write, operation: str, key: str, value: str, sentence: str
) -> None:
    """botocore would end after the first page, or never."""
    pagination = {operation: {**TOKENS, "result_key": "Traces", key: value}}
    place = f"{ADDED}/{MORE_PAGES}"
    assert [sentence] == write(place, merge(pagination=pagination))
