"""`tanheng replay`: recompute a stored run from its own document and say equal, or where it differs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from tanheng.cli.inputs import InputFile, read_input
from tanheng.cli.language import language_option, said
from tanheng.cli.problem_text import print_problems
from tanheng.documents.input.case_file import LARGEST_FILE_BYTES
from tanheng.documents.reading.case_text import read_json
from tanheng.engine.case.reading import read_case
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.run_problems import SENTENCES
from tanheng.engine.running import run_case
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.rulebook import load_as, pack_ids

SHOWN_DIFFERENCES = 50
TEXT_CHANGED = Text("规则包的文本此后有改动，数值逐位未变", "the text of the rule pack has changed since; every digit holds")


@click.command()
@click.argument("run_path", metavar="RUN.json", type=InputFile(piped=True))
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON. 以 JSON 输出比较结果。")
@language_option
def replay(run_path: Path, as_json: bool, lang: str) -> None:
    """Recompute the stored run RUN.json (made by `calculate --json`) and compare every digit. 复算一次已存的核算。"""
    name, content = read_input(run_path, LARGEST_FILE_BYTES)
    stored, problems = _stored_run(name, content)
    if stored is None:
        _refuse(problems, as_json, lang)
    wanted = str(_inner(stored, "pack", "hash"))
    case, problems = read_case(stored["case"], lambda one: load_as(one, wanted), file=name, known_packs=tuple(pack_ids()), stored=True)
    if case is None:
        _refuse(problems, as_json, lang)
    differences = list(_differences(stored, run_case(load_as(case.pack_id, wanted), case, problems)))
    _print(differences, stored, as_json, lang)
    sys.exit(1 if differences else 0)


def _refuse(problems: Sequence[Problem], as_json: bool, lang: str) -> NoReturn:
    """Says why nothing was compared, in JSON where JSON was asked for, and ends with status 1."""
    if as_json:
        told = [problem.as_json(lang) for problem in problems]
        document = {"equal": False, "differences": [], "problems": told}
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        print_problems(problems, lang)
    sys.exit(1)


def _stored_run(name: str, content: bytes) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The stored document, or the problems for which it is none."""
    if len(content) > LARGEST_FILE_BYTES:
        most = LARGEST_FILE_BYTES // 1024 // 1024
        raise click.BadParameter(said(f"{name} 超过 {most} MiB", f"{name} is larger than {most} MiB"))
    document, _, problems = read_json(content, name)
    if problems:
        return None, problems
    if not isinstance(document, dict) or document.get("tanheng") != "run/1" or not isinstance(document.get("case"), dict):
        return None, [problem_of(SENTENCES, "RUN-301", Where(file=name))]
    return document, []


def _differences(stored: dict[str, Any], run: Run) -> list[dict[str, Any]]:
    """Hashes that differ, then every number that differs, is missing or is new."""
    found: list[dict[str, Any]] = []
    fresh = run.document("zh")
    pairs = [
        ("pack.id", _inner(stored, "pack", "id"), fresh["pack"]["id"]),
        ("year", stored.get("year"), fresh["year"]),
        ("pack.hash", _inner(stored, "pack", "hash"), fresh["pack"]["hash"]),
        ("snapshot_hash", stored.get("snapshot_hash"), fresh["snapshot_hash"]),
        ("run_hash", stored.get("run_hash"), fresh["run_hash"]),
    ]
    found += [{"what": name, "stored": str(old), "recomputed": new} for name, old, new in pairs if old != new]
    before, after = _numbers(stored.get("results")), _numbers(fresh["results"])
    for place in [*after, *(place for place in before if place not in after)]:
        if before.get(place) != after.get(place):
            found.append({"what": place, "stored": before.get(place), "recomputed": after.get(place)})
    rows = stored.get("results")
    if isinstance(rows, list) and len(rows) > len(before):
        found.append({"what": "results", "stored": f"{len(rows)} rows", "recomputed": f"{len(fresh['results'])} rows"})
    return found


def _inner(document: dict[str, Any], key: str, inner: str) -> Any:
    row = document.get(key)
    return row.get(inner) if isinstance(row, dict) else None


def _numbers(rows: Any) -> dict[str, str]:
    if not isinstance(rows, list):
        return {}
    numbers = {}
    for row in rows:
        if isinstance(row, dict):
            place = "/".join(str(row[part]) for part in ("facility", "item", "month") if row.get(part) is not None)
            numbers[f"{row.get('quantity')}@{place}"] = f"{row.get('value')} {row.get('unit')}"
    return numbers


def _only_text_changed(differences: Sequence[dict[str, Any]]) -> bool:
    """Whether the pack has another text now, and gives every digit that was stored."""
    return {one["what"] for one in differences} == {"pack.hash", "run_hash"}


def _print(differences: list[dict[str, Any]], stored: dict[str, Any], as_json: bool, lang: str) -> None:
    if as_json:
        held = {"digits_hold": True} if _only_text_changed(differences) else {}
        click.echo(json.dumps({"equal": not differences, "differences": differences, **held}, ensure_ascii=False, indent=1))
        return
    if not differences:
        count = len(stored.get("results") or [])
        text = Text(
            f"相同：{count} 个数逐位一致 {stored['run_hash']}",
            f"equal: {count} numbers, digit by digit {stored['run_hash']}",
        )
        click.echo(text.in_(lang))
        return
    click.echo(Text(f"不同：{len(differences)} 处", f"different: {len(differences)} places").in_(lang))
    if _only_text_changed(differences):
        click.echo(TEXT_CHANGED.in_(lang))
    for row in differences[:SHOWN_DIFFERENCES]:
        click.echo(f"  {row['what']}: {row['stored'] or '–'} → {row['recomputed'] or '–'}")
