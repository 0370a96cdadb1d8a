"""Tests of how an app registers."""
