"""The sheet of uncertainties in input tables: what is stated about meters, certificates and laboratories, a statement a row.

Words and cells only; what a statement may say is judged by `engine.uncertainty.reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tanheng.documents.input.headings import NOT_APPLICABLE, UNCERTAINTY_HEADINGS, Names, both, folded, item_names
from tanheng.documents.input.tables import Row
from tanheng.documents.input.typed_numbers import Typed, number_or_text
from tanheng.documents.reading.cells import Cell
from tanheng.documents.reading.invisible_marks import without_marks
from tanheng.engine.pack import Pack
from tanheng.engine.places import Origin
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.forms import (
    ABSOLUTE_FORMS,
    DISTRIBUTIONS,
    FORM_LABELS,
    FORMS,
    LIMITS,
    NESTED_FORMS,
    Statement,
)

FORM_WORDS: Mapping[str, Text] = {name: FORM_LABELS[name] for name in FORMS}
YES = Text("是", "yes")
FORM_NAMES, SHAPE_NAMES = Names(FORM_WORDS.items()), Names(DISTRIBUTIONS.items())
YES_WORDS = {folded(word) for word in (YES.zh, YES.en, both(YES), "true", "1")}
SIZES = ("size", "second")  # the columns that hold numbers
WITHIN = re.compile(r"^(±|\+/-|\+-)\s*")
CLASS_NUMBER = r"(\d{1,3}(?:[.．]\d{1,4})?)(?:\s*S)?"  # 0.2S: a class of instrument transformers, with the same limit
METER_CLASS = re.compile(rf"{CLASS_NUMBER}\s*(?:级|class)|(?:class|准确度|等级|准确度等级)\s*{CLASS_NUMBER}\s*级?", re.IGNORECASE)
BARE_CLASS = re.compile(CLASS_NUMBER, re.IGNORECASE)
SPAN = re.compile(r"(\d{1,2})\s*[-–—~至]\s*(\d{1,2})")
FIELDS = tuple(UNCERTAINTY_HEADINGS)
COLUMNS = {"quantity": "target", "parameter": "target", "k": "second", **dict.fromkeys(FORMS, "size"), **{one: one for one in FIELDS}}


def target_names(pack: Pack) -> Names:
    """Inputs and parameters by id and label; where both have one label it means the input."""
    inputs = [(one.id, one.label) for one in pack.inputs()]
    labels = {one.zh for _, one in inputs}
    parameters = [(name, dated[0].label) for name, dated in pack.parameters.items() if dated[0].label.zh not in labels]
    return Names([*inputs, *((name, label) for name, label in parameters if name not in pack.quantities)])


def target_choices(pack: Pack) -> list[str]:
    """What the drop-down offers: labels that name one thing alone, ids otherwise."""
    names = target_names(pack)
    labelled = [*((one.id, one.label) for one in pack.inputs()), *((name, dated[0].label) for name, dated in pack.parameters.items())]
    return list(dict.fromkeys(both(label) if names.find(both(label)) == name else name for name, label in labelled))


def statement_texts(pack: Pack, one: Statement) -> tuple[str, ...]:
    """The cells of a statement of one form, in the order of the headings."""
    form, names = one.forms[0], target_names(pack)
    numbers = dict(form.typed)
    first, second = _number_keys(form.name)
    name = one.quantity or one.parameter or ""
    quantity = pack.quantities.get(one.quantity or "")
    label = quantity.label if quantity else pack.parameters[name][0].label
    row = pack.tables[quantity.item_table or ""].rows[one.item] if quantity and one.item else None
    cells = {
        "target": both(label) if names.find(both(label)) == name else name,
        "facility": one.facility or "",
        "item": both(row.label) if row else "",
        "months": ", ".join(map(str, one.months)),
        "form": both(FORM_WORDS[form.name]),
        "size": numbers.get(first, ""),
        "second": numbers.get(second, ""),
        "distribution": both(DISTRIBUTIONS[form.distribution]) if form.name not in NESTED_FORMS else "",
        "group": one.group,
        "independent": both(YES) if one.independent else "",
        "source": one.source,
    }
    return tuple(cells[field] for field in FIELDS)


def statement_entry(pack: Pack, facilities: Names, texts: Mapping[str, str]) -> dict[str, Any]:
    """The entry of `uncertainties` that a row stands for; an unknown word goes on as typed, for the case reader to name."""
    cells = {name: "" if folded(text) in NOT_APPLICABLE else text.strip() for name, text in texts.items()}
    target = target_names(pack).find(cells["target"]) or cells["target"]
    quantity = pack.quantities.get(target)
    items = item_names(pack, quantity.item_table) if quantity and quantity.by_item else Names(())
    is_parameter = quantity is None and target in pack.parameters
    entry: dict[str, Any] = {
        "parameter" if is_parameter else "quantity": target,
        "facility": facilities.find(cells["facility"]) or cells["facility"],
        "item": items.find(cells["item"]) or cells["item"],
        "months": _months(cells["months"]),
        **_form_entry(FORM_NAMES.find(cells["form"]) or cells["form"], cells["size"], cells["second"]),
        "distribution": SHAPE_NAMES.find(cells["distribution"]) or cells["distribution"],
        "group": cells["group"],
        "independent": (folded(cells["independent"]) in YES_WORDS or cells["independent"]) if cells["independent"] else "",
        "source": cells["source"],
    }
    return {name: value for name, value in entry.items() if value not in ("", [])}


def with_numbers(pack: Pack, texts: Mapping[str, str], row: Row, number: Callable[[str, Typed], str | None]) -> dict[str, str] | None:
    """The texts of a row with its numbers; None where one is refused, which `number` notes at its field. A size that says 级 is a
    meter class where nothing else is typed.
    """
    form = texts["form"] or ("meter_class" if _class_in(row.cell("size")) else "")
    found = {**texts, "form": form}
    sizes = {name: number(name, _number(pack, found, name, row.cell(name))) for name in SIZES}
    return None if None in sizes.values() else {**found, **{name: text or "" for name, text in sizes.items()}}


def _number(pack: Pack, texts: Mapping[str, str], name: str, cell: Cell) -> Typed:
    """The number of a statement: a share may be a percentage, a class is written with 级, a limit with ±."""
    form = FORM_NAMES.find(texts["form"]) or texts["form"]
    named = _class_in(cell, bare=form == "meter_class") if name == "size" and form in LIMITS else None
    if named:
        cell = cell._replace(text=f"{named}%")  # a class is the largest error in per cent
    elif cell.kind == "text":
        cell = cell._replace(text=WITHIN.sub("", without_marks(cell.text).strip()))
    return number_or_text(cell, _number_unit(pack, texts, form) if name == "size" else "1")


def _class_in(cell: Cell, *, bare: bool = False) -> str | None:
    """The number in `0.5级`, `0.2S 级` or `class 0.5`; `bare`: also in `0.2S`."""
    text = without_marks(cell.text).strip() if cell.kind == "text" else ""
    found = METER_CLASS.fullmatch(text) or (BARE_CLASS.fullmatch(text) if bare else None)
    return next(number for number in found.groups() if number).replace("．", ".") if found else None


def _number_unit(pack: Pack, texts: Mapping[str, str], form: str) -> str:
    """The unit that the size of a form is in: a class in per cent, an absolute one in the unit of what it speaks of."""
    if form not in ABSOLUTE_FORMS:
        return "%" if form == "meter_class" else "1"
    target = target_names(pack).find(texts["target"]) or texts["target"]
    quantity = pack.quantities.get(target)
    if quantity is not None:
        item = item_names(pack, quantity.item_table).find(texts["item"]) if quantity.by_item else None
        return pack.unit_of(target, item) if item or not quantity.by_item else quantity.unit
    return pack.parameters[target][0].unit if target in pack.parameters else "1"


def statement_places(path: tuple[str | int, ...], row: Row, file: str) -> dict[tuple[str | int, ...], Origin]:
    """Where each key of an entry stands, for the problems of the case reader."""
    places = {(*path, key): row.origin(file, column) for key, column in COLUMNS.items() if column in row.columns}
    return {path: row.origin(file), **places}


def _number_keys(form: str) -> tuple[str, str]:
    if form in NESTED_FORMS:
        first, second = NESTED_FORMS[form]
        return first[0], second[0]
    return form, "k"


def _form_entry(form: str, size: str, second: str) -> dict[str, Any]:
    if not form:
        return {}
    first_key, second_key = _number_keys(form)
    numbers = {first_key: size, **({second_key: second} if second else {})}
    return {form: numbers} if form in NESTED_FORMS else numbers


def _months(text: str) -> list[Any]:
    """`1, 3`, `1-6`, `1至6月`: months as numbers, anything else as typed."""
    found: list[Any] = []
    for part in re.split(r"[,，、;；]", text.replace("月", "")):
        span = SPAN.fullmatch(part.strip())
        if span:
            found += range(int(span.group(1)), int(span.group(2)) + 1)
        elif part.strip():
            found.append(int(part) if part.strip().isascii() and part.strip().isdigit() else part.strip())
    return found
