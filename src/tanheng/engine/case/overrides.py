"""Reads the `overrides` of a case: which value of the rules, what in its place, on whose word; what may not be replaced is refused
with its reason and the remedy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tanheng.engine.case import Case, Override
from tanheng.engine.completeness import keys_of
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import EXACT, Ratio, figure, full_text, number_text, parse_decimal, parse_number
from tanheng.engine.overrides import is_used
from tanheng.engine.pack import CONFIRMED, Pack, Quantity
from tanheng.engine.problems import Problem
from tanheng.engine.records.of.cases import OVERRIDE, names
from tanheng.engine.sentences import Sentence
from tanheng.engine.text import Text
from tanheng.engine.units import conversion
from tanheng.engine.wording import Wording

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Path, Reader

KEYS = names(OVERRIDE)
NEEDED = ("value", "unit", "document", "person")
SENTENCES: dict[str, Sentence] = {
    "CASE-161": (
        "error",
        "替换要写明是哪个参数（parameter），或哪张表的哪一行哪一列（table、item、column），二者取一",
        "an override names a parameter, or a table with item and column; exactly one of the two",
        "写 parameter: …，或写 table、item、column",
        "write `parameter: …`, or `table`, `item` and `column`",
    ),
    "CASE-162": (
        "error",
        "替换缺少 {found}",
        "the override lacks {found}",
        "写明替换值、单位、依据文件和负责人（value、unit、document、person），缺一不可",
        "give value, unit, document and person; none may be left out",
    ),
    "CASE-163": ("error", "没有 {found} 可替换", "there is no {found} to replace", "可用：{known}", "known: {known}"),
    "CASE-164": (
        "error",
        "{name} 的单位是 {wanted}，替换值写的是 {found}：{reason}",
        "{name} is in {wanted}, the override in {found}: {reason}",
        "可用的单位：{known}",
        "units taken: {known}",
    ),
    "CASE-165": (
        "error",
        "{name} 是官方文本规定的固定值 {default}，不能替换",
        "{name} is fixed by an official text at {default} and cannot be replaced",
        "删去这一条替换",
        "remove this override",
    ),
    "CASE-166": (
        "error",
        "本版规则不允许替换 {name}",
        "this edition does not allow {name} to be replaced",
        "删去这一条替换；有实测值时按实测填报",
        "remove this override; report measured values where there are any",
    ),
    "CASE-167": ("error", "{name} 替换了两次", "{name} is replaced twice", "只保留一条", "keep one"),
    "CASE-168": (
        "warning",
        "{name} 用 {found} 代替 {default}（依据：{document}；负责人：{person}）",
        "{name}: {found} replaces {default} (document: {document}; person: {person})",
        "核查时会要求该文件，请备好原件；该值仍标为未确认",
        "keep the document ready: the verifier will ask for it; the value stays marked unconfirmed",
    ),
    "CASE-169": (
        "warning",
        "替换了 {name}，但本算例没有用到它",
        "{name} is replaced, but this case does not use it",
        "核对行和列（年度、品种、地区），或删去这一条",
        "check row and column (year, item, region), or remove it",
    ),
}


@dataclass(frozen=True, slots=True)
class _Target:
    """The value to be replaced: how it is called, its unit, its number and standing, and the inputs it is the default of."""

    name: Text
    unit: str
    before: str
    fixed: bool
    replaceable: bool
    ratio: bool
    quantities: tuple[Quantity, ...]


def read_overrides(reader: Reader, document: Mapping[str, Any], pack: Pack, year: int) -> tuple[Override, ...]:
    """The overrides of a case; each mistake is a problem at its place."""
    found: dict[tuple[str | None, ...], Override] = {}
    twice: set[tuple[str | None, ...]] = set()  # nobody knows which of them is meant
    for path, row in reader.rows(document, "overrides"):
        one = _read(reader, pack, year, path, row)
        if one is None:
            _leave(reader, pack, row)
            continue
        if one.key in found:
            _note(reader, "CASE-167", path, name=_target_of(pack, year, one, reader.wording).name)
            _leave(reader, pack, row)
            twice.add(one.key)
        found.setdefault(one.key, one)
    return tuple(found[key] for key in sorted(found.keys() - twice, key=lambda key: tuple(part or "" for part in key)))


def _note(reader: Reader, code: str, path: Path, **numbers: Any) -> None:
    where = reader.origin(path).where()
    reader.problems.append(reader.wording.problem(code, where, sentences=SENTENCES, **numbers))


def _read(reader: Reader, pack: Pack, year: int, path: Path, row: Mapping[str, Any]) -> Override | None:
    before = len(reader.problems)
    reader.known_keys(row, KEYS, path)
    texts = {key: reader.text(row, key, path) for key in KEYS if key != "value"}
    named = [texts[key] for key in ("table", "item", "column")]
    if bool(texts["parameter"]) == any(named) or (any(named) and not all(named)):
        _note(reader, "CASE-161", path)
        return None
    for key in NEEDED:
        given = row.get(key)
        if given is None or (isinstance(given, str) and not given.strip()):
            _note(reader, "CASE-162", path, found=reader.field(path, key))
    target = _target(reader, pack, year, path, texts)
    if target is None or len(reader.problems) > before:
        return None
    value = _value(reader, path, row["value"], target, _factor(texts["unit"], target))
    _judge(reader, path, texts["unit"], target)
    if value is None or len(reader.problems) > before:
        return None
    return Override(**{key: text or None for key, text in texts.items() if key in ("parameter", "table", "item", "column")},
                    value=value, unit=target.unit, document=texts["document"], person=texts["person"], reason=texts["reason"],
                    origin=reader.origin(path))  # fmt: skip


def _leave(reader: Reader, pack: Pack, row: Mapping[str, Any]) -> None:
    """An override that was refused may have given what is missing: nothing is said of the inputs whose default it speaks of."""
    names = [str(row.get(key) or "") for key in ("parameter", "table")]
    near = [get_close_matches(name, list(known), 1, 0.5) for name, known in zip(names, (pack.parameters, pack.tables), strict=True)]
    reader.unread.anything_doubtful |= not any(near)
    for quantity in pack.inputs():
        default = quantity.default
        if default is not None and ([default.parameter] == near[0] or [default.table] == near[1]):
            reader.unread.add(quantity.id)
    if near[0] and not any(one.default is not None and one.default.parameter == near[0][0] for one in pack.inputs()):
        reader.unread.anything_doubtful = True  # formulas read the parameter


def _known(reader: Reader, path: Path, text: str, known: Mapping[str, Text]) -> bool:
    if text in known:
        return True
    _note(reader, "CASE-163", path, found=text, known=reader.wording.nearest(text, known, otherwise=12))
    return False


def _target(reader: Reader, pack: Pack, year: int, path: Path, texts: Mapping[str, str]) -> _Target | None:
    if texts["parameter"]:
        if not _known(reader, (*path, "parameter"), texts["parameter"], reader.wording.parameters()):
            return None
        return _parameter_target(pack, year, texts["parameter"], reader.wording)
    if not _known(reader, (*path, "table"), texts["table"], reader.wording.tables()):
        return None
    row_known = _known(reader, (*path, "item"), texts["item"], reader.wording.rows(texts["table"]))
    if not (_known(reader, (*path, "column"), texts["column"], reader.wording.columns(texts["table"])) and row_known):
        return None
    return _cell_target(pack, texts["table"], texts["item"], texts["column"], reader.wording)


def _target_of(pack: Pack, year: int, one: Override, wording: Wording) -> _Target:
    if one.parameter:
        return _parameter_target(pack, year, one.parameter, wording)
    return _cell_target(pack, one.table or "", one.item or "", one.column or "", wording)


def _parameter_target(pack: Pack, year: int, name: str, wording: Wording) -> _Target:
    dated = pack.parameters[name]
    covering = [one for one in dated if (one.valid_from or year) <= year <= (one.valid_to or year)]
    one = covering[0] if covering else dated[0]
    using = tuple(each for each in pack.inputs() if each.default is not None and each.default.parameter == name)
    return _Target(
        wording.named(one.label, name),
        one.unit,
        number_text(one.value) if covering else "",
        bool(covering) and one.status == CONFIRMED and (one.fixed or any(each.fixed for each in using)),
        one.replaceable,
        isinstance(one.value, Ratio) and not using,
        using,
    )


def _cell_target(pack: Pack, table_id: str, item: str, column: str, wording: Wording) -> _Target:
    table = pack.tables[table_id]
    row, fact = table.rows[item], table.fact(item, column)
    using = tuple(_readers_of(pack, table_id, column))
    before = row.values[column]
    official = fact.status == CONFIRMED and before is not None
    return _Target(
        wording.cell(table_id, item, column),
        table.columns[column].replace("{unit}", row.unit),
        "" if before is None else full_text(before),
        official and any(each.fixed for each in using),
        table.replaceable,
        False,
        using,
    )


def _readers_of(pack: Pack, table: str, column: str) -> Iterator[Quantity]:
    from tanheng.engine.defaults import fits_columns

    for quantity in pack.inputs():
        default = quantity.default
        if default and default.table == table and column in fits_columns(pack.tables[table], default.column or ""):
            yield quantity


def _factor(typed: str, target: _Target) -> Fraction | None:
    """What the value is multiplied by to stand in the unit of the target; None where the unit is refused."""
    try:
        factor = conversion(typed, target.unit)
    except UnitError:
        return None
    return factor if factor == 1 or not target.ratio else None  # a ratio such as 44/12 is not converted


def _value(reader: Reader, path: Path, raw: Any, target: _Target, factor: Fraction | None) -> str | None:
    """Decimal text in the unit of the target, or a ratio; as it was typed, where its unit is that of the target."""
    place = (*path, "value")
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        reader.note("CASE-140", place, found=raw)
        return None
    text = raw.strip() if isinstance(raw, str) else ""
    number = parse_decimal(text)
    if number is None and target.ratio:
        try:
            return number_text(parse_number(text))
        except ValueError:
            number = None
    if number is None:
        reader.note("CASE-141", place, found=repr(raw)[:60])
        return None
    if factor is None:
        return text  # what its unit makes of it is not known; that is told
    if factor != 1:
        number = EXACT.divide(EXACT.multiply(number, Decimal(factor.numerator)), Decimal(factor.denominator))
        text = full_text(number)
    return text if all(_within(reader, place, number, quantity) for quantity in target.quantities) else None


def _within(reader: Reader, place: Path, number: Decimal, quantity: Quantity) -> bool:
    if quantity.low <= number <= quantity.high:
        return True
    numbers: dict[str, Any] = {
        "found": figure(number),
        "low": figure(quantity.low),
        "high": figure(quantity.high),
        "hint": Text("", ""),
    }
    reader.note("CASE-142", place, name=reader.wording.quantity(quantity.id), **numbers)
    return False


def _judge(reader: Reader, path: Path, typed: str, target: _Target) -> None:
    names = {"name": target.name}
    if _factor(typed, target) is None:
        from tanheng.engine.units.choices import refusal_words

        _note(reader, "CASE-164", (*path, "unit"), **refusal_words(typed, target.unit), **names)
    if target.fixed:
        _note(reader, "CASE-165", path, default=target.before, **names)
    if not target.replaceable:
        _note(reader, "CASE-166", path, **names)


def override_problems(pack: Pack, case: Case, wording: Wording) -> Iterator[Problem]:
    """Each override told once with the old value, and those that this case does not use. `pack` is the edition as it stands."""
    keys = keys_of(case, pack) if case.overrides else {}
    for one in case.overrides:
        target = _target_of(pack, case.year, one, wording)
        numbers: dict[str, Any] = {
            "name": target.name,
            "found": f"{one.value} {one.unit}" if one.unit != "1" else one.value,
            "default": target.before or "—",
            "document": one.document,
            "person": one.person,
        }
        code = "CASE-168" if is_used(pack, case, one, keys) else "CASE-169"
        yield wording.problem(code, one.origin.where(), sentences=SENTENCES, **numbers)
