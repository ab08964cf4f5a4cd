"""Types have members for tags where AWS has tags for them, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import boto3
import pytest

import boto3_extensions
from definitions import tags
from definitions.checks import Library
from definitions.service import Service
from definitions.toml_file import read_all
from given_answers import KEYS, Fake

LIBRARY = Library(Path(boto3_extensions.__file__).parent / "data")
SERVICES = sorted(path.name for path in LIBRARY.data.iterdir() if path.is_dir())
ACCOUNT = {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/u"}


@pytest.mark.parametrize("service", SERVICES)
def test_no_difference_is_unexplained(service: str) -> None:
    """Each has its reason, and each reason its difference."""
    found = list(tags.differences(LIBRARY.service(service)))

    assert [] == [str(one) for one in found if one.level != "note"]


@pytest.mark.parametrize("service", SERVICES)
def test_what_aws_tags_has_a_way(service: str) -> None:
    """To read and write its tags, or a reason that it has none."""
    document = LIBRARY.load(service, "tags-1", plain=False) or {"resources": {}}
    found = tags.unreachable(LIBRARY.service(service), document["resources"])

    assert [] == [str(one) for one in found if one.level != "note"]


@pytest.mark.parametrize(
    ("service", "kind", "arn"),
    [
        ("glue", "Job", "arn:aws:glue:us-east-1:123456789012:job/x"),
        ("redshift", "Cluster", "arn:aws:redshift:us-east-1:123456789012:cluster:x"),
        ("directconnect", "Connection",
         "arn:aws:directconnect:us-east-1:123456789012:dxcon/x"),
        ("cloudwatch", "InsightRule",
         "arn:aws:cloudwatch:us-east-1:123456789012:insight-rule/x"),
    ],
)  # fmt: skip
def test_a_made_arn_is_sent(service: str, kind: str, arn: str) -> None:
    """What no answer tells is made of what is known, and the caller's own wins."""
    session = boto3.Session(**KEYS)
    fake = Fake(session, {"GetCallerIdentity": ACCOUNT})
    resource = getattr(session.resource(service), kind)("x")
    name = "create_tags" if service == "redshift" else "tag"
    given: dict[str, Any] = {
        "glue": {"TagsToAdd": {"team": "a"}},
        "redshift": {"Tags": [{"Key": "team", "Value": "a"}]},
        "directconnect": {"tags": [{"key": "team", "value": "a"}]},
        "cloudwatch": {"Tags": [{"Key": "team", "Value": "a"}]},
    }[service]

    getattr(resource, name)(**given)

    operation = "CreateTags" if service == "redshift" else "TagResource"
    (sent,) = fake.of(operation)
    assert arn in sent.values()


def test_tags_are_listed_by_a_list_of_arns() -> None:
    """directconnect takes several."""
    session = boto3.Session(**KEYS)
    fake = Fake(session, {"GetCallerIdentity": ACCOUNT})

    session.resource("directconnect").Lag("x").describe_tags()
    session.resource("directconnect").Lag("x").describe_tags(resourceArns=["mine"])

    arn = "arn:aws:directconnect:us-east-1:123456789012:dxlag/x"
    assert [[arn], ["mine"]] == [c["resourceArns"] for c in fake.of("DescribeTags")]


LATER = [key for key, why in tags.EXPLAINED.items() if "create operation" in why]


@pytest.mark.parametrize("key", LATER)
def test_what_the_reference_has_no_tags_of_has_them_in_the_models(key: str) -> None:
    """Whatever makes one takes tags, or its data have them: no reading of ours."""
    service_name, kind = key.split(".")
    service = Service(service_name)
    makers = [o for o in service.operations if o == f"Create{kind}"]
    inputs = {name for one in makers for name in service.inputs(one)}
    shape = service.model.shape_for(kind) if not makers else None
    assert ({"tags", "tagspecifications"} & {name.lower() for name in inputs}) or (
        shape is not None and "Tags" in shape.members
    )


@pytest.mark.parametrize(
    ("service_name", "operation", "text"),
    [
        ("cloudwatch", "TagResource", "dashboards, metric streams"),
        ("iam", "TagMFADevice", "virtual multi-factor authentication"),
        ("ssm", "AddTagsToResource", "that come after the word opsmetadata"),
    ],
)
def test_what_is_explained_by_a_text_is_in_it(
    service_name: str, operation: str, text: str
) -> None:
    """AWS says in botocore what tells a type apart from what the reference has."""
    model = Service(service_name).model.operation_model(operation)
    told = [model.documentation]
    told += [shape.documentation for shape in model.input_shape.members.values()]
    assert text in re.sub("<[^>]*>", "", " ".join(told))


def test_no_explanation_is_left_over() -> None:
    """Each is of a type that the reference and the definitions still differ in."""
    found = {
        f"{spec.service}.{finding.place}"
        for spec in read_all()
        for finding in tags.differences(LIBRARY.service(spec.service))
    }
    assert set(tags.EXPLAINED) == found


def test_the_end_of_an_arn_is_sent_where_that_is_the_id() -> None:
    """Ops metadata are tagged by what follows the word in their ARN."""
    session = boto3.Session(**KEYS)
    answer = {"TagList": [{"Key": "team", "Value": "a"}]}
    fake = Fake(session, {"ListTagsForResource": answer})
    arn = "arn:aws:ssm:us-east-1:123456789012:opsmetadata/aws/ssm/MyGroup/appmanager"
    metadata = session.resource("ssm").OpsMetadata(arn)

    metadata.add_tags(Tags=[{"Key": "team", "Value": "a"}])
    assert {"team": "a"} == dict(boto3_extensions.tags_of(metadata))

    kind = {"ResourceType": "OpsMetadata", "ResourceId": "/aws/ssm/MyGroup/appmanager"}
    (added,) = fake.of("AddTagsToResource")
    assert kind.items() <= added.items()
    assert [kind] == fake.of("ListTagsForResource")


@pytest.mark.parametrize("key", LATER)
def test_what_tags_what_the_reference_has_no_tags_of_takes_it(key: str) -> None:
    """By the pattern of its ARN, or the enumeration of kinds, if there is one."""
    service_name, kind = key.split(".")
    service = LIBRARY.service(service_name)
    way = (LIBRARY.load(service_name, "tags-1", plain=False) or {})["resources"][kind]
    entry = service.arns[kind]["format"]
    arn = re.sub(
        r"\{([^}]*)\}",
        lambda found: {
            "partition": "aws",
            "region": "us-east-1",
            "account": "123456789012",
        }.get(found[1], "x-1"),
        str(entry),
    )
    inputs = service.model.operation_model(way["add"]["operation"]).input_shape.members
    for param in way["add"]["params"]:
        shape = inputs[param["target"].partition("[")[0]]
        pattern = str(shape.metadata.get("pattern", "")).replace("\\p{", "p{")
        if param["source"] == "string":
            assert param["value"] in shape.enum
        elif pattern and "arn" in pattern:
            assert re.fullmatch(pattern, arn)
