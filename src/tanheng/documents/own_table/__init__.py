"""Tables of a plant's own layout: how one is laid out, what its columns say month by month, and the monthly grid as a workbook."""
