"""What the journal's page and its API show of an event."""
