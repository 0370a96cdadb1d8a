"""What the monthly grid shows: its table, the panel of a cell, the months in its head, problems at its cells."""
