"""What stands in the way of a bridge, or has to be said about it: one sentence a code, with its remedy, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Key, Where
from tanheng.engine.problems import Problem, has_errors
from tanheng.engine.sentences import NO_PLACE, Sentence, problem_in_full

SENTENCES: dict[str, Sentence] = {
    "BRG-101": (
        "error",
        "目标版本 {pack} 还需要源算例没有的数据",
        "the target edition {pack} needs more than the case has",
        "写一个补充文件（values、attributes，格式同算例），用 --with 给出：{lines}",
        "write them into a file (values, attributes as in a case) and name it with --with: {lines_en}",
    ),
    "BRG-102": (
        "error",
        "{source} 与 {pack} 不是同一行业的规则",
        "{source} and {pack} are rules of different sectors",
        "选同一行业的另一版本（tanheng rules list）",
        "choose another edition of the same sector (tanheng rules list)",
    ),
    "BRG-103": (
        "error",
        "按 {pack} 算不出{name}",
        "{name_en} cannot be computed by {pack}",
        "先处理上面列出的问题，或用 --with 补充数据",
        "mend the problems above, or give the data with --with",
    ),
    "BRG-104": (
        "error",
        "{source} 与 {pack} 的合计没有共同的排放源",
        "the totals of {source} and {pack} have no source in common",
        "选同类规则：核算指南之间、配额方案之间才能比较",
        "compare guides with guides and allocation plans with allocation plans",
    ),
    "BRG-201": (
        "warning",
        "{name}由源版本的缺省值（{found}）换算，不是实测",
        "{name_en} is converted from defaults of the source edition ({found_en}), not measured",
        "有实测数据时在补充文件（--with）中给出",
        "give measured data in the file of --with, if there are any",
    ),
    "BRG-202": (
        "warning",
        "目标版本把{name}固定为 {found}，填报值不用",
        "the target edition fixes {name_en} at {found}; the reported value is not used",
        "目标版本允许改用时，在补充文件（--with）中连同文件依据一起给出",
        "where the target allows another value, give it with its document in the file of --with",
    ),
    "BRG-203": (
        "error",
        "源版本按企业填报{name}，目标版本要按设施填报",
        "the source reports {name_en} for the enterprise, the target wants it per facility",
        "在补充文件（--with）中按设施给出，并说明分摊方法",
        "give it per facility in the file of --with and say how it was apportioned",
    ),
}


def bridge_problem(code: str, where: Where = NO_PLACE, **words: str) -> Problem:
    """The problem of a code at a place, its words put in whole."""
    return problem_in_full(SENTENCES, code, where, **words)


def quantity_problem(code: str, quantity: Quantity, key: Key, **words: str) -> Problem:
    """The problem of an input at a facility and item."""
    where = Where(quantity=quantity.id, facility=key[0], item=key[1])
    return bridge_problem(code, where, name=quantity.label.zh, name_en=quantity.label.en, **words)


def missing_inputs(problems: Sequence[Problem], pack: Pack) -> list[Where]:
    """Where the target wants an input: places of errors about inputs, and the inputs a failing check looks at."""
    checks = {one.formula.quantity: one.formula.arguments for one in pack.checks}
    found: dict[tuple[str, str | None, str | None], Where] = {}
    for where in (place for one in problems if one.severity == "error" for place in one.all_places):
        if where.quantity is None:
            continue
        for name in checks.get(where.quantity, (where.quantity,)):
            quantity = pack.quantities.get(name)
            if quantity is None or quantity.role != "input" or (quantity.default is None and where.quantity != name):
                continue
            facility = where.facility if quantity.by_facility else None
            item = where.item if quantity.by_item else None
            found[name, facility, item] = Where(quantity=name, facility=facility, item=item)
    return list(found.values())


def what_to_add(problems: Sequence[Problem], pack: Pack) -> list[Problem]:
    """One line more, where something is missing: what the file of --with has to say."""
    if not has_errors(problems):
        return []
    places = [place.as_json() for place in missing_inputs(problems, pack)]
    lines = "; ".join("{" + ", ".join(f"{name}: {value}" for name, value in one.items()) + "}" for one in places)
    return [bridge_problem("BRG-101", pack=pack.id, lines=lines or "见上面各条", lines_en=lines or "see the lines above")]
