"""The pages that tell what each resource type has."""

from __future__ import annotations

from pathlib import Path

import pytest

from boto3_extensions._cli._catalog import Catalog
from reference import links, pages, rst
from reference.service import Service


@pytest.fixture(scope="module")
def rds() -> Service:
    """Return a service of ours."""
    return Service(Catalog(), "rds")


@pytest.fixture(scope="module")
def instance(rds: Service) -> str:
    """Return the page of one type."""
    return pages.type_page(rds, "DBInstance")


@pytest.mark.parametrize(
    "line",
    [
        "rds.DBInstance\n==============",
        "   db_instance = rds.DBInstance(id)",
        ":ARN: ``arn:{partition}:rds:{region}:{account}:db:{id}``",
        ":Listed by: ``rds.db_instances``",
        "``engine`` : str\n    The database engine used for this DB instance.",
        "``tag_list`` : list[dict]",
        "``db_cluster`` : :doc:`DBCluster <DBCluster>`",
        "    ``.resource('db_subnet_group.vpc_id')``: ec2.Vpc",
        "``DBLogFile(name)`` : :doc:`DBLogFile <DBLogFile>`",
        "``wait_until_stopped()``",
        "``create_db_snapshot()`` → :doc:`DBSnapshot <DBSnapshot>`",
        "WebAPI/rds-2014-10-31/RebootDBInstance>`__",
    ],
)
def test_the_page_of_a_type_has(instance: str, line: str) -> None:
    """Every kind of member, and the link to AWS's page on each operation."""
    assert line in instance


def test_the_page_of_a_service_has_its_types(rds: Service) -> None:
    """Each is a link, and shows what a resource is made of."""
    page = pages.service_page(rds)
    assert "* :doc:`DBLogFile <DBLogFile>`\\ ``(db_instance_id, name)``" in page
    assert "``create_db_instance()`` → :doc:`DBInstance <DBInstance>`" in page


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>The name. More of it.</p>", "The name."),
        ("<p>Where, e.g. here, it is. More.</p>", "Where, e.g. here, it is."),
        ("a <code>b_c*</code> `d`", "a b\\_c\\* \\`d\\`"),
        ("one &amp; two", "one & two"),
        ("", ""),
    ],
)
def test_the_first_sentence_of_what_aws_wrote(markup: str, text: str) -> None:
    """As text that reStructuredText takes for nothing else."""
    assert text == rst.first_sentence(markup)


def test_a_long_sentence_is_cut() -> None:
    """Between words."""
    cut = rst.first_sentence("word " * 100)
    assert cut.endswith("word ...")
    assert len(cut) < 250


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    """A file that is not there, and a place that is not in one that is."""
    (tmp_path / "a.html").write_text(
        '<a href="b.html#there">1</a><a href="b.html#nowhere">2</a>'
        '<a href="c.html">3</a><a href="https://aws.amazon.com/x">4</a>'
        '<a href="#here" id="here">5</a>'
    )
    (tmp_path / "b.html").write_text('<p id="there">')
    assert ["a.html: b.html#nowhere", "a.html: c.html"] == list(
        links.dead_links(tmp_path)
    )
