"""Taking over a meter ledger that was filled in our workbook: all of it in one change, or nothing with every problem at its cell."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from tanheng.analysis.meter_words import PASSED, VERIFICATION
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.access.meters import KEEP
from tanheng.apps.monitoring.models import Meter
from tanheng.apps.monitoring.selectors.meters import MeterHistory, histories
from tanheng.apps.monitoring.services.calibrations import Certificate, calibrated
from tanheng.apps.monitoring.services.meters import Card, added, described, moved, needed_reason, refuse_future
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.documents.meter_ledger.reading import SENTENCES, Line, read_ledger
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor
from tanheng.rulebook.metering import metering
from tanheng.store.one_line import one_line


class LedgerRefusedError(Exception):
    """A ledger that cannot be taken over; `problems` are all that stand in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("The ledger was not taken over: nothing of it was stored."))
        self.problems = list(problems)


@dataclass
class TakenOver:
    """What a ledger brought: meters entered and described anew, states, certificates."""

    company: Node
    entered: int = 0
    described: int = 0
    moved: int = 0
    calibrated: int = 0


def take_over_ledger(*, actor: Actor, company: Node, file_name: str, content: bytes, valid_from: date, reason: str) -> TakenOver:
    """Take over what a workbook says of a company's meters: new ones, and of known ones what differs, from a day on.

    A meter that the file does not name stays as it is. Raises LedgerRefusedError with every problem of the file.
    """
    require(actor, KEEP, company)
    refuse_future(day=valid_from)
    why, name = needed_reason(reason=reason), one_line(file_name, 255) or "file"
    lines, problems = read_ledger(content, name)
    places = {node.code: node for node in Node.objects.filter(path__startswith=company.path) if node.kind in ("site", "facility")}
    problems += [_no_facility(line, places) for line in lines if line.values.get("facility") not in (None, *places)]
    if problems:
        raise LedgerRefusedError(problems)
    return change(actor, KEEP, company, lambda: _Taking(actor, company, valid_from, why, places).all(lines, name))


def _no_facility(line: Line, places: dict[str, Node]) -> Problem:
    found, known = line.values["facility"], ", ".join(places) or "—"
    return problem_of(SENTENCES, "METER-207", line.origin.where(), found=found, known=known)


class _Taking:
    """One ledger on its way into the database."""

    def __init__(self, actor: Actor, company: Node, valid_from: date, reason: str, places: dict[str, Node]) -> None:
        self.actor, self.company, self.valid_from, self.reason, self.places = actor, company, valid_from, reason, places
        self.known = {one.meter.code: one for one in histories(company)}
        self.done = TakenOver(company)

    def all(self, lines: Sequence[Line], file_name: str) -> TakenOver:
        """Every line; the problems of all where one is refused."""
        problems = [problem for line in lines for problem in self._tried(line)]
        if problems:
            raise LedgerRefusedError(problems)
        counts = {name: getattr(self.done, name) for name in ("entered", "described", "moved", "calibrated")}
        payload = {"file_name": file_name, "reason": self.reason, **counts}
        append_event(actor=self.actor, action="monitoring.ledger.taken_over", subject=self.company, place=self.company, payload=payload)
        return self.done

    def _tried(self, line: Line) -> list[Problem]:
        try:
            self._line(line)
        except ValidationError as refused:
            texts = []
            for language in ("zh-hans", "en"):
                with override(language):
                    texts.append(" ".join(refused.messages))
            return [problem_of(SENTENCES, "METER-208", line.origin.where(), code=line.code, found=Text(*texts))]
        return []

    def _line(self, line: Line) -> None:
        values, known = line.values, self.known.get(line.code)
        card, status = self._card(line, known), values["status"]
        since = values.get("since") or self.valid_from
        if known is None:
            meter = added(actor=self.actor, company=self.company, code=line.code, card=card, on=since, status=status)
            self.done.entered += 1
        else:
            meter = known.meter
            if card != card_of(meter=known):
                described(actor=self.actor, meter=meter, card=card, valid_from=self.valid_from, reason=self.reason)
                self.done.described += 1
            if status != known.status():
                moved(actor=self.actor, meter=meter, on=since, status=status, reason=self.reason)
                self.done.moved += 1
        self._certificate(meter, values, known)

    def _card(self, line: Line, known: MeterHistory | None) -> Card:
        """What the row says; a column that the file does not have stays as it is."""
        before = card_of(meter=known) if known else None
        values: dict[str, Any] = {}
        for one in fields(Card):
            if one.name in line.values:
                values[one.name] = line.values[one.name]
            elif before is not None:
                values[one.name] = getattr(before, one.name)
        if "facility" in line.values:
            values["facility"] = self.places.get(line.values["facility"] or "")
        if line.values.get("asked") == "no":
            values["interval_months"] = None
        elif line.values.get("asked") == "yes" and values.get("interval_months") is None:
            values["interval_months"] = metering().interval_months
        plain: dict[str, Any] = {"facility": None, "interval_months": None, "register_size": None, "multiplier": Decimal(1)}
        return Card(**{name: plain.get(name, "") if value is None else value for name, value in values.items()})

    def _certificate(self, meter: Meter, values: dict[str, Any], known: MeterHistory | None) -> None:
        number, done_on = values.get("certificate_number") or "", values.get("done_on")
        have = {(one.certificate_number, one.done_on) for one in known.calibrations} if known else set()
        if not done_on or (number, done_on) in have:
            return
        said = Certificate(
            kind=values.get("calibration_kind") or VERIFICATION,
            done_on=done_on,
            due_on=values.get("due_on"),
            result=values.get("result") or PASSED,
            conditions=values.get("conditions") or "",
            agency=values.get("agency") or "",
            certificate_number=number,
        )
        calibrated(actor=self.actor, meter=meter, said=said)
        self.done.calibrated += 1


def card_of(*, meter: MeterHistory) -> Card:
    """What a meter is today, as a card; its register as said last."""
    said, newest = meter.described(), meter.newest
    values = {one.name: getattr(said, one.name) for one in fields(Card)}
    return Card(**{**values, "register_size": newest.register_size, "multiplier": newest.multiplier})
