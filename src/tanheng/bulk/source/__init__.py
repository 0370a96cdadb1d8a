"""Source: a table file read row by row into exact amounts, and what is told of what was not read."""
