"""Tests of the rule packs: that they are sound, that they hold the values of the documents, that worked cases come out."""
