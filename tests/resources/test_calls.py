"""What AWS did not do of what it was asked for is told, and what it did is kept."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from boto3_extensions.exceptions import (
    BatchFailedError,
    LoadFailedError,
    PartialFailureError,
    ResourceNotFoundError,
)
from fake_aws import FakeAws, Refusal

ARN = "arn:aws:ecs:us-east-1:123456789012"
TASK = {"taskArn": f"{ARN}:task/web/1", "clusterArn": f"{ARN}:cluster/web"}
NO_MEMORY = {"arn": f"{ARN}:container-instance/x", "reason": "RESOURCE:MEMORY"}


@pytest.fixture
def service(fake: FakeAws) -> Callable[[str], Any]:
    """Return what makes a service resource of the fake AWS."""
    return lambda name: boto3.resource(name, **fake.client_arguments(name))


def test_what_was_made_is_found_beside_the_failures(
    service: Any, fake: FakeAws
) -> None:
    """RunTask starts some tasks and fails for others."""
    fake.plant("ecs", "RunTask", {"tasks": [TASK], "failures": [NO_MEMORY]})
    with pytest.raises(PartialFailureError) as caught:
        service("ecs").Cluster("web").run_task(taskDefinition="t:1")
    (task,) = caught.value.found
    assert "Task" in type(task).__name__
    assert [NO_MEMORY] == caught.value.failures
    assert TASK["taskArn"] == caught.value.response["tasks"][0]["taskArn"]


def test_what_aws_refuses_as_a_whole_is_its_own_error(
    service: Any, fake: FakeAws
) -> None:
    """As of any other action."""

    def refuse(params: dict[str, Any]) -> Any:
        raise Refusal("ClusterNotFoundException", "No such cluster.", 400)

    fake.plant("ecs", "RunTask", refuse)
    with pytest.raises(ClientError, match="No such cluster") as caught:
        service("ecs").Cluster("web").run_task(taskDefinition="t:1")
    assert not isinstance(caught.value, PartialFailureError)


def test_the_message_names_id_and_reason(service: Any, fake: FakeAws) -> None:
    """Whoever reads the traceback knows what to do."""
    fake.plant("ecs", "StartTask", {"tasks": [], "failures": [NO_MEMORY]})
    instance = service("ecs").Cluster("web")
    with pytest.raises(PartialFailureError) as caught:
        instance.start_task(taskDefinition="t:1", containerInstances=["x"])
    text = (
        "StartTask of ecs.Cluster(name='web') was answered with one failure: "
        f"{NO_MEMORY['arn']}: RESOURCE:MEMORY"
    )
    assert text == str(caught.value)


@pytest.mark.parametrize(
    ("name", "operation", "answer", "act", "told"),
    [
        (
            "ec2",
            "CreateFlowLogs",
            {
                "FlowLogIds": [],
                "Unsuccessful": [
                    {"ResourceId": "vpc-1", "Error": {"Code": "400", "Message": "No"}}
                ],
            },
            lambda s: s.Vpc("vpc-1").create_flow_logs(TrafficType="ALL"),
            "vpc-1: 400: No",
        ),
        (
            "ec2",
            "DeleteFlowLogs",
            {
                "Unsuccessful": [
                    {"ResourceId": "fl-1", "Error": {"Code": "Gone", "Message": "No"}}
                ]
            },
            lambda s: s.FlowLog("fl-1").delete(),
            "fl-1: Gone: No",
        ),
        (
            "glue",
            "BatchGetCrawlers",
            {"Crawlers": [], "CrawlersNotFound": ["a", "b"]},
            lambda s: s.batch_get_crawlers(CrawlerNames=["a", "b"]),
            "2 failures: CrawlersNotFound: a, CrawlersNotFound: b",
        ),
        (
            "glue",
            "BatchGetPartition",
            {"Partitions": [], "UnprocessedKeys": [{"Values": ["1999", "1"]}]},
            lambda s: s.DatabaseTable("d", "t").batch_get_partition(
                PartitionsToGet=[{"Values": ["1999", "1"]}]
            ),
            "UnprocessedKeys: 1999/1",
        ),
        (
            "cloudwatch",
            "DeleteInsightRules",
            {
                "Failures": [
                    {
                        "FailureResource": "top",
                        "ExceptionType": "Busy",
                        "FailureCode": "409",
                        "FailureDescription": "Later",
                    }
                ]
            },
            lambda s: s.InsightRule("top").delete(),
            "top: Busy/409: Later",
        ),
        (
            "sns",
            "PublishBatch",
            {
                "Successful": [],
                "Failed": [{"Id": "1", "SenderFault": True, "Code": "X"}],
            },
            lambda s: s.Topic("arn:aws:sns:us-east-1:1:t").publish_batch(
                PublishBatchRequestEntries=[{"Id": "1", "Message": "m"}]
            ),
            "one failure: 1: X",
        ),
        (
            "logs",
            "PutLogEvents",
            {"rejectedLogEventsInfo": {"tooNewLogEventStartIndex": 3}},
            lambda s: s.LogStream("g", "s").put_log_events(
                logEvents=[{"timestamp": 1, "message": "m"}]
            ),
            "rejectedLogEventsInfo: tooNewLogEventStartIndex 3",
        ),
        (
            "ssm",
            "LabelParameterVersion",
            {"InvalidLabels": ["1st"], "ParameterVersion": 1},
            lambda s: s.Parameter("p").label_version(Labels=["1st"]),
            "InvalidLabels: 1st",
        ),
        (
            "emr",
            "CancelSteps",
            {
                "CancelStepsInfoList": [
                    {"StepId": "s-1", "Status": "FAILED", "Reason": "It runs"}
                ]
            },
            lambda s: s.Step("j-1", "s-1").cancel(),
            "s-1: FAILED/It runs",
        ),
        (
            "elasticache",
            "BatchStopUpdateAction",
            {
                "UnprocessedUpdateActions": [
                    {"CacheClusterId": "c", "ErrorType": "Late", "ErrorMessage": "No"}
                ]
            },
            lambda s: s.Cluster("c").stop_update_action(ServiceUpdateName="u"),
            "c: Late: No",
        ),
        # Numbers: a code and an id are told as such.
        (
            "securityhub",
            "BatchDeleteAutomationRules",
            {
                "UnprocessedAutomationRules": [
                    {"RuleArn": "arn:r", "ErrorCode": 404, "ErrorMessage": "No"}
                ]
            },
            lambda s: s.AutomationRule("arn:r").delete(),
            "arn:r: 404: No",
        ),
        (
            "glue",
            "DeleteSchemaVersions",
            {
                "SchemaVersionErrors": [
                    {"VersionNumber": 7, "ErrorDetails": {"ErrorCode": "Gone"}}
                ]
            },
            lambda s: s.Schema("r", "s").delete_versions(Versions="7"),
            "7: Gone",
        ),
    ],
)
def test_failures_are_told_of_whatever_answers(
    service: Any,
    fake: FakeAws,
    name: str,
    operation: str,
    answer: dict[str, Any],
    act: Callable[[Any], Any],
    told: str,
) -> None:
    """Of lists of structures and of names, and of what would return the answer."""
    fake.plant(name, operation, answer)
    with pytest.raises(PartialFailureError) as caught:
        act(service(name))
    assert str(caught.value).endswith(told)
    assert answer.items() <= caught.value.response.items()


def test_nothing_is_raised_where_nothing_failed(service: Any, fake: FakeAws) -> None:
    """An empty list is none."""
    fake.plant("ecs", "RunTask", {"tasks": [TASK], "failures": []})
    (task,) = service("ecs").Cluster("web").run_task(taskDefinition="t:1")
    assert TASK["taskArn"].endswith(task.meta.identifiers and task.id)


def test_what_makes_one_keeps_it(service: Any, fake: FakeAws) -> None:
    """A fleet that lacks some instances is a fleet."""
    failed = {"Lifecycle": "spot", "ErrorCode": "Capacity", "ErrorMessage": "None left"}
    fake.plant("ec2", "CreateFleet", {"FleetId": "fleet-1", "Errors": [failed]})
    with pytest.raises(PartialFailureError) as caught:
        service("ec2").create_fleet(
            LaunchTemplateConfigs=[{"Overrides": [{"SubnetId": "subnet-1"}]}],
            TargetCapacitySpecification={"TotalTargetCapacity": 1},
        )
    assert ["fleet-1"] == [fleet.id for fleet in caught.value.found]


def test_a_load_says_why_it_found_nothing(service: Any, fake: FakeAws) -> None:
    """And is still a resource that was not found."""
    gone = {"arn": f"{ARN}:cluster/web", "reason": "MISSING"}
    fake.plant("ecs", "DescribeClusters", {"clusters": [], "failures": [gone]})
    with pytest.raises(LoadFailedError, match="MISSING") as caught:
        service("ecs").Cluster("web").load()
    assert [gone] == caught.value.failures
    assert isinstance(caught.value, ResourceNotFoundError)


def test_a_collection_tells_of_all_pages_in_the_end(
    service: Any, fake: FakeAws
) -> None:
    """After all that there is."""
    page = {
        "capacityProviders": [{"name": "a"}],
        "failures": [{"arn": "b", "reason": "MISSING"}],
    }
    later = {"capacityProviders": [{"name": "c"}]}
    fake.plant(
        "ecs",
        "DescribeCapacityProviders",
        lambda sent: later if sent.get("nextToken") else {**page, "nextToken": "2"},
    )
    seen = []
    with pytest.raises(PartialFailureError, match="b: MISSING") as caught:
        seen.extend(service("ecs").capacity_providers.all())
    assert ["a", "c"] == [provider.name for provider in caught.value.found]


def test_a_batch_action_makes_all_calls_and_then_tells(
    service: Any, fake: FakeAws
) -> None:
    """What failed in the first call is no reason not to make the second."""
    rules = [{"Name": str(number), "State": "ENABLED"} for number in range(3)]

    def listed(sent: dict[str, Any]) -> dict[str, Any]:
        # boto3 makes a call of a page.
        start = int(sent.get("NextToken", 0))
        more = {"NextToken": str(start + 1)} if start < 2 else {}
        return {"InsightRules": rules[start : start + 1], **more}

    def disabled(sent: dict[str, Any]) -> dict[str, Any]:
        name = sent["RuleNames"][0]
        failed = [{"FailureResource": name, "FailureCode": "409"}]
        return {"Failures": failed if name != "1" else []}

    fake.plant("cloudwatch", "DescribeInsightRules", listed)
    fake.plant("cloudwatch", "DisableInsightRules", disabled)
    with pytest.raises(PartialFailureError, match="0: 409, 2: 409") as caught:
        service("cloudwatch").insight_rules.disable()
    assert 3 == len(fake.calls_to("cloudwatch", "DisableInsightRules"))
    assert 2 == len(caught.value.responses)


def test_a_batch_that_is_refused_keeps_the_failures_before(
    service: Any, fake: FakeAws
) -> None:
    """In the answers, which the error has."""
    fake.plant(
        "glue",
        "GetPartitions",
        {"Partitions": [{"Values": [str(number)]} for number in range(26)]},
    )
    failed = {"PartitionValues": ["0"], "ErrorDetail": {"ErrorCode": "Locked"}}

    def delete(sent: dict[str, Any]) -> dict[str, Any]:
        fake.fail("glue", "BatchDeletePartition", code="AccessDeniedException")
        return {"Errors": [failed]}

    fake.plant("glue", "BatchDeletePartition", delete)
    with pytest.raises(BatchFailedError) as caught:
        service("glue").DatabaseTable("d", "t").partitions.delete()
    assert [failed] == caught.value.responses[0]["Errors"]
    assert isinstance(caught.value, ClientError)


def test_boto3s_own_actions_return_what_they_return(
    service: Any, fake: FakeAws
) -> None:
    """As without us."""
    failed = {"Id": "1", "SenderFault": True, "Code": "X"}
    fake.plant("sqs", "SendMessageBatch", {"Successful": [], "Failed": [failed]})
    queue = service("sqs").Queue("https://sqs.us-east-1.amazonaws.com/1/q")
    answer = queue.send_messages(Entries=[{"Id": "1", "MessageBody": "b"}])
    assert [failed] == answer["Failed"]


def test_a_secret_that_was_sent_is_in_no_message(service: Any, fake: FakeAws) -> None:
    """AWS repeats what it was sent in the entry of what failed."""
    entry = {"Name": "doc", "Parameters": {"password": ["hunter2"]}}
    failed = {"Entry": entry, "Message": "No such document", "Fault": "Client"}
    fake.plant("ssm", "CreateAssociationBatch", {"Failed": [failed]})
    with pytest.raises(PartialFailureError, match="doc: Client: No such") as caught:
        service("ssm").create_association_batch(Entries=[entry])
    assert "hunter2" not in f"{caught.value}{caught.value!r}"


def test_many_failures_are_counted(service: Any, fake: FakeAws) -> None:
    """A message stays one that can be read."""
    names = [f"crawler-{number}" for number in range(40)]
    fake.plant("glue", "BatchGetCrawlers", {"CrawlersNotFound": names})
    with pytest.raises(PartialFailureError, match=r"crawler-4, 35 more$") as caught:
        service("glue").batch_get_crawlers(CrawlerNames=names)
    assert names == caught.value.failures


def test_the_response_of_several_is_the_last() -> None:
    """A batch action makes a call for each page; without any there is none."""
    pages = [{"page": number} for number in range(3)]
    assert {"page": 2} == PartialFailureError("m", [], [NO_MEMORY], pages).response
    assert {} == PartialFailureError("m", [], [NO_MEMORY], []).response


def test_the_error_can_travel() -> None:
    """To another process, with all it has."""
    error = PartialFailureError("m", [], [NO_MEMORY], [{"failures": [NO_MEMORY]}])
    copy = pickle.loads(pickle.dumps(error))
    assert ("m", [NO_MEMORY], error.response) == (
        str(copy),
        copy.failures,
        copy.response,
    )
