"""Every command that writes: never over its own input, never over what stands unasked, whole files or none, and a word for the disk."""

from __future__ import annotations

import ctypes
import errno
import importlib
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from tanheng.cli import COMMANDS, main
from tanheng.cli.writing import OutputFile, OutputFolder, Staged
from tanheng.seal.notes import ED25519, PrivateKey
from tests.bulk.test_bad_tables import smelter, written
from tests.documents.sample_input import sample_workbook

from .conftest import Tanheng, answered

PACK, OTHER = "cn/aluminium/cets_2024", "cn/aluminium/ndrc_2013"
PROGRAM = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')"]
OLD = b"of last month"
demo = importlib.import_module("tanheng.cli.demo")  # the command of that name stands in it
DROP_BOUND, OVERRIDE, SEARCH = 24, 1, 2  # PR_CAPBSET_DROP and the two capabilities with which root passes every lock


@dataclass(frozen=True)
class Writing:
    """A command that writes: `{case}` and the like are its inputs, `{out}` the name it writes to."""

    words: tuple[str, ...]
    name: str  # of the file
    within: str = ""  # the file that a command puts into the folder it was given
    reads: str = "{case}"

    def filled(self, folder: Path, out: Path, **inputs: Path) -> list[str]:
        values = {"out": str(out), "other": str(folder / "other.parquet"), **{name: str(path) for name, path in inputs.items()}}
        return [word.format(**values) for word in self.words]


WRITERS = {
    "calculate": Writing(("calculate", "{workbook}", "--marked", "{out}"), "marked.xlsx", reads="{workbook}"),
    "receipt": Writing(("receipt", "{case}", "-o", "{out}"), "receipt.json"),
    "kit": Writing(("kit", "{case}", "-o", "{out}"), "kit.xlsx"),
    "report": Writing(("report", "{case}", "-o", "{out}"), "report", "report.docx"),
    "template": Writing(("template", PACK, "--year", "2025", "-o", "{out}"), "input.xlsx", reads=""),
    "template, csv": Writing(("template", PACK, "--year", "2025", "-o", "{out}"), "input.csv", reads=""),
    "answers": Writing(("answers", "{doubtful}", "-o", "{out}"), "answers.xlsx", reads="{doubtful}"),
    "bridge": Writing(("bridge", "{case}", "--to", OTHER, "--with", "{more}", "-o", "{out}"), "bridge.xlsx"),
    "bridge, supplement": Writing(("bridge", "{case}", "--to", OTHER, "--with", "{more}", "-o", "{out}"), "bridge.xlsx", reads="{more}"),
    "compare": Writing(("compare", "{case}", "{doubtful}", "-o", "{out}"), "comparison.xlsx"),
    "why": Writing(("why", "{case}", "{doubtful}", "-o", "{out}"), "why.xlsx"),
    "tracks": Writing(("tracks", "{case}", "-o", "{out}"), "tracks.xlsx"),
    "defaults": Writing(("defaults", "{case}", "-o", "{out}"), "defaults.xlsx"),
    "obligations": Writing(("obligations", "{case}", "-o", "{out}"), "obligations.xlsx"),
    "batch": Writing(("batch", PACK, "{table}", "--year", "2025", "-o", "{out}"), "out.parquet", reads="{table}"),
    "batch, traces": Writing(
        ("batch", PACK, "{table}", "--year", "2025", "-o", "{other}", "--traces", "{out}"), "traces.jsonl", reads="{table}"
    ),
    "batch, problems": Writing(
        ("batch", PACK, "{table}", "--year", "2025", "-o", "{other}", "--problems", "{out}"), "told.csv", reads="{table}"
    ),
    "rules book": Writing(("rules", "book", PACK, "-o", "{out}"), "book.html", reads=""),
    "demo": Writing(("demo", "--out", "{out}"), "out", "case-2025.yaml", reads=""),
}
WITHOUT_A_CASE = {
    "proof": ("proof", "1", "total", "-o", "{out}"),
    "checkpoint": ("checkpoint", "-o", "{out}"),
    "witness sign": ("witness", "sign", "{case}", "{more}", "-o", "{out}"),
}  # of a database or of another one's journal: what they refuse is tried here, what they write where their apps are tried
ONCE = {
    "backup": ("backup", "{out}"),
    "backup-keys": ("backup-keys", "{out}"),
    "witness init": ("witness", "init", "{out}", "{key}", "--name", "sister"),
}  # a backup or a key is never replaced, so there is no option that would
every_writer = pytest.mark.parametrize("writing", WRITERS.values(), ids=WRITERS)


@pytest.fixture
def inputs(sample: Path, tmp_path: Path) -> dict[str, Path]:
    more = tmp_path / "more.yaml"
    more.write_text(
        'values: [{quantity: electricity_emission_factor_tco2_per_mwh, each_month: "0.5703", kind: default}]\n', encoding="utf-8"
    )
    doubtful = tmp_path / "doubtful.yaml"
    doubtful.write_bytes(sample.read_bytes())
    workbook = tmp_path / "workbook.xlsx"
    workbook.write_bytes(sample_workbook())
    return {
        "case": answered(sample), "doubtful": doubtful, "more": more, "table": written(smelter(), tmp_path), "workbook": workbook,
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_SERVE", "0")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ── no command is left out ───────────────────────────────────────────────────────────────────────


def commands(group: click.Group, names: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*names, name))
        else:
            yield " ".join((*names, name)), command


def test_every_command_that_writes_is_tried_here() -> None:
    tried = {name.partition(",")[0] for name in WRITERS}
    for name, command in commands(main):
        targets = [one for one in command.params if isinstance(one.type, OutputFile | OutputFolder)]
        asked = {one.name for one in command.params} & {"overwrite", "make_folder"}
        assert bool(targets) == (name in tried | set(WITHOUT_A_CASE) | set(ONCE)), name
        both = 2 if targets and name not in ONCE else 0
        assert name == "restore-keys" or len(asked) == both, f"{name}: --overwrite and --make-folder go with what is written"
        if name in {*WITHOUT_A_CASE, *ONCE}:
            continue
        tried_options = {word for one in WRITERS.values() for word in one.words if one.words[0] == name.partition(" ")[0]}
        for one in targets:
            assert tried_options & set(one.opts), f"{name}: {one.opts} is not tried here"


def test_every_file_of_a_command_goes_through_the_same_doors() -> None:
    for name, command in commands(main):
        for one in command.params:
            assert not isinstance(one.type, click.Path | click.File), f"{name}: {one.name} knows neither inputs nor outputs"
    source = Path(sys.modules["tanheng.cli"].__file__ or "").parent
    for path in source.glob("*.py"):
        if path.name != "writing.py":
            found = re.search(r"\.write_(bytes|text)\(|open\([^)]*[\"'][wax]|\.mkdir\(", path.read_text(encoding="utf-8"))
            assert found is None, f"{path.name} writes by itself: {found and found[0]}"
    assert set(COMMANDS) == {name.partition(" ")[0] for name, _ in commands(main)}


# ── what the rules forbid: status 2 ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("alias", [Path.symlink_to, Path.hardlink_to], ids=["symbolic", "hard"])
@pytest.mark.parametrize("writing", [one for one in WRITERS.values() if one.reads], ids=[n for n, w in WRITERS.items() if w.reads])
def test_no_input_is_written_over(
    writing: Writing, alias: Callable[[Path, Path], None], tanheng: Tanheng, inputs: dict[str, Path], tmp_path: Path
) -> None:
    target = tmp_path / writing.name / writing.within
    target.parent.mkdir(exist_ok=True)
    alias(target, inputs[writing.reads.strip("{}")])
    before = contents(tmp_path)
    found = tanheng(*writing.filled(tmp_path, tmp_path / writing.name, **inputs), "--overwrite")
    assert found.exit_code == 2
    assert "是本命令要读的文件，不能覆盖" in found.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("spelling", ["input.xlsx", "./input.xlsx", "../{folder}/input.xlsx", "{absolute}", "folder/../input.xlsx"])
def test_an_input_is_known_under_every_spelling(spelling: str, tanheng: Tanheng, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert tanheng("template", PACK, "--year", "2025", "-o", "input.xlsx").exit_code == 0
    before = (tmp_path / "input.xlsx").read_bytes()
    output = spelling.format(folder=tmp_path.name, absolute=tmp_path / "input.xlsx")
    found = tanheng("kit", "input.xlsx", "-o", output, "--overwrite", "--lang", "en")
    assert found.exit_code == 2 and "never written over" in found.stderr
    assert (tmp_path / "input.xlsx").read_bytes() == before


def test_what_comes_through_standard_input_is_not_written_over(tanheng: Tanheng, tmp_path: Path) -> None:
    book = tmp_path / "input.xlsx"
    tanheng("template", PACK, "--year", "2025", "-o", book)
    before = book.read_bytes()
    with book.open("rb") as file:
        words = [*PROGRAM, "kit", "-", "-o", str(book), "--overwrite"]
        found = subprocess.run(words, stdin=file, capture_output=True, text=True, check=False)
    assert found.returncode == 2 and "不能覆盖" in found.stderr
    assert book.read_bytes() == before


@every_writer
def test_what_stands_is_replaced_only_when_asked_for(writing: Writing, tanheng: Tanheng, inputs: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / writing.name / writing.within
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(OLD)
    found = tanheng(*writing.filled(tmp_path, tmp_path / writing.name, **inputs))
    assert found.exit_code == 2
    assert "--overwrite" in found.stderr and target.name in found.stderr
    assert target.read_bytes() == OLD
    assert [path.name for path in target.parent.iterdir() if path.name.startswith(".")] == []


@every_writer
def test_a_missing_folder_is_refused(writing: Writing, tanheng: Tanheng, inputs: dict[str, Path], tmp_path: Path) -> None:
    before = contents(tmp_path)
    found = tanheng(*writing.filled(tmp_path, tmp_path / "no" / "folder" / writing.name, **inputs))
    assert found.exit_code == 2
    assert "没有文件夹" in found.stderr and "--make-folder" in found.stderr
    assert contents(tmp_path) == before and not (tmp_path / "no").exists()


@pytest.mark.parametrize("name", ["kit", "report", "template", "answers", "bridge", "batch, traces", "rules book"])
def test_with_both_options_it_is_written(name: str, tanheng: Tanheng, inputs: dict[str, Path], tmp_path: Path) -> None:
    writing = WRITERS[name]
    out = tmp_path / "new" / "folder" / writing.name
    words = writing.filled(tmp_path, out, **inputs)
    assert tanheng(*words, "--make-folder").exit_code == 0
    first = (out / writing.within).read_bytes()
    (out / writing.within).write_bytes(OLD)
    (out / writing.within).chmod(0o600)
    assert tanheng(*words, "--overwrite").exit_code == 0
    assert (out / writing.within).read_bytes() == first
    assert (out / writing.within).stat().st_mode & 0o777 == 0o600  # who could not read it before cannot read it now


def test_a_link_to_an_older_file_stays_a_link(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    old, link = tmp_path / "archive" / "kit.xlsx", tmp_path / "kit.xlsx"
    old.write_bytes(OLD)
    link.symlink_to(old)
    assert tanheng("kit", sample, "-o", link).exit_code == 2
    assert tanheng("kit", sample, "-o", link, "--overwrite").exit_code == 0
    assert link.is_symlink() and old.read_bytes().startswith(b"PK")


def test_two_outputs_are_not_one_file(tanheng: Tanheng, inputs: dict[str, Path], tmp_path: Path) -> None:
    words = ("batch", PACK, inputs["table"], "--year", "2025", "-o", tmp_path / "a.parquet", "--problems")
    (tmp_path / "x.json").symlink_to(tmp_path / "a.parquet")
    found = tanheng(*words, tmp_path / "x.json")
    assert found.exit_code == 2 and "写了两次" in found.stderr


@pytest.mark.parametrize("name", [*WITHOUT_A_CASE, *ONCE])
def test_without_a_case_the_same_is_refused(
    name: str, tanheng: Tanheng, inputs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANHENG_HOME", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret-key").write_text("of an installation")
    (tmp_path / "old.json").write_bytes(OLD)
    words = {**inputs, "key": PrivateKey("plant", ED25519, bytes(32)).public.written}
    for target, told in (("old.json", "已存在"), ("no/folder/new.json", "没有文件夹")):
        before = contents(tmp_path)
        found = tanheng(*(word.format(**words, out=tmp_path / target) for word in {**WITHOUT_A_CASE, **ONCE}[name]))
        assert (found.exit_code, contents(tmp_path)) == (2, before)
        assert told in found.stderr


# ── what the disk refuses: status 1 ──────────────────────────────────────────────────────────────


def without_privileges() -> None:
    """Root is refused like anybody, once the program has started."""
    if os.geteuid() == 0:
        for one in (OVERRIDE, SEARCH):
            ctypes.CDLL(None).prctl(DROP_BOUND, one, 0, 0, 0)


def on_a_full_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def run(words: list[str], before: Callable[[], None]) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=False, env=surroundings, preexec_fn=before)


@every_writer
def test_a_folder_that_cannot_be_written_is_told(writing: Writing, inputs: dict[str, Path], tmp_path: Path) -> None:
    locked = tmp_path / "locked" / (writing.name if writing.within else "")
    locked.mkdir(parents=True)
    locked.chmod(0o500)
    out = locked if writing.within else locked / writing.name
    found = run(writing.filled(tmp_path, out, **inputs), without_privileges)
    locked.chmod(0o700)
    assert found.returncode == 1
    assert found.stderr.splitlines()[-1].startswith("错误：写不了") and "没有权限" in found.stderr
    assert "Traceback" not in found.stderr and list(locked.iterdir()) == []


@every_writer
def test_a_full_disk_is_told_and_nothing_stays(writing: Writing, inputs: dict[str, Path], tmp_path: Path) -> None:
    if writing.name == "told.csv":  # needs something to tell
        inputs["table"].write_text(inputs["table"].read_text().replace("potline", "pot"), encoding="utf-8")
    before = contents(tmp_path)
    found = run([*writing.filled(tmp_path, tmp_path / "new" / writing.name, **inputs), "--make-folder"], on_a_full_disk)
    assert found.returncode == 1, found.stderr
    assert found.stderr.splitlines()[-1].startswith("错误：写不了") and "超出允许的文件大小" in found.stderr
    assert "Traceback" not in found.stderr
    assert contents(tmp_path) == before and not (tmp_path / "new").exists()


WORK = {
    "rules book": "tanheng.documents.rule_book.book:open_book",
    "template": "tanheng.documents.input.template.workbook:input_template",
    "template, csv": "tanheng.documents.input.csv_tables:csv_template",
    "demo": "tanheng.cli.demo:run_case",
}  # what a command without input has to do


@pytest.mark.parametrize("trouble", ["full disk", "locked folder", "standing file"])
@pytest.mark.parametrize("name", WRITERS)
def test_what_cannot_be_written_is_told_before_the_work(
    name: str, trouble: str, tanheng: Tanheng, inputs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every input is one that cannot be read: a command that looked at it first would say so."""
    writing, out = WRITERS[name], tmp_path / "place" / WRITERS[name].name
    (out / writing.within).parent.mkdir(parents=True)
    for path in inputs.values():
        path.write_bytes(b"\xff\xfe\xff")
    if name in WORK:
        monkeypatch.setattr(WORK[name].replace(":", "."), lambda *_, **__: pytest.fail("the work began"))
    if trouble == "standing file":
        (out / writing.within).write_bytes(OLD)
    else:
        monkeypatch.setattr(Staged, "fill", refusing(errno.ENOSPC if trouble == "full disk" else errno.EACCES))
    found = tanheng(*writing.filled(tmp_path, out, **inputs))
    said = {"full disk": "磁盘已满", "locked folder": "没有权限", "standing file": "--overwrite"}[trouble]
    assert found.exit_code == (2 if trouble == "standing file" else 1) and said in found.stderr
    assert len(found.stderr.splitlines()) <= 4 and not found.stdout  # usage, a blank line and the error


def refusing(number: int) -> Callable[..., None]:
    """A system that writes nothing."""

    def refused(staged: Staged, content: bytes) -> None:
        raise OSError(number, os.strerror(number), str(staged.ready))

    return refused


def test_of_several_files_all_or_none_are_there(inputs: dict[str, Path], tmp_path: Path) -> None:
    """The tables would fit, the report does not: the tables of last month stay."""
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "official-tables.xlsx").write_bytes(OLD)

    def nearly_full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    found = run(["report", str(inputs["case"]), "-o", str(folder), "--overwrite", "--lang", "en"], nearly_full)
    assert found.returncode == 1 and "the file would be larger than is allowed here" in found.stderr
    assert contents(folder) == {"official-tables.xlsx": OLD}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("folder.xlsx", "是文件夹"),
        ("n" * 300 + ".xlsx", "名称太长"),
        ("circle.xlsx", "绕成了圈"),
        ("file/kit.xlsx", "不是文件夹"),
        ("pipe.xlsx", "不是普通文件"),
        ("null.xlsx", "不是普通文件"),
    ],
)
def test_a_name_that_cannot_be_a_file_is_told(name: str, why: str, tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "circle.xlsx").symlink_to(tmp_path / "circle.xlsx")
    (tmp_path / "null.xlsx").symlink_to("/dev/null")
    os.mkfifo(tmp_path / "pipe.xlsx")
    found = tanheng("kit", sample, "-o", tmp_path / name, "--overwrite", "--make-folder")
    assert found.exit_code == 1
    assert found.stderr.startswith("错误：写不了") and why in found.stderr


def test_a_name_as_long_as_names_may_be_is_written(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / ("n" * 250 + ".xlsx")
    assert tanheng("kit", sample, "-o", target).exit_code == 0
    assert target.read_bytes().startswith(b"PK")


def test_a_case_that_may_not_be_read_is_told(sample: Path) -> None:
    sample.chmod(0o000)
    found = run(["calculate", str(sample)], without_privileges)
    assert found.returncode == 1
    assert found.stderr == f"错误：{sample}：没有权限\n"
