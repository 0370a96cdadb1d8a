"""Reads the entries of `values`: names, places, amounts, units and bounds, each entry on its own, every mistake a problem."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tanheng.engine.absences import NOT_APPLICABLE_KIND
from tanheng.engine.case import Facility, Value
from tanheng.engine.case.amounts import is_absent, month_of, plain_amount
from tanheng.engine.case.parts import tell_later_month
from tanheng.engine.case.value_problems import SENTENCES
from tanheng.engine.defaults import usual_of
from tanheng.engine.errors import UnitError
from tanheng.engine.month_lengths import high_of
from tanheng.engine.numbers import decimal_text, exact_context, figure, parse_decimal, round_decimal
from tanheng.engine.pack import KINDS, ItemTable, Pack, Quantity
from tanheng.engine.places import Key, Origin, Place
from tanheng.engine.problems import Severity
from tanheng.engine.records.of.cases import VALUE, names
from tanheng.engine.text import Text
from tanheng.engine.units import conversion
from tanheng.engine.units.slips import conversion_words, near_slip, slip_sentence, slips_of, unit_words
from tanheng.engine.units.words import assumes_standard_state
from tanheng.engine.unread import UNKNOWN_ROW, UNREAD

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Path, Reader

WORDS = ("unit", "kind", "source", "evidence", "uncertainty", "note")  # what an entry says beside its place and its amounts
TEXTS = tuple(name for name in WORDS if name not in ("kind", "uncertainty"))  # those that are plain texts
PERIOD_KEYS = ("months", "each_month", "year")
FRACTION_UNITS = {"1"}
NO_WORDS = Text("", "")
Months = tuple[int | None, ...]
Amounts = list[tuple["Path", Months, Any]]  # one amount, and the months it stands for


class ValueReader:
    """Reads entry after entry into `values`, keyed by quantity, facility, item and month."""

    def __init__(
        self, reader: Reader, pack: Pack, year: int, grain: str, facilities: Mapping[str, Facility], *,
        grain_known: bool = True, through_month: int | None = None,
    ) -> None:  # fmt: skip
        self.reader = reader
        self.pack = pack
        self.year = year
        self.grain = grain
        self.grain_known = grain_known
        self.facilities = facilities
        self.last_month = through_month or 12  # later ones are no months of the case
        self.values: dict[Place, Value] = {}

    def read(self, path: Path, row: Mapping[str, Any]) -> None:
        """Reads one entry; what is wrong with one part of it does not keep the others from being looked at."""
        before = len(self.reader.problems)
        self.reader.known_keys(row, names(VALUE), path)
        quantity = self._quantity(path, row)
        if quantity is None:
            self._look_at_numbers(path, row)
            return
        facility, item, placed = self._place(path, row, quantity)
        texts: dict[str, Any] = {key: self.reader.text(row, key, path) for key in TEXTS}
        texts["kind"], texts["uncertainty"] = self._kind(path, row, quantity), self._uncertainty(path, row)
        if not placed:
            self.reader.unread.add_unplaced(quantity.id, facility, item)
            self._look_at_numbers(path, row)
            return
        if len(self.reader.problems) > before:
            self.reader.unread.doubt(quantity.id, facility, item)
        self._take_amounts(path, row, quantity, (facility, item), texts)

    def _take_amounts(self, path: Path, row: Mapping[str, Any], quantity: Quantity, key: Key, texts: dict[str, Any]) -> None:
        unit = texts.pop("unit")
        unit_known, factor = self._factor(path, unit, quantity, key[1])
        before = len(self.reader.problems)
        amounts = self._amounts(path, row, quantity, key)
        if not amounts and len(self.reader.problems) == before and row.get("months") is not UNREAD:
            self._tell_lost_words(path, quantity, key, [name for name in WORDS if row.get(name)])
        absent = texts["kind"] == NOT_APPLICABLE_KIND
        plain = unit_known and factor is None and not absent
        for amount_path, months, raw in amounts:
            month = months[0] if len(months) == 1 else None
            amount = plain_amount(raw, quantity, self.year, month) if plain and len(months) == 1 else None
            if amount is not None and (place := Place(quantity.id, *key, month)) not in self.values:
                self.values[place] = Value(*place, amount, origin=self.reader.origin(amount_path), **texts)
                continue
            domain = {"quantity": quantity.id, "facility": key[0], "item": key[1], "month": month}
            places = [Place(quantity.id, *key, month) for month in months]
            if is_absent(raw):
                read: tuple[Decimal | None, str] | None = (None, "")
            elif absent:
                self.reader.note("CASE-173", amount_path, domain=domain, name=self._name(quantity), found=raw)
                read = None
            else:
                number = self._number(amount_path, raw, domain)
                usable = number if unit_known else None
                read = None if usable is None else self._amount(amount_path, months, usable, quantity, (factor, unit), domain)
            if read is None:
                for place in places:
                    self.reader.unread.add(*place)
            elif not self.values.keys().isdisjoint(places):
                self.reader.note("CASE-143", amount_path, domain=domain, name=self._name(quantity))
                self.reader.unread.doubt(quantity.id, *key)
            else:
                self._keep(places, read, texts, self.reader.origin(amount_path))

    def _tell_lost_words(self, path: Path, quantity: Quantity, key: Key, names: list[str]) -> None:
        """An entry that is blank is no entry; what is written in it must not vanish without a word."""
        if names:
            where = self.reader.origin(path).where(quantity=quantity.id, facility=key[0], item=key[1])
            words = {"name": self._name(quantity), "found": ", ".join(names)}
            self.reader.problems.append(self.reader.wording.problem("CASE-179", where, sentences=SENTENCES, **words))

    def _keep(self, places: list[Place], read: tuple[Decimal | None, str], texts: Mapping[str, Any], origin: Origin) -> None:
        """One amount for each of its months; what is not applicable has neither kind nor uncertainty of its own."""
        amount, typed = read
        if amount is None:
            texts = {**texts, "kind": NOT_APPLICABLE_KIND, "uncertainty": ""}
        for place in places:
            self.values[place] = Value(*place, amount, typed=typed, origin=origin, **texts)

    def _quantity(self, path: Path, row: Mapping[str, Any]) -> Quantity | None:
        name = self.reader.text(row, "quantity", path, required=True)
        if not name:
            self.reader.unread.add(*UNKNOWN_ROW)
            return None
        quantity = self.pack.quantities.get(name)
        if quantity is None:
            inputs = self.reader.wording.inputs()
            near = get_close_matches(name, list(inputs), 3, 0.5)
            known = self.reader.wording.nearest(name, inputs, otherwise=8)
            self.reader.note("CASE-130", (*path, "quantity"), found=name, known=known)
            self._mistyped(near, row)
            return None
        if quantity.role == "derived":
            labels = {one: self.pack.quantities[one].label for one in self.pack.formulas[name].arguments}
            known = self.reader.wording.listed(labels)
            self.reader.note("CASE-131", (*path, "quantity"), domain={"quantity": name}, found=self._name(quantity), known=known)
            return None
        return quantity

    def _mistyped(self, near: list[str], row: Mapping[str, Any]) -> None:
        """A name that is almost one of the pack means it, so what it means is not missing."""
        if not near:
            self.reader.unread.add(*UNKNOWN_ROW)
            return
        facility, quantity = row.get("facility"), self.pack.quantities[near[0]]
        place = facility if quantity.by_facility and facility in self.facilities else None
        self.reader.unread.add(quantity.id, place)

    def _place(self, path: Path, row: Mapping[str, Any], quantity: Quantity) -> tuple[str | None, str | None, bool]:
        """Facility and item, None where they cannot be used; whether both can."""
        facility, facility_read = self._named(path, row, "facility")
        item, item_read = self._named(path, row, "item")
        facility_fits = facility_read and self._check_facility(path, facility, quantity)
        item_fits = item_read and self._check_item(path, item, quantity)
        return facility if facility_fits else None, item if item_fits else None, facility_fits and item_fits

    def _named(self, path: Path, row: Mapping[str, Any], key: str) -> tuple[str | None, bool]:
        """A name, and whether it is one or blank."""
        before = len(self.reader.problems)
        name = self.reader.text(row, key, path) or None
        return name, len(self.reader.problems) == before and row.get(key) is not UNREAD

    def _name(self, quantity: Quantity) -> Text:
        return self.reader.wording.named(quantity.label, quantity.id)

    def _check_facility(self, path: Path, facility: str | None, quantity: Quantity) -> bool:
        known_one = self.facilities.get(facility or "")
        if known_one is not None and known_one.kind == quantity.facility_kind if quantity.by_facility else not facility:
            return True
        name, wording = self._name(quantity), self.reader.wording
        domain = {"quantity": quantity.id, "facility": facility}
        if not quantity.by_facility:
            self.reader.note("CASE-134", (*path, "facility"), domain=domain, name=name)
            return False
        fitting = [one.id for one in self.facilities.values() if one.kind == quantity.facility_kind]
        if facility is None:
            self.reader.note("CASE-133", path, domain=domain, known=wording.listed_facilities(fitting), name=name)
        elif facility not in self.facilities:
            if self.reader.facilities_whole:  # else it may be one of those that could not be read
                known = wording.listed_facilities(fitting)
                self.reader.note("CASE-132", (*path, "facility"), domain=domain, found=facility, known=known)
        elif (kind := self.facilities[facility].kind) in self.pack.facility_kinds:  # else its kind was refused, and that was told
            kinds = {"kind": wording.kind(kind), "wanted": wording.kind(quantity.facility_kind or "")}
            found = wording.facility(facility)
            self.reader.note("CASE-135", (*path, "facility"), domain=domain, found=found, name=name, **kinds)
        return False

    def _check_item(self, path: Path, item: str | None, quantity: Quantity) -> bool:
        if item in self.pack.tables[quantity.item_table or ""].rows if quantity.by_item else not item:
            return True
        name, domain = self._name(quantity), {"quantity": quantity.id, "item": item}
        if not quantity.by_item:
            self.reader.note("CASE-138", (*path, "item"), domain=domain, name=name)
            return False
        rows = self.reader.wording.items(quantity)
        if item is None:
            known = self.reader.wording.listed(rows, list(rows)[:6])
            self.reader.note("CASE-137", path, domain=domain, known=known, name=name)
        else:
            called = _called(self.pack.tables[quantity.item_table or ""], item)
            known = self.reader.wording.listed(rows, called) if called else self.reader.wording.nearest(item, rows)
            self.reader.note("CASE-136", (*path, "item"), domain=domain, found=item, known=known)
        return False

    def _kind(self, path: Path, row: Mapping[str, Any], quantity: Quantity) -> str:
        kind = self.reader.text(row, "kind", path)
        usual = "calculated" if quantity.acquisition == "calculated" else "measured"
        if kind and kind not in (*KINDS, NOT_APPLICABLE_KIND):
            self.reader.note("CASE-147", (*path, "kind"), found=kind, known=self.reader.wording.value_kinds())
            return usual
        return kind or usual

    def _uncertainty(self, path: Path, row: Mapping[str, Any]) -> str:
        text = self.reader.text(row, "uncertainty", path)
        number = parse_decimal(text) if text else Decimal(0)
        if number is None or not 0 <= number < 1:
            self.reader.note("CASE-149", (*path, "uncertainty"), found=text)
            return ""
        return text

    def _amounts(self, path: Path, row: Mapping[str, Any], quantity: Quantity, key: Key) -> Amounts:
        """Each amount with its months; a way of writing them that cannot be used is noted, and its places are unread."""
        given = [name for name in PERIOD_KEYS if row.get(name) is not None]
        name, domain = self._name(quantity), {"quantity": quantity.id}
        yearly = quantity.yearly_only or self.grain == "year"
        if len(given) != 1:
            self.reader.note("CASE-145", path, domain=domain, name=name)
        elif (given[0] == "year") != yearly and (self.grain_known or quantity.yearly_only):
            grain = Text("年", "year") if yearly else Text("月", "month")
            self.reader.note("CASE-146", (*path, given[0]), domain=domain, found=given[0], grain=grain, name=name)
        elif given[0] == "months":
            return self._months((*path, "months"), row["months"], quantity, key)
        else:
            months: Months = (None,) if given[0] == "year" else tuple(range(1, self.last_month + 1))
            return [((*path, given[0]), months, row[given[0]])]
        self.reader.unread.add(quantity.id, *key)
        self._look_at_numbers(path, row)
        return []

    def _months(self, path: Path, months: Any, quantity: Quantity, key: Key) -> Amounts:
        if not isinstance(months, Mapping):
            self.reader.unread.add(quantity.id, *key)
            if months is not UNREAD:
                wanted = Text("“月份: 值”", "`month: value` entries")
                self.reader.note("CASE-106", path, found="months", wanted=wanted)
            return []
        amounts: Amounts = []
        for name, raw in months.items():
            month = month_of(name)
            if month is None:
                self.reader.note("CASE-144", (*path, name if isinstance(name, int) else str(name)), found=str(name)[:20])
                self.reader.unread.add(quantity.id, *key)
                self._number((*path, name), raw, {"quantity": quantity.id})
            elif raw is not None and month > self.last_month:
                tell_later_month(self.reader, (*path, name), Place(quantity.id, *key, month), self.last_month)
            elif raw is not None:  # a blank is absent, never zero
                amounts.append(((*path, name), (month,), raw))
        return amounts

    def _look_at_numbers(self, path: Path, row: Mapping[str, Any]) -> None:
        """Amounts that cannot be placed are numbers all the same, or are told."""
        for key in PERIOD_KEYS:
            given = row.get(key)
            for name, raw in given.items() if isinstance(given, Mapping) else [(None, given)]:
                if raw is not None:
                    self._number((*path, key) if name is None else (*path, key, name), raw, {})

    def _factor(self, path: Path, unit: str, quantity: Quantity, item: str | None) -> tuple[bool, Fraction | None]:
        """Whether the unit is known, and what the amounts are multiplied by; None where they stand in the unit of the pack."""
        wanted = self.pack.unit_of(quantity.id, item)
        if not unit or unit == wanted:
            return True, None
        domain: dict[str, Any] = {"quantity": quantity.id, "item": item}
        try:
            factor = conversion(unit, wanted)
        except UnitError:
            from tanheng.engine.units.choices import refusal_words

            self.reader.note("CASE-148", (*path, "unit"), domain=domain, **refusal_words(unit, wanted))
            return False, None
        if assumes_standard_state(unit):
            where = self.reader.origin((*path, "unit")).where(**domain)
            self.reader.problems.append(self.reader.wording.problem("CASE-175", where, found=unit))
        return True, factor

    def _number(self, path: Path, raw: Any, domain: Mapping[str, Any]) -> Decimal | None:
        """The decimal of quoted text; None with the problem noted, and for what a file's reader refused before."""
        number = parse_decimal(raw.strip()) if isinstance(raw, str) else None
        if number is not None or raw is UNREAD or is_absent(raw):
            return number
        bare = isinstance(raw, int | float) and not isinstance(raw, bool) and parse_decimal(str(raw)) is not None
        if bare:
            self.reader.note("CASE-140", path, domain=domain, found=raw)  # quoting it is the whole remedy
        else:
            self.reader.note("CASE-141", path, domain=domain, found=repr(raw)[:60])
        return None

    def _amount(
        self,
        path: Path,
        months: Months,
        number: Decimal,
        quantity: Quantity,
        converted: tuple[Fraction | None, str],
        domain: Mapping[str, Any],
    ) -> tuple[Decimal, str] | None:
        """The amount in the unit of the pack, and how it was typed where that differs; None where it is out of bounds."""
        amount, (factor, unit) = number, converted
        if factor is not None:
            context = exact_context()
            amount = context.divide(context.multiply(number, Decimal(factor.numerator)), Decimal(factor.denominator))
        low, high = quantity.low, quantity.high
        if quantity.calendar is not None:  # one amount for all months must fit the shortest
            high = min(high_of(quantity, self.year, month) for month in months)
        if not (low <= amount <= high or self.reader.sealed):
            found, asked = figure(amount), self.pack.unit_of(quantity.id, domain["item"])
            typed = Text(found, found) if factor is None else conversion_words(figure(number), unit, found, asked)
            self._note_bounds(path, (amount, typed), (low, high), quantity, domain)
            return None
        return self._recorded(path, number, amount, quantity, domain, unit if factor is not None else "")

    def _note_bounds(
        self, path: Path, found: tuple[Decimal, Text], bounds: tuple[Decimal, Decimal], quantity: Quantity, domain: Mapping[str, Any]
    ) -> None:
        (amount, typed), (low, high) = found, bounds
        self.reader.note(
            "CASE-142",
            path,
            domain=domain,
            name=self._name(quantity),
            found=typed,
            low=figure(low),
            high=figure(high),
            hint=self._likely_unit(amount, low, high, quantity, domain),
        )

    def _likely_unit(self, amount: Decimal, low: Decimal, high: Decimal, quantity: Quantity, domain: Mapping[str, Any]) -> Text:
        """What the amount was probably typed in, where it fits the bounds in another unit; nothing where it fits in none."""
        if quantity.unit in FRACTION_UNITS and 1 < amount <= 100 * high:
            shown, fraction = figure(amount), figure(exact_context().divide(amount, Decimal(100)))
            return Text(
                f"；百分数请写成小数：{shown}% 写作 {fraction}", f"; a percentage is written as a fraction: {shown} % is {fraction}"
            )
        if quantity.calendar is not None:  # hours beyond their month are no unit of theirs
            return Text("", "")
        asked = self.pack.unit_of(quantity.id, domain.get("item"))
        within = (Fraction(low), Fraction(high))
        slips = [one for one in slips_of(asked) if one.factor < 1 and within[0] <= Fraction(amount) * one.factor <= within[1]]
        usual = usual_of(self.pack, quantity, domain.get("item"), self.year or 0)
        if usual and slips:  # bounds hold what no fuel exceeds: of units that fit the one that comes near to this fuel
            near = near_slip(amount / usual, asked)
            slips = [near] if near in slips else []
        return slip_sentence(quantity.label, slips[0], asked) if slips else Text("", "")

    def _recorded(
        self, path: Path, number: Decimal, amount: Decimal, quantity: Quantity, domain: Mapping[str, Any], converted: str
    ) -> tuple[Decimal, str]:
        """Inputs are rounded when they are recorded (rounding order of the pack); the reader is told when digits fall away. `converted`
        is the unit that was typed, where it is another: then the digits are those of the conversion, and nobody typed too many.
        """
        rounded = amount if quantity.decimals is None else round_decimal(amount, quantity.decimals, quantity.mode)
        typed = "" if rounded == amount == number else decimal_text(number)
        if rounded == amount or not rounded:  # what rounds to nothing is told of the series, and asks (CASE-178)
            return rounded, typed
        words: dict[str, Any] = {"converted": NO_WORDS, "unit": NO_WORDS}
        if converted:
            asked = unit_words(self.pack.unit_of(quantity.id, domain["item"]))
            words["converted"] = Text(f"由 {converted} 换算为 {asked.zh} 后", f", once {converted} became {asked.en},")
            words["unit"] = Text(f"，单位用 {asked.zh}；不改也可", f" in {asked.en}, or leave it")
        words |= {"found": -int(amount.normalize().as_tuple().exponent), "decimals": quantity.decimals}
        severity: Severity | None = "note" if converted else None
        where = self.reader.origin(path).where(**domain)
        self.reader.problems.append(self.reader.wording.problem("CASE-155", where, severity, name=self._name(quantity), **words))
        return rounded, typed


def _called(table: ItemTable, text: str) -> list[str]:
    """The rows of a table that people call so."""
    wanted = text.casefold()
    return [row.id for row in table.rows.values() if wanted in (row.label.zh, row.label.en.casefold(), *map(str.casefold, row.aliases))]
