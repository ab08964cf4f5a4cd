"""Drive every definition against the fake AWS and tell what is wrong with it.

A fault found here means that a definition does not fit botocore's model, or that boto3
cannot work with it. That none is found does not mean that AWS behaves like that.
"""

from __future__ import annotations

from definition_driver import subjects
from definition_driver.actions import action_faults, batch_action_faults
from definition_driver.collections import collection_faults, limit_faults
from definition_driver.faults import Fault, driven
from definition_driver.known_faults import KNOWN_FAULTS
from definition_driver.loads import load_faults
from definition_driver.older_models import is_too_new, models_are_older
from definition_driver.relations import reference_faults, subresource_faults
from definition_driver.sections import (
    SECTIONS,
    Check,
    faults_in,
    known_to_models,
)
from definition_driver.subjects import (
    SERVICE,
    Subject,
    all_subjects,
    derived_services,
    services,
    subjects_of,
)
from definition_driver.waiters import waiter_faults
from definition_driver.world import World

__all__ = [
    "KNOWN_FAULTS",
    "SECTIONS",
    "SERVICE",
    "Check",
    "Fault",
    "Subject",
    "World",
    "action_faults",
    "all_subjects",
    "batch_action_faults",
    "collection_faults",
    "derived_services",
    "driven",
    "faults_in",
    "is_too_new",
    "known_to_models",
    "limit_faults",
    "load_faults",
    "models_are_older",
    "reference_faults",
    "services",
    "subjects",
    "subjects_of",
    "subresource_faults",
    "waiter_faults",
]
