"""Builders of what the pages of the organisation show. Nothing is written here."""
