"""What a total is made of: the total a rule pack is about, and the sources whose plain sum it is, read from its formulas."""

from tanheng.engine.explain import expression
from tanheng.engine.pack import Pack
from tanheng.engine.run import Run
from tanheng.engine.symbols import Binary, Expression, Name, Word

TOTALS = (  # ids of the contract, the first one a pack knows
    "enterprise_emission_tco2e", "entity_allowance_tco2e", "allowance_tco2e", "line_emission_tco2", "anode_effect_emission_tco2e",
)


def total_quantity(pack: Pack) -> str:
    """The number a run of this pack is made for."""
    return next((name for name in TOTALS if name in pack.formulas), list(pack.formulas)[-1])


def total_place(run: Run) -> tuple[str, str | None, str | None, int | None]:
    """Where the year's total of a run stands; its first place when it is reported per facility."""
    total = total_quantity(run.pack)
    return (total, *(run.keys[total] or ((None, None),))[0], None)


def source_quantities(pack: Pack, total: str) -> list[str]:
    """Derived quantities whose sum is the total, as fine as the formulas are plain sums; the total itself if it is none.

    Where a source lives on facilities or items and the pack has its sum as a quantity of its own, that one is named.
    """
    sums = {summed: name for name in pack.formulas if (summed := _summed_alone(pack, name)) is not None}
    found: dict[str, None] = {}
    for name in _leaves(pack, total):
        quantity = pack.quantities[name]
        whole = not (quantity.by_facility or quantity.by_item)
        found.setdefault(name if whole else sums.get(name, name))
    return list(found)


def _leaves(pack: Pack, name: str) -> list[str]:
    added = _added_names(expression(pack.formulas[name]))
    if added is None or any(pack.quantities[one].role != "derived" for one in added):
        return [name]
    return [leaf for one in added for leaf in _leaves(pack, one)]


def _added_names(node: Expression) -> list[str] | None:
    """Names of a plain sum; None when the expression is more than that."""
    match node:
        case Name():
            return None if node.parameter else [node.id]
        case Word("total" | "if_reported", (inner,)):
            return _added_names(inner)
        case Binary("+", left, right):
            first, second = _added_names(left), _added_names(right)
            return None if first is None or second is None else first + second
    return None


def _summed_alone(pack: Pack, name: str) -> str | None:
    """The quantity of which this one is nothing but the total."""
    match expression(pack.formulas[name]):
        case Word("total", (Name() as inner,)):
            return inner.id
    return None
