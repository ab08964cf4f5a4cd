"""What users do with forecast: datasets, predictors, forecasts and waiting for them.

moto has dataset groups only, so the fake AWS answers for the rest: it shows what is
sent and how answers are read, not how AWS behaves.
"""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from boto3.exceptions import ResourceLoadException
from botocore.exceptions import WaiterError

import boto3_extensions
from fake_aws import FakeAws
from make_session import MakeSession

ARN = "arn:aws:forecast:us-east-1:123456789012"
DATASET, PREDICTOR = f"{ARN}:dataset/sales", f"{ARN}:predictor/sales_01"
ROLE = "arn:aws:iam::123456789012:role/forecast"
READY = [
    "Dataset",
    "DatasetImportJob",
    "Forecast",
    "ForecastExportJob",
    "Predictor",
    "PredictorBacktestExportJob",
]


@pytest.fixture
def faked(fake: FakeAws) -> Any:
    """Make the service resource on the fake AWS."""
    session = boto3.Session(region_name="us-east-1")
    return session.resource("forecast", **fake.client_arguments("forecast"))


def test_a_dataset_group_lives(session: MakeSession) -> None:
    """It is made, listed with what the list leaves out, changed and deleted."""
    forecast = session().resource("forecast")
    group = forecast.create_dataset_group(DatasetGroupName="sales", Domain="RETAIL")
    assert f"{ARN}:dataset-group/sales" == group.arn
    (listed,) = forecast.dataset_groups.all()
    assert group == listed
    assert "RETAIL" == listed.domain
    group.update(DatasetArns=[])
    assert [] == list(group.datasets.all())
    group.delete()
    assert [] == list(forecast.dataset_groups.all())


def test_an_arn_makes_its_resource(session: MakeSession) -> None:
    """Each kind has its own segment; a predictor's is the same for both kinds."""
    for kind, arn in {"Dataset": DATASET, "Predictor": PREDICTOR}.items():
        found = boto3_extensions.resource_from_arn(arn, session())
        assert (f"forecast.{kind}", arn) == (type(found).__name__, found.arn)


def test_a_group_has_datasets(fake: FakeAws, faked: Any) -> None:
    """AWS tells their ARNs, and each dataset the rest."""
    fake.plant("forecast", "DescribeDatasetGroup", {"DatasetArns": [DATASET]})
    fake.plant("forecast", "DescribeDataset", {"DataFrequency": "D"})
    (dataset,) = faked.DatasetGroup(f"{ARN}:dataset-group/sales").datasets.all()
    assert (DATASET, "D") == (dataset.arn, dataset.data_frequency)


def test_a_group_has_its_own_predictors(fake: FakeAws, faked: Any) -> None:
    """AWS picks them by a filter, to which the user's own may be added."""
    active = {"Key": "Status", "Value": "ACTIVE", "Condition": "IS"}
    group = faked.DatasetGroup(f"{ARN}:dataset-group/sales")
    list(group.predictors.filter(Filters=[active]))
    own = {"Key": "DatasetGroupArn", "Value": group.arn, "Condition": "IS"}
    assert [own, active] == fake.calls[0].params["Filters"]


def test_a_predictor_is_found_whatever_its_kind(fake: FakeAws, faked: Any) -> None:
    """Describing needs to know the kind, which the list of all tells."""
    found = {"PredictorArn": PREDICTOR, "IsAutoPredictor": True}
    fake.plant("forecast", "ListPredictors", {"Predictors": [found]})
    predictor = faked.Predictor(PREDICTOR)
    assert predictor.is_auto_predictor
    fake.plant("forecast", "DescribeAutoPredictor", {"ForecastHorizon": 7})
    assert 7 == predictor.AutoPredictor().forecast_horizon
    with pytest.raises(ResourceLoadException):
        faked.Predictor(f"{PREDICTOR}x").load()


def test_a_misspelt_action_works(fake: FakeAws, faked: Any) -> None:
    """It asked for an operation that does not exist."""
    arn = f"{ARN}:predictor-backtest-export-job/j"
    answer = {"PredictorBacktestExportJobArn": arn}
    fake.plant("forecast", "CreatePredictorBacktestExportJob", answer)
    job = faked.Predictor(PREDICTOR).create_preditor_backtest_export_job(
        PredictorBacktestExportJobName="j",
        Destination={"S3Config": {"Path": "s3://bucket", "RoleArn": ROLE}},
    )
    assert faked.PredictorBacktestExportJob(arn) == job
    assert PREDICTOR == fake.calls[-1].params["PredictorArn"]


@pytest.mark.parametrize("kind", READY)
def test_ready_is_waited_for(fake: FakeAws, faked: Any, kind: str) -> None:
    """As with 0.23.0, until it is active."""
    fake.plant("forecast", f"Describe{kind}", {"Status": "ACTIVE"})
    getattr(faked, kind)(f"{ARN}:x/y").wait_until_ready()
    assert [f"Describe{kind}"] == [call.operation for call in fake.calls]


def test_what_failed_is_not_waited_for(fake: FakeAws, faked: Any) -> None:
    """It will never be ready."""
    fake.plant("forecast", "DescribeAutoPredictor", {"Status": "CREATE_FAILED"})
    with pytest.raises(WaiterError, match="CREATE_FAILED"):
        faked.AutoPredictor(PREDICTOR).wait_until_ready()


def test_tags_know_whose_they_are(fake: FakeAws, faked: Any) -> None:
    """AWS lists keys and values, and to take one off wants the ARN, too."""
    tag = {"Key": "team", "Value": "web"}
    fake.plant("forecast", "ListTagsForResource", {"Tags": [tag]})
    dataset = faked.Dataset(DATASET)
    (found,) = dataset.tags.all()
    assert faked.Tag(DATASET, "team", "web") == found
    found.delete()
    assert {"ResourceArn": DATASET, "TagKeys": ["team"]} == fake.calls[-1].params
