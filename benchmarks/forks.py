"""Forks while threads make their first clients, and pools of each start method.

A child makes a session, a client and a resource of its own; one that has not ended
after 30 seconds is counted as hung. Each fork is from a new process, as a process has
its first clients once; so many forks are made of each while its threads are at it.

    python benchmarks/forks.py --forks 200
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import subprocess
import sys

ROLE = "arn:aws:iam::{:012}:role/r"
CHURN = """
import os, signal, sys, threading, time, boto3, boto3_extensions
def use(number):
    manager = boto3_extensions.ConnectionManager(
        region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key="key")
    session = manager.get_session(f"arn:aws:iam::{number:012}:role/r")
    session.client("sts"); session.resource("s3").Bucket("b")
boto3_extensions.arn_patch_boto3()
threads = [threading.Thread(target=use, args=(n,), daemon=True) for n in range(4)]
for one in threads: one.start()
children = []
for n in range(int(sys.argv[1])):
    time.sleep(0.02)
    pid = os.fork()
    if not pid:
        signal.alarm(30)
        use(n)
        os._exit(0)
    children.append(pid)
print(sum(os.waitpid(pid, 0)[1] != 0 for pid in children))
"""
AT_ONCE = 5


def use(number: int) -> str:
    """Make a client and a resource in a worker of a pool."""
    import boto3

    import boto3_extensions

    session = boto3.Session("id", "key", region_name="us-east-1")
    manager = boto3_extensions.ConnectionManager(session=session)
    manager.get_session(ROLE.format(number)).client("sts")
    return str(session.resource("s3").Bucket("b").name)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forks", type=int, default=50, help="how many (50)")
    forks = parser.parse_args().forks
    os.environ.update(AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull)
    hung = 0
    for _ in range(forks // AT_ONCE):
        command = [sys.executable, "-W", "ignore", "-c", CHURN, str(AT_ONCE)]
        hung += int(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    print(f"{forks} forks among threads that make their first clients: {hung} hung")
    for method in ("fork", "forkserver", "spawn"):
        signal.alarm(120)
        with multiprocessing.get_context(method).Pool(4) as pool:
            done = pool.map(use, range(1, 17))
        print(f"{method} pool: {len(done)} of 16 calls done")
        signal.alarm(0)
    sys.exit(bool(hung))


if __name__ == "__main__":
    main()
