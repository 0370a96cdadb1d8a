"""What the files of a rule pack may hold: the shapes of their records, and the refusal of what has none of them."""
