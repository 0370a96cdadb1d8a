"""The bridge: what another edition would give for the same data, and why, in six parts that add up to the difference exactly.

Fixed order: boundary (sources that only one edition counts), data (inputs the target takes otherwise), factors (defaults and parameters of
the editions), constants (GWP, 44/12), formulas (what is left of each common source), rounding (declared rounding of both totals against the
unrounded calculation). Every state is cut to the decimals of the bridge before differences are taken, so the parts telescope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from tanheng.analysis.bridge.case import Handed, TargetCase, Transfer
from tanheng.analysis.bridge.map import BridgeMap
from tanheng.analysis.bridge.map_faults import prove_parts
from tanheng.analysis.bridge.problems import bridge_problem, what_to_add
from tanheng.analysis.bridge.steps import Change, Model, Replacements, unrounded
from tanheng.analysis.totals import Cell, source_cells, total_value
from tanheng.engine.numbers import ZERO, full_text, number_text, round_decimal
from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, gathered, has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text

PARTS = {
    "boundary": Text("边界", "boundary"),
    "data": Text("数据", "data"),
    "factor": Text("因子与缺省值", "factors and defaults"),
    "constant": Text("常数（GWP、分子量比）", "constants (GWP, mass ratios)"),
    "formula": Text("公式", "formulas"),
    "rounding": Text("修约", "rounding"),
}
FEWEST_DECIMALS, MOST_DECIMALS = 2, 4  # of tonnes; a total of full precision is cut like the others
SHOWN_AMOUNTS = 3
SourceKey = tuple[str, str | None, str | None]  # common source, facility, item


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of a part: what changed, from what to what, and the tonnes."""

    label: Text
    place: Text
    before: str
    after: str
    unit: str
    tonnes: Decimal
    quantity: str = ""  # of the source edition, where the line has a number to explain
    facility: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts."""

    kind: str
    tonnes: Decimal
    details: tuple[Detail, ...]


@dataclass
class Bridge:
    """From the source edition's total to the target's. `parts` is empty when a problem stands in the way."""

    source: Run
    target_pack: Pack
    target: Run | None
    start: Decimal | None
    end: Decimal | None
    decimals: int
    parts: list[Part] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def difference(self) -> Decimal:
        """Target minus source; the sum of the parts."""
        return ZERO if self.start is None or self.end is None else self.end - self.start

    @property
    def states(self) -> list[Decimal]:
        """The source's total, and where each part leads."""
        states = [self.start or ZERO]
        for part in self.parts:
            states.append(states[-1] + part.tonnes)
        return states


def bridge(
    source: Run,
    target: Pack,
    maps: BridgeMap,
    pack_of: Callable[[str], Pack],
    *,
    given: Mapping[str, Any] | None = None,
) -> Bridge:
    """The bridge from a run to another edition. `given` holds what the target needs beside the case (`values`, `attributes`)."""
    found = Bridge(source, target, None, None, None, FEWEST_DECIMALS)
    if has_errors(source.problems):  # a number that may not be reported is no start for a comparison
        found.problems += [one for one in source.problems if one.severity == "error"]
        return found
    if source.pack.sector != target.sector:
        found.problems.append(bridge_problem("BRG-102", source=source.pack.id, pack=target.id))
        return found
    if source.pack.is_allowance != target.is_allowance:
        found.problems.append(bridge_problem("BRG-104", source=source.pack.id, pack=target.id))
        return found
    prove_parts(maps, pack_of(source.pack.id), target)
    exact_source = Model(unrounded(source.pack), source.case).run()
    transfer: TargetCase = Transfer(source, exact_source, target, maps, given or {}).result(pack_of)
    found.handed, found.problems = transfer.handed, [*found.problems, *transfer.problems]
    if transfer.case is None or transfer.exact is None:
        return found
    found.target = run_case(target, transfer.case)
    found.problems += _of_the_run(found.target.problems, found.problems)
    if has_errors(found.problems):
        found.problems += what_to_add(found.problems, target)
        return found
    exact_target = run_case(unrounded(target), transfer.exact)
    found.problems += _not_computed(source, found.target, exact_source, exact_target)
    if not has_errors(found.problems):
        _Walk(found, exact_source, exact_target, maps).fill()
    return found


def _of_the_run(problems: list[Problem], known: list[Problem]) -> list[Problem]:
    """What the target's checks say, each check once a place: its twelve months say the same."""
    found: dict[tuple[str, str | None, str | None, str | None], Problem] = {}
    told = {(one.code, one.message, where) for one in known for where in one.all_places}
    for one in (replace(problem, where=where, places=()) for problem in problems for where in problem.all_places):
        if (one.code, one.message, one.where) not in told:
            place = (one.code, one.where.quantity, one.where.facility, one.where.item)
            found[place] = replace(one, where=replace(one.where, month=None)) if place in found else one
    return gathered(found.values())


def _not_computed(*runs: Run) -> list[Problem]:
    broken = next((run for run in runs if total_value(run) is None), None)
    if broken is None:
        return []
    name = broken.pack.total
    label = broken.pack.quantities[name].label
    return [bridge_problem("BRG-103", Where(quantity=name), pack=broken.pack.id, name=label.zh, name_en=label.en)]


class _Walk:
    """Takes the steps, one state after the other."""

    def __init__(self, found: Bridge, source: Run, target: Run, maps: BridgeMap) -> None:
        self.found, self.source, self.target, self.maps = found, source, target, maps
        runs = (found.source, found.target or found.source)
        rounded = [total_value(run) or ZERO for run in runs]
        declared = [run.pack.quantities[run.pack.total].year_decimals or 0 for run in runs]
        found.decimals = min(MOST_DECIMALS, max(FEWEST_DECIMALS, *declared))
        found.start, found.end = (round_decimal(one, found.decimals) for one in rounded)
        self.state = total_value(source) or ZERO

    def fill(self) -> None:
        """All six parts; a problem where the two totals have no source in common."""
        before, after = self._grouped(self.source), self._grouped(self.target)
        common = [key for key in before if key in after]
        if not common:
            self.found.problems.append(bridge_problem("BRG-104", source=self.source.pack.id, pack=self.target.pack.id))
            return
        start = self.state
        self._boundary(before, after)
        rest = self.state - sum((before[key][0] for key in common), ZERO)
        self._replacements(before, common, rest)
        self._formulas(before, after, common)
        self._rounding(start, self.state)

    # ── sources of both totals under common names ──

    def _grouped(self, run: Run) -> dict[SourceKey, tuple[Decimal, list[Cell]]]:
        """The lines of a total by common source; facility and item only where both editions tell them apart."""
        by_facility, by_item = self._told_apart()
        groups: dict[SourceKey, tuple[Decimal, list[Cell]]] = {}
        part = self.maps.of(run.pack.id)
        for cell in source_cells(run, run.pack.total):
            source = part.source_of(cell)
            key = (
                source,
                cell.facility if source in by_facility else None,
                part.item(cell.item) if source in by_item else None,
            )
            value, cells = groups.get(key, (ZERO, []))
            groups[key] = (value + (cell.value or ZERO), [*cells, cell])
        return groups

    def _told_apart(self) -> tuple[set[str], set[str]]:
        """The sources that stand per facility, and those per item, in every edition that knows them."""
        facilities, items = (set[str](), set[str]()), (set[str](), set[str]())  # told apart, and not
        for run in (self.source, self.target):
            part = self.maps.of(run.pack.id)
            for cell in source_cells(run, run.pack.total):
                facilities[cell.facility is None].add(part.source_of(cell))
                items[cell.item is None].add(part.source_of(cell))
        return facilities[0] - facilities[1], items[0] - items[1]

    # ── the steps ──

    def _step(self, state: Decimal) -> Decimal:
        """Move on; the tonnes of the step, taken between states cut to the decimals of the bridge."""
        cut = round_decimal(state, self.found.decimals) - round_decimal(self.state, self.found.decimals)
        self.state = state
        return cut

    def _add(self, kind: str, details: list[Detail]) -> None:
        tonnes = sum((one.tonnes for one in details), round_decimal(ZERO, self.found.decimals))
        self.found.parts.append(Part(kind, tonnes, tuple(one for one in details if one.tonnes)))

    def _boundary(self, before: Mapping[SourceKey, Any], after: Mapping[SourceKey, Any]) -> None:
        details = []
        for key, (value, cells) in before.items():
            if key not in after:
                details.append(self._line(key, cells[0], self.source, value, None, self._step(self.state - value)))
        for key, (value, cells) in after.items():
            if key not in before:
                details.append(self._line(key, cells[0], self.target, None, value, self._step(self.state + value)))
        self._add("boundary", details)

    def _replacements(self, before: Mapping[SourceKey, Any], common: list[SourceKey], rest: Decimal) -> None:
        names = list(dict.fromkeys(cell.quantity for key in common for cell in before[key][1]))
        model = Model(self.source.pack, self.source.case)
        details: dict[str, list[Detail]] = {kind: [] for kind in ("data", "factor", "constant")}
        run = self.source
        for change in Replacements(self.source, self.target, self.maps).changes(names):
            model = model.with_change(change)
            run = model.run()
            groups = self._grouped_model(run)
            state = rest + sum((groups.get(key, ZERO) for key in common), ZERO)
            details[change.kind].append(self._replaced(change, self._step(state)))
        self.after_changes = self._grouped_model(run)
        for kind, lines in details.items():
            self._add(kind, lines)

    def _grouped_model(self, run: Run) -> dict[SourceKey, Decimal]:
        return {key: value for key, (value, _) in self._grouped(run).items()}

    def _replaced(self, change: Change, tonnes: Decimal) -> Detail:
        then = (change.parameter,) if change.parameter is not None else tuple(dict.fromkeys(change.amounts.values()))
        places = list(dict.fromkeys(place[1:3] for place in change.amounts))
        facility, item = places[0] if len(places) == 1 else (None, None)
        return Detail(
            change.label,
            _places(self.source, change.name, places),
            _amounts(change.before),
            _amounts(then),
            change.unit,
            tonnes,
            change.name if change.parameter is None and len(places) == 1 else "",
            facility,
            item,
        )

    def _formulas(self, before: Mapping[SourceKey, Any], after: Mapping[SourceKey, Any], common: list[SourceKey]) -> None:
        details = []
        for key in common:
            value, then = self.after_changes.get(key, ZERO), after[key][0]
            details.append(self._line(key, before[key][1][0], self.source, value, then, self._step(self.state - value + then)))
        self._add("formula", details)

    def _rounding(self, start: Decimal, end: Decimal) -> None:
        found, none = self.found, Text("", "")
        assert found.start is not None
        assert found.end is not None
        places = found.decimals
        taken_out = Text("源版本合计的修约（去掉）", "rounding of the source total, taken out")
        put_in = Text("目标版本合计的修约", "rounding of the target total")
        lines = [
            (taken_out, self.source.pack, found.start, round_decimal(start, places)),
            (put_in, found.target_pack, round_decimal(end, places), found.end),
        ]
        self._add(
            "rounding",
            [Detail(label, none, full_text(a), full_text(b), pack.total_unit, b - a) for label, pack, a, b in lines],
        )

    def _line(self, key: SourceKey, cell: Cell, run: Run, before: Decimal | None, after: Decimal | None, tonnes: Decimal) -> Detail:
        quantity = run.pack.quantities[cell.quantity]
        label = self.maps.sources.get(key[0], quantity.label)
        place = _places(run, cell.quantity, [(key[1], cell.item if key[2] else None)])
        explained = run is self.source
        return Detail(
            label,
            place,
            self._text(before),
            self._text(after),
            quantity.unit,
            tonnes,
            cell.quantity if explained else "",
            cell.facility,
            cell.item,
        )

    def _text(self, value: Decimal | None) -> str:
        return "—" if value is None else full_text(round_decimal(value, self.found.decimals))


def _places(run: Run, quantity: str, places: list[tuple[str | None, str | None]]) -> Text:
    """Facility and item of a line; how many places where it stands for several."""
    if len(places) > 1:
        return Text(f"{len(places)} 处", f"{len(places)} places")
    texts = []
    for facility, item in places:
        table = run.pack.tables.get(run.pack.quantities[quantity].item_table or "") if quantity in run.pack.quantities else None
        label = table.rows[item].label if table and item and item in table.rows else Text(item or "", item or "")
        name = run.case.facility_names.get(facility or "", facility or "")
        texts = [" · ".join(part for part in (name, word) if part) for word in (label.zh, label.en)]
    return Text(*texts) if texts else Text("", "")


def _amounts(values: tuple[Any, ...]) -> str:
    """A few different amounts as text; how many there are beyond that."""
    texts = list(dict.fromkeys(full_text(round_decimal(one, 12)) if isinstance(one, Decimal) else number_text(one) for one in values))
    return ", ".join(texts) if len(texts) <= SHOWN_AMOUNTS else f"{texts[0]} … {texts[-1]} ({len(texts)})"
