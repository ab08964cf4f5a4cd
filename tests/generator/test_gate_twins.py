"""Of types that AWS asks for alike, each has the operations that are its own."""

from __future__ import annotations

import pytest

from gated import actions, passed

# Each service is drafted, checked and compared several times.
pytestmark = pytest.mark.whole


@pytest.mark.parametrize(
    ("service", "kind", "own"),
    [
        ("globalaccelerator", "Accelerator", "CreateListener"),
        (
            "globalaccelerator",
            "CustomRoutingAccelerator",
            "CreateCustomRoutingListener",
        ),
        ("entityresolution", "IdMappingWorkflow", "StartIdMappingJob"),
        ("entityresolution", "MatchingWorkflow", "StartMatchingJob"),
        # What an instance's contact is told to do, though it has AssociatedContacts.
        ("connect", "Contact", "StopContact"),
        # By which a contact is tagged, and not as other resources are.
        ("connect", "Contact", "TagContact"),
    ],
)
def test_of_two_that_are_asked_for_alike_the_name_tells_which(
    service: str, kind: str, own: str
) -> None:
    """Both are an AcceleratorArn, or a workflow's name."""
    assert own in actions(service, kind)


@pytest.mark.parametrize(
    ("service", "kind", "another"),
    [
        ("globalaccelerator", "Accelerator", "CreateCustomRoutingListener"),
        ("entityresolution", "MatchingWorkflow", "StartIdMappingJob"),
        # Either rule's: the type passes without it.
        ("waf", "Rule", "GetSampledRequests"),
        # The configuration of a workspace is asked for as the workspace is.
        ("amp", "WorkspaceConfiguration", "DeleteWorkspace"),
    ],
)
def test_what_is_the_others_or_eithers_is_not_on_a_type(
    service: str, kind: str, another: str
) -> None:
    """It would be sent for what it is not about."""
    assert kind in passed(service).types
    assert another not in actions(service, kind)


def test_a_child_is_of_the_one_that_its_load_is_called_after() -> None:
    """The jobs of a mapping have the name of a mapping's workflow."""
    found = passed("entityresolution").definition["resources"]["IdMappingJob"]
    assert ["IdMappingWorkflow"] == [*found["has"]]
