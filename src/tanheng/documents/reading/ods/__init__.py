"""OpenDocument spreadsheets: their cells, styles, number formats, and the heads of their printed pages."""
