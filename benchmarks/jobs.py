"""Everyday jobs, by an expert's script with plain clients, and by ours.

    python benchmarks/jobs.py [--only WORD] [--times N]

Each is done on a server that answers in 20 ms, in a process of its own, by each side in
turn: how many calls it took, how long, how much CPU, in how many lines. The
expert knows AWS's batches and has 16 threads; ours is what the guide teaches.
"""

from __future__ import annotations

import argparse
import inspect
import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import boto3
from botocore.config import Config
from jobs_server import served
from tables import simple

from boto3_extensions import children, each, loaded, wait_until

CONFIG = Config(max_pool_connections=16, inject_host_prefix=False)
AT_ONCE = {"Delay": 1, "MaxAttempts": 30}


class Aws:
    """An account: clients for the expert, resources for us, and a count of calls."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.calls = 0
        self._session = boto3.Session("AKIAJOBS", "secret", region_name="us-east-1")
        self._session.events.register("before-send", self._count)

    def _count(self, **_: Any) -> None:
        self.calls += 1

    def client(self, service: str) -> Any:
        """Return a client."""
        url = self._url + service
        return self._session.client(service, endpoint_url=url, config=CONFIG)

    def resource(self, service: str) -> Any:
        """Return a service resource."""
        url = self._url + service
        return self._session.resource(service, endpoint_url=url, config=CONFIG)


class Job(NamedTuple):
    """A job: what it is, and how each side does it; both return the same rows."""

    name: str
    expert: Callable[[Aws], Any]
    ours: Callable[[Aws], Any]


def in_threads(function: Callable[[Any], Any], items: Any) -> list[Any]:
    """Call a function 16 at a time, which the expert has in a module of utilities."""
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(function, items))


def listed(client: Any, operation: str, key: str, **params: Any) -> list[Any]:
    """Return all pages' items, which the expert has there, too."""
    pages = client.get_paginator(operation).paginate(**params)
    return [item for page in pages for item in page[key]]


def chunks(items: list[Any], size: int) -> list[list[Any]]:
    """Return the items in lists of a size; the expert has that as well."""
    return [items[n : n + size] for n in range(0, len(items), size)]


def tasks_expert(aws: Aws) -> Any:
    ecs = aws.client("ecs")
    arns = listed(ecs, "list_tasks", "taskArns", cluster="web")
    rows = []
    for some in chunks(arns, 100):
        answer = ecs.describe_tasks(cluster="web", tasks=some, include=["TAGS"])
        for task in answer["tasks"]:
            rows.append((task["taskArn"].split("/")[-1], task["lastStatus"]))
    return rows


def tasks_ours(aws: Aws) -> Any:
    cluster = aws.resource("ecs").Cluster("web")
    return [(task.id, task.last_status) for task in cluster.tasks.all()]


def services_expert(aws: Aws) -> Any:
    ecs = aws.client("ecs")
    arns = listed(
        ecs, "list_services", "serviceArns", cluster="web",
        PaginationConfig={"PageSize": 100},
    )  # fmt: skip
    rows = []
    for some in chunks(arns, 10):
        answer = ecs.describe_services(cluster="web", services=some, include=["TAGS"])
        for service in answer["services"]:
            rows.append((service["serviceName"], service["desiredCount"]))
    return rows


def services_ours(aws: Aws) -> Any:
    cluster = aws.resource("ecs").Cluster("web")
    return [(s.name, s.desired_count) for s in cluster.services.all()]


def roles_expert(aws: Aws) -> Any:
    roles = listed(
        aws.client("iam"), "get_account_authorization_details", "RoleDetailList",
        Filter=["Role"], PaginationConfig={"PageSize": 1000},
    )  # fmt: skip
    rows = []
    for role in roles:
        for policy in role["AttachedManagedPolicies"]:
            rows.append((role["RoleName"], policy["PolicyName"]))
    return rows


def roles_ours(aws: Aws) -> Any:
    roles = aws.resource("iam").role_details.all()
    return [
        (r.name, p["PolicyName"]) for r in roles for p in r.attached_managed_policies
    ]


def keys_expert(aws: Aws) -> Any:
    iam = aws.client("iam")
    users = listed(iam, "list_users", "Users")

    def keys_of(user: Any) -> Any:
        name = user["UserName"]
        return listed(iam, "list_access_keys", "AccessKeyMetadata", UserName=name)

    found = itertools.chain(*in_threads(keys_of, users))
    return [(key["UserName"], key["AccessKeyId"]) for key in found]


def keys_ours(aws: Aws) -> Any:
    keys = children(aws.resource("iam").users.all(), "access_keys")
    return [(key.user_name, key.id) for key in keys]


def functions_expert(aws: Aws) -> Any:
    client = aws.client("lambda")
    functions = listed(client, "list_functions", "Functions")

    def tags_of(function: Any) -> Any:
        answer = client.list_tags(Resource=function["FunctionArn"])
        return function["FunctionName"], answer["Tags"]

    return in_threads(tags_of, functions)


def functions_ours(aws: Aws) -> Any:
    found = each(aws.resource("lambda").functions.all(), lambda one: one.list_tags())
    return [(function.function_name, answer["Tags"]) for function, answer in found]


def databases_expert(aws: Aws) -> Any:
    rows = []
    for database in listed(aws.client("rds"), "describe_db_instances", "DBInstances"):
        for tag in database["TagList"]:
            rows.append((database["DBInstanceIdentifier"], tag["Key"], tag["Value"]))
    return rows


def databases_ours(aws: Aws) -> Any:
    databases = aws.resource("rds").db_instances.all()
    return [(d.id, tag.key, tag.value) for d in databases for tag in d.tags.all()]


def volumes_expert(aws: Aws) -> Any:
    ec2 = aws.client("ec2")
    rows = []
    reservations = listed(ec2, "describe_instances", "Reservations")
    ids = [i["InstanceId"] for r in reservations for i in r["Instances"]]
    for some in chunks(ids, 200):
        filters = [{"Name": "attachment.instance-id", "Values": some}]
        for volume in listed(ec2, "describe_volumes", "Volumes", Filters=filters):
            rows.append((volume["Attachments"][0]["InstanceId"], volume["VolumeId"]))
    return rows


def volumes_ours(aws: Aws) -> Any:
    volumes = children(aws.resource("ec2").instances.all(), "volumes")
    return [(v.attachments[0]["InstanceId"], v.id) for v in volumes]


def subnets_expert(aws: Aws) -> Any:
    ec2 = aws.client("ec2")
    vpcs = [vpc["VpcId"] for vpc in listed(ec2, "describe_vpcs", "Vpcs")]
    rows = []
    for some in chunks(vpcs, 200):
        filters = [{"Name": "vpc-id", "Values": some}]
        for subnet in listed(ec2, "describe_subnets", "Subnets", Filters=filters):
            rows.append((subnet["VpcId"], subnet["SubnetId"]))
    return rows


def subnets_ours(aws: Aws) -> Any:
    subnets = children(aws.resource("ec2").vpcs.all(), "subnets")
    return [(subnet.vpc_id, subnet.id) for subnet in subnets]


def buckets_expert(aws: Aws) -> Any:
    s3 = aws.client("s3")
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]

    def look(name: str) -> Any:
        encryption = s3.get_bucket_encryption(Bucket=name)
        rules = encryption["ServerSideEncryptionConfiguration"]["Rules"]
        tags = s3.get_bucket_tagging(Bucket=name)["TagSet"]
        location = s3.get_bucket_location(Bucket=name)["LocationConstraint"]
        return name, len(rules), len(tags), location

    return in_threads(look, names)


def buckets_ours(aws: Aws) -> Any:
    s3 = aws.resource("s3")

    def look(bucket: Any) -> Any:
        rules = bucket.Encryption().server_side_encryption_configuration["Rules"]
        place = s3.BucketLocation(bucket.name).location_constraint
        return bucket.name, len(rules), len(bucket.Tagging().tag_set), place

    return [row for _, row in each(s3.buckets.all(), look)]


def tables_expert(aws: Aws) -> Any:
    dynamodb = aws.client("dynamodb")

    def describe(name: str) -> Any:
        return name, dynamodb.describe_table(TableName=name)["Table"]["ItemCount"]

    return in_threads(describe, listed(dynamodb, "list_tables", "TableNames"))


def tables_ours(aws: Aws) -> Any:
    tables = aws.resource("dynamodb").tables.loaded()
    return [(table.name, table.item_count) for table in tables]


def queues_expert(aws: Aws) -> Any:
    sqs = aws.client("sqs")

    def depth(url: str) -> Any:
        answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return url, answer["Attributes"]["ApproximateNumberOfMessages"]

    return in_threads(depth, listed(sqs, "list_queues", "QueueUrls"))


def queues_ours(aws: Aws) -> Any:
    queues = aws.resource("sqs").queues.loaded()
    return [(q.url, q.attributes["ApproximateNumberOfMessages"]) for q in queues]


def secrets_expert(aws: Aws) -> Any:
    client = aws.client("secretsmanager")
    names = [s["Name"] for s in listed(client, "list_secrets", "SecretList")]

    def value(name: str) -> Any:
        return name, client.get_secret_value(SecretId=name)["SecretString"]

    return in_threads(value, names)


def secrets_ours(aws: Aws) -> Any:
    found = each(aws.resource("secretsmanager").secrets.all(), lambda s: s.get_value())
    return [(secret.name, value["SecretString"]) for secret, value in found]


def stop_expert(aws: Aws) -> Any:
    ec2 = aws.client("ec2")
    ids = [f"i-{n}" for n in range(100)]
    ec2.stop_instances(InstanceIds=ids)
    ec2.get_waiter("instance_stopped").wait(InstanceIds=ids, WaiterConfig=AT_ONCE)
    return ids


def stop_ours(aws: Aws) -> Any:
    ids = [f"i-{n}" for n in range(100, 200)]
    ec2 = aws.resource("ec2")
    # By ids, which a stop does not change: a filter by state would find others then.
    ec2.meta.client.stop_instances(InstanceIds=ids)
    found = wait_until(map(ec2.Instance, ids), "stopped", WaiterConfig=AT_ONCE)
    return [f"i-{int(one.id[2:]) - 100}" for one in found]


def certificates_expert(aws: Aws) -> Any:
    acm = aws.client("acm")
    found = listed(acm, "list_certificates", "CertificateSummaryList")

    def serial(certificate: Any) -> Any:
        arn = certificate["CertificateArn"]
        return arn, acm.describe_certificate(CertificateArn=arn)["Certificate"][
            "Serial"
        ]

    return in_threads(serial, found)


def certificates_ours(aws: Aws) -> Any:
    certificates = loaded(aws.resource("acm").certificates)
    return [(one.certificate_arn, one.serial) for one in certificates]


def groups_expert(aws: Aws) -> Any:
    groups = listed(aws.client("logs"), "describe_log_groups", "logGroups")
    return [
        (group["logGroupName"], group["storedBytes"])
        for group in groups
        if "retentionInDays" not in group
    ]


def groups_ours(aws: Aws) -> Any:
    groups = aws.resource("logs").log_groups.all()
    return [(g.name, g.stored_bytes) for g in groups if g.retention_in_days is None]


def rotation_expert(aws: Aws) -> Any:
    kms = aws.client("kms")
    keys = listed(kms, "list_keys", "Keys", PaginationConfig={"PageSize": 1000})

    def rotates(key: Any) -> Any:
        answer = kms.get_key_rotation_status(KeyId=key["KeyId"])
        return key["KeyId"], answer["KeyRotationEnabled"]

    return in_threads(rotates, keys)


def rotation_ours(aws: Aws) -> Any:
    found = each(aws.resource("kms").keys.all(), lambda key: key.get_rotation_status())
    return [(key.key_id, answer["KeyRotationEnabled"]) for key, answer in found]


def listeners_expert(aws: Aws) -> Any:
    rows = []
    balancers = listed(
        aws.client("elb"), "describe_load_balancers", "LoadBalancerDescriptions"
    )
    for balancer in balancers:
        for one in balancer["ListenerDescriptions"]:
            port = one["Listener"]["LoadBalancerPort"]
            rows.append((balancer["LoadBalancerName"], port))
    return rows


def listeners_ours(aws: Aws) -> Any:
    found = aws.resource("elb").load_balancers.all()
    return [(b.name, o.load_balancer_port) for b in found for o in b.listeners.all()]


def images_expert(aws: Aws) -> Any:
    ecr = aws.client("ecr")
    ids = listed(ecr, "list_images", "imageIds", repositoryName="web",
                 PaginationConfig={"PageSize": 1000})  # fmt: skip
    rows = []
    for some in chunks(ids, 100):
        asked = [{"imageTag": one["imageTag"]} for one in some]
        answer = ecr.describe_images(repositoryName="web", imageIds=asked)
        for image in answer["imageDetails"]:
            rows += [(tag, image["imageSizeInBytes"]) for tag in image["imageTags"]]
    return rows


def images_ours(aws: Aws) -> Any:
    repository = aws.resource("ecr").Repository("web")
    return [(t.name, t.image_size_in_bytes) for t in repository.image_tags.all()]


JOBS = [
    Job("600 ECS tasks with their states", tasks_expert, tasks_ours),
    Job("80 ECS services with their counts", services_expert, services_ours),
    Job("policies attached to 400 roles", roles_expert, roles_ours),
    Job("access keys of 100 users", keys_expert, keys_ours),
    Job("tags of 300 functions", functions_expert, functions_ours),
    Job("tags of 150 databases", databases_expert, databases_ours),
    Job("volumes of 250 instances", volumes_expert, volumes_ours),
    Job("subnets of 50 VPCs", subnets_expert, subnets_ours),
    Job("150 buckets' encryption, tags, place", buckets_expert, buckets_ours),
    Job("items in 120 tables", tables_expert, tables_ours),
    Job("depth of 300 queues", queues_expert, queues_ours),
    Job("values of 200 secrets", secrets_expert, secrets_ours),
    Job("stop 100 instances and wait", stop_expert, stop_ours),
    Job("serials of 80 certificates", certificates_expert, certificates_ours),
    Job("200 log groups that keep all", groups_expert, groups_ours),
    Job("rotation of 150 keys", rotation_expert, rotation_ours),
    Job("listeners of 60 load balancers", listeners_expert, listeners_ours),
    Job("sizes of 300 image tags", images_expert, images_ours),
]


class Done(NamedTuple):
    """How one side did a job."""

    calls: int
    seconds: float
    cpu: float
    lines: int
    rows: list[Any]


def fastest(job: Job, url: str, times: int) -> tuple[Job, Done, Done]:
    """Do a job both ways in turn, and return the fastest of each."""
    both = [(done(job.expert, url), done(job.ours, url)) for _ in range(times)]
    a, b = (min(side, key=lambda one: one.seconds) for side in zip(*both, strict=True))
    return job, a, b


def done(way: Callable[[Aws], Any], url: str) -> Done:
    """Do a job one way, in a session of its own."""
    aws = Aws(url)
    began, cpu = time.perf_counter(), time.process_time()
    rows = sorted(way(aws), key=repr)
    spent, worked = time.perf_counter() - began, time.process_time() - cpu
    return Done(aws.calls, spent, worked, lines_of(way), rows)


def lines_of(way: Callable[[Aws], Any]) -> int:
    """Return how many lines of code a way has, without the line that names it."""
    lines = [line.strip() for line in inspect.getsource(way).splitlines()[1:]]
    return sum(bool(line) and not line.startswith("#") for line in lines)


def table(results: list[tuple[Job, Done, Done]]) -> str:
    """Return the table of all jobs, as reStructuredText."""
    heads = ["job", "calls", "seconds", "CPU", "lines", "rows"]
    rows = []
    for job, a, b in results:
        rows.append(
            [
                job.name,
                f"{a.calls} / {b.calls}",
                f"{a.seconds:.2f} / {b.seconds:.2f}",
                f"{a.cpu:.2f} / {b.cpu:.2f}",
                f"{a.lines} / {b.lines}",
                "equal" if a.rows == b.rows else "DIFFER",
            ]
        )
    return simple(heads, rows)


def main() -> None:
    """Do the jobs, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="a word of the jobs to do")
    parser.add_argument("--times", type=int, default=4, help="how often; the best (4)")
    options = parser.parse_args()
    jobs = [job for job in JOBS if options.only in job.name]
    with served() as url:
        found = [fastest(job, url, options.times) for job in jobs]
    print(table(found))


if __name__ == "__main__":
    main()
