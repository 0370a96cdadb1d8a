"""The short answer of `calculate`, the long one, the depth of explanations, and names as people say them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tanheng.cli import COMMANDS
from tanheng.cli.result_table import folded, width
from tanheng.demo.synthetic_smelter import synthetic_case
from tests.cli.conftest import Tanheng

TOTAL = "enterprise_emission_tco2e"


def started(*words: object, **settings: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tanheng", *map(str, words)], **settings)  # type: ignore[call-overload, no-any-return] # as handed on


def test_the_answer_comes_first_and_is_short(tanheng: Tanheng, sample: Path) -> None:
    found = tanheng("calculate", sample)
    lines = found.stdout.splitlines()
    assert len(lines) <= 20
    total = next(line for line in lines if line.startswith("企业层级排放总量"))
    assert total.split()[1:] == ["633,448", "tCO2e"] and lines.index(total) < 6
    assert "1.5720  tCO2e/t" in found.stdout and "90.3 %" in found.stdout
    assert "错误 0 · 警告 2（待答复 1）" in found.stdout and "run sha256:" in found.stdout
    assert "_tco2e" not in found.stdout and TOTAL in tanheng("calculate", sample, "--ids").stdout


def test_shares_of_the_sources_add_up_to_the_total(tanheng: Tanheng, sample: Path) -> None:
    lines = [line.split() for line in tanheng("calculate", sample).stdout.splitlines() if line.startswith("  ")]
    shares = [Decimal(words[-2]) for words in lines if words[-1] == "%"]
    assert len(shares) == 4 and abs(sum(shares) - 100) <= Decimal("0.2")


def test_last_year_stands_beside(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.yaml"
    before.write_text(yaml.safe_dump(synthetic_case(2024), allow_unicode=True, sort_keys=False), encoding="utf-8")
    total = next(line for line in tanheng("calculate", sample, "--beside", before).stdout.splitlines() if line.startswith("企业层级"))
    now, last, change = (total.split()[number] for number in (1, 3, 4))
    numbers = [Decimal(text.replace(",", "")) for text in (now, last)]
    assert Decimal(change) == ((numbers[0] - numbers[1]) * 100 / numbers[1]).quantize(Decimal("0.1"))


def test_the_long_table_leaves_out_what_is_not_used_and_says_so(tanheng: Tanheng, sample: Path) -> None:
    whole = tanheng("calculate", sample, "--all", "--ids").stdout
    assert "carried_in_emission_tco2" not in whole and "另有 1 个量本例没有用到" in whole
    assert "anode_emission_tco2@potline-1" in whole and "snapshot sha256:" in whole
    months = tanheng("calculate", sample, "--months").stdout
    assert "    07  6,746.47    08  7,503.08    09  6,515.58" in months.splitlines()


ASKED = (
    "阳极净耗量@2号/8",
    "阳极净耗量@2号电解系列/8月",
    "AN@potline-2/8",
    "net anode consumption@2号 电解系列/8",
    "anode_net_consumption_t@potline-2/8",
)


@pytest.mark.parametrize("asked", ASKED)
def test_a_number_is_asked_by_any_of_its_names(tanheng: Tanheng, sample: Path, asked: str) -> None:
    assert "7503.08" in tanheng("calculate", sample, "--explain", asked).stdout.splitlines()[1]


def test_a_name_of_several_numbers_is_none_and_they_are_told(tanheng: Tanheng, sample: Path) -> None:
    found = tanheng("calculate", sample, "--explain", "排放量@2号/8")
    assert found.exit_code == 2 and "阳极效应排放量" in found.stderr
    found = tanheng("calculate", sample, "--explain", "fuel_emission_tco2@/3")
    assert found.exit_code == 2 and "diesel" in found.stderr


def test_a_total_is_explained_as_deep_as_a_page_holds_and_deeper_on_request(tanheng: Tanheng, sample: Path) -> None:
    def lines(*more: str) -> list[str]:
        return tanheng("calculate", sample, "--explain", TOTAL, *more).stdout.splitlines()

    assert len(lines("--depth", "0")) < len(lines("--depth", "1")) <= len(lines()) <= 60
    assert any("--explain total_electrolysis_emission_tco2e" in line for line in lines())
    assert len(lines("--depth", "all")) > 1_000
    assert tanheng("calculate", sample, "--explain", TOTAL, "--depth", "deep").exit_code == 2


def test_an_english_explanation_cites_in_english(tanheng: Tanheng, sample: Path) -> None:
    found = tanheng("calculate", sample, "--explain", "anode_emission_tco2@potline-2/8", "--lang", "en").stdout
    cited = [line for line in found.splitlines() if line.strip().startswith("clause:")]
    assert cited and not any("\u4e00" <= sign <= "\u9fff" for line in cited for sign in line)


def test_a_misspelt_command_and_the_short_version(tanheng: Tanheng) -> None:
    assert "最接近：calculate" in tanheng("calcualte").stderr
    assert "Did you mean" in tanheng("--lang", "en", "reprot").stderr
    assert tanheng("-V").stdout == tanheng("--version").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_and_answers(tanheng: Tanheng, shell: str) -> None:
    assert "_TANHENG_COMPLETE" in tanheng("completion", shell).stdout


def test_the_shell_is_told_the_names_of_commands() -> None:
    asked = {**os.environ, "COMP_WORDS": "tanheng ", "COMP_CWORD": "1", "_TANHENG_COMPLETE": "bash_complete"}
    program = "from tanheng.cli import main; main(prog_name='tanheng')"
    told = subprocess.run([sys.executable, "-c", program], env=asked, capture_output=True, check=False).stdout.decode()
    assert [line.partition(",")[2] for line in told.splitlines()] == list(COMMANDS)


def test_a_pipe_that_is_closed_early_is_no_error(sample: Path) -> None:
    running = started("calculate", sample, "--explain", TOTAL, "--depth", "all", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    said = running.stderr.read()
    assert (running.wait(), said) == (0, b"")


def test_a_terminal_gets_colour_and_lines_of_its_width_unless_it_wants_none(sample: Path) -> None:
    plain = on_terminal(sample, NO_COLOR="1")
    assert "\x1b[" not in plain and "\x1b[33m" in on_terminal(sample, NO_COLOR="")
    assert max(map(width, plain.splitlines())) <= 60
    assert "AL-072 [警告·待答复]" in plain


def on_terminal(sample: Path, **more: str) -> str:
    """What a terminal of 60 columns shows of the problems."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "COLUMNS": "60", "TERM": "xterm", **more}
    running = started("calculate", sample, stdout=subprocess.DEVNULL, stderr=theirs, env=settings)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    running.wait()
    return said.decode()


def test_a_text_is_folded_by_columns_and_loses_nothing() -> None:
    assert folded("阳极net消耗", 6) == ["阳极ne", "t消耗"]
    assert folded("", 6) == [""]
