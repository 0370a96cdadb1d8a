"""`tanheng rules` speaks Chinese to the last word of its tables: no key, no status, no role, no severity of the packs stands in English."""

from __future__ import annotations

import re

import pytest

from tanheng.cli.rule_words import CHAPTERS, KEYS, LISTS, path_words
from tests.cli.conftest import Tanheng

PACK, PLAN = "cn/power/cets_2022", "cn/aluminium/allowance_2024"
OLDER, NEWER = "cn/aluminium/ndrc_2013", "cn/aluminium/gbt_32151_4_2015"
CLOSED = {word for words in LISTS.values() for word in words}
IN_CELLS = re.compile(r"(?:^|  )({})(?=  |$)".format("|".join(sorted(CLOSED))))


@pytest.mark.parametrize(
    "words", [("list",), ("show", PACK), ("show", PLAN), ("check", PLAN), ("diff", OLDER, "cn/aluminium/gbt_32151_4_2015")]
)
def test_tables_hold_no_english_words_of_packs(words: tuple[str, ...], tanheng: Tanheng) -> None:
    told = tanheng("rules", *words, "--lang", "zh").stdout
    heads = [line for line, below in zip(told.splitlines(), told.splitlines()[1:], strict=False) if below.startswith("---")]
    assert [line for line in told.splitlines() if IN_CELLS.search(line) and line not in heads] == []
    assert [line for line in heads if set(re.split(r"  +", line)) & set(KEYS)] == []
    assert [line for line in told.splitlines() if line.startswith("# ") and line.removeprefix("# ") in CHAPTERS] == []


def test_a_difference_names_its_place_in_words(tanheng: Tanheng) -> None:
    told = tanheng("rules", "diff", OLDER, NEWER, "--lang", "zh").stdout
    assert "状态: 二手资料 → 凭记忆" in told.splitlines()
    assert path_words("quantities.fuel_consumption.status", "zh") == "数据项.fuel_consumption.状态"
    assert path_words("quantities.fuel_consumption.status", "en") == "quantities.fuel_consumption.status"


def test_english_keeps_the_words_of_packs(tanheng: Tanheng) -> None:
    assert tanheng("rules", "list", "--lang", "en").stdout.splitlines()[0].split() == ["id", "valid", "status", "title"]
    assert tanheng("rules", "check", PLAN, "--lang", "en").stdout == f"{PLAN}: 6 cases, 0 mistakes\n"
