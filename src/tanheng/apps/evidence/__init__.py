"""Evidence: files known by their content, and what they are attached to. What a file proves is not known here."""
