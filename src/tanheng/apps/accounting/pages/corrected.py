"""How a number that was corrected since a run is told: at the figure itself, and in the list above the results."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.selectors.corrections import Corrected, Corrections
from tanheng.engine import run as engine
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.numbers import shown
from tanheng.pages.language import reader_language
from tanheng.pages.wording import place_label, shown_unit

MOST_LISTED = 12


@dataclass(frozen=True)
class CorrectedRow:
    """A figure that was corrected since: what it is, what it was and is now, with its unit, and the page of the frozen one."""

    label: str
    place: str
    words: str
    unit: str
    address: str


@dataclass(frozen=True)
class CorrectedList:
    """The first corrected figures, and how many more there are."""

    rows: list[CorrectedRow]
    more: int


def corrected_list(run: Run, computed: engine.Run, corrections: Corrections) -> CorrectedList | None:
    """What was corrected of the figures a run froze; None where nothing was."""
    found = list(corrections.inputs())
    rows = [_row(run, computed, one) for one in islice(found, MOST_LISTED)]
    return CorrectedList(rows, len(found) - len(rows)) if rows else None


def _row(run: Run, computed: engine.Run, one: Corrected) -> CorrectedRow:
    quantity, facility, item, month = one.place
    pack = computed.pack
    place = place_label(
        pack, quantity, computed.case.facility_names.get(facility or "", facility or ""), item, run.year, month, computed.case.through_month
    )
    found = pack.quantities[quantity]
    decimals = found.year_decimals if month is None else found.decimals
    label, unit = found.label.in_(reader_language()), shown_unit(pack.unit_of(quantity, item))
    address = explanation_address(run.pk, *one.place) if (facility, item) in computed.keys.get(quantity, ()) else ""
    return CorrectedRow(label, place, corrected_words(one, decimals), unit, address)


def corrected_words(one: Corrected, decimals: int | None) -> str:
    """That a number is another one by the figures that count now, and which."""
    was, now = (NOT_APPLICABLE_SIGN if value is None else shown(value, decimals).replace("-", "−") for value in (one.was, one.now))
    return _("corrected since: was %(was)s, now %(now)s") % {"was": was, "now": now}
