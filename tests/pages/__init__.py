"""Tests of what pages of several apps are made with."""
