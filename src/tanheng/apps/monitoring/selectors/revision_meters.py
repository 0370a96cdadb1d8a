"""What the ledger of meters says against the plan in force: meters that were replaced, changed, added, or went out of service."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tanheng.analysis.meter_uncertainty import class_per_cent
from tanheng.analysis.meter_words import IN_USE, SCRAPPED, STATUSES, STOPPED
from tanheng.apps.monitoring.models import MeterReplacement
from tanheng.apps.monitoring.selectors.meters import MeterHistory, current_replacements, histories
from tanheng.apps.sites.models import Node
from tanheng.engine.places import Where
from tanheng.engine.plan.plan import Plan, place_of
from tanheng.engine.plan.rows import Instrument
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import INSTRUMENTS
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.rulebook import sound_pack

NOTHING = ("", "/")
SAME = Text("准确度等级、量程、位置与原器具相同", "same class, range and place")
COLUMNS = {
    "accuracy_class": Text("准确度等级", "class"),
    "measuring_range": Text("量程", "range"),
    "location": Text("安装位置", "place"),
    "model": Text("型号", "model"),
}


@dataclass(frozen=True)
class Evidence:
    """What a suggestion rests on: a meter, a facility, a treatment or a cell of the grid by its key, and what it is called."""

    kind: str
    key: int
    words: Text


@dataclass(frozen=True)
class Cause:
    """Why the plan should be revised: the problem at its place in the plan, since which day, on what it rests, whose line it is."""

    problem: Problem
    since: date | None = None
    evidence: tuple[Evidence, ...] = ()
    department: str = ""


def meter_causes(node: Node, plan: Plan, from_month: date, on: date) -> Iterator[Cause]:
    """Causes that meters give on a day, in the order of the plan's instruments, then new ones."""
    ledger = {one.meter.code: one for one in histories(node) if one.descriptions}
    replaced = {one.old.code: one for one in current_replacements(node) if one.on <= on}
    for instrument in plan.instruments:
        if (meter := ledger.get(instrument.code)) is not None:
            yield from _of_instrument(instrument, meter, replaced.get(instrument.code), ledger, from_month, on)
    told = {replaced[one.code].new.code for one in plan.instruments if one.code in replaced}
    known = {one.code for one in plan.instruments}
    yield from _new(plan, [one for code, one in ledger.items() if code not in known | told], on)


def _of_instrument(
    instrument: Instrument,
    meter: MeterHistory,
    replacement: MeterReplacement | None,
    ledger: dict[str, MeterHistory],
    from_month: date,
    on: date,
) -> Iterator[Cause]:
    if replacement is not None and meter.status(on) != IN_USE:
        yield _replaced(instrument, meter, replacement, ledger[replacement.new.code])
    elif meter.status(on) in (STOPPED, SCRAPPED):
        yield _ended(instrument, meter, on)
    elif meter.status(on) == IN_USE:
        yield from _described(instrument, meter, from_month, on)


def _replaced(instrument: Instrument, old: MeterHistory, replacement: MeterReplacement, new: MeterHistory) -> Cause:
    day = replacement.on
    before, after = old.described(day), new.described(day)
    differs = [_change(name, getattr(before, name), getattr(after, name)) for name in COLUMNS if _differ(before, after, name)]
    words = {"found": instrument.code, "known": new.meter.code, "day": day.isoformat(), "differs": joined(differs) or SAME}
    return Cause(problem_of(SENTENCES, "PLAN-306", _place(instrument.code), **words), day, (_evidence(old), _evidence(new)))


def _differ(before: object, after: object, name: str) -> bool:
    was, now = getattr(before, name), getattr(after, name)
    return was not in NOTHING and now not in NOTHING and was != now


def _ended(instrument: Instrument, meter: MeterHistory, on: date) -> Cause:
    step = meter.step(on)
    assert step is not None  # it has a state
    words = {"found": instrument.code, "day": step.on.isoformat(), "state": STATUSES[step.status]}
    return Cause(problem_of(SENTENCES, "PLAN-309", _place(instrument.code), **words), step.on, (_evidence(meter),))


def _described(instrument: Instrument, meter: MeterHistory, from_month: date, on: date) -> Iterator[Cause]:
    said, then = meter.described(on), meter.described(from_month)
    evidence = (_evidence(meter),)
    planned, found = class_per_cent(instrument.accuracy_class), class_per_cent(said.accuracy_class)
    worse = planned is not None and found is not None and found > planned
    if worse:
        words = {"found": instrument.code, "class_found": said.accuracy_class, "class_planned": instrument.accuracy_class}
        yield Cause(problem_of(SENTENCES, "PLAN-317", _place(instrument.code), **words), said.valid_from, evidence)
    names = ("location", "model") if worse else ("accuracy_class", "location", "model")
    differs = [_change(name, getattr(instrument, name), getattr(said, name)) for name in names if _differ(instrument, said, name)]
    if _differ(then, said, "measuring_range"):  # the form has no column for it: it is held against the ledger of then
        differs.append(_change("measuring_range", then.measuring_range, said.measuring_range))
    if together := joined(differs):
        problem = problem_of(SENTENCES, "PLAN-307", _place(instrument.code), found=instrument.code, differs=together)
        yield Cause(problem, said.valid_from, evidence)


def _new(plan: Plan, meters: Iterable[MeterHistory], on: date) -> Iterator[Cause]:
    served = {(one.pack, one.quantity, one.facility) for one in plan.uses}
    for meter in meters:
        said = meter.described(on)
        facility = said.facility.code if said.facility and said.facility.kind == "facility" else ""
        if meter.status(on) == IN_USE and (said.pack, said.quantity, facility) in served:
            pack = sound_pack(said.pack)
            label = pack.quantities[said.quantity].label if pack and said.quantity in pack.quantities else said.quantity
            words: dict[str, Text | str] = {"found": meter.meter.code, "name": said.name, "quantity": label}
            begun = next(span.first for span in reversed(meter.spans_in_use()) if span.first <= on)
            yield Cause(problem_of(SENTENCES, "PLAN-308", _place(meter.meter.code), **words), begun, (_evidence(meter),))


def _change(name: str, before: str, after: str) -> Text:
    heading = COLUMNS[name]
    return Text(f"{heading.zh} {before} → {after}", f"{heading.en} {before} → {after}")


def _evidence(meter: MeterHistory) -> Evidence:
    return Evidence("meter", meter.meter.pk, Text(f"计量器具 {meter.meter.code}", f"instrument {meter.meter.code}"))


def joined(texts: Iterable[Text]) -> Text | None:
    """Texts one after the other; None of none."""
    every = list(texts)
    return Text("；".join(one.zh for one in every), "; ".join(one.en for one in every)) if every else None


def _place(code: str) -> Where:
    return place_of(INSTRUMENTS, code)
