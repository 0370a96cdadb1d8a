"""The meters of a case (table C.9) and the ledger of the company: written into a drawn case from it, and a file's held against it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tanheng.analysis.meter_words import CALIBRATION_KINDS
from tanheng.apps.monitoring.selectors.calibrations import last_passed
from tanheng.apps.monitoring.selectors.meters import MeterHistory, histories
from tanheng.apps.monitoring.selectors.reporting import in_use_in
from tanheng.apps.sites.models import Node
from tanheng.engine.case import Case, CaseMeter
from tanheng.engine.case.register_problems import SENTENCES
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text

COMPARED = {
    "name": Text("名称", "name"),
    "model": Text("型号", "model"),
    "location": Text("安装位置", "place"),
    "accuracy_class": Text("准确度等级", "class"),
    "certificate": Text("证书编号", "certificate"),
    "calibrated_on": Text("检定/校准日期", "calibrated on"),
    "valid_to": Text("有效期至", "valid to"),
}


def ledger_meters(node: Node, year: int) -> list[CaseMeter]:
    """The meters in use on any day of a year as a case states them, by code: what they are at its end, the certificate that held last."""
    return [_stated(one, date(year, 12, 31)) for one in in_use_in(histories(node), year)]


def meters_beside_ledger(node: Node, case: Case) -> list[Problem]:
    """Where the meters of a case are not those of the ledger; nothing where it states none."""
    if not case.meters:
        return []
    ledger = {one.meter.code: one for one in histories(node) if one.descriptions}
    found = [told for one in case.meters for told in _of_meter(one, ledger.get(one.code), case.year)]
    stated = {one.code for one in case.meters}
    absent = [one.meter.code for one in in_use_in(ledger.values(), case.year) if one.meter.code not in stated]
    if absent:
        where = case.meters[0].origin.where()
        found.append(problem_of(SENTENCES, "REC-115", where, year=str(case.year), found=_listed(absent)))
    return found


def _of_meter(stated: CaseMeter, known: MeterHistory | None, year: int) -> Iterable[Problem]:
    where: Where = stated.origin.where()
    if known is None:
        yield problem_of(SENTENCES, "REC-113", where, found=stated.code)
        return
    there = _stated(known, date(year, 12, 31))
    pairs = ((label, getattr(stated, name), getattr(there, name)) for name, label in COMPARED.items())
    differ = [(label, said, kept) for label, said, kept in pairs if said and said != kept]
    if differ:
        zh = "；".join(f"{label.zh}文件为“{said}”，台账为“{kept or '—'}”" for label, said, kept in differ)
        en = "; ".join(f"{label.en}: the file says “{said}”, the ledger “{kept or '—'}”" for label, said, kept in differ)
        yield problem_of(SENTENCES, "REC-114", where, found=stated.code, known=Text(zh, en))


def _stated(meter: MeterHistory, day: date) -> CaseMeter:
    said, held = meter.described(day), last_passed(meter, day)
    found = CaseMeter(meter.meter.code, said.name, said.model, said.location, said.accuracy_class)
    if held is None:
        return found
    return replace(
        found,
        calibration=CALIBRATION_KINDS[held.kind].zh,
        certificate=held.certificate_number,
        calibrated_on=held.done_on.isoformat(),
        valid_to=held.due_on.isoformat() if held.due_on else "",
    )


def _listed(codes: list[str]) -> Text:
    return Text("、".join(codes), ", ".join(codes))
