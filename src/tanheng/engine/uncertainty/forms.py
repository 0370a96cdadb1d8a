"""How an uncertainty is stated: by meter class, calibration, laboratory repeatability, limits, or as a standard uncertainty; and
what standard uncertainty each of them stands for (GUM 4.2 and 4.3). It reads plain data and says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from tanheng.engine.numbers import parse_decimal
from tanheng.engine.places import NOWHERE, Origin
from tanheng.engine.text import Text

NORMAL = "normal"
RECTANGULAR = "rectangular"
DISTRIBUTIONS = {
    NORMAL: Text("正态", "normal"),
    RECTANGULAR: Text("矩形", "rectangular"),
    "triangular": Text("三角", "triangular"),
    "lognormal": Text("对数正态", "lognormal"),
}
HALF_WIDTHS = {RECTANGULAR: sqrt(3), "triangular": sqrt(6)}  # half-width over standard deviation
REPEATABILITY = 2.8  # r = 2.8 s: the difference two results of one laboratory exceed in 5 % of cases (ISO 5725-6)
Number = tuple[str, str, str]  # its key, the lowest and the highest value allowed
SCALAR_FORMS: dict[str, tuple[str, str]] = {  # form: its range
    "relative": ("0", "10"),
    "absolute": ("0", "100000000000000000000"),
    "limits": ("0", "10"),
    "meter_class": ("0", "100"),
}
NESTED_FORMS: dict[str, tuple[Number, Number]] = {  # form: its two numbers; the second may be left out
    "calibration": (("expanded", "0", "10"), ("k", "1", "10")),
    "repeatability": (("limit", "0", "100000000000000000000"), ("repeats", "1", "10000")),
}
FORMS = (*SCALAR_FORMS, *NESTED_FORMS)
# What a form, and the numbers in it, are called.
FORM_LABELS = {
    "relative": Text("相对不确定度", "relative uncertainty"),
    "absolute": Text("以单位计的不确定度", "uncertainty in the unit"),
    "limits": Text("误差限（小数）", "limits of error (fraction)"),
    "meter_class": Text("准确度等级", "meter class"),
    "calibration": Text("校准的扩展不确定度（小数）", "expanded uncertainty of calibration (fraction)"),
    "repeatability": Text("重复性限 r", "repeatability limit r"),
    "expanded": Text("扩展不确定度", "expanded uncertainty"),
    "limit": Text("重复性限", "repeatability limit"),
    "repeats": Text("次数", "repeats"),
    "k": Text("包含因子 k", "coverage factor k"),
}
LIMITS = {"limits": 1, "meter_class": 100}  # a class is the largest error in per cent of the reading
ABSOLUTE_FORMS = ("absolute", "repeatability")
Note = Callable[..., None]  # note(code, key, **words) collects one mistake


@dataclass(frozen=True, slots=True)
class Form:
    """One statement of uncertainty: as typed, and the standard uncertainty it stands for, in the unit of the value
    (`absolute`) or as a fraction of it.
    """

    name: str
    typed: tuple[tuple[str, str], ...]
    standard: float
    distribution: str

    @property
    def absolute(self) -> bool:
        """Whether the standard uncertainty is in the unit of the value."""
        return self.name in ABSOLUTE_FORMS

    @property
    def random(self) -> bool:
        """Whether it is drawn anew for each value; all others belong to the meter, the laboratory or the number itself."""
        return self.name == "repeatability"

    def as_document(self) -> dict[str, Any]:
        """The form as it stands in `case/1`."""
        numbers = dict(self.typed)
        if self.name in NESTED_FORMS:
            return {self.name: numbers}
        return {self.name: numbers.pop(self.name), **numbers}

    def text(self) -> Text:
        """The form in words, its numbers as typed."""
        return _words(self.name, dict(self.typed))


@dataclass(frozen=True, slots=True)
class Statement:
    """What a case states about an input: a quantity (all its places, or one, or some months) or a parameter."""

    forms: tuple[Form, ...]
    quantity: str | None = None
    facility: str | None = None
    item: str | None = None
    months: tuple[int, ...] = ()
    parameter: str | None = None
    group: str = ""
    independent: bool = False
    source: str = ""
    origin: Origin = NOWHERE

    def covers(self, facility: str | None, item: str | None, month: int | None) -> bool:
        """Whether a value of its quantity at this place is meant."""
        return self.facility in (None, facility) and self.item in (None, item) and (not self.months or month in self.months)

    def as_document(self) -> dict[str, Any]:
        """The statement as it stands in `case/1`."""
        row: dict[str, Any] = {
            "quantity": self.quantity,
            "facility": self.facility,
            "item": self.item,
            "parameter": self.parameter,
            "months": list(self.months),
        }
        for form in self.forms:
            row.update(form.as_document())
        shaped = {form.distribution for form in self.forms if form.name in SCALAR_FORMS}
        row |= {"distribution": next(iter(shaped), ""), "group": self.group, "source": self.source}
        if self.independent:
            row["independent"] = True
        return {name: value for name, value in row.items() if value not in (None, "", [])}


FORM_KEYS = (*FORMS, "k", "distribution")


def forms_of(row: Mapping[str, Any], note: Note) -> tuple[Form, ...]:
    """The forms that a mapping states; every mistake is given to `note`."""
    distribution = row.get("distribution")
    fitting = _fitting_distributions(row)
    if distribution is not None and distribution not in fitting:
        note("UNC-105", "distribution", found=str(distribution)[:40], known=tuple(fitting))
        distribution = None
    if row.get("k") is not None and row.get("relative") is None and row.get("absolute") is None:
        note("UNC-108", "k")
    forms = tuple(_forms(row, distribution, note))
    if not any(row.get(name) is not None for name in FORMS):
        note("UNC-103", None, known=FORMS)
    return forms


def _fitting_distributions(row: Mapping[str, Any]) -> list[str]:
    """Limits have a half-width, so a shape with one; certificates and repeatability are normal whatever is written."""
    if any(row.get(name) is not None for name in LIMITS):
        return list(HALF_WIDTHS)
    return list(DISTRIBUTIONS) if any(row.get(name) is not None for name in SCALAR_FORMS) else [NORMAL]


def relative_form(text: str) -> Form:
    """The `uncertainty` of a value in a case: a relative standard uncertainty, normal."""
    return Form("relative", (("relative", text),), float(text), NORMAL)


def _forms(row: Mapping[str, Any], distribution: str | None, note: Note) -> Iterator[Form]:
    for name, (low, high) in SCALAR_FORMS.items():
        if row.get(name) is None:
            continue
        number = _number(row[name], (name, low, high), note)
        divisor = _number(row["k"], ("k", "1", "10"), note) if row.get("k") is not None and name in ("relative", "absolute") else None
        if number is not None:
            typed = ((name, row[name].strip()), *((("k", row["k"].strip()),) if divisor else ()))
            yield _scalar_form(name, typed, number / (divisor or 1), distribution)
    for name, (first, second) in NESTED_FORMS.items():
        if row.get(name) is not None:
            yield from _nested_form(name, row[name], first, second, note)


def _scalar_form(name: str, typed: tuple[tuple[str, str], ...], number: float, distribution: str | None) -> Form:
    if name in LIMITS:
        shape = distribution or RECTANGULAR
        return Form(name, typed, number / LIMITS[name] / HALF_WIDTHS[shape], shape)
    return Form(name, typed, number, distribution or NORMAL)


def _nested_form(name: str, entry: Any, first: Number, second: Number, note: Note) -> Iterator[Form]:
    keys = (first[0], second[0])
    if not isinstance(entry, Mapping) or first[0] not in entry or not set(entry) <= set(keys):
        note("UNC-104", name, found=entry, wanted=f'{{{keys[0]}: "…", {keys[1]}: "…"}}')
        return
    numbers = [_number(entry[key], rule, note) for key, rule in zip(keys, (first, second), strict=True) if key in entry]
    if any(number is None for number in numbers):
        return
    stated, divisor = numbers[0] or 0.0, (numbers[1] if len(numbers) > 1 else None)
    standard = stated / (divisor or 2) if name == "calibration" else stated / REPEATABILITY / sqrt(divisor or 1)
    yield Form(name, tuple((key, entry[key].strip()) for key in keys if key in entry), standard, NORMAL)


def _number(raw: Any, rule: Number, note: Note) -> float | None:
    key, low, high = rule
    number = parse_decimal(raw.strip()) if isinstance(raw, str) else None
    if number is None or not float(low) <= float(number) <= float(high):
        note("UNC-104", key, found=raw, wanted=f'"{low}" … "{high}"')
        return None
    return float(number)


def _words(name: str, typed: Mapping[str, str]) -> Text:
    k = typed.get("k")
    stated = typed.get(name, "")
    match name:
        case "relative" if k:
            return Text(f"相对扩展不确定度 {stated}（k = {k}）", f"relative expanded {stated} (k = {k})")
        case "relative":
            return Text(f"相对标准不确定度 {stated}", f"relative standard {stated}")
        case "absolute" if k:
            return Text(f"扩展不确定度 {stated}（k = {k}）", f"expanded {stated} (k = {k})")
        case "absolute":
            return Text(f"标准不确定度 {stated}", f"standard {stated}")
        case "limits":
            return Text(f"误差限 ±{stated}", f"limits ±{stated}")
        case "meter_class":
            return Text(f"{stated} 级计量器具", f"meter class {stated}")
        case "calibration":
            expanded = typed["expanded"]
            return Text(f"校准 U = {expanded}（k = {k or 2}）", f"calibration U = {expanded} (k = {k or 2})")
    repeats = typed.get("repeats", "1")
    return Text(f"重复性限 r = {typed['limit']}，{repeats} 次", f"repeatability limit r = {typed['limit']}, {repeats} ×")
