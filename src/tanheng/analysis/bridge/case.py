"""The case another edition would have had of the same data: what is carried over, converted, given beside it, or left out, told line by
line. Reading it is the engine's own reading, so whatever the other edition needs and the data do not have is a problem with its remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from tanheng.analysis.arithmetic_text import Arithmetic, Term
from tanheng.analysis.bridge.map import BridgeMap
from tanheng.analysis.bridge.problems import quantity_problem, what_to_add
from tanheng.analysis.lookup import amount_at, not_applicable_at
from tanheng.engine.absences import NOT_APPLICABLE_KIND
from tanheng.engine.case import Case, Value, amount_text, case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.completeness import periods_of
from tanheng.engine.defaults import default_of
from tanheng.engine.numbers import Number, figure, round_decimal
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Key, Place
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.text import Text

PLACES_WITHOUT_ROUNDING = 20  # decimals written where the target rounds nothing; case files hold thirty
GIVEN_KEYS = ("values", "attributes", "facilities", "overrides")
WITHOUT_EVIDENCE = "CASE-157"  # a matter of the source case, told there


@dataclass(frozen=True, slots=True)
class Handed:
    """How one input of the target got its values: carried, converted, given, or (left_out) why it did not."""

    how: str  # carried, converted, given, left_out
    quantity: str
    label: Text
    facility: str | None
    item: str | None
    by: str = ""  # the arithmetic of a conversion


@dataclass
class TargetCase:
    """The target's case as recorded and unrounded, what was done for it, and every problem."""

    case: Case | None
    exact: Case | None
    handed: list[Handed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Transfer:
    """Fills the target's inputs from a run of the source edition."""

    def __init__(self, source: Run, exact_source: Run, pack: Pack, maps: BridgeMap, given: Mapping[str, Any]) -> None:
        self.source, self.exact_source, self.pack, self.given, self.maps = source, exact_source, pack, given, maps
        self.map, self.source_map = maps.of(pack.id), maps.of(source.pack.id)
        self.handed: list[Handed] = []
        self.problems: list[Problem] = []
        self.exact: dict[Place, Decimal] = {}
        self.facilities = [*self._facilities(), *given.get("facilities", ())]
        self.kinds = {str(one.get("id")): one.get("kind") for one in self.facilities}

    def result(self, pack_of: Callable[[str], Pack]) -> TargetCase:
        """The target's case, read by the engine."""
        rows = [row for quantity in self.pack.inputs() for row in self._rows(quantity)]
        self._tell_left_out()
        document = {
            "tanheng": "case/1",
            "pack": self.pack.id,
            "year": self.given.get("year", self.source.case.year),
            "grain": self.source.case.grain,
            **({"through_month": self.source.case.through_month} if self.source.case.through_month else {}),
            "entity": {"name": self.source.case.entity_name, "code": self.source.case.entity_code},
            "facilities": self.facilities,
            "attributes": self._attributes(),
            "values": [*rows, *self.given.get("values", ())],
        }
        overrides = self._overrides()
        if overrides:
            document["overrides"] = overrides
        case, problems = read_case(document, pack_of, file=None)
        told = [one for one in problems if one.code != WITHOUT_EVIDENCE]
        found = [*self.problems, *(one.at(path=None) for one in told)]
        if case is None:
            return TargetCase(None, None, self.handed, [*found, *what_to_add(found, self.pack)])
        values = tuple(one._replace(amount=self.exact.get(one.place, one.amount)) for one in case.values)
        return TargetCase(case, replace(case, values=values), self.handed, found)

    # ── facilities, attributes ──

    def _facilities(self) -> Iterator[dict[str, str]]:
        own = {shared: kind for kind, shared in self.map.facility_kinds.items()}
        replaced = {str(one.get("id")) for one in self.given.get("facilities", ()) if isinstance(one, Mapping)}
        for one in self.source.case.facilities:
            shared = self.source_map.facility_kinds.get(one.kind, one.kind)
            kind = own.get(shared, shared)
            if kind in self.pack.facility_kinds and one.id not in replaced:
                yield {"id": one.id, "kind": kind, "name": one.name}

    def _attributes(self) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = [*self.given.get("attributes", ())]
        taken = {(row.get("name"), row.get("facility")) for row in rows}
        for one in self.source.case.attributes:
            known = self.pack.attributes.get(one.name)
            fits = known is not None and one.value in known.values and (one.facility is None or one.facility in self.kinds)
            if fits and (one.name, one.facility) not in taken:
                rows.append({"name": one.name, "value": one.value, **({"facility": one.facility} if one.facility else {})})
        return rows

    def _overrides(self) -> list[Any]:
        carried = case_document(self.source.case).get("overrides", ())
        known = [one for one in carried if one.get("parameter") in self.pack.parameters]
        return [*known, *self.given.get("overrides", ())]

    # ── values ──

    def _rows(self, quantity: Quantity) -> Iterator[dict[str, Any]]:
        for key in self._keys(quantity):
            if any(_is_place(row, quantity.id, key) for row in self.given.get("values", ())):
                self._note("given", quantity, key)
                continue
            found = self._summed_up(quantity, key) or self._carried(quantity, key) or self._converted(quantity, key)
            if found and self._forbidden(quantity, key, found):
                continue
            yield from self._row(quantity, key, found)

    def _keys(self, quantity: Quantity) -> list[Key]:
        facilities: list[str | None] = [None]
        if quantity.by_facility:
            facilities = [name for name, kind in self.kinds.items() if kind == quantity.facility_kind]
        items: list[str | None] = [None]
        if quantity.by_item:
            reported = {self.source_map.item(one.item) for one in self.source.case.values if one.item}
            taken = {item for name, item in self.map.takes if name == quantity.id and item}
            rows = self.pack.tables[quantity.item_table or ""].rows
            items = [row for row in rows if self.map.item(row) in reported or row in taken]
        return [(facility, item) for facility in facilities for item in items]

    def _summed_up(self, quantity: Quantity, key: Key) -> list[Value]:
        """What the source splits among several inputs: there the same id alone would be a part of it only."""
        found = self._taken(quantity, key)
        given = [self.source_map.gives[term.name] for term in found.terms if term.name in self.source_map.gives] if found else []
        return self._converted(quantity, key) if any(len(one.terms) > 1 and Term(quantity.id) in one.terms for one in given) else []

    def _taken(self, quantity: Quantity, key: Key) -> Arithmetic | None:
        return self.map.takes.get((quantity.id, key[1])) or self.map.takes.get((quantity.id, None))

    def _carried(self, quantity: Quantity, key: Key) -> list[Value]:
        """What the source has under the same id: reported, or derived there; a default of the source is not data."""
        found = self.source.pack.quantities.get(quantity.id)
        if found is None:
            return []
        item = self.source_map.own_item(self.map.item(key[1]))
        if self.source.pack.unit_of(quantity.id, item if found.by_item else None) != self.pack.unit_of(quantity.id, key[1]):
            return []
        reported = [one for one in self.source.case.values if one.quantity == quantity.id and one.item == item]
        if found.role == "input" and not reported:
            return []
        exact = [one for one in reported if one.key == (key[0], item)]
        if exact:
            self._note("carried", quantity, key)
            return [one._replace(item=key[1]) for one in exact]
        values = self._amounts(
            key,
            lambda month: amount_at(self.exact_source, quantity.id, (key[0], item), month, alone=self._alone(quantity)),
            lambda month: not_applicable_at(self.exact_source, quantity.id, (key[0], item), month),
        )
        if values:
            self._note("carried", quantity, key)
        elif quantity.by_facility and not found.by_facility and found.year == "sum" and quantity.required:
            self._tell_unsplit(quantity, key)
        return values

    def _tell_unsplit(self, quantity: Quantity, key: Key) -> None:
        """An amount of the whole entity is never split among facilities here."""
        self.problems.append(quantity_problem("BRG-203", quantity, key))

    def _alone(self, quantity: Quantity) -> bool:
        return list(self.kinds.values()).count(quantity.facility_kind) == 1

    def _amounts(self, key: Key, amount: Callable[[int | None], Decimal | None], none: Callable[[int | None], bool]) -> list[Value]:
        """The amounts month by month; nothing but months that are not applicable is no amount."""
        found = [(month, amount(month)) for month in periods_of(self.source.case)]
        if all(one is None for _, one in found):
            return []
        kinds = {month: NOT_APPLICABLE_KIND for month, one in found if one is None and none(month)}
        return [Value("", *key, month, one, kinds.get(month, "calculated")) for month, one in found if one is not None or month in kinds]

    def _converted(self, quantity: Quantity, key: Key) -> list[Value]:
        found = self._taken(quantity, key)
        if found is None or not self._is_data(found):
            return []
        values = self._amounts(
            key,
            lambda month: found.value(lambda term: self._term(term, key, month, quantity)),
            lambda month: self._not_applicable(found, key, month),
        )
        if values:
            self._note("converted", quantity, key, by=found.text)
            self._warn_of_defaults(found, quantity, key)
        return values

    def _not_applicable(self, found: Arithmetic, key: Key, month: int | None) -> bool:
        """Whether all the amounts that a conversion rests on are not applicable in a month."""
        told_by = [term for one in found.terms for term in _told_terms(self.source_map.gives.get(one.name), one)]
        known = [(self.source.pack.quantities.get(term.name), term) for term in told_by if not term.parameter]
        amounts = [(one.id, term.item or self.source_map.own_item(key[1])) for one, term in known if one and one.is_amount]
        return bool(amounts) and all(not_applicable_at(self.exact_source, name, (key[0], item), month) for name, item in amounts)

    def _is_data(self, found: Arithmetic) -> bool:
        """Activity data are converted; a factor only where the plant has measured it: the target has its own defaults."""
        concepts = [self.maps.concepts[term.name] for term in found.terms if term.name in self.maps.concepts]
        if not concepts or any(one.kind == "data" for one in concepts):
            return True
        reported = {one.quantity for one in self.source.case.values}
        told_by = [tuple(_told_terms(self.source_map.gives.get(one.id), Term(one.id))) for one in concepts]
        return all(len(terms) == 1 and terms[0].name in reported for terms in told_by)

    def _term(self, term: Term, key: Key, month: int | None, quantity: Quantity) -> Number | None:
        """A concept told by the source; else a number of the target that the source has too, or the target's default."""
        if term.parameter:
            return _parameter(self.pack, term.name, self.source.case.year)
        given = self.source_map.gives.get(term.name)
        by_item = (
            quantity.id,
            key[1],
        ) not in self.map.takes  # one text for all items: each concept is told for the item
        place = (key[0], term.item or (self.source_map.own_item(self.map.item(key[1])) if by_item else None))
        if given is not None:
            return told(self.exact_source, given, place, month, alone=self._alone(quantity))
        own = self.pack.quantities.get(term.name)
        item = self.source_map.own_item(self.map.item(term.item))
        reported = any(one.quantity == term.name for one in self.source.case.values) or term.name in self.source.pack.formulas
        if reported:
            return amount_at(self.exact_source, term.name, (key[0], item), month, alone=self._alone(quantity))
        place = (key[0], term.item)
        return None if own is None else default_of(self.pack, own, self.source.case, place)[0]

    def _warn_of_defaults(self, found: Arithmetic, quantity: Quantity, key: Key) -> None:
        """A conversion that rests on a default of the source edition is no measurement of the plant."""
        reported = {one.quantity for one in self.source.case.values}
        names = {term.name for one in found.terms for term in _told_terms(self.source_map.gives.get(one.name), one)}
        bare = [
            self.source.pack.quantities[name].label
            for name in sorted(names)
            if (known := self.source.pack.quantities.get(name)) and known.role == "input" and known.default and name not in reported
        ]
        if bare and not any(one.code == "BRG-201" and one.where.quantity == quantity.id for one in self.problems):
            zh, en = "、".join(one.zh for one in bare), ", ".join(one.en for one in bare)
            self.problems.append(quantity_problem("BRG-201", quantity, key, found=zh, found_en=en))

    def _forbidden(self, quantity: Quantity, key: Key, values: list[Value]) -> bool:
        """A value that the target fixes otherwise is not used there, and that is said."""
        default, _ = default_of(self.pack, quantity, self.source.case, key)
        if (
            not quantity.fixed
            or default is None
            or all(one.amount is None or self._recorded(quantity, one.amount) == default for one in values)
        ):
            return False
        self.problems.append(quantity_problem("BRG-202", quantity, key, found=figure(default)))
        return True

    def _recorded(self, quantity: Quantity, amount: Decimal) -> Decimal:
        places = PLACES_WITHOUT_ROUNDING if quantity.decimals is None else quantity.decimals
        rounded = round_decimal(amount, places, quantity.mode)
        return rounded if quantity.decimals is not None or rounded != amount else amount

    def _row(self, quantity: Quantity, key: Key, values: list[Value]) -> Iterator[dict[str, Any]]:
        for one in values:
            if one.amount is not None:
                self.exact[Place(quantity.id, *key, one.month)] = one.amount
            text = amount_text(None if one.amount is None else self._recorded(quantity, one.amount))
            period = {"year": text} if one.month is None else {"months": {one.month: text}}
            more = {
                "source": one.source,
                "evidence": one.evidence,
                "uncertainty": one.uncertainty,
                "facility": key[0],
                "item": key[1],
            }
            yield {
                "quantity": quantity.id,
                **period,
                "kind": one.kind,
                **{name: text for name, text in more.items() if text},
            }

    def _note(self, how: str, quantity: Quantity, key: Key, by: str = "") -> None:
        self.handed.append(Handed(how, quantity.id, quantity.label, *key, by))

    def _tell_left_out(self) -> None:
        """Reported numbers of the source that the target has no place for."""
        concepts = {term.name for found in self.map.takes.values() for term in found.terms}
        used = {one.quantity for one in self.handed}
        used |= {term.name for one in concepts for term in _told_terms(self.source_map.gives.get(one), Term(one))}
        for name, key in dict.fromkeys((one.quantity, one.key) for one in self.source.case.values):
            if name not in used:
                self._note("left_out", self.source.pack.quantities[name], key)


def told(run: Run, given: Arithmetic, key: Key, month: int | None, *, alone: bool = False) -> Decimal | None:
    """A concept as an edition tells it at a place of its run."""

    def lookup(term: Term) -> Number | None:
        if term.parameter:
            return _parameter(run.pack, term.name, run.case.year)
        return amount_at(run, term.name, (key[0], term.item or key[1]), month, alone=alone)

    return given.value(lookup)


def _parameter(pack: Pack, name: str, year: int) -> Number | None:
    try:
        return pack.parameter(name, year).value
    except KeyError:
        return None


def _told_terms(given: Arithmetic | None, concept: Term) -> Iterable[Term]:
    return given.terms if given is not None else (concept,)


def _is_place(row: object, quantity: str, key: Key) -> bool:
    return isinstance(row, Mapping) and (row.get("quantity"), row.get("facility"), row.get("item")) == (quantity, *key)
