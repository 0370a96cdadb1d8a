"""`--marked OUT.xlsx`: the file that was read, written again with its problems at its cells. It reads the file once, pipes too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from tanheng.cli.case_input import read_case_content
from tanheng.cli.inputs import read_input
from tanheng.cli.language import said
from tanheng.cli.writing import OutputFile, Writer
from tanheng.documents.input.case_file import LARGEST_FILE_BYTES
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem

marked_option = click.option(
    "--marked",
    "marked_path",
    metavar="OUT.xlsx",
    type=OutputFile(".xlsx"),
    help="Also write the workbook with its problems at their cells, to be mended there and sent again. 写出标注了问题的工作簿。",
)


@dataclass
class Marking:
    """What was read, and where its marked twin is wanted; without a `target` nothing is written."""

    target: Path | None
    writer: Writer
    lang: str
    name: str = ""
    content: bytes = b""

    def read(self, path: Path) -> tuple[Case | None, list[Problem]]:
        """The case of the file and its problems. Wrong usage where a marked workbook is wanted of what is no table."""
        if self.target is not None:
            self.writer.check(self.target)
        name, content = read_input(path, LARGEST_FILE_BYTES)
        if self.target is not None:
            self._keep(name, content)
        return read_case_content(name, content)

    def _keep(self, name: str, content: bytes) -> None:
        from tanheng.documents.marks.file import MARKABLE, is_markable

        if not is_markable(name):
            kinds = said("、", ", ").join(MARKABLE)
            raise click.UsageError(said(f"--marked 只标注 {kinds}，{name} 不是", f"--marked marks {kinds}; {name} is none of them"))
        self.name, self.content = name, content

    def write(self, problems: list[Problem], case: Case | None) -> None:
        """Writes the marked workbook and says where, beside the problems."""
        if self.target is None:
            return
        from tanheng.documents.marks.file import UnmarkableFile, marked_workbook

        try:
            marked = marked_workbook(self.name, self.content, problems, self.lang, case)
        except UnmarkableFile:
            told = said(f"{self.name} 读不出单元格，无法标注", f"{self.name} has no cells that can be read, so none are marked")
            click.echo(told, err=True)
            return
        self.writer.write({self.target: marked})
        click.echo(said(f"标注后的工作簿：{self.target}", f"The marked workbook: {self.target}"), err=True)
