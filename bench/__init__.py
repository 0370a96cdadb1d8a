"""The benchmarks: each `bench_*.py` measures one promise, its peers beside it in the same run. `make bench` runs all."""
