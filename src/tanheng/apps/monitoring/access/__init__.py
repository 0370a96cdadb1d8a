"""The only way to get what is monitored: with a permission, and as if it did not exist elsewhere."""
