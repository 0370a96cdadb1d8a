"""Reporting: reports, official tables and recomputation kits made from a run, each issued file kept by its hash."""
