"""What accuracy class and certificate of a meter say of the uncertainty of what it measures, with the formula and where it comes from.

A class is the largest error in per cent of the reading: limits of half-width a, in which every error is as likely as another (GUM 4.3.7),
so u = a/√3. A certificate states an expanded uncertainty: u = U/k (GUM 4.3.3). Both vary on their own: their squares add (GUM 5.1.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Any

from tanheng.engine.numbers import decimal_text, full_text, parse_decimal
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.budget import short_text
from tanheng.engine.uncertainty.forms import Form, forms_of

CLASS = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)S?级?", re.IGNORECASE)  # 0.5, 0.5S, 0.5级; 0.2S has the limits of 0.2
SIGNIFICANT = 4  # digits of an uncertainty that are shown
BY_CLASS = Text(
    "a = {a}%（{typed} 级，最大允许误差），均匀分布，u = a/√3 = {u}%（GUM 4.3.7）",
    "a = {a} % (class {typed}, largest error), rectangular, u = a/√3 = {u} % (GUM 4.3.7)",
)
BY_CERTIFICATE = Text(
    "U = {expanded}%，k = {k}（{source}），u = U/k = {u}%（GUM 4.3.3）",
    "U = {expanded} %, k = {k} ({source}), u = U/k = {u} % (GUM 4.3.3)",
)
TOGETHER = Text("合成：平方和的平方根（GUM 5.1.2）", "together: the root of the sum of squares (GUM 5.1.2)")
NO_CLASS = Text("准确度等级“{typed}”不是百分数等级，只用证书", "the class “{typed}” is none in per cent: the certificate alone counts")


@dataclass(frozen=True, slots=True)
class MeterUncertainty:
    """The relative standard uncertainty of what a meter measures, a fraction; None where nothing says it. `lines` are how it was found,
    `entry` the same as an entry of `uncertainties` of a case states it.
    """

    standard: float | None
    forms: tuple[Form, ...]
    entry: Mapping[str, Any]
    lines: tuple[Text, ...]

    @property
    def shown(self) -> str:
        """In per cent, four digits; "" where nothing says it."""
        return "" if self.standard is None else short_text(self.standard * 100, SIGNIFICANT)


def class_per_cent(text: str) -> Decimal | None:
    """The largest error in per cent that a class names; None for a class of another kind, as Ⅲ of scales."""
    found = CLASS.fullmatch("".join(text.split()))
    return parse_decimal(found[1]) if found else None


def uncertainty_by(
    accuracy_class: str, expanded: Decimal | None = None, coverage: Decimal | None = None, source: str = ""
) -> MeterUncertainty:
    """Of a meter of a class, with the relative expanded uncertainty (a fraction) and factor of its certificate where it states them."""
    entry: dict[str, Any] = {}
    lines: list[Text] = []
    per_cent = class_per_cent(accuracy_class)
    if per_cent is not None:
        entry["meter_class"] = full_text(per_cent)
    elif accuracy_class.strip():
        lines.append(NO_CLASS.filled(typed=accuracy_class.strip()))
    if expanded is not None:
        entry["calibration"] = {"expanded": decimal_text(expanded), **({"k": decimal_text(coverage)} if coverage is not None else {})}
    forms = forms_of(entry, _never) if entry else ()
    lines += [_line(form, accuracy_class.strip(), source) for form in forms]
    if len(forms) > 1:
        lines.append(TOGETHER)
    standard = sqrt(sum(form.standard**2 for form in forms)) if forms else None
    return MeterUncertainty(standard, forms, entry, tuple(lines))


def _line(form: Form, typed: str, source: str) -> Text:
    numbers, u = dict(form.typed), short_text(form.standard * 100, SIGNIFICANT)
    if form.name == "meter_class":
        return BY_CLASS.filled(a=numbers["meter_class"], typed=typed, u=u)
    per_cent = full_text(Decimal(numbers["expanded"]) * 100)
    return BY_CERTIFICATE.filled(expanded=per_cent, k=numbers.get("k", "2"), source=source or "—", u=u)


def _never(code: str, key: str | None, **_words: Any) -> None:
    raise ValueError(f"{code}: {key} of a meter is out of its range")
