"""The uncertainty of results as text: value ± U for every yearly number, then one number's budget, ranked, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tanheng.analysis.uncertainty_words import digits, interval, like, percent, share, source_name
from tanheng.cli.result_table import table_lines
from tanheng.engine.numbers import shown
from tanheng.engine.part_of_year import period_of
from tanheng.engine.run import Run
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.budget import Budget, Contribution, Unstated
from tanheng.engine.uncertainty.forms import DISTRIBUTIONS

if TYPE_CHECKING:
    from tanheng.analysis.monte_carlo import Drawn, MonteCarlo

RESULTS = (
    Text("量", "quantity"),
    Text("设施/品种", "facility/item"),
    Text("值", "value"),
    Text("标准不确定度 u", "standard u"),
    Text("扩展不确定度 U (k=2)", "expanded U (k=2)"),
    Text("U/值", "U/value"),
    Text("95% 区间", "95 % interval"),
    Text("单位", "unit"),
)
DRAWN = (
    Text("量", "quantity"),
    Text("设施/品种", "facility/item"),
    Text("均值", "mean"),
    Text("u（统计误差）", "u (its error)"),
    Text("u（GUM）", "u (GUM)"),
    Text("95% 区间", "95 % interval"),
    Text("单位", "unit"),
)
BUDGET = (
    Text("占比", "share"),
    Text("来源", "source"),
    Text("设施/品种", "facility/item"),
    Text("依据", "stated as"),
    Text("分布", "distribution"),
    Text("灵敏度", "sensitivity"),
    Text("贡献 u", "contributes u"),
)
UNSTATED = (
    Text("未给出不确定度的输入", "input without a stated uncertainty"),
    Text("设施/品种", "facility/item"),
    Text("变动 1% 的影响", "effect of 1 %"),
)
NOTHING = Text(
    "没有任何输入给出不确定度：在 values 里写 uncertainty，或在算例里加 uncertainties 一节",
    "no input states an uncertainty: write `uncertainty` on values, or add an `uncertainties` section to the case",
)


def results_lines(run: Run, budgets: list[Budget], lang: str) -> Iterator[str]:
    """Every yearly number with its uncertainty; numbers that nothing stated reaches are left out."""
    rows = [[heading.in_(lang) for heading in RESULTS]]
    for one in budgets:
        if one.stated:
            relative = "—" if one.relative is None else percent(one.relative)
            value = shown(one.value, run.pack.quantities[one.quantity].year_decimals)
            bounds = interval(one.interval, one.standard)
            rows.append(
                [
                    *_place(run, one, lang),
                    value,
                    digits(one.standard),
                    digits(one.expanded),
                    relative,
                    bounds,
                    one.unit,
                ]
            )
    yield Text("不确定度（GUM，一阶传播）", "Uncertainty (GUM, first order)").in_(lang)
    if len(rows) == 1:
        yield NOTHING.in_(lang)
        return
    yield from table_lines(rows, right={2, 3, 4, 5, 6})


def drawn_lines(run: Run, found: MonteCarlo, budgets: list[Budget], lang: str) -> Iterator[str]:
    """The Monte Carlo beside it."""
    standard = {(one.quantity, one.facility, one.item): one.standard for one in budgets}
    rows = [[heading.in_(lang) for heading in DRAWN]]
    for one in found.results:
        spread = one.standard.value
        rows.append([
            *_place(run, one, lang), like(one.mean.value, spread), f"{digits(spread)} ({digits(one.standard.error)})",
            digits(standard[one.quantity, one.facility, one.item]),
            interval((one.low.value, one.high.value), spread), one.unit,
        ])  # fmt: skip
    yield ""
    yield Text(f"蒙特卡洛：{found.draws:,} 次，种子 {found.seed}", f"Monte Carlo: {found.draws:,} draws, seed {found.seed}").in_(lang)
    yield from table_lines(rows, right={2, 3, 4, 5})


def budget_lines(run: Run, budget: Budget, lang: str) -> Iterator[str]:
    """One number's contributions, the largest first, and the inputs nobody stated."""
    name, place = _place(run, budget, lang)
    period = period_of(run.case).in_(lang) if budget.month is None else f"{run.case.year}-{budget.month:02d}"
    yield ""
    heading = " · ".join(part for part in (name, place, period) if part)
    yield Text(f"不确定度预算：{heading}", f"Uncertainty budget: {heading}").in_(lang)
    if budget.contributions:
        rows = [[one.in_(lang) for one in BUDGET], *(_contribution(run, one, lang) for one in budget.contributions)]
        yield from table_lines(rows, right={0, 5, 6})
    if budget.not_stated:
        yield ""
        rows = [
            [one.in_(lang) for one in UNSTATED],
            *(_unstated(run, one, budget.unit, lang) for one in budget.not_stated),
        ]
        yield from table_lines(rows, right={2})
        yield Text("以上输入的不确定度没有计入结果。", "The uncertainty of these inputs is not in the result.").in_(lang)


def _contribution(run: Run, one: Contribution, lang: str) -> list[str]:
    line = one.line
    place = "" if line.group else _place_text(run, line.name, line.facility, line.item, lang)
    sensitivity = f"{digits(one.sensitivity, 4)} {one.unit}"
    shape = DISTRIBUTIONS[line.form.distribution].in_(lang)
    return [
        share(one.share),
        source_name(one).in_(lang),
        place,
        line.form.text().in_(lang),
        shape,
        sensitivity,
        digits(one.contribution),
    ]


def _unstated(run: Run, one: Unstated, unit: str, lang: str) -> list[str]:
    effect = digits(one.one_percent, 3)
    return [one.label.in_(lang), _place_text(run, one.name, one.facility, one.item, lang), f"{effect} {unit}"]


def _place(run: Run, one: Budget | Drawn, lang: str) -> list[str]:
    return [
        run.pack.quantities[one.quantity].label.in_(lang),
        _place_text(run, one.quantity, one.facility, one.item, lang),
    ]


def _place_text(run: Run, name: str, facility: str | None, item: str | None, lang: str) -> str:
    quantity = run.pack.quantities.get(name)
    label = run.pack.tables[quantity.item_table or ""].rows[item].label.in_(lang) if quantity and item else ""
    return " ".join(part for part in (run.case.facility_names.get(facility or "", facility or ""), label) if part)
