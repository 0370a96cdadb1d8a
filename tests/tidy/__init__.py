"""Tests that watch the house itself: sizes, names, words, floors, shelves, translations, documentation, the lock."""
