"""ECR as its users work with it, against moto and the fake AWS."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import boto3
import pytest

from fake_aws import FakeAws
from make_session import MakeSession

MANIFEST = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
    "config": {"size": 1, "digest": "sha256:" + "0" * 64},
    "layers": [],
}
POLICY = json.dumps(
    {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "imageCountMoreThan",
                    "countNumber": 3,
                },
                "action": {"type": "expire"},
            }
        ]
    }
)


@pytest.fixture
def ecr(session: MakeSession) -> Any:
    """Make the service resource."""
    return session().resource("ecr")


@pytest.fixture
def repository(ecr: Any) -> Any:
    """Make a repository."""
    return ecr.create_repository(
        repositoryName="team/web", tags=[{"Key": "team", "Value": "shop"}]
    )


def push(repository: Any, tag: str, size: int) -> Any:
    """Push an image of its own."""
    manifest = json.dumps({**MANIFEST, "config": {**MANIFEST["config"], "size": size}})
    return repository.put_image(imageManifest=manifest, imageTag=tag)


def test_a_repository_is_found_by_its_arn(
    arns: None, ecr: Any, repository: Any
) -> None:
    """A repository is listed with its ARN, and its name may have slashes."""
    (listed,) = ecr.repositories.all()
    assert ("team/web", repository) == (listed.name, listed)
    assert "arn:aws:ecr:us-east-1:123456789012:repository/team/web" == listed.arn


def test_an_image_is_known_by_its_digest(repository: Any) -> None:
    """What was pushed is the same as what is listed then."""
    image = push(repository, "v1", 1)
    assert image.digest.startswith("sha256:")
    assert [image] == list(repository.images.all())
    assert ["v1"] == image.image_tags
    assert repository == image.Repository()


def test_a_tag_leads_to_its_image(repository: Any) -> None:
    """Deleting a tag leaves the other tags of the image."""
    image = push(repository, "v1", 1)
    push(repository, "latest", 1)
    assert {"v1", "latest"} == {tag.name for tag in repository.image_tags.all()}
    assert image == repository.ImageTag("latest").image
    repository.ImageTag("v1").delete()
    assert ["latest"] == [tag.name for tag in repository.image_tags.all()]


def test_images_are_deleted_together(fake: FakeAws) -> None:
    """A page of images is deleted by one call, which says of which repository."""
    digests = ["sha256:" + hashlib.sha256(x.encode()).hexdigest() for x in "ab"]
    details = [{"imageDigest": digest} for digest in digests]
    fake.plant("ecr", "DescribeImages", {"imageDetails": details})
    ecr = boto3.resource("ecr", **fake.client_arguments("ecr"))
    ecr.Repository("team/web").images.delete()
    (call,) = fake.calls_to("ecr", "BatchDeleteImage")
    assert {"repositoryName": "team/web", "imageIds": details} == call.params


def test_a_layer_is_uploaded_in_parts(fake: FakeAws) -> None:
    """The upload is a thing of its own, and becomes a layer."""
    ecr = boto3.resource("ecr", **fake.client_arguments("ecr"))
    fake.plant("ecr", "InitiateLayerUpload", {"uploadId": "U1", "partSize": 1})
    fake.plant("ecr", "CompleteLayerUpload", {"layerDigest": "sha256:1"})
    upload = ecr.Repository("web").initiate_layer_upload()
    upload.upload_part(partFirstByte=0, partLastByte=0, layerPartBlob=b"x")
    layer = upload.complete(layerDigests=["sha256:1"])
    assert ecr.Repository("web").Layer("sha256:1") == layer
    (part,) = fake.calls_to("ecr", "UploadLayerPart")
    assert ("web", "U1") == (part.params["repositoryName"], part.params["uploadId"])


def test_a_repository_has_policies(repository: Any) -> None:
    """Who may use it, and what becomes of old images."""
    repository.LifecyclePolicy().put(lifecyclePolicyText=POLICY)
    kept = repository.LifecyclePolicy().lifecycle_policy_text
    assert json.loads(POLICY) == json.loads(kept)
    allow = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    policy = {"Version": "2012-10-17", "Statement": [{"Sid": "all", **allow}]}
    repository.Policy().set(policyText=json.dumps(policy))
    assert policy == json.loads(repository.Policy().policy_text)


def test_a_repository_has_tags(repository: Any) -> None:
    """Tags are listed, added and removed by the repository."""
    repository.tag(tags=[{"Key": "stage", "Value": "test"}])
    repository.untag(tagKeys=["team"])
    assert [("stage", "test")] == [
        (tag.key, tag.value) for tag in repository.tags.all()
    ]


def test_an_account_has_one_registry(ecr: Any) -> None:
    """Its settings need no name."""
    registry = ecr.Registry()
    assert "123456789012" == registry.registry_id
    scanning = registry.ScanningConfiguration()
    scanning.put(scanType="BASIC", rules=[])
    assert "BASIC" == scanning.scanning_configuration["scanType"]
