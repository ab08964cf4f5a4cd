"""ARNs are read by a template, and made by it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boto3_extensions._arns.arn import parse_arn
from boto3_extensions._arns.rules import ArnTemplate, Pattern

ROLE = "arn:{partition}:iam::{account}:role{path+}{name}"
OBJECT = "arn:{partition}:s3:::{bucket_name}/{key+}"

# What an ARN's resource part, and one segment of it, may consist of.
ANYTHING = st.text(st.characters(exclude_characters="\x7f", exclude_categories=["Cc"]))
SEGMENT = ANYTHING.map(lambda text: text.replace("/", "").replace(":", "").strip())
NAME = SEGMENT.filter(bool)
LONG = ANYTHING.filter(bool)
PATH = st.lists(NAME).map(lambda names: "".join(["/", *[f"{n}/" for n in names]]))


@pytest.mark.parametrize(
    ("template", "segment"),
    [
        ("arn:{partition}:dynamodb:{region}:{account}:table/{name}", "table"),
        (ROLE, "role"),
        ("arn:{partition}:iam::{account}:root", "root"),
        (OBJECT, None),
        ("arn:{partition}:x:::v-{id}/y", None),
    ],
)
def test_a_template_tells_its_first_segment_if_it_is_fixed(
    template: str, segment: str | None
) -> None:
    """A field in the first segment leaves it open, unless it begins with a slash."""
    assert segment == ArnTemplate(template).segment


@pytest.mark.parametrize(
    ("template", "arn", "fields"),
    [
        (OBJECT, "arn:aws:s3:::b//k:1 ", {"bucket_name": "b", "key": "/k:1 "}),
        (ROLE, "arn:aws:iam::123456789012:role/n", {"path": "/", "name": "n"}),
        (ROLE, "arn:aws:iam::123456789012:role/a/b/n", {"path": "/a/b/", "name": "n"}),
        ("arn:{partition}:x:::{a}-{a}", "arn:aws:x:::1-1", {"a": "1"}),
        ("arn:{partition}:x:::stack/{a}/{_}", "arn:aws:x:::stack/1/2", {"a": "1"}),
        ("arn:{partition}:x:::{a.B}/{_+}", "arn:aws:x:::1/2/3", {"a.B": "1"}),
        ("arn:{partition}:x:::100%/{a}", "arn:aws:x:::100%/%s", {"a": "%s"}),
    ],
)
def test_a_template_reads_its_fields(
    template: str, arn: str, fields: dict[str, str]
) -> None:
    """Fields stand for what is between the fixed parts."""
    found = ArnTemplate(template).match(parse_arn(arn)) or {}
    del found["partition"]
    found.pop("account", None)
    assert fields == found


@pytest.mark.parametrize(
    ("template", "arn"),
    [
        ("arn:{partition}:s3:::{name}", "arn:aws:s3:::bucket/key"),
        ("arn:{partition}:s3:::{name}", "arn:aws:s3:us-east-1:123456789012:bucket"),
        ("arn:{partition}:s3:::{name}", "arn:aws:sns:::bucket"),
        ("arn:{partition}:s3:::{name}", "arn:aws:s3:::bucket "),
        ("arn:{partition}:ec2:{region}::image/{id}", "arn:aws:ec2:::image/i"),
        (
            "arn:{partition}:ec2:{region}:{account}:image/{id}",
            "arn:aws:ec2:r::image/i",
        ),
        (ROLE, "arn:aws:iam::123456789012:role"),
        (ROLE, "arn:aws:iam::123456789012:role/"),
        (ROLE, "arn:aws:iam::123456789012:roles/n"),
        ("arn:{partition}:x:::{a}-{a}", "arn:aws:x:::1-2"),
    ],
)
def test_a_template_does_not_fit_other_arns(template: str, arn: str) -> None:
    """One field is one segment, and what is empty in the template stays empty."""
    assert ArnTemplate(template).match(parse_arn(arn)) is None


@pytest.mark.parametrize(
    "template",
    [
        "",
        "arn:{partition}:s3::{name}",
        "arn:aws:s3:::{name}",
        "arn:{partition}:{service}:::{name}",
        "arn:{partition}:s3:::{name",
        "arn:{partition}:s3:::{na me}",
        "arn:{partition}:s3:::{}",
        "arn:{partition}:s3:::{bucket}{name}",
        "arn:{partition}:s3:::{bucket+}{name+}",
    ],
)
def test_a_bad_template_is_refused(template: str) -> None:
    """A template that cannot be read, or reads in two ways, raises a ValueError."""
    with pytest.raises(ValueError, match=r"template|cannot be read|nothing tells"):
        ArnTemplate(template)


@given(bucket_name=NAME, key=LONG)
def test_two_fields_read_what_was_filled_in(bucket_name: str, key: str) -> None:
    """Whatever fills a template is read back from it."""
    values = {"bucket_name": bucket_name, "key": key}
    pattern = Pattern("{bucket_name}/{key+}")
    assert values == pattern.match(pattern.fill(values))


@given(path=PATH)
def test_a_path_is_read_as_it_was_filled_in(path: str) -> None:
    """A path keeps its first and its last slash."""
    values = {"path": path, "name": "n"}
    pattern = Pattern("role{path+}{name}")
    assert values == pattern.match(pattern.fill(values))


@st.composite
def texts_of(draw: st.DrawFn, template: str) -> str:
    """Draw texts that fit a template, its fields made of what may stand there."""
    values: dict[str, str] = {}
    for name in re.findall(r"{(.*?)}", template):
        kind = PATH if name == "path+" else LONG if name.endswith("+") else NAME
        values[name] = draw(kind)
    return re.sub(r"{(.*?)}", lambda field: values[field[1]], template)


@pytest.mark.parametrize(
    "template",
    [
        "{first}:{rest+}",
        "table/{name}",
        "role{path+}{name}",
        "v-{major}.{minor}/{major}",
        "{bucket_name}/{key+}/100%",
    ],
)
@given(data=st.data())
def test_what_is_read_fills_to_the_same_text(
    template: str, data: st.DataObject
) -> None:
    """Filling is the inverse of reading, however a text may be divided into fields."""
    text = data.draw(texts_of(template))
    pattern = Pattern(template)
    fields = pattern.match(text)
    assert fields is not None
    assert text == pattern.fill(fields)


@given(ANYTHING)
def test_a_text_without_what_is_fixed_is_not_read(text: str) -> None:
    """Fields stand for anything, and what is between them for itself."""
    assert Pattern("{first}:{rest+}").match(text.replace(":", "")) is None


@pytest.mark.parametrize("value", ["", "a/b", "a:b", " a", "a ", "a\n"])
def test_a_value_that_is_not_one_segment_fills_no_field(value: str) -> None:
    """What would be read back as something else raises an error."""
    with pytest.raises(ValueError, match="name cannot be"):
        Pattern("table/{name}").fill({"name": value})


@pytest.mark.parametrize("path", ["", "a", "/a", "a/"])
def test_a_value_that_is_no_path_fills_no_path(path: str) -> None:
    """What touches a letter and a field has to begin and end with a slash."""
    with pytest.raises(ValueError, match="path cannot be"):
        Pattern("role{path+}{name}").fill({"path": path, "name": "n"})


def test_what_is_skipped_cannot_be_filled() -> None:
    """A template with a part that no field tells says so."""
    assert not Pattern("stack/{name}/{_}").can_be_filled


def test_the_more_fixed_text_the_closer() -> None:
    """Patterns sort by fixed text, then by how little of the rest is unbounded."""
    patterns = ["{name+}", "{name}", "table/{name}", "table/{name}/index/{index}"]
    assert list(reversed(patterns)) == sorted(
        patterns, key=lambda text: Pattern(text).rank
    )


def test_a_template_is_filled_but_for_what_is_the_resources_own() -> None:
    """Percent signs survive, a field may occur twice, values have to fit."""
    template = ArnTemplate("arn:{partition}:x:{region}:{account}:5%/{a}/{b}/{a}%s")
    text = template.fill_partly("aws", "us-east-1", "123456789012")
    assert "arn:aws:x:us-east-1:123456789012:5%/v/%s/v%s" == text % ("v", "%s", "v")
    assert template.fits("v\n%s\nv")
    assert not template.fits("v/\nw\nv/")
    with pytest.raises(ValueError, match="account cannot be '12'"):
        template.fill_partly("aws", "us-east-1", "12")
