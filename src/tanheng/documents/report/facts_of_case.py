"""What the case itself says of the facts that an official table asks for: attributes, capacities, fuels, months of standstill.

The pack's forms name for each field where the answer stands; docs/concepts/rule-packs.md explains the shape. What the case does not
say gives no text: nothing is made up, and a default of the pack is called one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tanheng.documents.report.labels import NOT_FILLED, YEAR, facility_label, item_label, month_spans
from tanheng.engine.absences import NOT_APPLICABLE
from tanheng.engine.numbers import ZERO, shown
from tanheng.engine.pack import TableRow
from tanheng.engine.places import Key, Place
from tanheng.engine.run import Run
from tanheng.engine.text import Text

DEFAULT_MARK = Text("（未逐个填报，按缺省）", " (not reported one by one: the default)")
MONTHS = Text("{months}月", "months {months}")
NOT_APPLICABLE_MONTHS = Text("{period}不适用", "{period}: not applicable")
NOT_MEASURED = Text("未实测", "not measured")
Words = Mapping[str, Any]  # an entry of the forms with zh and en


def fact(run: Run, field: Words, facility: str | None, lang: str) -> str:
    """The entry of one field of an `info` table, as far as the case knows it; empty where it does not."""
    found = [*_attribute(run, field, facility, lang), *_amount(run, field, facility, lang)]
    if "items" in field:
        found.append(_listed(run, field["items"], facility, lang))
    if "fuel_of" in field:
        found.append(_fuel_type(run, field, facility, lang))
    found += [text for note in field.get("notes", ()) for text in _note(run, note, facility, lang)]
    return ("；" if lang == "zh" else "; ").join(text for text in found if text)


def _word(entry: Words, lang: str) -> str:
    return str(entry["zh" if lang.startswith("zh") else "en"])


def _attribute(run: Run, field: Words, facility: str | None, lang: str) -> Iterator[str]:
    """`attribute`: the label of its value; `words` may say it in the form's own words."""
    if "attribute" not in field:
        return
    attribute = run.pack.attributes[field["attribute"]]
    value = run.case.attribute(attribute.id, facility)
    if value is None or ("words" in field and value not in field["words"]):
        return
    text = _word(field["words"][value], lang) if "words" in field else attribute.values[value].in_(lang)
    own = any(one.name == attribute.id and one.facility == facility for one in run.case.attributes)
    yield text if own or value != attribute.default else text + DEFAULT_MARK.in_(lang)


def _amount(run: Run, field: Words, facility: str | None, lang: str) -> Iterator[str]:
    """`quantity`: the first of these that has a number here; where the months differ, each number with its months."""
    names = field.get("quantity", ())
    for name in (names,) if isinstance(names, str) else names:
        spans: dict[Decimal, list[int]] = {}
        for month in run.periods:
            value = run.value(name, facility, None, month)
            if value:
                spans.setdefault(value, []).append(month or 0)
        if not spans:
            continue
        texts = [shown(value) + (f" ({_months(run, months, lang)})" if len(spans) > 1 else "") for value, months in spans.items()]
        form = _word(field["text"], lang) if "text" in field else "{value}"
        yield form.format(value=("、" if lang == "zh" else ", ").join(texts))
        return


def _months(run: Run, months: Sequence[int], lang: str) -> str:
    """`5–8月`; the year where it is all of it."""
    if len(months) == len(run.periods):
        return YEAR.in_(lang)
    spans = month_spans(months)
    return MONTHS.filled(months=spans.replace(", ", "、") if lang == "zh" else spans).in_(lang)


def _used(run: Run, name: str, facility: str | None) -> list[tuple[str, Decimal]]:
    """The items of a quantity at a facility that are above zero in the year, largest first."""
    amounts = [(key[1], run.value(name, *key) or ZERO) for key in run.keys[name] if key[0] in (facility, None) and key[1]]
    return sorted(((item, amount) for item, amount in amounts if item and amount > 0), key=lambda pair: -pair[1])


def _listed(run: Run, name: str, facility: str | None, lang: str) -> str:
    items = [item_label(run, name, item, lang) for item, _ in _used(run, name, facility)]
    return ("、" if lang == "zh" else ", ").join(items)


def _fuel_type(run: Run, field: Words, facility: str | None, lang: str) -> str:
    """`fuel_of`: what the fuel with most of this quantity is; the first of `types` that its row of the table answers to."""
    used = _used(run, field["fuel_of"], facility)
    table = run.pack.tables[run.pack.quantities[field["fuel_of"]].item_table or ""]
    for kind in field["types"] if used else ():
        if _answers(table.rows[used[0][0]], kind):
            return _word(kind, lang)
    return ""


def _answers(row: TableRow, kind: Words) -> bool:
    if "column" in kind:
        return bool(row.values.get(kind["column"]))
    return row.unit == kind["unit"] if "unit" in kind else row.id in kind["items"]


def _note(run: Run, note: Words, facility: str | None, lang: str) -> Iterator[str]:
    """A part of a remark: an attribute, items that are used (as merged units are), or months at a standstill."""
    yield from _attribute(run, note, facility, lang)
    if "items" in note and (items := _listed(run, note["items"], facility, lang)):
        yield f"{_word(note, lang)}：{items}" if lang == "zh" else f"{_word(note, lang)}: {items}"
    if "standstill" in note:
        yield from _standstill(run, note, facility, lang)


def _standstill(run: Run, note: Words, facility: str | None, lang: str) -> Iterator[str]:
    """Months in which the quantity is reported as zero, and those in which it is not applicable."""
    name, months = note["standstill"], [month for month in run.periods if month is not None]
    still = [month for month in months if run.value(name, facility, None, month) == 0]
    outside = [month for month in months if run.absence(name, facility, None, month) is NOT_APPLICABLE]
    if still:
        yield f"{_months(run, still, lang)}{_word(note, lang)}" if lang == "zh" else f"{_months(run, still, lang)}: {_word(note, lang)}"
    if outside:
        yield NOT_APPLICABLE_MONTHS.filled(period=_months(run, outside, lang)).in_(lang)


# ── lists ────────────────────────────────────────────────────────────────────────────────────────


def listed_facts(run: Run, plan: Words, lang: str) -> list[dict[str, str]]:
    """The rows of a list of an `other` table, by column id, as far as the case knows them: how contents were determined."""
    rows = []
    for parameter in plan.get("determined", ()):
        keys = dict.fromkeys(key for name in parameter["any_of"] for key in run.keys[name])
        for key in (one for one in keys if run.value(plan["where_used"], *one)):
            rows += [_determined(run, parameter, key, found, lang) for found in _by_way(run, plan, parameter, key)]
    return rows


def _by_way(run: Run, plan: Words, parameter: Words, key: Key) -> Iterator[tuple[list[int], bool]]:
    """Months with a measured value, and months without, each where there are any."""
    measured: dict[bool, list[int]] = {True: [], False: []}
    for month in run.periods:
        reported = [run.reported.get(Place(name, *key, month)) for name in parameter["any_of"]]
        amounts = [one for one in reported if one is not None and one.amount is not None and one.kind != "default"]
        if month is not None and (amounts or run.value(plan["where_used"], *key, month)):
            measured[bool(amounts)].append(month)
    yield from ((months, way) for way, months in measured.items() if months)


def _determined(run: Run, parameter: Words, key: Key, found: tuple[list[int], bool], lang: str) -> dict[str, str]:
    months, measured = found
    item = item_label(run, parameter["any_of"][0], key[1], lang)
    return {
        "unit": facility_label(run, key[0]),
        "parameter": " · ".join(part for part in (_word(parameter, lang), item) if part),
        "month": _months(run, months, lang),
        "way": (NOT_FILLED if measured else NOT_MEASURED).in_(lang),
    }
