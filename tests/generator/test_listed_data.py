"""Where the generator finds data of a type in the items of a list."""

from __future__ import annotations

from pathlib import Path

from drafted import definition

POLICY = """
service = "organizations"
[types.Policy]
identifiers = { Id = "Id" }
omits = { ListPolicies = ["Content"] }
load = "DescribePolicy"
[types.Policy.list]
operation = "ListPolicies"
on = "service"
params = { Filter = "'TAG_POLICY'" }
"""


def test_a_list_of_a_member_of_a_type_fills_that_member(tmp_path: Path) -> None:
    """A Policy has its PolicySummary, of which lists are, as a member."""
    (listed,) = definition(tmp_path, POLICY)["service"]["hasMany"].values()
    assert "Policies[].{PolicySummary: @}" == listed["resource"]["path"]


LISTENER = """
service = "elb"
[types.LoadBalancer]
identifiers = { Name = "LoadBalancerName" }
[types.Listener]
parent = "LoadBalancer"
identifiers = { LoadBalancerPort = "LoadBalancerPort" }
shape = "Listener"
load = false
[types.Listener.list]
operation = "DescribeLoadBalancers"
on = "LoadBalancer"
params = { "LoadBalancerNames[0]" = "Name" }
path = "LoadBalancerDescriptions[].ListenerDescriptions[]"
identifiers = { LoadBalancerPort = "Listener.LoadBalancerPort" }
data = "merge(Listener, {PolicyNames: PolicyNames})"
"""


def test_a_list_may_say_what_of_an_item_is_data(tmp_path: Path) -> None:
    """Beside a listener AWS lists the policies it has."""
    made = definition(tmp_path, LISTENER)["resources"]["LoadBalancer"]
    (listed,) = made["hasMany"].values()
    items = "LoadBalancerDescriptions[].ListenerDescriptions[]"
    assert (
        f"{items}.merge(Listener, {{PolicyNames: PolicyNames}})"
        == listed["resource"]["path"]
    )
