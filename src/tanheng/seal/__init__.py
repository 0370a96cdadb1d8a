"""Canonical bytes, hashes, chains, Merkle trees and signed notes: the bottom of the house. It knows no domain words, no other floor."""
