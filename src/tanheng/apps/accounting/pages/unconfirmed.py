"""The list of values a run took from rules that are not official: shown on the results page and in reports."""

from dataclasses import dataclass

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address, parameter_address
from tanheng.documents.report.labels import one_language
from tanheng.engine import run as engine
from tanheng.engine.explain import unconfirmed
from tanheng.engine.explanation import Explanation, shown_value
from tanheng.engine.status_words import status_label
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label


@dataclass(frozen=True)
class UnconfirmedRow:
    """One parameter or default whose status is not official."""

    label: str
    symbol: str
    text: str
    unit: str
    status: str
    clause: str
    source: str
    address: str


def unconfirmed_rows(run: Run, computed: engine.Run) -> list[UnconfirmedRow]:
    """Each once, parameters first."""
    return [_row(run, computed, leaf) for leaf in unconfirmed(computed)]


def _row(run: Run, computed: engine.Run, leaf: Explanation) -> UnconfirmedRow:
    lang = reader_language()
    label = leaf.label.in_(lang)
    if leaf.kind == "parameter":
        address, text = parameter_address(run.pk, leaf.quantity), leaf.value or "—"
    else:
        address = explanation_address(run.pk, leaf.quantity, leaf.facility, leaf.item, leaf.month)
        label = " · ".join(part for part in (label, item_label(computed.pack, leaf.quantity, leaf.item)) if part)
        text = shown_value(leaf)
    clause, status = one_language(leaf.clause, lang), status_label(leaf.status, lang)
    return UnconfirmedRow(label, leaf.symbol, text, leaf.unit, status, clause, one_language(leaf.source, lang), address)
