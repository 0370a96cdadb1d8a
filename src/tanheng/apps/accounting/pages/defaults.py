"""What the page of defaults shows: each default of a run, ranked by what measuring it is worth, in tonnes and money."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tanheng.analysis.defaults import DefaultWorth, default_worths
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address, parameter_address
from tanheng.apps.accounting.pages.bridge import money, signed
from tanheng.documents.report.labels import one_language
from tanheng.engine import run as engine
from tanheng.engine.numbers import full_text
from tanheng.engine.pack import CONFIRMED
from tanheng.engine.status_words import status_label
from tanheng.pages.charts import Chart, Series, bars_beside_each_other
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label
from tanheng.rulebook.bridge_maps import typical_values

BARS = 8


def worths_of(computed: engine.Run) -> list[DefaultWorth]:
    """The defaults of a run that has been recomputed."""
    return default_worths(computed, typical_values())


def default_rows(run: Run, computed: engine.Run, worths: list[DefaultWorth], price: Decimal | None) -> list[dict[str, Any]]:
    """One mapping a default, with its typical values below it."""
    return [_row(run, computed, one, price) for one in worths]


def _row(run: Run, computed: engine.Run, one: DefaultWorth, price: Decimal | None) -> dict[str, Any]:
    lang = reader_language()
    names = [computed.case.facility_names.get(facility, facility) for facility in one.facilities]
    place = " · ".join(
        part
        for part in (
            "、".join(names) if lang == "zh" else ", ".join(names),
            item_label(computed.pack, one.quantity, one.item),
        )
        if part
    )
    points = {"low": _("low end of the range"), "typical": _("typical value"), "high": _("high end of the range")}
    return {
        "label": one.label.in_(lang),
        "symbol": one.symbol,
        "place": place,
        "amount": full_text(one.amount),
        "unit": "" if one.unit == "1" else one.unit,
        "confirmed": one.confirmed,
        "status": status_label(one.status, lang),
        "source": one_language(one.source, lang),
        "clause": one_language(one.clause, lang),
        "fixed": one.fixed,
        "address": _address(run, computed, one),
        "one_percent": signed(one.one_percent),
        "one_percent_money": signed(money(one.one_percent, price)),
        "typical": [
            {
                "point": points[point.point],
                "amount": full_text(point.amount),
                "tonnes": signed(point.tonnes),
                "money": signed(money(point.tonnes, price)),
                "status": status_label(point.status, lang),
                "confirmed": point.status == CONFIRMED,
                "note": point.note.in_(lang),
                "source": one_language(point.source, lang),
            }
            for point in one.typical
        ],
    }


def _address(run: Run, computed: engine.Run, one: DefaultWorth) -> str:
    if one.quantity in computed.pack.parameters and one.quantity not in computed.pack.quantities:
        return parameter_address(run.pk, one.quantity)
    place = (one.facilities[0] if one.facilities else None, one.item)
    month = next((period for period in computed.periods if period is not None), None)
    return explanation_address(run.pk, one.quantity, *place, month) if place in computed.positions.get(one.quantity, {}) else ""


def defaults_chart(run: Run, computed: engine.Run, worths: list[DefaultWorth]) -> Chart:
    """Bars of the largest effects: one percent, and the ends of the typical range."""
    shown = worths[:BARS]
    lang = reader_language()
    labels = [
        " · ".join(part for part in (one.label.in_(lang), item_label(computed.pack, one.quantity, one.item)) if part) for one in shown
    ]
    ends: list[tuple[str, list[Decimal | None]]] = [(_("one percent"), [one.one_percent for one in shown])]
    ends += [(_("typical values, least"), [min((p.tonnes for p in one.typical), default=None) for one in shown])]
    ends += [(_("typical values, most"), [max((p.tonnes for p in one.typical), default=None) for one in shown])]
    return bars_beside_each_other(labels, [Series(name, amounts) for name, amounts in ends], unit="t")
