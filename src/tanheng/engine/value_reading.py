"""Reads the entries of `values`: names, places, amounts, units and bounds, each entry on its own, every
mistake a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tanheng.engine.case import Facility, Value
from tanheng.engine.case_problems import case_problem
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import decimal_text, exact_context, full_text, parse_decimal, round_decimal
from tanheng.engine.pack import KINDS, Pack, Quantity
from tanheng.engine.units import conversion

if TYPE_CHECKING:
    from tanheng.engine.case_reading import Path, Reader

VALUE_KEYS = (
    "quantity",
    "facility",
    "item",
    "months",
    "each_month",
    "year",
    "unit",
    "kind",
    "source",
    "evidence",
    "uncertainty",
    "note",
)
PERIOD_KEYS = ("months", "each_month", "year")
FRACTION_UNITS = {"1"}
NO_LIMIT = "∞"
Months = tuple[int | None, ...]
Amounts = list[tuple["Path", Months, Any]]  # one amount, and the months it stands for


class ValueReader:
    """Reads entry after entry into `values`, keyed by quantity, facility, item and month."""

    def __init__(self, reader: Reader, pack: Pack, grain: str, facilities: Mapping[str, Facility]) -> None:
        self.reader = reader
        self.pack = pack
        self.grain = grain
        self.facilities = facilities
        self.values: dict[tuple[str, str | None, str | None, int | None], Value] = {}

    def read(self, path: Path, row: Mapping[str, Any]) -> None:
        """Reads one entry."""
        self.reader.known_keys(row, VALUE_KEYS, path)
        quantity = self._quantity(path, row)
        if quantity is None:
            return
        facility, item, placed = self._place(path, row, quantity)
        texts: dict[str, Any] = {
            key: self.reader.text(row, key, path) for key in ("source", "evidence", "note", "unit")
        }
        kind, uncertainty = self._kind(path, row, quantity), self._uncertainty(path, row)
        amounts = self._amounts(path, row, quantity)
        if not placed:
            return
        factor = self._factor(path, texts.pop("unit"), quantity, item)
        for amount_path, months, raw in amounts:
            month = months[0] if len(months) == 1 else None
            domain = {"quantity": quantity.id, "facility": facility, "item": item, "month": month}
            read = self._amount(amount_path, raw, quantity, factor, domain)
            if read is None:
                continue
            keys = [(quantity.id, facility, item, month) for month in months]
            if not self.values.keys().isdisjoint(keys):
                self.reader.note(
                    "CASE-143", amount_path, domain=domain, name=quantity.label.zh, name_en=quantity.label.en
                )
                continue
            amount, typed = read
            origin = self.reader.origin(amount_path)
            for key in keys:
                self.values[key] = Value(
                    *key, amount, kind, uncertainty=uncertainty, typed=typed, origin=origin, **texts
                )

    def _quantity(self, path: Path, row: Mapping[str, Any]) -> Quantity | None:
        name = self.reader.text(row, "quantity", path, required=True)
        if not name:
            return None
        quantity = self.pack.quantities.get(name)
        if quantity is None:
            inputs = [one.id for one in self.pack.inputs()]
            known = ", ".join(get_close_matches(name, inputs, 3, 0.5) or inputs[:8])
            self.reader.note("CASE-130", (*path, "quantity"), found=name, known=known)
            return None
        if quantity.role == "derived":
            known = ", ".join(self.pack.formulas[name].arguments)
            self.reader.note("CASE-131", (*path, "quantity"), domain={"quantity": name}, found=name, known=known)
            return None
        return quantity

    def _place(self, path: Path, row: Mapping[str, Any], quantity: Quantity) -> tuple[str | None, str | None, bool]:
        facility = self.reader.text(row, "facility", path) or None
        item = self.reader.text(row, "item", path) or None
        before = len(self.reader.problems)
        self._check_facility(path, facility, quantity)
        self._check_item(path, item, quantity)
        return facility, item, len(self.reader.problems) == before

    def _check_facility(self, path: Path, facility: str | None, quantity: Quantity) -> None:
        label = {"name": quantity.label.zh, "name_en": quantity.label.en}
        fitting = [one.id for one in self.facilities.values() if one.kind == quantity.facility_kind]
        domain = {"quantity": quantity.id, "facility": facility}
        if not quantity.by_facility:
            if facility:
                self.reader.note("CASE-134", (*path, "facility"), domain=domain, **label)
        elif facility is None:
            self.reader.note("CASE-133", path, domain=domain, known=", ".join(fitting) or "–", **label)
        elif facility not in self.facilities:
            self.reader.note(
                "CASE-132", (*path, "facility"), domain=domain, found=facility, known=", ".join(fitting) or "–"
            )
        elif facility not in fitting:
            kind = self.facilities[facility].kind
            self.reader.note(
                "CASE-135",
                (*path, "facility"),
                domain=domain,
                found=facility,
                kind=kind,
                wanted=quantity.facility_kind,
                **label,
            )

    def _check_item(self, path: Path, item: str | None, quantity: Quantity) -> None:
        label = {"name": quantity.label.zh, "name_en": quantity.label.en}
        domain = {"quantity": quantity.id, "item": item}
        if not quantity.by_item:
            if item:
                self.reader.note("CASE-138", (*path, "item"), domain=domain, **label)
            return
        rows = list(self.pack.tables[quantity.item_table or ""].rows)
        if item is None:
            self.reader.note("CASE-137", path, domain=domain, known=", ".join(rows[:6]), **label)
        elif item not in rows:
            known = ", ".join(get_close_matches(item, rows, 3, 0.5) or rows)
            self.reader.note("CASE-136", (*path, "item"), domain=domain, found=item, known=known)

    def _kind(self, path: Path, row: Mapping[str, Any], quantity: Quantity) -> str:
        kind = self.reader.text(row, "kind", path)
        if not kind:
            return (
                "measured"
                if quantity.acquisition == "measured"
                else "calculated"
                if quantity.acquisition == "calculated"
                else "measured"
            )
        if kind not in KINDS:
            self.reader.note("CASE-147", (*path, "kind"), found=kind, known=", ".join(KINDS))
        return kind

    def _uncertainty(self, path: Path, row: Mapping[str, Any]) -> str:
        text = self.reader.text(row, "uncertainty", path)
        number = parse_decimal(text) if text else Decimal(0)
        if number is None or not 0 <= number < 1:
            self.reader.note("CASE-149", (*path, "uncertainty"), found=text)
        return text

    def _amounts(self, path: Path, row: Mapping[str, Any], quantity: Quantity) -> Amounts:
        given = [key for key in PERIOD_KEYS if row.get(key) is not None]
        label = {"name": quantity.label.zh, "name_en": quantity.label.en}
        if len(given) != 1:
            self.reader.note("CASE-145", path, domain={"quantity": quantity.id}, **label)
            return []
        key = given[0]
        yearly = self.grain == "year" or quantity.yearly_only
        if (key == "year") != yearly:
            grain, grain_en = ("年", "year") if yearly else ("月", "month")
            self.reader.note(
                "CASE-146",
                (*path, key),
                domain={"quantity": quantity.id},
                found=key,
                grain=grain,
                grain_en=grain_en,
                **label,
            )
            return []
        if key == "year":
            return [((*path, key), (None,), row[key])]
        if key == "each_month":
            return [((*path, key), tuple(range(1, 13)), row[key])]
        return self._months(path, row[key])

    def _months(self, path: Path, months: Any) -> Amounts:
        if not isinstance(months, Mapping):
            self.reader.note(
                "CASE-106", (*path, "months"), found="months", wanted="“月份: 值”", wanted_en="`month: value` entries"
            )
            return []
        amounts: Amounts = []
        for name, raw in months.items():
            month = (
                int(name) if isinstance(name, str) and name.isascii() and name.isdigit() and len(name) <= 2 else name
            )
            if isinstance(month, bool) or not isinstance(month, int) or not 1 <= month <= 12:
                self.reader.note(
                    "CASE-144", (*path, "months", name if isinstance(name, int) else str(name)), found=str(name)[:20]
                )
            elif raw is not None:  # a blank is absent, never zero
                amounts.append(((*path, "months", name), (month,), raw))
        return amounts

    def _factor(self, path: Path, unit: str, quantity: Quantity, item: str | None) -> Fraction | None:
        """What the amounts are multiplied by; None where they stand in the unit of the pack."""
        wanted = self.pack.unit_of(quantity.id, item)
        if not unit or unit == wanted:
            return None
        try:
            return conversion(unit, wanted)
        except UnitError:
            self.reader.note(
                "CASE-148", (*path, "unit"), domain={"quantity": quantity.id, "item": item}, found=unit, wanted=wanted
            )
            return None

    def _amount(
        self, path: Path, raw: Any, quantity: Quantity, factor: Fraction | None, domain: Mapping[str, Any]
    ) -> tuple[Decimal, str] | None:
        number = parse_decimal(raw.strip()) if isinstance(raw, str) else None
        if number is None:
            bare = isinstance(raw, int | float) and not isinstance(raw, bool) and parse_decimal(str(raw)) is not None
            if bare:
                self.reader.note("CASE-140", path, domain=domain, found=raw)  # quoting it is the whole remedy
            else:
                self.reader.note("CASE-141", path, domain=domain, found=repr(raw)[:60])
            return None
        amount = number
        if factor is not None:
            context = exact_context()
            amount = context.divide(context.multiply(number, Decimal(factor.numerator)), Decimal(factor.denominator))
        if not self._in_bounds(path, amount, quantity, domain):
            return None
        return self._recorded(path, number, amount, quantity, domain)

    def _in_bounds(self, path: Path, amount: Decimal, quantity: Quantity, domain: Mapping[str, Any]) -> bool:
        low, high = quantity.low, quantity.high
        if (low is None or amount >= low) and (high is None or amount <= high):
            return True
        percent = quantity.unit in FRACTION_UNITS and high is not None and 1 < amount <= 100 * high
        as_fraction = full_text(exact_context().divide(amount, Decimal(100))) if percent else ""
        self.reader.note(
            "CASE-142",
            path,
            domain=domain,
            name=quantity.label.zh,
            name_en=quantity.label.en,
            found=full_text(amount),
            low="−∞" if low is None else full_text(low),
            high=NO_LIMIT if high is None else full_text(high),
            hint=f"；百分数请写成小数：{full_text(amount)}% 写作 {as_fraction}" if percent else "",
            hint_en=f"; a percentage is written as a fraction: {full_text(amount)} % is {as_fraction}"
            if percent
            else "",
        )
        return False

    def _recorded(
        self, path: Path, number: Decimal, amount: Decimal, quantity: Quantity, domain: Mapping[str, Any]
    ) -> tuple[Decimal, str]:
        """Inputs are rounded when they are recorded (rounding order of the pack); the reader is told when
        digits fall away.
        """
        typed = "" if amount == number else decimal_text(number)
        if quantity.decimals is None:
            return amount, typed
        rounded = round_decimal(amount, quantity.decimals, quantity.mode)
        if rounded == amount:
            return rounded, typed
        places = -int(amount.normalize().as_tuple().exponent)
        self.reader.problems.append(
            case_problem(
                "CASE-155",
                self.reader.origin(path).where(**domain),
                "warning",
                name=quantity.label.zh,
                name_en=quantity.label.en,
                found=places,
                decimals=quantity.decimals,
            )
        )
        return rounded, decimal_text(number)
