"""One regular expression finds what trying one template after another would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader
from hypothesis import given, settings
from hypothesis import strategies as st

from boto3_extensions._arns.lookup import Candidate, FirstFit
from boto3_extensions._arns.rules import ArnRule, TypeRules

HEAD = "arn:{partition}:x:{region}:{account}:"
NO_NUMBER = ["arn*", "*[!0-9]"]
BOTH = {"a": "b", "region": "r"}
# Each shares its beginning with others, in one way or another.
TYPES: list[dict[str, Any]] = [
    {"format": HEAD + "a/{one}/{_}/end"},
    {"format": HEAD + "a/{one}/{two}", "variants": [{"when": {"two": "$*"}}]},
    {"format": HEAD + "a/{name}:{name}"},
    {
        "format": HEAD + "a/{name}",
        "variants": [{"when": {"name": NO_NUMBER}}],
    },
    {"format": "arn:{partition}:x:{region}::a/{id}"},
    {"format": "arn:{partition}:x:::a/{id}"},
    {"format": HEAD + "b/{all+}:end:{name}"},
    {"format": HEAD + "b/{all+}", "variants": [{"when": {"all": "*[:*]*"}}]},
    {
        "format": HEAD + "b{path+}{name}",
        "variants": [{"when": {"path": "/x/*"}}, {"when": {"name": "?"}}],
    },
    {"format": HEAD + "{any+}", "variants": [{"when": {"any": "[a-c]*z"}}]},
    {
        "format": "arn:{partition}:x:{region}:{id}:c",
        "variants": [{"when": {"id": "1*"}}],
    },
]
REGIONS = st.sampled_from(["r", ""])
ACCOUNTS = st.sampled_from(["123456789012", "aws", "", "1"])
SEGMENTS = st.sampled_from(
    ["a", "b", "c", "x", "end", "1", "12", "$1", "arn", "*", " ", "z", "é", ""]
)
RESOURCES = st.lists(st.tuples(SEGMENTS, st.sampled_from("/:-")), min_size=1).map(
    lambda parts: "".join(text + separator for text, separator in parts)[:-1]
)


def candidates() -> list[Candidate]:
    """Return all rules that have a template, the closest first."""
    found = []
    for i, entry in enumerate(TYPES):
        rules = TypeRules(entry)
        before = list(rules.variants)
        assert rules.main.template is not None
        found.append(Candidate("x", f"T{i}", rules.main, rules.main.template, before))
    return sorted(found, key=lambda candidate: candidate.rank)


EVERY = candidates()
FIRST_FIT = FirstFit("x", EVERY)


@settings(deadline=None)
@given(
    st.sampled_from(["r", ""]), st.sampled_from(["123456789012", "", "1"]), RESOURCES
)
def test_it_finds_the_first_that_fits(region: str, account: str, resource: str) -> None:
    """The same candidate with the same fields as by asking each on its own."""
    rest = f"{region}:{account}:{resource}"
    alone = ((each, each.match(rest)) for each in EVERY)
    expected = next((found for found in alone if found[1] is not None), None)
    fit = FIRST_FIT.match(f"arn:aws:x:{rest}")
    assert expected == (fit and (fit[0].candidate, fit[0].values(fit[1])))
    assert fit is None or (("aws", region) == fit[1][:2])


@pytest.mark.parametrize(
    ("entry", "is_conditional"),
    [
        (TYPES[1], False),
        (TYPES[3], False),
        (TYPES[7], False),
        # It may end in several places.
        (TYPES[8], True),
        # It cannot be like that: that is not worth saying in another way.
        ({"format": HEAD + "{a}/{b}", "variants": [{"when": {"a": "x/*"}}]}, True),
        # Both have to hold for the variant.
        ({"format": HEAD + "{a}", "variants": [{"when": BOTH}]}, True),
        # A class that regular expressions read otherwise.
        ({"format": HEAD + "{a}", "variants": [{"when": {"a": "[^a]"}}]}, True),
    ],
)
def test_conditions_are_asked_while_matching(
    entry: dict[str, Any], is_conditional: bool
) -> None:
    """But for those that cannot be said about what comes next."""
    rules = TypeRules(entry)
    assert rules.main.template is not None
    candidate = Candidate("x", "T", rules.main, rules.main.template, rules.variants)
    assert is_conditional == candidate.is_conditional


def test_one_that_cannot_be_made_gives_way_to_its_equal(tmp_path: Path) -> None:
    """As ec2's endpoint services do, of which only those that are yours have an id."""
    folder = tmp_path / "x" / "2020-01-01"
    folder.mkdir(parents=True)
    mine = {"resources": {"Mine": {"identifiers": [{"name": "Id"}]}}}
    (folder / "resources-1.json").write_text(json.dumps(mine))
    loader = Loader(extra_search_paths=[str(tmp_path)])
    rules = {
        name: ArnRule({"format": HEAD + form})
        for name, form in {"Any": "a/{number}", "Mine": "a/{id}"}.items()
    }
    some = [
        Candidate("x", name, rule, rule.template, [])
        for name, rule in rules.items()
        if rule.template
    ]
    fit = FirstFit("x", some).match("arn:aws:x:r:123456789012:a/1")
    assert fit is not None
    place, groups = fit
    assert "Any" == place.resource_type
    assert place.get_ready(loader)
    assert "Mine" == place.resource_type
    assert {"id": "1"} == place.identify("", groups, None)


def test_an_identifier_may_be_the_same_in_all_arns(tmp_path: Path) -> None:
    """The ARN of a rule on EventBridge's default bus has no bus in it."""
    folder = tmp_path / "x" / "2020-01-01"
    folder.mkdir(parents=True)
    identifiers = [{"name": "Bus"}, {"name": "Name"}]
    defined = {"resources": {"Rule": {"identifiers": identifiers}}}
    (folder / "resources-1.json").write_text(json.dumps(defined))
    rule = ArnRule({"format": HEAD + "r/{name}", "identifiers": {"bus": "default"}})
    assert rule.template is not None
    candidate = Candidate("x", "Rule", rule, rule.template, [])
    fit = FirstFit("x", [candidate]).match("arn:aws:x:r:123456789012:r/paid")
    assert fit is not None
    place, groups = fit
    assert place.get_ready(Loader(extra_search_paths=[str(tmp_path)]))
    made = place.identify("", groups, None)
    assert {"bus": "default", "name": "paid"} == made
