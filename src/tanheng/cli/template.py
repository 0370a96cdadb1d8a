"""`tanheng template`: an empty input workbook, or the same table as CSV, for a rule pack."""

from __future__ import annotations

from pathlib import Path

import click

from tanheng.cli.case_input import pack_or_usage
from tanheng.cli.language import language_option, said
from tanheng.cli.writing import OutputFile, Writer, writes_files
from tanheng.engine.case import Facility
from tanheng.engine.case.places import UNADDRESSABLE
from tanheng.engine.pack import Pack


@click.command()
@click.argument("pack_id", metavar="PACK")
@click.option("--year", type=click.IntRange(1990, 2100), required=True, help="Year of the data. 数据年度。")
@click.option(
    "-o",
    "--output",
    type=OutputFile(".xlsx", ".csv"),
    required=True,
    metavar="FILE.xlsx|.csv",
    help="The form to write. 要写出的表。",
)
@click.option(
    "--facility",
    "facility_texts",
    multiple=True,
    metavar="ID:KIND[:NAME]",
    help="A facility with rows of its own; may be repeated. Default: one of each required kind. 设施，可重复。",
)
@click.option("--item", "items", multiple=True, metavar="ITEM", help="A fuel, carbonate … with rows of its own. 品种，可重复。")
@click.option("--entity", "entity_name", default="", help="Name of the entity. 企业名称。")
@click.option("--code", "entity_code", default="", help="Its unified social credit code. 统一社会信用代码。")
@click.option("--grain", type=click.Choice(["month", "year"]), default=None, help="By month (default) or one value a year. 按月或按年。")
@writes_files
@language_option
def template(
    pack_id: str,
    year: int,
    output: Path,
    facility_texts: tuple[str, ...],
    items: tuple[str, ...],
    entity_name: str,
    entity_code: str,
    grain: str | None,
    writer: Writer,
    lang: str,
) -> None:
    """Write an empty input workbook for PACK, to be filled and given to `tanheng calculate`. 生成填报工作簿。"""
    pack = pack_or_usage(pack_id, "PACK")
    writer.check(output)
    facilities = [_facility(pack, text) for text in facility_texts]
    items = tuple(_item(pack, text) for text in items)
    if output.suffix.lower() == ".csv":
        from tanheng.documents.input.csv_tables import csv_template as written
    else:
        from tanheng.documents.input.template.workbook import input_template as written
    content = written(pack, year, facilities, items, entity=(entity_name, entity_code), grain=grain or "")
    writer.write({output: content})
    if not pack.covers(year):
        valid = f"{pack.valid_from}–{pack.valid_to or ''}"
        click.echo(
            said(
                f"注意：{year} 不在 {pack.id} 的适用期内（{valid}），请确认年度或规则版本",
                f"note: {year} lies outside the validity of {pack.id} ({valid}): check the year or the edition",
            ),
            err=True,
        )
    click.echo(said(f"已写入：{output}（{pack.id}，{year}）", f"written: {output} ({pack.id}, {year})"))


def _facility(pack: Pack, text: str) -> Facility:
    parts = [part.strip() for part in text.split(":", 2)]
    kinds = ", ".join(pack.facility_kinds)
    if len(parts) < 2 or not parts[0] or parts[1] not in pack.facility_kinds or UNADDRESSABLE.search(parts[0]):
        told = said(f"{text}：写成 编号:类别:名称，类别：{kinds}", f"{text}: write id:kind:name, kinds: {kinds}")
        raise click.BadParameter(told, param_hint="--facility")
    return Facility(parts[0], parts[1], parts[2] if len(parts) > 2 and parts[2] else parts[0])


def _item(pack: Pack, text: str) -> str:
    """The id of an item that is named by its id, its label or what people call it."""
    from tanheng.documents.input.headings import item_names

    tables = sorted({one.item_table for one in pack.inputs() if one.item_table})
    known = [item for table in tables for item in pack.tables[table].rows]
    if text in known:
        return text
    found = {item for table in tables for item in [item_names(pack, table).find(text)] if item}
    if len(found) != 1:
        names = ", ".join(known) or "—"
        told = said(f"没有品种 {text}；可用：{names}", f"there is no item {text}; known: {names}")
        raise click.BadParameter(told, param_hint="--item")
    return found.pop()
