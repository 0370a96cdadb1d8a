"""What an input workbook or CSV asks for: its sheets and rows for a pack, blank or filled from a case. No cells, no styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import ParamSpec

from tanheng.documents.input.answers import answer_rows
from tanheng.documents.input.stop_texts import stops_text
from tanheng.engine.absences import NOT_APPLICABLE_KIND
from tanheng.engine.case import AttributeValue, Case, Facility, Override, Value
from tanheng.engine.defaults import cell_of
from tanheng.engine.numbers import Ratio, decimal_text
from tanheng.engine.pack import CONFIRMED, Pack, Quantity
from tanheng.engine.places import Key
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.forms import Statement

P = ParamSpec("P")
SPARE_BLOCKS = 2
FREE_LINES = 5
OTHER_SHEET = Text("其他", "Other")
UNCONFIRMED = Text("未确认", "unconfirmed")
BY_ITEM = Text("按品种", "by item")  # the hint of a row whose item is not chosen yet
NO_DEFAULT, NOT_ASKED = Text("无，须填写", "none: enter it"), Text("不要求", "not asked")


@dataclass(frozen=True)
class Line:
    """One row of a form: a quantity for a facility and an item, and what is typed in it. Without a quantity: a free row."""

    quantity: Quantity | None = None
    facility: str | None = None
    item: str | None = None
    amounts: dict[int | None, Decimal | None] = field(default_factory=dict)  # None: not applicable
    kind: str = ""
    source: str = ""
    evidence: str = ""
    uncertainty: str = ""
    note: str = ""
    opens_block: bool = False


@dataclass(frozen=True)
class FormSheet:
    """One sheet: its title and its rows."""

    title: Text
    quantities: tuple[Quantity, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class InputForm:
    """A whole form."""

    pack: Pack
    year: int
    grain: str
    entity_name: str
    entity_code: str
    facilities: tuple[Facility, ...]
    attributes: tuple[AttributeValue, ...]
    sheets: tuple[FormSheet, ...]
    overrides: tuple[Override, ...] = ()
    uncertainties: tuple[Statement, ...] = ()
    answers: tuple[dict[str, str], ...] = ()  # the cells of each answer, and of each doubt that waits for one
    base: str = ""  # of the figures in it: the import they were taken from
    through_month: int | None = None  # of a part of a year: its last month


def blank_form(
    pack: Pack,
    year: int,
    facilities: Sequence[Facility] = (),
    items: Sequence[str] = (),
    *,
    entity: tuple[str, str] = ("", ""),
    grain: str = "",
) -> InputForm:
    """A form without data. Without `facilities` it has one of each required kind; `items` are fuels, carbonates … by id."""
    listed = tuple(facilities) or tuple(
        Facility(f"{kind.id.replace('_', '-')}-1", kind.id, f"1号{kind.label.zh}") for kind in pack.facility_kinds.values() if kind.required
    )
    inputs = pack.inputs()
    by_year = bool(inputs) and all(one.yearly_only for one in inputs)
    grain = grain or ("year" if by_year else "month")
    sheets = tuple(
        FormSheet(title, quantities, tuple(_with_signs(_blank_lines(pack, quantities, listed, items), listed, year, grain)))
        for title, quantities in form_sheets(pack)
    )
    return InputForm(pack, year, grain, *entity, listed, (), sheets)


def written_by(write: Callable[[InputForm], bytes], form: Callable[P, InputForm]) -> Callable[P, bytes]:
    """What makes a form and what writes one, as one that takes the words of the first and gives the bytes of the second."""

    def written(*given: P.args, **words: P.kwargs) -> bytes:
        return write(form(*given, **words))

    return written


def case_form(pack: Pack, case: Case, doubts: Sequence[Problem] = ()) -> InputForm:
    """The form filled with a case, with a free row or two; reading it back gives the same case. `doubts` stand ready for answers."""
    series = list(_series(pack, case.values))
    sheets = []
    for title, quantities in form_sheets(pack):
        names = {one.id for one in quantities}
        lines = [line for line in series if line.quantity and line.quantity.id in names]
        present = {(line.quantity.id, line.facility, line.item) for line in lines if line.quantity}
        used = tuple(dict.fromkeys(line.item for line in lines if line.item))
        blank = _blank_lines(pack, quantities, case.facilities, used)
        lines += [one for one in blank if one.quantity is None or (one.quantity.id, one.facility, one.item) not in present]
        sheets.append(FormSheet(title, quantities, tuple(_in_order(lines, quantities, case.facilities))))
    return InputForm(
        pack, case.year, case.grain, case.entity_name, case.entity_code, case.facilities, case.attributes, tuple(sheets),
        case.overrides, case.uncertainties, tuple(answer_rows(pack, case, tuple(doubts))), case.base, case.through_month,
    )  # fmt: skip


def facility_texts(one: Facility, *, label: str = "") -> list[str]:
    """The cells of a facility, those of its life only where it says something of it; `label` in the place of its kind."""
    texts = [one.id, label or one.kind, one.name]
    return [*texts, one.in_use_from, one.in_use_to, stops_text(one.stops)] if one.has_dates else texts


def form_sheets(pack: Pack) -> list[tuple[Text, tuple[Quantity, ...]]]:
    """The sheets of the pack's form with their input quantities; inputs that no sheet names stand on a last one."""
    left = {quantity.id: quantity for quantity in pack.inputs()}
    found: list[tuple[Text, tuple[Quantity, ...]]] = []
    for sheet in pack.forms.get("input_sheets") or ():
        quantities = tuple(left.pop(name) for name in sheet["quantities"] if name in left)
        if quantities:
            found.append((Text(sheet["zh"], sheet["en"]), quantities))
    return [*found, (OTHER_SHEET, tuple(left.values()))] if left else found


def _groups(quantities: Iterable[Quantity]) -> dict[tuple[str | None, str | None], list[Quantity]]:
    """Quantities that share their facilities and their items stand together in blocks."""
    groups: dict[tuple[str | None, str | None], list[Quantity]] = {}
    for one in quantities:
        kind = (one.facility_kind or "") if one.by_facility else None
        groups.setdefault((kind, one.item_table if one.by_item else None), []).append(one)
    return groups


def _blank_lines(pack: Pack, quantities: Sequence[Quantity], facilities: Sequence[Facility], items: Sequence[str]) -> Iterator[Line]:
    for (kind, table), group in _groups(quantities).items():
        for facility, item in _block_keys(pack, kind, table, facilities, items):
            for number, quantity in enumerate(group):
                acquired = quantity.acquisition if quantity.acquisition in ("measured", "calculated") else ""
                yield Line(quantity, facility, item, kind="" if quantity.default else acquired, opens_block=number == 0)
    for number in range(FREE_LINES):
        yield Line(opens_block=number == 0)


def _with_signs(lines: Iterable[Line], facilities: Sequence[Facility], year: int, grain: str) -> Iterator[Line]:
    """Blank lines with `/` in the months that are not applicable for their facility, where a figure must stand."""
    dated = [one for one in facilities if one.has_dates and grain == "month"]
    months = {one.id: one.life.not_applicable_months(year) for one in dated}
    for line in lines:
        quantity, found = line.quantity, months.get(line.facility or "", ())
        asked = quantity is not None and quantity.required and quantity.is_amount and not quantity.by_item and not quantity.yearly_only
        yield replace(line, amounts=dict.fromkeys(found)) if asked and found else line


def _block_keys(pack: Pack, kind: str | None, table: str | None, facilities: Sequence[Facility], items: Sequence[str]) -> list[Key]:
    """Facility and item of each block, spare blocks last."""
    places: list[str | None] = [None] if kind is None else [one.id for one in facilities if one.kind == kind]
    wanted = items or pack.sector.usual_items.get(table or "", ())  # others are chosen in the spare rows
    known: list[str | None] = [None] if table is None else [item for item in wanted if item in pack.tables[table].rows]
    spare: list[Key] = [] if kind is None and table is None else [(None, None)] * (SPARE_BLOCKS if table else 1)
    return [(place, item) for place in places for item in known] + spare


def _series(pack: Pack, values: Iterable[Value]) -> Iterator[Line]:
    """Values that differ only in their month stand in one row."""
    rows: dict[tuple[str, ...], list[Value]] = {}
    for value in values:
        texts = (value.kind, value.source, value.evidence, value.uncertainty, value.note)
        rows.setdefault((value.quantity, value.facility or "", value.item or "", *texts), []).append(value)
    for found in _with_not_applicable(rows):
        one, amounts = found[0], {value.month: value.amount for value in found}
        quantity = pack.quantities[one.quantity]
        kind = "" if one.kind == NOT_APPLICABLE_KIND else one.kind
        texts = (kind, one.source, one.evidence, one.uncertainty, one.note)
        yield Line(quantity, one.facility, one.item, amounts, *texts)


def _with_not_applicable(rows: Mapping[tuple[str, ...], list[Value]]) -> Iterator[list[Value]]:
    """The values of each row; months that are not applicable stand in the row of the others with the same texts, where there is one."""
    kept = {head: list(values) for head, values in rows.items() if values[0].kind != NOT_APPLICABLE_KIND}
    for head, values in rows.items():
        if head not in kept:
            alike = [other for other in kept if other[:3] == head[:3] and other[4:6] + other[7:] == head[4:6] + head[7:]]
            kept.setdefault(alike[0] if alike else head, []).extend(values)
    yield from kept.values()


def _in_order(lines: Iterable[Line], quantities: Sequence[Quantity], facilities: Sequence[Facility]) -> list[Line]:
    """Blocks as in a blank form: by facility, then item, then quantity; spare and free rows last."""
    places = {one.id: number for number, one in enumerate(facilities)}
    groups = {one.id: number for number, group in enumerate(_groups(quantities).values()) for one in group}
    ranks = {one.id: number for number, one in enumerate(quantities)}
    lines = list(lines)
    items = {item: number for number, item in enumerate(dict.fromkeys(line.item for line in lines))}

    def rank(line: Line) -> tuple[int, int, int, int, int]:
        if line.quantity is None:
            return (len(groups), 0, 0, 0, 0)
        place = places.get(line.facility or "", len(places))
        spare = (line.quantity.by_item and line.item is None) or (line.quantity.by_facility and line.facility is None)
        return (groups[line.quantity.id], int(spare), place, items[line.item], 0 if spare else ranks[line.quantity.id])

    ordered: list[Line] = []
    for line in sorted(lines, key=rank):
        opens = not ordered or rank(ordered[-1])[:4] != rank(line)[:4] or (rank(line)[1] == 1 and line.opens_block)
        ordered.append(replace(line, opens_block=opens))
    return ordered


def constant_of_year(quantity: Quantity) -> bool:
    """Whether one value stands for every month: a design value, or a factor that is a default; never what is measured by month."""
    return not quantity.yearly_only and quantity.year in ("mean", "none") and quantity.acquisition in ("design", "default")


def default_hint(pack: Pack, quantity: Quantity, item: str | None, year: int) -> Text | None:
    """The default that applies when the row stays blank, marked where it is unconfirmed; None where there is none."""
    default = quantity.default
    if default is None:
        return None
    if default.parameter is not None:
        dated = [one for one in pack.parameters[default.parameter] if (one.valid_from or year) <= year <= (one.valid_to or year)]
        if not dated or isinstance(dated[0].value, Ratio):
            return None
        return _hint(dated[0].value, dated[0].status)
    if default.attribute is not None:
        label = pack.attributes[default.attribute].label
        return Text(f"按{label.zh}", f"by {label.en}")
    row_id = default.row or item or ""
    if row_id not in pack.tables[default.table or ""].rows:
        return BY_ITEM
    cell = cell_of(pack, default, row_id, year)
    if cell is None or cell.value is None:
        return NO_DEFAULT if is_asked_of(pack, quantity, row_id, year) else NOT_ASKED
    return _hint(cell.value, cell.fact.status)


def is_asked_of(pack: Pack, quantity: Quantity, item: str, year: int) -> bool:
    """Whether a content is asked of an item, as long as its flag is not reported."""
    flag = pack.quantities[quantity.asked_where].default if quantity.asked_where else None
    cell = cell_of(pack, flag, item, year) if flag else None
    return cell is None or cell.value != 0


def need_of(pack: Pack, quantity: Quantity, item: str | None, year: int) -> str:
    """required, default, fixed or optional."""
    hint = default_hint(pack, quantity, item, year) if quantity.default else None
    if quantity.default and hint not in (NO_DEFAULT, NOT_ASKED):
        return "fixed" if quantity.fixed else "default"
    return "required" if quantity.required and hint is not NOT_ASKED else "optional"


def _hint(value: Decimal, status: str) -> Text:
    number = decimal_text(value)
    return Text(number, number) if status == CONFIRMED else Text(f"{number}（{UNCONFIRMED.zh}）", f"{number} ({UNCONFIRMED.en})")


def override_texts(one: Override) -> tuple[str, ...]:
    """The cells of an override: parameter or table, row, column, value, unit, document, person, reason."""
    place = (one.parameter or one.table or "", one.item or "", one.column or "")
    return (*place, one.value, one.unit, one.document, one.person, one.reason)
