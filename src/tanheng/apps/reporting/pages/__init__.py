"""Builders of what Home shows of a year and its reports, made of what selectors give. Nothing is written here."""
