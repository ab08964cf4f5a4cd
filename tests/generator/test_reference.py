"""The pages that tell what each resource type has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from boto3_extensions._definitions.catalog import Catalog
from definitions.areas import services_by_area
from page_parts import text_of
from reference import derived, links, pages
from reference.html import first_sentence
from reference.service import Service

KNOWN = {
    "rds.DBCluster": "rds/DBCluster.html",
    "rds.DBInstance": "rds/DBInstance.html",
    "rds.DBLogFile": "rds/DBLogFile.html",
    "rds.DBSnapshot": "rds/DBSnapshot.html",
    "ec2.Vpc": "ec2/Vpc.html",
}


@pytest.fixture(scope="module")
def rds() -> Service:
    """Return a service of ours."""
    return Service(Catalog(), "rds")


@pytest.fixture(scope="module")
def instance(rds: Service) -> str:
    """Return the page of one type."""
    return text_of(pages.type_page(rds, "DBInstance", KNOWN))


@pytest.mark.parametrize(
    "line",
    [
        "rds.DBInstance\n==============",
        "\ndb_instance = rds.DBInstance(id)",
        "<li>ARN: <code>arn:{partition}:rds:{region}:{account}:db:{id}</code>",
        "<li>Listed by <code>rds.db_instances</code>",
        'id="rds.DBInstance.engine"><b>engine</b> : str\n'
        "<dd>The database engine used for this DB instance.",
        "<b>tag_list</b> : list[dict]",
        "Keys: <code>Address, Port, HostedZoneId</code>",
        '<b>db_cluster</b> : <a href="DBCluster.html">DBCluster</a>',
        '<a href="../ec2/Vpc.html">ec2.Vpc</a>',
        '<b>DBLogFile</b>(name) : <a href="DBLogFile.html">DBLogFile</a>',
        "<b>wait_until_stopped</b>(WaiterConfig=, ...)",
        "<b>create_db_snapshot</b>(DBSnapshotIdentifier=, Tags=) → "
        '<a href="DBSnapshot.html">DBSnapshot</a>',
        "<li><code>DBSnapshotIdentifier</code> <i>str</i>, required: The identifier",
        '<p id="rds.DBInstance" data-api="rds-2014-10-31">Contains',
        "Calls <a>RebootDBInstance</a> (client's <a>reboot_db_instance</a>).",
        "method rds.DBInstance.stop StopDBInstance stop_db_instance\n",
    ],
)
def test_the_page_of_a_type_has(instance: str, line: str) -> None:
    """Every kind of member, and the link to AWS's page on each operation."""
    assert line in instance


def test_the_page_of_a_service_has_its_types(rds: Service) -> None:
    """Each is a link, and shows what a resource is made of."""
    page = text_of(pages.service_page(rds, KNOWN))
    shown = '<a href="DBLogFile.html">DBLogFile</a> <code>(db_instance_id, name)</code>'
    assert shown in page
    assert ', ...) → <a href="DBInstance.html">DBInstance</a>' in page


def test_a_script_has_the_addresses_of_operations(rds: Service) -> None:
    """They differ by names on the page; that of boto3 on the client needs no script."""
    root = Path(__file__).resolve().parents[2]
    script = (root / "docs" / "_static" / "pages.js").read_text("utf-8")
    page = text_of(pages.service_page(rds, KNOWN))
    (boto3,) = re.findall(r'"(https://\S+)/rds\.html">boto3 on its client', page)
    assert f'BOTO3 = "{boto3}"' in script


def test_what_is_called_comes_before_what_is_read(instance: str) -> None:
    """Who comes for an action finds it on the first screen."""
    headings = ["Actions", "Collections", "Waiters", "Attributes"]
    places = [instance.index(f"{heading}\n-------") for heading in headings]
    assert sorted(places) == places


def test_members_of_a_kind_are_in_one_alphabet() -> None:
    """boto3's own do not stand before ours: who has a name knows where it is."""
    page = text_of(pages.type_page(Service(Catalog(), "s3"), "Bucket", {}))
    for heading in "Actions", "Collections", "Sub-resources", "Waiters":
        section = page.partition(f"\n{heading}\n-")[2].partition("</dl>")[0]
        names = re.findall(r"<dt[^>]*><b>(\w+)</b>", section)
        assert len(names) > 1
        assert sorted(names) == names


def test_a_type_without_a_page_is_no_link(rds: Service) -> None:
    """Where only some services are written."""
    assert "DBSnapshot.html" not in pages.type_page(rds, "DBInstance", {})


def test_many_types_are_in_groups() -> None:
    """Those of ec2 by what they are about, as its files are."""
    groups = Service(Catalog(), "ec2").groups
    assert "TransitGateway" in groups["VPN, transit gateways, Verified Access"]
    assert sum(map(len, groups.values())) == len(
        {k for g in groups.values() for k in g}
    )


def test_services_are_in_areas(rds: Service) -> None:
    """Each under that of the console."""
    page = text_of(pages.services_page([rds], services_by_area(["rds"])))
    assert "Storage and databases\n---------------------" in page
    assert "Compute" not in page


def test_derived_services_come_after_the_areas(rds: Service, amplify: Service) -> None:
    """Each in a line, with the number of its types, or that it has actions alone."""
    alone = Service(Catalog(), "sagemaker-runtime")
    page = text_of(
        pages.services_page([rds, amplify, alone], services_by_area(["rds"]))
    )
    areas, _, found = page.partition("\nDerived services\n----------------\n")
    assert "rds/index.html" in areas
    told = re.findall(r"<li>.*", found)
    assert [
        '<li><a href="amplify/index.html">amplify</a>: AWS Amplify, '
        f"{len(amplify.names)} resource types",
        '<li><a href="sagemaker-runtime/index.html">sagemaker-runtime</a>: '
        "Amazon SageMaker Runtime, actions alone",
    ] == told


def test_without_derived_services_nothing_is_said_of_them(rds: Service) -> None:
    """Where only some services are written, a link would lead nowhere."""
    page = pages.services_page([rds], services_by_area(["rds"]))
    assert "derived" not in page


@pytest.fixture(scope="module")
def amplify() -> Service:
    """Return a derived service."""
    return Service(Catalog(), "amplify")


@pytest.fixture(scope="module")
def single(amplify: Service) -> str:
    """Return the page of a derived service."""
    known = {f"amplify.{kind}": place for kind, place in amplify.addresses.items()}
    return derived.service_page(amplify, known)


@pytest.mark.parametrize(
    "line",
    [
        "amplify\n=======\nmodule amplify",
        "no person has read them. Names may change in a minor release: "
        '<a href="../../resources.html#derived-services">',
        '<dt id="amplify.create_app"><b>create_app</b>() → '
        '<a href="#amplify.App">App</a>, <a>CreateApp</a>\n',
        '<b>apps</b> : collection of <a href="#amplify.App">App</a>, <a>ListApps</a>',
        "\nBranch\n------\nclass amplify.Branch",
        "<p><code>amplify.Branch(app_id, name)</code>: The branch for",
        "<li>Identifiers: <code>app_id</code>, <code>name</code>\n"
        "<li>Loaded by <a>GetBranch</a>\n",
        '<li>Listed by <a href="#amplify.App">App</a> <code>.branches</code>',
        '<p class="rubric">Actions</p>\n'
        "method amplify.App.create_backend_environment CreateBackendEnvironment",
        "method amplify.Branch.delete DeleteBranch delete_branch\n",
        '<dt id="amplify.Branch.delete"><b>delete</b>() → dict, <a>DeleteBranch</a>\n',
        '<dt id="amplify.Branch.display_name"><b>display_name</b> : str\n',
        "attribute amplify.Branch.display_name",
    ],
)
def test_the_page_of_a_derived_service_has(single: str, line: str) -> None:
    """All of its types, a line for each member, and what kind of service it is."""
    assert line in text_of(single)


def test_a_derived_type_has_its_place_on_the_page(
    amplify: Service, single: str
) -> None:
    """Its heading is at its name, where links and the search lead to."""
    parts = [json.loads(line) for line in single.splitlines()]
    places = [told[3] for told in parts if told[0] == "title" and len(told) > 3]
    assert places == [f"amplify.{kind}" for kind in amplify.names]
    assert amplify.addresses["App"] == "amplify/index.html#amplify.App"


def test_a_derived_service_without_types_says_so() -> None:
    """It has actions, and no heading of a type."""
    page = text_of(derived.service_page(Service(Catalog(), "sagemaker-runtime"), {}))
    assert "so there are actions alone." in page
    assert re.findall(r"^(\w+)\n-+$", page, re.MULTILINE) == ["Actions"]


def test_a_link_to_a_derived_type_leads_to_its_place(instance: str) -> None:
    """From the pages of other services, as to the page of a curated type."""
    known = KNOWN | {"ec2.Vpc": "ec2/index.html#ec2.Vpc"}
    page = text_of(pages.type_page(Service(Catalog(), "rds"), "DBInstance", known))
    assert '<a href="../ec2/index.html#ec2.Vpc">ec2.Vpc</a>' in page
    assert "../ec2/index.html" not in instance


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>The name. More of it.</p>", "The name."),
        ("<p>Where, e.g. here, it is. More.</p>", "Where, e.g. here, it is."),
        ("a <code>b_c*</code> `d`", "a b_c* `d`"),
        ("one &amp; two", "one & two"),
        ("", ""),
    ],
)
def test_the_first_sentence_of_what_aws_wrote(markup: str, text: str) -> None:
    """As text."""
    assert text == first_sentence(markup)


def test_a_long_sentence_is_cut() -> None:
    """Between words."""
    cut = first_sentence("word " * 100)
    assert cut.endswith("word ...")
    assert len(cut) < 250


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    """A file that is not there, a place that is not in one that is, in scripts, too."""
    (tmp_path / "a.html").write_text(
        '<a href="b.html#there">1</a><a href="b.html#nowhere">2</a>'
        '<a href="c.html">3</a><a href="https://aws.amazon.com/x">4</a>'
        '<a href="#here" id="here">5</a>'
    )
    (tmp_path / "b.html").write_text('<p id="there">')
    (tmp_path / "tree-1.js").write_text(r'"<a href=\"b.html\"><a href=\"b.html#no\">"')
    assert [
        "a.html: b.html#nowhere",
        "a.html: c.html",
        "tree-1.js: b.html#no",
    ] == list(links.dead_links(tmp_path))
