"""Notices: what a company's carbon manager wants its people to read. An app for the tests, whole in its folder."""
