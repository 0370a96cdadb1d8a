"""How chemical and physical signs are printed: CO2 with its 2 set low, 10^4 Nm3 with 4 and 3 set high, the index of a symbol set low.

What a text says stays as it is; these are the parts it is set in. Word, PDF and spreadsheets set them each in their way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

Height = Literal["", "low", "high"]
FORMULAS = (
    "CO2", "CF4", "C2F6", "CH4", "N2O", "SF6", "NF3", "SO2", "CaCO3", "MgCO3", "Na2CO3", "NaHCO3", "K2CO3", "FeCO3", "MnCO3", "SrCO3",
    "BaCO3", "Li2CO3", "CaMg(CO3)2", "Al2O3", "Fe2O3", "SiO2", "H2O",
)  # fmt: skip
CHEMICAL = re.compile(rf"(?<![A-Za-z0-9_])(?:t|kg|g)?({'|'.join(map(re.escape, FORMULAS))})(?=e?(?![A-Za-z0-9]))")
# A power of ten, and the square and cubic metre; m2 and m3 stand beside a number, a sign or a Chinese word, never inside a name.
POWER = re.compile(r"(?<=[0-9A-Za-z)])\^(-?[0-9]+)|(?<![A-Za-z_])N?m([23])(?![0-9A-Za-z_])")
INDEXED = re.compile(r"(?<=[^\s_()\[\]|;+−×÷·=<>Σ…/])_([^\s_()\[\]|;+−×÷·=<>…/]+)")
LOW_DIGITS = re.compile("[₀-₉]+")
DIGITS = re.compile("[0-9]+")
# Signs that mark a part in a text on its way to a document; they stand for no character and so in no text that anybody types.
LOW, HIGH, END = "\ufdd0", "\ufdd1", "\ufdd2"
MARKED = re.compile(f"([{LOW}{HIGH}])([^{LOW}{HIGH}{END}]*){END}")


class Part(NamedTuple):
    """A piece of a text and the height it is set at."""

    text: str
    height: Height = ""


def signs_marked(text: str) -> str:
    """The text with chemical formulas and powers marked."""
    return POWER.sub(_power, CHEMICAL.sub(lambda found: DIGITS.sub(lambda one: f"{LOW}{one.group()}{END}", found.group()), text))


def symbols_marked(text: str) -> str:
    """A line of symbols with the index of each marked: `E_an` as E with the index an, `E_total₁` with total,1. Nothing in an index is set
    lower still.
    """
    return "".join(_indexed(word) for word in re.split(r"(\s+)", text))


def parts(text: str) -> Iterator[Part]:
    """The parts of a marked text."""
    end = 0
    for found in MARKED.finditer(text):
        if found.start() > end:
            yield Part(text[end : found.start()])
        yield Part(found[2], "low" if found[1] == LOW else "high")
        end = found.end()
    if end < len(text):
        yield Part(text[end:])


def in_every_text(data: Any, change: Callable[[str], str]) -> Any:
    """Plain data with every text changed; keys stay."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: in_every_text(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return type(data)(in_every_text(value, change) for value in data)
    return data


def _power(found: re.Match[str]) -> str:
    return f"{HIGH}{found[1]}{END}" if found[1] else f"{found.group()[:-1]}{HIGH}{found[2]}{END}"


def _indexed(word: str) -> str:
    return INDEXED.sub(_index, word) if INDEXED.search(word) else signs_marked(word)


def _index(found: re.Match[str]) -> str:
    low = LOW_DIGITS.sub(lambda digits: "," + "".join(str(ord(one) - ord("₀")) for one in digits.group()), found[1])
    return f"{LOW}{low}{END}"
