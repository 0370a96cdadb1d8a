"""What may be wrong with the rule book, said once and in both languages: files, records, formulas, units, maps between editions.

Whoever finds it names the place (file, line, key); the sentence here says the rest. `PackError` and `Fault` take nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from tanheng.engine.text import Text

SENTENCES: Mapping[str, tuple[str, str]] = {
    # ── files ────────────────────────────────────────────────────────────────────────────────────
    "unsound": ("{what} 有误：", "{what} is unsound:"),
    "no_file": ("没有这个文件{near}", "there is no such file{near}"),
    "strange_file": ("规则包里没有这种文件{near}", "is no file of a pack{near}"),
    "strange_case": ("算例应是 .yaml 文件", "is no worked case: those are .yaml files"),
    "folder_for_file": ("应是文件，不是文件夹", "is a folder, a file is expected"),
    "file_for_folder": ("应是文件夹，不是文件", "is a file, a folder is expected"),
    "both_places": ("既有 {one} 又有 {other}，只能用其一", "{one} and {other} stand side by side; one of them says it all"),
    "empty": ("是空的", "is empty"),
    "too_large": ("文件大于 {most:,} 字节", "is larger than {most:,} bytes"),
    "not_utf8": ("不是 UTF-8，请另存为 UTF-8", "is not UTF-8; save it as UTF-8"),
    "no_yaml": ("不是正确的 YAML（{told}）", "is no correct YAML ({told})"),
    "forbidden_character": ("含有 YAML 不允许的字符（{told}）", "holds a character that YAML forbids ({told})"),
    "unreadable_value": ("有读不出的值（{told}）", "holds a value that cannot be read ({told})"),
    "two_documents": ("一个文件只能有一份内容", "a file holds one document"),
    "too_deep": ("嵌套超过 {most} 层", "nested deeper than {most}"),
    "too_much": ("内容多于 {most:,} 项", "holds more than {most:,} entries"),
    "within_itself": ("*{name} 引用了自己", "*{name} stands within itself"),
    "unnamed": ("*{name} 没有定义", "*{name} is defined nowhere above"),
    "key_twice": ("键 {name!r} 写了两次", "the key {name!r} is written twice"),
    "merged_no_record": ("<< 后应是记录", "what << takes is no record"),
    "key_no_text": ("键应是文本，不是列表、记录或引用", "a key is a text, not a list, a record or an alias"),
    "key_unquoted": ("键 {name!r} 不是文本，请加引号", "the key {name!r} is no text; put it in quotes"),
    "long_number": ("数 {value} 太长，数字请加引号", "the number {value} is too long; write numbers in quotes"),
    "tag": ("标签 {tag} 不能用", "the tag {tag} is not allowed"),
    "no_entries": ("应是“键: 值”的记录，不是{called}", "is {called}, `key: value` entries are expected"),
    "unreadable_pack": ("无法读成规则包（{told}）", "cannot be read as a rule pack ({told})"),
    "not_its_folder": ("id: {found!r} 与所在文件夹不符，应为 {wanted}", "id: {found!r} is not its folder; it must be {wanted}"),
    "no_parent": ("没有规则包 {name!r}{near}", "there is no rule pack {name!r}{near}"),
    "circle": ("循环沿用：{names}", "extends in a circle: {names}"),
    "shared_lacks": ("没有 {name!r}{near}", "has no {name!r}{near}"),
    "shared_no_function": ("shared/ 的{kind}里没有 {name}", "shared/ has no {name} among its {kind}"),
    "written_and_taken": (
        "{names} 在 {file} 里写了，又从 shared/ 取用或写在另一个文件里",
        "{names} written in {file} and taken from shared/ or written in another file",
    ),
    "stands_twice": ("在 {first} 里也有", "stands in {first} too"),
    "sector_twice": ("{what} 在 {first} 里也有", "{what} stands in {first} too"),
    # ── records ──────────────────────────────────────────────────────────────────────────────────
    "no_record": ("{value} 不是一条记录", "{value} is no record"),
    "no_list": ("不是列表", "is no list"),
    "unknown_key": ("没有 {name!r} 这个键{near}", "unknown key {name!r}{near}"),
    "missing": ("缺少 {name!r}", "{name!r} is missing"),
    "no_value": ("没有值", "has no value"),
    "wrong_type": ("{value} 不是{called}{more}", "{value} is not {called}{more}"),
    "outside": ("{value} 不在 {low} 到 {high} 之间", "{value} is not between {low} and {high}"),
    "unknown_word": ("没有 {name!r} 这个词{near}{known}", "unknown word {name!r}{near}{known}"),
    "no_such_record": ("上一版没有 {name!r}{near}", "the parent has no {name!r}{near}"),
    "no_bound": (
        "{value!r} 既不是加引号的小数，也不是按日历的界限：`calendar: hours` 或 `days`，及 `times`{near}",
        "{value!r} is neither quoted decimal text nor a bound by the calendar: `calendar: hours` or `days`, and `times`{near}",
    ),
    "unknown_column": ("没有 {name!r} 这一列{near}", "unknown column {name!r}{near}"),
    "no_decimal": ("{value!r} 不是加引号的小数", "{value!r} is not quoted decimal text"),
    "no_text_pair": ("文字要有 zh 和 en", "a text needs zh and en"),
    "uncertainty": ("不确定度：{mistakes}", "uncertainty: {mistakes}"),
    "unknown_removal": ("`remove` 不认识 {names}", "`remove` knows no {names}"),
    "absent_removal": ("`remove` 要删的上一版没有：{names}", "`remove` names what the parent does not have: {names}"),
    # ── programs ─────────────────────────────────────────────────────────────────────────────────
    "no_program": ("不能作为程序读取（{told}）", "cannot be read as a program ({told})"),
    "parameters_by_name": ("系数按名取用：写成 `*, p`", "parameters are given by name: write `*, p`"),
    "loop": (
        "公式里不能有循环或逐项推导（{word}）：公式是对其参数的算式，求和用 total()",
        "a formula holds no loop and no comprehension ({word}): it is arithmetic on its arguments; sums are total()",
    ),
    "branch": (
        "公式里不能有分支或逻辑运算（{word}）：用 where()、both()、either()",
        "a formula does not branch and joins no conditions ({word}): use where(), both(), either()",
    ),
    "strange_statement": (
        "规则包的程序里不能有 {word}：只有常数、公式和检查",
        "a program of the rule book holds no {word}: constants, formulas and checks alone",
    ),
    "strange_expression": (
        "公式里不能有 {word}：只有 + − × ÷、比较、引擎的词和整数",
        "a formula holds no {word}: + − × ÷, comparisons, the engine's words and whole numbers alone",
    ),
    "unknown_name": (
        "{name!r} 既不是参数、常数，也不是引擎的词{near}",
        "{name!r} is no argument, no constant and no word of the engine{near}",
    ),
    "strange_import": (
        "只能从 tanheng.engine.words、tanheng.engine.checks 和 tanheng.rulebook.shared 引用，不能引用 {name}",
        "imports come from tanheng.engine.words, tanheng.engine.checks and tanheng.rulebook.shared alone, not {name}",
    ),
    "long_literal": ("整数 {value} 太大", "the whole number {value} is too large"),
    "calls_itself": ("{name} 直接或间接调用了自己", "{name} calls itself, or what it calls does"),
    "endless_formula": (
        "{name} 展开后多于 {most:,} 步，算不完",
        "{name} written out takes more than {most:,} steps and would not end",
    ),
    "name_twice": ("{name!r} 写了两次", "{name!r} is written twice"),
    # ── names, indices, units ────────────────────────────────────────────────────────────────────
    "cycle": ("循环引用：{names}", "cycle: {names}"),
    "no_clause": ("说明的第一行应写明条款", "the first line of the docstring must name the clause"),
    "reads_no_quantity": ("读取的 {name} 不是数据项{near}", "reads {name}, which is no quantity{near}"),
    "formula_no_quantity": ("公式没有对应的数据项{near}", "formula has no quantity{near}"),
    "no_formula": ("{name} 没有公式{near}", "{name} has no formula{near}"),
    "no_quantity": ("{name} 不是数据项{near}", "{name} is no quantity{near}"),
    "strange_braces": (
        "“{sentence}”花括号里的既不是数据项也不是属性",
        "{sentence} names in braces what is neither a quantity nor an attribute",
    ),
    "suspects_nothing": (
        "{name} 既不是测度的参数，也不在其下",
        "{name} is neither an argument of its measure nor beneath one",
    ),
    "likely_closed": ("只有一端有界的范围才能写 likely", "what is likely is said of a range that is open on one side"),
    "no_argument": ("{name} 不是测度的参数", "{name} is no argument of its measure"),
    "strange_sentence": (
        "句子的花括号里只能有 {known}，不能有 {found}",
        "its sentences may hold {known} in braces, not {found}",
    ),
    "held_monthly": ("{kind} 须逐月核对", "a {kind} is held month by month"),
    "warns_only": ("{kind} 只能提示，不能阻止", "a {kind} warns, it does not block"),
    "formula_or_input": ("计算量要有公式，输入量不能有", "a derived quantity has a formula, an input has none"),
    "index": ("索引应为设施、品种（按需）及月或年", "index must be facility and item as needed, and month or year"),
    "low_above_high": ("low 须小于 high", "low must be below high"),
    "no_item_table": ("没有品种表 {name!r}", "no item table {name!r}"),
    "no_facility_kind": ("没有设施类别 {name!r}", "no facility kind {name!r}"),
    "asked_where": (
        "asked_where 应是同样位置上有缺省值的标志，并写明用什么加权",
        "asked_where names a flag with a default at the same places, and what weighs the content",
    ),
    "no_weight": ("年均值需要写明用什么加权", "a yearly mean needs the quantity that weights it"),
    "strange_weight": ("不能用 {name} 加权，索引不同", "{name} cannot weight it, for it has other indices"),
    "month_reads_year": ("月度值不能读取只有全年值的 {name}", "a month cannot read {name}, which exists for the year alone"),
    "year_lacks": ("全年值需要 {name}，而它没有全年值（year: none）", "the year needs {name}, which has no yearly value (year: none)"),
    "year_leaves_out": (
        "{name} 有的月份空白时，全年值会漏掉已报的月份；把 if_reported({name}) 写成单独的月度数据项",
        (
            "its year would leave out the months reported of {name}, where some are blank; "
            "let if_reported({name}) stand in a monthly quantity of its own"
        ),
    ),
    "default_parameter": ("缺省值所指的系数 {name!r} 不存在", "default names no parameter {name!r}"),
    "default_unit": ("缺省值的单位是 {found}，不是 {wanted}", "its default is in {found}, not {wanted}"),
    "default_column": ("缺省值所指的列 {name} 不存在", "default names no column {name}"),
    "default_attribute": ("缺省值所指的属性 {name!r} 不存在", "default names no attribute {name!r}"),
    "default_row": ("{table} 里没有缺省值所指的行 {name!r}", "default names no row {name!r} of {table}"),
    "default_frozen": ("{name} 需要在 pack.yaml 里写 `factor_freeze`", "{name} needs `factor_freeze` in pack.yaml"),
    "default_column_unit": ("缺省值 {name} 的单位是 {found}", "its default {name} is in {found}"),
    "not_computed": ("公式不能计算（{told}）", "the formula cannot be computed ({told})"),
    "formula_unit": ("公式给出 {found}，声明的是 {wanted}", "the formula gives {found}, declared is {wanted}"),
    "ambiguous": ("{name} 在 {index} 上不唯一", "{name} is ambiguous on {index}"),
    "unit_branch": ("公式里不能用 `if` 分支，用 where()", "a formula must not branch with `if`; use where()"),
    "unit_of_word": ("{word} 的参数不能带单位，这里是 {found}", "{word} takes numbers without a unit, not {found}"),
    "unit_of_carbon": ("carbon() 的参数是以 t 计的质量，不是 {found}", "carbon() takes a mass in t, not {found}"),
    "unit_of_condition": ("both()、either() 连接的是比较", "both() and either() join comparisons"),
    "unit_of_mean": ("weighted_mean() 的两个参数都是序列", "weighted_mean() takes two series"),
    "unit_mixed": ("公式把单位和 {found} 混用", "a formula mixed a unit with {found}"),
    "unit_sum": ("{left} 与 {right} 不能相加或比较", "cannot add or compare {left} and {right}"),
    "unit_unknown": ("没有单位 {found!r}", "unknown unit {found!r}"),
    "unit_blank": ("空白不是单位", "a blank is no unit"),
    "unit_brackets": ("括号里有分数，或括号不成对：{found!r}", "brackets that hold a fraction, or do not close: {found!r}"),
    "unit_conversion": ("{source} 不能换算成 {target}", "{source} cannot become {target}"),
    "unit_parameter": ("没有系数 {name}", "no parameter {name}"),
    # ── maps between editions ────────────────────────────────────────────────────────────────────
    "unknown": ("没有{kind} {name!r}{near}", "unknown {kind} {name!r}{near}"),
    "no_arithmetic": ("不是算式：{text!r}", "not arithmetic: {text!r}"),
    "nothing_cleared": ("没有写明清缴什么", "declares nothing as cleared"),
}
KINDS = {  # what a map between editions names
    "pack": Text("规则包", "pack"),
    "concept": Text("概念", "concept"),
    "source": Text("来源", "source"),
    "result": Text("计算量", "result"),
    "input": Text("输入量", "input"),
    "parameter": Text("系数", "parameter"),
    "item": Text("品种", "item"),
    "item of": Text("{quantity} 的品种", "item of {quantity}"),
    "facility kind": Text("设施类别", "kind of facility"),
    "name": Text("名称", "name"),
}
NOTHING = Text("", "")


def told(sentence: str, /, **words: Any) -> Text:
    """A sentence with its words; a word that is a `Text` speaks both languages."""
    zh, en = SENTENCES[sentence]
    return Text(
        zh.format(**{name: value.zh if isinstance(value, Text) else value for name, value in words.items()}),
        en.format(**{name: value.en if isinstance(value, Text) else value for name, value in words.items()}),
    )


def at(place: str, sentence: Text) -> Text:
    """The sentence behind the place it stands at."""
    return Text(f"{place}: {sentence.zh}", f"{place}: {sentence.en}")


def listed(what: str | Text, lines: Iterable[Text]) -> Text:
    """That something is unsound, then what is wrong with it, a line each and each once."""
    head, rest = told("unsound", what=what), list(dict.fromkeys(lines))
    return Text("\n".join([head.zh, *(f"- {one.zh}" for one in rest)]), "\n".join([head.en, *(f"- {one.en}" for one in rest)]))


def unknown(kind: str, name: str, known: Iterable[str], /, **words: Any) -> Text:
    """A name that none of a kind (of KINDS) has, with the nearest one."""
    called = Text(KINDS[kind].zh.format(**words), KINDS[kind].en.format(**words))
    return told("unknown", kind=called, name=name, near=nearest(name, known))


def nearest(word: str, known: Iterable[str]) -> Text:
    """The nearest right word as the end of a sentence; nothing where none is near."""
    found = get_close_matches(word, [str(one) for one in known], n=1, cutoff=0.6)
    return Text(f"；是不是 {found[0]!r}？", f"; did you mean {found[0]!r}?") if found else NOTHING
