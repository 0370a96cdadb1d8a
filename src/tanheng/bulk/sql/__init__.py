"""SQL: formulas read as exact whole-number queries, and the databases that run them."""
