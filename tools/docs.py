"""`make docs`: writes the reference from the program itself, so that it cannot lie: commands, checks, records of packs, schemas,
states.

The other way round it puts the guides that the application shows beside the program.
"""

import json
from importlib.resources import files
from pathlib import Path

import click
import yaml

from tanheng.bulk.problems import SENTENCES as BATCH_SENTENCES
from tanheng.cli import COMMANDS, main
from tanheng.cli.declared import FILE as WORDS_FILE
from tanheng.cli.declared import PASSED_ON, data_of
from tanheng.documents.report.labels import SEVERITIES
from tanheng.documents.rule_book.check_catalogue import KINDS, CatalogueEntry, catalogue, reading_entries
from tanheng.documents.rule_book.check_stages import STAGES
from tanheng.engine.records.of.bridges import BRIDGES, TYPICAL_VALUE
from tanheng.engine.records.of.cases import CASE
from tanheng.engine.records.of.day_books import DAY_BOOK
from tanheng.engine.records.of.forms import FORMS
from tanheng.engine.records.of.packs import HEAD, PARAMETER, QUANTITY, TABLE, WORKED_CASE
from tanheng.engine.records.of.sectors import SECTOR
from tanheng.engine.records.shapes import Key, Shape
from tanheng.engine.status_words import status_label
from tanheng.engine.text import Text
from tanheng.workflow.months import MONTH
from tanheng.workflow.picture import svg
from tanheng.workflow.plans import PLAN
from tanheng.workflow.tables import Table
from tanheng.workflow.years import YEAR

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
GUIDES = [ROOT / "docs" / "guides" / name for name in ("first-day.md", "first-day.zh.md")]
SHOWN_GUIDES = ROOT / "src" / "tanheng" / "web" / "guides"  # those that the application shows
COMMANDS_PAGE, CHECKS_PAGE, PACKS_PAGE = REFERENCE / "commands.md", REFERENCE / "checks.md", REFERENCE / "packs.md"
STATES_PAGE, CASE_PAGE = REFERENCE / "states.md", REFERENCE / "case.md"
STATE_TABLES = (YEAR, PLAN, MONTH)
SCHEMAS = sorted(Path(str(files("tanheng.documents").joinpath("schemas"))).glob("*.schema.json"))
CHECKS_HEAD = """# Catalogue of checks 检查目录

Written by `make docs` from the checks themselves; do not edit. The web application shows the same list with filters under Rulebook.
… stands for what a problem fills in. *unconfirmed*: the range was not read in an official text.
"""
COMMANDS_HEAD = """# Commands 命令

Written by `make docs` from the program's own help; do not edit. Exit status of every command: 0 done (warnings
allowed), 1 the data has errors (every problem listed, nothing half done), 2 wrong usage.
"""


def commands_page() -> str:
    """The whole page as Markdown."""
    parts = [COMMANDS_HEAD, _block("tanheng", main)]
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        parts += _sections(f"tanheng {name}", command, level=2)
    return "\n".join(parts)


def command_words() -> str:
    """What each command takes, as the program keeps it beside itself (`tanheng.cli.declared`)."""
    commands = {name: main.get_command(click.Context(main), name) for name in COMMANDS if name != PASSED_ON}
    return json.dumps({name: data_of(one) for name, one in commands.items() if one is not None}, ensure_ascii=False, indent=1) + "\n"


def _sections(path: str, command: click.Command, *, level: int) -> list[str]:
    parts = [f"{'#' * level} {path}\n", _block(path, command)]
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            parts += _sections(f"{path} {name}", inner, level=level + 1)
    return parts


def _block(path: str, command: click.Command) -> str:
    # A fixed width: the page must not depend on the terminal of whoever made it.
    # The program's own settings: click remembers the help option of the first context that asked for it.
    context = click.Context(command, info_name=path, terminal_width=110, max_content_width=110, **main.context_settings)
    text = command.get_help(context).rstrip()
    return f"```\n{text}\n```\n"


def checks_page() -> str:
    """The catalogue of checks as Markdown, both languages side by side."""
    entries = (*catalogue(), *reading_entries(BATCH_SENTENCES))
    return "\n".join([CHECKS_HEAD, *(_check(one) for one in entries)])


def _check(one: CatalogueEntry) -> str:
    facts = [
        ("kind 类别", _two(KINDS[one.kind])),
        ("severity 级别", ", ".join(_two(SEVERITIES[severity]) for severity in one.severities)),
        ("runs at 何处", ", ".join(_two(STAGES[stage]) for stage in one.stages)),
        ("measure 检查内容", _two(one.measure)),
        ("range 区间", f"{_two(one.limits)} {one.unit}".strip()),
        ("clause 依据", _two(one.clause)),
        ("status 状态", status_label(one.status, "zh") + " " + status_label(one.status, "en") if one.status else ""),
        ("answer 答复", "asked before a report is issued 出具报告前须答复" if one.asks else ""),
        ("remedy 办法", _two(one.remedy)),
        ("editions 适用", ", ".join(f"`{pack}`" for pack in one.packs)),
    ]
    lines = [f"- {name}: {said}" for name, said in facts if said]
    return "\n".join([f"### {one.code}\n", f"{_two(one.message)}\n", *lines, ""])


def _two(text: Text) -> str:
    shown = text.zh if text.zh == text.en else f"{text.zh} / {text.en}"
    return shown.replace("\n", " ").replace("|", "\\|").replace("<", "&lt;")


PACKS_HEAD = """# Records of rule packs 规则包的记录

Written by `make docs` from the tables by which packs are loaded and refused (`engine/records/`); do not edit. What an edition is
and how one is written: [rule packs](../concepts/rule-packs.md). ● must stand in the resolved pack; *null*: may be written, to take
away what a parent has. Any other key, word or type is refused when the pack loads, with the file, the key and the nearest right word.
"""


def packs_page() -> str:
    """The record types of a pack as Markdown, each once."""
    shapes: dict[int, tuple[Shape, str]] = {}
    for shape in (HEAD, QUANTITY, PARAMETER, TABLE, FORMS, WORKED_CASE, SECTOR, BRIDGES, TYPICAL_VALUE, DAY_BOOK):
        _collect(shape, shapes)
    return "\n".join([PACKS_HEAD, *(_record(shape, within) for shape, within in shapes.values())])


CASE_HEAD = """# Case file 算例文件 (`case/1`)

Written by `make docs` from the tables by which case files are read (`engine/records/of/cases.py`); do not edit. A case is YAML or JSON;
the input workbook and the CSV of `tanheng template` say the same in tables. Numbers are quoted decimal text, so that no program rounds them
on the way. ● must stand. What is wrong, missing or unknown is told with its place and remedy, all at once ([checks](checks.md)).

{example}
`tanheng calculate CASE.yaml` computes it; `tanheng rules show PACK` lists the quantities, items, units and attributes of an edition.
"""
CASE_EXAMPLE = {
    "tanheng": "case/1",
    "pack": "intl/aluminium/iai_slope",
    "year": 2024,
    "grain": "year",
    "entity": {"name": "合成示例铝业（合成数据）", "code": "91640000000000000C"},
    "facilities": [{"id": "potline-1", "kind": "potline", "name": "1号电解系列"}],
    "attributes": [{"name": "cell_technology", "facility": "potline-1", "value": "CWPB"}],
    "values": [
        {
            "quantity": "molten_aluminium_output_t",
            "facility": "potline-1",
            "year": "200000",
            "source": "出铝台账",
            "evidence": "出铝台账.csv",
        },
        {"quantity": "anode_effect_minutes_per_cell_day", "facility": "potline-1", "year": "0.12", "evidence": "效应报表.csv"},
    ],
}


def case_page() -> str:
    """The format of a case as Markdown: an example that computes, then each record."""
    shapes: dict[int, tuple[Shape, str]] = {}
    _collect(CASE, shapes)
    example = yaml.safe_dump(CASE_EXAMPLE, allow_unicode=True, sort_keys=False, width=120)
    head = CASE_HEAD.format(example=f"```yaml\n{example}```\n")
    return "\n".join([head, *(_record(shape, within) for shape, within in shapes.values())])


def _collect(shape: Shape, found: dict[int, tuple[Shape, str]], within: str = "") -> None:
    if id(shape) in found:
        return
    found[id(shape)] = (shape, within)
    for key in shape.keys:
        if key.shape is not None:
            _collect(key.shape, found, f"{shape.title.en}: `{key.name}`")


def _record(shape: Shape, within: str) -> str:
    place = f"`{shape.file}`" + (f" · {within}" if within else "")
    rows = [f"| `{key.name}` | {'●' if key.required else ''} | {_typed(key)} | {key.says} |" for key in shape.keys]
    head = [f"## {shape.title.zh} {shape.title.en}\n", f"{place}\n", "| key |  | type | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _typed(key: Key) -> str:
    words = ", ".join(f"`{word}`" for word in key.words)
    parts = [words or key.type, "*null*" if key.empty else "", f"else `{key.absent}`" if key.absent not in (None, "", False) else ""]
    return "; ".join(part for part in parts if part)


STATES_HEAD = """# States and who moves them 状态与流转

Written by `make docs` from the tables that the program asks (`workflow/`); do not edit. Who may is a
verb of the permission table.
"""


def states_page() -> str:
    """Every table of states as Markdown, with its pictures."""
    return "\n".join([STATES_HEAD, *(_states(one) for one in STATE_TABLES)])


def _states(table: Table) -> str:
    heading = f"## {table.label.zh} {table.label.en}\n"
    pictures = [f"![{table.label.in_(lang)}](states-{table.name}-{lang}.svg)\n" for lang in ("zh", "en")]
    head = [
        "| state 状态 | step 操作 | verb | next 之后 | permission 权限 | must hold 条件 | reason 原因 |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [
        f"| {_two(table.state(one.state).label)} | {_two(one.label)} | `{one.verb}` | {_two(table.state(one.then).label)}"
        f" | `{one.permission}` | {'; '.join(_two(table.conditions[guard]) for guard in one.guards)} | {'●' if one.reason else ''} |"
        for one in table.transitions
    ]
    return "\n".join([heading, *pictures, *head, *rows, ""])


def state_pictures() -> dict[str, str]:
    """The pictures of that page by their file names."""
    return {f"states-{table.name}-{lang}.svg": svg(table, lang) for table in STATE_TABLES for lang in ("zh", "en")}


if __name__ == "__main__":
    REFERENCE.mkdir(parents=True, exist_ok=True)
    COMMANDS_PAGE.write_text(commands_page(), encoding="utf-8")
    WORDS_FILE.write_text(command_words(), encoding="utf-8")
    CHECKS_PAGE.write_text(checks_page(), encoding="utf-8")
    PACKS_PAGE.write_text(packs_page(), encoding="utf-8")
    STATES_PAGE.write_text(states_page(), encoding="utf-8")
    CASE_PAGE.write_text(case_page(), encoding="utf-8")
    for name, picture in state_pictures().items():
        (REFERENCE / name).write_text(picture, encoding="utf-8")
    for path in SCHEMAS:
        (REFERENCE / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    for path in GUIDES:
        (SHOWN_GUIDES / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    click.echo(f"wrote {COMMANDS_PAGE.name}, {CHECKS_PAGE.name}, {PACKS_PAGE.name}, {STATES_PAGE.name}, {CASE_PAGE.name}")
