"""The closed unit table: each atom with its scale and its dimension. How people spell them stands in `engine.units.words`."""

from __future__ import annotations

from fractions import Fraction

# symbol → (scale, dimension); "1" has no dimension. Nothing outside this table is a unit.
ATOMS: dict[str, tuple[Fraction, str | None]] = {
    "1": (Fraction(1), None),
    "%": (Fraction(1, 100), None),
    "‰": (Fraction(1, 1000), None),
    "t": (Fraction(1), "t"),
    "kg": (Fraction(1, 1000), "t"),
    "g": (Fraction(1, 1000000), "t"),
    "10^4 t": (Fraction(10000), "t"),
    "tC": (Fraction(1), "tC"),
    "tCO2": (Fraction(1), "tCO2"),
    "kgCO2": (Fraction(1, 1000), "tCO2"),
    "tCO2e": (Fraction(1), "tCO2e"),
    "Nm3": (Fraction(1, 10000), "10^4 Nm3"),
    "10^4 Nm3": (Fraction(1), "10^4 Nm3"),
    "GJ": (Fraction(1), "GJ"),
    "MJ": (Fraction(1, 1000), "GJ"),
    "kJ": (Fraction(1, 1000000), "GJ"),
    "TJ": (Fraction(1000), "GJ"),
    "kcal": (Fraction(41868, 10**10), "GJ"),
    "tce": (Fraction(1), "tce"),
    "kgce": (Fraction(1, 1000), "tce"),
    "gce": (Fraction(1, 1000000), "tce"),
    "m": (Fraction(1), "m"),
    "m3": (Fraction(1), "m3"),
    "MWh": (Fraction(1), "MWh"),
    "kWh": (Fraction(1, 1000), "MWh"),
    "10^4 kWh": (Fraction(10), "MWh"),
    "MW": (Fraction(1), "MW"),
    "°C": (Fraction(1), "°C"),
    "kA": (Fraction(1), "kA"),
    "A": (Fraction(1, 1000), "kA"),
    "V": (Fraction(1), "V"),
    "mV": (Fraction(1, 1000), "V"),
    "h": (Fraction(60), "min"),
    "min": (Fraction(1), "min"),
    "day": (Fraction(1), "day"),
    "cell": (Fraction(1), "cell"),
    "fen": (Fraction(1), "fen"),
    "yuan": (Fraction(100), "fen"),
}
ALIASES = {
    "10^4Nm3": "10^4 Nm3",
    "万Nm3": "10^4 Nm3",
    "吨": "t",
    "万kWh": "10^4 kWh",
    "万t": "10^4 t",
    "℃": "°C",
}
