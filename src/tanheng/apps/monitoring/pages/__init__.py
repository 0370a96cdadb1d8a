"""Builders of what pages of monitoring show."""
