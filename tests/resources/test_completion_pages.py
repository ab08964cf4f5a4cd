"""A page whose items lack their data is loaded by as few requests as AWS allows."""

from __future__ import annotations

import copy
import gc
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from boto3_extensions.exceptions import ResourceNotFoundError
from fake_aws import FakeAws, Refusal

ARN = "arn:aws:ecs:us-east-1:123456789012:task/web/"

Describe = Callable[[dict[str, Any]], dict[str, Any]]


def ids(count: int) -> list[str]:
    """Return the ids of so many tasks."""
    return [f"{number:032x}" for number in range(count)]


def data_of(task: str) -> dict[str, Any]:
    """Return the data of a task."""
    name = task.rpartition("/")[2]
    return {"taskArn": ARN + name, "lastStatus": f"R{name[-3:]}"}


def describe(params: dict[str, Any]) -> dict[str, Any]:
    """Answer as DescribeTasks does, in another order than asked."""
    return {"tasks": [data_of(task) for task in reversed(params["tasks"])]}


def refusing(bad: str, code: str = "InvalidParameterException") -> Describe:
    """Return an answer that is an error if a task is among those asked for."""

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        if any(task.endswith(bad) for task in params["tasks"]):
            raise Refusal(code, f"{bad} is bad")
        return describe(params)

    return answer


@pytest.fixture
def cluster(fake: FakeAws) -> Any:
    """Return a cluster of 250 tasks."""
    plant(fake, 250)
    return boto3.resource("ecs", **fake.client_arguments("ecs")).Cluster("web")


def plant(fake: FakeAws, count: int) -> None:
    """Give the cluster so many tasks, in pages of a hundred."""
    arns = [ARN + one for one in ids(count)]

    def page(params: dict[str, Any]) -> dict[str, Any]:
        start = int(params.get("nextToken") or 0)
        more = {"nextToken": str(start + 100)} if count > start + 100 else {}
        return {"taskArns": arns[start : start + 100], **more}

    fake.plant("ecs", "ListTasks", page)
    fake.plant("ecs", "DescribeTasks", describe)


def asked(fake: FakeAws) -> list[int]:
    """Return of how many tasks each request was."""
    return [len(c.params["tasks"]) for c in fake.calls_to("ecs", "DescribeTasks")]


def test_a_page_is_described_by_one_request(cluster: Any, fake: FakeAws) -> None:
    """And each task gets its own data, in whatever order AWS answers."""
    found = [(task.id, task.last_status) for task in cluster.tasks.all()]

    assert [(one, f"R{one[-3:]}") for one in ids(250)] == found
    assert [100, 100, 50] == asked(fake)


def test_what_is_asked_is_that_of_one_load_but_for_the_ids(
    cluster: Any, fake: FakeAws
) -> None:
    """So that the tags come, too."""
    tasks = list(cluster.tasks.limit(2))
    _ = tasks[0].last_status

    (call,) = fake.calls_to("ecs", "DescribeTasks")
    assert {"cluster": "web", "tasks": ids(2), "include": ["TAGS"]} == call.params


def test_an_item_alone_costs_one_call(cluster: Any, fake: FakeAws) -> None:
    """Of those that are let go, none is loaded; nor what was made by its id."""
    (task,) = cluster.tasks.limit(1)
    gc.collect()
    _ = task.last_status
    _ = boto3.resource("ecs", **fake.client_arguments("ecs")).Task("web", "x").meta

    assert [1] == asked(fake)


def test_a_loaded_item_is_loaded_again_alone(cluster: Any, fake: FakeAws) -> None:
    """Who asks for news of one task asks for that of one."""
    tasks = list(cluster.tasks.limit(3))
    tasks[0].load()
    tasks[0].load()
    tasks[1].reload()

    assert [3, 1, 1] == asked(fake)


def test_what_an_action_made_forget_is_loaded_together(
    cluster: Any, fake: FakeAws
) -> None:
    """Of ten tasks that were stopped, and of no other."""
    tasks = list(cluster.tasks.limit(20))
    _ = tasks[0].last_status
    fake.plant("ecs", "StopTask", {"task": {}})
    for task in tasks[:10]:
        task.stop()
    _ = [task.last_status for task in tasks]

    assert [20, 10] == asked(fake)


def test_an_item_that_is_gone_says_so_itself(cluster: Any, fake: FakeAws) -> None:
    """The others have their data, and it is asked for alone, once each time."""
    gone = ids(5)[3]
    fake.plant(
        "ecs",
        "DescribeTasks",
        lambda p: {"tasks": [data_of(t) for t in p["tasks"] if t != gone]},
    )
    tasks = list(cluster.tasks.limit(5))
    states: list[Any] = []
    for task in tasks:
        try:
            states.append(task.last_status)
        except ResourceNotFoundError as error:
            states.append(error)

    assert isinstance(states.pop(3), ResourceNotFoundError)
    assert ["R000", "R001", "R002", "R004"] == states
    assert [5, 1] == asked(fake)


def test_an_error_of_one_hides_no_other(cluster: Any, fake: FakeAws) -> None:
    """What AWS refuses to describe with the others is found out in a few calls."""
    fake.plant("ecs", "DescribeTasks", refusing(ids(100)[60]))
    tasks = list(cluster.tasks.limit(100))
    failed = []
    for task in tasks:
        try:
            assert f"R{task.id[-3:]}" == task.last_status
        except ClientError:
            failed.append(task.id)

    assert [ids(100)[60]] == failed
    assert len(asked(fake)) < 25


def test_where_aws_is_busy_it_is_asked_once(cluster: Any, fake: FakeAws) -> None:
    """Being throttled is no fault of an item's, and fewer of them are no remedy."""
    fake.fail("ecs", "DescribeTasks", code="ThrottlingException")
    tasks = list(cluster.tasks.limit(5))
    with pytest.raises(ClientError, match="Throttling"):
        _ = tasks[2].last_status

    assert [5] == asked(fake)


def test_a_page_keeps_no_item_alive(cluster: Any, fake: FakeAws) -> None:
    """What was let go is gone, and is not loaded."""
    tasks = list(cluster.tasks.limit(50))
    del tasks[3:]
    gc.collect()
    _ = tasks[0].last_status

    assert [3] == asked(fake)


def test_threads_wait_for_one_request(cluster: Any, fake: FakeAws) -> None:
    """Sixteen that want tasks of a page at once ask once."""
    ready = threading.Barrier(16, timeout=20)
    tasks = list(cluster.tasks.limit(64))

    def read(mine: list[Any]) -> list[str]:
        ready.wait()
        return [task.last_status for task in mine]

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(read, [tasks[n::16] for n in range(16)]))

    assert sorted(f"R{one[-3:]}" for one in ids(64)) == sorted(itertools.chain(*found))
    assert [64] == asked(fake)


def test_a_service_is_described_with_nine_others(fake: FakeAws) -> None:
    """AWS's limit is that of the operation."""
    arn = "arn:aws:ecs:us-east-1:123456789012:service/web/"
    names = [f"s{number}" for number in range(25)]
    fake.plant("ecs", "ListServices", {"serviceArns": [arn + n for n in names]})
    fake.plant(
        "ecs",
        "DescribeServices",
        lambda p: {
            "services": [
                {"serviceName": n, "serviceArn": arn + n, "status": n.upper()}
                for n in p["services"]
            ]
        },
    )
    cluster = boto3.resource("ecs", **fake.client_arguments("ecs")).Cluster("web")

    assert [n.upper() for n in names] == [s.status for s in cluster.services.all()]
    calls = fake.calls_to("ecs", "DescribeServices")
    assert [10, 10, 5] == [len(call.params["services"]) for call in calls]


def test_a_summary_is_completed_together(fake: FakeAws) -> None:
    """Two tags of one image, which AWS describes once, each have what it tells."""
    tags = ["latest", "v2", "v1"]
    listed = [
        {"imageTag": tag, "imageDigest": "sha256:" + tag[-1] * 64} for tag in tags
    ]
    fake.plant("ecr", "ListImages", {"imageIds": listed})
    fake.plant(
        "ecr",
        "DescribeImages",
        {
            "imageDetails": [
                {"imageTags": ["latest", "v2"], "imageSizeInBytes": 2},
                {"imageTags": ["v1"], "imageSizeInBytes": 1},
            ]
        },
    )
    repository = boto3.resource("ecr", **fake.client_arguments("ecr")).Repository("web")
    sizes = {tag.name: tag.image_size_in_bytes for tag in repository.image_tags.all()}

    assert {"latest": 2, "v2": 2, "v1": 1} == sizes
    assert 1 == len(fake.calls_to("ecr", "DescribeImages"))


def test_what_the_list_told_is_not_loaded(fake: FakeAws) -> None:
    """A repository's tags are read from the list of them."""
    fake.plant(
        "ecr",
        "DescribeRepositories",
        {"repositories": [{"repositoryName": n} for n in "ab"]},
    )
    ecr = boto3.resource("ecr", **fake.client_arguments("ecr"))
    _ = [one.repository_uri for one in ecr.repositories.all()]

    assert 1 == len(fake.calls)


def test_a_copy_of_an_item_can_be_loaded(cluster: Any, fake: FakeAws) -> None:
    """Though it is of no page: the page does not know it."""
    tasks = list(cluster.tasks.limit(2))
    duplicate = copy.copy(tasks[0])

    assert "R000" == duplicate.last_status
    assert "R001" == tasks[1].last_status
