"""Documents: Excel, Word, PDF, CSV, YAML and JSON as bytes in and bytes out. No disk, clock or network; no decision of the rules."""
