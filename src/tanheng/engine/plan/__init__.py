"""The data quality control plan (数据质量控制方案) as one typed value: its tables, its rows, its canonical document, what it lacks.

Nothing here knows a company, a database or a day; which lines an edition needs is the rulebook's matter, how a plan is printed that of
the documents.
"""
