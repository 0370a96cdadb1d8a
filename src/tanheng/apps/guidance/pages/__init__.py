"""Builders of what the pages of guidance show: rows, charts and words, made of what selectors give. Nothing is written here."""
