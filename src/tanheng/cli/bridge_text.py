"""A bridge as lines of text: the six parts, a waterfall of bars, what stands behind each part, and how the target got its data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tanheng.analysis.bridge.parts import PARTS, Bridge
from tanheng.analysis.bridge.words import labels_of, worded
from tanheng.cli.analysis_input import bridge_map, money, signed
from tanheng.cli.result_table import table_lines
from tanheng.cli.waterfall_text import waterfall_lines
from tanheng.engine.numbers import parse_decimal
from tanheng.engine.part_of_year import period_of
from tanheng.engine.text import Text

HEADINGS = (Text("步骤", "step"), Text("吨", "tonnes"), Text("元", "yuan"))
DETAIL_HEADINGS = (
    Text("部分", "part"),
    Text("内容", "what"),
    Text("原值", "before"),
    Text("新值", "after"),
    Text("单位", "unit"),
    Text("吨", "tonnes"),
    Text("元", "yuan"),
)
DIFFERENCE = Text("差额（各部分之和）", "difference (sum of the parts)")
HOW = {
    "converted": Text("由源数据换算", "converted from the source's data"),
    "given": Text("由补充文件给出", "given in the supplement"),
    "left_out": Text("目标版本不用的数据", "data the target has no use for"),
}


def bridge_lines(found: Bridge, lang: str, price: Decimal | None) -> Iterator[str]:
    """The whole bridge."""
    source, target = found.source.pack, found.target_pack
    yield f"{found.source.case.entity_name} · {period_of(found.source.case).in_(lang)}"
    yield f"{source.title.in_(lang)} ({source.id}) → {target.title.in_(lang)} ({target.id})"
    yield ""
    yield from table_lines(_rows(found, lang, price), right={1, 2})
    yield ""
    yield from _waterfall(found, lang)
    details = _details(found, lang, price)
    if details:
        yield ""
        yield from table_lines([[one.in_(lang) for one in DETAIL_HEADINGS[: 7 if price is not None else 6]], *details], right={2, 3, 5, 6})
    yield from _handed(found, lang)


def _rows(found: Bridge, lang: str, price: Decimal | None) -> list[list[str]]:
    assert found.start is not None
    assert found.end is not None
    rows = [[_end(found, lang, target=False), format(found.start, ",f"), _plain_money(found.start, price)]]
    rows += [[PARTS[part.kind].in_(lang), signed(part.tonnes), money(part.tonnes, price)] for part in found.parts]
    rows.append([_end(found, lang, target=True), format(found.end, ",f"), _plain_money(found.end, price)])
    rows.append([DIFFERENCE.in_(lang), signed(found.difference), money(found.difference, price)])
    columns = 3 if price is not None else 2
    return [[one.in_(lang) for one in HEADINGS[:columns]], *(row[:columns] for row in rows)]


def _plain_money(tonnes: Decimal, price: Decimal | None) -> str:
    return "" if price is None else format(tonnes * price, ",f")


def _end(found: Bridge, lang: str, *, target: bool) -> str:
    pack = found.target_pack if target else found.source.pack
    return f"{pack.quantities[pack.total].label.in_(lang)} · {pack.id}"


def _waterfall(found: Bridge, lang: str) -> Iterator[str]:
    labels = [found.source.pack.id, *(PARTS[part.kind].in_(lang) for part in found.parts), found.target_pack.id]
    return waterfall_lines(labels, found.states)


def _details(found: Bridge, lang: str, price: Decimal | None) -> list[list[str]]:
    rows = []
    for part in found.parts:
        for one in part.details:
            label = " ".join(text for text in (one.label.in_(lang), one.place.in_(lang)) if text)
            row = [
                PARTS[part.kind].in_(lang),
                label,
                _grouped(one.before),
                _grouped(one.after),
                one.unit,
                signed(one.tonnes),
                money(one.tonnes, price),
            ]
            rows.append(row[: 7 if price is not None else 6])
    return rows


def _grouped(text: str) -> str:
    number = parse_decimal(text)
    return text if number is None else format(number, ",f").replace("-", "−")


def _handed(found: Bridge, lang: str) -> Iterator[str]:
    """Converted, given and left-out inputs, each quantity once."""
    labels = labels_of(found, bridge_map(), lang) if any(one.by for one in found.handed) else {}
    for how, title in HOW.items():
        texts = dict.fromkeys(
            one.label.in_(lang) + (f" = {worded(one.by, labels)}" if one.by else "") + (f" ({one.item})" if one.item else "")
            for one in found.handed
            if one.how == how
        )
        if texts:
            yield ""
            yield f"{title.in_(lang)}: {'；'.join(texts) if lang == 'zh' else '; '.join(texts)}"
