"""Writes of monitoring: one verb, one transaction, one permission check, one journal event each."""
