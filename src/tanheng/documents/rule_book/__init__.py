"""Rule book: one edition as a book in PDF, HTML and pages, and the catalogue of checks beside it."""
