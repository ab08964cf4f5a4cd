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

ROOT = Path(__file__).parents[2]
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
    assert arn in demo_output.splitlines()


def test_demo_shows_the_code_and_what_it_prints(demo_output: str) -> None:
    """Each step is lines of code, as the prompt shows them, above their output."""
    assert (
        '>>> for trail in session.resource("cloudtrail").trails.limit(5):\n'
        '...     print(trail.name, "logs to", trail.resource("s3_bucket_name"))\n'
        "...     print(trail.arn)\n"
        "management-events logs to s3.Bucket(name='audit-logs')\n"
    ) in demo_output


def test_demo_shows_the_certificate(demo_output: str) -> None:
    """A certificate is shown by its domain name, its status and its ARN."""
    assert re.search(
        r"\nshop\.example\.com PENDING_VALIDATION\n"
        r"arn:aws:acm:us-east-1:123456789012:certificate/[0-9a-f-]{36}\n",
        demo_output,
    )


def test_demo_goes_from_the_arn_to_the_resource(demo_output: str) -> None:
    """From its ARN alone the database is found again."""
    assert (
        '>>> arn = "arn:aws:rds:us-east-1:123456789012:db:orders"\n'
        ">>> found = boto3_extensions.resource_from_arn(arn, session=session)\n"
        ">>> print(found)\n"
        "rds.DBInstance(id='orders')\n"
    ) in demo_output


def test_demo_changes_the_account(demo_output: str) -> None:
    """The assumed role's sessions, and ARNs made with them, are another account's."""
    table = "arn:aws:dynamodb:us-east-1:111122223333:table/reports"

    assert "\n123456789012 -> 111122223333\n" in demo_output
    assert table in demo_output.splitlines()


def test_demo_shows_the_cache(demo_output: str) -> None:
    """The second session of the same role comes out of the cache."""
    assert re.search(r"(?m)^from the cache\n[\d.]+ ms$", demo_output)


def test_demo_fits_a_terminal(demo_output: str) -> None:
    """Nothing but an id that AWS has made up is wider than 80 columns."""
    wide = [line for line in demo_output.splitlines() if len(line) > 80]

    assert [] == [line for line in wide if "certificate/" not in line]


def test_demo_ends_with_a_clear_line(demo_output: str) -> None:
    """The last line says that it is over and that nothing is left running."""
    last = "Done: the tour is over and the embedded AWS is stopped."

    assert last == demo_output.splitlines()[-1]


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
    assert ">>> for role in" in output


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
