"""Builders of what the pages of accounting show: rows, charts and words, made of what selectors give. Nothing is written here."""
