"""The words that kit, official tables and report share for kinds, statuses, places and months, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable

from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import year_words
from tanheng.engine.places import Key
from tanheng.engine.run import Run
from tanheng.engine.status_words import UNCONFIRMED
from tanheng.engine.text import Text

KIND_LABELS = {
    "measured": Text("实测值", "measured"),
    "calculated": Text("计算值", "calculated"),
    "design": Text("设计值", "design"),
    "default": Text("缺省值", "default"),
    "estimated": Text("估算值", "estimated"),
    "not_applicable": Text("不适用", "not applicable"),
}
NOT_FILLED = Text("未填写", "not filled in")
RESTS_ON = Text("所用数据含估算值：", "rests on estimated data: ")
LONGEST_NAME = 40  # what a plant says an open row is
NO_DATA = Text("本年度没有填报这张表的数据。", "No data were reported for this table.")
YEAR = Text("全年", "Year")
SEVERITIES = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "note": Text("提示", "note")}
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPREADSHEET_FONT = "Microsoft YaHei"  # named, not carried: every office program replaces it by a Chinese font it has


def kind_label(kind: str, lang: str) -> str:
    """The way of obtaining a value."""
    return KIND_LABELS[kind].in_(lang) if kind in KIND_LABELS else kind


def unit_label(unit: str) -> str:
    """The unit as it is printed; nothing for a plain number."""
    return "" if unit == "1" else unit


def one_language(text: str, lang: str) -> str:
    """The half of a clause that is written in both languages with ` / ` between; other texts as they are."""
    chinese, found, english = text.partition(" / ")
    return text if not found else chinese if lang.startswith("zh") else english


def source_text(pack: Pack, source: str, lang: str) -> str:
    """All that is known of a source, by its key."""
    return one_language(pack.sources.get(source, source), lang)


def source_name(pack: Pack, source: str, lang: str) -> str:
    """What a source is called where there is little room: its title, without issuer, day, standing and what follows in brackets."""
    text, depth = source_text(pack, source, lang), 0
    for place, sign in enumerate(text):
        depth += (sign in "《（〔(") - (sign in "》）〕)")
        if not depth and sign in ("，；" if lang.startswith("zh") else ";"):
            text = text[:place]
            break
    opened = text.rfind({"）": "（", ")": "("}.get(text[-1:], "\n"))
    return text[:opened].rstrip() if opened > 0 else text


def cited(pack: Pack, clause: str, source: str, lang: str) -> str:
    """Clause or table, and what its source is called."""
    return " · ".join(part for part in (one_language(clause, lang), source_name(pack, source, lang)) if part)


def month_label(month: int | None, lang: str) -> str:
    """`3月` or `Mar`; the year for None."""
    if month is None:
        return YEAR.in_(lang)
    return f"{month}月" if lang.startswith("zh") else MONTHS_EN[month - 1]


def period_label(run: Run, month: int | None, lang: str) -> str:
    """The same of a run: of a part of a year the months that its yearly figures are of."""
    return year_words(run.case, YEAR).in_(lang) if month is None else month_label(month, lang)


def facility_label(run: Run, facility: str | None) -> str:
    """The name the entity gave its facility."""
    return run.case.facility_names.get(facility, facility) if facility else ""


def item_label(run: Run, quantity: str, item: str | None, lang: str, facility: str | None = None) -> str:
    """The fuel, carbonate or other item by its name; an open row with what the plant says it is, at one facility or at all of them."""
    table = run.pack.tables.get(run.pack.quantities[quantity].item_table or "")
    if not table or not item or item not in table.rows:
        return item or ""
    row = table.rows[item]
    label = row.label.in_(lang)
    if not row.open:
        return label
    said = [one.note for one in run.case.values if one.note and one.item == item and facility in (None, one.facility)]
    names = [name[:LONGEST_NAME] for name in dict.fromkeys(said)]
    chinese = lang.startswith("zh")
    inside = ("，" if chinese else ", ").join([*names, UNCONFIRMED.in_(lang)])
    return f"{label}（{inside}）" if chinese else f"{label} ({inside})"


def place_label(run: Run, quantity: str, key: Key, lang: str) -> str:
    """Facility and item in one line; empty for the whole entity."""
    item = item_label(run, quantity, key[1], lang, key[0])
    return " · ".join(part for part in (facility_label(run, key[0]), item) if part)


def month_spans(months: Iterable[int]) -> str:
    """`1–3, 7` for 1, 2, 3, 7."""
    spans: list[list[int]] = []
    for month in sorted(months):
        if spans and month == spans[-1][1] + 1:
            spans[-1][1] = month
        else:
            spans.append([month, month])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def kinds_text(kinds: dict[int | None, str], lang: str) -> str:
    """The kinds of a row's values: one word where all are alike, else each with its months."""
    groups: dict[str, list[int | None]] = {}
    for period, kind in kinds.items():
        groups.setdefault(kind, []).append(period)
    if len(groups) == 1:
        return kind_label(next(iter(groups)), lang)
    months = "月" if lang.startswith("zh") else ""
    return "; ".join(
        f"{kind_label(kind, lang)} {month_spans(one for one in periods if one is not None)}{months}" for kind, periods in groups.items()
    )
