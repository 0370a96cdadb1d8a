"""Packs as nobody should write them: each is refused with its file and what is wrong, in both languages and never as a traceback, and no
other pack is harmed by standing beside them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rulebook.other_program import answers_of, program_with

HEAD = """
id: cn/cement/{name}
extends: cn/cement/cets_2024
title: {{zh: 试行指南 水泥（2031版）, en: "Trial guide, cement (2031)"}}
document: {{number: 试行2031, edition: "2031", status: project, source: PROJECT}}
status: project
valid: {{from: 2025}}
"""
ROUNDED = b"line_intensity_tco2_per_t: {decimals: 6}\n"
FORMULA = b'def line_intensity_tco2_per_t(line_emission_tco2):\n    """Clause."""\n    return 1/0\n'


def head(**lines: str) -> str:
    """A sound head with other lines in the place of its own."""
    kept = [line for line in HEAD.strip().splitlines() if line.partition(":")[0] not in lines]
    return "\n".join([*kept, *(f"{key}: {value}" for key, value in lines.items())]) + "\n"


MISSPELT = b"""from tanheng.engine.checks import check

@check("CE-900", index=("year",), status="project", zh="x", en="x", remedy_zh="x", remedy_en="x", decimels=2)
def some(line_emission_tco2):
    return line_emission_tco2
"""
F = "formulas.py"
ENDLESS = b'def line_intensity_tco2_per_t(line_emission_tco2):\n    """Clause."""\n    while 1:\n        pass\n'
NESTED = "def _f0(x):\n    return x\n" + "".join(f"def _f{n}(x):\n    return _f{n - 1}(x) + _f{n - 1}(x)\n" for n in range(1, 60))
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{two}: &{two} [{','.join([f'*{one}'] * 9)}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)
Q, P, H = "quantities.yaml", "parameters.yaml", "pack.yaml"
HOSTILE: dict[str, tuple[str, str | bytes | None, str, str]] = {  # name → file, content (None: a folder), what is told in each language
    "extends_list": (H, head(extends="[a]"), "extends: ['a'] 不是文字", "extends: ['a'] is not text"),
    "head_list": (H, "- a\n", "应是“键: 值”的记录，不是列表", "is a list, `key: value` entries are expected"),
    "head_text": (H, "hello\n", "不是单个值", "is a single value"),
    "head_empty": (H, "", "pack.yaml: 是空的", "is empty"),
    "head_bytes": (H, b"id: \xff\xfe\n", "pack.yaml:1: 不是 UTF-8", "save it as UTF-8"),
    "quantities_bytes": (Q, b"a: 1\nb: \xff\n", "quantities.yaml:2: 不是 UTF-8", "save it as UTF-8"),
    "parameters_bytes": (P, b"\x80\x81", "parameters.yaml:1: 不是 UTF-8", "is not UTF-8"),
    "forms_bytes": ("forms.yaml", b"\xff", "forms.yaml:1: 不是 UTF-8", "is not UTF-8"),
    "cases_bytes": ("cases/one.yaml", b"\xff", "cases/one.yaml:1: 不是 UTF-8", "is not UTF-8"),
    "syntax": (Q, "a: [", "quantities.yaml:2: 不是正确的 YAML", "quantities.yaml:2: "),
    "head_syntax": (H, "a: [", "不是正确的 YAML", "is no correct YAML"),
    "control": (Q, "a: \x01", "含有 YAML 不允许的字符", "holds a character that YAML forbids"),
    "alias": (Q, "x: &a [*a]", "quantities.yaml:1: *a 引用了自己", "stands within itself"),
    "laughs": (Q, LAUGHS, "内容多于", "holds more than"),
    "deep": (Q, "[" * 100_000, "嵌套超过", "nested deeper than"),
    "deep_lines": (Q, "- " * 100_000, "嵌套超过", "nested deeper than"),
    "tag": (Q, "a: !!python/object/apply:os.system ['true']", "标签 tag:yaml.org,2002:python", "is not allowed"),
    "tagged_text": (Q, "a: !!python/name:os.system x", "标签 tag:yaml.org,2002:python", "is not allowed"),
    "day": (Q, "a: 2026-13-45", "有读不出的值", "holds a value that cannot be read"),
    "two_documents": (Q, "a: 1\n---\nb: 2\n", "quantities.yaml:2: 一个文件只能有一份内容", "a file holds one document"),
    "row_number": (Q, "line_intensity_tco2_per_t: 5", "_per_t: 5 不是一条记录", "_per_t: 5 is no record"),
    "row_null": (Q, "line_intensity_tco2_per_t: null", "line_intensity_tco2_per_t: None 不是一条记录", "None is no record"),
    "decimals_negative": (Q, "line_intensity_tco2_per_t: {decimals: -5}", "-5 不在 0 到 30 之间", "is not between 0 and 30"),
    "decimals_huge": (Q, "line_intensity_tco2_per_t: {decimals: 1000000000}", "不在 0 到 30 之间", "is not between 0 and 30"),
    "decimals_long": (Q, "line_intensity_tco2_per_t: {decimals: " + "9" * 5000 + "}", "太长，数字请加引号", "is too long"),
    "low_exponent": (Q, "line_intensity_tco2_per_t: {low: '1e999999999'}", "'1e999999999' 不是加引号的小数", "is not quoted decimal text"),
    "high_digits": (Q, "line_intensity_tco2_per_t: {high: '" + "9" * 400 + "'}", "既不是加引号的小数", "is neither quoted decimal text"),
    "list_key": (Q, "? [a, b]\n: c\n", "quantities.yaml:1: 键应是文本", "a key is a text"),
    "record_key": (P, "? {a: b}\n: c\n", "parameters.yaml:1: 键应是文本", "a key is a text"),
    "head_list_key": (H, "? [a, b]\n: c\n", "pack.yaml:1: 键应是文本", "a key is a text"),
    "null_key": (Q, "~: {decimals: 2}\n", "键 '~' 不是文本", "is no text; put it in quotes"),
    "twice": (Q, "line_intensity_tco2_per_t: {decimals: 6}\nline_intensity_tco2_per_t: {decimals: 5}\n", "写了两次", "quantities.yaml:2: "),
    "twice_within": (Q, "line_intensity_tco2_per_t: {decimals: 6, decimals: 5}\n", "键 'decimals' 写了两次", "is written twice"),
    "program_syntax": ("formulas.py", "def a(:\n", "formulas.py:1: 不能作为程序读取", "cannot be read as a program"),
    "endless": (F, ENDLESS, "formulas.py:3: 公式里不能有循环", "formulas.py:3: a formula holds no loop"),
    "endless_file": (F, b"while True:\n    pass\n", "formulas.py:1: 公式里不能有循环", "formulas.py:1: a formula holds no loop"),
    "nested": (F, NESTED, "展开后多于 2,000 步", "written out takes more than 2,000 steps"),
    "imports": (F, b"import os\n", "formulas.py:1: 规则包的程序里不能有 import os", "formulas.py:1: a program of the rule book"),
    "program_raises": ("formulas.py", "1/0\n", "formulas.py:1: 规则包的程序里不能有 1 / 0", "holds no 1 / 0"),
    "program_exits": ("formulas.py", "raise SystemExit(0)\n", "formulas.py:1: 规则包的程序里不能有 raise", "holds no raise SystemExit(0)"),
    "program_mark": ("checks.py", MISSPELT, "不能作为程序读取（TypeError", "unexpected keyword argument 'decimels'"),
    "program_bytes": ("formulas.py", b"# \xff\n", "formulas.py:1: 不是 UTF-8", "is not UTF-8"),
    "program_folder": ("formulas.py", None, "formulas.py: 应是文件，不是文件夹", "a file is expected"),
    "formula_raises": ("formulas.py", FORMULA, "line_intensity_tco2_per_t: 公式不能计算（ZeroDivisionError", "cannot be computed"),
    "form": ("form.yaml", "a: 1\n", "form.yaml: 规则包里没有这种文件；是不是 'forms.yaml'？", "did you mean 'forms.yaml'?"),
    "parameter": ("parameter.yaml", "a: 1\n", "没有这种文件；是不是 'parameters.yaml'？", "pack; did you mean 'parameters.yaml'?"),
    "case_file": ("cases/one.yml", "a: 1\n", "cases/one.yml: 算例应是 .yaml 文件", "those are .yaml files"),
    "other_id": (H, head(id="cn/cement/other"), "与所在文件夹不符，应为 cn/cement/other_id", "is not its folder"),
    "year": (H, head(valid="{from: 99999999999999999999}"), "99999999999999999999 太长", "is too long"),
    "short_year": (H, head(valid="{from: 99999}"), "99999 不在 1900 到 2200 之间", "is not between 1900 and 2200"),
    "no_parent": (H, head(extends="cn/cement/cets_2042"), "没有规则包 'cn/cement/cets_2042'", "did you mean 'cn/cement/cets_2024'?"),
    "circle": (H, head(extends="cn/cement/circle"), "循环沿用", "extends in a circle"),
    "quantity": (Q, "line_intensty_tco2_per_t: {decimals: 6}", "上一版没有 'line_intensty", "did you mean 'line_intensity_tco2_per_t'?"),
    "tables": (H, head(tables="{fuels: fuels_cemnt_cets_2024}"), "shared/fuels_cemnt_", "did you mean 'fuels_cement_cets_2024'?"),
    "freeze": (H, head(factor_freeze="powr"), "shared/factor_freeze.yaml: 没有 'powr'", "did you mean 'power'?"),
    "taken": (H, head(use_parameters="[constants.co2_per_carbn]"), "shared/constants.yaml: 没有 'co2_per_carbn'", "did you mean"),
    "no_ids": (H, head(emission_sources="[{zh: 甲}]"), "无法读成规则包", "cannot be read as a rule pack"),
    "sector_bytes": (H, head(sector="toy"), "sectors/toy.yaml:1: 不是 UTF-8", "is not UTF-8"),
    "sector_syntax": (H, head(sector="toys"), "sectors/toys.yaml:2: 不是正确的 YAML", "is no correct YAML"),
}  # fmt: skip
QUESTIONS = """
import json, sys
from click.testing import CliRunner
from tanheng.cli import main

def say(*words, lang="en"):
    answer = CliRunner().invoke(main, [*words, "--lang", lang])
    fell = "" if answer.exception is None or isinstance(answer.exception, SystemExit) else repr(answer.exception)
    return {"status": answer.exit_code, "told": answer.output, "out": answer.stdout, "fell": fell}
told = {name: say("rules", "check", f"cn/cement/{name}") for name in json.loads(sys.argv[2])}
told |= {f"{name} zh": say("rules", "check", f"cn/cement/{name}", lang="zh") for name in json.loads(sys.argv[2])}
told["list"], told["json"] = say("rules", "list"), say("rules", "list", "--json")
told["smelter"] = say("calculate", f"{sys.argv[1]}/smelter.json")
told["broken"] = say("calculate", f"{sys.argv[1]}/broken.json")
told["body"] = say("calculate", f"{sys.argv[1]}/body.json")
told["show"] = say("rules", "show", "cn/cement/cets_2024")
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from tanheng.demo.synthetic_cement_works import synthetic_cement_case
    from tanheng.demo.synthetic_smelter import synthetic_case

    folder = tmp_path_factory.mktemp("hostile")
    program = program_with(folder / "program", {f"cn/cement/{name}/{H}": head().format(name=name) for name in HOSTILE})
    for name, (file, content, _zh, _en) in HOSTILE.items():
        place = program / "tanheng" / "rulebook" / "cn" / "cement" / name / file
        if content is None:
            place.mkdir()
            continue
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else written(content, name).encode())
    sectors = program / "tanheng" / "rulebook" / "sectors"
    original = sectors.resolve()
    sectors.unlink()
    sectors.mkdir()
    for path in original.glob("*.yaml"):
        (sectors / path.name).symlink_to(path)
    (sectors / "toy.yaml").write_bytes(b"\xff")
    (sectors / "toys.yaml").write_text("a: [", encoding="utf-8")
    cement = synthetic_cement_case(2025)
    cases = {"smelter": synthetic_case(2025), "broken": {**cement, "pack": "cn/cement/head_bytes"}}
    cases["body"] = {**cement, "pack": "cn/cement/row_number"}
    for name, case in cases.items():
        (folder / f"{name}.json").write_text(json.dumps(case), encoding="utf-8")
    return answers_of(QUESTIONS, program, folder, str(folder), json.dumps(list(HOSTILE)))


def written(text: str, name: str) -> str:
    """The name of the pack put into a head; other texts as they are."""
    return (
        text.replace("{name}", name).replace("{{", "{").replace("}}", "}") if text.startswith(("id: cn", "extends: cn", "title")) else text
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_file_and_reason(told: dict[str, Any], name: str) -> None:
    for answer, words in zip((told[f"{name} zh"], told[name]), HOSTILE[name][2:], strict=True):
        assert (answer["fell"], answer["status"]) == ("", 1)
        assert "Traceback" not in answer["told"]
        assert words in answer["told"]


def test_the_list_shows_the_broken_ones_with_their_reason(told: dict[str, Any]) -> None:
    assert (told["list"]["fell"], told["list"]["status"]) == ("", 0)
    assert "cn/cement/head_bytes is broken and cannot calculate: cn/cement/head_bytes/pack.yaml:1: is not UTF-8" in told["list"]["out"]
    rows = {one["id"]: one for one in json.loads(told["json"]["out"])}
    assert "save it as UTF-8" in rows["cn/cement/quantities_bytes"]["broken"]
    assert "broken" not in rows["cn/cement/cets_2024"] and rows["cn/cement/cets_2024"]["hash"]


@pytest.mark.parametrize("name", ["smelter", "show"])
def test_every_other_pack_works(told: dict[str, Any], name: str) -> None:
    assert (told[name]["fell"], told[name]["status"]) == ("", 0)


@pytest.mark.parametrize(("name", "reason"), [("broken", "save it as UTF-8"), ("body", "5 is no record")])
def test_a_case_of_a_broken_pack_is_told_why(told: dict[str, Any], name: str, reason: str) -> None:
    assert (told[name]["fell"], told[name]["status"]) == ("", 1)
    assert "CASE-117" in told[name]["told"] and reason in told[name]["told"]


def test_the_files_of_all_packs_are_their_own() -> None:
    """No pack of the rule book has a file that is none of a pack's."""
    from tanheng.rulebook import _folder, listed_pack_ids
    from tanheng.rulebook.pack_folders import folder_faults

    assert [fault for one in listed_pack_ids() for fault in folder_faults(_folder(one), one)] == []


def test_what_is_read_is_read_from_one_place() -> None:
    """No second reader of YAML in the rule book, which would take what the first one refuses."""
    root = Path(__file__).parents[2] / "src" / "tanheng" / "rulebook"
    assert [path.name for path in root.glob("*.py") if "import yaml" in path.read_text(encoding="utf-8")] == ["rule_yaml.py"]
