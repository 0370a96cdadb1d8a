"""How people write units: Chinese words, superscripts, full-width signs, letters of either case. Read into atoms of the closed table.

Only spellings stand here; what a unit is worth stands in `engine.units`. A word that might be two units is none: MV is not mV.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache

from tanheng.engine.errors import UnitError
from tanheng.engine.pack_sentences import told
from tanheng.engine.units.table import ALIASES, ATOMS

Part = tuple[str, Fraction, int]  # atom of the table, how many of it, 1 above and -1 below the line

# Fuel gas by the ten thousand cubic metres goes by the standard state in the statistics; whoever writes so is told.
LOOSE_VOLUMES = ("万m3", "万立方米", "万方", "万立方", "10^4 m3", "万m^3", "10^4 m^3")
# How an atom is called in Chinese; the first word is the one shown.
WORDS: dict[str, tuple[str, ...]] = {
    "1": ("小数", "无量纲", "fraction"),
    "%": ("百分比", "百分数", "percent", "pct"),
    "‰": ("千分比", "千分数", "permille"),
    "t": ("吨", "公吨", "tonne", "tonnes", "ton", "tons"),
    "kg": ("千克", "公斤"),
    "g": ("克",),
    "10^4 t": ("万吨",),
    "tC": ("吨碳", "吨C"),
    "tCO2": ("吨二氧化碳", "吨CO2"),
    "kgCO2": ("千克二氧化碳", "公斤二氧化碳", "千克CO2", "公斤CO2"),
    "tCO2e": ("吨二氧化碳当量", "吨CO2e", "吨CO2当量", "tCO2当量", "tCO2eq"),
    "Nm3": ("标准立方米", "标方", "标立方米", "标立方", "Nm^3", "Sm3", "Nm立方"),
    "10^4 Nm3": ("万标准立方米", "万标方", *LOOSE_VOLUMES),
    "GJ": ("吉焦", "十亿焦"),
    "MJ": ("兆焦",),
    "kJ": ("千焦",),
    "TJ": ("太焦",),
    "kcal": ("千卡", "大卡", "kCal"),
    "tce": ("吨标准煤", "吨标煤", "吨煤当量"),
    "kgce": ("千克标准煤", "千克标煤", "公斤标准煤", "公斤标煤"),
    "gce": ("克标准煤", "克标煤"),
    "m": ("米",),
    "m3": ("立方米", "方", "立方", "m^3", "立米"),
    "MWh": ("兆瓦时", "兆瓦小时"),
    "kWh": ("千瓦时", "度", "千瓦小时", "度电"),
    "10^4 kWh": ("万千瓦时", "万度"),
    "MW": ("兆瓦",),
    "°C": ("摄氏度", "oC"),
    "kA": ("千安",),
    "A": ("安", "安培"),
    "V": ("伏", "伏特"),
    "mV": ("毫伏",),
    "h": ("小时", "时", "hour", "hours", "hr", "hrs"),
    "min": ("分钟", "minute", "minutes"),
    "day": ("天", "日", "days", "d"),
    "cell": ("槽", "台槽", "cells"),
    "yuan": ("元", "CNY", "RMB"),
}
# Words for so many of an atom.
MULTIPLES: dict[str, tuple[int | Fraction, str]] = {
    "GWh": (1000, "MWh"), "吉瓦时": (1000, "MWh"), "kW": (Fraction(1, 1000), "MW"), "千瓦": (Fraction(1, 1000), "MW"),
    "GW": (1000, "MW"), "吉瓦": (1000, "MW"), "kt": (1000, "t"), "Gcal": (10**6, "kcal"), "Mcal": (1000, "kcal"),
    "kgC": (Fraction(1, 1000), "tC"), "千克碳": (Fraction(1, 1000), "tC"), "公斤碳": (Fraction(1, 1000), "tC"),
    "gCO2": (Fraction(1, 10**6), "tCO2"), "克二氧化碳": (Fraction(1, 10**6), "tCO2"), "克CO2": (Fraction(1, 10**6), "tCO2"),
    "kgCO2e": (Fraction(1, 1000), "tCO2e"), "千克二氧化碳当量": (Fraction(1, 1000), "tCO2e"), "J": (Fraction(1, 1000), "kJ"),
    "焦": (Fraction(1, 1000), "kJ"), "卡": (Fraction(1, 1000), "kcal"),
    "瓦时": (Fraction(1, 1000), "kWh"), "Wh": (Fraction(1, 1000), "kWh"),
}  # fmt: skip
# Words for a product of atoms, and products that are one atom.
JOINED = {
    "台槽日": "槽·日",
    "槽日": "槽·日",
    "槽天": "槽·日",
    "W·h": "Wh",
    "W.h": "Wh",
    "w·h": "wh",
    "瓦·时": "瓦时",
    "瓦·小时": "瓦时",
}
COUNTS = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}  # words before a unit, as powers of ten
POWER = re.compile(r"10\^(\d)")
INVERSE = re.compile(r"\^?-1$")
RAISED = {ord(mark): digit for mark, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True)}
LOWERED = {ord(mark): digit for mark, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)}
SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
DOTS, SLASHES = str.maketrans("*×•∙⋅・．", "·" * 7), str.maketrans("÷∕⁄每", "////")


def _spelled(text: str) -> str:
    """One spelling of signs: 10⁴Nm³ is 10^4Nm3, ／ is /, blanks fall away."""
    raised = SUPERSCRIPTS.sub(lambda found: _raised(text, found), text)
    plain = unicodedata.normalize("NFKC", raised.translate(LOWERED).translate(DOTS).translate(SLASHES))
    plain = re.sub(r"\s+", "", plain).translate(DOTS)
    for word, product in JOINED.items():
        plain = plain.replace(word, product)
    return plain.replace("-CO2", "CO2").replace("-C/", "C/").strip("·")


def _raised(text: str, found: re.Match[str]) -> str:
    """A power behind digits or with a sign keeps its mark; the cube of a length is written m3."""
    digits = found.group().translate(RAISED)
    return f"^{digits}" if digits.startswith("-") or text[: found.start()].endswith("0") else digits


@lru_cache(1)
def _names() -> dict[str, tuple[Fraction, str]]:
    """Every spelling of an atom, as typed and in small letters; a spelling in small letters of two units is none."""
    known = {_spelled(name): (Fraction(1), name) for name in ATOMS}
    known |= {_spelled(name): (Fraction(1), atom) for name, atom in ALIASES.items()}
    known |= {_spelled(word): (Fraction(1), atom) for atom, words in WORDS.items() for word in words}
    known |= {_spelled(word): (Fraction(number), atom) for word, (number, atom) in MULTIPLES.items()}
    small: dict[str, set[tuple[Fraction, str]]] = {}
    for name, meant in known.items():
        small.setdefault(name.lower(), set()).add(meant)
    return {**{name: next(iter(meant)) for name, meant in small.items() if len(meant) == 1}, **known}


# In small letters these would be atoms of the table; as they are typed they are, or may be, other units: megavolts, coulombs, years.
OTHER_UNITS = {"MV", "M", "MA", "a"}


def _atom(text: str) -> tuple[Fraction, str]:
    if text not in OTHER_UNITS:
        names = _names()
        found = names.get(text) or names.get(text.lower())
        if found is not None:
            return found
        power = POWER.match(text)
        if power:
            number, atom = _atom(text[power.end() :])
            return number * 10 ** int(power.group(1)), atom
        for count, power_of_ten in sorted(COUNTS.items(), key=lambda pair: -len(pair[0])):
            if text.startswith(count) and len(text) > len(count):
                number, atom = _atom(text[len(count) :])
                return number * 10**power_of_ten, atom
    raise UnitError(told("unit_unknown", found=text))


@lru_cache(maxsize=512)
def parts_of(typed: str) -> tuple[Part, ...]:
    """The atoms of a unit as a person typed it. Raises UnitError for what is none, or might be two."""
    text = _spelled(typed[:80])
    if not text:
        raise UnitError(told("unit_blank"))
    whole = re.fullmatch(r"\(([^()]*)\)", text)
    text = whole.group(1) if whole else text
    if re.search(r"\([^()]*/", text) or text.count("(") != text.count(")"):
        raise UnitError(told("unit_brackets", found=typed))
    parts: list[Part] = []
    for position, block in enumerate(text.replace("(", "").replace(")", "").split("/")):
        for word in _words_of(block):
            inverse = INVERSE.search(word) if len(word) > 2 else None
            number, atom = _atom(word[: inverse.start()] if inverse else word)
            above = (position == 0) != bool(inverse)
            parts.append((atom, number, 1 if above else -1))
    return tuple(parts)


def _words_of(block: str) -> list[str]:
    """The words between dots; 10^4·t is one of them."""
    joined: list[str] = []
    for word in block.split("·"):
        if joined and POWER.fullmatch(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def assumes_standard_state(typed: str) -> bool:
    """Whether cubic metres were written that are taken for normal cubic metres."""
    loose = {_spelled(word) for word in LOOSE_VOLUMES}
    return any(word in loose for block in _spelled(typed[:80]).split("/") for word in _words_of(block))
