"""The engine: exact numbers, units, quantities, formulas read in several ways, runs and their explanation. Pure Python."""
