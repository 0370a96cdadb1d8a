"""The whole report as plain text and rows, made once and set by Word and PDF alike. No file format is known here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from tanheng.analysis.shares import Shares
from tanheng.documents.report.answers import (
    answer_rows,
    confirmed_sentence,
    places_text,
    problems_told,
    unprinted_sentence,
)
from tanheng.documents.report.facts import ReportFacts
from tanheng.documents.report.labels import (
    NOT_FILLED,
    SEVERITIES,
    cited,
    facility_label,
    item_label,
    one_language,
    period_label,
    place_label,
    source_name,
    source_text,
    unit_label,
)
from tanheng.documents.report.tables import DataTable, Table, TableMaker
from tanheng.documents.report.words import words_in
from tanheng.engine.credit_code import fault_of
from tanheng.engine.defaults import default_cell
from tanheng.engine.explain import explain, unconfirmed
from tanheng.engine.explanation import Explanation
from tanheng.engine.numbers import shown
from tanheng.engine.pack import CONFIRMED, Quantity
from tanheng.engine.part_of_year import part_mark, period_of
from tanheng.engine.places import Key
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.status_words import status_label
from tanheng.engine.text import Text
from tanheng.engine.untranslatable import MARK, marked, untranslatable_rows

NO_TABLE = Text("", "")


@dataclass(frozen=True, slots=True)
class Explained:
    """One computed quantity in an appendix: where it stands in the rules, its formula, and one place with its numbers."""

    title: str
    clause: str
    symbols: str
    words: str
    place: str
    numbers: str
    value: str
    year: str
    recalculated: str


@dataclass(frozen=True, slots=True)
class MainResult:
    """One of the main results of the year; `share` is its part of the reported total in percent, None for what is in no total."""

    label: str
    symbol: str
    value: Decimal
    decimals: int | None  # None: as many as are worth showing
    unit: str
    share: Decimal | None

    def texts(self) -> tuple[str, ...]:
        """Label, symbol, value, unit, share: as they are printed."""
        share = "" if self.share is None else shown(self.share, 2)
        return (self.label, self.symbol, shown(self.value, self.decimals), self.unit, share)


@dataclass(frozen=True, slots=True)
class ReportContent:
    """Everything a report says, in one language."""

    lang: str
    words: dict[str, str]
    title: str
    pack_title: str
    entity: str
    code: str
    code_fault: str  # what is wrong with it by GB 32100; blank for a sound one
    year: str
    date: str
    mark: str
    draft: bool
    notice: str
    head: str
    letter: str
    guide_sentence: str
    declaration: str
    numbering_note: str
    results: tuple[MainResult, ...]
    share_notes: tuple[str, ...]  # why a share is above 100 %
    tables: tuple[Table, ...]
    explained: tuple[Explained, ...]
    overrides: tuple[tuple[str, ...], ...]
    unconfirmed_values: tuple[tuple[str, ...], ...]
    unconfirmed_clauses: tuple[tuple[str, ...], ...]
    untranslatable: tuple[tuple[str, ...], ...]  # what the edition says, clause, standing, and the results that depend on it
    sources: tuple[str, ...]  # full text of every source that the two lists above name
    problems: tuple[tuple[str, ...], ...]
    answers: tuple[tuple[str, ...], ...]  # code, place, doubt, what was said, reason, person and day; those printed for the authority
    confirmed_doubts: str  # one line on the cover: how many figures stand because somebody confirmed them; empty where none does
    unprinted_answers: str  # one sentence that counts the others; empty where there are none
    treatments: tuple[tuple[str, ...], ...]  # of missing data, as the facts give them; and departures from the plan
    deviations: tuple[tuple[str, ...], ...]
    seal: tuple[tuple[str, str], ...]

    def as_data(self) -> dict[str, Any]:
        """Plain data: mappings, lists and text; decimals are gone, their printed text stays."""
        data = asdict(self)
        data["results"] = [one.texts() for one in self.results]
        data["tables"] = [_table_data(table) for table in self.tables]
        return data


def _table_data(table: Table) -> dict[str, Any]:
    data = asdict(table)
    data["title"] = table.full_title
    data["kind"] = "data" if isinstance(table, DataTable) else "list" if table.list_like else "facts"
    if isinstance(table, DataTable):
        data["groups"] = [{"place": place, "rows": rows} for place, rows in _by_place([_row_data(row) for row in data.pop("rows")])]
    return data


def _row_data(row: dict[str, Any]) -> dict[str, Any]:
    for figure in row["figures"]:
        figure.pop("value")
        figure["text"] += "†" if figure["unconfirmed"] else ""
    return row


def _by_place(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for place, group in groupby(rows, key=lambda row: str(row["place"])):
        yield place, list(group)


def report_content(run: Run, lang: str, facts: ReportFacts) -> ReportContent:
    """The content of the report of a run."""
    words, pack, forms = words_in(lang), run.pack, run.pack.forms
    if pack.untranslatable:
        words["legend"] = f"{words['legend']} {words['untranslatable_legend']}"
    values, clauses = tuple(_unconfirmed_values(run, lang)), tuple(_unconfirmed_clauses(run, lang))
    keys = dict.fromkeys([*(_source_of(run, leaf)[1] for leaf in unconfirmed(run)), *(one.source for one in _unconfirmed_rules(run))])
    tables = tuple(TableMaker(run, lang, facts).tables())

    def form_text(name: str, plain: str) -> str:
        return str(forms[name]["zh" if lang.startswith("zh") else "en"]) if forms.get(name) else plain

    return ReportContent(
        lang="zh" if lang.startswith("zh") else "en",
        words=words,
        title=form_text("title", words["title"]),
        pack_title=pack.title.in_(lang),
        entity=run.case.entity_name,
        code=run.case.entity_code or NOT_FILLED.in_(lang),
        code_fault=_code_fault(run, words, lang),
        year=period_of(run.case).in_(lang),
        date=facts.written_date or NOT_FILLED.in_(lang),
        mark=facts.mark or part_mark(run.case).in_(lang),
        draft=facts.draft or run.case.through_month is not None,
        notice=facts.notice,
        head=facts.notice if facts.head is None else facts.head,
        letter=facts.letter,
        guide_sentence=form_text("guide_sentence", words["guide_sentence"].format(title=pack.title.in_(lang))),
        declaration=form_text("declaration", words["declaration_text"]),
        numbering_note=words["draft_numbers"] if forms.get("numbering", CONFIRMED) != CONFIRMED else "",
        results=tuple(_results(run, lang)),
        share_notes=tuple(_share_notes(run, lang)),
        tables=tables,
        explained=tuple(_explained(run, lang)),
        overrides=tuple(_overrides(run, lang)),
        unconfirmed_values=values,
        unconfirmed_clauses=clauses,
        untranslatable=tuple(_untranslatable(run, lang)),
        sources=tuple(source_text(pack, key, lang) for key in keys if key in pack.sources),
        problems=tuple(_problem(run, problem, lang) for problem in problems_told(run)),
        answers=tuple(answer_rows(run, lang, facts.uploaders)),
        confirmed_doubts=confirmed_sentence(run, lang),
        unprinted_answers=unprinted_sentence(run, lang),
        treatments=facts.treatments,
        deviations=facts.deviations,
        seal=tuple(_seal(run, words)),
    )


def _code_fault(run: Run, words: Mapping[str, str], lang: str) -> str:
    fault = fault_of(run.case.entity_code)
    return "" if fault is None else words["code_fault"].format(why=fault.in_(lang))


# ── main results ─────────────────────────────────────────────────────────────────────────────────


def _results(run: Run, lang: str) -> Iterator[MainResult]:
    """The derived yearly numbers of the entity, and the yearly rates of its facilities."""
    shares = Shares(run)
    for quantity, key in _main_places(run):
        value = run.value(quantity.id, *key)
        if value is None:
            continue
        place = place_label(run, quantity.id, key, lang)
        label = marked(run.pack, quantity.id, quantity.label.in_(lang))
        yield MainResult(
            f"{label} · {place}" if place else label,
            quantity.symbol,
            value,
            quantity.year_decimals,
            unit_label(run.pack.unit_of(quantity.id, key[1])),
            shares.at(quantity.id, key),
        )


def _share_notes(run: Run, lang: str) -> Iterator[str]:
    shares = Shares(run)
    yield from (why.in_(lang) for quantity, key in _main_places(run) if (why := shares.why_over(quantity.id, key)))


def _main_places(run: Run) -> Iterator[tuple[Quantity, Key]]:
    """The derived numbers of the pack's summary tables, else all of the entity; then the rates of the year."""
    summaries = [row for plan in run.pack.forms.get("tables", ()) if plan["kind"] == "summary" for row in plan["rows"]]
    named = [row["quantity"] for row in summaries if row.get("quantity") in run.pack.formulas]
    for name in named or reversed([*run.pack.formulas]):
        quantity = run.pack.quantities[name]
        if not quantity.by_facility and not quantity.by_item and not quantity.yearly_only:
            yield quantity, (None, None)
    for name in run.pack.formulas:
        quantity = run.pack.quantities[name]
        if quantity.yearly_only:
            yield from ((quantity, key) for key in run.keys[name])


# ── explanations ─────────────────────────────────────────────────────────────────────────────────


def _explained(run: Run, lang: str) -> Iterator[Explained]:
    for name in run.pack.formulas:
        quantity = run.pack.quantities[name]
        place = _example(run, quantity)
        if place is None:
            continue
        key, month = place
        found = explain(run, name, *key, month, depth=0)
        year = explain(run, name, *key, None, depth=0)
        if found is not None:
            yield _explanation(run, quantity, key, found, year, lang)


def _example(run: Run, quantity: Quantity) -> tuple[Key, int | None] | None:
    for key in run.keys[quantity.id]:
        for month in (*(period for period in run.periods if period is not None), None):
            if run.value(quantity.id, *key, month) not in (None, 0):
                return key, month
    return None


def _explanation(run: Run, quantity: Quantity, key: Key, found: Explanation, year: Explanation | None, lang: str) -> Explained:
    period = period_label(run, found.month, lang)
    place = " · ".join(part for part in (place_label(run, quantity.id, key, lang), period) if part)
    value = Decimal(found.value or "0")
    cut = f"{shown(value, found.decimals)} {found.unit}"
    if found.raw is not None and found.raw != found.value and Decimal(found.raw) != value:
        cut = f"{shown(Decimal(found.raw), None, 12)} → {cut}"
    yearly, again = "", ""
    if year is not None and found.month is not None and year.value is not None:
        yearly = _year_line(quantity, year, lang)
        again = format(Decimal(year.recalculated), ",f") if year.recalculated else ""
    return Explained(
        title=marked(run.pack, quantity.id, quantity.label.in_(lang)),
        clause=one_language(quantity.clause or found.clause, lang),
        symbols=f"{quantity.symbol} = {found.formula_symbols}",
        words=found.formula_words.in_(lang),
        place=place,
        numbers=f"{quantity.symbol} = {found.formula_numbers}",
        value=f"= {cut}",
        year=yearly,
        recalculated=again,
    )


def _year_line(quantity: Quantity, year: Explanation, lang: str) -> str:
    """The year's number, and how it follows from the months or from yearly numbers."""
    amount = f"{shown(Decimal(year.value or '0'), quantity.year_decimals)} {year.unit}"
    if year.kind == "formula":
        return f"{quantity.symbol} = {year.formula_numbers} = {amount}"
    return f"{amount}（{year.formula_words.zh}）" if lang.startswith("zh") else f"{amount} ({year.formula_words.en})"


# ── what is not confirmed, what was found ────────────────────────────────────────────────────────


def _overrides(run: Run, lang: str) -> Iterator[tuple[str, ...]]:
    """Label, name, the edition's value with its standing, the value in its place, unit, document and person, reason."""
    for one in run.case.overrides:
        if one.parameter is not None:
            parameter = run.pack.parameter(one.parameter, run.case.year)
            label, replaced = parameter.label.in_(lang), parameter.replaced
        else:
            table, row = run.pack.tables[one.table or ""], one.item or ""
            label = f"{table.label.in_(lang)} · {table.rows[row].label.in_(lang)} · {one.column}"
            replaced = table.fact(row, one.column or "").replaced
        before = "—"
        if replaced is not None and replaced.value:
            standing = status_label(replaced.status, lang)
            before = f"{replaced.value}（{standing}）" if lang.startswith("zh") else f"{replaced.value} ({standing})"
        yield (label, one.name, before, one.value, one.unit, f"{one.document} · {one.person}", one.reason)


def _unconfirmed_values(run: Run, lang: str) -> Iterator[tuple[str, ...]]:
    """Label, symbol, value, unit, standing, clause, source."""
    for leaf in unconfirmed(run):
        quantity = run.pack.quantities.get(leaf.quantity)
        item = item_label(run, leaf.quantity, leaf.item, lang) if quantity else ""
        place = " · ".join(
            part for part in (facility_label(run, leaf.facility if quantity and _by_place_default(quantity) else None), item) if part
        )
        label = leaf.label.in_(lang)
        yield (
            f"{label} · {place}" if place else label,
            leaf.symbol,
            leaf.value or "",
            unit_label(leaf.unit),
            status_label(leaf.status, lang),
            one_language(leaf.clause, lang),
            _source_named(run, leaf, lang),
        )


def _source_named(run: Run, leaf: Explanation, lang: str) -> str:
    """What a value's source is called, after its table where it has one; the full text stands once below the list."""
    table, source = _source_of(run, leaf)
    return cited(run.pack, table.in_(lang), source, lang)


def _source_of(run: Run, leaf: Explanation) -> tuple[Text, str]:
    """The table of a value, blank where it stands in none, and the key of its source."""
    quantity = run.pack.quantities.get(leaf.quantity)
    default = quantity.default if quantity else None
    if quantity is not None and default is not None and default.table is not None:
        cell = default_cell(run.pack, quantity, run.case, (leaf.facility, leaf.item))
        return (cell.table.label, cell.fact.source) if cell else (NO_TABLE, "")
    name = default.parameter if default is not None and default.parameter else leaf.quantity
    return NO_TABLE, run.pack.parameter(name, run.case.year).source


def _by_place_default(quantity: Quantity) -> bool:
    return quantity.default is not None and quantity.default.parameter is None


def _unconfirmed_clauses(run: Run, lang: str) -> Iterator[tuple[str, ...]]:
    """Label, symbol, standing, clause, source of every computed quantity whose rule is not from an official text."""
    for quantity in _unconfirmed_rules(run):
        standing, clause = status_label(quantity.status, lang), one_language(quantity.clause, lang)
        yield (quantity.label.in_(lang), quantity.symbol, standing, clause, source_name(run.pack, quantity.source, lang))


def _unconfirmed_rules(run: Run) -> list[Quantity]:
    return [run.pack.quantities[name] for name in run.pack.formulas if run.pack.quantities[name].status != CONFIRMED]


def _untranslatable(run: Run, lang: str) -> Iterator[tuple[str, ...]]:
    """What the edition says, its clause, its standing, and the results that depend on it."""
    for one in untranslatable_rows(run.pack, lang):
        labels = [run.pack.quantities[name].label.in_(lang) for name in one["results"]]
        results = ("、" if lang.startswith("zh") else ", ").join(labels)
        yield (f"{MARK} {one['message']}", one_language(one["clause"], lang), status_label(one["status"], lang), results)


def _problem(run: Run, problem: Problem, lang: str) -> tuple[str, ...]:
    """Severity, code, place, message, remedy."""
    return (
        SEVERITIES[problem.severity].in_(lang),
        problem.code,
        places_text(run, problem, lang),
        problem.message.in_(lang),
        problem.remedy.in_(lang),
    )


def _seal(run: Run, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield words["pack"], run.pack.id
    yield words["pack_hash"], run.pack.hash
    yield words["snapshot"], run.case.snapshot_hash
    yield words["run_hash"], run.run_hash
