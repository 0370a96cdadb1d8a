"""How the engine's words are written: in a sentence, in a spreadsheet cell. {0}, {1}, {2} are the arguments.

Tables only; `engine.symbols` walks an expression and fills them.
"""

from __future__ import annotations

# How a word reads in a sentence; {0}, {1}, {2} are its arguments. Without a language the signs of mathematics stand.
TEXT_WORDS: dict[str, dict[str, str]] = {
    "": {
        "where": "{{{1} if {0}; {2} otherwise}}",
        "only_where": "{{{1} if {0}}}",
        "lesser": "min({0}; {1})",
        "greater": "max({0}; {1})",
        "both": "({0} ∧ {1})",
        "either": "({0} ∨ {1})",
        "floored": "⌊{0}⌋",
        "ceiled": "⌈{0}⌉",
        "raised": "({0})^({1})",
        "exponential": "e^({0})",
        "rounded": "rounded({0}; {1})",
        "weighted_mean": "weighted_mean({0}; {1})",
    },
    "zh": {
        "where": "〔若 {0} 则 {1}，否则 {2}〕",
        "only_where": "〔仅当 {0} 时 {1}〕",
        "lesser": "取小({0}; {1})",
        "greater": "取大({0}; {1})",
        "both": "({0} 且 {1})",
        "either": "({0} 或 {1})",
        "floored": "向下取整({0})",
        "ceiled": "向上取整({0})",
        "raised": "({0})的({1})次方",
        "exponential": "e的({0})次方",
        "rounded": "修约({0}; {1}位小数)",
        "weighted_mean": "加权平均({0}; 权重 {1})",
    },
    "en": {
        "where": "[{1} if {0}, otherwise {2}]",
        "only_where": "[{1} only if {0}]",
        "lesser": "the lesser of ({0}; {1})",
        "greater": "the greater of ({0}; {1})",
        "both": "({0} and {1})",
        "either": "({0} or {1})",
        "floored": "rounded down ({0})",
        "ceiled": "rounded up ({0})",
        "raised": "({0}) to the power of ({1})",
        "exponential": "e to the power of ({0})",
        "rounded": "rounded ({0}; {1} decimals)",
        "weighted_mean": "weighted mean ({0}; by {1})",
    },
}
TEXT_COMPARISONS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}

CELL_WORDS = {
    "where": "IF({0},{1},{2})",
    "only_where": 'IF({0},{1},"")',
    "first_present": 'IF({0}="",{1},{0})',
    "if_reported": "N({0})",
    "rounded": "ROUND({0},{1})",
    "lesser": "MIN({0},{1})",
    "greater": "MAX({0},{1})",
    "both": "AND({0},{1})",
    "either": "OR({0},{1})",
    # Binary noise of the ninth decimal must not cut a whole number away.
    "floored": "INT(ROUND({0},9))",
    "ceiled": "(-INT(-ROUND({0},9)))",
    "raised": "POWER({0},{1})",
    "exponential": "EXP({0})",
    "weighted_mean": "(SUMPRODUCT({0},{1})/SUM({1}))",
    "total": "SUM({0})",
}
