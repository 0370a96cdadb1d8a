"""Batch: one rule pack over a table of many entities, computed by a database in whole numbers, digit by digit as the engine does.

Formulas stay where they are, in the packs; `bulk.sql.query` says them as SQL, this package reads the table, checks it, lines up
places and months, runs the queries on DuckDB or Spark, and writes Parquet. What whole numbers cannot say is finished by the
engine's own decimals. It keeps no facts: the file it writes is its only effect.
"""
