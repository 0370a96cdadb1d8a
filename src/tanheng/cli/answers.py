"""`tanheng answers`: a case in, its open doubts out, ready to be answered. It answers nothing by itself and writes one file at most."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tanheng.cli.case_input import case_argument, case_or_exit
from tanheng.cli.language import language_option
from tanheng.cli.last_year import beside_option, beside_or_exit
from tanheng.cli.problem_text import print_problems
from tanheng.cli.writing import OutputFile, Writer, writes_files
from tanheng.engine.answers import open_doubts
from tanheng.engine.problems import Problem, has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text

SUFFIXES = (".yaml", ".yml", ".xlsx", ".csv")
NONE_OPEN = Text("没有待答复的疑问。", "No doubt waits for an answer.")
REFUSED = Text(
    "{count} 个疑问指出数值可能用错了计量单位，尚未答复，没有生成报告。请核对数值：有误的改正后重新核算；无误的写明理由和答复人，"
    "放入算例的 answers（工作簿在“答复 Answers”表）。tanheng answers {case} 列出可直接粘贴的条目，-o 文件.xlsx 写出带待答复行的工作簿。",
    "{count} doubts say that a figure was probably typed in another unit and wait for an answer; no report was made. Correct the "
    "figures that are wrong and compute again; for those that are right, put a reason and a person under `answers` of the case (sheet "
    "答复 Answers of a workbook). `tanheng answers {case}` lists entries to paste, -o FILE.xlsx writes the workbook with a row for each.",
)
DRAFT = Text(
    "草稿：{count} 个疑问待答复（{codes}），答复后方可出具",
    "Draft: {count} doubts wait for an answer ({codes}); it may be issued once they are answered",
)
DRAFT_HEAD = Text("草稿：{count} 个疑问待答复", "Draft: doubts that wait for an answer: {count}")
DRAFT_ONE = Text(DRAFT.zh, "Draft: {count} doubt waits for an answer ({codes}); it may be issued once it is answered")


@click.command()
@case_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=OutputFile(*SUFFIXES),
    help="Write the entries (.yaml), or the whole case with a row for each doubt (.xlsx, .csv), instead of printing. 写入文件。",
)
@writes_files
@beside_option
@language_option
def answers(case_path: Path, output: Path | None, writer: Writer, beside_path: Path | None, lang: str) -> None:
    """List the doubts of CASE that a report waits for, as entries that want a reason and a person. 列出待答复的疑问。"""
    if output is not None:
        writer.check(output)
    pack, case, problems = case_or_exit(case_path, lang)
    run = run_case(pack, case, problems, beside=beside_or_exit(beside_path, lang))
    doubts = open_doubts(run.problems)
    print_problems([one for one in run.problems if one not in doubts], lang)
    if not doubts:
        click.echo(NONE_OPEN.in_(lang), err=True)
    elif output is None:
        from tanheng.documents.input.answer_text import answers_yaml

        click.echo(answers_yaml(doubts, lang), nl=False)
    else:
        writer.write({output: _written(output.suffix.lower(), run, doubts, lang)})
        click.echo(str(output))
    if has_errors(run.problems):
        sys.exit(1)


def _written(suffix: str, run: Run, doubts: list[Problem], lang: str) -> bytes:
    if suffix == ".xlsx":
        from tanheng.documents.input.template.workbook import filled_template

        return filled_template(run.pack, run.case, doubts)
    if suffix == ".csv":
        from tanheng.documents.input.csv_tables import filled_csv

        return filled_csv(run.pack, run.case, doubts)
    from tanheng.documents.input.answer_text import answers_yaml

    return answers_yaml(doubts, lang).encode()


def refuse_unit_slips(run: Run, case_path: Path, lang: str) -> None:
    """End with status 1 while a figure that was probably typed in another unit waits for its answer; the doubts are printed before."""
    slips = [one for one in open_doubts(run.problems) if one.unit_slip]
    if slips:
        click.echo(REFUSED.filled(count=str(len(slips)), case=str(case_path)).in_(lang), err=True)
        sys.exit(1)


def draft_notice(run: Run, lang: str) -> str:
    """What marks a report as a draft while doubts wait for their answers; empty where none does."""
    doubts = open_doubts(run.problems)
    codes = ", ".join(dict.fromkeys(one.code for one in doubts))
    said = DRAFT_ONE if len(doubts) == 1 else DRAFT
    return said.filled(count=str(len(doubts)), codes=codes).in_(lang) if doubts else ""


def draft_head(run: Run, lang: str) -> str:
    """The same as every page of the draft says it, without the codes; empty where none does."""
    doubts = open_doubts(run.problems)
    return DRAFT_HEAD.filled(count=str(len(doubts))).in_(lang) if doubts else ""
