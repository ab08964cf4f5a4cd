"""AWS's spelling: words, plurals, an operation less its noun."""

from __future__ import annotations

import pytest

from definitions.words import find_noun, plurals, without_noun, words


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("DBClusterSnapshots", ["DB", "Cluster", "Snapshots"]),
        ("ListTagsForResource", ["List", "Tags", "For", "Resource"]),
        ("PutBucketCORS", ["Put", "Bucket", "CORS"]),
        ("trailNameList", ["Trail", "Name", "List"]),
    ],
)
def test_a_name_is_split_into_its_words(name: str, parts: list[str]) -> None:
    """A run of capitals is one word, as AWS writes DB and CORS."""
    assert parts == words(name)


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("DBInstance", "DBInstances"),
        ("Policy", "Policies"),
        ("DBProxy", "DBProxies"),
        ("Analysis", "Analyses"),
    ],
)
def test_the_likeliest_plural_comes_first(noun: str, plural: str) -> None:
    """AWS follows English."""
    assert plural == plurals(noun)[0]


def test_a_noun_is_found_as_whole_words_only() -> None:
    """DBCluster does not stand in DescribeDBClusters by accident of letters."""
    assert (1, 3) == find_noun("DBCluster", "DescribeDBClusters")
    assert find_noun("Cluster", "DescribeClustering") is None


@pytest.mark.parametrize(
    ("operation", "noun", "rest"),
    [
        ("RebootDBInstance", "DBInstance", "Reboot"),
        ("RemoveRoleFromDBCluster", "DBCluster", "RemoveRole"),
        ("AttachRolePolicy", "Role", "AttachPolicy"),
        ("ListTagsForResource", "Resource", "ListTags"),
        ("StartLogging", "Trail", "StartLogging"),
        ("Backup", "Backup", "Backup"),
    ],
)
def test_an_action_is_the_operation_less_the_noun(
    operation: str, noun: str, rest: str
) -> None:
    """What is left reads as a method of the thing."""
    assert rest == without_noun(operation, [noun])


def test_the_longest_noun_is_taken_off() -> None:
    """Of two nouns that fit, the more exact one names the type."""
    assert "Modify" == without_noun(
        "ModifyCustomDBEngineVersion", ["DBEngineVersion", "CustomDBEngineVersion"]
    )


def test_of_two_places_of_a_noun_the_first_counts() -> None:
    """Which it was depended on the order of a set, and so on the hash seed."""
    assert (2, 3) == find_noun("Rule", "ListActivatedRulesInRuleGroup")
    assert (1, 3) == find_noun("RuleGroup", "ListRuleGroupRules")
