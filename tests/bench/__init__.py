"""Tests of the benchmarks' frame: their arithmetic and their page. What they measure is not tested but measured."""
