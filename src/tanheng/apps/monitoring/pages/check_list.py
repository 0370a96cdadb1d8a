"""The check list of a verifier in words: for its page, for Excel and Word, and for the API."""

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.analysis.missing import METHODS
from tanheng.apps.monitoring.pages.meters import DUE_COLOURS, DUE_WORDS
from tanheng.apps.monitoring.selectors.check_list import AHEAD, IDLE, MISSING, CheckLine, CheckList, PlannedPart
from tanheng.documents.list_word import list_word
from tanheng.documents.list_workbook import Listing, list_workbook
from tanheng.engine.plan.lists import FREQUENCIES, ROLES, WAYS
from tanheng.pages.language import reader_language
from tanheng.workflow.months import CLOSED, FILLING, MONTH, REVIEWED, SUBMITTED

COLOURS = {
    FILLING: "secondary",
    SUBMITTED: "blue",
    REVIEWED: "cyan",
    CLOSED: "green",
    MISSING: "red",
    IDLE: "secondary",
    AHEAD: "secondary",
}
SHEET_NAME = 31


@dataclass(frozen=True)
class ShownPart:
    """A source in words: its role, meter and certificate."""

    role: str
    instrument: str
    meter_address: str
    certificate: str
    certificate_address: str
    due: str
    colour: str
    record: str


def rows_shown(found: CheckList) -> list[dict[str, Any]]:
    """Every line in words with its links; lines of one place together."""
    return [_row(found, one) for one in found.lines]


def _row(found: CheckList, one: CheckLine) -> dict[str, Any]:
    lang = reader_language()
    return {
        "code": one.line.code,
        "name": one.line.name,
        "unit": one.line.unit,
        "way": WAYS[one.line.way].in_(lang) if one.line.way in WAYS else one.line.way,
        "description": one.planned.description,
        "place": one.place.name if one.place and one.line.place else one.line.place or _("Enterprise level"),
        "frequency": FREQUENCIES[one.line.frequency].in_(lang) if one.line.frequency in FREQUENCIES else one.line.frequency,
        "department": " ".join(filter(None, (one.line.department, one.line.person))),
        "sources": [_source(each) for each in one.sources],
        "months": [{"words": month_words(*span), "colour": COLOURS[span[0]]} for span in one.spans],
        "treatment": treatment_words(one),
        "walk": walk_address(found, one),
        "grid": reverse("monitoring:grid", args=[one.place.pk, found.year]) if one.place else "",
    }


def _source(one: PlannedPart) -> ShownPart:
    lang, held = reader_language(), one.certificate
    instrument = one.instrument
    words = f"{one.source.instrument} {instrument.name if instrument else ''} {instrument.accuracy_class if instrument else ''}"
    certificate = f"{held.certificate_number} → {held.due_on}" if held else ""
    return ShownPart(
        ROLES[one.source.role].in_(lang) if one.source.role in ROLES else one.source.role,
        words.strip(),
        reverse("monitoring:meter", args=[one.meter.meter.pk]) if one.meter else "",
        certificate,
        reverse("monitoring:certificate", args=[held.pk]) if held and held.file_id else "",
        str(DUE_WORDS[one.state]) if one.state else "",
        DUE_COLOURS.get(one.state, "secondary"),
        one.source.record,
    )


def month_words(state: str, first: int, last: int) -> str:
    """Months in a row with their state."""
    months = str(first) if first == last else f"{first}–{last}"
    words = {IDLE: _("not in use"), MISSING: _("figure missing"), AHEAD: _("to come")}
    said = words.get(state) or MONTH.state(state).label.in_(reader_language())
    return f"{months} {said}"


def treatment_words(one: CheckLine) -> str:
    """The last treatment of a missing or doubtful figure of the line."""
    if one.treatment is None:
        return ""
    method = METHODS[one.treatment.method].in_(reader_language()) if one.treatment.method in METHODS else one.treatment.method
    return f"{one.treatment.reading.start:%Y-%m} {method} · {one.treatment.reason}"


def walk_address(found: CheckList, one: CheckLine) -> str:
    """From where the way of the line's figure is walked backwards: that of the first quantity that it serves, in the newest run."""
    use = next(iter(one.line.uses.all()), None)
    if use is None:
        return ""
    query = {"pack": use.pack, "facility": use.facility, "item": use.item}
    told = urlencode({name: text for name, text in query.items() if text})
    return reverse("accounting:chain-latest", args=[found.company.pk, found.year, use.quantity]) + f"?{told}"


def check_list_file(found: CheckList, kind: Literal["xlsx", "docx"]) -> tuple[str, bytes]:
    """The name and the bytes of the list as a file, in the reader's language."""
    listing = check_listing(found)
    content = list_workbook([listing]) if kind == "xlsx" else list_word(listing)
    return f"{listing.name}-{found.company.code}-{found.year}.{kind}", content


def check_listing(found: CheckList) -> Listing:
    """The list as a table of texts; the last two columns are for the verifier's pen."""
    headings = (
        _("Line"), _("Parameter"), _("Unit"), _("Facility"), _("Way of obtaining"), _("Sources and instruments"), _("Certificates"),
        _("Frequency"), _("Evidence asked for"), _("Responsible"), _("Months"), _("Last treatment"), _("Checked"), _("Remark"),
    )  # fmt: skip
    number = found.version.number if found.version else 0
    note = _("%(company)s, %(year)s, by version %(number)s of the plan") % {
        "company": found.company.name,
        "year": found.year,
        "number": number,
    }
    return Listing(_("Check list for verification")[:SHEET_NAME], note, headings, [_cells(row) for row in rows_shown(found)])


def _cells(row: dict[str, Any]) -> list[str]:
    sources: list[ShownPart] = row["sources"]
    return [
        row["code"],
        row["name"],
        row["unit"],
        row["place"],
        row["way"],
        "\n".join(f"{one.role} {one.instrument}".strip() for one in sources),
        "\n".join(f"{one.certificate} {one.due}".strip() for one in sources if one.certificate or one.due),
        row["frequency"],
        "\n".join(one.record for one in sources if one.record),
        row["department"],
        "; ".join(one["words"] for one in row["months"]),
        row["treatment"],
        "",
        "",
    ]
