"""Bridge: what another edition would give for the same data, and why, in six parts that add up exactly."""
