"""Three pages for every operation that paginators-1 describes.

Nothing is remembered between two calls: the tokens of a page are made like all other
values, so a token that comes in tells which page it was handed out with.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import jmespath

from fake_aws.refusal import Refusal

PAGES = 3

Answer = dict[str, Any]


class Pager:
    """The pages of one operation."""

    def __init__(self, pagination: Mapping[str, Any]) -> None:
        self._inputs = _listed(pagination["input_token"])
        self._outputs = _listed(pagination["output_token"])
        self._more_results = pagination.get("more_results")
        self._limit = pagination.get("limit_key")

    def items(self, params: Mapping[str, Any], usual: int) -> int:
        """Return how many items a page has, given the page size in `params`."""
        asked = params.get(self._limit) if self._limit else None
        return usual if asked is None else max(1, min(int(asked), usual))

    def asked(self, params: Mapping[str, Any]) -> Answer:
        """Return the parameters that tell which page is asked for, and how large."""
        names = [*self._inputs, *([self._limit] if self._limit else [])]
        return {name: params[name] for name in names if name in params}

    def page(
        self, params: Mapping[str, Any], make_page: Callable[[int], Answer]
    ) -> Answer:
        """Return the page that the tokens in `params` ask for.

        Raises:
            Refusal: if the tokens are none that a page before handed out.
        """
        number = self._number(params, make_page)
        answer = make_page(number)
        self._close(answer, last=number == PAGES)
        return answer

    def _number(
        self, params: Mapping[str, Any], make_page: Callable[[int], Answer]
    ) -> int:
        given = {name: params[name] for name in self._inputs if name in params}
        if not given:
            return 1
        for number in range(1, PAGES):
            if _same(given, self._tokens(make_page(number))):
                return number + 1
        if self._may_be_a_filter:
            return 1
        raise Refusal("InvalidToken", f"No page handed out the token {given}.")

    def _tokens(self, answer: Answer) -> Answer:
        found = {
            name: jmespath.search(expression, answer)
            for name, expression in zip(self._inputs, self._outputs, strict=True)
        }
        return {name: token for name, token in found.items() if token is not None}

    @property
    def _may_be_a_filter(self) -> bool:
        """Tell whether a user may sensibly pass a value of his own, as in Route 53."""
        names = " ".join(self._inputs).lower()
        return "token" not in names and "marker" not in names

    def _close(self, answer: Answer, *, last: bool) -> None:
        if self._more_results:
            _put(answer, self._more_results, not last)
        if last:
            for expression in self._outputs:
                _drop(answer, expression.split("||")[0].strip())


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _same(one: Answer, other: Answer) -> bool:
    return json.dumps(one, sort_keys=True, default=repr) == json.dumps(
        other, sort_keys=True, default=repr
    )


def _parent(answer: Answer, path: str) -> tuple[Any, str]:
    *above, name = path.split(".")
    return jmespath.search(".".join(above) or "@", answer), name


def _put(answer: Answer, path: str, value: bool) -> None:
    parent, name = _parent(answer, path)
    parent[name] = value


def _drop(answer: Answer, path: str) -> None:
    if "[" not in path:
        parent, name = _parent(answer, path)
        parent.pop(name, None)
