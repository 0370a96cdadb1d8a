"""Marks of problems in a workbook that a user sent: comments, colours, a sheet of problems; mended there it is sent again."""
