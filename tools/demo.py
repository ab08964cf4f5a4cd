"""Run examples/tour.py on an embedded AWS: what `make demo` does.

Nothing outside this process and its child is read, changed or left running.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

TOUR = Path(__file__).parents[1] / "examples" / "tour.py"
REGION = "us-east-1"
ROLE_ARN = "arn:aws:iam::111122223333:role/auditor"
ANYONE_MAY_ASSUME = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",'
    ' "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}'
)


@contextmanager
def embedded_aws() -> Iterator[str]:
    """Run moto's server on a free loopback port; the value is its URL."""
    # Its line per request would drown what the tour prints.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def environment_for(url: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which boto3 calls the embedded AWS alone.

    Args:
        url: Where the embedded AWS listens.
        environment: What to start from; its AWS settings are left out.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith(("AWS_", "BOTO_"))
    }
    return kept | {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        # A proxy must not stand between two ends of the loopback.
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }


def seed(session: boto3.Session) -> None:
    """Create the resources of the tour, by plain boto3 clients."""
    s3 = session.client("s3")
    s3.create_bucket(Bucket="audit-logs")
    s3.create_bucket(Bucket="holiday-photos")
    cloudtrail = session.client("cloudtrail")
    cloudtrail.create_trail(Name="management-events", S3BucketName="audit-logs")
    rds = session.client("rds")
    for name, engine in ("orders", "postgres"), ("invoices", "mysql"):
        rds.create_db_instance(
            DBInstanceIdentifier=name, Engine=engine, DBInstanceClass="db.t3.micro"
        )
    session.client("acm").request_certificate(DomainName="shop.example.com")
    create_table(session, "carts")
    session.client("iam").create_role(
        RoleName="deployer", Path="/ci/", AssumeRolePolicyDocument=ANYONE_MAY_ASSUME
    )
    create_table(assumed(session), "reports")


def create_table(session: boto3.Session, name: str) -> None:
    """Create a DynamoDB table."""
    session.client("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def assumed(session: boto3.Session) -> boto3.Session:
    """Return a session in the other account, made without boto3_extensions."""
    answer = session.client("sts").assume_role(RoleArn=ROLE_ARN, RoleSessionName="demo")
    credentials = answer["Credentials"]
    return boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        region_name=REGION,
    )


def run_tour(environment: Mapping[str, str]) -> int:
    """Run the tour in a process of its own and return its exit code."""
    command = [sys.executable, str(TOUR), "--role-arn", ROLE_ARN]
    return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Start the embedded AWS, fill it, run the tour, stop it."""
    print("Starting an embedded AWS on this machine", flush=True)
    with embedded_aws() as url:
        environment = environment_for(url, os.environ)
        os.environ.clear()
        os.environ.update(environment)
        print("Filling it: a trail, databases, a certificate, ...\n", flush=True)
        seed(boto3.Session())
        code = run_tour(environment)
    if code:
        print("\nThe tour failed; the embedded AWS is stopped.")
    else:
        print("\nDone: the tour is over and the embedded AWS is stopped.")
    return code


if __name__ == "__main__":
    sys.exit(main())
