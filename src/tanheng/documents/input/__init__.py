"""Input: the form of a rule pack as workbook and CSV, written blank or filled, and read back into a case."""
