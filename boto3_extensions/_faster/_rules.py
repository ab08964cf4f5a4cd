"""The rules of endpoints, read once for all clients of a service.

Each client of botocore makes objects of all rules of its service, of which it evaluates
few. Here a client asks those that were made of the shared source, which nobody gets to
see; it gets rules of its own once somebody looks at them, or has changed the document
that they are made of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore import endpoint_provider

from boto3_extensions._faster._documents import source_of
from boto3_extensions._faster._originals import ENDPOINTS

# Any, for those who have stubs of botocore, which leave out what is not public.
_RuleSet: Any = endpoint_provider.RuleSet


class SharedRules(_RuleSet):  # type: ignore[misc, unused-ignore]
    """botocore's `RuleSet`, whose rules are made when they are looked at.

    Args:
        rules: The document of the rules, of one session.
        partitions: That of the partitions.
        common: The rules that were made of the sources of both.
        token: What all of botocore's was when those were made.
    """

    def __init__(self, rules: Any, partitions: Any, common: Any, token: Any) -> None:
        parameters = self._ingest_parameter_spec(rules["parameters"])
        evaluating: Any = object.__new__(_RuleSet)
        evaluating.__dict__.update({**vars(common), "parameters": parameters})
        # Not by assignment, which is for those who change the rules.
        self.__dict__.update(
            parameters=parameters,
            _documents=(rules, partitions),
            _evaluating=evaluating,
            _token=token,
        )

    def __getattr__(self, name: str) -> Any:
        # For what is not there: until the first look, the rules and their like.
        if name.startswith("__") or name in _OURS:
            raise AttributeError(name)
        self._make_own()
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._make_own()
        super().__setattr__(name, value)

    def evaluate(self, input_parameters: Any) -> Any:
        """Evaluate parameters against the rules, as botocore's does."""
        evaluating = self._evaluating
        if evaluating is not None:
            is_as_it_was = ENDPOINTS.token() is self._token
            if is_as_it_was and not _were_changed(self._documents):
                return evaluating.evaluate(input_parameters)
            self._make_own()
        return super().evaluate(input_parameters)

    def _make_own(self) -> None:
        if self._evaluating is not None:
            rules, partitions = self._documents
            own = vars(_RuleSet(**rules, partitions=partitions))
            self.__dict__.update({**own, "parameters": self.parameters})
            self.__dict__["_evaluating"] = None


_OURS = {"_documents", "_evaluating", "_token", "parameters"}


def provide_endpoints(
    original: Callable[..., None], provider: Any, *args: Any, **kwargs: Any
) -> None:
    """Set up an endpoint provider; a wrap of `EndpointProvider.__init__`."""
    rules, partitions = kwargs.get("ruleset_data"), kwargs.get("partition_data")
    of_rules, of_partitions = source_of(rules), source_of(partitions)
    token = ENDPOINTS.token()
    if (
        of_rules is None
        or of_partitions is None
        or token is None
        or args
        or _were_changed((rules, partitions))
    ):
        return original(provider, *args, **kwargs)
    key = ("rules", id(of_partitions))
    # The partitions are kept with it, so that their id is nobody else's.
    found = of_rules.derived.get(key)
    if found is None or found[0] is not token:
        common = _RuleSet(**of_rules.content, partitions=of_partitions.content)
        if ENDPOINTS.token() is not token:
            return original(provider, *args, **kwargs)
        found = of_rules.derived[key] = (token, of_partitions, common)
    # botocore's own function, given rules that are hardly any.
    empty = {"version": "1.0", "parameters": {}, "rules": []}
    original(provider, **{**kwargs, "ruleset_data": empty})
    provider.ruleset = SharedRules(rules, partitions, found[2], token)
    return None


def _were_changed(documents: Any) -> bool:
    return any(document.mark.count for document in documents)
