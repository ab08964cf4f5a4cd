"""The rules of drafts have a place for what AWS adds to defined services."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from definitions import adoption, build, history, suggested, toml_file
from definitions.resource_type import ResourceType
from definitions.service import BOTOCORE, Service
from definitions.spec import LoadSpec, ServiceSpec, TypeSpec
from definitions.trials import Trials
from definitions.types import TypeBuilder

ACCOUNT = 'service = "sesv2"\n[types.Account]\nload = "GetAccount"\n'
HUB = """
service = "securityhub"
[types.HubV2]
noun = ["HubV2", "SecurityHubV2"]
load = { operation = "DescribeSecurityHubV2", path = "@" }
"""
BATCH = """
service = "batch"
[types.Job]
identifiers = { Id = "jobId" }
[types.JobQueue]
identifiers = { Name = "jobQueueName" }
"""
BACKUP = """
service = "backup"
[types.BackupVault]
identifiers = { Name = "BackupVaultName" }
[types.RecoveryPoint]
parent = "BackupVault"
identifiers = { Arn = "RecoveryPointArn" }
[types.IndexedRecoveryPoint]
identifiers = { RecoveryPointArn = "RecoveryPointArn" }
load = false
[types.BackupAccessPoint]
identifiers = { Arn = "AccessPointArn" }
inputs = { Arn = "AccessPointArn" }
list = ["ListBackupAccessPoints", "ListBackupAccessPointsByRecoveryPoint"]
"""
OPENSEARCH = """
service = "opensearch"
[types.Application]
identifiers = { Id = "id" }
[types.Domain]
identifiers = { Name = "DomainName" }
[types.Insight]
parent = "Domain"
identifiers = { Id = "InsightId" }
load = { operation = "ListInsights", params = { "Entity.Type" = "'DomainName'", "Entity.Value" = "DomainName" }, path = "Insights[]" }
"""  # noqa: E501
MIGRATION = """
[types.Migration]
identifiers = { Id = "migrationId" }
"""


def defined(text: str) -> tuple[Service, ServiceSpec, dict[str, ResourceType]]:
    """Return the models, some definitions and their types."""
    spec = toml_file.spec_of(tomlkit.parse(text).unwrap())
    service = Service(spec.service)
    return service, spec, TypeBuilder(service, spec).build()


def trials(text: str) -> Trials:
    """Return definitions that a newer botocore is to be taken into."""
    parts = {Path("service.toml"): tomlkit.parse(text)}
    spec = toml_file.spec_of(toml_file.joined(parts))
    return Trials(Service(spec.service), parts, {}, build.documents(spec, {}), {}, {})


@pytest.mark.parametrize(
    ("text", "operation", "placed"),
    [
        (
            ACCOUNT,
            "PutAccountPricingAttributes",
            {"on": "Account", "as": "PutPricingAttributes"},
        ),
        (HUB, "EnableSecurityHubFeatureV2", {"on": "HubV2", "as": "EnableFeature"}),
        (HUB, "EnableSecurityHub", None),
        (ACCOUNT, "ListContacts", None),
    ],
)
def test_what_is_about_the_only_one_is_on_it(
    text: str, operation: str, placed: dict[str, Any] | None
) -> None:
    """Its noun is behind the verb, and something behind the noun."""
    _, _, kinds = defined(text)

    assert placed == suggested.of_single(kinds, operation)


def test_what_is_done_to_several_is_a_batch_action() -> None:
    """CancelJobs takes a list of jobs; SubmitJob makes one."""
    service, _, kinds = defined(BATCH)

    placed = suggested.of_several(service, kinds, "CancelJobs")

    assert placed is not None
    assert ("Job", "Cancel", True) == (placed["on"], placed["as"], placed["batch"])
    assert ["Id"] == list(placed["params"].values())
    assert suggested.of_several(service, kinds, "CancelJob") is None
    assert suggested.of_several(service, kinds, "TerminateServiceJobs") is None
    assert suggested.of_several(service, kinds, "ListJobs") is None


def test_several_may_be_called_as_the_id_of_one() -> None:
    """TerminateServiceJobs takes jobs, which a service job has its jobId of."""
    text = '[types.ServiceJob]\nidentifiers = { Id = "jobId" }\n'
    service, _, kinds = defined(BATCH + text)

    placed = suggested.of_several(service, kinds, "TerminateServiceJobs")

    assert placed is not None
    assert ("ServiceJob", {"jobs[]": "Id"}) == (placed["on"], placed["params"])


def test_of_two_that_are_told_alike_the_name_says_which() -> None:
    """An indexed recovery point is asked for by a recovery point's ARN, too."""
    service, _, kinds = defined(BACKUP)

    placed = suggested.only_owner(
        service, kinds, "ListBackupAccessPointsByRecoveryPoint"
    )

    told = {"on": "RecoveryPoint", "params": {"RecoveryPointArn": "Arn"}}
    assert told == placed


def test_an_id_without_a_noun_is_whose_aws_says() -> None:
    """The id that ListDataSourceAttachments takes is an application's, in its text."""
    service, _, kinds = defined(OPENSEARCH)

    placed = suggested.only_owner(service, kinds, "ListDataSourceAttachments")

    assert {"on": "Application"} == placed


def test_an_owner_is_told_as_the_load_tells_it() -> None:
    """An insight of a domain is told with the domain, as an entity."""
    service, _, kinds = defined(OPENSEARCH)

    placed = suggested.only_owner(service, kinds, "InsightFeedback")

    assert placed is not None
    asked = {"Entity.Type": "'DomainName'", "Entity.Value": "DomainName"}
    assert {**asked, "InsightId": "Id"} == placed["params"]


def test_a_list_that_nobody_has_is_its_only_owners() -> None:
    """The other lists of the type stay as they are."""
    service, spec, kinds = defined(BACKUP)
    operation = "ListBackupAccessPointsByRecoveryPoint"

    found = dict(suggested.lists(service, spec, kinds, [operation]))

    first, second = found["BackupAccessPoint"]
    assert {"operation": "ListBackupAccessPoints"} == first
    assert ("RecoveryPoint", operation) == (second["on"], second["operation"])
    assert {"RecoveryPointArn": "Arn"} == second["params"]


def test_what_is_several_already_has_no_further_plural() -> None:
    """The properties of tables are no propertieses."""
    service, spec, kinds = defined(
        'service = "glue"\n[types.IntegrationTableProperties]\n'
        'identifiers = { ResourceArn = "ResourceArn", TableName = "TableName" }\n'
        "list = false\n"
    )
    operation = "ListIntegrationTableProperties"

    found = dict(suggested.lists(service, spec, kinds, [operation]))

    (listed,) = found["IntegrationTableProperties"]
    assert ("service", "IntegrationTableProperties") == (listed["on"], listed["as"])


def test_lists_that_are_known_are_not_looked_for() -> None:
    """What a person left is left."""
    service, spec, kinds = defined(BACKUP)

    assert {} == dict(suggested.lists(service, spec, kinds, []))


def test_what_is_made_by_another_verb_is_found() -> None:
    """StartMigration answers with the id of a migration, and makes it."""
    service, spec, kinds = defined(OPENSEARCH + MIGRATION)

    found = suggested.operations(service, spec, kinds, ["StartMigration"])

    made = {"returns": "Migration", "identifiers": {"Id": "migrationId"}}
    assert made == found["StartMigration"]
    assert "StartMigration" not in spec.operations


def test_two_operations_that_ask_alike_tell_a_type() -> None:
    """One reads it and the other acts on it; no type is known by what they ask for."""
    service, _, kinds = defined(HUB)

    found = {one.name: one for one in suggested.pairs(service, kinds, [])}

    policy = found["RecommendedPolicyV2"]
    assert {"MetadataUid": ["MetadataUid"]} == policy.inputs


def test_what_reads_a_type_may_tell_its_status() -> None:
    """DescribeAttachmentUploadStatus reads what CompleteAttachmentUpload completes."""
    service, _, kinds = defined('service = "support"\n')

    found = {one.name: one for one in suggested.pairs(service, kinds, [])}

    upload = found["AttachmentUpload"]
    assert {"UploadId": ["uploadId"]} == upload.inputs
    loaded = LoadSpec(
        "DescribeAttachmentUploadStatus", {"uploadId": "UploadId"}, path="@"
    )
    assert loaded == upload.load


def test_what_another_type_is_known_by_makes_no_type() -> None:
    """A policy of a cluster is what the cluster has."""
    service, _, kinds = defined(
        'service = "securityhub"\n[types.Finding]\n'
        'identifiers = { MetadataUid = "MetadataUid" }\n'
    )

    names = {one.name for one in suggested.pairs(service, kinds, [])}

    assert "RecommendedPolicyV2" not in names


def test_a_setting_may_be_called_by_a_plural() -> None:
    """GetAccountProperties and PutAccountProperties ask for nothing else."""
    service, _, kinds = defined('service = "iam"\n')

    found = {one.name: one for one in suggested.pairs(service, kinds, [])}

    assert {} == found["AccountProperties"].identifiers
    known = {one.name for one in suggested.pairs(service, kinds, ["AccountProperties"])}
    assert "AccountProperties" not in known


def test_what_an_input_alone_asks_for_is_noted() -> None:
    """A fault of another kind is none to mend."""
    service, spec, _ = defined('service = "docdb"\n')
    fault = "is not of all [default DescribeServerlessV2PlatformVersions {}]"

    found = suggested.mends(
        service, spec, [fault.format("IncludeAll"), "error: else [paths X]"]
    )

    (told,) = found["lists"].values()
    assert "filter(IncludeAll=True)" in told["leaves_out"]
    assert {} == suggested.mends(service, spec, [fault.format("Engine")])


def test_fields_that_items_are_without_are_noted() -> None:
    """In AWS's words; of items that are left out, a person decides."""
    service, spec, _ = defined('service = "wafv2"\n')
    fault = 'ListEvents is not of all: "{}" Say [default ListEvents Include]'

    found = suggested.mends(service, spec, [fault.format("Only the summary fields.")])

    noted = {"leaves_out": "AWS says: Only the summary fields."}
    assert {"lists": {"ListEvents": noted}} == found
    assert {} == suggested.mends(service, spec, [fault.format("Only the new ones.")])


def test_a_waiter_ends_where_words_tell_a_failure() -> None:
    """Who waits until a source is created need not wait when its deletion failed."""
    service, spec, _ = defined('service = "route53"\n')
    fault = "waits on where X is DELETE_FAILED [ends HealthCheckSourceCreated {}]"

    found = suggested.mends(service, spec, [fault.format("DELETE_FAILED")])

    (failure,) = found["waiters"]["HealthCheckSourceCreated"]["failure"].values()
    assert "DELETE_FAILED" in failure
    known = {"waiters": {"HealthCheckSourceCreated": {"left_out": "why"}}}
    text = 'service = "route53"\n' + tomlkit.dumps(known)
    _, spec, _ = defined(text)
    assert {} == suggested.mends(service, spec, [fault.format("DELETE_FAILED")])


def test_a_type_whose_list_is_not_of_all_is_taken_in_with_the_note() -> None:
    """Its collection's documentation says what is left out, and how to get it."""
    tried = trials('service = "docdb"\n')
    name = "ServerlessV2PlatformVersion"
    identifiers = {"Version": name}

    tried.adopt_types({name: TypeSpec(name, [name], identifiers)})

    assert [name] == tried.adopted
    told = tried.spec.lists["DescribeServerlessV2PlatformVersions"].leaves_out
    assert "filter(IncludeAll=True)" in told


def test_a_type_is_taken_in_with_the_parent_that_only_its_inputs_name() -> None:
    """A job is told by its category, which is nothing but a word."""
    tried = trials('service = "sagemaker"\n')
    asked = {"Name": ["JobCategory"]}
    category = TypeSpec("JobCategory", ["JobCategory"], {"Name": "JobCategory"}, asked)
    category.lists = False
    job = TypeSpec("Job", ["Job"], {"Name": "JobName"}, parent="JobCategory")

    tried.adopt_types({"Job": job, "JobCategory": category})

    assert ["JobCategory", "Job"] == tried.adopted
    assert "JobCategory" == tried.spec.types["Job"].parent
    assert tried.spec.types["JobCategory"].load is False


def older(folder: Path, service: str, *words: str) -> Path:
    """Return models without the operations that have one of some words."""
    path = next((BOTOCORE / service).glob("*/service-2.json*"))
    model = json.loads(history.content(path))
    gone = [o for o in model["operations"] if any(word in o for word in words)]
    for operation in gone:
        del model["operations"][operation]
    target = folder / service / path.parent.name / "service-2.json"
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps(model), encoding="utf-8")
    return folder


def test_a_word_of_inputs_is_told_with_what_is_of_it(tmp_path: Path) -> None:
    """A job is told by its category, which nothing but inputs names."""
    _, spec, _ = defined('service = "sagemaker"\n')
    before = older(tmp_path, "sagemaker", "DescribeJob", "ListJob", "CreateJob")

    found = adoption.candidates(spec, before)

    assert "JobCategory" == found["Job"].parent
    assert found["JobCategory"].lists is False


def test_what_is_called_after_a_type_is_no_further_word(tmp_path: Path) -> None:
    """A ClusterArn is a cluster's: an extension of it needs no other parent."""
    _, spec, _ = defined(
        'service = "sagemaker"\n[types.Cluster]\n'
        'identifiers = { Name = "ClusterName" }\n'
    )

    found = adoption.candidates(spec, older(tmp_path, "sagemaker", "ClusterExtension"))

    assert ["ClusterExtension"] == list(found)


def test_a_word_that_no_type_is_of_is_none() -> None:
    """What a list alone asks for is no parent of what is read without it."""
    tried = trials(OPENSEARCH)
    asked = {"Id": ["applicationId"]}
    word = TypeSpec("Migrating", ["Migrating"], {"Id": "applicationId"}, asked)
    word.lists = False
    found = TypeSpec("Migration", ["Migration"], {"Id": "migrationId"})
    found.parent = "Migrating"

    tried.adopt_types({"Migrating": word, "Migration": found})

    assert ["Migration"] == tried.adopted


def test_what_is_read_by_its_own_id_alone_is_no_part() -> None:
    """Only the list of migrations asks for an application."""
    tried = trials(OPENSEARCH)
    found = TypeSpec(
        "Migration", ["Migration"], {"Id": "migrationId"}, parent="Application"
    )

    tried.adopt_types({"Migration": found})

    assert tried.spec.types["Migration"].parent is None
    (definition,) = (
        d for p, d in tried.documents.items() if p.name == "resources-1.json"
    )
    assert "Migrations" in definition["resources"]["Application"]["hasMany"]


@pytest.mark.parametrize(
    ("name", "operation", "lists"),
    [
        ("ssm", "ValidateCloudConnector", False),
        ("acm", "ListTagsForResource", False),
        ("securityhub", "ListFreeTrialStatusesV2", True),
    ],
)
def test_only_lists_of_things_are_told(name: str, operation: str, lists: bool) -> None:
    """The findings of a check are its answer, and tags are a resource's."""
    assert lists is adoption.lists(Service(name), operation, told=False)
