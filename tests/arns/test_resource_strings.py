"""No string makes `resource_from_arn` fail in another way than its own errors."""

from __future__ import annotations

import string
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import boto3_extensions
from boto3_extensions import resource_from_arn
from boto3_extensions._arns.arn import parse_arn
from boto3_extensions._arns.lookup import find, identifiers_of
from boto3_extensions._arns.rules import ArnTemplate, rules_of
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import (
    ArnError,
)
from offline_session import HERE, MINE, UUID

pytestmark = pytest.mark.usefixtures("arns")


NAMES = st.text(string.ascii_letters + string.digits + "-_.", min_size=1, max_size=9)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=9)
ALMOST = st.builds(
    "arn:{}:{}:{}:{}:{}".format,
    st.sampled_from(["aws", "aws-cn", "aws-us-gov", "", "x"]) | NAMES,
    st.sampled_from(["s3", "iam", "ec2", "sns", "sqs", "rds", "sts"]) | NAMES,
    st.sampled_from(["", "us-east-1", "cn-north-1"]) | NAMES,
    st.sampled_from(["", MINE, "aws"]) | NAMES,
    st.lists(
        st.sampled_from(["/", ":", "role", "vpc", "db", "alarm", "image"]) | TEXTS
    ).map("".join),
)


@settings(max_examples=200, deadline=None)
@given(arn=st.text() | ALMOST)
def test_no_string_raises_anything_else(shared: boto3.Session, arn: str) -> None:
    """A string gives a resource whose ARN it is, or an ArnError."""
    try:
        resource = resource_from_arn(arn, shared)
    except ArnError:
        return
    # boto3's own `arn` of iam types would load.
    assert resource.meta.service_name == "iam" or arn == resource.arn


def fillable() -> list[Any]:
    """Return the template of every type whose ARN can be made, but for variants.

    One that does not tell all identifiers cannot be read back: a permission's ARN does
    not say of which endpoint service it is.
    """
    loader = loader_of(boto3_extensions.extend(boto3.Session()))
    return [
        pytest.param(rules.main.template, id=f"{service}.{resource_type}")
        for service in loader.list_available_services("arns-1")
        for resource_type, rules in rules_of(loader, service).items()
        if rules.main.template
        and rules.main.template.pattern.can_be_filled
        and all(
            rules.main.tells(name)
            for name in identifiers_of(loader, service, resource_type)
        )
    ]


FIXED = {"partition": "aws", "region": "us-east-1", "account": MINE}


@pytest.mark.whole
@pytest.mark.parametrize("template", fillable())
def test_a_filled_template_is_found_and_read_back(
    shared: boto3.Session, template: ArnTemplate
) -> None:
    """What was put into a template comes out, and fills it to the same ARN."""

    # Not around the test: there are more templates than Hypothesis bears.
    @settings(max_examples=10, deadline=None)
    @given(data=st.data())
    def is_read_back(data: st.DataObject) -> None:
        values = {**FIXED}
        for name in template.pattern.fields:
            drawn = FIXED.get(name) or data.draw(NAMES)
            # What touches its neighbours begins, or begins and ends, with a slash.
            allowed = dict(template.pattern.tests)[name]
            texts = (drawn, f"/{drawn}", f"/{drawn}/")
            values[name] = next(text for text in texts if allowed(text))
        arn = template.fill(values)
        fields = template.match(parse_arn(arn)) or {}
        assert arn == template.fill(fields)
        assert fields == {name: values[name] for name in fields}
        named = find(arn, loader_of(shared))
        assert arn == named.rule.template.fill({**FIXED, **named.fields})

    is_read_back()


def test_an_identifier_may_be_another_arn_made_of_the_parts(
    shared: boto3.Session,
) -> None:
    """A topic of kafka is known by its cluster's ARN, which its own contains.

    The rule alone is looked at: botocore has the type only since 2026.
    """
    arn = f"arn:aws:kafka:{HERE}:topic/orders/{UUID}/paid"
    named = find(arn, loader_of(shared))
    assert {
        "cluster_arn": f"arn:aws:kafka:{HERE}:cluster/orders/{UUID}",
        "name": "paid",
    } == named.identifiers(str)
