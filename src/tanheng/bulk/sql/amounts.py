"""Amounts as whole numbers: how a cell of text, an integer or a DECIMAL becomes digits and a scale. No bounds, no rules."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.table import ValueColumn
from tanheng.bulk.sql.backend import Backend

NOT_APPLICABLE = r"/|／|\\|不适用|[nN]/?[aA]"
NUMBER = r"[+-]?[0-9]+([.][0-9]+)?"
LIMITED = r"[+-]?[0-9]{1,20}([.][0-9]{1,15})?"


@dataclass(frozen=True, slots=True)
class Amount:
    """The query of a column's amounts as typed: whole number, scale, when one is given, when it is too long, and when it is `/`.
    Text is digits, a sign and a point: `bulk.source.odd_cells` has seen to the rest.
    """

    column: ValueColumn
    text: str  # the cell as text, for reports
    given: str
    long: str  # empty: no cell is too long
    whole: str
    scale: int
    row: str  # the column that holds the row number
    none: str = ""  # empty: no cell is not applicable


def amounts_of(backend: Backend, columns: list[ValueColumn], row_of: dict[str, str]) -> dict[str, Amount]:
    """The amounts of every value column of `source`; text columns are looked through for their longest fraction."""
    texts = [one for one in columns if one.type.kind == "text"]
    fractions, none = _longest_fractions(backend, texts)
    return {one.quantity.id: _amount(backend, one, fractions, none, row_of.get(one.quantity.id, "_row")) for one in columns}


def trimmed(backend: Backend, heading: str) -> str:
    """The text of a column of the source, blank for absent."""
    return f"COALESCE(TRIM(CAST({backend.quoted(heading)} AS {backend.text_type})), '')"


def _longest_fractions(backend: Backend, columns: list[ValueColumn]) -> tuple[dict[str, int], set[str]]:
    """The longest fraction of each column of text, and the columns in which `/` stands."""
    if not columns:
        return {}, set()
    lengths, signs = [], []
    for one in columns:
        text = trimmed(backend, one.heading)
        fits = backend.matches(text, LIMITED)
        lengths.append(f"MAX(CASE WHEN {fits} THEN LENGTH(SPLIT_PART({text}, '.', 2)) ELSE 0 END)")
        signs.append(f"MAX(CASE WHEN {backend.matches(text, NOT_APPLICABLE)} THEN 1 ELSE 0 END)")
    (found,) = backend.rows(f"SELECT {', '.join([*lengths, *signs])} FROM {SOURCE}")
    names = [one.quantity.id for one in columns]
    none = {name for name, sign in zip(names, found[len(names) :], strict=True) if sign}
    return {name: int(length or 0) for name, length in zip(names, found[: len(names)], strict=True)}, none


def _amount(backend: Backend, column: ValueColumn, fractions: dict[str, int], none: set[str], row: str) -> Amount:
    cell, kind = backend.quoted(column.heading), column.type
    if kind.kind == "text":
        text, scale = trimmed(backend, column.heading), fractions[column.quantity.id]
        fits = backend.matches(text, LIMITED)
        number = backend.matches(text, NUMBER)
        signless = f"REPLACE({text}, '+', '')"
        digits = f"SPLIT_PART({signless}, '.', 1) || RPAD(SPLIT_PART({signless}, '.', 2), {scale}, '0')"
        whole = f"CASE WHEN {fits} THEN CAST({digits} AS {backend.dialect.wide_type}) END"
        sign = backend.matches(text, NOT_APPLICABLE) if column.quantity.id in none else ""
        amount = Amount(
            column,
            text,
            f"{text} <> ''",
            f"{number} AND NOT {fits}",
            whole,
            scale,
            row,
            sign,
        )
    else:
        scale = kind.scale
        whole = backend.whole_of(cell, kind)
        text = f"CAST({cell} AS {backend.text_type})"
        amount = Amount(column, text, f"{cell} IS NOT NULL", "", whole, scale, row)
    return _converted(backend, amount)


def _converted(backend: Backend, amount: Amount) -> Amount:
    """In the pack's unit: the factor of the heading's unit, its decimals added to the scale."""
    factor, more = amount.column.factor, 0
    if factor == 1:
        return amount
    while (factor * 10**more).denominator != 1:
        more += 1
    times = backend.dialect.literal(int(factor * 10**more))
    whole = f"({amount.whole}) * {times}"
    return replace(amount, whole=whole, scale=amount.scale + more)


def number_text(backend: Backend, column: str, scale: int, decimals: int | None = None, most: int | None = None) -> str:
    """The query of a whole number as decimal text: `scale` of its digits after the point, padded to `decimals`; `most` is the
    greatest number known to stand there.
    """
    dialect, text = backend.dialect, backend.text_type
    if decimals is not None and decimals > scale:
        factor = 10 ** (decimals - scale)
        column, scale, most = (
            f"({column} * {dialect.literal(factor)})",
            decimals,
            None if most is None else most * factor,
        )
    if scale == 0:
        return f"CAST({column} AS {text})"
    if dialect.short_words and most is not None and most < 10**18 and scale < 18:
        place = f"CAST(0.{'1'.rjust(scale, '0')} AS DECIMAL({scale + 1}, {scale}))"
        return f"CAST(CAST({column} AS DECIMAL(18, 0)) * {place} AS {text})"
    base = dialect.literal(10**scale)
    whole = dialect.quotient(f"ABS({column})", base)
    fraction = f"LPAD(CAST(ABS({column}) % {base} AS {text}), {scale}, '0')"
    return f"CASE WHEN {column} < 0 THEN '-' ELSE '' END || CAST({whole} AS {text}) || '.' || {fraction}"
