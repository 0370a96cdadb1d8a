"""The part of a chain below an input: the reading with its file or person, the source that the plan names, the meters, the certificates;
and in the place of each that is not there what to do about it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tanheng.analysis.calibrations import Span
from tanheng.analysis.meter_words import RESULTS
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.chain.steps import CALIBRATION, INPUT, METER, READING, SOURCE, Mark, Step
from tanheng.apps.monitoring.models import PlanLine, Reading
from tanheng.apps.monitoring.selectors.cell_files import with_names
from tanheng.apps.monitoring.selectors.grounds import Figure, Ground, Grounds, MeterGround
from tanheng.apps.records.pages.month_table import value_address
from tanheng.apps.records.selectors import is_current
from tanheng.apps.records.selectors.cell_evidence import YearEvidence
from tanheng.apps.records.selectors.typed_figures import typed_readings
from tanheng.engine import run as engine
from tanheng.engine.explanation import Explanation, shown_value
from tanheng.engine.numbers import ZERO
from tanheng.engine.places import Place
from tanheng.engine.plan.lists import FREQUENCIES, MEASURED, WAYS
from tanheng.pages.language import reader_language
from tanheng.pages.wording import kind_mark, month_label, shown_unit


class Evidence:
    """What the inputs of a run rest on."""

    def __init__(self, run: Run, computed: engine.Run) -> None:
        self.run, self.computed = run, computed
        self.source_import = run.snapshot.source_import

    @cached_property
    def grounds(self) -> Grounds:
        """Plan and ledger, read when the first is asked for."""
        return Grounds(self.run.node, self.run.pack, self.run.year)

    @cached_property
    def attached(self) -> YearEvidence:
        """What is attached to the figures and to their year."""
        return YearEvidence(self.run.node, self.run.year, self.run.pack)

    @cached_property
    def counts(self) -> bool:
        """Whether the file that the run froze is still the one that counts, so that its figures have their pages."""
        return is_current(self.source_import)

    @cached_property
    def typed(self) -> dict[Place, Reading]:
        """The typed readings that the run froze, by the places of its figures; none where the figures are those of a file."""
        return typed_readings(self.source_import)

    def below(self, step: Step) -> list[Step]:
        """What a step at or below an input rests on."""
        assert step.found is not None
        makers = {INPUT: self._reading, READING: self._source, SOURCE: self._meters, METER: self._calibrations}
        maker = makers.get(step.kind)
        return [replace(one, share=step.share, found=step.found) for one in maker(step)] if maker else []

    def _reading(self, step: Step) -> Sequence[Step]:
        found, one = _of(step), self.source_import
        reading = self.typed.get(Place(*_place(found)))
        if reading is None:
            where = found.origin.as_text(reader_language()) or one.file_name
            words, who, at = _("import %(number)s, %(who)s, %(day)s"), one.by, one.at
        else:
            where, words, who, at = _("typed reading"), _("typed by %(who)s, %(day)s"), reading.entry.by, reading.entry.at
        said = words % {"number": one.number, "who": who, "day": f"{localtime(at):%Y-%m-%d %H:%M}"}
        named = with_names(found.evidence, self.attached.files(Place(*_place(found))))
        evidence = _("evidence: %(name)s") % {"name": named} if named else ""
        reason = reading.reason if reading else ""
        origin = " · ".join(part for part in (said, found.source, evidence, reason) if part)
        address = reverse("records:import", args=[one.pk])
        if self.counts:
            place = (found.facility, found.item)
            address = value_address(self.run.node_id, self.run.year, self.run.pack, found.quantity, place, found.month)
        value = found.typed or shown_value(found)
        unit = "" if found.typed else shown_unit(found.unit)
        kind = kind_mark(found.value_kind)
        return [Step(READING, f"reading:{found.step}", where, kind.word, value, unit, origin, address, tuple(self._not_attached(found)))]

    def _not_attached(self, found: Explanation) -> Sequence[Mark]:
        if not self.attached.missing(Place(*_place(found)), found.evidence):
            return []
        text = _("The evidence is named, but no file of that name is attached")
        remedy = _("Attach the file to the year under this name.")
        return [Mark("not_attached", text, remedy, reverse("records:evidence", args=[self.run.node_id, self.run.year]))]

    def _ground(self, found: Explanation) -> Ground:
        return self.grounds.of(Figure(found.quantity, found.facility or "", found.item or "", found.month))

    def _source(self, step: Step) -> Sequence[Step]:
        found = _of(step)
        ground = self._ground(found)
        id_, month = f"source:{found.step}", month_label(self.run.year, found.month)
        plans = reverse("monitoring:plans", args=[self.run.node_id])
        if ground.version is None:
            mark = Mark("no_plan", _("No plan was in force then"), _("Bring a data quality control plan into force for it."), plans)
            return [Step(SOURCE, id_, _("no plan"), month, address=plans, marks=(mark,))]
        address = reverse("monitoring:plan", args=[self.run.node_id, ground.version.number])
        version = _("plan version %(number)s") % {"number": ground.version.number}
        if ground.line is None:
            mark = Mark(
                "no_line", _("The plan in force names no line for this figure"), _("Add a line that determines it to the plan."), address
            )
            return [Step(SOURCE, id_, version, month, address=address, marks=(mark,))]
        return [Step(SOURCE, id_, ground.line.name, month, origin=f"{version} · {_line_words(ground, ground.line)}", address=address)]

    def _meters(self, step: Step) -> Sequence[Step]:
        found = _of(step)
        ground = self._ground(found)
        if ground.meters:
            return [_meter(one, found, ground.period) for one in ground.meters]
        if not self._needs_meter(found, ground):
            return []
        ledger = reverse("monitoring:meters", args=[self.run.node_id])
        text = _("No meter of the ledger serves this figure")
        mark = Mark("no_meter", text, _("Enter the meter, or say at it what its figures are used for."), ledger)
        return [Step(METER, f"meter:-:{found.step}", _("no meter"), month_label(self.run.year, found.month), address=ledger, marks=(mark,))]

    def _needs_meter(self, found: Explanation, ground: Ground) -> bool:
        """A measured amount above nothing does; contents come from the laboratory, and the plan may say that it is not measured."""
        quantity, value = self.computed.pack.quantities[found.quantity], self.computed.value(*_place(found))
        measured = found.value_kind == MEASURED and (ground.line is None or ground.line.way == MEASURED)
        return quantity.is_amount and measured and value is not None and value != ZERO

    def _calibrations(self, step: Step) -> Sequence[Step]:
        found = _of(step)
        one = next((meter for meter in self._ground(found).meters if f"meter:{meter.history.meter.code}:{found.step}" == step.id), None)
        return [_calibration(one, found)] if one and (one.held or one.said.interval_months) else []


def _of(step: Step) -> Explanation:
    assert step.found is not None
    return step.found


def _place(found: Explanation) -> tuple[str, str | None, str | None, int | None]:
    return found.quantity, found.facility, found.item, found.month


def _line_words(ground: Ground, line: PlanLine) -> str:
    """How a line obtains its figure: way, frequency, record, and who."""
    lang, source = reader_language(), ground.source
    way = WAYS[line.way].in_(lang) if line.way in WAYS else line.way
    frequency = FREQUENCIES[line.frequency].in_(lang) if line.frequency in FREQUENCIES else line.frequency
    record = source.record if source else ""
    parts = (way, frequency, record, line.department, line.person)
    return " · ".join(part for part in parts if part and part != "/")


def _meter(one: MeterGround, found: Explanation, period: Span) -> Step:
    said, meter = one.said, one.history.meter
    origin = " · ".join(part for part in (said.model, said.serial_number, said.accuracy_class, said.location) if part)
    days = f"{period.first:%Y-%m-%d} – {period.last:%Y-%m-%d}"
    address = reverse("monitoring:meter", args=[meter.pk])
    return Step(METER, f"meter:{meter.code}:{found.step}", f"{meter.code} {said.name}", days, "", "", origin, address)


def _calibration(one: MeterGround, found: Explanation) -> Step:
    meter, held = one.history.meter, one.held
    id_, page = f"calibration:{meter.code}:{found.step}", reverse("monitoring:meter", args=[meter.pk])
    if held is None:
        mark = Mark(
            "not_calibrated", _("The meter has no certificate of that time"), _("Record its calibration with the certificate."), page
        )
        return Step(CALIBRATION, id_, _("no certificate"), address=page, marks=(mark,))
    until = f"{held.due_on:%Y-%m-%d}" if held.due_on else "—"
    result = RESULTS[held.result].in_(reader_language()) if held.result in RESULTS else held.result
    origin = " · ".join(part for part in (held.agency, result, held.conditions, held.file_name) if part)
    address = reverse("monitoring:certificate", args=[held.pk]) if held.file_id else page
    place = f"{held.done_on:%Y-%m-%d} – {until}"
    return Step(CALIBRATION, id_, held.certificate_number or _("certificate"), place, "", "", origin, address, tuple(_uncovered(one, page)))


def _uncovered(one: MeterGround, page: str) -> Sequence[Mark]:
    if one.coverage.whole:
        return []
    spans = ", ".join(f"{span.first:%Y-%m-%d} – {span.last:%Y-%m-%d}" for span in one.coverage.uncovered)
    text = _("No valid certificate on %(days)s days: %(spans)s") % {"days": one.coverage.days_uncovered, "spans": spans}
    remedy = _("Record the certificate that covers them; where there is none, the readings are treated as the plan says.")
    return [Mark("expired", text, remedy, page)]
