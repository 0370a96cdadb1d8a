"""Canonical bytes, hashes, chains, Merkle trees and signed notes: the very bottom of the house. It knows no domain words and no other floor."""
