"""An explanation as indented text: each formula in words, symbols and numbers, then its operands, each once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tanheng.documents.report.labels import one_language
from tanheng.engine.explanation import Explanation, shown_value
from tanheng.engine.numbers import full_text
from tanheng.engine.pack import CONFIRMED, Replaced
from tanheng.engine.part_of_year import year_words
from tanheng.engine.run import Run
from tanheng.engine.text import Text
from tanheng.engine.untranslatable import MARK, untranslatable_rows

WORDS = {
    "clause": Text("依据", "clause"),
    "words": Text("公式", "formula"),
    "symbols": Text("符号", "symbols"),
    "numbers": Text("代入", "numbers"),
    "raw": Text("修约前", "before rounding"),
    "source": Text("来源", "source"),
    "evidence": Text("凭证", "evidence"),
    "origin": Text("出处", "read from"),
    "valid": Text("适用年度", "valid"),
    "note": Text("说明", "note"),
    "typed": Text("填写的是", "typed"),
    "year": Text("全年", "year"),
    "again": Text("（见上）", "(see above)"),
    "unconfirmed": Text("未确认", "unconfirmed"),
    "rule_unconfirmed": Text("公式未确认", "formula unconfirmed"),
    "replaces": Text("用户替换", "replaces"),
    "none": Text("（本版规则无此值）", "(the edition has none)"),
    "recalculated": Text("按全年数据重算（未修约）", "recalculated from yearly data (unrounded)"),
    "rounding": Text("修约", "rounding"),
    "pack": Text("规则包", "rule pack"),
}
KINDS = {
    "measured": Text("实测值", "measured"),
    "calculated": Text("计算值", "calculated"),
    "design": Text("设计值", "design"),
    "default": Text("缺省值", "default"),
    "estimated": Text("估算值", "estimated"),
    "parameter": Text("参数", "parameter"),
    "absent": Text("未填报", "not reported"),
    "not_applicable": Text("不适用", "not applicable"),
    "idle": Text("当期没有消耗或产出，不需要填报", "nothing was burnt or made: not asked"),
    "unasked": Text("不在核算边界内，不要求填报", "outside the boundary: not asked"),
}
SHOWN_DECIMALS = 10
LINES_READ = 60  # of an explanation that nobody asked to be deeper
DEEPEST = 12  # steps beneath a number; no pack has as many
BELOW = Text("由 {count} 个数得出：--explain {step}，或 --depth all", "from {count} numbers: --explain {step}, or --depth all")
MODES = {
    "half_up": Text("四舍五入", "half up"),
    "half_even": Text("四舍六入五成双", "half to even"),
    "floor": Text("向下取整", "floor"),
}


def explanation_lines(run: Run, explanation: Explanation, lang: str, depth: int | None = None) -> Iterator[str]:
    """The walk as lines of text, so many steps deep; None: as deep as `LINES_READ` lines hold, and at least one step."""
    lines = list(_lines(run, explanation, lang, depth))
    if depth is None and len(lines) > LINES_READ:
        found = list(_lines(run, explanation, lang, 1))
        for deeper in range(2, DEEPEST):
            lines, found = found, list(_lines(run, explanation, lang, deeper))
            if len(found) > LINES_READ:
                break
    yield from lines


def _lines(run: Run, explanation: Explanation, lang: str, depth: int | None) -> Iterator[str]:
    title = run.pack.title.in_(lang)
    yield f"{WORDS['pack'].in_(lang)} {run.pack.id} · {title} · {run.pack.hash}"
    for one in untranslatable_rows(run.pack, lang):
        if one["id"] in explanation.untranslatable:
            yield f"{MARK} {one['message']}"
    yield from _node(run, explanation, lang, 0, set(), depth)


def _head(run: Run, node: Explanation, lang: str) -> str:
    names = run.case.facility_names
    item = ""
    if node.item:
        table = run.pack.quantities[node.quantity].item_table or ""
        item = run.pack.tables[table].rows[node.item].label.in_(lang)
    month = year_words(run.case, WORDS["year"]).in_(lang) if node.month is None else f"{run.case.year}-{node.month:02d}"
    facility = names.get(node.facility, node.facility) if node.facility else ""
    place = "" if node.kind == "parameter" else " · ".join(part for part in (facility, item, month) if part)
    value = shown_value(node) if node.value is None else node.value
    symbol = f"（{node.symbol}）" if lang == "zh" else f" ({node.symbol})"
    mark = _mark(node, lang) + (f" {MARK}" if node.untranslatable else "")
    unit = "" if node.unit == "1" else f" {node.unit}"
    return f"{node.label.in_(lang)}{symbol} {place} = {value}{unit}{mark}  {node.quantity}".replace("  =", " =")


def _mark(node: Explanation, lang: str) -> str:
    """What is not confirmed by an official text: a value of the rules, or the formula itself."""
    if not node.confirmed:
        return f" [{WORDS['unconfirmed'].in_(lang)}: {node.status}]"
    if node.kind == "formula" and node.status not in ("", CONFIRMED):
        return f" [{WORDS['rule_unconfirmed'].in_(lang)}: {node.status}]"
    return ""


def _node(run: Run, node: Explanation, lang: str, level: int, seen: set[tuple[object, ...]], depth: int | None) -> Iterator[str]:
    indent = "  " * level
    place = (node.quantity, node.facility, node.item, node.month if node.kind != "parameter" else None)
    if place in seen and node.operands:
        yield f"{indent}{_head(run, node, lang)} {WORDS['again'].in_(lang)}"
        return
    seen.add(place)
    yield indent + _head(run, node, lang)
    for line in _details(node, lang):
        yield f"{indent}    {line}"
    if depth == 0 and node.operands:
        yield f"{indent}  … {BELOW.filled(count=str(len(node.operands)), step=node.step).in_(lang)}"
        return
    for operand in node.operands:
        yield from _node(run, operand, lang, level + 1, seen, None if depth is None else depth - 1)


def _details(node: Explanation, lang: str) -> Iterator[str]:
    def line(word: str, text: str) -> str:
        return f"{WORDS[word].in_(lang)}: {text}"

    if node.kind in KINDS or node.value_kind:
        yield KINDS[node.value_kind or node.kind].in_(lang)
    if node.formula_symbols:
        yield line("words", node.formula_words.in_(lang))
        yield line("symbols", node.formula_symbols)
    if node.formula_numbers:
        yield line("numbers", f"{node.formula_numbers} = {_short(node.raw)}")
    if node.decimals is not None and node.raw is not None and node.kind in ("formula", "mean") and not _same(node):
        yield line("rounding", f"{_short(node.raw)} → {node.value} ({MODES[node.mode].in_(lang)}, {node.decimals})")
    if node.recalculated is not None:
        yield line("recalculated", f"{node.recalculated} {node.unit}")
    if node.replaced is not None:
        yield line("replaces", _replaced(node.replaced, lang))
    for word, text in (
        ("clause", node.clause),
        ("valid", node.valid),
        ("source", node.source),
        ("evidence", node.evidence),
        ("typed", node.typed),
        ("note", node.note),
        ("origin", node.origin.as_text(lang)),
    ):
        if text:
            yield line(word, one_language(text, lang))


def _replaced(one: Replaced, lang: str) -> str:
    before = f"{one.value} ({one.status})" if one.value else WORDS["none"].in_(lang)
    return " · ".join(part for part in (before, one.document, one.person, one.reason) if part)


def _short(text: str | None) -> str:
    """A long quotient cut for the eye; the full digits stand in the JSON."""
    whole, _, fraction = (text or "—").partition(".")
    return f"{whole}.{fraction[:SHOWN_DECIMALS]}…" if len(fraction) > SHOWN_DECIMALS else text or "—"


def _same(node: Explanation) -> bool:
    return node.value is not None and node.raw == full_text(Decimal(node.value))
