"""What may stand in for a datum that is missing: the treatments of a plan in its order, each with its amount and the arithmetic in words,
or why it cannot be used. And the conservative figure of a meter that was not validly calibrated.

No guide gives a number for missing data (STEEL 9.1 d5: the plan names a conservative treatment for each parameter). Where a number has to
be chosen, the choice is the project's and says so: of neighbours and of a year the greatest where a figure raises the emission, the
least where it raises output or a deduction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from tanheng.engine.numbers import TEXT_DECIMALS, ZERO, exact_context, full_text
from tanheng.engine.plan.lists import MISSING
from tanheng.engine.text import Text
from tanheng.rulebook.conservative import DUAL, NO_DIRECTION, UP

EMISSION, OUTPUT = "emission", "output"  # of which side of a dual-use quantity an amount is conservative
COMPARISON_SOURCE, STOCK_BALANCE, NEIGHBOURS = "comparison_source", "stock_balance", "neighbouring_periods"
DEFAULT_VALUE, CONSERVATIVE, CALIBRATION = "default_value", "conservative_estimate", "calibration"
MOST_SHOWN = 4  # figures of one expression
OFFICIAL, ANALOGOUS, PROJECT = "official", "analogous", "project"
ESTIMATED, DEFAULT = "estimated", "default"
APPORTIONED = "apportionment"  # a part of what a gate meter measured (`analysis.cross_checks`)
METHODS = MISSING | {
    APPORTIONED: Text("关口数据分摊", "part of the gate's figure"),
    CALIBRATION: Text("未有效检定/校准的保守性处理", "conservative figure of a meter without a valid calibration"),
}
SIDES = {
    EMISSION: Text("用作活动数据，排放不偏低", "as activity datum: no emission too low"),
    OUTPUT: Text("用作生产数据，产量不偏高", "as production datum: no output too high"),
}
PLAN_RULE = {
    OFFICIAL: Text("发电设施指南：按数据质量控制方案（计划）写明的方式处理", "power guide: treated as the plan says"),
    ANALOGOUS: Text("参照钢铁指南9.1 d)5)：按数据质量控制方案写明的方式处理", "steel guide 9.1 d)5) by analogy: treated as the plan says"),
    PROJECT: Text("指南没有给出数值，由本系统取保守一侧", "no guide gives a number: the conservative side, chosen by this system"),
}
DUAL_RULE = Text(
    "产量既是活动数据又是生产数据，行业指南未写明取哪一侧，本系统两侧都列出",
    "output is activity and production datum at once; the guides name no side, so this system gives both",
)
CALIBRATION_RULE = Text("发电设施核查技术指南3.4.1", "power verification guide 3.4.1")
CALIBRATION_BY_ANALOGY = Text("参照发电设施核查技术指南3.4.1", "power verification guide 3.4.1 by analogy")
UNUSABLE = {
    COMPARISON_SOURCE: Text("比对数据源该期没有数据", "no comparison source has a figure of the period"),
    STOCK_BALANCE: Text("购销存不全：缺{lacking}", "the stock balance lacks {lacking}"),
    "no_stock": Text("该数据项没有购销存", "the data item has no stock balance"),
    "negative": Text("购销存推算为负（{amount}），台账有误", "the stock balance is negative ({amount}): the ledger is wrong"),
    NEIGHBOURS: Text("前后相邻时段都没有数据", "neither neighbouring period has a figure"),
    DEFAULT_VALUE: Text("该数据项没有缺省值", "the data item has no default"),
    CONSERVATIVE: Text("全年没有其他时段的数据可取", "no other period of the year has a figure"),
    "side": Text("没有写明哪一侧保守", "nothing says which side is conservative"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with what it is called: a source, or a period."""

    name: Text
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the stock balance of a period, as opening or sale; None where its figure is not known."""

    name: Text
    amount: Decimal | None
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a period whose main source is silent: comparison sources by rank, the stock balance, the periods before and after,
    the default, and every period of the year that has a figure.
    """

    comparisons: tuple[Named, ...] = ()
    stock: tuple[Term, ...] = ()
    neighbours: tuple[Named, ...] = ()
    default: Named | None = None
    year: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amount that may stand in, by which treatment and arithmetic; `status` and `rule` say what the choice of the amount rests on.

    `side` is set of a dual-use quantity where its two sides give two amounts. `kind` is how the reading is marked.
    """

    method: str
    amount: Decimal
    arithmetic: Text
    status: str
    rule: Text
    side: str = ""
    kind: str = ESTIMATED

    @property
    def key(self) -> str:
        """Its name among the proposals of a period."""
        return f"{self.method}-{self.side}" if self.side else self.method


@dataclass(frozen=True, slots=True)
class Unusable:
    """A treatment of the plan that gives nothing, and why."""

    method: str
    why: Text


@dataclass(frozen=True, slots=True)
class Treatments:
    """What the plan's order comes to: the first of `proposals` is the one proposed."""

    proposals: tuple[Proposal, ...]
    unusable: tuple[Unusable, ...]


def treatments(order: Sequence[str], known: Known, direction: str, *, power: bool) -> Treatments:
    """The treatments of a plan in their order; `power`: by the power guide itself, others by analogy."""
    base = OFFICIAL if power else ANALOGOUS
    proposals: list[Proposal] = []
    unusable: list[Unusable] = []
    for method in dict.fromkeys(order):
        found = _BY_METHOD[method](known, direction, base)
        if isinstance(found, Unusable):
            unusable.append(found)
        else:
            proposals += found
    return Treatments(tuple(proposals), tuple(unusable))


# ── the treatments ───────────────────────────────────────────────────────────────────────────────


def _by_comparison(known: Known, _direction: str, base: str) -> list[Proposal] | Unusable:
    if not known.comparisons:
        return Unusable(COMPARISON_SOURCE, UNUSABLE[COMPARISON_SOURCE])
    first = known.comparisons[0]
    return [Proposal(COMPARISON_SOURCE, first.amount, _is(first), base, PLAN_RULE[base])]


def _by_stock(known: Known, _direction: str, base: str) -> list[Proposal] | Unusable:
    if not known.stock:
        return Unusable(STOCK_BALANCE, UNUSABLE["no_stock"])
    lacking = [one.name for one in known.stock if one.amount is None]
    if lacking:
        zh, en = "、".join(one.zh for one in lacking), ", ".join(one.en for one in lacking)
        said = UNUSABLE[STOCK_BALANCE]
        return Unusable(STOCK_BALANCE, Text(said.zh.format(lacking=zh), said.en.format(lacking=en)))
    amount = balance_of(known.stock)
    if amount < 0:
        return Unusable(STOCK_BALANCE, UNUSABLE["negative"].filled(amount=full_text(amount)))
    return [Proposal(STOCK_BALANCE, amount, _balance(known.stock, amount), base, PLAN_RULE[base])]


def balance_of(stock: Iterable[Term]) -> Decimal:
    """The sum of its terms, each with its sign."""
    with localcontext(exact_context()):
        return sum((-one.amount if one.minus else one.amount for one in stock if one.amount is not None), ZERO)


def _by_neighbours(known: Known, direction: str, _base: str) -> list[Proposal] | Unusable:
    if not known.neighbours:
        return Unusable(NEIGHBOURS, UNUSABLE[NEIGHBOURS])
    return _on_the_safe_side(NEIGHBOURS, known.neighbours, direction)


def _by_default(known: Known, _direction: str, base: str) -> list[Proposal] | Unusable:
    if known.default is None:
        return Unusable(DEFAULT_VALUE, UNUSABLE[DEFAULT_VALUE])
    return [Proposal(DEFAULT_VALUE, known.default.amount, _is(known.default), base, PLAN_RULE[base], kind=DEFAULT)]


def _by_conservative_estimate(known: Known, direction: str, base: str) -> list[Proposal] | Unusable:
    """The greatest or least of the year's other periods and of what any other treatment would give."""
    if not known.year:
        return Unusable(CONSERVATIVE, UNUSABLE[CONSERVATIVE])
    stock = _by_stock(known, direction, base)
    balance = () if isinstance(stock, Unusable) else (Named(Text("按购销存台账推算", "stock balance"), stock[0].amount),)
    default = (known.default,) if known.default else ()
    every = dict.fromkeys((*known.year, *known.neighbours, *known.comparisons, *balance, *default))
    return _on_the_safe_side(CONSERVATIVE, list(every), direction)


_BY_METHOD: dict[str, Callable[[Known, str, str], list[Proposal] | Unusable]] = {
    COMPARISON_SOURCE: _by_comparison,
    STOCK_BALANCE: _by_stock,
    NEIGHBOURS: _by_neighbours,
    DEFAULT_VALUE: _by_default,
    CONSERVATIVE: _by_conservative_estimate,
}


def _on_the_safe_side(method: str, figures: Sequence[Named], direction: str) -> list[Proposal] | Unusable:
    if direction == NO_DIRECTION:
        return Unusable(method, UNUSABLE["side"])
    rule = DUAL_RULE if direction == DUAL else PLAN_RULE[PROJECT]
    made = [
        Proposal(method, found.amount, _of_several(found, figures, up=up), PROJECT, rule, side)
        for up, side in _sides(direction)
        for found in [(max if up else min)(figures, key=lambda one: one.amount)]
    ]
    return made if len({one.amount for one in made}) > 1 else [Proposal(method, made[0].amount, made[0].arithmetic, PROJECT, rule)]


def _sides(direction: str) -> Iterable[tuple[bool, str]]:
    """Whether upwards, and of which side. Of a dual-use quantity output comes first: a figure too high there raises the allowance by more
    than the emission (a tonne of clinker or aluminium is given more than its process emits).
    """
    return ((False, OUTPUT), (True, EMISSION)) if direction == DUAL else ((direction == UP, ""),)


# ── a meter that was not validly calibrated ──────────────────────────────────────────────────────


def uncalibrated(amount: Decimal, accuracy: Decimal, days: int, uncovered: int, direction: str, *, power: bool) -> list[Proposal]:
    """The conservative figures of a period in which a meter was not validly calibrated on some of its days: x·(1 ± required accuracy) for
    their share of it (VG-POWER 3.4.1; that days share a figure evenly is the project's reading). Accuracy is a fraction.

    Rounded to two digits more than the figure has, away from what would be favourable.
    """
    rule = DUAL_RULE if direction == DUAL else CALIBRATION_RULE if power else CALIBRATION_BY_ANALOGY
    status = PROJECT if direction == DUAL or uncovered < days else OFFICIAL if power else ANALOGOUS
    found = []
    for up, side in _sides(direction) if direction else ():
        with localcontext(exact_context()) as context:
            change = abs(amount) * accuracy * uncovered / days
            exact = amount + change if up else amount - change
            context.rounding = ROUND_CEILING if up else ROUND_FLOOR
            made = exact.quantize(Decimal(1).scaleb(-min(_decimals(amount) + 2, TEXT_DECIMALS)))
        share = f" × {uncovered}/{days}" if uncovered < days else ""
        words = f"{full_text(amount)} × (1 {'+' if up else '−'} {full_text(accuracy * 100)}%{share}) = {full_text(made)}"
        found.append(Proposal(CALIBRATION, made, Text(words, words), status, rule, side))
    return found


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


# ── the arithmetic in words ──────────────────────────────────────────────────────────────────────


def _is(one: Named) -> Text:
    number = full_text(one.amount)
    return Text(f"{one.name.zh} {number}", f"{one.name.en} {number}")


def _balance(stock: Sequence[Term], amount: Decimal) -> Text:
    zh, en = ("".join(_signed(stock, lang)).removeprefix(" + ") for lang in ("zh", "en"))
    return Text(f"{zh} = {full_text(amount)}", f"{en} = {full_text(amount)}")


def _signed(stock: Iterable[Term], lang: str) -> Iterator[str]:
    return (f" {'−' if one.minus else '+'} {one.name.in_(lang)} {full_text(one.amount)}" for one in stock if one.amount is not None)


def _of_several(found: Named, figures: Sequence[Named], *, up: bool) -> Text:
    """`max(…) = …` with every figure; of many only the one that counts, and how many there are."""
    number = full_text(found.amount)
    if len(figures) > MOST_SHOWN:
        word = Text("最大" if up else "最小", "greatest" if up else "least")
        zh = f"{len(figures)} 个已知数据中{word.zh}的：{found.name.zh} {number}"
        return Text(zh, f"the {word.en} of {len(figures)} known figures: {found.name.en} {number}")
    zh, en = ("，".join(_listed(figures, "zh")), ", ".join(_listed(figures, "en")))
    sign = "max" if up else "min"
    return Text(f"{sign}（{zh}）= {number}", f"{sign}({en}) = {number}")


def _listed(figures: Iterable[Named], lang: str) -> Iterator[str]:
    return (f"{one.name.in_(lang)} {full_text(one.amount)}" for one in figures)
