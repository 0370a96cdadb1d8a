"""Which input carries which uncertainty, and what correlates: the same meter, scale, laboratory, group or default varies together
wherever it is used, everything else on its own. What nobody has stated stays unstated; nothing is invented here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tanheng.engine.case import Case, Value
from tanheng.engine.completeness import keys_of, periods_of
from tanheng.engine.defaults import default_of
from tanheng.engine.numbers import Number, Ratio
from tanheng.engine.pack import UNIT_CONVERSION, Pack, Quantity
from tanheng.engine.places import Key, Place, Where
from tanheng.engine.problems import Problem
from tanheng.engine.uncertainty.forms import DISTRIBUTIONS, FORM_LABELS, Form, Statement, relative_form
from tanheng.engine.uncertainty.reading import SENTENCES
from tanheng.engine.unread import Unread
from tanheng.engine.wording import Wording

BY_CASE, BY_PACK, BY_METER = "case", "pack", "meter"  # who states an uncertainty
MEASURED = "measured"
Source = tuple[Any, ...]  # ("value", quantity, facility, item, month), ("parameter", name) or ("table", its default's name)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget: a group, or one way of stating the uncertainty of one input over its months."""

    name: str  # quantity or parameter
    facility: str | None
    item: str | None
    form: Form
    group: str = ""
    source: str = ""
    given: str = BY_CASE

    @property
    def identity(self) -> Hashable:
        """What makes it one line: a group stands together whatever it covers."""
        return (self.group, self.form.name) if self.group else self


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the uncertainty of one input. Components of one `key` are one random variable: they correlate fully."""

    of: Source
    key: Hashable
    line: Line
    standard: float  # in the unit of the value

    @property
    def distribution(self) -> str:
        """The shape it is drawn from."""
        return self.line.form.distribution


@dataclass(frozen=True, slots=True)
class Match:
    """A statement met with one input."""

    of: Source
    key: Hashable
    line: Line
    statement: Statement | None


def source_of(pack: Pack, case: Case, reported: Mapping[Place, Value], quantity: Quantity, key: Key, month: int | None) -> Source | None:
    """Where the value of an input comes from; a default is one source wherever it is used. None where there is no value."""
    value = reported.get(Place(quantity.id, *key, month)) or reported.get(Place(quantity.id, *key))
    if value is not None and (value.amount is not None or quantity.is_amount):
        return ("value", quantity.id, *key, value.month)
    amount, name = default_of(pack, quantity, case, key)
    if amount is None or quantity.default is None:
        return None
    return ("parameter" if quantity.default.parameter is not None else "table", name)


def components_of(pack: Pack, case: Case, values: Mapping[Source, Number], meters: Iterable[Statement] = ()) -> list[Component]:
    """Every stated component of the inputs in `values`; a case's own statement stands in the place of the edition's.

    `meters` are what the meters say by their class and certificates: they stand in where a case states nothing of a measured value.
    """
    matches = [one for one in _matches(pack, case) if one.of in values]
    stated = {one.of for one in matches}
    matches += [one for one in _stated_by_meters(pack, case, meters) if one.of in values and one.of not in stated]
    stated = {one.of for one in matches}
    matches += [match for source in values if source not in stated for match in _stated_by_pack(pack, source, case.year)]
    return [Component(one.of, one.key, one.line, _standard(one.line.form, values[one.of])) for one in matches]


def _standard(form: Form, value: Number) -> float:
    """In the unit of the value; of a ratio the numerator varies."""
    if isinstance(value, Ratio):
        return form.standard * abs(float(value.denominator if form.absolute else value.numerator))
    return form.standard if form.absolute else form.standard * abs(float(value))


def _matches(pack: Pack, case: Case) -> Iterator[Match]:
    reported = {one.place: one for one in case.values}
    return _stated_by_case(pack, case, reported)


def _stated_by_pack(pack: Pack, source: Source, year: int) -> Iterator[Match]:
    """What the edition itself states of a parameter or a table value, unless the case put another in its place."""
    if source[0] == "value":
        return
    kind, name = source
    if kind == "parameter":
        parameter = pack.parameter(name, year)
        forms = () if parameter.replaced else parameter.uncertainty
    else:
        table, row, column = name.rsplit(".", 2)
        forms = pack.tables[table].fact(row, column).uncertainty
    for form in forms:
        yield Match(source, (source, form.name), Line(name, None, None, form, source=pack.id, given=BY_PACK), None)


def _stated_by_case(pack: Pack, case: Case, reported: Mapping[Place, Value]) -> Iterator[Match]:
    for value in case.values:
        if value.uncertainty:
            line = Line(value.quantity, value.facility, value.item, relative_form(value.uncertainty), source=value.source)
            key = ("values", value.quantity, value.facility, value.item)
            yield Match(("value", *value.place), key, line, None)
    yield from _stated(pack, case, reported, case.uncertainties)


def _stated_by_meters(pack: Pack, case: Case, statements: Iterable[Statement]) -> Iterator[Match]:
    """Of measured values alone: what was estimated or stands in for a figure has nothing of the meter."""
    reported = {one.place: one for one in case.values}
    for match in _stated(pack, case, reported, tuple(statements)):
        if match.of[0] == "value" and reported[Place(*match.of[1:])].kind == MEASURED:
            yield replace(match, line=replace(match.line, given=BY_METER))


def _stated(pack: Pack, case: Case, reported: Mapping[Place, Value], statements: tuple[Statement, ...]) -> Iterator[Match]:
    keys = keys_of(case, pack) if statements else {}
    for number, statement in enumerate(statements):
        for source in dict.fromkeys(_sources(pack, case, reported, keys, statement)):
            for form in statement.forms:
                yield _match(number, statement, source, form)


def _sources(
    pack: Pack, case: Case, reported: Mapping[Place, Value], keys: Mapping[str, tuple[Key, ...]], statement: Statement
) -> Iterator[Source]:
    if statement.parameter is not None:
        yield ("parameter", statement.parameter)
        return
    quantity = pack.quantities[statement.quantity or ""]
    for key in keys[quantity.id]:
        for month in periods_of(case):
            if statement.covers(*key, month):
                source = source_of(pack, case, reported, quantity, key, month)
                if source is not None:
                    yield source


def _match(number: int, statement: Statement, source: Source, form: Form) -> Match:
    name = statement.parameter or statement.quantity or ""
    place: Key = (source[2], source[3]) if source[0] == "value" else (None, statement.item)
    if form.random or statement.independent:
        key: Hashable = (number, form.name, source)
    elif statement.group:
        key = ("group", statement.group, form.name)
    else:
        key = (number, form.name, place if source[0] == "value" else source)
    group = "" if form.random else statement.group
    return Match(source, key, Line(name, *place, form, group, statement.source), statement)


def statement_problems(case: Case, pack: Pack, unread: Unread, wording: Wording) -> list[Problem]:
    """What the statements of a case say together that cannot be: a value stated twice, a group of two shapes, no such value."""
    if not case.uncertainties:
        return []
    reported = {one.place: one for one in case.values}
    matches = list(_stated_by_case(pack, case, reported))
    return [*_twice(matches, wording), *_mixed_groups(matches, wording), *_idle(case, matches, unread, wording)]


def _twice(matches: list[Match], wording: Wording) -> Iterator[Problem]:
    first: dict[tuple[Source, str], Match] = {}
    told: set[int] = set()
    for match in matches:
        before = first.setdefault((match.of, match.line.form.name), match)
        if before is match or match.statement is None or id(match.statement) in told:
            continue
        told.add(id(match.statement))
        where = match.statement.origin.where(quantity=match.statement.quantity, facility=match.line.facility, item=match.line.item)
        form = wording.named(FORM_LABELS[match.line.form.name], match.line.form.name)
        yield wording.problem("UNC-106", where, sentences=SENTENCES, name=wording.input_or_parameter(match.line.name), form=form)


def _mixed_groups(matches: list[Match], wording: Wording) -> Iterator[Problem]:
    shapes: dict[tuple[str, str], dict[str, Match]] = {}
    for match in matches:
        if match.line.group:
            kind = (match.line.group, match.line.form.name)
            shapes.setdefault(kind, {}).setdefault(match.line.form.distribution, match)
    for (group, _), found in shapes.items():
        if len(found) > 1:
            last = list(found.values())[-1]
            where = last.statement.origin.where() if last.statement else Where()
            known = wording.listed(DISTRIBUTIONS, found)
            yield wording.problem("UNC-107", where, sentences=SENTENCES, found=group, known=known)


def _idle(case: Case, matches: list[Match], unread: Unread, wording: Wording) -> Iterator[Problem]:
    used = {id(match.statement) for match in matches if match.statement is not None}
    for statement in case.uncertainties:
        if id(statement) in used or statement.facility not in (None, *case.facility_names):
            continue
        if not unread.may_be(statement.quantity, statement.facility, statement.item):
            found = wording.place(statement.quantity, statement.facility, statement.item)
            yield wording.problem("UNC-109", statement.origin.where(quantity=statement.quantity), sentences=SENTENCES, found=found)


def exact_by_nature(pack: Pack, name: str) -> bool:
    """Whether a parameter is a conversion of units or a ratio of the rules such as 44/12, which cannot vary."""
    return any(one.source == UNIT_CONVERSION or isinstance(one.value, Ratio) for one in pack.parameters[name])
