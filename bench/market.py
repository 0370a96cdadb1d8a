"""Tables of a synthetic national market, and of activity lines: any size, the same numbers every time, made by DuckDB in a moment.

Nobody's data: amounts come from a hash of the row number within plausible ranges. Never asserted on.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

ENTITIES = {"aluminium": 120, "cement": 1080, "power": 2200}  # 3 400 in all, about as the sectors stand to each other
PACKS = {"aluminium": "cn/aluminium/cets_2024", "cement": "cn/cement/cets_2024", "power": "cn/power/cets_2022"}
YEAR = 2025
MONTHS = "range(1, 13) m(month)"

ALUMINIUM = f"""
SELECT entity, 'potline-' || f AS facility, 'potline' AS kind, '' AS item, month::TINYINT AS month,
  {{0}} AS molten_aluminium_output_t, {{1}} AS anode_consumption_t,
  NULL::DECIMAL(12,2) AS fuel_consumption, NULL::DECIMAL(12,2) AS carbonate_consumption_t
FROM entities, range(1, 3) f(f), {MONTHS}
UNION ALL SELECT entity, '', '', item, month::TINYINT, NULL, NULL, {{2}}, NULL
FROM entities, (VALUES ('diesel'), ('natural_gas')) i(item), {MONTHS}
UNION ALL SELECT entity, '', '', 'Na2CO3', month::TINYINT, NULL, NULL, NULL, {{3}} FROM entities, {MONTHS}
"""
CEMENT = f"""
SELECT entity, 'line-' || f AS facility, 'kiln_line' AS kind, '' AS item, month::TINYINT AS month, 'portland' AS clinker_class,
  {{0}} AS clinker_output_t, NULL::DECIMAL(12,2) AS fuel_consumption, NULL::DECIMAL(9,3) AS fuel_net_calorific_value
FROM entities, range(1, 3) f(f), {MONTHS}
UNION ALL SELECT entity, 'line-' || f, 'kiln_line', item, month::TINYINT, '', NULL, {{1}},
  CASE WHEN item = 'bituminous_coal' THEN {{2}} END
FROM entities, range(1, 3) f(f), (VALUES ('bituminous_coal'), ('diesel')) i(item), {MONTHS}
"""
POWER = f"""
SELECT entity, 'unit-' || f AS facility, 'power_unit' AS kind, '' AS item, month::TINYINT AS month,
  {{0}} AS gross_generation_mwh, {{1}} AS running_hours_h, 300.000::DECIMAL(9,3) AS rated_capacity_mw,
  NULL::DECIMAL(12,2) AS fuel_consumption, NULL::DECIMAL(9,3) AS fuel_net_calorific_value,
  NULL::DECIMAL(9,4) AS fuel_received_carbon_content
FROM entities, range(1, 3) f(f), {MONTHS}
UNION ALL SELECT entity, 'unit-' || f, 'power_unit', item, month::TINYINT, NULL, NULL, NULL, {{2}},
  CASE WHEN item = 'bituminous_coal' THEN {{3}} END, CASE WHEN item = 'bituminous_coal' THEN {{4}} END
FROM entities, range(1, 3) f(f), (VALUES ('bituminous_coal'), ('diesel')) i(item), {MONTHS}
"""


def market_tables(folder: Path, times: int = 1) -> list[str | Path]:
    """The three tables of a market so many times as large, as the words of `tanheng batch`: pack, table, pack, table …"""
    words: list[str | Path] = []
    queries = {
        "aluminium": ALUMINIUM.format(_amount(1, 15000, 36000, 2), _amount(2, 7200, 16500, 2), _amount(3, 5, 60, 2), _amount(4, 20, 60, 2)),
        "cement": CEMENT.format(_amount(5, 60000, 160000, 2), _amount(6, 4000, 16000, 2), _amount(7, 20, 26, 3)),
        "power": POWER.format(
            _amount(8, 90000, 200000, 3),
            _amount(9, 500, 672, 2),
            _amount(10, 20000, 90000, 2),
            _amount(11, 18, 25, 3),
            f"({_amount(12, 0, 1, 4)} * 0.3 + 0.4)::DECIMAL(9,4)",
        ),
    }
    for sector, query in queries.items():
        path = folder / f"{sector}-{times}.parquet"
        connection = duckdb.connect()
        number = ENTITIES[sector] * times
        connection.execute(
            f"CREATE TEMP TABLE entities AS SELECT '{sector}-' || lpad(e::VARCHAR, 6, '0') AS entity, e FROM range({number}) r(e)"
        )
        connection.execute(f"COPY (SELECT * FROM ({query}) t ORDER BY entity, facility, item, month) TO '{path}' (FORMAT parquet)")
        words += [PACKS[sector], path]
    return words


def _amount(salt: int, low: int, high: int, decimals: int) -> str:
    """A decimal between two numbers, from a hash of entity and month."""
    width = (high - low) * 10**decimals
    place = f"0.{'1'.rjust(decimals, '0')}::DECIMAL({decimals + 1},{decimals})"
    return f"((hash(e * 97 + month + {salt * 1_000_003}) % {width} + {low * 10**decimals})::BIGINT * {place})::DECIMAL(12,{decimals})"


def activity_table(path: Path, rows: int, facilities: int = 1000) -> None:
    """Fuel deliveries: `rows` lines at so many facilities and twelve months, amounts as DECIMAL."""
    query = f"""
    SELECT 'entity-' || lpad((i % 100)::VARCHAR, 4, '0') AS entity, 'facility-' || lpad((i % {facilities})::VARCHAR, 4, '0') AS facility,
      ((i // {facilities}) % 12 + 1)::TINYINT AS month, ['diesel', 'bituminous_coal', 'natural_gas'][1 + i % 3] AS item,
      ((hash(i) % 9999999)::BIGINT * 0.01::DECIMAL(3,2))::DECIMAL(9,2) AS fuel_consumption,
      ((30000 + hash(i + 1) % 12000)::BIGINT * 0.001::DECIMAL(4,3))::DECIMAL(7,3) AS fuel_net_calorific_value,
      ((2000 + hash(i + 2) % 800)::BIGINT * 0.00001::DECIMAL(6,5))::DECIMAL(6,5) AS fuel_carbon_content_tc_per_gj,
      ((95 + hash(i + 3) % 6)::BIGINT * 0.01::DECIMAL(3,2))::DECIMAL(3,2) AS fuel_oxidation_rate
    FROM range({rows}) r(i)
    """
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
