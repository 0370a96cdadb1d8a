"""What a data quality control plan has by its editions: which quantities it must determine, and the plan that is proposed to a company.

A proposal takes the rows of an edition's report, in its order, for the facilities of a company and the usual items of its sector, with
the usual source of each measured quantity (`usual_sources.yaml`). It is written in Chinese, as the form is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.plan.completeness import Wanted
from tanheng.engine.plan.lists import CALCULATED, COMPARISON, DEFAULT, DESIGN, IN_USE, MAIN, MEASURED, OUT_OF_USE
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.rows import (
    Boundary,
    Enterprise,
    Instrument,
    PlannedFacility,
    PlannedLine,
    PlannedSource,
    PlannedUse,
    Revision,
)
from tanheng.engine.text import Text
from tanheng.engine.units.slips import unit_words
from tanheng.rulebook import loadable_packs, sound_pack
from tanheng.rulebook.rule_yaml import read_yaml

ANY = "*"
WAYS = {"measured": MEASURED, "calculated": CALCULATED, "design": DESIGN, "default": DEFAULT, "estimated": CALCULATED}
NAME = Text("数据质量控制方案", "data quality control plan")
FORMER_NAME = Text("数据质量控制计划", "data quality control plan (former name)")
OLD_NAME = Text("监测计划", "monitoring plan")
FORMER_NAME_TO = 2025  # plan year of the power sector, templates 2
OLD_NAME_TO = 2020


@dataclass(frozen=True, slots=True)
class PlacedFacility:
    """A facility of a company: its code, name and kind, its site, and from when to when it was in use."""

    code: str
    name: str
    kind: str
    site: str = ""
    in_use_from: date | None = None
    in_use_to: date | None = None

    def in_use(self, day: date) -> bool:
        """Whether it is in use on a day."""
        return (self.in_use_from is None or self.in_use_from <= day) and (self.in_use_to is None or self.in_use_to >= day)


def plan_name(packs: Iterable[str], year: int) -> Text:
    """What the plan of a year is called: by its former name for a plan of power units alone until 2025."""
    if year <= OLD_NAME_TO:
        return OLD_NAME
    sectors = {pack.sector.id for one in packs if (pack := sound_pack(one))}
    return FORMER_NAME if sectors == {"power"} and year <= FORMER_NAME_TO else NAME


def editions_for(facilities: Sequence[PlacedFacility], year: int) -> list[Pack]:
    """The national accounting editions of the year that a company's facilities ask for, of each sector the newest, its business first."""
    kinds = {one.kind for one in facilities}
    newest: dict[str, Pack] = {}
    for pack in loadable_packs():
        needed = {kind.id for kind in pack.facility_kinds.values() if kind.required}
        if not pack.is_allowance and pack.jurisdiction == "cn" and pack.covers(year) and needed and needed <= kinds:
            known = newest.get(pack.sector.id)
            if known is None or pack.valid_from > known.valid_from:
                newest[pack.sector.id] = pack
    return sorted(newest.values(), key=lambda one: (one.sector.is_captive_power, one.sector.order))


def wanted_by(plan: Plan, facilities: Sequence[PlacedFacility]) -> list[Wanted]:
    """The quantities that a plan has to determine: those its editions require, at the facilities in use; of items those that it names."""
    found: list[Wanted] = []
    for pack in (pack for one in plan.packs if (pack := sound_pack(one))):
        items = _items_named(plan, pack)
        for quantity in pack.inputs():
            if not quantity.required or quantity.level == "auxiliary" or quantity.yearly_only:
                continue
            for place in _places(quantity, facilities, plan.from_month):
                for item in items.get((quantity.item_table or "", place), ()) if quantity.by_item else ("",):
                    label = _label(pack, quantity, item)
                    found.append(Wanted(pack.id, quantity.id, place, item, label, pack.title))
    return found


def _items_named(plan: Plan, pack: Pack) -> dict[tuple[str, str], dict[str, None]]:
    """The items of each table that a plan has a line for, by the table and the facility."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for use in plan.uses:
        quantity = pack.quantities.get(use.quantity)
        if use.pack == pack.id and quantity is not None and quantity.item_table and use.item in pack.tables[quantity.item_table].rows:
            found.setdefault((quantity.item_table, use.facility), {})[use.item] = None
    return found


def _places(quantity: Quantity, facilities: Sequence[PlacedFacility], day: date | None) -> list[str]:
    if not quantity.by_facility:
        return [""]
    fitting = (one for one in facilities if quantity.facility_kind in (None, one.kind))
    return [one.code for one in fitting if day is None or one.in_use(day)]


def _label(pack: Pack, quantity: Quantity, item: str) -> Text:
    if not item or not quantity.item_table:
        return quantity.label
    label = pack.tables[quantity.item_table].rows[item].label
    return Text(f"{quantity.label.zh}（{label.zh}）", f"{quantity.label.en} ({label.en})")


@cache
def usual_sources() -> Mapping[str, Mapping[str, Any]]:
    """The usual source of a measured quantity; under `*` that of any other."""
    found: Mapping[str, Mapping[str, Any]] = read_yaml(files("tanheng.rulebook").joinpath("usual_sources.yaml"), "usual_sources.yaml")
    return found


def proposed_plan(
    *, packs: Sequence[Pack], facilities: Sequence[PlacedFacility], name: str, code: str, from_month: date, written_on: date
) -> Plan:
    """The plan that is proposed to a company. What only the plant knows (who, where, which model) stays blank and is asked for."""
    proposal = _Proposal(facilities, from_month)
    for pack in packs:
        proposal.take(pack)
    lines, sources, uses, instruments = proposal.tables()
    places = "、".join(one.name for one in facilities if one.in_use(from_month))
    return Plan(
        from_month=from_month,
        packs=tuple(one.id for one in packs),
        revisions=(Revision(f"{from_month:%Y}-1", written_on, "首次制定", ""),),
        enterprise=Enterprise(name=name, code=code, sector="、".join(one.sector.label.zh for one in packs)),
        boundary=Boundary(enterprise=f"{name}所属的生产设施：{places}" if places else "", process=places),
        facilities=tuple(_facility(one, name, from_month) for one in facilities),
        lines=lines,
        sources=sources,
        uses=uses,
        instruments=instruments,
    )


def _facility(one: PlacedFacility, company: str, day: date) -> PlannedFacility:
    status = IN_USE if one.in_use(day) else OUT_OF_USE
    return PlannedFacility(
        code=one.code, name=one.name, process=one.name, location=one.site, status=status, owner=company, permit_holder=company
    )


class _Proposal:
    """Lines by what they measure, in the order in which editions name them; an edition that asks for the same adds a use."""

    def __init__(self, facilities: Sequence[PlacedFacility], from_month: date) -> None:
        self.facilities, self.from_month = facilities, from_month
        self.names = {one.code: one.name for one in facilities}
        self.lines: dict[tuple[str, str, str], tuple[PlannedLine, list[PlannedUse]]] = {}

    def take(self, pack: Pack) -> None:
        """The rows of an edition's report, then what it requires besides."""
        shown = {row["quantity"]: row["shown_in"] for table in pack.forms["tables"] for row in table.get("rows", ()) if "shown_in" in row}
        for category, quantity in self._rows(pack):
            for place in _places(quantity, self.facilities, self.from_month):
                for item in _usual_items(pack, quantity):
                    self._add(pack, category, quantity, (place, item), shown.get(quantity.id, ""))

    def _rows(self, pack: Pack) -> Iterator[tuple[str, Quantity]]:
        reported = {
            row["quantity"]: str(table["zh"])
            for table in reversed(pack.forms["tables"])
            if table["kind"] in ("monthly", "summary")
            for row in table.get("rows", ())
            if "quantity" in row
        }
        first = {row["quantity"]: None for table in pack.forms["tables"] for row in table.get("rows", ()) if "quantity" in row}
        for name in first:
            if name in reported:
                yield reported[name], pack.quantities[name]
        for quantity in pack.inputs():
            if quantity.required and quantity.level != "auxiliary" and quantity.id not in reported and not quantity.yearly_only:
                yield pack.sector.label.zh, quantity

    def _add(self, pack: Pack, category: str, quantity: Quantity, where: tuple[str, str], shown_in: str) -> None:
        place, item = where
        key = (place, quantity.id, item)
        if key not in self.lines:
            line = _line(pack, self.names.get(place) or category, quantity, place, item)
            self.lines[key] = (replace(line, unit=shown_in or line.unit), [])
        self.lines[key][1].append(PlannedUse("", pack.id, quantity.id, place, item))

    def tables(
        self,
    ) -> tuple[tuple[PlannedLine, ...], tuple[PlannedSource, ...], tuple[PlannedUse, ...], tuple[Instrument, ...]]:
        """The lines numbered, enterprise level first, with sources, uses and instruments."""
        lines: list[PlannedLine] = []
        sources: list[PlannedSource] = []
        uses: list[PlannedUse] = []
        instruments: list[Instrument] = []
        ordered = sorted(self.lines.values(), key=lambda one: ["", *self.names].index(one[0].place))
        for number, (line, serves) in enumerate(ordered, 1):
            code = f"P-{number:03d}"
            lines.append(replace(line, code=code))
            uses += [replace(one, line=code) for one in serves]
            if line.way == MEASURED:
                instrument = _instrument(line, f"M-{len(instruments) + 1:03d}", code)
                instruments += [instrument] if instrument else []
                sources += _sources(line, code, instrument.code if instrument else "")
        return tuple(lines), tuple(sources), tuple(uses), tuple(instruments)


def _usual_items(pack: Pack, quantity: Quantity) -> Sequence[str]:
    if not quantity.by_item:
        return ("",)
    known = pack.tables[quantity.item_table].rows if quantity.item_table else {}
    return [one for one in pack.sector.usual_items.get(quantity.item_table or "", ()) if one in known]


def _usual(measure: str) -> Mapping[str, Any]:
    return usual_sources().get(measure, usual_sources()[ANY])


def _line(pack: Pack, category: str, quantity: Quantity, place: str, item: str) -> PlannedLine:
    way = WAYS[quantity.acquisition] if quantity.role == "input" else CALCULATED
    usual = _usual(quantity.id) if way == MEASURED else {}
    return PlannedLine(
        place=place,
        category=category,
        name=_label(pack, quantity, item).zh,
        measure=quantity.id,
        item=item,
        unit=unit_words(pack.unit_of(quantity.id, item or None).replace("{unit}", "t")).zh,
        way=way,
        description=_description(pack, quantity, way, usual),
        frequency=str(usual.get("frequency", "month" if way == CALCULATED else "none")),
        missing=tuple(usual.get("missing", ())),
        department=str(usual.get("department", "碳排放管理部门")),
    )


def _description(pack: Pack, quantity: Quantity, way: str, usual: Mapping[str, Any]) -> str:
    clause = quantity.clause.split(" / ")[0]
    if way == MEASURED:
        return f"{usual['basis']}。原始记录：{usual['record']}。"
    if way == CALCULATED and quantity.id in pack.formulas:
        operands = "、".join(pack.quantities[one].label.zh for one in pack.formulas[quantity.id].arguments)
        return f"按指南{clause}计算，所用数据：{operands}。"
    if way == CALCULATED:
        return f"引用其他指南的核算结果（{clause}）。"
    source = "设计文件或批复文件" if way == DESIGN else "指南缺省值"
    return f"取{source}（{clause}）。"


def _instrument(line: PlannedLine, code: str, used_by: str) -> Instrument | None:
    usual = _usual(line.measure)
    if "instrument" not in usual:
        return None
    return Instrument(
        code=code,
        parameter=line.name,
        name=usual["instrument"],
        frequency=usual["monitoring"],
        accuracy_class=str(usual.get("class", "")),
        calibrated=True,
        interval=12,
        rule=str(usual.get("rule", "")),
        remark=used_by,
    )


def _sources(line: PlannedLine, code: str, instrument: str) -> list[PlannedSource]:
    usual = _usual(line.measure)
    main = PlannedSource(code, "main", MAIN, 1, instrument, usual["record"])
    others = enumerate(usual.get("compare", ()), 2)
    return [main, *(PlannedSource(code, f"compare-{rank - 1}", COMPARISON, rank, "", record) for rank, record in others)]
