"""Missing data: the plan's order is kept; what is conservative never lowers an emission nor raises an output; nothing is by chance."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tanheng.analysis.missing import (
    CONSERVATIVE,
    EMISSION,
    ESTIMATED,
    NEIGHBOURS,
    OUTPUT,
    PROJECT,
    STOCK_BALANCE,
    Known,
    Named,
    Term,
    treatments,
    uncalibrated,
)
from tanheng.engine.plan.lists import MISSING
from tanheng.engine.text import Text
from tanheng.rulebook import loadable_packs
from tanheng.rulebook.conservative import DOWN, DUAL, NO_DIRECTION, UP, direction_of, stock_terms

AMOUNTS = st.decimals(min_value=0, max_value=10**12, allow_nan=False, places=4)
NAMED = st.builds(lambda number, amount: Named(Text(str(number), str(number)), amount), st.integers(1, 12), AMOUNTS)
TERMS = st.builds(lambda amount, minus: Term(Text("库存", "stock"), amount, minus), st.none() | AMOUNTS, st.booleans())
KNOWN = st.builds(
    Known,
    comparisons=st.lists(NAMED, max_size=2).map(tuple),
    stock=st.lists(TERMS, max_size=5).map(tuple),
    neighbours=st.lists(NAMED, max_size=2).map(tuple),
    default=st.none() | NAMED,
    year=st.lists(NAMED, max_size=11).map(tuple),
)
ORDERS = st.permutations(list(MISSING)).flatmap(lambda every: st.integers(1, len(every)).map(lambda count: every[:count]))
DIRECTIONS = st.sampled_from([UP, DOWN, DUAL, NO_DIRECTION])


@given(ORDERS, KNOWN, DIRECTIONS, st.booleans())
def test_every_treatment_of_the_plan_is_proposed_in_its_order_or_says_why_not(order, known, direction, power):
    found = treatments(order, known, direction, power=power)
    assert found == treatments(order, known, direction, power=power)
    proposed = list(dict.fromkeys(one.method for one in found.proposals))
    assert proposed == [one for one in order if one in proposed]
    assert sorted([*proposed, *(one.method for one in found.unusable)]) == sorted(order)
    assert all(one.arithmetic.zh.endswith(f"{one.amount:f}".rstrip("0").rstrip(".") or "0") or one.amount == 0 for one in found.proposals)
    assert len({one.key for one in found.proposals}) == len(found.proposals)
    assert all(one.status == PROJECT for one in found.proposals if one.method in (NEIGHBOURS, CONSERVATIVE))


@given(KNOWN, st.sampled_from([UP, DOWN, DUAL]))
def test_what_is_conservative_is_on_the_safe_side_of_all_that_is_known(known, direction):
    found = treatments(list(MISSING), known, direction, power=False).proposals
    safe = [one for one in found if one.method == CONSERVATIVE]
    assert bool(safe) == bool(known.year)
    for one in safe:
        upwards = direction == UP or one.side == EMISSION
        downwards = direction == DOWN or one.side == OUTPUT
        for other in [*(each.amount for each in found), *(each.amount for each in known.year)]:
            assert not upwards or one.amount >= other
            assert not downwards or one.amount <= other
    if direction == DUAL and len(safe) == 2:
        assert [one.side for one in safe] == [OUTPUT, EMISSION]


@given(AMOUNTS, st.decimals(0, "0.1", places=4), st.integers(1, 31), st.data(), st.sampled_from([UP, DOWN, DUAL]))
def test_days_without_a_valid_calibration_count_by_their_share_and_never_in_favour(amount, accuracy, days, data, direction):
    uncovered = data.draw(st.integers(1, days))
    for one in uncalibrated(amount, accuracy, days, uncovered, direction, power=True):
        up = direction == UP or one.side == EMISSION
        change = Fraction(amount) * Fraction(accuracy) * uncovered / days
        exact = Fraction(amount) + (change if up else -change)
        assert (Fraction(one.amount) - exact) * (1 if up else -1) >= 0  # rounded away from what would be favourable
        assert abs(Fraction(one.amount) - exact) < Fraction(1, 10**6)


def test_the_arithmetic_can_be_read():
    stock = (
        Term(Text("期初库存", "opening"), Decimal(120)),
        Term(Text("购入", "purchase"), Decimal("3400.5")),
        Term(Text("期末库存", "closing"), Decimal(200), minus=True),
    )
    months = tuple(Named(Text(f"{one}月", f"month {one}"), Decimal(3000 + one)) for one in range(1, 12))
    found = treatments((STOCK_BALANCE, NEIGHBOURS, CONSERVATIVE), Known(stock=stock, neighbours=months[:2], year=months), DUAL, power=False)
    assert [(one.key, one.amount, one.kind) for one in found.proposals] == [
        ("stock_balance", Decimal("3320.5"), ESTIMATED),
        ("neighbouring_periods-output", Decimal(3001), ESTIMATED),
        ("neighbouring_periods-emission", Decimal(3002), ESTIMATED),
        ("conservative_estimate-output", Decimal(3001), ESTIMATED),
        ("conservative_estimate-emission", Decimal("3320.5"), ESTIMATED),
    ]
    assert [one.arithmetic for one in found.proposals][:3] == [
        Text("期初库存 120 + 购入 3400.5 − 期末库存 200 = 3320.5", "opening 120 + purchase 3400.5 − closing 200 = 3320.5"),
        Text("min（1月 3001，2月 3002）= 3001", "min(month 1 3001, month 2 3002) = 3001"),
        Text("max（1月 3001，2月 3002）= 3002", "max(month 1 3001, month 2 3002) = 3002"),
    ]
    assert found.proposals[-1].arithmetic.zh == "12 个已知数据中最大的：按购销存台账推算 3320.5"
    (up,) = uncalibrated(Decimal(3300), Decimal("0.005"), 31, 12, UP, power=True)
    assert up.arithmetic.zh == "3300 × (1 + 0.5% × 12/31) = 3306.39"


def test_every_measured_quantity_of_the_national_editions_has_a_side():
    packs = [one for one in loadable_packs() if one.jurisdiction == "cn" and not one.is_allowance]
    inputs = {
        one.id: one for pack in packs for one in pack.inputs() if one.required and one.acquisition == "measured" and not one.yearly_only
    }
    lacking = sorted(name for name in inputs if not direction_of(name) and not name.endswith(("_stock_t", "_stock")))
    assert lacking == []
    assert {pack.main_output for pack in packs if direction_of(pack.main_output) == DUAL} == {
        "molten_aluminium_output_t",
        "clinker_output_t",
    }
    known = {name for pack in packs for name in pack.quantities}
    terms = {name: stock_terms(name) for name in known if stock_terms(name)}
    assert set(terms) | {term for one in terms.values() for term in one} <= known
