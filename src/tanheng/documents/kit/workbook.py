"""The recomputation kit: a workbook in which a verifier computes every derived number again, without this program.

Bytes in memory, the same for the same run. Addresses come from `kit_layout`, formulas from `kit_formulas`; this module
writes the five sheets.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tanheng.documents.kit import words
from tanheng.documents.kit.frame import KitFrame
from tanheng.documents.kit.layout import FIRST_PERIOD_COLUMN, FIRST_ROW, PARAMETER_VALUE_COLUMN, Row
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.labels import facility_label, item_label, kinds_text, period_label
from tanheng.documents.report.words import DEVIATION_HEADS, HEADINGS, TREATMENT_HEADS
from tanheng.documents.written_workbook import AMBER, GREEN, GREY, PALE, RED, open_workbook
from tanheng.engine.absences import NOT_APPLICABLE, NOT_APPLICABLE_SIGN
from tanheng.engine.defaults import default_of
from tanheng.engine.explain import explain, explain_parameter
from tanheng.engine.explanation import Explanation
from tanheng.engine.numbers import Ratio, decimal_text, full_text
from tanheng.engine.pack import CONFIRMED
from tanheng.engine.part_of_year import period_of
from tanheng.engine.places import Place
from tanheng.engine.results import Result
from tanheng.engine.run import Run
from tanheng.engine.status_words import status_label
from tanheng.engine.symbols import Name, as_text
from tanheng.engine.text import Text

TIE_DISTANCE = Decimal("1E-9")
RELATIVE_AGREEMENT = "1E-12"  # for numbers that the rules do not round


def recomputation_kit(run: Run, lang: str = "zh", facts: ReportFacts = NO_FACTS) -> bytes:
    """The kit of a run as xlsx bytes: cover, inputs, parameters, live computation and comparison; and where there are any the treatments of
    missing data and the departures from the plan.
    """
    buffer = io.BytesIO()
    book = open_workbook(buffer, title=words.TITLE.in_(lang))
    book.set_calc_mode("auto")
    decided = (
        (words.TREATMENTS, TREATMENT_HEADS, facts.treatments),
        (words.DEVIATIONS, DEVIATION_HEADS, facts.deviations),
    )
    beside = [one for one in decided if one[2]]
    kit = _Kit(run, lang, book, [title for title, _heads, _rows in beside])
    kit.write()
    for title, heads, rows in beside:
        kit.write_decided(title, heads, rows)
    book.close()
    return buffer.getvalue()


class _Kit(KitFrame):
    """Writes the numbers and formulas."""

    def write(self) -> None:
        """All five sheets."""
        self._write_inputs()
        self._write_parameters()
        self._write_computation()
        rows = self._write_comparison()
        self._write_cover(rows)

    def write_decided(self, title: Text, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A sheet of what was decided month by month."""
        headings = [HEADINGS[name].in_(self.lang) for name in heads]
        sheet = self.head(title.en, headings, [34, 24, 10, 44, 20, 20, 44, 26], words.NOTES["decided"].in_(self.lang))
        for number, row in enumerate(rows, FIRST_ROW):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, self.bordered(text_wrap=True))

    # ── inputs ───────────────────────────────────────────────────────────────────────────────────

    def _write_inputs(self) -> None:
        headings = self.headings("quantity", "label", "facility", "item", "symbol", "unit", "decimals") + self.period_headings()
        headings += self.headings("kind", "source", "evidence", "status", "note")
        widths = [34, 26, 14, 14, 10, 14, 7, *(13 for _ in self.layout.periods), 18, 30, 24, 22, 30]
        sheet = self.head("Inputs", headings, widths, words.NOTES["inputs"].in_(self.lang))
        sheet.freeze_panes(FIRST_ROW, FIRST_PERIOD_COLUMN)
        for number, row in enumerate(self.layout.inputs):
            self.place(sheet, row, alternate=bool(number % 2))
            for period in self.layout.periods:
                self._write_input(sheet, row, period)
            self._write_origin(sheet, row)

    def _write_input(self, sheet: Any, row: Row, period: int | None) -> None:
        column = self.layout.columns[period]
        yearly = row.quantity.yearly_only
        if period is None and self.run.case.grain != "year" and not yearly:
            self._write_formula(sheet, row, period, {"bg_color": PALE})
            return
        value = None if yearly and period is not None else self.layout.value(row, period)
        reported = self.run.reported.get(Place(row.quantity.id, *row.key, period))
        if value is None and self.layout.absence(row, period) is NOT_APPLICABLE:
            sheet.write_string(row.number, column, NOT_APPLICABLE_SIGN, self.number_style(row.quantity.decimals))
            return
        if reported is not None and reported.amount is None:
            reported = None  # `/` in the place of a content says no more than a blank
        kind = reported.kind if reported else "default"
        marks: dict[str, Any] = {"italic": True, "bg_color": "#ECECEC"} if kind == "default" else {}
        if kind == "estimated":
            marks = {"font_color": AMBER}
        if value is None:
            sheet.write_blank(row.number, column, None, self.number_style(row.quantity.decimals))
            return
        default = row.quantity.default
        style = self.number_style(_places_shown(value, row.quantity.decimals), **marks)
        if reported is None and default is not None and default.parameter in self.layout.parameter_rows:
            sheet.write_formula(row.number, column, "=" + self.layout.parameter_cell(default.parameter or ""), style, cached(value))
        else:
            sheet.write_number(row.number, column, value, style)

    def _write_origin(self, sheet: Any, row: Row) -> None:
        quantity, key = row.quantity, row.key
        found = {period: self.run.reported.get(Place(quantity.id, *key, period)) for period in self.run.periods}
        default, _ = default_of(self.run.pack, quantity, self.run.case, key)
        kinds = {period: value.kind if value else "default" for period, value in found.items() if value or default is not None}
        leaf = self._default_leaf(row, [period for period, value in found.items() if value is None]) if default is not None else None
        sources = _unlike([value.source for value in found.values() if value] + ([leaf.source] if leaf else []))
        status = status_label(leaf.status, self.lang) if leaf else ""
        texts = (
            kinds_text(kinds, self.lang) if kinds else "",
            sources,
            _unlike([value.evidence for value in found.values() if value]),
            status,
            _unlike([text for value in found.values() if value for text in (value.note, value.typed and f"← {value.typed}")]),
        )
        first = FIRST_PERIOD_COLUMN + len(self.layout.periods)
        for offset, text in enumerate(texts):
            warn = {"font_color": AMBER} if leaf and not leaf.confirmed and text == status else {}
            sheet.write_string(row.number, first + offset, text, self.bordered(**warn))

    def _default_leaf(self, row: Row, periods: Sequence[int | None]) -> Explanation | None:
        if not periods:
            return None
        return explain(self.run, row.quantity.id, *row.key, periods[0], depth=0)

    # ── parameters ───────────────────────────────────────────────────────────────────────────────

    def _write_parameters(self) -> None:
        headings = self.headings("quantity", "label", "symbol", "value", "unit", "clause", "valid", "status", "source", "note")
        sheet = self.head("Parameters", headings, [30, 34, 12, 16, 14, 30, 12, 24, 50, 40], words.NOTES["parameters"].in_(self.lang))
        sheet.freeze_panes(FIRST_ROW, PARAMETER_VALUE_COLUMN)
        for parameter in self.layout.parameters:
            number, value = self.layout.parameter_rows[parameter.id], parameter.value
            leaf = explain_parameter(self.run, parameter.id)
            texts = {
                0: parameter.id,
                1: parameter.label.in_(self.lang),
                2: parameter.symbol,
                4: parameter.unit,
                5: parameter.clause,
                6: leaf.valid,
                7: status_label(parameter.status, self.lang),
                8: leaf.source,
                9: parameter.note,
            }
            for column, text in texts.items():
                amber = {"font_color": AMBER} if column == 7 and parameter.status != CONFIRMED else {}
                sheet.write_string(number, column, text or "", self.bordered(text_wrap=column in (8, 9), **amber))
            if isinstance(value, Ratio):
                quotient = value.numerator / value.denominator
                sheet.write_formula(number, PARAMETER_VALUE_COLUMN, f"={value}", self.number_style(None), cached(quotient))
            else:
                sheet.write_number(number, PARAMETER_VALUE_COLUMN, value, self.number_style(_places_shown(value, 0)))

    # ── computation ──────────────────────────────────────────────────────────────────────────────

    def _write_computation(self) -> None:
        headings = self.headings("quantity", "label", "facility", "item", "symbol", "unit", "decimals") + self.period_headings()
        headings += self.headings("formula", "clause")
        widths = [34, 26, 14, 14, 10, 14, 7, *(14 for _ in self.layout.periods), 60, 60]
        sheet = self.head("Computation", headings, widths, words.NOTES["computation"].in_(self.lang))
        sheet.freeze_panes(FIRST_ROW, FIRST_PERIOD_COLUMN)
        for number, row in enumerate(self.layout.computed):
            self.place(sheet, row, alternate=bool(number % 2))
            for period in self.layout.periods:
                self._write_formula(sheet, row, period, {"bg_color": PALE, "bold": True} if period is None else {})
            formula = self.run.pack.formulas[row.quantity.id]
            text = f"{row.quantity.symbol} = {as_text(formula.expression, self._symbol)}"
            last = FIRST_PERIOD_COLUMN + len(self.layout.periods)
            sheet.write_string(row.number, last, text, self.bordered())
            sheet.write_string(row.number, last + 1, formula.clause, self.bordered())

    def _symbol(self, name: Name) -> str:
        if name.parameter:
            return self.run.pack.parameter(name.id, self.run.case.year).symbol
        return self.run.pack.quantities[name.id].symbol

    def _write_formula(self, sheet: Any, row: Row, period: int | None, marks: dict[str, Any]) -> None:
        decimals = row.quantity.year_decimals if period is None else row.quantity.decimals
        style = self.number_style(decimals, **marks)
        text = self.formulas.formula(row, period)
        if text is None:
            sheet.write_blank(row.number, self.layout.columns[period], None, style)
        else:
            value = self.layout.value(row, period)
            absent = NOT_APPLICABLE_SIGN if self.layout.absence(row, period) is NOT_APPLICABLE else ""
            sheet.write_formula(row.number, self.layout.columns[period], f"={text}", style, absent if value is None else cached(value))

    # ── comparison ───────────────────────────────────────────────────────────────────────────────

    def _write_comparison(self) -> int:
        headings = self.headings(
            "quantity",
            "label",
            "facility",
            "item",
            "month",
            "unit",
            "digits",
            "number",
            "live",
            "difference",
            "verdict",
            "note",
        )
        widths = [34, 26, 16, 16, 8, 14, 20, 20, 20, 14, 8, 60]
        sheet = self.head("Comparison", headings, widths, words.NOTES["comparison"].in_(self.lang))
        sheet.freeze_panes(FIRST_ROW, 2)
        results = self.run.results
        for number, result in enumerate(results):
            self._write_compared(sheet, FIRST_ROW + number, result)
        last = FIRST_ROW + len(results)
        sheet.autofilter(FIRST_ROW - 1, 0, max(last - 1, FIRST_ROW), len(headings) - 1)
        verdicts = f"K{FIRST_ROW + 1}:K{last}"
        for word, colour in (("OK", "#1B6E3C"), ("≠", RED)):
            sheet.conditional_format(
                verdicts,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{word}"',
                    "format": self.book.add_format({"font_color": colour, "bold": True}),
                },
            )
        sheet.write_string(3, 6, words.FACTS["agreement"].in_(self.lang), self.style(bold=True))
        sheet.write_formula(3, 7, f'=COUNTIF({verdicts},"OK")', self.style(bold=True, align="right"), len(results))
        sheet.write_string(3, 8, words.FACTS["differing"].in_(self.lang), self.style(bold=True))
        sheet.write_formula(3, 9, f"=ROWS({verdicts})-H4", self.style(bold=True, align="right"), 0)
        return len(results)

    def _write_compared(self, sheet: Any, number: int, result: Result) -> None:
        quantity = self.run.pack.quantities[result.quantity]
        row = self.layout.rows[(result.quantity, (result.facility, result.item))]
        decimals = quantity.year_decimals if result.month is None else quantity.decimals
        texts = (
            result.quantity,
            quantity.label.in_(self.lang),
            facility_label(self.run, result.facility),
            item_label(self.run, result.quantity, result.item, self.lang),
            period_label(self.run, result.month, self.lang),
            result.unit,
        )
        for column, text in enumerate(texts):
            sheet.write_string(number, column, text, self.bordered())
        shown, style, line = cached(result.value), self.number_style(decimals), number + 1
        sheet.write_string(number, 6, decimal_text(result.value), self.bordered(align="right"))
        sheet.write_number(number, 7, result.value, style)
        sheet.write_formula(number, 8, "=" + self.layout.cell(row, result.month, self.names["Comparison"]), style, shown)
        sheet.write_formula(
            number,
            9,
            f"=N(I{line})-H{line}",
            self.bordered(num_format="0.0E+00;-0.0E+00;0", align="right"),
            0,
        )
        limit = f"{RELATIVE_AGREEMENT}*ABS(H{line})" if decimals is None else f"0.5*10^-{decimals}"
        compare = "<=" if decimals is None else "<"
        sheet.write_formula(
            number,
            10,
            f'=IF(AND(ISNUMBER(I{line}),ABS(J{line}){compare}{limit}),"OK","≠")',
            self.bordered(align="center"),
            "OK",
        )
        sheet.write_string(number, 11, self._remark(result, decimals), self.bordered(font_color=GREY))

    def _remark(self, result: Result, decimals: int | None) -> str:
        if decimals is None:
            return words.EXACT.in_(self.lang)
        return words.NEAR_TIE.in_(self.lang).format(raw=full_text(result.raw)) if near_tie(result.raw, decimals) else ""

    # ── cover ────────────────────────────────────────────────────────────────────────────────────

    def _write_cover(self, compared: int) -> None:
        sheet = self.sheets["Cover"]
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 1, 26)
        sheet.set_column(2, 2, 90)
        sheet.write_string(1, 1, words.TITLE.in_(self.lang), self.style(bold=True, font_size=22, font_color=GREEN))
        sheet.write_string(2, 1, words.SUBTITLE.in_(self.lang), self.style(font_color=GREY, font_size=11))
        case, pack = self.run.case, self.run.pack
        facts = {
            "entity": case.entity_name,
            "code": case.entity_code,
            "year": period_of(case).in_(self.lang),
            "title": pack.title.in_(self.lang),
            "pack": pack.id,
            "pack_hash": pack.hash,
            "snapshot": case.snapshot_hash,
            "run": self.run.run_hash,
        }
        for number, (name, fact) in enumerate(facts.items(), start=4):
            sheet.write_string(number, 1, words.FACTS[name].in_(self.lang), self.bordered(bold=True, bg_color=PALE))
            sheet.write_string(number, 2, fact, self.bordered())
        comparison = self.names["Comparison"]
        for number, (name, cell, value) in enumerate((("agreement", "H4", compared), ("differing", "J4", 0)), start=4 + len(facts)):
            sheet.write_string(number, 1, words.FACTS[name].in_(self.lang), self.bordered(bold=True, bg_color=PALE))
            sheet.write_formula(number, 2, f"='{comparison}'!{cell}", self.bordered(bold=True, align="left"), value)
        for number, text in enumerate(words.HOW, start=7 + len(facts)):
            sheet.merge_range(number, 1, number, 2, text.in_(self.lang), self.style(text_wrap=True))
            sheet.set_row(number, 32)
        self.sheets["Cover"].activate()


def cached(value: Decimal) -> float:
    """The result stored beside a formula for programs that only show; a spreadsheet knows binary numbers alone."""
    return float(value)


def near_tie(raw: Decimal, decimals: int) -> bool:
    """Whether the unrounded value lies so near a rounding boundary that binary arithmetic may round it the other way."""
    scaled = abs(raw).scaleb(decimals)
    return abs(scaled % 1 - Decimal("0.5")) <= TIE_DISTANCE


def _places_shown(value: Decimal, decimals: int | None) -> int:
    """As many decimals as the value has, at least those of its quantity."""
    exponent = value.normalize().as_tuple().exponent
    return max(-int(exponent), decimals or 0, 0)


def _unlike(texts: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))
