"""Canonical bytes, hashes and chains: the very bottom of the house. It knows no domain words and no other floor."""
