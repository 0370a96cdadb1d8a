"""Lines: activity of millions of rows, summed exactly by entity, facility, month or item."""
