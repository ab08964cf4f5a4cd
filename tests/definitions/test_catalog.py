"""Of two names for one thing, who looks for one is told which is the older."""

from __future__ import annotations

import pytest

from boto3_extensions._cli import text
from boto3_extensions._definitions.catalog import Catalog
from boto3_extensions._discovery.description import describe
from boto3_extensions.exceptions import UnknownNameError


def test_the_older_name_of_an_action_is_marked() -> None:
    """It is there, and says which is the newer."""
    told = describe(Catalog(), "secretsmanager", "Secret")
    names = {one.name: one.newer_name for one in told.actions}
    assert ("get_value", "") == (names["get_secret_value"], names["get_value"])


def test_a_collection_of_several_is_called_so() -> None:
    """What 0.23.0 called it is an older name."""
    told = describe(Catalog(), "support", "TrustedAdvisorCheckDescription")
    names = {one.name: one.newer_name for one in told.collections}
    assert ("", "check_summaries") == (names["check_summaries"], names["check_summary"])


def test_show_prints_which_is_the_newer_name() -> None:
    """Beside what the older one does."""
    told = describe(Catalog(), "acm", "Certificate")
    found = {
        key: [one._asdict() if hasattr(one, "_asdict") else one for one in value]
        if isinstance(value, list)
        else value
        for key, value in told._asdict().items()
    }
    (line,) = [x for x in text.show(found).splitlines() if "get_certificate" in x]
    assert line.endswith("(older name of get)")


def test_a_collection_tells_what_it_leaves_out() -> None:
    """boto3's own, too, which asks as it does."""
    told = describe(Catalog(), "cloudwatch")
    texts = {one.name: one.leaves_out for one in told.collections}
    assert "composite_alarms" in texts["alarms"]


def test_a_misspelt_type_has_no_class() -> None:
    """Whoever describes one, or follows it, is told of the near name."""
    with pytest.raises(UnknownNameError, match="did you mean 'DBInstance'"):
        describe(Catalog(), "rds", "DBInstnce")


def test_a_name_of_several_services_at_one_endpoint_is_of_its_own() -> None:
    """docdb and neptune have instances, too, at the endpoint of rds."""
    assert ("rds", "DBInstance") == Catalog().find_type("dbinstance")


def test_a_name_of_several_services_is_refused() -> None:
    """With those that it may be of."""
    with pytest.raises(UnknownNameError, match=r"ecs\.Cluster, .*eks\.Cluster"):
        Catalog().find_type("Cluster")
