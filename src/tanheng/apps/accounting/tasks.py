"""What accounting has done in the background."""

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.sites.models import Node
from tanheng.pages.actor import Actor


def run(*, actor: Actor, node: int, year: int, pack: str, through_month: int | None = None) -> Run:
    """Run the accounts of a company's year: the figures that count when it is done, not those of when it was asked for."""
    return run_accounts(actor=actor, node=Node.objects.get(pk=node), year=year, pack_id=pack, through_month=through_month)
