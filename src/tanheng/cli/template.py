"""`tanheng template`: an empty input workbook, or the same table as CSV, for a rule pack. Writes the one file it is asked for."""

from __future__ import annotations

from pathlib import Path

import click

from tanheng.cli.case_input import pack_or_usage
from tanheng.cli.kit import write_whole
from tanheng.engine.case import Facility
from tanheng.engine.case_reading import UNADDRESSABLE
from tanheng.engine.pack import Pack


@click.command()
@click.argument("pack_id", metavar="PACK")
@click.option("--year", type=click.IntRange(1990, 2100), required=True, help="Year of the data. 数据年度。")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE.xlsx or FILE.csv")
@click.option(
    "--facility", "facility_texts", multiple=True, metavar="ID:KIND[:NAME]",
    help="A facility with rows of its own; may be repeated. Default: one of each required kind. 设施，可重复。",
)
@click.option("--item", "items", multiple=True, metavar="ITEM", help="A fuel, carbonate … with rows of its own. 品种，可重复。")
@click.option("--entity", "entity_name", default="", help="Name of the entity. 企业名称。")
@click.option("--code", "entity_code", default="", help="Its unified social credit code. 统一社会信用代码。")
@click.option("--grain", type=click.Choice(["month", "year"]), default=None, help="By month (default) or one value a year. 按月或按年。")
@click.option("--overwrite", is_flag=True, help="Replace FILE where it exists; what was typed in it is lost. 覆盖已有文件。")
def template(
    pack_id: str, year: int, output: Path, facility_texts: tuple[str, ...], items: tuple[str, ...], entity_name: str,
    entity_code: str, grain: str | None, overwrite: bool,
) -> None:
    """Write an empty input workbook for PACK, to be filled and given to `tanheng calculate`. 生成填报工作簿。"""
    pack = pack_or_usage(pack_id, "PACK")
    if not overwrite and output.exists() and output.stat().st_size:
        said = (
            f"{output} 已存在，可能已经填写；换个文件名，或加 --overwrite / "
            "exists and may be filled in; name another file or add --overwrite"
        )
        raise click.BadParameter(said, param_hint="-o")
    facilities = [_facility(pack, text) for text in facility_texts]
    _check_items(pack, items)
    if output.suffix.lower() == ".csv":
        from tanheng.documents.input_csv import csv_template as written
    elif output.suffix.lower() == ".xlsx":
        from tanheng.documents.input_template import input_template as written
    else:
        raise click.BadParameter("FILE.xlsx 或 FILE.csv / write FILE.xlsx or FILE.csv", param_hint="-o")
    content = written(pack, year, facilities, items, entity=(entity_name, entity_code), grain=grain or "")
    write_whole({output: content})
    if not pack.covers(year):
        valid = f"{pack.valid_from}–{pack.valid_to or ''}"
        click.echo(
            f"注意 note: {year} 不在 {pack.id} 的适用期内（{valid}），请确认年度或规则版本 / "
            f"lies outside the validity of the edition ({valid}): check the year or the edition",
            err=True,
        )
    click.echo(f"已写入 written: {output}（{pack.id}，{year}）")


def _facility(pack: Pack, text: str) -> Facility:
    parts = [part.strip() for part in text.split(":", 2)]
    kinds = ", ".join(pack.facility_kinds)
    if len(parts) < 2 or not parts[0] or parts[1] not in pack.facility_kinds or UNADDRESSABLE.search(parts[0]):
        said = f"{text}：写成 编号:类别:名称，类别：{kinds} / write id:kind:name, kinds: {kinds}"
        raise click.BadParameter(said, param_hint="--facility")
    return Facility(parts[0], parts[1], parts[2] if len(parts) > 2 and parts[2] else parts[0])


def _check_items(pack: Pack, items: tuple[str, ...]) -> None:
    tables = {one.item_table for one in pack.inputs() if one.item_table}
    known = [item for table in sorted(tables) for item in pack.tables[table].rows]
    for item in items:
        if item not in known:
            raise click.BadParameter(f"{item}；可用：{', '.join(known) or '—'} / unknown item", param_hint="--item")
