"""X-Ray as its users work with it, against our fake: moto has hardly any of it.

The fake AWS shows what is sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import boto3
import pytest

from fake_aws import FakeAws

START = "arn:aws:xray:us-east-1:123456789012"
HOUR = {
    "StartTime": datetime(2026, 1, 1, tzinfo=timezone.utc),
    "EndTime": datetime(2026, 1, 1, 1, tzinfo=timezone.utc),
}


@pytest.fixture
def xray(fake: FakeAws) -> Any:
    """Make the service resource."""
    return boto3.Session().resource("xray", **fake.client_arguments("xray"))


def test_a_group_has_insights(fake: FakeAws, xray: Any) -> None:
    """Those of a time are listed, and refer to their group."""
    group = {"GroupName": "shop", "GroupARN": f"{START}:group/shop/ABC"}
    fake.plant("xray", "GetGroups", {"Groups": [group]})
    insight = {"InsightId": "1", "GroupName": "shop", "State": "ACTIVE"}
    fake.plant("xray", "GetInsightSummaries", {"InsightSummaries": [insight]})
    (shop,) = xray.groups.all()
    (found,) = shop.insights.filter(**HOUR)
    assert ("ACTIVE", shop) == (found.state, found.group)
    (call,) = fake.calls_to("xray", "GetInsightSummaries")
    assert "shop" == call.params["GroupName"]


def test_a_group_is_tagged_by_its_arn(fake: FakeAws, arns: None, xray: Any) -> None:
    """The ARN of a group ends in an id that only AWS knows."""
    arn = f"{START}:group/shop/ABC"
    fake.plant("xray", "GetGroup", {"Group": {"GroupName": "shop", "GroupARN": arn}})
    xray.Group("shop").tag(Tags=[{"Key": "team", "Value": "sales"}])
    (call,) = fake.calls_to("xray", "TagResource")
    assert arn == call.params["ResourceARN"] == xray.Group("shop").arn


def test_a_sampling_rule_is_one_of_the_records(fake: FakeAws, xray: Any) -> None:
    """AWS lists rules in records of when they were made."""
    records = [
        {"SamplingRule": {"RuleName": name, "Priority": number}}
        for number, name in enumerate(["Default", "shop"])
    ]
    fake.plant("xray", "GetSamplingRules", {"SamplingRuleRecords": records})
    assert 1 == xray.SamplingRule("shop").priority
    assert [0, 1] == [rule.priority for rule in xray.sampling_rules.all()]


def test_a_trace_is_fetched_by_its_id(fake: FakeAws, xray: Any) -> None:
    """A trace has its segments, and a graph of services."""
    trace = {"Id": "1-5759e988-bd862e3fe1be46a994272793", "Duration": 1.5}
    fake.plant("xray", "BatchGetTraces", {"Traces": [trace]})
    found = xray.Trace(trace["Id"])
    assert 1.5 == found.duration
    found.get_graph()
    (call,) = fake.calls_to("xray", "GetTraceGraph")
    assert {"TraceIds": [trace["Id"]]} == call.params


def test_old_traces_are_retrieved(fake: FakeAws, xray: Any) -> None:
    """A retrieval is known by its token, and has the traces."""
    fake.plant("xray", "StartTraceRetrieval", {"RetrievalToken": "token"})
    fake.plant("xray", "ListRetrievedTraces", {"Traces": [{"Id": "1"}]})
    retrieval = xray.start_trace_retrieval(TraceIds=["1"], **HOUR)
    assert ["1"] == [trace.id for trace in retrieval.traces.all()]
    retrieval.cancel()
    (call,) = fake.calls_to("xray", "CancelTraceRetrieval")
    assert {"RetrievalToken": "token"} == call.params
