"""Documents: what is written is read back, what is broken is told."""
