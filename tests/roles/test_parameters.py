"""AssumeRole's parameters: all of them, by the limits of STS's own model."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any, get_type_hints

import botocore.session
import pytest
from botocore import xform_name

from boto3_extensions import ConnectionManager
from boto3_extensions._roles import parameters as roles_parameters
from boto3_extensions._roles import session
from boto3_extensions._roles.parameters import (
    _FALLBACK_LIMITS,
    _POLICY_TEXT,
    INSTALLED,
    AssumeRoleParameters,
    api_parameters,
    canonical,
)
from boto3_extensions._roles.session import get_role_session
from boto3_extensions.exceptions import (
    InvalidExternalIdError,
    InvalidRoleParameterError,
)

ROLE = "arn:aws:iam::111111111111:role/reader"
CONTEXT = {
    "ProviderArn": "arn:aws:iam::aws:contextProvider/IdentityCenter",
    "ContextAssertion": "s3cret",
}


def shape(name: str) -> Any:
    """Return a shape of botocore's model of STS."""
    return botocore.session.get_session().get_service_model("sts").shape_for(name)


def sent(**parameters: Any) -> dict[str, Any]:
    """Return what AssumeRole would be sent."""
    return api_parameters(ROLE, AssumeRoleParameters(**parameters))


@pytest.mark.newer_botocore
def test_assume_role_takes_nothing_that_we_do_not() -> None:
    """Every member of the request in the newest model is one of our keywords."""
    asked_for_apart = {"RoleArn", "RoleSessionName", "TokenCode"}
    ours_are = {member.name for member in roles_parameters.members().values()}
    assert set(shape("AssumeRoleRequest").members) == asked_for_apart | ours_are


def test_each_parameter_has_its_member() -> None:
    """Token codes are sent by the call that needs them."""
    sent_as = {
        keyword: xform_name(member.name)
        for keyword, member in roles_parameters.members().items()
    }
    apart = ("token_code", "token_provider", "others")
    assert (*sent_as, *apart) == AssumeRoleParameters._fields
    assert [*sent_as] == [*sent_as.values()]


def _keywords_of(function: Callable[..., Any]) -> dict[str, tuple[Any, Any]]:
    """Return name, default and type of the parameters that AssumeRole has, in order."""
    types = get_type_hints(function)
    return {
        name: (parameter.default, types[name])
        for name, parameter in inspect.signature(function).parameters.items()
        if name in AssumeRoleParameters._fields and name != "others"
    }


@pytest.mark.parametrize("function", [get_role_session, ConnectionManager.get_session])
def test_signatures_are_made_of_the_parameters(function: Callable[..., Any]) -> None:
    """They are written out for editors: same keywords, order, types and defaults."""
    types = get_type_hints(AssumeRoleParameters)
    expected = {
        name: (default, types[name])
        for name, default in AssumeRoleParameters._field_defaults.items()
        if name != "others"
    }
    assert expected == _keywords_of(function)
    assert [*expected] == [*_keywords_of(function)]


def test_get_role_session_documents_each_parameter() -> None:
    """In one place, to which the other docstrings refer."""
    documentation = inspect.getdoc(get_role_session) or ""
    documented = re.findall(r"^    (\w+): ", documentation, re.MULTILINE)
    assert {*AssumeRoleParameters._fields[:-1]} <= {*documented}
    assert "`get_role_session`" in (inspect.getdoc(AssumeRoleParameters) or "")
    assert "`get_role_session`" in (ConnectionManager.get_session.__doc__ or "")


def _marks() -> dict[str, Any]:
    """Return a value for each parameter that is like no other."""
    return {name: object() for name in AssumeRoleParameters._fields if name != "others"}


def test_get_session_hands_each_parameter_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each keyword arrives in the field of its name."""
    handed_on: list[tuple[Any, ...]] = []

    def check(_: Any, __: Any, parameters: tuple[Any, ...]) -> None:
        handed_on.append(parameters)
        raise InterruptedError

    connections = ConnectionManager(region_name="us-east-1")
    monkeypatch.setattr(connections._sessions, "check", check)
    given = _marks()
    with pytest.raises(InterruptedError):
        connections.get_session(ROLE, **given, NewThing=1)
    assert [AssumeRoleParameters(**given, others={"NewThing": 1})] == handed_on


def test_get_role_session_hands_each_parameter_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each keyword arrives in the field of its name."""
    handed_on: list[dict[str, Any]] = []

    class Recording(AssumeRoleParameters):
        def __new__(cls, **fields: Any) -> Recording:
            handed_on.append(fields)
            raise InterruptedError

    monkeypatch.setattr(session, AssumeRoleParameters.__name__, Recording)
    given = _marks()
    with pytest.raises(InterruptedError):
        get_role_session(ROLE, **given)
    assert [given | {"others": None}] == handed_on


@pytest.mark.parametrize("path", sorted(_FALLBACK_LIMITS))
def test_our_limits_are_those_of_stss_model(path: tuple[str, ...]) -> None:
    """Lengths and numbers, as the botocore that is installed has them."""
    found = shape("AssumeRoleRequest").members.get(path[0])
    for name in path[1:]:
        found = found.member.members[name]
    metadata = found.metadata if found is not None else {}
    limits = INSTALLED.limits(*path)
    assert limits[0] == metadata.get("min", limits[0])
    assert limits[-1] == metadata.get("max", limits[-1])


@pytest.mark.parametrize(
    ("name", "accepts"),
    [
        ("sourceIdentityType", lambda text: sent(source_identity=f"ab{text}")),
        ("serialNumberType", lambda text: sent(serial_number=f"123456789{text}")),
        ("tokenCodeType", lambda text: roles_parameters._is_code(f"12345{text}")),
        ("tagKeyType", lambda text: roles_parameters._allowed(f"a{text}")),
        (
            "unrestrictedSessionPolicyDocumentType",
            lambda text: _POLICY_TEXT.fullmatch(f"a{text}"),
        ),
    ],
)
@pytest.mark.newer_botocore
def test_our_characters_are_those_of_stss_model(
    name: str, accepts: Callable[[str], object]
) -> None:
    """Every character up to U+02FF is judged as the model's pattern does."""
    pattern = python_pattern(shape(name).metadata["pattern"])
    for code in range(0x300):
        text = chr(code)
        try:
            accepted = bool(accepts(text))
        except InvalidRoleParameterError:
            accepted = False
        sample = "1" + text if name == "tokenCodeType" else "a" + text
        assert (pattern(sample)) == accepted, (name, code)


def python_pattern(pattern: str) -> Callable[[str], bool]:
    """Return what judges by a pattern of AWS's, whose \\w and \\d are ASCII."""
    if "\\p{" not in pattern:
        return lambda text: re.fullmatch(pattern, text, re.ASCII) is not None
    import unicodedata

    def judge(text: str) -> bool:
        return all(
            unicodedata.category(char)[0] in "LZN" or char in "_.:/=+-@"
            for char in text
        )

    assert "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+" == pattern
    return judge


@pytest.mark.parametrize(
    ("parameters", "rule"),
    [
        ({"duration_seconds": 899}, "899: it must be a whole number from 900 to 43200"),
        ({"duration_seconds": 43201}, "43201: it must be"),
        ({"duration_seconds": 3600.0}, r"3600\.0: it must be a whole number"),
        ({"duration_seconds": "3600"}, "'3600': it must be"),
        ({"duration_seconds": True}, "a bool: it must be"),
        pytest.param(
            {"minimum_session_token_size": 4097},
            "from 0 to 4096",
            marks=pytest.mark.newer_botocore,
        ),
        ({"source_identity": "x"}, "'x': it must be a string of 2 to"),
        ({"source_identity": "aws:me"}, "it must be a string of 2 to"),
        ({"source_identity": "a\nb"}, "it must be a string of 2 to"),
        ({"provided_contexts": []}, "a list of 1 to 5"),
        ({"provided_contexts": [CONTEXT] * 6}, "a list of 1 to 5"),
        ({"provided_contexts": [{"ContextAssertion": "s3cret"}]}, "ProviderArn"),
        ({"provided_contexts": [{**CONTEXT, "ProviderArn": "x"}]}, "ProviderArn"),
        ({"provided_contexts": "s3cret"}, "must be a list"),
    ],
)
def test_what_sts_would_refuse_is_refused(
    parameters: dict[str, Any], rule: str
) -> None:
    """The message names the parameter and the rule, and no assertion."""
    (name,) = parameters
    with pytest.raises(InvalidRoleParameterError, match=f"^{name} .*{rule}") as raised:
        sent(**parameters)
    assert "s3cret" not in str(raised.value)


def test_external_ids_keep_an_error_of_their_own() -> None:
    """It is older than the others."""
    with pytest.raises(InvalidExternalIdError):
        sent(external_id="open sesame")


def test_contexts_are_sent_as_they_are() -> None:
    """They are signed by somebody else."""
    assert {"ProvidedContexts": [CONTEXT]} == sent(provided_contexts=[CONTEXT])


def test_the_repr_of_parameters_names_them_only() -> None:
    """An external id, a code or an assertion may be secret."""
    parameters = AssumeRoleParameters(external_id="s3cret", token_code="123456")
    name = type(parameters).__name__
    assert f"{name}(external_id, token_code)" == repr(parameters)


def test_equal_policies_are_one_however_written() -> None:
    """A session made for one serves the other."""
    policy = {"Version": "2012-10-17", "Statement": []}
    texts = [policy, '{"Statement": [], "Version": "2012-10-17"}']
    assert 1 == len({canonical(sent(policy=text)) for text in texts})


def test_other_values_are_never_one() -> None:
    """Not even those that Python finds equal."""
    policies = [{"Id": 1}, {"Id": True}, {"Id": "1"}, {"Id": 1.0}]
    assert 4 == len({canonical(sent(policy=policy)) for policy in policies})


@pytest.mark.parametrize("value", [{"Id": 1}, {"Id": [True]}, lambda: "123456"])
def test_what_equality_could_mistake_is_not_remembered(value: object) -> None:
    """A hit with it is checked and sealed anew."""
    assert roles_parameters.comparable_copy((None, value)) is None


def test_what_is_remembered_is_a_copy() -> None:
    """A caller who changes a dict asks for another session."""
    tags = {"Team": "shop"}
    remembered = roles_parameters.comparable_copy((tags, ["a"], ("b",), 900, None))
    tags["Team"] = "other"
    assert ({"Team": "shop"}, ["a"], ("b",), 900, None) == remembered
