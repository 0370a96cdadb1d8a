"""Accounting: frozen snapshots, runs of a rule pack over them, stored results, explanations and comparisons."""
