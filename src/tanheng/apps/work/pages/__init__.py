"""What pages show of background work."""
