"""Numbers of a run for the search over everything: by what they are called, or by the digits somebody has before them."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext as _

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.selectors import runs_of
from tanheng.apps.records.pages.finding import asked_amount
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.numbers import round_decimal, shown
from tanheng.engine.pack import Pack
from tanheng.pages.finding import MOST_OF_A_KIND, Asked, Found
from tanheng.pages.wording import place_label, shown_unit
from tanheng.rulebook import load, sound_pack


def find_numbers(asked: Asked) -> Iterator[Found]:
    """Results of the newest runs of the company and year in view, each a link to its explanation; yearly ones before months."""
    if asked.node is None or not asked.reach.permits("view_data", asked.node):
        return
    newest: dict[str, Run] = {}
    for run in runs_of(asked.node, asked.year):
        newest.setdefault(run.pack, run)
    for run in sorted(newest.values(), key=lambda one: one.pack != asked.pack):
        if sound_pack(run.pack) is not None:
            yield from _numbers(asked, run, load(run.pack))


def _numbers(asked: Asked, run: Run, pack: Pack) -> Iterator[Found]:
    amount = asked_amount(asked)
    if amount is None:
        names = [name for name, one in pack.quantities.items() if asked.holds(one.label.zh, one.label.en, one.symbol, name)]
        found = list(StoredResult.objects.filter(run=run, quantity__in=names, month=None)[:MOST_OF_A_KIND])
    else:
        results = StoredResult.objects.filter(run=run).order_by("month", "id").iterator()
        found = list(islice((one for one in results if _reads(one, pack, amount)), MOST_OF_A_KIND))
    facilities = {node.code: node.name for node in descendants(run.node, kind="facility")}
    for one in found:
        quantity = pack.quantities[one.quantity]
        label = f"{quantity.label.in_(asked.lang)} {shown(one.value, _decimals(one, pack))} {shown_unit(one.unit)}"
        place = place_label(pack, one.quantity, facilities.get(one.facility, one.facility), one.item or None, run.year, one.month)
        address = explanation_address(run.pk, one.quantity, one.facility, one.item, one.month)
        yield Found(_("Results"), label, f"{place} · {_('run')} {run.number}", address)


def _decimals(one: StoredResult, pack: Pack) -> int | None:
    quantity = pack.quantities[one.quantity]
    return quantity.year_decimals if one.month is None else quantity.decimals


def _reads(one: StoredResult, pack: Pack, amount: Decimal) -> bool:
    """Whether a number is the one somebody reads somewhere: whole, or as it is shown."""
    decimals = _decimals(one, pack)
    return one.quantity in pack.quantities and amount in (one.value, one.value if decimals is None else round_decimal(one.value, decimals))
