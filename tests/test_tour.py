"""The tour: what `make demo` shows, and how it behaves on an account of one's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import demo
from fake_aws import FakeAws

ROOT = Path(__file__).parents[1]
READING = ("Describe", "Get", "Head", "List", "Lookup")
SERVICES = ("acm", "cloudtrail", "dynamodb", "iam", "rds", "s3", "sts")


def run(script: Path, *arguments: str, env: dict[str, str]) -> tuple[int, str]:
    """Run a script as a person would; return its exit code and all it printed."""
    completed = subprocess.run(
        [sys.executable, str(script), *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return completed.returncode, completed.stdout


@pytest.fixture(scope="module")
def demo_output() -> str:
    """Run the demo once, with settings of the user's that it must not follow."""
    hostile = {
        "AWS_PROFILE": "production",
        "AWS_ENDPOINT_URL_RDS": "http://127.0.0.1:9",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    code, output = run(ROOT / "tools" / "demo.py", env=dict(os.environ) | hostile)
    assert 0 == code, output
    return output


@pytest.fixture
def account(fake: FakeAws) -> dict[str, str]:
    """Make an environment in which the fake is the account of who runs --live."""
    environment = demo.environment_for(fake.url_for("sts"), os.environ)
    return environment | {
        f"AWS_ENDPOINT_URL_{service.upper()}": fake.url_for(service)
        for service in SERVICES
    }


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:cloudtrail:us-east-1:123456789012:trail/management-events",
        "arn:aws:rds:us-east-1:123456789012:db:orders",
        "arn:aws:s3:::holiday-photos",
        "arn:aws:dynamodb:us-east-1:123456789012:table/carts",
        "arn:aws:iam::123456789012:role/ci/deployer",
    ],
)
def test_demo_shows_arns(demo_output: str, arn: str) -> None:
    """The tour shows the ARN of what the demo created."""
    assert re.search(rf"(?m)\s{re.escape(arn)}$", demo_output)


def test_demo_shows_the_certificate(demo_output: str) -> None:
    """A certificate is shown by its domain name, its status and its ARN."""
    assert re.search(
        r"acm\.Certificate +shop\.example\.com +PENDING_VALIDATION"
        r" +arn:aws:acm:us-east-1:123456789012:certificate/[0-9a-f-]{36}\n",
        demo_output,
    )


def test_demo_goes_from_the_arn_to_the_resource(demo_output: str) -> None:
    """From its ARN alone the database is found again, with its data."""
    arn = "arn:aws:rds:us-east-1:123456789012:db:orders"

    assert re.search(rf"(?m)^ +{arn} +rds\.DBInstance +postgres, ", demo_output)


def test_demo_changes_the_account(demo_output: str) -> None:
    """The assumed role's sessions, and ARNs made with them, are another account's."""
    table = "arn:aws:dynamodb:us-east-1:111122223333:table/reports"

    assert re.search(r"(?m)^ +your own session +123456789012$", demo_output)
    assert re.search(r"(?m)^ +get_session +111122223333 +[\d.]+ ms$", demo_output)
    assert re.search(rf"(?m)^ +its table reports +111122223333 +{table}$", demo_output)


def test_demo_shows_the_cache(demo_output: str) -> None:
    """The second session of the same role comes out of the cache."""
    assert re.search(
        r"(?m)^ +get_session again +111122223333 +[\d.]+ ms, from the cache$",
        demo_output,
    )


def test_demo_ends_with_a_clear_line(demo_output: str) -> None:
    """The last line says that it is over and that nothing is left running."""
    last = "Done: the tour is over and the embedded AWS is stopped."

    assert last == demo_output.splitlines()[-1]


def test_table_lines_up(demo_output: str) -> None:
    """Each column of the first table starts at the same place in every line."""
    table = demo_output.split("Resources and their ARNs\n")[1].split("\n\n")[0]
    heading, rule, *rows = table.splitlines()
    arns = {row.index("arn:aws:") for row in rows}

    assert {heading.index("ARN")} == arns
    assert set("- ") == set(rule)


def test_live_only_reads(fake: FakeAws, account: dict[str, str]) -> None:
    """On an account of one's own the tour calls nothing that changes anything."""
    code, output = run(demo.TOUR, "--live", env=account)

    operations = {call.operation for call in fake.calls}
    assert 0 == code, output
    assert "DescribeDBInstances" in operations
    assert set() == {name for name in operations if not name.startswith(READING)}


def test_live_goes_on_where_it_may_not_read(
    fake: FakeAws, account: dict[str, str]
) -> None:
    """Where access is denied the tour says so in a sentence and shows the rest."""
    fake.fail("rds", "DescribeDBInstances", code="AccessDenied", status=403)
    code, output = run(demo.TOUR, "--live", env=account)

    assert 0 == code, output
    assert (
        "(rds db_instances not shown: your credentials may not call"
        " DescribeDBInstances)"
    ) in output
    assert "acm.Certificate" in output


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("AWS_ACCESS_KEY_ID", "no AWS credentials found; set AWS_PROFILE"),
        ("AWS_DEFAULT_REGION", "no region is set; set AWS_DEFAULT_REGION"),
    ],
)
def test_live_without_settings(
    account: dict[str, str], missing: str, sentence: str
) -> None:
    """Without credentials or a region the tour says what to set, and goes on."""
    del account[missing]

    code, output = run(demo.TOUR, "--live", env=account)

    assert 0 == code, output
    assert sentence in output
    assert "Traceback" not in output


def test_tour_needs_to_be_told_to_use_the_own_account() -> None:
    """Started by mistake, the tour does not touch the user's account."""
    code, output = run(demo.TOUR, env=dict(os.environ))

    assert 2 == code
    assert "say --live to read your own AWS account" in output
