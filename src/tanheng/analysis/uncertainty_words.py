"""How uncertainties are written for people: two digits, values cut where the uncertainty begins, shares (GUM 7.2.6). No computing."""

from __future__ import annotations

from decimal import ROUND_UP, Context, Decimal

from tanheng.engine.text import Text
from tanheng.engine.uncertainty.budget import Contribution

SMALL_SHARE = 0.0005


def digits(value: float, significant: int = 2) -> str:
    """A number cut to so many significant digits, with thousands separators."""
    return format(Context(prec=significant).create_decimal_from_float(value), ",f")


def like(value: float, uncertainty: float) -> str:
    """A value written to the second significant digit of its uncertainty, or to the whole."""
    exponent = 0
    if uncertainty:
        found = Context(prec=2, rounding=ROUND_UP).create_decimal_from_float(uncertainty).as_tuple().exponent
        assert isinstance(found, int)
        exponent = min(found, 0)
    return format(Decimal(repr(value)).quantize(Decimal(1).scaleb(exponent)), ",f")


def interval(bounds: tuple[float, float], uncertainty: float) -> str:
    """Two bounds, each like the uncertainty."""
    return f"{like(bounds[0], uncertainty)} … {like(bounds[1], uncertainty)}"


def percent(fraction: float) -> str:
    """A fraction as per cent with three significant digits."""
    return f"{digits(100 * fraction, 3)} %"


def share(fraction: float) -> str:
    """A share of the variance; the small ones only as small."""
    return f"{100 * fraction:.1f} %" if fraction >= SMALL_SHARE else "< 0.1 %"


def source_name(one: Contribution) -> Text:
    """What a line of a budget is called: its group, or its input."""
    if not one.line.group:
        return one.label
    return Text(f"{one.line.group}（{one.values} 个值）", f"{one.line.group} ({one.values} values)")
