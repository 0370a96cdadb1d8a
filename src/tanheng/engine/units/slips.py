"""Which unit a figure was probably typed in: the same kind of unit a power of ten away, and the words to say so.

The units come from the closed table (kWh and 10^4 kWh for MWh, Nm3 for 10^4 Nm3, kg and 10^4 t for t, kJ/kg for GJ/t, per cent
for a fraction). Whether a figure would fit in another unit is asked of the check that doubts it, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product

from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import figure
from tanheng.engine.text import Text
from tanheng.engine.units import conversion
from tanheng.engine.units.table import ALIASES, ATOMS

NEVER_TYPED = {"g", "gce", "fen", "min", "kcal"}  # no plant reports its year in them
NEVER_BELOW = {"10^4 t"}  # nobody writes an amount per 10⁴ t
HEAT_IN_KCAL = {"GJ/t": "kcal/kg", "GJ/10^4 Nm3": "kcal/Nm3"}  # laboratories report heating values in them, though no power of ten
USUAL = ("kJ/kg", "kJ/Nm3", "MJ/Nm3", "kcal/kg", "%")  # of several units with one factor the one people write
POWERS = tuple(Fraction(10) ** power for power in range(-6, 7) if power)
NEAR = 3
PLAIN = (Fraction(1, 1000), Fraction(1000), Fraction(1, 10_000), Fraction(10_000))
SHOWN = (("10^4 ", Text("万", "10⁴ ")), ("Nm3", Text("Nm³", "Nm³")), ("m3", Text("m³", "m³")))


@dataclass(frozen=True, slots=True)
class Slip:
    """What a figure is multiplied by to stand in the unit asked for, and the unit it was probably typed in (empty: none known)."""

    factor: Fraction
    typed: str = ""

    @property
    def times(self) -> Fraction:
        """How many times too large or too small the figure is."""
        return max(self.factor, 1 / self.factor)


PLAIN_SLIPS = tuple(Slip(factor) for factor in PLAIN)  # where several units are asked there is none to name


@lru_cache(maxsize=256)
def slips_of(asked: str) -> tuple[Slip, ...]:
    """The slips to try for a quantity in the unit `asked`: units of its kind, the nearest first, then 1 000 and 10 000."""
    pairs: dict[Fraction, str] = {}
    for text in _same_kind(asked):
        try:
            factor = conversion(text, asked)
        except UnitError:
            continue
        if factor in POWERS and (factor not in pairs or text in USUAL):
            pairs[factor] = text
    if asked in HEAT_IN_KCAL:
        pairs[conversion(HEAT_IN_KCAL[asked], asked)] = HEAT_IN_KCAL[asked]
    found = [Slip(factor, text) for factor, text in pairs.items()]
    found.sort(key=lambda one: (one.times, one.factor))
    return (*found, *(Slip(factor) for factor in PLAIN if factor not in pairs))


def _same_kind(asked: str) -> Iterator[str]:
    """Every way to write the unit with atoms of the same dimensions."""
    if asked == "1":
        yield "%"
        return
    blocks = [block.split("·") for block in asked.split("/")]
    atoms = [(ALIASES.get(atom.strip(), atom.strip()), number > 0) for number, block in enumerate(blocks) for atom in block]
    for chosen in product(*(_alike(*atom) for atom in atoms)):
        rest = iter(chosen)
        yield "/".join("·".join(next(rest) for _ in block) for block in blocks)


def _alike(atom: str, below: bool) -> list[str]:
    scale = ATOMS.get(atom)
    if scale is None or scale[1] is None:
        return [atom]
    never = {atom, *NEVER_TYPED, *(NEVER_BELOW if below else ())}
    return [atom, *(name for name, (_, kind) in ATOMS.items() if kind == scale[1] and name not in never)]


def near_slip(times: Decimal, asked: str) -> Slip | None:
    """The slip by which a figure that is so many times what is usual comes nearest to it, at most to three times or a third."""
    nearest = min(slips_of(asked), key=lambda slip: far_off(times, slip), default=None)
    return nearest if nearest is not None and far_off(times, nearest) <= NEAR else None


def far_off(times: Decimal, slip: Slip) -> Decimal:
    """How many times too large or too small a figure still is in another unit."""
    again = times * slip.factor.numerator / slip.factor.denominator
    return max(again, 1 / again)


def unit_words(unit: str) -> Text:
    """A unit as people read it: 万Nm³, 10⁴ Nm³."""
    zh = en = unit
    for mark, words in SHOWN:
        zh, en = zh.replace(mark, words.zh), en.replace(mark, words.en)
    return Text(zh, en)


def conversion_words(typed: str, unit: str, amount: str, asked: str) -> Text:
    """What a file holds, and what it is in the unit asked for."""
    words = unit_words(asked)
    return Text(f"{typed} {unit}（换算为 {amount} {words.zh}）", f"{typed} {unit} (that is {amount} {words.en})")


def slip_sentence(name: Text, slip: Slip, asked: str) -> Text:
    """What to add to a problem: the likely unit and the factor."""
    times = figure(round(slip.times))
    wanted, typed = unit_words(asked), unit_words(slip.typed)
    if slip.typed == "%":
        return Text(
            f"；{name.zh}看起来像是按百分数填写，而要求小数：相差 {times} 倍",
            f"; {name.en} looks like per cent where a fraction is asked: {times} times",
        )
    if slip.typed:
        return Text(
            f"；{name.zh}看起来像是按 {typed.zh} 填报，而要求 {wanted.zh}：相差 {times} 倍",
            f"; {name.en} looks like {typed.en} where {wanted.en} is asked: {times} times",
        )
    far = Text("大", "large") if slip.factor < 1 else Text("小", "small")
    unit = Text(f"（要求的单位是 {wanted.zh}）", f" (the unit asked is {wanted.en})") if asked else Text("", "")
    return Text(f"；{name.zh}可能{far.zh}了 {times} 倍{unit.zh}", f"; {name.en} may be {times} times too {far.en}{unit.en}")
