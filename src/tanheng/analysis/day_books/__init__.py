"""Day-books evaluated: typed rows read, what is computed of each, the sums of a month, and what is wrong with them. Pure and exact."""
