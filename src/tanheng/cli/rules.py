"""`tanheng rules`: list the rule packs, show one, compare two, and check that they are sound and their worked
cases hold.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import click

from tanheng.cli.case_input import pack_or_usage
from tanheng.cli.language import language_option, said
from tanheng.cli.progress import progress
from tanheng.cli.result_table import table_lines
from tanheng.cli.rule_words import BROKEN_MARK, COUNTED, DISABLED_MARK, cell_word, key_word, path_words
from tanheng.cli.writing import OutputFile, Writer, writes_files
from tanheng.engine.case.reading import read_case
from tanheng.engine.errors import PackError
from tanheng.engine.pack_document import pack_differences, pack_document
from tanheng.engine.ranges import is_proven
from tanheng.engine.running import run_case
from tanheng.rulebook import broken_reason, hash_of, listed_pack_ids, load, pack_ids, resolved_head

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON. 输出 JSON。")
DISABLED = {"zh": "已停用，不能用于计算", "en": "is disabled and cannot calculate"}
BROKEN = {"zh": "已损坏，不能用于计算", "en": "is broken and cannot calculate"}
SAME = {"zh": "两个规则包没有差别", "en": "the two packs do not differ"}
SECTIONS = {
    "quantities": ("symbol", "label", "unit", "role", "decimals", "status"),
    "formulas": ("symbol", "formula", "clause"),
    "checks": ("severity", "low", "high", "unit", "status", "message"),
    "untranslatable": ("message", "affects", "results", "clause", "status"),
}
OPTIONAL = ("untranslatable",)


@click.group()
def rules() -> None:
    """List, show, compare and check rule packs. 查看与检查规则包。"""


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


@rules.command("list")
@json_option
@language_option
def list_packs(as_json: bool, lang: str) -> None:
    """All rule packs with title, validity and status. 列出规则包。"""
    heads = [_listed(pack_id, lang, hashed=as_json) for pack_id in listed_pack_ids()]
    if as_json:
        _print_json(heads)
        return
    rows = [[key_word(key, lang) for key in ("id", "valid", "status", "title")]]
    for one in heads:
        valid, status = f"{one['valid_from'] or ''}–{one['valid_to'] or ''}", cell_word("status", one["status"], lang) or "–"
        rows.append([one["id"], valid, status, _titled(one, lang)])
    for line in table_lines(rows, right=set()):
        click.echo(line)
    for one in heads:
        if "disabled" in one:
            click.echo(f"\n{one['id']} {DISABLED[lang]}: {one['disabled']}")
        if "broken" in one:
            click.echo(f"\n{one['id']} {BROKEN[lang]}: {one['broken']}")


def _listed(pack_id: str, lang: str, *, hashed: bool) -> dict[str, Any]:
    """A pack as the list shows it, from its head alone: nothing is built or proven for a list."""
    if reason := broken_reason(pack_id):
        return _broken(pack_id, reason.in_(lang))
    head = resolved_head(pack_id)
    valid = head.get("valid") or {}
    row = {
        "id": pack_id,
        "title": head["title"][lang],
        "kind": head["kind"],
        "jurisdiction": head["jurisdiction"],
        "sector": head["sector"],
        "status": head["status"],
        "valid_from": valid.get("from"),
        "valid_to": valid.get("to"),
    }
    if hashed:
        try:
            row["hash"] = hash_of(pack_id) or None
        except PackError as error:
            return _broken(pack_id, error.told.in_(lang))
    if "disabled" in head:
        row["disabled"] = head["disabled"][lang]
    return row


def _broken(pack_id: str, reason: str) -> dict[str, Any]:
    """What a list says of a pack that cannot be read; the others stand beside it as ever."""
    unknown = ("title", "kind", "jurisdiction", "sector", "status", "valid_from", "valid_to")
    return {"id": pack_id, **dict.fromkeys(unknown), "broken": reason}


def _titled(row: dict[str, Any], lang: str) -> str:
    if "broken" in row:
        return f"[{BROKEN_MARK.in_(lang)}]"
    return f"{row['title']} [{DISABLED_MARK.in_(lang)}]" if "disabled" in row else str(row["title"])


@rules.command()
@click.argument("pack_id", metavar="PACK")
@json_option
@language_option
def show(pack_id: str, as_json: bool, lang: str) -> None:
    """The whole pack: quantities, parameters, tables, formulas, checks. 显示规则包全文。"""
    document = pack_document(pack_or_usage(pack_id, "PACK"), lang)
    if as_json:
        _print_json(document)
        return
    for line in _shown(document, lang):
        click.echo(line)


def _shown(document: dict[str, Any], lang: str) -> Iterator[str]:
    yield f"{document['title']} ({document['id']})  {document['hash']}"
    for section, columns in SECTIONS.items():
        if section not in OPTIONAL or document[section]:
            yield f"\n# {key_word(section, lang)}"
            yield from _table(columns, document[section].items(), lang)
    yield f"\n# {key_word('parameters', lang)}"
    columns = ("symbol", "label", "value", "unit", "from", "to", "status", "source")
    yield from _table(columns, [(name, one) for name, dated in document["parameters"].items() for one in dated], lang)
    for name, table in document["tables"].items():
        yield f"\n# {name}: {table['label']} ({table['set']})"
        yield from _table(("label", "unit", *table["columns"], "status"), table["rows"].items(), lang)


def _table(columns: Iterable[str], rows: Iterable[tuple[str, dict[str, Any]]], lang: str) -> Iterator[str]:
    head = ("id", *columns)
    cells = [[name, *(_cell(column, row[column], lang) for column in head[1:])] for name, row in rows]
    yield from table_lines([[key_word(column, lang) for column in head], *cells], right=set())


def _cell(column: str, value: Any, lang: str) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return "–" if value is None else str(cell_word(column, value, lang))


@rules.command()
@click.argument("before", metavar="PACK")
@click.argument("after", metavar="PACK")
@json_option
@language_option
def diff(before: str, after: str, as_json: bool, lang: str) -> None:
    """What differs between two packs, entry by entry. 比较两个规则包。"""
    differences = list(pack_differences(pack_or_usage(before, "PACK"), pack_or_usage(after, "PACK"), lang))
    if as_json:
        _print_json(differences)
        return
    if not differences:
        click.echo(SAME[lang])
    for one in differences:
        key = one["path"].rpartition(".")[2]
        before, after = (_short(cell_word(key, one[side], lang), lang) for side in ("before", "after"))
        click.echo(f"{path_words(one['path'], lang)}: {before} → {after}")


def _short(value: Any, lang: str) -> str:
    """A value, or what an entry is called with its formula, value and unit; --json has all of it."""
    if isinstance(value, list):
        return "; ".join(_short(one, lang) for one in value) or "–"
    if not isinstance(value, dict):
        return "–" if value is None else str(value)
    name = value.get("label") or value.get(lang) or value.get("message") or value.get("id")
    words = [name, value.get("formula"), " ".join(str(value[one]) for one in ("value", "unit") if value.get(one))]
    return " · ".join(str(one) for one in words if one) or json.dumps(value, ensure_ascii=False)


@rules.command()
@click.argument("pack_id", metavar="PACK")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE.pdf|.html",
    type=OutputFile(".pdf", ".html"),
    help="The book to write. 要写出的规则书。",
)
@writes_files
@language_option
def book(pack_id: str, output: Path, writer: Writer, lang: str) -> None:
    """The guideline as a book: every formula, table, check and case with its clause and source. 写出规则书。"""
    pack_or_usage(pack_id, "PACK")
    writer.check(output)
    from tanheng.documents.rule_book.book import open_book  # the libraries start only when a book is written

    with progress(said("编写规则书", "writing the book")) as bar:
        opened = open_book(pack_id, lang)
        bar.now(said("排版", "setting it"))
        if output.suffix.lower() == ".pdf":
            from tanheng.documents.rule_book.pdf import rule_book_pdf

            content = rule_book_pdf(opened)
        else:
            from tanheng.documents.rule_book.html import rule_book_html

            content = rule_book_html(opened)
    writer.write({output: content})
    click.echo(str(output))


@rules.command()
@click.argument("pack_id", metavar="[PACK]", required=False)
@json_option
@language_option
def check(pack_id: str | None, as_json: bool, lang: str) -> None:
    """Prove names, indices and units, and recompute the worked cases. 检查规则包与算例。"""
    if pack_id is not None:
        with suppress(PackError):  # what is wrong in it the report says
            pack_or_usage(pack_id, "PACK")
    wanted, reports = [pack_id] if pack_id else [*pack_ids(), *filter(broken_reason, listed_pack_ids())], []
    with progress(said("检查规则包", "checking packs"), len(wanted)) as bar:
        for one in wanted:
            reports.append(_checked(one, lang))
            bar.step()
    if as_json:
        _print_json(reports)
    else:
        for report in reports:
            counts = {"cases": str(report["cases"]), "mistakes": str(len(report["mistakes"]))}
            click.echo(COUNTED.filled(id=report["id"], **counts).in_(lang))
            for mistake in report["mistakes"]:
                click.echo(f"  {mistake}", err=True)
    sys.exit(1 if any(report["mistakes"] for report in reports) else 0)


def _checked(pack_id: str, lang: str) -> dict[str, Any]:
    from tanheng.analysis.bridge.map_faults import part_faults
    from tanheng.cli.analysis_input import bridge_map  # the other commands of the group need no map

    try:
        pack = load(pack_id)
        mistakes = [fault.told.in_(lang) for fault in part_faults(bridge_map(), pack)]
        len(pack.cases)  # they are read late
    except PackError as error:
        return {"id": pack_id, "cases": 0, "mistakes": [error.told.in_(lang)]}
    mistakes += [mistake for case in pack.cases for mistake in worked_case_mistakes(case, lang)]
    proven = sum(is_proven(pack, name) for name in pack.formulas)
    return {"id": pack_id, "cases": len(pack.cases), "mistakes": mistakes, "bounds": {"proven": proven, "results": len(pack.formulas)}}


def worked_case_mistakes(worked: Any, lang: str) -> Iterator[str]:
    """Where a worked case of a pack does not give what it expects."""
    title = worked["title"]["zh" if lang == "zh" else "en"]
    case, problems = read_case(worked["given"], load)
    expected_code = worked.get("expected_problem")
    if case is None:
        if expected_code not in {problem.code for problem in problems}:
            yield f"{title}: " + "; ".join(problem.as_text(lang) for problem in problems)
        return
    run = run_case(load(case.pack_id), case, problems)
    told = {one.code for problem in run.problems for one in (problem, *problem.also)}
    if expected_code is not None and expected_code not in told:
        yield f"{title}: {expected_code} was expected"
    for row in worked.get("expected", ()):
        found = run.value(row["quantity"], row.get("facility"), row.get("item"), row.get("month"))
        expected = None if row["value"] is None else Decimal(row["value"])
        same = found is expected if found is None or expected is None else found.quantize(expected, ROUND_HALF_UP) == expected
        if not same:
            yield f"{title}: {row['quantity']} is {found}, expected {row['value']}"
