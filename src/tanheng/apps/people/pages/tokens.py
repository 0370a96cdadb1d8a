"""The table of API tokens: the same on one's own page and on the one by which administrators keep somebody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tanheng.apps.people.models import ApiToken
from tanheng.apps.people.models.permissions import VERBS


@dataclass(frozen=True)
class TokenRow:
    """A token, what it may do in the reader's language, and where it is ended."""

    token: ApiToken
    scopes: list[str]
    end_address: str


def token_rows(tokens: Iterable[ApiToken], end_address: Callable[[ApiToken], str]) -> list[TokenRow]:
    """The rows of the table, in the order of the tokens; verbs that exist no longer are left out."""
    return [TokenRow(one, [str(VERBS[scope]) for scope in one.scopes if scope in VERBS], end_address(one)) for one in tokens]
