"""Which units are taken where one is asked, in readable order, and why another is not: for the sentences that refuse a unit."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product

from tanheng.engine.errors import UnitError
from tanheng.engine.text import Text
from tanheng.engine.units import CONTENTS, conversion, unit
from tanheng.engine.units.slips import unit_words
from tanheng.engine.units.table import ALIASES, ATOMS
from tanheng.engine.units.words import WORDS

MOST_SHOWN = 8
MOST_ATOMS = 3  # of a longer unit, such as kg·cell·day/t/min, nobody writes the parts in others
NOT_BELOW_THE_LINE = {"10^4 t", "g"}
NEAR = (Fraction(1, 10**4), Fraction(100))  # how far a composed unit may be from the one asked: GJ/kg is none of fuel
SHARES = ("%", "‰")
# Dimensions that people take for one another, and what parts them.
APART: tuple[tuple[frozenset[str], Text], ...] = (
    (
        frozenset({"m3", "10^4 Nm3"}),
        Text(
            "立方米没有说明是标准状态：标准状态的写 Nm³ 或 万Nm³，工况体积请先换算",
            "a cubic metre does not say its state: write Nm³ or 10⁴ Nm³ for the standard state, convert a volume at working conditions",
        ),
    ),
    (
        frozenset({"tC", "tCO2"}),
        Text("碳与二氧化碳是两种质量，相差 44/12 倍", "carbon and carbon dioxide are two masses, 44/12 apart"),
    ),
    (
        frozenset({"tCO2", "tCO2e"}),
        Text("二氧化碳与二氧化碳当量不是同一个量", "carbon dioxide and its equivalent of other gases are not the same"),
    ),
    (
        frozenset({"t", "10^4 Nm3"}),
        Text(
            "质量与气体体积不能直接换算：按计量凭证上的数填写",
            "a mass does not become a volume of gas: enter what the meter shows",
        ),
    ),
    (frozenset({"t", "m3"}), Text("质量与体积不能直接换算", "a mass does not become a volume")),
    (
        frozenset({"t", "tce"}),
        Text("标准煤是折算的热量，不是实物的质量", "coal equivalent is heat, no mass of coal as weighed"),
    ),
    (frozenset({"MWh", "GJ"}), Text("电量与热量分开填报", "electricity and heat are reported apart")),
)


@lru_cache(maxsize=128)
def accepted_units(wanted: str) -> Text:
    """The units that convert to `wanted`, itself first, with their Chinese words in Chinese."""
    words = [shown_words(one) for one in _accepted(wanted)]
    return Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def _accepted(wanted: str) -> list[str]:
    if unit(wanted).dimensions in CONTENTS:
        return list(dict.fromkeys((wanted, *(["1"] if not unit(wanted).dimensions else []), *SHARES)))
    blocks = [block.split("·") for block in wanted.split("/")]
    atoms = [ALIASES.get(atom.strip(), atom.strip()) for block in blocks for atom in block]
    if len(atoms) > MOST_ATOMS:
        return [wanted]
    found: dict[str, Fraction] = {}
    for chosen in product(*(_alike(atom, above=number < len(blocks[0])) for number, atom in enumerate(atoms))):
        rest = iter(chosen)
        text = "/".join("·".join(next(rest) for _ in block) for block in blocks)
        found[text] = conversion(text, wanted)
    if len(atoms) > 1:
        found = {text: factor for text, factor in found.items() if NEAR[0] <= factor <= NEAR[1]}
        far = {text: max(factor, 1 / factor) for text, factor in found.items()}
        return sorted(found, key=lambda text: (text != wanted, "kcal" in text, far[text]))[:MOST_SHOWN]
    return sorted(found, key=lambda text: (text != wanted, -found[text]))


def _alike(atom: str, *, above: bool) -> list[str]:
    """Atoms of the same dimension; below the line only those that people use there."""
    dimension = ATOMS[atom][1]
    alike = [name for name, (_, other) in ATOMS.items() if dimension is not None and other == dimension]
    return [atom, *(name for name in alike if name != atom and (above or name not in NOT_BELOW_THE_LINE))]


def why_not(typed: str, wanted: str) -> Text:
    """Why a unit is not taken where `wanted` is asked."""
    try:
        left, right = dict(unit(typed).dimensions), dict(unit(wanted).dimensions)
    except UnitError:
        return Text("不认识这个单位", "it is no unit that is known here")
    other = frozenset(name for name in {*left, *right} if left.get(name) != right.get(name))
    for pair, reason in APART:
        if pair <= other:
            return reason
    return Text("它计量的是别的量", "it measures something else")


def refusal_words(typed: str, wanted: str) -> dict[str, str]:
    """The words of a sentence that refuses a unit: what was typed and what is asked, why not, and what is taken."""
    asked, reason, known = unit_words(wanted), why_not(typed, wanted), accepted_units(wanted)
    return {
        "found": typed[:40], "wanted": asked.zh, "wanted_en": asked.en, "reason": reason.zh, "reason_en": reason.en,
        "known": known.zh, "known_en": known.en,
    }  # fmt: skip


def shown_words(text: str) -> Text:
    """A unit of the table as people read it, with its Chinese words: `10⁴ kWh`, 万kWh（万千瓦时）."""
    marks = unit_words(text)
    blocks = [[WORDS.get(atom.strip(), (atom.strip(),))[0] for atom in block.split("·")] for block in text.split("/")]
    words = "/".join("·".join(block) for block in blocks)
    if text == "1":
        return Text("小数", "a fraction")
    return Text(marks.zh if words == marks.zh or text in ("%", "‰") else f"{marks.zh}（{words}）", marks.en)
