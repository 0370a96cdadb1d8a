"""The closed unit table: what may be added, converted and compared, and what may not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tanheng.engine.errors import UnitError
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.units import conversion, unit
from tanheng.engine.units.choices import accepted_units, refusal_words
from tanheng.engine.units.words import WORDS
from tanheng.rulebook import load, pack_ids
from tests.support.pint_units import REGISTRY, pint_unit


def test_fuel_heat_and_carbon_multiply_to_carbon_dioxide() -> None:
    assert unit("t") * unit("GJ/t") * unit("tC/GJ") * unit("tCO2/tC") == unit("tCO2")
    assert unit("10^4 Nm3") * unit("GJ/10^4 Nm3") * unit("tC/GJ") * unit("tCO2/tC") == unit("tCO2")


@pytest.mark.parametrize(("left", "right"), [("tC", "tCO2"), ("10^4 Nm3", "t"), ("MWh", "GJ"), ("t", "tC"), ("kg", "t"), ("%", "1")])
def test_units_of_different_meaning_or_scale_cannot_be_added(left: str, right: str) -> None:
    with pytest.raises(UnitError):
        unit(left) + unit(right)


def test_carbon_dioxide_may_enter_a_sum_of_equivalents() -> None:
    assert unit("tCO2") + unit("tCO2e") == unit("tCO2e")


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("kg", "t", Fraction(1, 1000)),
        ("kWh", "MWh", Fraction(1, 1000)),
        ("%", "1", Fraction(1, 100)),
        ("Nm3", "10^4 Nm3", Fraction(1, 10000)),
        ("万Nm3", "10^4 Nm3", Fraction(1)),
        ("kJ/kg", "GJ/t", Fraction(1, 1000)),
        ("MJ/kg", "GJ/t", Fraction(1)),
    ],
)
def test_conversions_are_exact(source: str, target: str, factor: Fraction) -> None:
    assert conversion(source, target) == factor


@pytest.mark.parametrize(("source", "target"), [("t", "10^4 Nm3"), ("MWh", "GJ"), ("tC", "tCO2"), ("lb", "t"), ("", "t")])
def test_what_does_not_fit_or_is_unknown_is_refused(source: str, target: str) -> None:
    with pytest.raises(UnitError):
        conversion(source, target)


# ── what people write ────────────────────────────────────────────────────────────────────────────

# typed = the unit asked = the same in words of Pint (which do not come from the table)
WRITTEN = """
吨 = t = metric_ton
万吨 = t = 1e4 metric_ton
千吨 = t = 1e3 metric_ton
百万吨 = t = 1e6 metric_ton
千克 = t = kilogram
公斤 = t = kilogram
克 = t = gram
KG = t = kilogram
Kg = t = kilogram
T = t = metric_ton
ｔ = t = metric_ton
㎏ = t = kilogram
10^4t = t = 1e4 metric_ton
10⁴ t = t = 1e4 metric_ton
10³ t = t = 1e3 metric_ton
10^3t = t = 1e3 metric_ton
×10⁴t = t = 1e4 metric_ton
10^4·吨 = t = 1e4 metric_ton
万 t = t = 1e4 metric_ton
kt = t = 1e3 metric_ton
千瓦时 = MWh = kilowatt*hour
度 = MWh = kilowatt*hour
万千瓦时 = MWh = 1e4 kilowatt*hour
万度 = MWh = 1e4 kilowatt*hour
万kWh = MWh = 1e4 kilowatt*hour
万KWH = MWh = 1e4 kilowatt*hour
兆瓦时 = MWh = megawatt*hour
MWH = MWh = megawatt*hour
mwh = MWh = megawatt*hour
MW·h = MWh = megawatt*hour
kW·h = MWh = kilowatt*hour
万kW·h = MWh = 1e4 kilowatt*hour
亿千瓦时 = MWh = 1e8 kilowatt*hour
GWh = MWh = gigawatt*hour
10⁴千瓦时 = MWh = 1e4 kilowatt*hour
千瓦小时 = MWh = kilowatt*hour
吉焦 = GJ = gigajoule
百万千焦 = GJ = gigajoule
兆焦 = GJ = megajoule
太焦 = GJ = terajoule
Gj = GJ = gigajoule
万大卡 = GJ = 1e4 kcal_IT
百万大卡 = GJ = 1e6 kcal_IT
Gcal = GJ = 1e6 kcal_IT
KJ/kg = GJ/t = kilojoule/kilogram
千焦/千克 = GJ/t = kilojoule/kilogram
kJ／kg = GJ/t = kilojoule/kilogram
大卡/千克 = GJ/t = kcal_IT/kilogram
kcal/kg = GJ/t = kcal_IT/kilogram
千卡/公斤 = GJ/t = kcal_IT/kilogram
兆焦/千克 = GJ/t = megajoule/kilogram
GJ·t⁻¹ = GJ/t = gigajoule/metric_ton
百万千焦/吨 = GJ/t = gigajoule/metric_ton
MJ/(kg) = GJ/t = megajoule/kilogram
吉焦/吨 = GJ/t = gigajoule/metric_ton
万Nm³ = 10^4 Nm3 = 1e4 Nm3
10⁴Nm³ = 10^4 Nm3 = 1e4 Nm3
10⁴ Nm³ = 10^4 Nm3 = 1e4 Nm3
10^4Nm^3 = 10^4 Nm3 = 1e4 Nm3
万标方 = 10^4 Nm3 = 1e4 Nm3
万标准立方米 = 10^4 Nm3 = 1e4 Nm3
标准立方米 = 10^4 Nm3 = Nm3
标方 = 10^4 Nm3 = Nm3
NM3 = 10^4 Nm3 = Nm3
万立方米 = 10^4 Nm3 = 1e4 Nm3
万m³ = 10^4 Nm3 = 1e4 Nm3
千标方 = 10^4 Nm3 = 1e3 Nm3
GJ/万Nm³ = GJ/10^4 Nm3 = gigajoule/(1e4 Nm3)
GJ/10⁴Nm³ = GJ/10^4 Nm3 = gigajoule/(1e4 Nm3)
MJ/Nm³ = GJ/10^4 Nm3 = megajoule/Nm3
大卡/标方 = GJ/10^4 Nm3 = kcal_IT/Nm3
吨碳/万标方 = tC/10^4 Nm3 = tC/(1e4 Nm3)
立方米 = m3 = meter**3
m³ = m3 = meter**3
㎥ = m3 = meter**3
方 = m3 = meter**3
千m3 = m3 = 1e3 meter**3
kgCO2/MWh = tCO2/MWh = kgCO2/(megawatt*hour)
kgCO₂/kWh = tCO2/MWh = kgCO2/(kilowatt*hour)
吨二氧化碳/兆瓦时 = tCO2/MWh = tCO2/(megawatt*hour)
千克二氧化碳/千瓦时 = tCO2/MWh = kgCO2/(kilowatt*hour)
t CO2/MWh = tCO2/MWh = tCO2/(megawatt*hour)
gCO2/kWh = tCO2/MWh = 1e-3 kgCO2/(kilowatt*hour)
tCO2/万度 = tCO2/MWh = tCO2/(1e4 kilowatt*hour)
吨碳/吉焦 = tC/GJ = tC/gigajoule
tC/TJ = tC/GJ = tC/terajoule
kgC/GJ = tC/GJ = 1e-3 tC/gigajoule
吨碳 = tC = tC
吨二氧化碳 = tCO2 = tCO2
TCO2 = tCO2 = tCO2
t-CO2 = tCO2 = tCO2
吨二氧化碳当量 = tCO2e = tCO2e
tCO₂e = tCO2e = tCO2e
万吨二氧化碳当量 = tCO2e = 1e4 tCO2e
吨标准煤 = tce = tce
TCE = tce = tce
万吨标准煤 = tce = 1e4 tce
千克标准煤 = tce = kgce
gce/kWh = kgce/kWh = gce/(kilowatt*hour)
千安 = kA = kiloampere
安 = kA = ampere
伏 = V = volt
毫伏 = mV = millivolt
mv = mV = millivolt
小时 = h = hour
分钟 = h = minute
天 = day = day
兆瓦 = MW = megawatt
千瓦 = MW = kilowatt
万千瓦 = MW = 1e4 kilowatt
℃ = °C = delta_degree_Celsius
摄氏度 = °C = delta_degree_Celsius
分钟/槽日 = min/cell/day = minute/cell/day
槽日 = cell·day = cell*day
吨/天 = t/day = metric_ton/day
百分比 = 1 = percent
％ = 1 = percent
% = t/t = percent
千克/吨 = kg/t = kilogram/metric_ton
度/吨 = kWh/t = kilowatt*hour/metric_ton
万元 = yuan = 1e4 yuan
"""


def written() -> list[list[str]]:
    return [line.split(" = ") for line in WRITTEN.strip().splitlines()]


@pytest.mark.parametrize(("typed", "asked", "in_pint"), written())
def test_units_are_read_as_people_write_them_and_pint_agrees(typed: str, asked: str, in_pint: str) -> None:
    factor = conversion(typed, asked)
    oracle = (REGISTRY.parse_expression(in_pint) * Decimal(1) / pint_unit(asked)).to("dimensionless").magnitude
    assert abs(Decimal(factor.numerator) / Decimal(factor.denominator) - oracle) <= abs(oracle) * Decimal("1e-20")


@pytest.mark.parametrize("typed", ["tC/t", "t/t", "1"])
@pytest.mark.parametrize(("sign", "factor"), [("%", Fraction(1, 100)), ("％", Fraction(1, 100)), ("‰", Fraction(1, 1000))])
def test_a_content_may_be_given_in_per_cent(typed: str, sign: str, factor: Fraction) -> None:
    assert conversion(sign, typed) == factor


@pytest.mark.parametrize(
    ("typed", "asked", "why"),
    [
        ("tC", "tCO2", "carbon and carbon dioxide are two masses"),
        ("吨碳", "tCO2", "carbon and carbon dioxide are two masses"),
        ("tCO2e", "tCO2", "are not the same"),
        ("m3", "10^4 Nm3", "write Nm³ or 10⁴ Nm³ for the standard state"),
        ("立方米", "10^4 Nm3", "write Nm³ or 10⁴ Nm³ for the standard state"),
        ("MJ/m³", "GJ/10^4 Nm3", "write Nm³ or 10⁴ Nm³ for the standard state"),
        ("吨", "10^4 Nm3", "a mass does not become a volume of gas"),
        ("t", "10^4 Nm3", "a mass does not become a volume of gas"),
        ("tce", "t", "coal equivalent is heat"),
        ("kWh", "GJ", "electricity and heat are reported apart"),
        ("GJ", "t", "it measures something else"),
        *((odd, "t", "no unit that is known") for odd in ("斤", "lb", "1e4t", "104t", "t/月", "吨/", "·", "(t", "10^t", "t/(m3/h)")),
        *((odd, "mV", "no unit that is known") for odd in ("MV", "M", "MA", "a")),
        ("百" * 40, "t", "no unit that is known"),
    ],
)
def test_what_is_another_unit_is_refused_with_the_reason_and_those_taken(typed: str, asked: str, why: str) -> None:
    with pytest.raises(UnitError):
        conversion(typed, asked)
    words = refusal_words(typed, asked)
    assert why in words["reason_en"]
    assert words["reason"] and words["known"].startswith(("t", "万", "mV", "GJ"))


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        ("MWh", "MWh（兆瓦时）、万kWh（万千瓦时）、kWh（千瓦时）", "MWh, 10⁴ kWh, kWh"),
        ("10^4 Nm3", "万Nm³（万标准立方米）、Nm³（标准立方米）", "10⁴ Nm³, Nm³"),
        ("tC/t", "tC/t（吨碳/吨）、%、‰", "tC/t, %, ‰"),
        ("1", "小数、%、‰", "a fraction, %, ‰"),
    ],
)
def test_the_units_taken_are_listed_in_readable_order(asked: str, zh: str, en: str) -> None:
    assert (accepted_units(asked).zh, accepted_units(asked).en) == (zh, en)


def test_a_unit_a_million_times_smaller_is_not_offered() -> None:
    assert refusal_words("lb", "t/day")["known_en"] == "t/day, kg/day"


def units_of_packs() -> list[str]:
    packs = [load(name) for name in pack_ids()]
    asked = {pack.unit_of(one.id, item) for pack in packs for one in pack.inputs() for item in items_of(pack, one)}
    return sorted(asked)


def items_of(pack: Pack, quantity: Quantity) -> list[str | None]:
    return [*pack.tables[quantity.item_table or ""].rows] if quantity.by_item else [None]


@pytest.mark.parametrize("asked", units_of_packs())
def test_every_unit_that_is_listed_is_taken_in_both_languages(asked: str) -> None:
    for listed in (accepted_units(asked).zh.split("、"), accepted_units(asked).en.split(", ")):
        for one in listed:
            for spelling in one.removesuffix("）").split("（"):
                assert conversion({"a fraction": "1"}.get(spelling, spelling), asked) > 0


def test_each_spelling_means_one_unit() -> None:
    for atom, words in WORDS.items():
        for word in words:
            assert unit(word) == unit(atom), word
