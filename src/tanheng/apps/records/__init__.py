"""Records: evidence files, imports and readings of a company's year. Facts are appended here; nothing is computed."""
