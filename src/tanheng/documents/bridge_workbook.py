"""A bridge as a workbook: the six parts with a waterfall chart beside them, the lines behind each part, and how the target got its data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tanheng.analysis.bridge.map import read_bridge_map
from tanheng.analysis.bridge.parts import PARTS, Bridge
from tanheng.analysis.bridge.words import labels_of, worded
from tanheng.documents.analysis_sheet import FIRST_ROW, AnalysisBook
from tanheng.documents.written_workbook import GREEN, LINE
from tanheng.engine.numbers import ZERO
from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import period_of
from tanheng.engine.text import Text
from tanheng.rulebook.bridge_maps import bridge_maps

STEPS, DETAILS, INPUTS = Text("版本对比", "Bridge"), Text("明细", "Lines"), Text("目标版本的数据", "Data of the target")
STEP_HEADS = (
    Text("步骤", "step"),
    Text("吨", "tonnes"),
    Text("元", "yuan"),
    Text("底", "base"),
    Text("合计", "total"),
    Text("增", "more"),
    Text("减", "less"),
)
DETAIL_HEADS = (
    Text("部分", "part"),
    Text("内容", "what"),
    Text("设施/品种", "facility/item"),
    Text("原值", "before"),
    Text("新值", "after"),
    Text("单位", "unit"),
    Text("吨", "tonnes"),
    Text("元", "yuan"),
)
INPUT_HEADS = (
    Text("方式", "how"),
    Text("量", "quantity"),
    Text("设施", "facility"),
    Text("品种", "item"),
    Text("换算式", "arithmetic"),
)
HOW = {
    "carried": Text("沿用", "carried over"),
    "converted": Text("换算", "converted"),
    "given": Text("补充文件", "given beside the case"),
    "left_out": Text("目标版本不用", "no use in the target"),
}
DIFFERENCE = Text("差额（各部分之和）", "difference (sum of the parts)")
PRICE = Text("碳价 {price} 元/吨", "price {price} yuan per tonne")


def bridge_workbook(found: Bridge, lang: str, price: Decimal | None = None) -> bytes:
    """The workbook's bytes. The sum of the parts is a live formula."""
    book = AnalysisBook()
    source, target = found.source.pack, found.target_pack
    note = f"{found.source.case.entity_name} · {period_of(found.source.case).in_(lang)} · {source.id} → {target.id}"
    if price is not None:
        note += " · " + PRICE.in_(lang).format(price=format(price, "f"))
    _steps(book, found, lang, price, note)
    details = book.sheet(DETAILS.in_(lang), note, [one.in_(lang) for one in DETAIL_HEADS], (24, 36, 24, 16, 16, 12, 16, 18))
    rows = [(part.kind, one) for part in found.parts for one in part.details]
    for number, (kind, one) in enumerate(rows, start=FIRST_ROW):
        money = None if price is None else one.tonnes * price
        cells = (
            PARTS[kind].in_(lang),
            one.label.in_(lang),
            one.place.in_(lang),
            one.before,
            one.after,
            one.unit,
            one.tonnes,
            money,
        )
        book.row(details, number, cells)
    _inputs(book, found, lang, note)
    return book.content()


def _inputs(book: AnalysisBook, found: Bridge, lang: str, note: str) -> None:
    """How the target got each of its inputs, the arithmetic of a conversion in words."""
    labels = labels_of(found, read_bridge_map(bridge_maps()), lang)
    inputs = book.sheet(INPUTS.in_(lang), note, [one.in_(lang) for one in INPUT_HEADS], (18, 36, 20, 20, 60))
    for number, handed in enumerate(found.handed, start=FIRST_ROW):
        arithmetic = worded(handed.by, labels)
        cells = (HOW[handed.how].in_(lang), handed.label.in_(lang), handed.facility, handed.item, arithmetic)
        book.row(inputs, number, cells)


def _steps(book: AnalysisBook, found: Bridge, lang: str, price: Decimal | None, note: str) -> None:
    sheet = book.sheet(STEPS.in_(lang), note, [one.in_(lang) for one in STEP_HEADS], (44, 18, 20, 14, 14, 14, 14))
    start, end = found.start or ZERO, found.end or ZERO
    number, state = FIRST_ROW, start
    _step(book, sheet, number, (_total(found.source.pack, lang), start, ZERO, start), price)
    for part in found.parts:
        number += 1
        after = state + part.tonnes
        _step(book, sheet, number, (PARTS[part.kind].in_(lang), part.tonnes, min(state, after), None), price)
        state = after
    number += 1
    _step(book, sheet, number, (_total(found.target_pack, lang), end, ZERO, end), price)
    shape = book.number(found.difference, bold=True)
    sheet.write_string(number + 1, 0, DIFFERENCE.in_(lang), book.bordered(bold=True))
    for column, whole in ((1, found.difference), *(((2, found.difference * price),) if price is not None else ())):
        letter = "ABC"[column]
        formula = f"=SUM({letter}{FIRST_ROW + 2}:{letter}{number})"
        sheet.write_formula(number + 1, column, formula, shape, float(whole))
    _chart(book, sheet, STEPS.in_(lang), number)


def _total(pack: Pack, lang: str) -> str:
    return f"{pack.quantities[pack.total].label.in_(lang)} · {pack.id}"


def _step(
    book: AnalysisBook,
    sheet: Any,
    number: int,
    step: tuple[str, Decimal, Decimal, Decimal | None],
    price: Decimal | None,
) -> None:
    """Label, tonnes, money; then what the chart stacks: an unseen base, and a whole, a rise or a fall on it."""
    label, tonnes, base, whole = step
    rise, fall = (tonnes, None) if tonnes > 0 else (None, -tonnes)
    money = None if price is None else tonnes * price
    stack = (None, whole, None, None) if whole is not None else (base, None, rise, fall)
    book.row(sheet, number, (label, tonnes, money, *stack))


def _chart(book: AnalysisBook, sheet: Any, name: str, last: int) -> None:
    chart = book.book.add_chart({"type": "column", "subtype": "stacked"})
    for column, fill in ((3, None), (4, GREEN), (5, "#B5651D"), (6, "#3A6EA5")):
        chart.add_series(
            {
                "name": [name, FIRST_ROW - 1, column],
                "categories": [name, FIRST_ROW, 0, last, 0],
                "values": [name, FIRST_ROW, column, last, column],
                "fill": {"none": True} if fill is None else {"color": fill},
                "gap": 60,
            }
        )
    chart.set_legend({"none": True})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": LINE}}})
    chart.set_size({"width": 900, "height": 380})
    sheet.insert_chart(last + 4, 0, chart)
