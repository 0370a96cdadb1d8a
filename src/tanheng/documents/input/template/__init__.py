"""The input workbook written: its sheets for a pack and a year, blank or filled, with headings, drop-downs and what is locked."""
