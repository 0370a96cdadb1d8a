"""A form of a page does what it does once: its key is taken in the transaction of the change, so neither is there without the other.

A `Sending` is what the actor of a page is given: `begin` asks, once the permission holds, whether the form has been sent before, and
`keep` takes the key. Of two that are sent at the same moment one takes it; the change of the other comes to nothing.
"""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from tanheng.apps.people.models import SentForm
from tanheng.store.clock import now

KEPT = timedelta(days=30)
LONGEST_ADDRESS = 500


class SentBeforeError(Exception):
    """The form has been sent before, and has done what it does."""


@dataclass(frozen=True)
class Sending:
    """One sending of a form: whose it is, and the key of the form with the hash of what was sent in it."""

    user_id: int
    key: str
    request: str = field(default_factory=lambda: secrets.token_hex(16))

    def begin(self) -> None:
        """Raises SentBeforeError where another sending has done it."""
        if self.done_before():
            raise SentBeforeError

    def keep(self, _made: object) -> None:
        """Take the key. Raises SentBeforeError where another took it in this moment."""
        kept, _new = SentForm.objects.get_or_create(user_id=self.user_id, key=self.key, defaults={"request": self.request})
        if kept.request != self.request:
            raise SentBeforeError

    def done_before(self) -> bool:
        """Whether another sending of the same form has done it."""
        return SentForm.objects.filter(user_id=self.user_id, key=self.key).exclude(request=self.request).exists()

    def address(self) -> str:
        """Where the one that did it has led; "" while it is being answered."""
        found = SentForm.objects.filter(user_id=self.user_id, key=self.key).values_list("address", flat=True).first()
        return found or ""

    def leads_to(self, address: str, *, unless_it_does: bool = False) -> None:
        """Remember where it leads; `unless_it_does`: only where nothing is remembered yet."""
        own = SentForm.objects.filter(user_id=self.user_id, key=self.key, request=self.request)
        (own.filter(address="") if unless_it_does else own).update(address=address[:LONGEST_ADDRESS])


def forget_sent_forms() -> int:
    """Forget those that nobody sends again; how many they were."""
    count, _by_table = SentForm.objects.filter(at__lt=now() - KEPT).delete()
    return count
