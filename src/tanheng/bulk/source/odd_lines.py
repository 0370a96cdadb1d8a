"""The long form: values and units of lines that are no plain digits in the pack's unit, read each different one once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tanheng.bulk.problems import TableProblem
from tanheng.bulk.schema import LINES
from tanheng.bulk.source.odd_cells import Meant, typed_as
from tanheng.bulk.source.row_checks import RowCheck, failures
from tanheng.bulk.sql.amounts import NOT_APPLICABLE, NUMBER
from tanheng.bulk.sql.backend import Backend
from tanheng.engine.errors import UnitError
from tanheng.engine.numbers import EXACT, full_text
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Severity
from tanheng.engine.units import conversion

KEYS = ("quantity", "item", "unit", "value")
COLUMNS = (*KEYS, "plain", "in_unit", "code", "severity", "found", "wanted")
Line = tuple[str, str, str, str]


def plain_lines(backend: Backend, pack: Pack, names: Sequence[str], other_units: str) -> list[TableProblem]:
    """Lets the table `lines`, with columns of these names, have plain values in the pack's units, and tells those that could not
    be read. `other_units` is the condition that a line is given in another unit.
    """
    number, none = backend.matches("value", NUMBER), backend.matches("value", NOT_APPLICABLE)
    odd = f"value <> '' AND NOT {none} AND (NOT {number} OR {other_units})"
    found = backend.rows(f"SELECT DISTINCT {', '.join(KEYS)} FROM {LINES} WHERE {odd} ORDER BY 1, 2, 3, 4")
    if not found:
        return []
    meant = [_meant(pack, (quantity, item, unit, value)) for quantity, item, unit, value in found]
    rows = [(*line, one.plain, unit, one.code, one.severity, one.found, one.wanted) for line, (unit, one) in zip(found, meant, strict=True)]
    backend.put("odd_lines", dict.fromkeys(COLUMNS, backend.text_type), rows)
    on = " AND ".join(f"s.{key} = o.{key}" for key in KEYS)
    backend.make("odd_line_rows", f"SELECT s._row, o.* FROM {LINES} s JOIN odd_lines o ON {on} WHERE o.code <> ''")
    others = {"found": "found", "wanted": "wanted"}
    kinds: dict[tuple[str, Severity], None] = dict.fromkeys((one.code, one.severity) for _, one in meant if one.code)
    problems = failures(
        backend,
        [
            RowCheck("odd_line_rows", code, f"code = '{code}'", "value", "value", severity=severity, others=others, placed=False)
            for code, severity in kinds
        ],
    )
    plain = {"value": "plain", "unit": "in_unit"}
    columns = [f"CASE WHEN o.quantity IS NULL THEN s.{key} ELSE o.{new} END AS {key}" for key, new in plain.items()]
    rest = [name for name in names if name not in plain]
    listed = ", ".join([*(f"s.{name}" for name in rest), *columns])
    backend.make("lines_plain", f"SELECT {listed} FROM {LINES} s LEFT JOIN odd_lines o ON {on}")
    backend.make(LINES, "SELECT * FROM lines_plain")
    return problems


def _meant(pack: Pack, line: Line) -> tuple[str, Meant]:
    """The unit and the value that a line means: in the pack's unit, where the line's converts to it."""
    quantity, item, unit, value = line
    wanted = _wanted(pack, quantity, item)
    meant = typed_as(value, unit or wanted)
    factor = _factor(unit, wanted)
    if factor is not None and factor != 1 and meant.plain not in ("", "/"):
        meant, unit = _converted(meant, factor), wanted
    elif factor is not None:
        unit = wanted
    return unit, meant


def _wanted(pack: Pack, quantity: str, item: str) -> str:
    """The unit that the pack has the quantity in; blank for what is no input of it."""
    found = pack.quantities.get(quantity)
    if found is None or ("{unit}" in found.unit and item not in pack.tables[found.item_table or ""].rows):
        return ""
    return pack.unit_of(quantity, item or None)


def _factor(unit: str, wanted: str) -> Fraction | None:
    """The factor to the pack's unit, where its decimal expansion ends; None where the unit is left to be refused."""
    if not unit or not wanted:
        return Fraction(1) if not unit else None
    try:
        factor = conversion(unit, wanted)
    except UnitError:
        return None
    return factor if 10**18 % factor.denominator == 0 else None


def _converted(meant: Meant, factor: Fraction) -> Meant:
    number = EXACT.divide(EXACT.multiply(Decimal(meant.plain), Decimal(factor.numerator)), Decimal(factor.denominator))
    return replace(meant, plain=full_text(number))
