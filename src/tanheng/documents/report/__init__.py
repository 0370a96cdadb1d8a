"""Report: official tables, Word and PDF of a run, from one content."""
