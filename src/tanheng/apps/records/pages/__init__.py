"""Builders of what the pages of records show: rows, charts and words, made of what selectors give. Nothing is written here."""
